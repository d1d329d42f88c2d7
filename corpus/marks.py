"""Marks: where a query's words stand in a text.

Half-open character spans over the text as written, found by the same analysis that built the
index, so what matched is what is marked.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from corpus.german import Analyzer, Occurrence
from corpus.german.tokens import CHUNK, without_spaced_numbers
from corpus.query.plan import Field, Forms, Plan, Term, positive_leaves
from corpus.query.plan import Sequence as InARow

Span = tuple[int, int]


class Match(NamedTuple):
    """A span, and the number of the plan's leaf that it is a match of."""

    start: int
    end: int
    leaf: int


class Marker:
    """Finds what a plan's terms, forms and sequences match in a text."""

    def __init__(self, plan: Plan, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._leaves = tuple(dict.fromkeys(positive_leaves(plan)))
        self._wanted = frozenset(key for leaf in self._leaves for key in _keys(leaf))
        terms = {term for _, term in self._wanted}
        self._prefilter = analyzer.prefilter(terms)
        self._parted = frozenset(verb for term in terms for verb in analyzer.parted(term))
        self._hits: dict[str, _Hits] = {}

    def spans(self, text: str) -> tuple[Span, ...]:
        """What to mark in `text`: ascending, overlaps merged."""
        return merged(self.matches(text))

    def matches(self, text: str) -> list[Match]:
        """Every match of every leaf, in the order of the text."""
        return self.matches_in([text])[0]

    def matches_in(self, texts: Sequence[str]) -> list[list[Match]]:
        """The same for each of several texts, which are looked through together: most of the
        paragraphs of an article have none.
        """
        found: list[list[Match]] = [[] for _ in texts]
        for number, pieces in self._likely(texts).items() if self._leaves else ():
            text = texts[number]
            places = _places(text, pieces)
            verbs = any(hits.parted for _, _, hits in pieces)
            for word in self._analyzer.apart(text, verbs=verbs):
                if ("variant", word.term) in self._wanted:
                    apart = {-1 - start: (start, end) for start, end in word.spans}
                    places["variant", word.term].update(apart)
            found[number] = sorted(
                Match(start, end, leaf)
                for leaf, wanted in enumerate(self._leaves)
                for start, end in _spans(wanted, places)
            )
        return found

    def _likely(self, texts: Sequence[str]) -> dict[int, list[tuple[int, str, _Hits]]]:
        """The texts that may have a match, by number, with the pieces that have wanted terms."""
        whole = without_spaced_numbers("\n".join(texts))
        begins = list(accumulate((len(text) + 1 for text in texts), initial=0))
        found: dict[int, list[tuple[int, str, _Hits]]] = {}
        for start, piece in self._prefilter.pieces(whole):
            hits = self._hits.get(piece) or self._look_into(piece)
            if hits.wanted or hits.parted:
                number = bisect_right(begins, start) - 1
                found.setdefault(number, []).append((start - begins[number], piece, hits))
        for match in _OPEN.finditer(whole):
            found.setdefault(bisect_right(begins, match.start()) - 1, [])
        return found

    def _look_into(self, piece: str) -> _Hits:
        """What the piece has, kept for the next time."""
        terms = self._analyzer.piece(piece)
        found: list[tuple[_Key, Occurrence]] = []
        for field in _LAYERS:
            found += [((field, o.term), o) for o in getattr(terms, field)]
        found += [(("lemma", o.term), o) for o in terms.joined]  # the longer one counts
        wanted = [(key, o.position, o.start, o.end) for key, o in found if key in self._wanted]
        parted = bool(self._parted) and any(term in self._parted for (_, term), _ in found)
        self._hits[piece] = hits = _Hits(terms.words, wanted, parted)
        return hits


_OPEN = re.compile(r"[-‐‑–](?:(?<=\w[-‐‑])(?=[,\s])|(?<=\s[-‐‑–])(?=\w))")
"""Where a compound may stand open, *Ein-* or *-ausgang*."""


class _Hits(NamedTuple):
    """How many words a piece has; each wanted term with its position and span in it; whether it
    is of a verb that may stand apart from its particle.
    """

    words: int
    wanted: list[tuple[_Key, int, int, int]]
    parted: bool


def _places(text: str, pieces: Iterable[tuple[int, str, _Hits]]) -> _Places:
    """Where the wanted terms stand; positions are in a row where the words are."""
    places: _Places = defaultdict(dict)
    position = end = 0
    for start, piece, hits in pieces:
        position += CHUNK.search(text, end, start) is not None  # another word between
        for key, step, first, last in hits.wanted:
            places[key][position + step] = (start + first, start + last)
        position += hits.words
        end = start + len(piece)
    return places


_LAYERS: tuple[Field, ...] = ("exact", "lemma", "variant", "head", "modifier")
_Key = tuple[Field, str]
_Places = dict[_Key, dict[int, Span]]
"""Field and term to position to span."""


def _keys(leaf: Term | InARow | Forms) -> tuple[_Key, ...]:
    if isinstance(leaf, Forms):
        return tuple((form.term.field, form.term.term) for form in leaf.terms)
    terms = leaf.terms if isinstance(leaf, InARow) else (leaf.term,)
    return tuple((leaf.field, term) for term in terms)


def _spans(leaf: Term | InARow | Forms, places: _Places) -> Iterable[Span]:
    """Where the leaf's terms stand: in a row, unless they are forms of one word."""
    first, *others = [places.get(key, {}) for key in _keys(leaf)]
    if isinstance(leaf, Forms):
        return {span for row in (first, *others) for span in row.values()}
    return [
        (start, others[-1][position + len(others)][1] if others else end)
        for position, (start, end) in first.items()
        if all(position + step in row for step, row in enumerate(others, 1))
    ]


def merged(matches: Iterable[Match]) -> tuple[Span, ...]:
    """What to mark for these matches, given in order: spans that do not overlap."""
    spans: list[Span] = []
    for start, end, _ in matches:
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return tuple(spans)
