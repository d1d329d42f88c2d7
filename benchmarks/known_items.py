"""Known items: whose title is this?  Titles as queries over texts without titles.

A reader who half remembers an article types some of its words; here they are those of its title,
joined by *or*, and one article is right.
"""

from __future__ import annotations

import json
import random
import re
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.bare_index import BareIndex
from benchmarks.corpus_sample import take_evenly
from benchmarks.peers import OURS, Peer, peers
from benchmarks.section import Section, figure, verdict
from corpus.engines import Hit
from corpus.german import Analyzer
from corpus.intake import Intake

SEED = 5
TITLE = "Titel"
"""What every article is called instead."""

TOP = 10
LEFT_OUT = "PostgreSQL"
"""Ranking goes through all that an *or* finds there, which takes too long."""

_OPERATORS = frozenset("UND AND ODER OR NICHT NOT".split())
_OPERATORS_OF_PEERS = frozenset("NEAR IN TO ANDNOT ANDMAYBE REQUIRE".split())
_WORD = re.compile(r"\w+")


class Item(NamedTuple):
    """An article and the words of its title."""

    id: str
    words: tuple[str, ...]

    def query(self, side: str) -> str:
        """The words, one of which is enough, in the syntax of a side."""
        if side == OURS:
            return " ODER ".join(self.words)
        return " OR ".join(w.lower() if w in _OPERATORS_OF_PEERS else w for w in self.words)


def prepare(corpus: Path, articles: int, items: int, target: Path) -> list[Item]:
    """Write articles from the whole corpus, without their titles; the titles of some."""
    titled = target.with_suffix(".titled")
    take_evenly(corpus, articles, titled)
    found = []
    with titled.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as file:
        for line in lines:
            record = json.loads(line)
            if words := _words(record["title"] or ""):
                found.append(Item(record["id"], words))
            file.write(json.dumps(record | {"title": TITLE}, ensure_ascii=False) + "\n")
    return random.Random(SEED).sample(found, min(items, len(found)))


def _words(title: str) -> tuple[str, ...]:
    return tuple(word for word in _WORD.findall(title) if word not in _OPERATORS)


def reciprocal_rank(id_: str, ids: Sequence[str]) -> float:
    """Of the right article among the first ten; 0 if it is not there."""
    return 1 / (ids.index(id_) + 1) if id_ in ids[:TOP] else 0.0


def mean(ranks: Sequence[float]) -> float:
    return sum(ranks) / len(ranks)


def measure(corpus: Path, articles: int, items: int) -> Section:
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts.jsonl"
        asked = prepare(corpus, articles, items, texts)
        sides = [peer for peer in peers() if peer.name != LEFT_OUT]
        ranks = {peer.name: _ranks(peer, texts, Path(folder), asked) for peer in sides}
    means = {side: mean(found) for side, found in ranks.items()}
    most = max(value for side, value in means.items() if side != OURS)
    first = {side: f"{sum(r == 1.0 for r in found)}" for side, found in ranks.items()}
    none = {side: f"{sum(r == 0.0 for r in found)}" for side, found in ranks.items()}
    lines = [
        (f"of {len(asked)} titles, {articles:,} articles", *means, "target", ""),
        ("mean reciprocal rank", *map(figure, means.values()), "above every peer",
         verdict(met=means[OURS] > most)),
        ("in the first place", *first.values(), "", ""),
        ("not among the first ten", *none.values(), "", ""),
    ]  # fmt: skip
    facts = {
        side: {
            "mean": means[side],
            "ranks": {item.id: rank for item, rank in zip(asked, found, strict=True)},
        }
        for side, found in ranks.items()
    }
    return Section("Known items", lines, facts)


def _ranks(peer: Peer, texts: Path, folder: Path, asked: Sequence[Item]) -> list[float]:
    index = folder / peer.name.replace(" ", "-")
    peer.build(texts, index)
    with closing(peer.opener(index)) as side:
        return [
            reciprocal_rank(item.id, [_id(hit) for hit in side.top(item.query(peer.name))[1]])
            for item in asked
        ]


def _id(hit: Any) -> str:
    """Of a hit as ours, tantivy alone, FTS5 and stock Whoosh give it."""
    match hit:
        case str():
            return hit
        case Hit():
            return hit.id
        case tuple():
            return str(hit[0])
        case _:
            return str(hit["id"])


def mean_with(analyzer: Analyzer, texts: Path, asked: Sequence[Item], folder: Path) -> float:
    """Ours with an analyzer of one's own, in one process."""
    articles = Intake().articles([texts])
    with closing(BareIndex(articles, analyzer, "tantivy", folder / "index")) as index:
        return mean([reciprocal_rank(i.id, index.ids(i.query(OURS), TOP)) for i in asked])
