"""Counts facets and dates by tantivy's aggregations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import tantivy
from tantivy import Query

from corpus.documents import Days, Facet
from corpus.engines.protocol import EngineRequest, Selection
from corpus.engines.tantivy import fields
from corpus.engines.tantivy.queries import Queries, every
from corpus.periods import Period

MOST_VALUES = 10_000
"""Values of a facet that are counted, the most frequent: far more than anybody is shown."""

MOST_BUCKETS = 65_000
"""Values that tantivy tells apart within one segment, and in all counts of one pass."""

Pass = tuple[str, Days | None]
"""What is counted together: documents that pass all restrictions but one, in some days."""


class Counts:
    """What one request wants to be counted; counts over the same documents are one pass."""

    def __init__(
        self, searcher: tantivy.Searcher, queries: Queries, request: EngineRequest, plan: Query
    ) -> None:
        self._searcher, self._queries, self._request, self._plan = searcher, queries, request, plan
        wanted: dict[Pass, list[str]] = defaultdict(list)
        for facet in request.facets:
            wanted[self._pass_of(facet)].append(facet)
        for period in request.periods:
            wanted[self._pass_of(period)].append(period.unit)
        self._values = {one: self._count(one, columns) for one, columns in wanted.items()}

    def facets(self) -> dict[Facet, dict[str, int]]:
        """The documents of each value: the most frequent ones, and those that are chosen."""
        return {facet: self._facet(facet) for facet in self._request.facets}

    def dates(self) -> dict[Period, dict[Days | None, int]]:
        """The documents of each interval."""
        return {
            period: {
                fields.unpack_days(int(number)): count
                for number, count in self._values[self._pass_of(period)][period.unit].items()
            }
            for period in self._request.periods
        }

    def _pass_of(self, counted: Facet | Period) -> Pass:
        request = self._request
        if isinstance(counted, Period):
            return "days" if request.days or request.undated else "", counted.within
        return counted if counted in request.selections else "", None

    def _documents(self, one: Pass) -> list[Query]:
        ignoring, within = one
        overlapping = self._queries.overlapping(within) if within else []
        restricted = self._queries.restricted(self._request, ignoring=ignoring)
        return [self._plan, *restricted, *overlapping]

    def _count(self, one: Pass, columns: Iterable[str]) -> dict[str, dict[Any, int]]:
        """How many documents of a pass have each value of these columns."""
        bounds = {"size": MOST_VALUES, "segment_size": MOST_BUCKETS}
        asked = {column: {"terms": {"field": column, **bounds}} for column in columns}
        answer = self._searcher.aggregate(every(self._documents(one)), asked)
        return {
            column: {bucket["key"]: bucket["doc_count"] for bucket in answer[column]["buckets"]}
            for column in asked
        }

    def _facet(self, facet: Facet) -> dict[str, int]:
        one = self._pass_of(facet)
        counts: dict[str, int] = self._values[one][facet]
        chosen = self._request.selections.get(facet, Selection()).include
        for value in chosen.difference(counts):
            having = every([*self._documents(one), self._queries.term(facet, value)])
            if number := count_of(self._searcher.search(having, limit=1)):
                counts[value] = number
        return counts


def count_of(result: tantivy.SearchResult) -> int:
    return int(result.count)  # type: ignore[attr-defined]
