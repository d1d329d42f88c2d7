"""Whole years, months and days: what date facets count in."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, get_args

from corpus.documents import Days

Unit = Literal["year", "month", "day"]
UNITS: tuple[Unit, ...] = get_args(Unit)


@dataclass(frozen=True, slots=True)
class Period:
    """Counts wanted by `unit`: of all articles, or of those that overlap `within`."""

    unit: Unit
    within: Days | None = None


@lru_cache(maxsize=20_000)
def widened(days: Days, unit: Unit) -> Days:
    """The days from the beginning of the first unit to the end of the last that they touch.

    What lies in one unit, or overlaps one, does so after widening too.
    """
    if unit == "day":
        return days
    first, last = date.fromordinal(days[0]), date.fromordinal(days[1])
    if unit == "year":
        return date(first.year, 1, 1).toordinal(), date(last.year, 12, 31).toordinal()
    end = monthrange(last.year, last.month)[1]
    return first.replace(day=1).toordinal(), last.replace(day=end).toordinal()


def overlap(days: Days | None, wanted: Days) -> bool:
    """Whether they have a day in common; an undated article has none with anything."""
    return days is not None and days[0] <= wanted[1] and wanted[0] <= days[1]


def count_by(period: Period, counts: Mapping[Days | None, int]) -> dict[Days | None, int]:
    """Counts of intervals as counts of intervals in whole units."""
    found: Counter[Days | None] = Counter()
    for days, count in counts.items():
        if period.within is None or overlap(days, period.within):
            found[days and widened(days, period.unit)] += count
    return dict(found)
