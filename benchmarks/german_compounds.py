"""Compounds: are their parts found, and are words that have none left whole?"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from benchmarks import gold
from benchmarks.german_terms import asked, parts
from benchmarks.gold import GoldCompound
from benchmarks.section import Section, figure, verdict
from corpus.german import Analyzer

SEED = 5
LONGER_THAN = 6
"""Letters of a word that might be taken for a compound."""
HEADS, MODIFIERS, SPLIT = 0.90, 0.85, 0.04
"""Targets: the least found of parts, and the most split of simple words."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many heads and modifiers of so many compounds are found; `split` are those of the
    simple words that are split.
    """

    compounds: int
    heads: int
    modifiers: int
    simple: int
    split: Sequence[str]

    @property
    def head_share(self) -> float:
        return self.heads / self.compounds

    @property
    def modifier_share(self) -> float:
        return self.modifiers / self.compounds

    @property
    def split_share(self) -> float:
        return len(self.split) / self.simple


@dataclass(frozen=True, slots=True)
class Samples:
    """Compounds, simple words, and the words that are parts of any compound of the list."""

    compounds: Sequence[GoldCompound]
    simple: Sequence[str]
    heads: frozenset[str]
    modifiers: frozenset[str]


def samples(compounds: int, simple: int) -> Samples:
    """So many of each, drawn always alike."""
    every = gold.compounds()
    words = {compound.word for compound in every}
    heads = {head for compound in every for head in compound.heads}
    modifiers = {modifier for compound in every for modifier in compound.modifiers}
    whole = sorted(head for head in heads - words if len(head) > LONGER_THAN)
    return Samples(
        random.Random(SEED).sample(every, compounds),
        random.Random(SEED).sample(whole, simple),
        frozenset(heads),
        frozenset(modifiers),
    )


def figures(analyzer: Analyzer, drawn: Samples) -> Figures:
    heads = modifiers = 0
    for compound in drawn.compounds:
        found_heads, found_modifiers = parts(analyzer, compound.word)
        heads += any(_among(analyzer, head, found_heads) for head in compound.heads)
        modifiers += any(_among(analyzer, word, found_modifiers) for word in compound.modifiers)
    split = [word for word in drawn.simple if any(parts(analyzer, word))]
    return Figures(len(drawn.compounds), heads, modifiers, len(drawn.simple), split)


def real(analyzer: Analyzer, drawn: Samples, split: Iterable[str]) -> list[str]:
    """Words that are compounds after all: parts of them are heads and modifiers of others."""
    heads, modifiers = _terms(analyzer, drawn.heads), _terms(analyzer, drawn.modifiers)
    found = {word: parts(analyzer, word) for word in split}
    return [word for word, (last, first) in found.items() if last & heads and first & modifiers]


def _among(analyzer: Analyzer, part: str, found: set[str]) -> bool:
    """Whether all words of a part are; it has several in `Einbahnstraße`, *eine Bahn*."""
    return all(asked(analyzer, word) & found for word in part.split())


def _terms(analyzer: Analyzer, words: Iterable[str]) -> set[str]:
    return {term for word in words for term in asked(analyzer, word)}


def measure(compounds: int, simple: int) -> Section:
    analyzer, drawn = Analyzer(), samples(compounds, simple)
    found = figures(analyzer, drawn)
    really = real(analyzer, drawn, found.split)
    others = (len(found.split) - len(really)) / found.simple
    lines = [
        (f"of {found.compounds:,} compounds, {found.simple:,} simple words", "ours", "target", ""),
        _at_least("head found", found.head_share, HEADS),
        _at_least("modifier found", found.modifier_share, MODIFIERS),
        ("simple words split", figure(found.split_share), f"≤ {figure(SPLIT)}",
         verdict(met=found.split_share <= SPLIT)),
        ("but for compounds by the list's own words", figure(others), "", ""),
    ]  # fmt: skip
    note = (
        f"{len(found.split)} are split; of {len(really)} of them both parts are parts of other "
        "compounds of the list, which is half of a list and lacks the compound itself."
    )
    return Section("Compounds", lines, asdict(found) | {"real": really}, [note])


def _at_least(name: str, share: float, target: float) -> tuple[str, ...]:
    return name, figure(share), f"≥ {figure(target)}", verdict(met=share >= target)
