"""The façade: open a corpus, ask it, get results.  Page, JSON and command line use only this.

`Corpus` follows CURRENT: each call answers wholly from one generation, and a newly published
one is picked up by the next call, unless it is `held`.  It may be shared by threads; open it
after forking.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.article import Article
from corpus.cursor import Cursor
from corpus.documents import FACETS, days_of, newest_key, oldest_key
from corpus.engines import EngineRequest
from corpus.errors import UnknownArticle
from corpus.facets import FacetValue, date_facets, periods, value_facet
from corpus.german import Analyzer
from corpus.manifest import Manifest
from corpus.marks import Marker, Span
from corpus.opening import Opened, OpenGenerations
from corpus.passages import Passage, passages
from corpus.query.parser import ParsedQuery
from corpus.query.plan import Plan
from corpus.query.planner import plan_query
from corpus.request import SearchRequest

__all__ = [
    "Corpus",
    "Cursor",
    "FoundArticle",
    "MarkedArticle",
    "Neighbours",
    "Results",
    "SearchRequest",
]


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """A hit with its article and passages."""

    article: Article
    score: float
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of an answer, and what it is an answer to."""

    request: SearchRequest
    query: ParsedQuery
    total: int
    found: tuple[FoundArticle, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    generation: str
    manifest: Manifest
    took_ms: float
    next: Cursor | None = None

    @property
    def pages(self) -> int:
        return -(-self.total // self.request.page_size)


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article and what a query marks in it: spans by block, in the order of `body`."""

    article: Article
    title: tuple[Span, ...]
    lead: tuple[Span, ...]
    body: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The articles before and after the hit number `rank` (from 1) of a result of `total`."""

    rank: int
    total: int
    previous: str | None
    next: str | None


class Corpus:
    """A searchable corpus in an index folder."""

    def __init__(
        self, analyzer: Analyzer, generations: OpenGenerations, held: Opened | None = None
    ) -> None:
        """`held` is the generation to answer from; None means the one in use, at each call."""
        self._analyzer, self._generations, self._held = analyzer, generations, held

    @classmethod
    def at(cls, index: Path) -> Corpus:
        """The corpus in `index`, opened when it is first asked."""
        analyzer = Analyzer()
        return cls(analyzer, OpenGenerations(index, analyzer.fingerprint))

    @classmethod
    def open(cls, index: Path) -> Corpus:
        """The corpus in `index`, opened now.  Raises NoIndex or UnusableIndex."""
        corpus = cls.at(index)
        corpus.held()
        return corpus

    def held(self) -> Corpus:
        """The same corpus, staying with the generation now in use: for answers that take more
        than one call.  Raises NoIndex or UnusableIndex.
        """
        return Corpus(self._analyzer, self._generations, self._current())

    @property
    def manifest(self) -> Manifest:
        """The manifest of the generation in use."""
        return self._current().manifest

    @property
    def generation(self) -> str:
        """The name of the generation in use."""
        return self._current().name

    def search(self, request: SearchRequest, cursor: Cursor | None = None) -> Results:
        """Answer a request, or go on with it where the cursor says.

        Raises NoIndex or UnusableIndex, and CursorGone when the cursor's generation is gone.
        """
        began = time.perf_counter()
        query = request.query
        plan = plan_query(query.node, self._analyzer)
        opened = self._generations.at(cursor.generation) if cursor else self._current()
        wanted = replace(
            _engine_request(request, plan), facets=FACETS, periods=periods(request.days)
        )
        seen = wanted.offset
        if cursor is not None:
            seen = cursor.seen
            wanted = replace(wanted, offset=seen if cursor.key is None else 0, after=cursor.key)
        answer = opened.reader.search(wanted)
        marker = Marker(plan, self._analyzer)
        found = []
        for hit in answer.hits:
            article = Article.from_stored(hit.stored)
            found.append(FoundArticle(article, hit.score, passages(article, marker)))
        facets = date_facets(answer.dates, request.days, undated=request.undated) | {
            facet: value_facet(answer.facets[facet], request.selection(facet)) for facet in FACETS
        }
        return Results(
            request=request,
            query=query,
            total=answer.total,
            found=tuple(found),
            facets=facets,
            generation=opened.name,
            manifest=opened.manifest,
            took_ms=(time.perf_counter() - began) * 1000,
            next=_next(request, opened.name, found, seen + len(found), answer.total),
        )

    def article(self, id_: str) -> Article:
        """The article with this id.  Raises UnknownArticle."""
        stored = self._current().reader.stored([id_])
        if id_ not in stored:
            raise UnknownArticle(f"Einen Artikel mit der id „{id_}“ gibt es hier nicht.")
        return Article.from_stored(stored[id_])

    def marked(self, id_: str, request: SearchRequest) -> MarkedArticle:
        """The article with what the request's query marks in it.  Raises UnknownArticle."""
        article = self.article(id_)
        marker = Marker(plan_query(request.query.node, self._analyzer), self._analyzer)
        return MarkedArticle(
            article=article,
            title=marker.spans(article.title),
            lead=marker.spans(article.lead or ""),
            body=tuple(marker.spans(block.text) for block in article.body),
        )

    def neighbours(self, request: SearchRequest, rank: int) -> Neighbours:
        """What stands before and after hit number `rank`, counted from 1."""
        plan = plan_query(request.query.node, self._analyzer)
        around = replace(
            _engine_request(request, plan),
            offset=max(0, rank - 2),
            limit=2 if rank == 1 else 3,
            articles=False,
        )
        answer = self._current().reader.search(around)
        ids = [None] * (rank == 1) + [hit.id for hit in answer.hits] + [None] * 3
        return Neighbours(rank, answer.total, previous=ids[0], next=ids[2])

    def close(self) -> None:
        """Release what is open."""
        self._generations.close()

    def _current(self) -> Opened:
        return self._held or self._generations.current()


def _next(
    request: SearchRequest, generation: str, found: list[FoundArticle], seen: int, total: int
) -> Cursor | None:
    """Where the walk goes on behind what was found; None at the end."""
    if not found or seen >= total:
        return None
    if request.sort == "relevance":
        return Cursor(generation, seen)
    last = found[-1].article
    key = oldest_key if request.sort == "oldest" else newest_key
    return Cursor(generation, seen, key(last.id, days_of(last)))


def _engine_request(request: SearchRequest, plan: Plan) -> EngineRequest:
    days = request.days
    return EngineRequest(
        plan=plan,
        selections=request.selections,
        days=(days.first.toordinal(), days.last.toordinal()) if days else None,
        undated=request.undated,
        sort=request.sort,
        offset=(request.page - 1) * request.page_size,
        limit=request.page_size,
    )
