"""The layers of whole texts, as indexing needs them: terms without their places."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import NamedTuple

from corpus.german.clauses import Clauses
from corpus.german.morphology import Meaning, Morphology
from corpus.german.tokens import CHUNK, Word, groups, split_chunk, without_spaced_numbers, written

_REMEMBERED_CHUNKS = 170_000
"""Strings whose layers are kept while indexing; then it starts afresh.  Just below the number at
which the dictionaries double."""


class Layers(NamedTuple):
    """The terms of a text without their places: of each layer in a row, with a blank between;
    `joined` are the lemmas of words of several parts.
    """

    exact: str
    lemma: str
    joined: list[str]
    variant: str
    head: str
    modifier: str


class Layering:
    """Makes layers by a few looks for each chunk, into dictionaries of which one is large."""

    def __init__(self, morphology: Morphology, clauses: Clauses) -> None:
        self._morphology = morphology
        self._clauses = clauses
        self._lemma = _Remembered(self._learn)
        # Of chunks that are not just what they look like; `_more` has those of the last four.
        self._exact: dict[str, str] = {}
        self._more: set[str] = set()
        self._joined: dict[str, list[str]] = {}
        self._variant: dict[str, str] = {}
        self._head: dict[str, str] = {}
        self._modifier: dict[str, str] = {}

    def layers(self, text: str) -> Layers:
        """The layers of a text, a paragraph or less."""
        if len(self._lemma) >= _REMEMBERED_CHUNKS:
            for remembered in (
                self._lemma, self._exact, self._more,
                self._joined, self._variant, self._head, self._modifier,
            ):  # fmt: skip
                remembered.clear()
        chunks = CHUNK.findall(without_spaced_numbers(text))
        lemma = " ".join(map(self._lemma.__getitem__, chunks))  # learns them all
        exact = " ".join(map(self._exact.get, chunks, chunks))
        chunks = list(filter(self._more.__contains__, chunks))  # a quarter of them
        variant, head, modifier = (
            map(layer.__getitem__, filter(layer.__contains__, chunks))
            for layer in (self._variant, self._head, self._modifier)
        )
        joined = map(self._joined.__getitem__, filter(self._joined.__contains__, chunks))
        across = (found.term for found in self._clauses.found(text))
        return Layers(
            exact, lemma, list(chain.from_iterable(joined)), " ".join((*variant, *across)),
            " ".join(head), " ".join(modifier),
        )  # fmt: skip

    def _learn(self, chunk: str) -> None:
        """Learn the layers of a chunk: what analysis gives, without the places."""
        words = split_chunk(chunk)
        meanings = [self._morphology.meaning(word.written) for word in words]
        self._lemma[chunk] = " ".join([meaning.lemma for meaning in meanings])
        exact = " ".join([word.form for word in words])
        if exact != chunk:
            self._exact[chunk] = exact
        if head := " ".join([term for meaning in meanings for term in meaning.heads]):
            self._head[chunk] = head
        if modifier := " ".join([term for meaning in meanings for term in meaning.modifiers]):
            self._modifier[chunk] = modifier
        if len(words) > 1:
            meanings += self._remember_wholes(chunk, words, meanings)
        if variant := " ".join([r.term for m in meanings for r in (*m.alike, *m.wider)]):
            self._variant[chunk] = variant
        if head or modifier or variant or chunk in self._joined:
            self._more.add(chunk)

    def _remember_wholes(
        self, chunk: str, words: tuple[Word, ...], meanings: list[Meaning]
    ) -> list[Meaning]:
        """The meanings of the chunk's words of several parts."""
        wholes = []
        terms = []
        first = 0
        for group in groups(words):
            if len(group) > 1:
                whole = self._morphology.joined(written(group))
                wholes.append(whole)
                if whole.lemma != meanings[first].lemma:  # of `Putin's` the first part is the whole
                    terms.append(whole.lemma)
            first += len(group)
        if terms:
            self._joined[chunk] = terms
        return wholes


class _Remembered(dict[str, str]):
    """Terms by chunk; of a chunk that is not in it, `learn` sees to that it is."""

    def __init__(self, learn: Callable[[str], None]) -> None:
        super().__init__()
        self._learn = learn

    def __missing__(self, chunk: str) -> str:
        self._learn(chunk)
        return self[chunk]
