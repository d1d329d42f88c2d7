"""The articles to measure with: real ones, which lie beside the project and never in it."""

from __future__ import annotations

import gzip
import sys
from itertools import islice
from pathlib import Path

NAME = "news-2020-2021.jsonl.gz"
BESIDE = Path(__file__).resolve().parent.parent.parent / "shared" / "corpora" / NAME


def find_corpus(path: Path | None) -> Path:
    """The corpus named on the command line, or the one beside the project folder.

    Ends the program with a sentence when there is none.
    """
    found = path or BESIDE
    if not found.is_file():
        sys.exit(
            f"{found} is not there: the benchmark needs German articles as JSON Lines (.jsonl or "
            ".jsonl.gz; keys id, title, text, published, source); name a file with --corpus."
        )
    return found


def take(corpus: Path, articles: int, target: Path) -> int:
    """Write the first articles as plain JSON Lines, which both sides read; their number."""
    opens = gzip.open if corpus.suffix == ".gz" else open
    with opens(corpus, "rb") as lines:
        taken = list(islice(lines, articles))
    target.write_bytes(b"".join(taken))
    return len(taken)
