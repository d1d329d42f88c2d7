"""The fields of a tantivy document, and how values are packed into them."""

from __future__ import annotations

import zlib

import tantivy

from corpus.documents import FACETS, NO_TERM, Days, Document
from corpus.periods import UNITS, Unit, widened
from corpus.query.plan import FIELDS

TERMS = "terms"
"""Name of the tokenizer: cuts at blanks, and leaves the position of NO_TERM empty."""

SHORT = 1000
"""Bytes up to which an article is left to tantivy, which compresses 16 KiB of them together;
longer ones gain by zlib: 1.2 times their text on disk instead of 1.4.
"""

_NO_DAYS = 0
_DAY_BITS = 22


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name=TERMS, index_option="position")
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("article", stored=True)
    for facet in FACETS:
        builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
    for number in ("newest", "oldest", *UNITS):
        builder.add_unsigned_field(number, fast=True)
    return builder.build()


def tokenizer() -> tantivy.TextAnalyzer:
    """The analyzer that `TERMS` names; analysis proper has happened before."""
    cutting = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return cutting.filter(tantivy.Filter.custom_stopword([NO_TERM])).build()


def to_tantivy(document: Document) -> tantivy.Document:
    """The document in tantivy's terms."""
    made = tantivy.Document()
    for field, stream in document.streams.items():
        made.add_text(field, stream)
    made.add_text("id", document.id)
    made.add_bytes("article", pack_article(document.stored))
    for facet, values in document.facets.items():
        for value in values:
            made.add_text(facet, value)
    made.add_unsigned("newest", document.newest)
    made.add_unsigned("oldest", document.oldest)
    for unit in UNITS:
        made.add_unsigned(unit, _pack_days(document.days, unit))
    return made


def pack_article(stored: bytes) -> bytes:
    """The article with one byte before it that says whether it is compressed."""
    return b"z" + zlib.compress(stored, 1) if len(stored) > SHORT else b"=" + stored


def unpack_article(packed: bytes) -> bytes:
    return zlib.decompress(packed[1:]) if packed[:1] == b"z" else packed[1:]


def _pack_days(days: Days | None, unit: Unit) -> int:
    """First and last day in one number; below 2⁵³, as aggregations count in floats."""
    if days is None:
        return _NO_DAYS
    first, last = widened(days, unit)
    return first << _DAY_BITS | last


def unpack_days(number: int) -> Days | None:
    return (number >> _DAY_BITS, number & ((1 << _DAY_BITS) - 1)) if number else None
