"""The peer: Whoosh 2.7.4 as its documentation tells, with its own German analysis.

It gets the faster of the documented ways wherever there are several, found by trying them on
5,000 articles: building into several segments, searching in one; a date range as `filter=`
rather than as part of the query; months counted by `TranslateFacet` rather than
`DateRangeFacet` (4 against 78 ms).
"""

from __future__ import annotations

import json
import os
import warnings
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

with warnings.catch_warnings():  # Whoosh's own source, when it is compiled for the first time
    for category in (SyntaxWarning, DeprecationWarning):
        warnings.filterwarnings("ignore", "invalid escape sequence", category)
        warnings.filterwarnings("ignore", '"is" with .* literal', category)
    from whoosh import query as queries
    from whoosh.analysis import LanguageAnalyzer
    from whoosh.fields import DATETIME, ID, TEXT, Schema
    from whoosh.index import create_in, open_dir
    from whoosh.qparser import MultifieldParser
    from whoosh.sorting import Count, DateRangeFacet, FieldFacet, TranslateFacet
    from whoosh.support.relativedelta import relativedelta
    from whoosh.util.times import long_to_datetime

from benchmarks.queries import FIRST, LAST, YEAR
from benchmarks.side import Page

MEMORY_MB = 256


def build_plainly(articles: Path, index: Path) -> int:
    """As its documentation begins: one process, one segment."""
    return _build(articles, index, multisegment=False, processes=1)


def build_one_segment(articles: Path, index: Path) -> int:
    """All processors, merged into one segment: what searches fastest."""
    return _build(articles, index, multisegment=False)


def build_segments(articles: Path, index: Path) -> int:
    """All processors, a segment each: what builds fastest."""
    return _build(articles, index, multisegment=True)


def _build(
    articles: Path, index: Path, *, multisegment: bool, processes: int = os.cpu_count() or 1
) -> int:
    german = LanguageAnalyzer("de")
    schema = Schema(
        id=ID(stored=True, unique=True),
        title=TEXT(stored=True, analyzer=german),
        text=TEXT(stored=True, analyzer=german),
        published=DATETIME(stored=True, sortable=True),
        source=ID(stored=True, sortable=True),
    )
    index.mkdir(parents=True, exist_ok=True)
    writer = create_in(str(index), schema).writer(
        limitmb=MEMORY_MB, procs=processes, multisegment=multisegment
    )
    with articles.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            moment = datetime.fromisoformat(record["published"]).astimezone(UTC)
            writer.add_document(
                id=record["id"],
                title=record["title"] or "",
                text=record["text"],
                published=moment.replace(tzinfo=None),
                source=record["source"],
            )
    writer.commit()
    with closing(open_dir(str(index))) as built:
        return int(built.doc_count())


class Stock:
    """The index, open, with one searcher and one parser."""

    def __init__(self, index: Path) -> None:
        self._index = open_dir(str(index))
        self._searcher = self._index.searcher()
        self._parser = MultifieldParser(["title", "text"], self._index.schema)

    def top(self, query: str) -> tuple[int, Any]:
        """Total and ten hits."""
        results = self._searcher.search(self._parser.parse(query), limit=10)
        return len(results), results

    def top_in_range(self, query: str) -> tuple[int, Any]:
        within = _between(FIRST, LAST)
        results = self._searcher.search(self._parser.parse(query), limit=10, filter=within)
        return len(results), results

    def facets(self, query: str) -> list[dict[Any, int]]:
        """Counts by source and month."""
        results = self._searcher.search(self._parser.parse(query), limit=1, groupedby=_groups())
        return [results.groups(name) for name in ("source", "month")]

    def page(self, query: str) -> Page:
        """Ten hits with highlights, total, counts by source and month."""
        return self._page(query, _months())

    def page_in_year(self, query: str) -> Page:
        within = _between(date(YEAR, 1, 1), date(YEAR, 12, 31))
        return self._page(query, _months(), within)

    def page_by_date_ranges(self, query: str) -> Page:
        """The same page with the facet that Whoosh has for dates."""
        first, last = datetime(2020, 1, 1), datetime(2022, 1, 1)
        gap = relativedelta(months=1)
        return self._page(query, DateRangeFacet("published", first, last, gap, maptype=Count))

    def page_of_all_hits(self, query: str) -> Page:
        """The same page for who trusts `limit`: grouping lifts it, and all hits are highlighted."""
        return self._page(query, _months(), shown=None)

    def _page(self, query: str, months: Any, within: Any = None, *, shown: int | None = 10) -> Page:
        groups = {"source": FieldFacet("source", maptype=Count), "month": months}
        parsed = self._parser.parse(query)
        results = self._searcher.search(parsed, limit=10, groupedby=groups, filter=within)
        passages = [hit.highlights("text") for hit in results[:shown]]
        return Page(len(results), [results.groups(name) for name in groups], passages)

    def close(self) -> None:
        self._searcher.close()
        self._index.close()


def _groups() -> dict[str, Any]:
    return {"source": FieldFacet("source", maptype=Count), "month": _months()}


def _months() -> TranslateFacet:
    facet = TranslateFacet(_month, FieldFacet("published"))
    facet.maptype = Count
    return facet


def _month(published: int) -> tuple[int, int]:
    moment = long_to_datetime(published)
    return moment.year, moment.month


def _between(first: date, last: date) -> Any:
    start = datetime(first.year, first.month, first.day)
    end = datetime(last.year, last.month, last.day) + timedelta(days=1)
    return queries.DateRange("published", start, end, endexcl=True)


def open_and_page(index: Path, query: str) -> Page:
    """The first page after opening."""
    stock = Stock(index)
    try:
        return stock.page(query)
    finally:
        stock.close()
