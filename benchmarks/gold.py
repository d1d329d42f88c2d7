"""What is known to be right: word lists that lie beside the project and never in it."""

from __future__ import annotations

import csv
import gzip
from typing import NamedTuple

from benchmarks.corpus_sample import FOLDER

GOLD = FOLDER.parent / "gold"
PAIRS, COMPOUNDS, FAMILIES = "german-pairs.tsv", "compounds.tsv.gz", "word-families.txt.gz"

LONGEST_FAMILY = 60
"""Words of a line; longer ones are noise."""

OTHER_ISSUE = "boolean"
"""The category of pairs that are about the query language."""


class Pair(NamedTuple):
    """Whether a typed query is to find an article with this text."""

    category: str
    query: str
    text: str
    match: bool


class GoldCompound(NamedTuple):
    """A compound and its two parts; each part may have several right answers."""

    word: str
    modifiers: tuple[str, ...]
    heads: tuple[str, ...]


def missing(name: str) -> str | None:
    """Why what needs this list is left out; None if it is there."""
    return None if (GOLD / name).is_file() else f"left out: {GOLD / name} is not there"


def pairs() -> list[Pair]:
    with (GOLD / PAIRS).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        found = [Pair(r["category"], r["query"], r["text"], r["match"] == "yes") for r in rows]
    return [pair for pair in found if pair.category != OTHER_ISSUE]


def compounds() -> list[GoldCompound]:
    """In the order of the list."""
    found = []
    for line in _lines(COMPOUNDS):
        word, modifiers, heads = line.split("\t")
        found.append(GoldCompound(word, tuple(modifiers.split("|")), tuple(heads.split("|"))))
    return found


def families() -> list[list[str]]:
    """Words that belong together, without those that have lost a letter (`Weißru$land`)."""
    lines = (line.split() for line in _lines(FAMILIES))
    return [
        [word for word in words if word.isalpha()]
        for words in lines
        if len(words) <= LONGEST_FAMILY
    ]


def _lines(name: str) -> list[str]:
    with gzip.open(GOLD / name, "rt", encoding="utf-8") as file:
        return file.read().splitlines()
