"""The fields and columns of the Whoosh index."""

from __future__ import annotations

from whoosh import columns

from corpus.documents import FACETS
from corpus.engines.whoosh.codec import schema
from corpus.query.plan import FIELDS

INDEX_NAME = "corpus"
ID_FIELD = "id"
SCHEMA = schema((*FIELDS, ID_FIELD))

COLUMNS: dict[str, columns.Column] = {
    "article_id": columns.VarBytesColumn(),
    "article": columns.CompressedBytesColumn(),
    "newest": columns.NumericColumn("Q"),
    "oldest": columns.NumericColumn("Q"),
    "length": columns.NumericColumn("I"),
    **{facet: columns.VarBytesColumn() for facet in FACETS},
}
"""Per-document values, read as whole columns for filters, facets and sorting."""
