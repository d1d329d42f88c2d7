"""Carries out one request over posting arrays and columns: match, restrict, count, rank.

Sets of document numbers are the currency.  Scores are BM25 and only computed for what is left
after all restrictions; they need no walk through matchers, which is where stock Whoosh spends
its time.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import chain
from typing import TYPE_CHECKING

from corpus.documents import Days, Facet
from corpus.engines.protocol import EngineAnswer, EngineRequest, Hit
from corpus.engines.whoosh.codec import Postings
from corpus.periods import Period, count_by, overlap
from corpus.query.plan import (
    WEIGHTS,
    All,
    Any,
    Boosted,
    Everything,
    Forms,
    Plan,
    Sequence,
    Term,
    Without,
)

if TYPE_CHECKING:
    from corpus.engines.whoosh.reader import WhooshReader

K1, B = 1.2, 0.75
"""BM25's usual constants (Robertson & Zaragoza 2009, The Probabilistic Relevance Framework)."""


class Search:
    """One request to one reader; postings are read once."""

    def __init__(self, reader: WhooshReader, request: EngineRequest) -> None:
        self._reader = reader
        self._request = request
        self._postings: dict[Term, Postings] = {}

    def answer(self) -> EngineAnswer:
        request = self._request
        matched = self._match(request.plan) - self._reader.deleted
        passing = self._passing(matched)
        found = _intersection(matched, passing.values())
        return EngineAnswer(
            total=len(found),
            hits=self._hits(found),
            facets={facet: self._count(facet, matched, passing) for facet in request.facets},
            dates=self._count_dates(matched, passing) if request.periods else {},
        )

    # --- match ------------------------------------------------------------------------------

    def _match(self, plan: Plan) -> set[int]:
        match plan:
            case Term():
                return set(self._read(plan).documents)
            case Sequence():
                return set(self._sequence_frequencies(plan))
            case Forms(forms):
                return set().union(*(self._read(form.term).documents for form in forms))
            case All(children):
                return self._match_all(children)
            case Any(children):
                return set().union(*(self._match(child) for child in children))
            case Without(child):
                return self._match(Everything()) - self._match(child)
            case Boosted(child):
                return self._match(child)
            case Everything():
                return set(range(self._reader.size))

    def _match_all(self, children: tuple[Plan, ...]) -> set[int]:
        wanted = [child for child in children if not isinstance(child, Without)]
        sets = [self._match(child) for child in wanted or [Everything()]]
        found = _intersection(min(sets, key=len), sets)
        for child in children:
            if isinstance(child, Without):
                found -= self._match(child.child)
        return found

    def _read(self, term: Term) -> Postings:
        if term not in self._postings:
            self._postings[term] = self._reader.postings(term.field, term.term)
        return self._postings[term]

    def _sequence_frequencies(self, plan: Sequence) -> dict[int, int]:
        """How often each document has the terms in a row; only those that do."""
        lists = [self._read(Term(plan.field, term)) for term in plan.terms]
        candidates = _intersection(set(lists[0].documents), [set(p.documents) for p in lists[1:]])
        if not candidates:
            return {}
        positions = [postings.positions() for postings in lists]
        found = {}
        for document in candidates:
            starts = set(positions[0][document])
            for step, in_documents in enumerate(positions[1:], 1):
                starts.intersection_update(p - step for p in in_documents[document])
                if not starts:
                    break
            else:
                found[document] = len(starts)
        return found

    # --- restrict ---------------------------------------------------------------------------

    def _passing(self, matched: set[int]) -> dict[str, set[int]]:
        """For each restriction, by the facet it belongs to, what of `matched` passes it."""
        request = self._request
        passing: dict[str, set[int]] = {}
        if request.undated or request.days:
            passing["days"] = self._dated(matched)
        for facet, selection in request.selections.items():
            values = self._reader.facet(facet)
            allowed: dict[tuple[str, ...], bool] = {}
            for value in set(map(values.__getitem__, matched)):
                allowed[value] = selection.admits(value)
            passing[facet] = {d for d in matched if allowed[values[d]]}
        return passing

    def _dated(self, matched: set[int]) -> set[int]:
        days = self._reader.days
        if self._request.undated:
            matched = {d for d in matched if days[d] is None}
        if wanted := self._request.days:
            matched = {d for d in matched if overlap(days[d], wanted)}
        return matched

    # --- count ------------------------------------------------------------------------------

    def _count(self, facet: Facet, matched: set[int], passing: dict[str, set[int]]) -> Counter[str]:
        documents = _intersection(matched, (p for name, p in passing.items() if name != facet))
        return Counter(chain.from_iterable(map(self._reader.facet(facet).__getitem__, documents)))

    def _count_dates(
        self, matched: set[int], passing: dict[str, set[int]]
    ) -> dict[Period, dict[Days | None, int]]:
        documents = _intersection(matched, (p for name, p in passing.items() if name != "days"))
        counts = Counter(map(self._reader.days.__getitem__, documents))
        return {period: count_by(period, counts) for period in self._request.periods}

    # --- rank -------------------------------------------------------------------------------

    def _hits(self, found: set[int]) -> tuple[Hit, ...]:
        request, reader = self._request, self._reader
        keys = reader.oldest if request.sort == "oldest" else reader.newest
        if request.after is not None:
            found = {d for d in found if keys[d] > request.after}
        wanted = request.offset + request.limit
        if wanted <= request.offset or request.offset >= len(found):
            return ()
        scores: dict[int, float] = {}
        if request.sort == "relevance":
            scores = dict.fromkeys(found, 0.0)
            self._score(request.plan, scores, 1.0)
            best = heapq.nsmallest(wanted, found, key=lambda d: (-scores[d], keys[d]))
        else:
            best = heapq.nsmallest(wanted, found, key=keys.__getitem__)
        return tuple(
            Hit(reader.ids[d], scores.get(d, 0.0), reader.article(d) if request.articles else b"")
            for d in best[request.offset :]
        )

    def _score(self, plan: Plan, scores: dict[int, float], weight: float) -> None:
        """Add what each leaf gives to the documents in `scores`."""
        match plan:
            case Term():
                postings = self._read(plan)
                gain = weight * self._idf(len(postings.documents))
                self._add(scores, postings.documents, postings.frequencies, gain)
            case Sequence():
                frequencies = self._sequence_frequencies(plan)
                gain = weight * self._idf(len(frequencies))
                self._add(scores, frequencies.keys(), frequencies.values(), gain)
            case Forms(forms):
                lists = [self._read(form.term) for form in forms]
                gain = weight * self._idf(max((len(p.documents) for p in lists), default=0))
                for form, postings in zip(forms, lists, strict=True):
                    share = gain * form.weight
                    self._add(scores, postings.documents, postings.frequencies, share)
            case All(children) | Any(children):
                for child in children:
                    self._score(child, scores, weight)
            case Boosted(child, by):
                self._score(child, scores, weight)
                for term in by:
                    self._score(term, scores, weight * WEIGHTS[term.field])
            case Without() | Everything():
                pass

    def _add(
        self,
        scores: dict[int, float],
        documents: Collection[int],
        frequencies: Iterable[int],
        gain: float,
    ) -> None:
        """BM25 of a leaf; `gain` is its weight times its idf."""
        gain *= K1 + 1
        norms = self._reader.norms
        for document, frequency in zip(documents, frequencies, strict=True):
            if document in scores:
                scores[document] += gain * frequency / (frequency + norms[document])

    def _idf(self, count: int) -> float:
        """log(1 + (N - n + ½) / (n + ½)), which is never negative."""
        return math.log(1 + (self._reader.size - count + 0.5) / (count + 0.5))


def _intersection(first: set[int], others: Iterable[set[int]]) -> set[int]:
    return first.intersection(*others)
