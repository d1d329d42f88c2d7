"""More articles than there are: headlines and sentences of real ones, put together anew."""

from __future__ import annotations

import json
import random
import re
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.corpus_sample import records

SENTENCES = 3
"""Sentences of an article: about 400 bytes, so that a million of them fit on a disk."""

SENTENCES_OF = 5_000
"""Long articles that the sentences are taken from."""

FIRST, DAYS = date(2013, 1, 1), 4_000

_ENDS = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ„»])")


def recombine(headlines: Path, long_articles: Path, articles: int, target: Path) -> int:
    """Write so many short articles as JSON Lines, always the same ones; their number.

    A title is the beginning of one headline and the end of another, so that there are as many
    different ones as in a real corpus.
    """
    chance = random.Random(1)
    pool = [(record["title"].split(), record["source"]) for record in records(headlines)]
    sentences = _sentences(long_articles)
    with target.open("w", encoding="utf-8") as file:
        for number in range(articles):
            record = _article(number, chance, pool, sentences)
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return articles


def _sentences(long_articles: Path) -> list[str]:
    texts = (record["text"] for record in islice(records(long_articles), SENTENCES_OF))
    return [sentence for text in texts for sentence in _ENDS.split(" ".join(text.split()))]


def _article(
    number: int, chance: random.Random, pool: list[tuple[list[str], str]], sentences: list[str]
) -> dict[str, Any]:
    (beginning, source), (end, _) = chance.choice(pool), chance.choice(pool)
    return {
        "id": f"{number:07}",
        "title": " ".join(beginning[: len(beginning) // 2 + 1] + end[len(end) // 2 :]),
        "text": " ".join(chance.choices(sentences, k=SENTENCES)),
        "published": (FIRST + timedelta(days=chance.randrange(DAYS))).isoformat(),
        "source": source,
    }
