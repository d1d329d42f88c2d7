"""The articles to measure with: real ones, which lie beside the project and never in it."""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

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
    return _write(islice(records(corpus), articles), target)


def take_evenly(corpus: Path, articles: int, target: Path) -> int:
    """The same with articles from the whole file, since files go from source to source."""
    with _opened(corpus) as file:
        lines = file.readlines()
    step = max(1, len(lines) // articles)
    return _write(map(_record, lines[::step][:articles]), target)


def _write(taken: Iterable[dict[str, Any]], target: Path) -> int:
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in taken)
    with target.open("w", encoding="utf-8") as file:
        return sum(file.write(line) > 0 for line in lines)


def records(corpus: Path) -> Iterator[dict[str, Any]]:
    """The articles of a file, headlines too, each with id, title, text, published and source."""
    with _opened(corpus) as lines:
        yield from map(_record, lines)


def _opened(corpus: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(corpus)) if corpus.suffix == ".gz" else corpus.open("rb")


def _record(line: bytes) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(line)
    return record if "published" in record else _from_headline(record)


def _from_headline(record: dict[str, Any]) -> dict[str, Any]:
    key = json.dumps(record, sort_keys=True).encode()
    return {
        "id": hashlib.sha256(key).hexdigest()[:16],
        "title": record["title"],
        "text": "",
        "published": record["date"],
        "source": record["outlet"],
    }
