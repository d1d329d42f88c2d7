"""The one analysis of German that index, query and marks share.

A text becomes two layers with the same positions: `exact`, the normal form of each word as
written, and `lemma`, in which inflections meet (today Snowball stems).  A word of several
parts (`US-Präsident`) takes one position for each part; its parts written as one
(`uspräsident`) are a lemma too, without a position of its own, so that either spelling finds
the other.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import chain
from typing import NamedTuple

import Stemmer

from corpus.german.tokens import CHUNK, Word, split_chunk

RULES = 2
"""Raise this when analysis changes in a way that the probe below might not show."""

_PROBE = (
    "Häuser ging Müllers Mueller Straße Strasse daß Sicherheitsgarantien US-Präsident CO₂-Steuer "
    "U.S.A. 1.000 3,5 Putin's Politiker:innen Bürger_innen Grass' Ein- Jänner ſo Cafe\u0301 "
    "COVID-19 Nord-Süd-Konflikt H&M St.Pölten 30.12.2021 Schiff\u00adfahrt "
    "2ja\u0308hrig Nguye\u0302\u0303n 3D\u00adDruck 1,2,3"
)
_REMEMBERED_PIECES = 50_000
"""Strings whose terms and places are kept for marking, some 32 MB; then it starts afresh."""

_REMEMBERED_CHUNKS = 300_000
"""Strings whose layers are kept while indexing, some 80 MB; then it starts afresh."""

_PIECE = re.compile(r"\S+")


class Occurrence(NamedTuple):
    """A term, its position among the words, and its span in the text."""

    term: str
    position: int
    start: int
    end: int


class ChunkTerms(NamedTuple):
    """The terms of a chunk, layer by layer, relative to its start; it has `words` positions.

    `exact` and `lemma` have one term for each position, `joined` the lemmas of words of several
    parts, at the position of the first.
    """

    words: int
    exact: tuple[Occurrence, ...]
    lemma: tuple[Occurrence, ...]
    joined: tuple[Occurrence, ...]


_NOTHING = ChunkTerms(0, (), (), ())


class Layers(NamedTuple):
    """The terms of a text without their places: of each layer in a row, with a blank between,
    and the lemmas of words of several parts.
    """

    exact: str
    lemma: str
    joined: list[str]


class QueryWord(NamedTuple):
    """What one typed word stands for: its parts in each layer, and their lemma as one word
    (None when there is just one part).
    """

    exact: tuple[str, ...]
    lemma: tuple[str, ...]
    joined: str | None


class Analyzer:
    """Analysis of words and texts; pure, and remembered.

    What is remembered goes by piece, which is what stands between two white spaces, or by
    chunk, which is a piece without the punctuation around it: of those there are fewer, but
    cutting at white space is four times as fast.
    """

    def __init__(self) -> None:
        self._stem = Stemmer.Stemmer("german", maxCacheSize=0).stemWord
        self._chunks: dict[str, ChunkTerms] = {}
        self._lemma = _Remembered(self._remember_layers)
        self._exact: dict[str, str] = {}  # of chunks that are not just what they look like
        self._joined: dict[str, list[str]] = {}

    @property
    def fingerprint(self) -> str:
        """Names this analysis: two analyzers with the same one find the same."""
        lemmas = [terms.lemma + terms.joined for _, terms in self.chunks(_PROBE)]
        identity = f"{RULES} {unicodedata.unidata_version} {lemmas}"
        return f"de-{RULES}-{hashlib.sha256(identity.encode()).hexdigest()[:12]}"

    def chunks(self, text: str) -> Iterator[tuple[int, ChunkTerms]]:
        """Each piece of `text` between white space: where it starts, and its terms."""
        known = self._chunks
        for match in _PIECE.finditer(text):
            piece = match[0]
            yield match.start(), known.get(piece) or self._learn(piece)

    def layers(self, text: str) -> Layers:
        """The same without the places, which indexing does not need.

        Three looks for each chunk, into dictionaries of which only one is large.
        """
        if len(self._lemma) >= _REMEMBERED_CHUNKS:
            for remembered in (self._lemma, self._exact, self._joined):
                remembered.clear()
        chunks = CHUNK.findall(text.lower())
        lemma = " ".join(map(self._lemma.__getitem__, chunks))  # learns them all
        exact = " ".join(map(self._exact.get, chunks, chunks))
        wholes = map(self._joined.__getitem__, filter(self._joined.__contains__, chunks))
        return Layers(exact, lemma, list(chain.from_iterable(wholes)))

    def piece(self, piece: str) -> ChunkTerms:
        """The terms of a string without white space."""
        return self._chunks.get(piece) or self._learn(piece)

    def query_words(self, text: str) -> list[QueryWord]:
        """What is searched for when a reader types `text`, one entry per whole word."""
        found = []
        for match in CHUNK.finditer(text):
            for group in _groups(split_chunk(match[0])):
                exact = tuple(word.form for word in group)
                lemma = tuple(map(self._stem, exact))
                joined = self._stem("".join(exact)) if len(group) > 1 else None
                found.append(QueryWord(exact, lemma, joined))
        return found

    def _learn(self, piece: str) -> ChunkTerms:
        """Analyse what is between two white spaces: one chunk, or none, and punctuation."""
        match = CHUNK.search(piece)
        terms = self._analyse(match[0], match.start()) if match else _NOTHING
        if len(self._chunks) >= _REMEMBERED_PIECES:
            self._chunks.clear()
        self._chunks[piece] = terms
        return terms

    def _analyse(self, chunk: str, start: int) -> ChunkTerms:
        words = split_chunk(chunk)
        exact = tuple(
            Occurrence(word.form, position, start + word.start, start + word.end)
            for position, word in enumerate(words)
        )
        lemma = tuple(occurrence._replace(term=self._stem(occurrence.term)) for occurrence in exact)
        joined = tuple(
            Occurrence(whole, first, exact[first].start, exact[last].end)
            for whole, first, last in self._wholes(words)
        )
        return ChunkTerms(len(words), exact, lemma, joined)

    def _wholes(self, words: tuple[Word, ...]) -> Iterator[tuple[str, int, int]]:
        """The lemma of each word of several parts, written as one; its first and last part."""
        first = 0
        for group in _groups(words):
            last = first + len(group) - 1
            if last > first:
                yield self._stem("".join(word.form for word in group)), first, last
            first = last + 1

    def _remember_layers(self, chunk: str) -> None:
        """Learn the layers of a chunk in lower case."""
        words = split_chunk(chunk)
        exact = " ".join([word.form for word in words])
        lemmas = [self._stem(word.form) for word in words]
        self._lemma[chunk] = " ".join(lemmas)
        if exact != chunk:
            self._exact[chunk] = exact
        if len(words) > 1:  # of `Putin's` the first part is the whole
            wholes = [whole for whole, first, _ in self._wholes(words) if whole != lemmas[first]]
            if wholes:
                self._joined[chunk] = wholes


class _Remembered(dict[str, str]):
    """Terms by chunk; of a chunk that is not in it, `learn` sees to that it is."""

    def __init__(self, learn: Callable[[str], None]) -> None:
        super().__init__()
        self._learn = learn

    def __missing__(self, chunk: str) -> str:
        self._learn(chunk)
        return self[chunk]


def _groups(words: tuple[Word, ...]) -> list[list[Word]]:
    """Words that joiners tie together."""
    groups: list[list[Word]] = []
    for word in words:
        if word.joined:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups
