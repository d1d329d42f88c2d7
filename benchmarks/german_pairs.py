"""Pairs: does a query, as a reader types it, find an article with this text?"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from benchmarks import gold
from benchmarks.bare_index import BareIndex
from benchmarks.german_peers import PEERS, finds
from benchmarks.gold import Pair
from benchmarks.section import Section, verdict
from corpus.article import Article, Block
from corpus.german import Analyzer

ENGINES = {"ours, tantivy": "tantivy", "ours, Whoosh": "whoosh"}
Answers = Sequence[bool]
"""Whether each pair's text is found."""


def ours(pairs: Sequence[Pair], analyzer: Analyzer, engine: str) -> Answers:
    """Through parser, planner and an index that has each text as an article."""
    numbers = {text: str(n) for n, text in enumerate(dict.fromkeys(p.text for p in pairs))}
    articles = [
        Article(id=n, title=text, title_derived=True, body=(Block("paragraph", text),))
        for text, n in numbers.items()
    ]
    with tempfile.TemporaryDirectory() as folder:
        index = BareIndex(articles, analyzer, engine, Path(folder) / engine)
        with closing(index):
            return [numbers[p.text] in index.ids(p.query, len(articles)) for p in pairs]


def right(pairs: Iterable[Pair], answers: Answers) -> int:
    return sum(pair.match == found for pair, found in zip(pairs, answers, strict=True))


def false(pairs: Iterable[Pair], answers: Answers) -> int:
    """Texts found that should not be."""
    return sum(found and not pair.match for pair, found in zip(pairs, answers, strict=True))


def measure() -> Section:
    pairs = gold.pairs()
    sides = {side: ours(pairs, Analyzer(), engine) for side, engine in ENGINES.items()}
    for peer, key in PEERS.items():
        sides[peer] = [finds(pair.query, pair.text, key) for pair in pairs]
    lines = [("category", *sides, "target", "")]
    categories = dict.fromkeys(pair.category for pair in pairs)
    for category in categories:
        lines.append(_line(category, pairs, sides, {category}))
    lines.append(_line("all", pairs, sides, set(categories)))
    wrong = {side: _wrong(pairs, answers) for side, answers in sides.items()}
    facts = {
        side: {
            "right": right(pairs, answers), "pairs": len(pairs),
            "false": false(pairs, answers), "wrong": wrong[side],
        }
        for side, answers in sides.items()
    }  # fmt: skip
    notes = [f"{side}: {sentence}" for side in ENGINES for sentence in wrong[side]]
    return Section("Pairs: right ones of all, and texts falsely found", lines, facts, notes)


def _line(
    name: str, pairs: Sequence[Pair], sides: dict[str, Answers], categories: set[str]
) -> tuple[str, ...]:
    places = [n for n, pair in enumerate(pairs) if pair.category in categories]
    some = [pairs[n] for n in places]
    of_some = {side: [answers[n] for n in places] for side, answers in sides.items()}
    met = all(right(some, of_some[side]) == len(some) for side in ENGINES)
    cells = [_shown(some, answers) for answers in of_some.values()]
    return (name, *cells, "all", verdict(met=met))


def _shown(pairs: Sequence[Pair], answers: Answers) -> str:
    wrongly = false(pairs, answers)
    counted = f"{right(pairs, answers)}/{len(pairs)}"
    return f"{counted}, {wrongly} false" if wrongly else counted


def _wrong(pairs: Sequence[Pair], answers: Answers) -> list[str]:
    return [
        f"{pair.query} {'misses' if pair.match else 'falsely finds'} „{pair.text}“"
        for pair, found in zip(pairs, answers, strict=True)
        if found != pair.match
    ]
