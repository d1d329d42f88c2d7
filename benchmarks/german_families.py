"""Families: are words that belong together joined, and are others kept apart?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from benchmarks import gold
from benchmarks.german_peers import PEERS
from benchmarks.german_terms import asked, held
from benchmarks.peers import OURS
from benchmarks.section import Section, figure, verdict
from corpus.german import Analyzer

TO_BEAT = ("Snowball", "simplemma")

Terms = Callable[[str], tuple[Iterable[str], Iterable[str]]]
"""What a word asks for when it is typed, and what an article with it has."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Pairs of words that find each other at least one way: of a family, and of different ones;
    and how many there are.
    """

    within: int
    pairs_within: int
    across: int
    pairs_across: int

    @property
    def share(self) -> float:
        return self.within / self.pairs_within

    @property
    def per_million(self) -> float:
        return self.across / self.pairs_across * 1e6


def measure(step: int) -> Section:
    """By every so-manieth family."""
    families = gold.families()[::step]
    analyzer = Analyzer()
    sides: dict[str, Terms] = {OURS: lambda word: (asked(analyzer, word), held(analyzer, word))}
    for peer, key in PEERS.items():
        sides[peer] = _by_key(key)
    joined = {side: join(families, terms) for side, terms in sides.items()}
    ours = joined[OURS]
    one = next(iter(joined.values()))
    more = all(ours.share > joined[peer].share for peer in TO_BEAT)
    fewer = all(ours.across < joined[peer].across for peer in TO_BEAT)
    lines = [
        (f"of {len(families):,} families", *joined, "target", ""),
        ("pairs of a family joined", *(figure(j.share) for j in joined.values()),
         "more than Snowball, simplemma", verdict(met=more)),
        ("pairs of different families joined", *(f"{j.across:,}" for j in joined.values()),
         "fewer", verdict(met=fewer)),
        (f"per million of {one.pairs_across / 1e6:,.0f} million",
         *(f"{j.per_million:.2f}" for j in joined.values()), "", ""),
    ]  # fmt: skip
    return Section("Families", lines, {side: asdict(j) for side, j in joined.items()})


def _by_key(key: Callable[[str], str]) -> Terms:
    def terms(word: str) -> tuple[Iterable[str], Iterable[str]]:
        alone = (key(word),)
        return alone, alone

    return terms


def join(families: Sequence[Sequence[str]], terms: Terms) -> Joined:
    """A word that stands in several families belongs to each."""
    families_of: dict[str, set[int]] = defaultdict(set)
    for number, family in enumerate(families):
        for word in family:
            families_of[word].add(number)
    kin: Mapping[str, set[str]] = {
        word: {other for number in numbers for other in families[number]} - {word}
        for word, numbers in families_of.items()
    }
    known = {word: terms(word) for word in families_of}
    asking, having = _by_term(known, 0), _by_term(known, 1)
    within = across = 0
    for word, (asked_for, has) in known.items():
        found = {other for term in asked_for for other in having.get(term, ())}
        found.update(other for term in has for other in asking.get(term, ()))
        found.discard(word)
        close = len(found & kin[word])
        within += close
        across += len(found) - close
    pairs_within = sum(map(len, kin.values())) // 2
    every = len(kin) * (len(kin) - 1) // 2
    return Joined(within // 2, pairs_within, across // 2, every - pairs_within)


def _by_term(
    known: Mapping[str, tuple[Iterable[str], Iterable[str]]], which: int
) -> dict[str, list[str]]:
    words: dict[str, list[str]] = defaultdict(list)
    for word, terms in known.items():
        for term in terms[which]:
            words[term].append(word)
    return words
