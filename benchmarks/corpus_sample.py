"""The articles to measure with: real ones, which lie beside the project and never in it."""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

LONG_ARTICLES = "news-2020-2021.jsonl.gz"
HEADLINES = "headlines-2013-2023.jsonl.gz"
FOLDER = Path(__file__).resolve().parent.parent.parent / "shared" / "corpora"


def find_corpus(path: Path | None, name: str = LONG_ARTICLES) -> Path:
    """The corpus named on the command line, or the one called `name` beside the project folder.

    Ends the program with a sentence when there is none.
    """
    found = path or FOLDER / name
    if not found.is_file():
        sys.exit(
            f"{found} is not there: the benchmark needs German articles as JSON Lines (.jsonl or "
            ".jsonl.gz; keys id, title, text, published, source); name a file with --corpus."
        )
    return found


def take(corpus: Path, articles: int, target: Path) -> int:
    """Write the first articles as plain JSON Lines, which all sides read; their number."""
    count = 0
    with target.open("w", encoding="utf-8") as file:
        for count, record in enumerate(islice(records(corpus), articles), start=1):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return count


def records(corpus: Path) -> Iterator[dict[str, Any]]:
    """The articles of a file, headlines too, each with id, title, text, published and source."""
    opens = gzip.open if corpus.suffix == ".gz" else open
    with opens(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield record if "published" in record else _from_headline(record)


def _from_headline(record: dict[str, Any]) -> dict[str, Any]:
    key = json.dumps(record, sort_keys=True).encode()
    return {
        "id": hashlib.sha256(key).hexdigest()[:16],
        "title": record["title"],
        "text": "",
        "published": record["date"],
        "source": record["outlet"],
    }
