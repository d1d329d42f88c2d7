"""Kills builds at random moments and looks at what is left.

    python tests/soak/kill_builds.py --rounds 500 --seed 1

Each round changes the articles, forks a build, and sends it SIGKILL at a moment spread over the
whole duration of a build.  After it, CURRENT must open and verify, and the corpus must wholly be
the one before or the one that was being built.  Every other time a build then runs to its end, at
once and in whatever the killed one left behind.  Some rounds build in two worker processes, none
of which may outlive the build by more than three seconds.

Prints a line for each fault and one in summary; exits with 1 when there was a fault.
"""

from __future__ import annotations

import argparse
import os
import random
import select
import signal
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, NoReturn

import corpus.build
import corpus.workers
from corpus import generations
from corpus.errors import CorpusError
from corpus.request import SearchRequest
from corpus.search import Corpus

ORPHAN_SECONDS = 3.0
CHUNK = 3
"""Articles of a chunk, so that few articles are enough for several workers."""


class Content(NamedTuple):
    """What a corpus holds: the marker of the round that wrote it, and how many articles."""

    marker: str
    total: int


NOTHING = Content("", 0)


class Ended(NamedTuple):
    """A build that is over: whether it ended well, when, and where its processes complain."""

    well: bool
    at: float
    complaints: int


@dataclass
class Soak:
    """The state of the rounds; `durations` are the seconds of a build by number of workers."""

    folder: Path
    chance: random.Random
    published: Content = NOTHING
    durations: dict[int, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    old: int = 0
    new: int = 0

    def round(self, name: str, workers: int) -> None:
        """One killed build and, every other time, a whole one after it."""
        content = self.write_articles(name)
        moment = self.chance.uniform(0, 1.15) * self.durations[workers]
        ended = self.run(workers, kill_after=moment)
        held = self.held()
        if held not in ({content} if ended.well else {self.published, content}):
            self.faults.append(f"{name}: after {self.published} and {content} there is {held}")
        self.new += held == content
        self.old += held != content
        self.published = held
        if self.chance.random() < 0.5:
            self.whole_build(f"{name}ganz", workers)
        if complaints(ended, ORPHAN_SECONDS) is None:
            self.faults.append(f"{name}: a worker outlived its build")

    def whole_build(self, name: str, workers: int) -> None:
        """Build in whatever there is; that must work, and clears it up."""
        content = self.write_articles(name)
        began = time.monotonic()
        ended = self.run(workers)
        self.durations[workers] = ended.at - began
        self.published = self.held()
        if not ended.well or self.published != content:
            self.faults.append(f"{name}: a whole build left {self.published}, not {content}")
        if complaint := complaints(ended, ORPHAN_SECONDS):
            self.faults.append(f"{name}: {complaint}")
        if leftovers := [p.name for p in (self.folder / "index/generations").glob(".*")]:
            self.faults.append(f"{name}: left behind {leftovers}")

    def write_articles(self, marker: str) -> Content:
        """A handful of articles, all with the marker, their number different each time."""
        for path in (self.folder / "input").iterdir():
            path.unlink()
        total = 2 * CHUNK + self.chance.randint(1, CHUNK)
        for n in range(total):
            text = f"date 2021-12-{n + 1:02} Der Anlass.\n\nWien – Zeichen {marker}, Artikel {n}.\n"
            (self.folder / f"input/artikel-{n}.txt").write_text(text, "utf-8")
        return Content(marker, total)

    def held(self) -> Content:
        """What CURRENT leads to; a fault when it is anything but one whole corpus."""
        index = self.folder / "index"
        try:
            name = generations.current(index)
            differing = generations.verify(index, name)
            corpus = Corpus.open(index)
            marker = corpus.article("artikel-0").body[0].text.split()[3].rstrip(",")
            totals = {
                corpus.manifest.articles,
                corpus.search(SearchRequest()).total,
                corpus.search(SearchRequest(f'"Zeichen {marker}"')).total,
            }
            corpus.close()
        except CorpusError as error:
            self.faults.append(f"the index does not open: {error}")
            return NOTHING
        if differing or len(totals) != 1:
            self.faults.append(f"{name} differs in {differing}, has {totals} articles")
        return Content(marker, totals.pop())

    def run(self, workers: int, kill_after: float | None = None) -> Ended:
        """Build in a forked process, and kill that if it takes longer than `kill_after`.

        Every process of the build holds the writing end of a pipe as its standard error, so the
        reading end is at its end once the last one is gone.
        """
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.dup2(writing, 2)
            self.build_and_exit(workers)
        os.close(writing)
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        return Ended(status == 0, time.monotonic(), reading)

    def build_and_exit(self, workers: int) -> NoReturn:
        code = 1
        try:
            corpus.workers.CHUNK_ARTICLES = CHUNK
            corpus.build.build(
                [self.folder / "input"], self.folder / "index", engine="whoosh", workers=workers
            )
            code = 0
        except BaseException:  # noqa: BLE001 - a forked child must never return from here
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)


def complaints(ended: Ended, seconds: float) -> str | None:
    """What the processes of a build wrote; None when one still lives `seconds` after its end."""
    said = b""
    try:
        while True:
            left = max(0.0, ended.at + seconds - time.monotonic())
            if not select.select([ended.complaints], [], [], left)[0]:
                return None
            if not (piece := os.read(ended.complaints, 65536)):
                return said.decode()
            said += piece
    finally:
        os.close(ended.complaints)


def soak(rounds: int, seed: int, every: int) -> Soak:
    """Run the rounds; every `every`-th with two workers."""
    with tempfile.TemporaryDirectory() as folder:
        soak = Soak(Path(folder), random.Random(seed))
        (soak.folder / "input").mkdir()
        for workers in (1, 2, 1):  # the first build also warms the caches that children inherit
            soak.whole_build(f"anfang{workers}", workers)
        for number in range(rounds):
            soak.round(f"runde{number}", 2 if number % every == every - 1 else 1)
    return soak


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--workers-every", type=int, default=10, metavar="N")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    result = soak(options.rounds, options.seed, options.workers_every)
    for fault in result.faults:
        print(fault)
    print(
        f"{options.rounds} rounds: {len(result.faults)} broken, {result.old} old, {result.new} new"
    )
    return 1 if result.faults else 0


if __name__ == "__main__":
    sys.exit(main())
