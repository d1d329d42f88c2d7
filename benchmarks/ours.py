"""This project's side: its own build and façade, asked for the same as the peers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks.building import Builder
from benchmarks.queries import FIRST, LAST, YEAR
from corpus import generations
from corpus.build import build
from corpus.documents import FACETS
from corpus.engines import EngineAnswer, EngineReader, EngineRequest, Hit, load_engine
from corpus.facets import periods
from corpus.german import Analyzer
from corpus.query.parser import parse
from corpus.query.planner import plan_query
from corpus.search import Corpus, Results, SearchRequest


def builder(engine: str) -> Builder:
    return partial(_build_index, engine=engine)


def _build_index(articles: Path, index: Path, *, engine: str) -> int:
    """Build and publish a generation, with all its checks; the number of articles."""
    report = build([articles], index, engine=engine)
    assert report.manifest is not None
    return report.manifest.articles


def _open_reader(index: Path, engine: str) -> EngineReader:
    folder = generations.folder_of(index, generations.current(index)) / "engine"
    return load_engine(engine).reader(folder)


class Ours:
    """The index, open: `top` and `facets` ask the engine alone, `page` the whole façade."""

    def __init__(self, index: Path, engine: str) -> None:
        self._corpus = Corpus.open(index)
        self._reader = _open_reader(index, engine)
        self._analyzer = Analyzer()

    def top(self, query: str) -> tuple[int, Sequence[Hit]]:
        """Total and ten hits."""
        answer = self._ask(query, EngineRequest(limit=10, articles=False))
        return answer.total, answer.hits

    def top_in_range(self, query: str) -> tuple[int, Sequence[Hit]]:
        days = (FIRST.toordinal(), LAST.toordinal())
        answer = self._ask(query, EngineRequest(days=days, limit=10, articles=False))
        return answer.total, answer.hits

    def facets(self, query: str) -> EngineAnswer:
        """All facets that a page shows, dates counted in whole units."""
        return self._ask(query, EngineRequest(limit=0, facets=FACETS, periods=periods(None)))

    def _ask(self, query: str, request: EngineRequest) -> EngineAnswer:
        plan = plan_query(parse(query).node, self._analyzer)
        return self._reader.search(replace(request, plan=plan))

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
