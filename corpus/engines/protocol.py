"""What every engine offers, and nothing more.

An engine stores documents and answers plans.  It never sees query syntax, parses a date,
cuts a snippet or writes HTML.  Its own exceptions end at its door as `CorpusError`s.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from corpus.documents import Days, Document, Facet
from corpus.errors import UnusableIndex
from corpus.periods import Period
from corpus.query.plan import Everything, Field, Plan

Sort = Literal["relevance", "newest", "oldest"]
"""`newest` and `oldest` go by `documents.newest_key` and `oldest_key`; among equal scores the
order is `newest`, so that every order is total."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Values of a facet: one of `include` (unless empty) and none of `exclude`."""

    include: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()

    def admits(self, values: tuple[str, ...]) -> bool:
        """Whether a document with these values of the facet passes."""
        included = not self.include or not self.include.isdisjoint(values)
        return included and self.exclude.isdisjoint(values)


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """A plan, restricted: `days` to articles that overlap them, or `undated` to those that
    have no date; and which slice of the hits and which counts are wanted.

    `after` resumes an order by date: hits begin behind this key of that order.  Hits bring their
    stored articles if `articles` says so.
    """

    plan: Plan = field(default_factory=Everything)
    selections: Mapping[Facet, Selection] = field(default_factory=dict)
    days: Days | None = None
    undated: bool = False
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    after: int | None = None
    articles: bool = True
    facets: tuple[Facet, ...] = ()
    periods: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A found document; `score` is only comparable within one answer, 0 without relevance.
    `stored` is empty where articles were not asked for.
    """

    id: str
    score: float
    stored: bytes


@dataclass(frozen=True, slots=True)
class EngineAnswer:
    """`total` and `facets` are exact; a facet's counts ignore its own selection.  Of more than
    10,000 values an engine may leave out the rare ones, those that are chosen excepted.

    `dates` counts, for each period asked for, the articles of each distinct interval (None:
    undated), ignoring the date restriction, since dates are a facet too.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[Facet, Mapping[str, int]]
    dates: Mapping[Period, Mapping[Days | None, int]]


class EngineWriter(Protocol):
    """Fills a folder.  `prepare` does the dear part of a batch and may run in another process
    on an equal writer; `add` takes its results.

    A folder consists of segments: `sizes` has the living documents of each, `holding` names
    those in whose files one of the ids is, deleted or not, and `withdraw` takes segments out
    and yields id and stored article of their living documents, to be written anew.
    """

    def prepare(self, documents: Iterable[Document]) -> Any: ...

    def add(self, prepared: Any) -> None: ...

    def delete(self, ids: Iterable[str]) -> None: ...

    def sizes(self) -> dict[str, int]: ...

    def holding(self, ids: Iterable[str]) -> set[str]: ...

    def withdraw(self, segments: Collection[str]) -> Iterator[tuple[str, bytes]]: ...

    def finish(self) -> None: ...


def unreadable(folder: Path) -> UnusableIndex:
    """What every engine says of a folder whose files are damaged or missing."""
    return UnusableIndex(
        f"Der Index in „{folder}“ ist nicht lesbar; bitte mit „corpus build“ neu bauen."
    )


class EngineReader(Protocol):
    """Answers from one folder; may be used by several threads at once.

    `terms` are those of a field with a prefix and how many documents have them, the most
    frequent first, then by name.
    """

    def search(self, request: EngineRequest) -> EngineAnswer: ...

    def stored(self, ids: Iterable[str]) -> dict[str, bytes]: ...

    def documents(self) -> Iterator[tuple[str, bytes]]: ...

    def count(self, field: Field, term: str) -> int: ...

    def terms(self, field: Field, prefix: str, limit: int) -> list[tuple[str, int]]: ...

    def close(self) -> None: ...


class Engine(Protocol):
    """A way to store and search documents in a folder.

    `batch_characters` is the text that a batch may have at most, for the memory that preparing
    it takes; `expansion` how many bytes of index a byte of text takes at most.
    """

    @property
    def batch_characters(self) -> int: ...

    @property
    def expansion(self) -> float: ...

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def writer(self, folder: Path) -> EngineWriter: ...

    def reader(self, folder: Path) -> EngineReader: ...
