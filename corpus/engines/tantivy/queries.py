"""From plans and restrictions to tantivy queries."""

from __future__ import annotations

import math
from collections.abc import Iterable

from tantivy import FieldType, Occur, Query, Schema, Searcher

from corpus.documents import NEVER, TIE_BITS, Days, Facet
from corpus.engines.protocol import EngineRequest, Selection
from corpus.query.plan import (
    WEIGHTS,
    All,
    Any,
    Boosted,
    Everything,
    Field,
    Forms,
    Plan,
    Sequence,
    Term,
    Weighted,
    Without,
)


class Queries:
    """Makes queries for an index of this schema; `size` counts its documents, deleted ones
    included, as tantivy does for its idf.
    """

    def __init__(self, schema: Schema, searcher: Searcher, size: int) -> None:
        self._schema, self._searcher, self._size = schema, searcher, size

    def of(self, plan: Plan) -> Query:
        """What matches the plan, scored by BM25."""
        match plan:
            case Term(field, term):
                return self.term(field, term)
            case Sequence(field, terms):
                return self._sequence(field, terms)
            case Forms(forms):
                return self._forms(forms)
            case All(children):
                return self._all(children)
            case Any(children):
                return Query.boolean_query([(Occur.Should, self.of(c)) for c in children])
            case Without():
                return self._all((plan,))
            case Everything():
                return Query.all_query()
            case Boosted(child, by):
                return Query.boolean_query(
                    [(Occur.Must, self.of(child))]
                    + [(Occur.Should, self._weighted(term)) for term in by]
                )

    def term(self, field: str, term: str) -> Query:
        """Documents with this term or value; lone surrogates are in no index."""
        if not encodable(term):
            return Query.empty_query()
        return Query.term_query(self._schema, field, term)

    def restricted(self, request: EngineRequest, *, ignoring: str = "") -> list[Query]:
        """What a document must match besides the plan, except for the facet `ignoring`."""
        found = []
        if ignoring != "days":
            if request.undated:
                found.append(self._range("oldest", lower=NEVER << TIE_BITS))
            if request.days:
                found.extend(self.overlapping(request.days))
        for facet, selection in request.selections.items():
            if facet != ignoring:
                found.extend(self._selected(facet, selection))
        return [Query.const_score_query(query, 0.0) for query in found]

    def overlapping(self, days: Days) -> list[Query]:
        """Dated articles that begin before the end and end after the beginning."""
        return [
            self._range("oldest", upper=(days[1] + 1 << TIE_BITS) - 1),
            self._range("newest", upper=(NEVER - days[0] + 1 << TIE_BITS) - 1),
        ]

    def behind(self, order: str, key: int) -> Query:
        """Documents that come after this key of the order."""
        return Query.const_score_query(self._range(order, lower=key + 1), 0.0)

    def _range(self, field: str, lower: int | None = None, upper: int | None = None) -> Query:
        return Query.range_query(
            self._schema, field, FieldType.Unsigned, lower_bound=lower, upper_bound=upper
        )

    def _selected(self, facet: Facet, selection: Selection) -> Iterable[Query]:
        if selection.include:
            yield self.one_of(facet, selection.include)
        if selection.exclude:
            yield _without(self.one_of(facet, selection.exclude))

    def one_of(self, field: str, values: Iterable[str]) -> Query:
        """Documents with one of these values; `id` is a field too."""
        return Query.term_set_query(self._schema, field, [v for v in values if encodable(v)])

    def _sequence(self, field: Field, terms: tuple[str, ...]) -> Query:
        if not all(map(encodable, terms)):
            return Query.empty_query()
        if len(terms) == 1:  # as a phrase it would end the process
            return self.term(field, terms[0])
        return Query.phrase_query(self._schema, field, list(terms))

    def _forms(self, forms: tuple[Weighted, ...]) -> Query:
        """Each form with the idf of the commonest, in the place of the one tantivy gives it.

        `explain` shows tantivy's idf to be `_idf`, of numbers that include deleted documents.
        """
        counted = [(form, self._frequency(form.term)) for form in forms]
        common = self._idf(max((count for _, count in counted), default=0))
        queries = [
            Query.boost_query(self.of(form.term), form.weight * common / self._idf(count))
            for form, count in counted
            if count
        ]
        if not queries:
            return Query.empty_query()
        return Query.boolean_query([(Occur.Should, query) for query in queries])

    def _frequency(self, term: Term) -> int:
        """How many documents have the term, deleted ones included."""
        return self._searcher.doc_freq(term.field, term.term) if encodable(term.term) else 0

    def _idf(self, count: int) -> float:
        return math.log(1 + (self._size - count + 0.5) / (count + 0.5))

    def _all(self, children: tuple[Plan, ...]) -> Query:
        musts = [self.of(child) for child in children if not isinstance(child, Without)]
        return Query.boolean_query(
            [(Occur.Must, query) for query in musts or [Query.all_query()]]
            + [
                (Occur.MustNot, self.of(child.child))
                for child in children
                if isinstance(child, Without)
            ]
        )

    def _weighted(self, term: Term) -> Query:
        return Query.boost_query(self.of(term), WEIGHTS[term.field])


def every(queries: list[Query]) -> Query:
    """What matches all of the queries."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _without(query: Query) -> Query:
    return Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, query)])


def encodable(text: str) -> bool:
    """Whether the text can be in an index: lone surrogates, as in names of broken files, cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
