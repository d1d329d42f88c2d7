"""What narrows a search besides its words: each can be taken away with one click."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.documents import FACETS, Facet
from corpus.engines.protocol import Selection
from corpus.request import SearchRequest
from corpus.search import Corpus
from webapp import texts
from webapp.links import request_query

MAX_COUNTED = 8
"""Restrictions for which an empty result says what would be found without them."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """A part of a request, the request without it, and, when it was asked, how much that
    finds.  `facet` is set when only articles with this value are wanted, `unknown` when the
    corpus has none.
    """

    kind: str
    value: str
    without: SearchRequest
    facet: Facet | None = None
    total: int | None = None
    unknown: bool = False

    @property
    def query(self) -> str:
        return request_query(self.without)


def restrictions(request: SearchRequest) -> list[Restriction]:
    """All of a request's restrictions, the dates first."""
    return [*_dates(request), *(found for facet in FACETS for found in _values(request, facet))]


def explained(restricted: list[Restriction], corpus: Corpus) -> list[Restriction]:
    """The first of the restrictions, with what would be found without each."""
    return [
        replace(
            restriction,
            total=corpus.search(replace(restriction.without, page=1, page_size=1)).total,
            unknown=_is_unknown(restriction, corpus),
        )
        for restriction in restricted[:MAX_COUNTED]
    ] + restricted[MAX_COUNTED:]


def all_at_once(request: SearchRequest, restricted: list[Restriction]) -> Restriction | None:
    """All restrictions as one, or None when there are not several: without it nothing is
    left of the request but its words, order and page size.
    """
    if len(restricted) <= 1:
        return None
    without = replace(request, first=None, last=None, undated=False, selections={}, page=1)
    return Restriction("", "", without)


def _dates(request: SearchRequest) -> Iterator[Restriction]:
    if request.days:
        label = texts.range_label(request.first, request.last)
        without = replace(request, first=None, last=None, page=1)
        yield Restriction(texts.RANGE, label, without)
    if request.undated:
        yield Restriction(texts.RANGE, texts.NO_DATE, replace(request, undated=False, page=1))


def _values(request: SearchRequest, facet: Facet) -> Iterator[Restriction]:
    chosen = request.selection(facet)
    title = texts.FACETS[facet]
    for value in sorted(chosen.include):
        rest = Selection(chosen.include - {value}, chosen.exclude)
        yield Restriction(title, value, request.with_selection(facet, rest), facet)
    for value in sorted(chosen.exclude):
        rest = Selection(chosen.include, chosen.exclude - {value})
        without = request.with_selection(facet, rest)
        yield Restriction(texts.EXCLUDED.format(title=title), value, without)


def _is_unknown(restriction: Restriction, corpus: Corpus) -> bool:
    if restriction.facet is None:
        return False
    only = Selection(frozenset({restriction.value}))
    request = SearchRequest(selections={restriction.facet: only}, page_size=1)
    return corpus.search(request).total == 0
