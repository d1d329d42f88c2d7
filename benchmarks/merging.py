"""When merging small segments pays: `python -m benchmarks.merging`.

Adds batches to an index and asks the sixteen queries in between, then lets one addition merge
all that was added.  Merging pays once what each page loses by the many segments, over the pages
asked between two additions, is more than what the merge takes.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from benchmarks.corpus_sample import find_corpus, take
from benchmarks.queries import QUERIES
from corpus import additions
from corpus.build import build
from corpus.request import SearchRequest
from corpus.search import Corpus

BASE = {"tantivy": 10_000, "whoosh": 1_500}
"""Articles to begin with, by engine: what each is for."""

PER_ADDITION = 50
REPETITIONS = 5


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.merging", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="JSON Lines to take articles from")
    parser.add_argument("--additions", type=int, default=24, help="how many (%(default)s)")
    parser.add_argument("--quick", action="store_true", help="few articles: does it run?")
    options = parser.parse_args()
    corpus = find_corpus(options.corpus)
    number = 4 if options.quick else options.additions
    for engine, articles in BASE.items():
        with tempfile.TemporaryDirectory() as name:
            measure(engine, corpus, 100 if options.quick else articles, number, Path(name))


def measure(engine: str, corpus: Path, articles: int, number: int, folder: Path) -> None:
    """Print pages by number of additions, then the merge."""
    take(corpus, articles + (number + 1) * PER_ADDITION, folder / "all.jsonl")
    with (folder / "all.jsonl").open("rb") as lines:
        index = folder / "index"
        build([write(folder, islice(lines, articles))], index, engine=engine)
        additions.MANY = sys.maxsize
        print(f"{engine}, {articles} articles, {PER_ADDITION} in each addition")
        print(f"  after  0 additions: page {page_time(index):5.2f} ms")
        for addition in range(1, number + 1):
            report = additions.add([write(folder, islice(lines, PER_ADDITION))], index)
            if addition % 4 == 0:
                print(
                    f"  after {addition:2} additions: page {page_time(index):5.2f} ms, "
                    f"the last took {report.seconds:.2f} s",
                    flush=True,
                )
        additions.MANY = 2
        began = time.monotonic()
        additions.add([write(folder, islice(lines, PER_ADDITION))], index)
        seconds = time.monotonic() - began
        print(f"  merged into one:    page {page_time(index):5.2f} ms, took {seconds:.2f} s")


def write(folder: Path, lines: islice[bytes]) -> Path:
    """The lines as a file of their own."""
    file = folder / "some.jsonl"
    file.write_bytes(b"".join(lines))
    return file


def page_time(index: Path) -> float:
    """Milliseconds of a page: the median of the queries, of each the best of a few."""
    corpus = Corpus.open(index)
    best = []
    for query in QUERIES:
        request = SearchRequest(q=query)
        corpus.search(request)
        times = []
        for _ in range(REPETITIONS):
            began = time.perf_counter()
            corpus.search(request)
            times.append((time.perf_counter() - began) * 1000)
        best.append(min(times))
    corpus.close()
    return statistics.median(best)


if __name__ == "__main__":
    main()
