"""Kills changes to an index at random moments and looks at what is left.

    PYTHONPATH=tests python -m soak.kill_changes --rounds 1000 --seed 1

Each round forks a build, an addition, a removal, a takedown or a return to an earlier generation,
on either engine, and sends it SIGKILL at a moment spread over its whole duration or before one of
its steps; the rounds named `publish` are killed between the moment a generation takes its place
and the end.  After it, CURRENT must open, and hold wholly what it held before or what was being
made; every kept generation must verify and hold what it did.  Every other time another change
then runs to its end, at once and in whatever the killed one left behind.  Some builds use two
worker processes, none of which may outlive the build by more than three seconds.

Prints a line for each fault and a summary; exits with 1 when there was a fault.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from soak.changes import Change, Desk
from soak.forked import Ended, Kill, complaints, run

from corpus import generations
from corpus.errors import CorpusError

ORPHAN_SECONDS = 3.0
ENGINES = ("whoosh", "tantivy")
KINDS = ("build", "add", "remove", "purge", "rollback")
ROUNDS = ("build", "add", "publish", "remove", "purge", "publish", "rollback")


class Measured(NamedTuple):
    """How long a change takes, how many steps, and with which a generation is in its place."""

    seconds: float
    steps: int
    placed: int


@dataclass
class Soak:
    """The state of the rounds; `measured` is by kind, engine and number of workers."""

    desks: dict[str, Desk]
    chance: random.Random
    measured: dict[tuple[str, str, int], Measured] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def round(self, number: int, label: str, engine: str, workers: int = 1) -> None:
        """One killed change and, every other time, a whole one after it."""
        desk, before = self.desks[engine], len(self.faults)
        kind = self.chance.choice(("build", "add", "purge")) if label == "publish" else label
        change = desk.change(kind, f"runde{number}", workers)
        measured = self.measured[kind, engine, workers]
        ended = run(change.do, self.moment(measured, publishing=label == "publish"))
        outcome = self.look(desk, change, ended, f"{number} {label} {engine}")
        if self.chance.random() < 0.5:
            self.whole(desk, self.chance.choice(KINDS), f"ganz{number}")
        self.hear(ended, f"{number} {label} {engine}")
        count = self.counts.setdefault(label, Counter())
        count.update([outcome, "rounds"] + ["broken"] * (len(self.faults) > before))

    def moment(self, measured: Measured, *, publishing: bool) -> Kill:
        if publishing:
            return Kill(step=self.chance.randint(measured.placed, measured.steps))
        if self.chance.random() < 0.5:
            return Kill(step=self.chance.randint(1, measured.steps))
        return Kill(after=self.chance.uniform(0, 1.15) * measured.seconds)

    def whole(self, desk: Desk, kind: str, name: str, workers: int = 1) -> None:
        """A change in whatever there is; it must end well, and clears that up."""
        change = desk.change(kind, name, workers)
        began = time.monotonic()
        ended = run(change.do)
        self.measured[kind, desk.engine, workers] = Measured(
            ended.at - began, ended.steps, ended.placed
        )
        where = f"{name} {kind} {desk.engine}"
        self.look(desk, change, ended, where)
        if not ended.well:
            self.faults.append(f"{where}: did not end well")
        held = {id_ for content in desk.known.values() for id_, _ in content}
        if left := held & change.purged:
            self.faults.append(f"{where}: {left} are still kept")
        if kind != "rollback" and (left_behind := hidden(desk.index)):
            self.faults.append(f"{where}: left behind {left_behind}")
        if kind in ("build", "add", "remove") and len(desk.known) > generations.KEPT:
            self.faults.append(f"{where}: keeps {sorted(desk.known)}")
        self.hear(ended, where)

    def look(self, desk: Desk, change: Change, ended: Ended, where: str) -> str:
        """Whether the index is the `old` or the `new` one; faults when it is neither."""
        allowed = {change.target} if ended.well else {desk.published, change.target}
        try:
            held = desk.held()
            if held not in allowed:
                self.faults.append(
                    f"{where}: after {sorted(desk.published)}, for {sorted(change.target)}, there "
                    f"is {sorted(held)}"
                )
            desk.learn(change)
            desk.published = held
            desk.check_kept()
        except (CorpusError, AssertionError) as error:
            self.faults.append(f"{where}: {error}")
        return "new" if desk.published == change.target else "old"

    def hear(self, ended: Ended, where: str) -> None:
        complaint = complaints(ended, ORPHAN_SECONDS)
        if complaint is None:
            self.faults.append(f"{where}: a worker outlived its build")
        elif complaint and not ended.killed:
            self.faults.append(f"{where}: {complaint}")

    def summary(self) -> str:
        lines = [_line(label, self.counts[label]) for label in self.counts]
        return "\n".join([*lines, _line("", sum(self.counts.values(), Counter()))])


def _line(label: str, count: Counter[str]) -> str:
    told = ", ".join(f"{count[name]} {name}" for name in ("broken", "old", "new"))
    return f"{label} {count['rounds']} rounds: {told}".strip()


def hidden(index: Path) -> list[str]:
    return [path.name for folder in (index, index / "generations") for path in folder.glob(".*")]


def soak(rounds: int, seed: int, every: int) -> Soak:
    """Run the rounds, on the engines in turn; every `every`-th is a build with two workers."""
    with tempfile.TemporaryDirectory() as folder:
        chance = random.Random(seed)
        desks = {engine: Desk(Path(folder, engine), engine, chance) for engine in ENGINES}
        soak = Soak(desks, chance)
        for desk in desks.values():
            for kind in ("build", *KINDS):  # the first also warms the caches that children inherit
                soak.whole(desk, kind, f"anfang{kind}")
            soak.whole(desk, "build", "anfangzwei", workers=2)
        for number in range(rounds):
            engine = ENGINES[number // len(ROUNDS) % len(ENGINES)]
            if number % every == every - 1:
                soak.round(number, "build", engine, workers=2)
            else:
                soak.round(number, ROUNDS[number % len(ROUNDS)], engine)
    return soak


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--workers-every", type=int, default=11, metavar="N")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    result = soak(options.rounds, options.seed, options.workers_every)
    for fault in result.faults:
        print(fault)
    print(result.summary())
    return 1 if result.faults else 0


if __name__ == "__main__":
    sys.exit(main())
