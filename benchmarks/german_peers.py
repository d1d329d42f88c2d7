"""Peers that normalise words one by one: Snowball, simplemma, and one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import simplemma
import Stemmer

Key = Callable[[str], str]
"""What the forms of a word are to share, of a word as written."""

_stem: Key = Stemmer.Stemmer("german").stemWord
_WORD = re.compile(r"\w+")


def snowball(word: str) -> str:
    return _stem(word.lower())


@cache
def lemma(word: str) -> str:
    return simplemma.lemmatize(word, "de").lower()


def lemma_stem(word: str) -> str:
    return _stem(lemma(word))


PEERS: dict[str, Key] = {
    "Snowball": snowball,
    "simplemma": lemma,
    "simplemma + Snowball": lemma_stem,
}


def finds(query: str, text: str, key: Key) -> bool:
    """Whether each word of the query is in the text; quoted ones have to be so, side by side."""
    words = _WORD.findall(query)
    if query.startswith('"'):
        wanted, there = (f" {' '.join(_WORD.findall(s.lower()))} " for s in (query, text))
        return wanted in there
    return {key(word) for word in words} <= {key(word) for word in _WORD.findall(text)}
