"""The floor: tantivy as its documentation tells, with its own German stemmer and parser.

One stemmed field holds title and text; id, title, text, day and source are stored.
"""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import tantivy
from tantivy import FieldType, Filter, Occur, Query, SnippetGenerator, Tokenizer

from benchmarks.articles import read_articles
from benchmarks.queries import FIRST, LAST
from benchmarks.side import Page

GERMAN = "german"
MOST_VALUES = 1000
"""Sources and months are far fewer."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("title", stored=True)
    builder.add_text_field("text", stored=True, tokenizer_name=GERMAN)
    builder.add_date_field("published", stored=True, fast=True)
    builder.add_unsigned_field("month", fast=True)
    builder.add_text_field(
        "source", stored=True, fast=True, tokenizer_name="raw", index_option="basic"
    )
    return builder.build()


def _register(index: tantivy.Index) -> tantivy.Index:
    cutting = tantivy.TextAnalyzerBuilder(Tokenizer.simple())
    stemming = cutting.filter(Filter.lowercase()).filter(Filter.stemmer(GERMAN))
    index.register_tokenizer(GERMAN, stemming.build())
    return index


def build_index(articles: Path, index: Path) -> int:
    """With the default writer and as many threads as there are processors."""
    index.mkdir()
    made = _register(tantivy.Index(_schema(), path=str(index)))
    writer = made.writer(num_threads=os.cpu_count() or 1)
    for article in read_articles(articles):
        document = tantivy.Document()
        document.add_text("id", article.id)
        document.add_bytes("title", article.title.encode())
        document.add_text("text", f"{article.title}\n{article.text}")
        document.add_date("published", _midnight(article.published))
        document.add_unsigned("month", article.month)
        document.add_text("source", article.source)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    made.reload()
    return made.searcher().num_docs


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


class TantivyAlone:
    """The index, open, with one searcher."""

    def __init__(self, index: Path) -> None:
        self._index = _register(tantivy.Index.open(str(index)))
        self._searcher = self._index.searcher()
        within = Query.range_query(
            self._index.schema,
            "published",
            FieldType.Date,
            lower_bound=_midnight(FIRST),
            upper_bound=_midnight(LAST + timedelta(days=1)),
            include_upper=False,
        )
        self._within = Query.const_score_query(within, 0.0)

    def top(self, query: str) -> tuple[int, Any]:
        return self._ids(self._parse(query))

    def top_in_range(self, query: str) -> tuple[int, Any]:
        narrowed = [(Occur.Must, self._parse(query)), (Occur.Must, self._within)]
        return self._ids(Query.boolean_query(narrowed))

    def facets(self, query: str) -> tuple[dict[Any, int], ...]:
        return self._facets(self._parse(query))

    def page(self, query: str) -> Page:
        parsed = self._parse(query)
        total, hits = self._top(parsed)
        snippets = SnippetGenerator.create(self._searcher, parsed, self._index.schema, "text")
        passages = [
            snippets.snippet_from_doc(self._searcher.doc(address)).to_html() for _, address in hits
        ]
        return Page(total, self._facets(parsed), passages)

    def close(self) -> None:
        """Nothing: its files are released with the searcher."""

    def _parse(self, query: str) -> Query:
        return self._index.parse_query(query, ["text"], conjunction_by_default=True)

    def _ids(self, query: Query) -> tuple[int, list[Any]]:
        total, hits = self._top(query)
        return total, [self._searcher.doc(address).get_first("id") for _, address in hits]

    def _top(self, query: Query) -> tuple[int, Any]:
        result: Any = self._searcher.search(query, limit=10)
        return result.count, result.hits

    def _facets(self, query: Query) -> tuple[dict[Any, int], ...]:
        fields = ("source", "month")
        asked = {field: {"terms": {"field": field, "size": MOST_VALUES}} for field in fields}
        answer = self._searcher.aggregate(query, asked)
        return tuple(
            {bucket["key"]: bucket["doc_count"] for bucket in answer[field]["buckets"]}
            for field in fields
        )
