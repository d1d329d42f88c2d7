"""Timing: medians of repeated runs, the sides taking turns so that noise hits all of them."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Action = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds per query, each the median of its repetitions."""

    by_query: Mapping[str, float]

    @property
    def median(self) -> float:
        return statistics.median(self.by_query.values())

    @property
    def worst(self) -> float:
        return max(self.by_query.values())


def take_turns(
    queries: Sequence[str], sides: Mapping[str, Action], repetitions: int, *, warm: bool = True
) -> dict[str, Times]:
    """Time every side on every query; with `warm`, after one run that is not counted."""
    runs: dict[str, dict[str, list[float]]] = {
        side: {query: [] for query in queries} for side in sides
    }
    for repetition in range(repetitions + warm):
        for query in queries:
            for side, action in sides.items():
                milliseconds = _milliseconds(action, query)
                if repetition >= warm:
                    runs[side][query].append(milliseconds)
    return {
        side: Times({query: statistics.median(times) for query, times in by_query.items()})
        for side, by_query in runs.items()
    }


def _milliseconds(action: Action, query: str) -> float:
    began = time.perf_counter()
    action(query)
    return (time.perf_counter() - began) * 1000


def commands_take_turns(
    commands: Mapping[str, Sequence[str]], repetitions: int
) -> dict[str, Times]:
    """Time whole processes, after one start of each that is not counted."""

    def starting(command: Sequence[str]) -> Action:
        return lambda _: subprocess.run(command, check=True, capture_output=True)

    sides = {side: starting(command) for side, command in commands.items()}
    return take_turns(["start"], sides, repetitions)
