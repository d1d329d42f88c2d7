"""Writes documents as Whoosh segments, one per prepared batch."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh import columns
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from corpus.documents import FACETS, Document
from corpus.engines.whoosh.codec import GrowingPostings, PackedCodec, TermsWriter, schema
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


class _Storage(FileStorage):  # type: ignore[misc]
    """Does not mind that its temporary folder is there already.

    Whoosh catches that error in a way that leaves a cycle of frames behind, and in it the whole
    batch, until the garbage is collected.
    """

    def temp_storage(self, name: str) -> FileStorage:
        folder = Path(self.folder, name)
        folder.mkdir(exist_ok=True)
        return FileStorage(str(folder))


class WhooshWriter:
    """See `EngineWriter`.  Segments are immutable; deletions live in the table of contents."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._storage = _Storage(str(folder))
        self._generation = TOC._latest_generation(self._storage, INDEX_NAME)
        self._segments: list[W3Segment] = []
        if self._generation >= 0:
            self._segments = TOC.read(self._storage, INDEX_NAME, schema=SCHEMA).segments

    def prepare(self, documents: Iterable[Document]) -> W3Segment:
        """Write a segment's files and return its description; may run in any process."""
        codec = PackedCodec()
        segment = codec.new_segment(self._storage, INDEX_NAME)
        postings: dict[str, dict[str, GrowingPostings]] = {
            name: defaultdict(GrowingPostings) for name in SCHEMA.names()
        }
        per_document = codec.per_document_writer(self._storage, segment)
        number = -1
        for number, document in enumerate(documents):
            per_document.start_doc(number)
            for name, value in _column_values(document).items():
                per_document.add_column_value(name, COLUMNS[name], value)
            per_document.finish_doc()
            postings[ID_FIELD][document.id].add(number, [0])
            for field in FIELDS:
                by_term = postings[field]
                for term, positions in document.positions(field).items():
                    by_term[term].add(number, positions)
        segment.set_doc_count(number + 1)
        per_document.close()
        writer = TermsWriter(self._storage, segment)
        for name in sorted(postings):
            for term in sorted(postings[name]):  # as UTF-8 would sort
                writer.add(name, term.encode(), postings[name][term])
        writer.close()
        return segment

    def add(self, prepared: W3Segment) -> None:
        if prepared.doc_count_all():
            self._segments.append(prepared)

    def delete(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            for segment in self._segments:
                terms = segment.codec().terms_reader(self._storage, segment)
                key = (ID_FIELD, id_.encode())
                if key in terms:
                    matcher = terms.matcher(*key, SCHEMA[ID_FIELD].format)
                    segment.delete_document(matcher.id())
                terms.close()

    def finish(self) -> None:
        """Make the segments the index, atomically: Whoosh renames the table of contents."""
        # Whoosh leaves the folder of its temporary columns behind.  Only now is it in no other
        # worker's use.
        with suppress(FileNotFoundError):
            (self._folder / f"{INDEX_NAME}.tmp").rmdir()
        toc = TOC(SCHEMA, self._segments, self._generation + 1)
        toc.write(self._storage, INDEX_NAME)
        if self._generation >= 0:
            self._storage.delete_file(TOC._filename(INDEX_NAME, self._generation))
        self._generation += 1


def _column_values(document: Document) -> dict[str, Any]:
    values: dict[str, Any] = {
        "article_id": document.id.encode(),
        "article": document.stored,
        "newest": document.newest,
        "oldest": document.oldest,
        "length": document.length,
    }
    for facet in FACETS:
        values[facet] = json.dumps(document.facets[facet], ensure_ascii=False).encode()
    return values
