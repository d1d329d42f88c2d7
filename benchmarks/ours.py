"""This project's side: its own build and façade, asked for the same as the peer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from benchmarks.queries import FIRST, LAST, YEAR
from corpus import generations
from corpus.build import build
from corpus.engines import EngineReader, EngineRequest, Hit, load_engine
from corpus.german import Analyzer
from corpus.query.parser import parse
from corpus.query.planner import plan_query
from corpus.search import Corpus, Results, SearchRequest


def build_index(articles: Path, index: Path) -> int:
    """Build and publish a generation, with all its checks; the number of articles."""
    report = build([articles], index, engine="whoosh")
    assert report.manifest is not None
    return report.manifest.articles


def open_reader(index: Path) -> EngineReader:
    folder = generations.folder_of(index, generations.current(index)) / "engine"
    return load_engine("whoosh").reader(folder)


class Ours:
    """The index, open: `top` asks the engine alone, `page` the whole façade."""

    def __init__(self, index: Path) -> None:
        self._corpus = Corpus.open(index)
        self._reader = open_reader(index)
        self._analyzer = Analyzer()

    def top(self, query: str) -> tuple[int, Sequence[Hit]]:
        """Total and ten hits."""
        return self._ask(query, None)

    def top_in_range(self, query: str) -> tuple[int, Sequence[Hit]]:
        return self._ask(query, (FIRST.toordinal(), LAST.toordinal()))

    def _ask(self, query: str, days: tuple[int, int] | None) -> tuple[int, Sequence[Hit]]:
        plan = plan_query(parse(query).node, self._analyzer)
        answer = self._reader.search(EngineRequest(plan=plan, days=days, limit=10))
        return answer.total, answer.hits

    def page(self, query: str) -> Results:
        """Ten hits with passages, total, and all facets that a page shows."""
        return self._corpus.search(SearchRequest(q=query))

    def page_in_year(self, query: str) -> Results:
        """The same inside a year, where the page also shows its months."""
        first, last = date(YEAR, 1, 1), date(YEAR, 12, 31)
        return self._corpus.search(SearchRequest(q=query, first=first, last=last))

    def close(self) -> None:
        self._corpus.close()
        self._reader.close()


def open_and_page(index: Path, query: str) -> Results:
    """The first page after opening."""
    corpus = Corpus.open(index)
    try:
        return corpus.search(SearchRequest(q=query))
    finally:
        corpus.close()
