"""Rows of ours beside several peers, and the table they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.building import Built
from benchmarks.measure import Times
from benchmarks.peers import FLOOR, OURS
from benchmarks.table import aligned


@dataclass(frozen=True, slots=True)
class Target:
    """What ours has to reach, as it is printed, and whether values by side reach it."""

    text: str
    met: Callable[[Mapping[str, Any]], bool]

    def verdict(self, values: Mapping[str, Any]) -> str:
        return "ok" if self.met(values) else "MISSED"


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` by side, as shown; `ratios` by peer: 2 means that ours is twice as good."""

    task: str
    cells: Mapping[str, str]
    ratios: Mapping[str, float]
    target: str = ""
    verdict: str = ""
    detail: Mapping[str, Any] | None = None


def times_row(task: str, times: Mapping[str, Times], target: Target | None = None) -> Row:
    """Milliseconds, the median query and the worst; the ratio is that of the medians."""
    return Row(
        task,
        {side: f"{t.median:.2f} / {t.worst:.1f} ms" for side, t in times.items()},
        _ratios({side: 1 / t.median for side, t in times.items()}),
        *_judged(target, times),
        detail={side: dict(t.by_query) for side, t in times.items()},
    )


def build_rows(
    built: Mapping[str, Built], text_bytes: int, targets: Mapping[str, Target]
) -> list[Row]:
    """Articles per second, index size over text size, peak memory."""
    detail = {side: asdict(facts) for side, facts in built.items()}
    sizes = {side: facts.index_bytes / text_bytes for side, facts in built.items()}
    return [
        Row(
            "build",
            {side: f"{facts.articles_per_second:.0f} articles/s" for side, facts in built.items()},
            _ratios({side: facts.articles_per_second for side, facts in built.items()}),
            *_judged(targets.get("build"), built),
            detail=detail,
        ),
        Row(
            "index ÷ text",
            {side: f"{size:.2f}" for side, size in sizes.items()},
            _ratios({side: 1 / size for side, size in sizes.items()}),
            *_judged(targets.get("index ÷ text"), sizes),
        ),
        Row(
            "peak memory of the build",
            {side: f"{facts.peak_bytes / 1e6:.0f} MB" for side, facts in built.items()},
            {},
        ),
    ]


def _ratios(goodness: Mapping[str, float]) -> dict[str, float]:
    return {side: goodness[OURS] / good for side, good in goodness.items() if side != OURS}


def _judged(target: Target | None, values: Mapping[str, Any]) -> tuple[str, str]:
    return (target.text, target.verdict(values)) if target else ("", "")


def render(rows: Sequence[Row]) -> str:
    """A column for each side, behind each peer's value how many times as good ours is."""
    sides = list(dict.fromkeys(side for row in rows for side in row.cells))
    header = ["task", *sides, "target for ours", ""]
    return aligned([header, *(_line(row, sides) for row in rows)])


def _line(row: Row, sides: Sequence[str]) -> list[str]:
    return [row.task, *(_cell(row, side) for side in sides), row.target, row.verdict]


def _cell(row: Row, side: str) -> str:
    ratio = f"  ×{row.ratios[side]:.2f}" if side in row.ratios else ""
    return row.cells.get(side, "") + ratio


LONG_ARTICLES_TARGETS: Mapping[str, Target] = {
    "build": Target(
        f"≥ 0.5 × {FLOOR}",
        lambda built: built[OURS].articles_per_second >= 0.5 * built[FLOOR].articles_per_second,
    ),
    "index ÷ text": Target("≤ 1.5", lambda sizes: sizes[OURS] <= 1.5),
    "top 10 with total": Target(
        f"≤ 3 × {FLOOR}, worst ≤ 5 ms",
        lambda times: times[OURS].median <= 3 * times[FLOOR].median and times[OURS].worst <= 5,
    ),
    "page": Target("≤ 4 ms", lambda times: times[OURS].median <= 4),
}
"""On all 21,307 long articles, with two processors."""
