"""The one analysis of German that index, query and marks share.

A text becomes layers.  Two have a term for each word, at the same positions: `exact`, the normal
form as written, and `lemma`, in which inflections meet.  Three are sparse and have no positions:
`variant`, other terms for a word, and `head` and `modifier`, the parts of compounds.  A word of
several parts (`US-Präsident`) takes one position for each part; its parts written as one
(`uspräsident`) are a lemma too, without a position of its own, so that either spelling finds
the other.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from corpus.german.clauses import Apart, Clauses
from corpus.german.layers import Layering, Layers
from corpus.german.lexicon import lexicon
from corpus.german.morphology import Meaning, Morphology
from corpus.german.prefilter import Prefilter
from corpus.german.tokens import (
    CHUNK,
    Word,
    groups,
    split_chunk,
    without_spaced_numbers,
    written,
)

RULES = 3
"""Raise this when analysis changes in a way that the probe below might not show."""

_PROBE = (
    "Häuser ging Müllers Mueller Straße Strasse daß Sicherheitsgarantien US-Präsident CO₂-Steuer "
    "U.S.A. 1.000 3,5 Putin's Politiker:innen Bürger_innen Grass' Ein- Jänner ſo Cafe\u0301 "
    "COVID-19 Nord-Süd-Konflikt H&M St.Pölten 30.12.2021 Schiff\u00adfahrt "
    "2ja\u0308hrig Nguye\u0302\u0303n 3D\u00adDruck 1,2,3"
)
_REMEMBERED_PIECES = 30_000
"""Strings whose terms and places are kept for marking; then it starts afresh."""

_PIECE = re.compile(r"\S+")


class Occurrence(NamedTuple):
    """A term, its position among the words, and its span in the text."""

    term: str
    position: int
    start: int
    end: int


class ChunkTerms(NamedTuple):
    """The terms of a chunk, layer by layer, relative to its start; it has `words` positions.

    `exact` and `lemma` have one term for each position, the others any number, at the position
    of the word that they are of; `joined`, the lemmas of words of several parts, at the position
    of the first.
    """

    words: int
    exact: tuple[Occurrence, ...] = ()
    lemma: tuple[Occurrence, ...] = ()
    joined: tuple[Occurrence, ...] = ()
    variant: tuple[Occurrence, ...] = ()
    head: tuple[Occurrence, ...] = ()
    modifier: tuple[Occurrence, ...] = ()


_NOTHING = ChunkTerms(0)


class QueryWord(NamedTuple):
    """What one typed word stands for.

    `exact` and `lemma` are its parts in these layers; `meanings` what it may mean as one word:
    several if it could be a verb and a noun.
    """

    exact: tuple[str, ...]
    lemma: tuple[str, ...]
    meanings: tuple[Meaning, ...]


class Analyzer:
    """Analysis of words and texts; pure, and remembered.

    What is remembered goes by piece, which is what stands between two white spaces, or by
    chunk, which is a piece without the punctuation around it: of those there are fewer, but
    cutting at white space is four times as fast.
    """

    def __init__(self, morphology: Morphology | None = None) -> None:
        self._given = morphology
        self._pieces: dict[str, ChunkTerms] = {}

    @cached_property
    def _morphology(self) -> Morphology:
        return self._given or Morphology(lexicon())

    @cached_property
    def _clauses(self) -> Clauses:
        return Clauses(lexicon(), self._morphology)

    @cached_property
    def _layering(self) -> Layering:
        return Layering(self._morphology, self._clauses)

    @cached_property
    def fingerprint(self) -> str:
        """Names this analysis: two analyzers with the same one find the same."""
        terms = [terms[1:] for _, terms in self.chunks(_PROBE)]
        identity = f"{RULES} {lexicon().identity} {unicodedata.unidata_version} {terms}"
        return f"de-{RULES}-{hashlib.sha256(identity.encode()).hexdigest()[:12]}"

    def chunks(self, text: str) -> Iterator[tuple[int, ChunkTerms]]:
        """Each piece of `text` between white space: where it starts, and its terms."""
        known = self._pieces
        for match in _PIECE.finditer(without_spaced_numbers(text)):
            piece = match[0]
            yield match.start(), known.get(piece) or self._learn(piece)

    def layers(self, text: str) -> Layers:
        """The same without the places, which indexing does not need."""
        return self._layering.layers(text)

    def piece(self, piece: str) -> ChunkTerms:
        """The terms of a string without white space."""
        return self._pieces.get(piece) or self._learn(piece)

    def query_words(self, text: str) -> list[QueryWord]:
        """What is searched for when a reader types `text`, one entry per whole word."""
        found = []
        for group in _whole_words(text):
            exact = tuple(word.form for word in group)
            lemma = tuple(self._morphology.meaning(word.written).lemma for word in group)
            found.append(QueryWord(exact, lemma, tuple(self._typed(group))))
        return found

    def meanings(self, text: str) -> Iterator[tuple[str, Meaning]]:
        """Each word of a text as it is read there, and what it means."""
        for group in _whole_words(text):
            for word in group:
                yield word.written, self._morphology.meaning(word.written)
            if len(group) > 1:
                yield "-".join(written(group)), self._morphology.joined(written(group))

    def prefilter(self, terms: Iterable[str]) -> Prefilter:
        """Finds where in a text one of these terms, of whatever layer, may stand."""
        wanted = set(terms)
        for term in terms:
            wanted.update(self._morphology.variants(term))
            wanted.update(self.parted(term))
        return Prefilter(wanted, lexicon())

    def apart(self, text: str, *, verbs: bool = True) -> Iterator[Apart]:
        """Words of the layer `variant` whose letters stand apart in the text; separated `verbs`
        only if these are wanted.
        """
        return self._clauses.found(text, verbs=verbs)

    def parted(self, term: str) -> set[str]:
        """The verbs that a separable verb may leave without a particle; none for other words."""
        return self._clauses.parted(term)

    def _typed(self, group: list[Word]) -> list[Meaning]:
        parts = written(group)
        if len(parts) == 1:
            return self._morphology.typed(parts[0])
        return [self._morphology.joined(parts)]

    def _learn(self, piece: str) -> ChunkTerms:
        """Analyse what is between two white spaces: one chunk, or none, and punctuation."""
        match = CHUNK.search(piece)
        terms = self._analyse(match[0], match.start()) if match else _NOTHING
        if len(self._pieces) >= _REMEMBERED_PIECES:
            self._pieces.clear()
        self._pieces[piece] = terms
        return terms

    def _analyse(self, chunk: str, start: int) -> ChunkTerms:
        words = split_chunk(chunk)
        lemma, joined = [], []
        variant: list[Occurrence] = []
        head: list[Occurrence] = []
        modifier: list[Occurrence] = []

        def note(meaning: Meaning, first: int, last: int) -> Occurrence:
            place = (first, start + words[first].start, start + words[last].end)
            variant.extend(Occurrence(r.term, *place) for r in meaning.alike + meaning.wider)
            return Occurrence(meaning.lemma, *place)

        for position, word in enumerate(words):
            meaning = self._morphology.meaning(word.written)
            lemma.append(whole := note(meaning, position, position))
            head.extend(whole._replace(term=term) for term in meaning.heads)
            modifier.extend(whole._replace(term=term) for term in meaning.modifiers)
        first = 0
        for group in groups(words):
            last = first + len(group) - 1
            if last > first:
                joined.append(note(self._morphology.joined(written(group)), first, last))
            first = last + 1
        return ChunkTerms(
            len(words),
            tuple(o._replace(term=word.form) for o, word in zip(lemma, words, strict=True)),
            tuple(lemma), tuple(joined), tuple(variant), tuple(head), tuple(modifier),
        )  # fmt: skip


def _whole_words(text: str) -> Iterator[list[Word]]:
    """The words of a text, those together that joiners tie."""
    for match in CHUNK.finditer(without_spaced_numbers(text)):
        yield from groups(split_chunk(match[0]))
