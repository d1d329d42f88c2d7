"""The fields of a tantivy document, and how values are packed into them."""

from __future__ import annotations

import zlib

import tantivy

from corpus.documents import FACETS, NO_TERM, Days, Document
from corpus.periods import UNITS, Unit, widened
from corpus.query.plan import FIELDS, SPARSE

TERMS = "terms"
"""Name of the tokenizer: cuts at blanks, and leaves the position of NO_TERM empty."""

PADDING = NO_TERM * 2
"""Fills the sparse fields up to a `SHARE` of the document's words; like NO_TERM, no real term."""

SHARE = 4
"""tantivy measures a document's length in each field apart, and its Python schema cannot turn
that off.  A document with one head, in a field that is empty in most, would count as very short:
its score is 1.56 times that of the same word in `lemma` at a mean of 8 heads, and up to 1.69
(2.2 / 1.3, BM25's bound), so that a `variant` of weight 0.6 outranks the word itself.  Padded,
the field is as long, compared with its mean, as the document.  A quarter of the words is enough:
of 2,000 articles of 1,000 words, one has more terms in a sparse field (the mean is a tenth).
It takes 5 to 10 % more of preparing, the whole length 30 %, and ranks as Whoosh does just as well.
"""

SHORT = 1000
"""Bytes up to which an article is left to tantivy, which compresses 16 KiB of them together;
longer ones gain by zlib: 1.2 times their text on disk instead of 1.4.
"""

_NO_DAYS = 0
_DAY_BITS = 22


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in FIELDS:
        option = "freq" if field in SPARSE else "position"
        builder.add_text_field(field, tokenizer_name=TERMS, index_option=option)
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
    padded = -(-document.length // SHARE)
    for field in FIELDS:
        stream = document.streams[field]
        made.add_text(field, _padded(stream, padded) if field in SPARSE else stream)
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


def _padded(stream: str, length: int) -> str:
    """The stream with so many terms at least."""
    missing = length - len(stream.split()) + stream.count(NO_TERM)
    return f"{stream}{f' {PADDING}' * missing}"


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
