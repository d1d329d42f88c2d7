"""Which words make compounds: learnt from the compounds that a word list has.

Every noun or adjective that can be cut into two words of the list is evidence for both.  Where
several cuts are possible, or where the cut may be an accident (*Gene* and *Ration*), evidence is
shared by how much else speaks for each: expectation maximisation, three rounds
(Dempster, Laird & Rubin 1977).  So no frequencies of a corpus are needed, and what is in an index
depends on nothing but the text.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from corpus.german.lexicon.forms import Forms, key

SHORTEST = 3
"""Letters of a part, unless it is listed (*Öl*)."""

_ROUNDS = 3
_ACCIDENT = math.exp(-17)
"""Likelihood below which a cut is rather an accident."""
_SMOOTHING = 0.02
_LONGEST_MODIFIER = 24
_SHORT = 20
"""Letters up to which a word is believed to make compounds though none is known."""

_NO_LINK, _INFLECTED, _SHORTENED, _LINKED, _RARE = 0.0, 0.7, 1.2, 2.0, 4.0
"""What it costs, as a negative logarithm, that a modifier has this shape."""

_FEMININE = tuple("ung heit keit schaft ion tät ät sucht schrift fahrt arbeit macht hilfe liebe "
                  "zucht flucht furcht acht icht nacht ut at ik".split())  # fmt: skip
"""Endings of feminine nouns that take an s as modifiers, though no form of theirs has it."""

Shapes = dict[str, tuple[tuple[str, float], ...]]
"""How words look in front of another: the keys that a string may stand for, and what it costs
that they look so.
"""


class Productivity(NamedTuple):
    """How often, in expectation, each key is the first and the last part of a compound."""

    shapes: Shapes
    modifiers: Mapping[str, float]
    heads: Mapping[str, float]
    modifiers_in_all: float
    heads_in_all: float
    never: Collection[str]

    def modifier_costs(self, string: str) -> list[tuple[float, str]]:
        """The keys that the string may stand for, as negative logarithms of probabilities, the
        cheapest first.
        """
        return sorted(
            (_cost(self.modifiers.get(base, 0.0), self.modifiers_in_all) + shape, base)
            for base, shape in self.shapes[string]
        )

    def head_cost(self, head: str) -> float:
        """The same for a last part."""
        return _cost(self.heads[head], self.heads_in_all)


def _cost(count: float, total: float) -> float:
    return -math.log((count + _SMOOTHING) / total)


def productivity(
    words: Forms, never: Collection[str], more: Mapping[str, Collection[str]]
) -> Productivity:
    """What the compounds among `words` teach; `never` are strings that are no parts, `more`
    modifiers that no rule makes, and the keys that they stand for.
    """
    shapes = _shapes(words, more)
    for string in never:
        shapes.pop(string, None)
    heads = {
        word for word in words.nouns | words.adjectives
        if (len(word) >= SHORTEST or word in more)
        and word not in never and _pronounceable(word)
    }  # fmt: skip
    cuts = {word: found for word in heads if (found := list(_cuts(word, shapes, heads)))}
    as_modifier, as_head = _learn(cuts)
    return Productivity(
        {
            string: bases
            for string, bases in shapes.items()
            if any(len(base) <= _SHORT or as_modifier.get(base, 0.0) > 0.5 for base, _ in bases)
        },
        as_modifier,
        {head: as_head.get(head, 0.0) for head in heads},
        sum(as_modifier.values()),
        sum(as_head.values()),
        never,
    )


def _pronounceable(string: str) -> bool:
    return any(letter in "aeiouyäöü" for letter in string)


def _shapes(words: Forms, more: Mapping[str, Collection[str]]) -> Shapes:
    """Every way that a word may look as a modifier, with what that costs."""
    shapes: Shapes = {}
    for string, base, cost in chain(
        (
            (key(form), readings[0], _INFLECTED)
            for form, readings in words.readings.items()
            if form[0].isupper() and readings[0] in words.nouns
        ),
        ((string, noun, cost) for noun in words.nouns for string, cost in _noun_shapes(noun)),
        ((string, verb, cost) for verb in words.verbs for string, cost in _verb_shapes(verb)),
        ((adjective, adjective, _INFLECTED) for adjective in words.adjectives),
        ((adjective + "en", adjective, _LINKED) for adjective in words.adjectives),  # Arbeitslosen
        ((modifier, base, _INFLECTED) for modifier, bases in more.items() for base in bases),
    ):
        long_enough = len(string) >= SHORTEST or string in more
        if long_enough and len(string) <= _LONGEST_MODIFIER and _pronounceable(string):
            found = shapes.get(string, ())
            if all(other != base or cost < known for other, known in found):
                kept = tuple(pair for pair in found if pair[0] != base)
                shapes[string] = (*kept, (base, cost))
    return shapes


def _verb_shapes(verb: str) -> Iterator[tuple[str, float]]:
    stem = verb[:-2] if verb.endswith("en") else verb[:-1]
    yield stem, _SHORTENED
    yield stem + "e", _LINKED


def _noun_shapes(noun: str) -> Iterator[tuple[str, float]]:
    yield noun, _NO_LINK
    if not noun.endswith(("s", "x", "z")):
        yield noun + "s", _INFLECTED if noun.endswith(_FEMININE) else _LINKED
        yield noun + "es", _LINKED
    if noun.endswith("e"):
        yield noun[:-1], _SHORTENED
        yield noun[:-1] + "s", _LINKED
    else:
        yield noun + "e", _RARE
        yield noun + "er", _RARE
    if noun.endswith(("e", "el", "er")):
        yield noun + "n", _SHORTENED
    else:
        yield noun + "en", _LINKED


class _Cut(NamedTuple):
    modifier: str
    head: str
    shape: float


def _cuts(word: str, shapes: Shapes, heads: Collection[str]) -> Iterator[_Cut]:
    for place in range(2, len(word) - 1):
        head = word[place:]
        if head in heads:
            for base, cost in shapes.get(word[:place], ()):
                yield _Cut(base, head, cost)


def _learn(cuts: Mapping[str, list[_Cut]]) -> tuple[dict[str, float], dict[str, float]]:
    """How often each word is a modifier, and how often a head, in expectation."""
    modifiers: dict[str, float] = defaultdict(float)
    heads: dict[str, float] = defaultdict(float)
    for found in cuts.values():
        for cut in found:
            modifiers[cut.modifier] += 1 / len(found)
            heads[cut.head] += 1 / len(found)
    for _ in range(_ROUNDS):
        modifier_total, head_total = sum(modifiers.values()), sum(heads.values())
        old_modifiers, old_heads = modifiers, heads
        modifiers, heads = defaultdict(float), defaultdict(float)
        for found in cuts.values():
            likelihoods = [
                (old_modifiers[cut.modifier] + 0.1) / modifier_total
                * (old_heads[cut.head] + 0.1) / head_total
                * math.exp(-cut.shape)
                for cut in found
            ]  # fmt: skip
            total = sum(likelihoods) + _ACCIDENT
            for cut, likelihood in zip(found, likelihoods, strict=True):
                modifiers[cut.modifier] += likelihood / total
                heads[cut.head] += likelihood / total
    return modifiers, heads
