"""How times grow with the corpus."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from benchmarks.measure import Times
from benchmarks.table import aligned

ByTask = Mapping[str, Mapping[str, Times]]
"""Times by task and side."""


def growth(smaller: int, larger: int, before: ByTask, after: ByTask) -> str:
    """The table of medians' growth per decade: 10 where time grows as the corpus does, 1 where
    it stays, whatever the two sizes are.
    """
    sides = list(dict.fromkeys(side for times in after.values() for side in times))
    decades = math.log10(larger / smaller)
    lines = [[f"time at 10 × the articles ({smaller:,} to {larger:,})", *sides]]
    for task, times in after.items():
        lines.append([task, *(_cell(before[task], times, side, decades) for side in sides)])
    return aligned(lines)


def _cell(
    before: Mapping[str, Times], after: Mapping[str, Times], side: str, decades: float
) -> str:
    if side not in before or side not in after:
        return ""
    return f"×{(after[side].median / before[side].median) ** (1 / decades):.1f}"


def pairs(sizes: Sequence[tuple[str, int]]) -> list[tuple[int, int]]:
    """Positions of neighbouring sizes, growing ones, of the same kind of article."""
    return [
        (position, position + 1)
        for position, (one, two) in enumerate(pairwise(sizes))
        if one[0] == two[0] and one[1] < two[1]
    ]
