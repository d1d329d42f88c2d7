"""The oracle: an engine so simple that it is obviously right.  For tests; it scans everything.

It keeps its documents in one pickle, so that it passes through generations like the others.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from corpus.documents import Document
from corpus.engines.protocol import EngineAnswer, EngineRequest, Hit, unreadable
from corpus.periods import count_by, overlap
from corpus.query.plan import (
    All,
    Any,
    Boosted,
    Everything,
    Field,
    Forms,
    Plan,
    Sequence,
    Term,
    Without,
)


def matches(document: Document, plan: Plan) -> bool:
    """Whether the document is what the plan asks for, by its definition."""
    match plan:
        case Everything():
            return True
        case Term(field, term):
            return term in document.positions(field)
        case Sequence(field, terms):
            positions = document.positions(field)
            places = [set(positions.get(term, ())) for term in terms]
            return any(
                all(start + step in place for step, place in enumerate(places))
                for start in places[0]
            )
        case Forms(forms):
            return any(matches(document, form.term) for form in forms)
        case All(children):
            return all(matches(document, child) for child in children)
        case Any(children):
            return any(matches(document, child) for child in children)
        case Without(child):
            return not matches(document, child)
        case Boosted(child):
            return matches(document, child)


def _frequency(document: Document, plan: Plan) -> float:
    """A stand-in for relevance: how often the terms of the plan occur."""
    match plan:
        case Term(field, term):
            return len(document.positions(field).get(term, ()))
        case Forms(forms):
            return sum(form.weight * _frequency(document, form.term) for form in forms)
        case All(children) | Any(children):
            return sum(_frequency(document, child) for child in children)
        case Boosted(child, by):
            return _frequency(document, child) + sum(_frequency(document, term) for term in by)
    return 0


def _within(document: Document, request: EngineRequest, *, ignoring: str = "") -> bool:
    if ignoring != "days":
        if request.undated and document.days is not None:
            return False
        if request.days and not overlap(document.days, request.days):
            return False
    return all(
        facet == ignoring or selection.admits(document.facets[facet])
        for facet, selection in request.selections.items()
    )


class MemoryReader:
    def __init__(self, documents: list[Document]) -> None:
        self._documents = documents

    def search(self, request: EngineRequest) -> EngineAnswer:
        matched = [d for d in self._documents if matches(d, request.plan)]
        found = [d for d in matched if _within(d, request)]
        scores = {
            d.id: float(_frequency(d, request.plan)) if request.sort == "relevance" else 0.0
            for d in found
        }

        def key(document: Document) -> int:
            return document.oldest if request.sort == "oldest" else document.newest

        behind = [d for d in found if request.after is None or key(d) > request.after]
        behind.sort(key=lambda d: (-scores[d.id], key(d)))
        dated = [d for d in matched if _within(d, request, ignoring="days")]
        return EngineAnswer(
            total=len(found),
            hits=tuple(
                Hit(d.id, scores[d.id], d.stored if request.articles else b"")
                for d in behind[request.offset : request.offset + request.limit]
            ),
            facets={
                facet: Counter(
                    value
                    for d in matched
                    if _within(d, request, ignoring=facet)
                    for value in d.facets[facet]
                )
                for facet in request.facets
            },
            dates={p: count_by(p, Counter(d.days for d in dated)) for p in request.periods},
        )

    def stored(self, ids: Iterable[str]) -> dict[str, bytes]:
        wanted = set(ids)
        return {d.id: d.stored for d in self._documents if d.id in wanted}

    def documents(self) -> Iterator[tuple[str, bytes]]:
        return ((d.id, d.stored) for d in self._documents)

    def count(self, field: Field, term: str) -> int:
        return sum(term in d.positions(field) for d in self._documents)

    def terms(self, field: Field, prefix: str, limit: int) -> list[tuple[str, int]]:
        counts = Counter(
            term for d in self._documents for term in d.positions(field) if term.startswith(prefix)
        )
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]

    def close(self) -> None:
        pass


class MemoryWriter:
    def __init__(self, folder: Path) -> None:
        self._file = folder / "documents.pickle"
        self._documents: dict[str, Document] = {}
        if self._file.exists():
            self._documents = {d.id: d for d in _load(self._file)}

    def prepare(self, documents: Iterable[Document]) -> list[Document]:
        return list(documents)

    def add(self, prepared: list[Document]) -> None:
        self._documents.update((document.id, document) for document in prepared)

    def delete(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            self._documents.pop(id_, None)

    def sizes(self) -> dict[str, int]:
        return {"all": len(self._documents)}

    def holding(self, ids: Iterable[str]) -> set[str]:
        return set() if self._documents.keys().isdisjoint(ids) else {"all"}

    def withdraw(self, segments: Collection[str]) -> Iterator[tuple[str, bytes]]:
        if segments:
            documents, self._documents = self._documents, {}
            yield from ((d.id, d.stored) for d in documents.values())

    def finish(self) -> None:
        self._file.unlink(missing_ok=True)  # never through a hard link
        self._file.write_bytes(pickle.dumps(list(self._documents.values())))


def _load(file: Path) -> list[Document]:
    try:
        documents: list[Document] = pickle.loads(file.read_bytes())  # noqa: S301 - tests only
    except Exception as error:  # whatever damaged bytes lead to
        raise unreadable(file.parent) from error
    return documents


class MemoryEngine:
    name = "memory"
    batch_characters = 500_000_000
    expansion = 4.0
    version = "1"

    def writer(self, folder: Path) -> MemoryWriter:
        return MemoryWriter(folder)

    def reader(self, folder: Path) -> MemoryReader:
        return MemoryReader(_load(folder / "documents.pickle"))


ENGINE = MemoryEngine()
