"""Whole years, months and days."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.documents import Days
from corpus.periods import UNITS, Period, Unit, count_by, overlap, widened

LAST = date.max.toordinal()
ordinals = st.integers(1, LAST) | st.sampled_from(
    [1, LAST, date(2020, 2, 29).toordinal(), date(2021, 12, 31).toordinal()]
)
intervals: st.SearchStrategy[Days] = st.tuples(ordinals, ordinals).map(
    lambda two: (min(two), max(two))
)
near = st.integers(date(2019, 11, 1).toordinal(), date(2021, 3, 1).toordinal())
near_intervals = st.tuples(near, st.integers(0, 400)).map(lambda p: (p[0], p[0] + p[1]))
units = st.sampled_from(UNITS)


def span(first: str, last: str) -> Days:
    return date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()


def unit_of(ordinal: int, unit: Unit) -> tuple[int, ...]:
    day = date.fromordinal(ordinal)
    return {"year": (day.year,), "month": (day.year, day.month), "day": (ordinal,)}[unit]


@pytest.mark.parametrize(
    ("days", "unit", "expected"),
    [
        (("2021-12-30", "2021-12-30"), "day", ("2021-12-30", "2021-12-30")),
        (("2021-12-30", "2021-12-30"), "month", ("2021-12-01", "2021-12-31")),
        (("2021-12-30", "2021-12-30"), "year", ("2021-01-01", "2021-12-31")),
        (("2020-02-10", "2020-02-10"), "month", ("2020-02-01", "2020-02-29")),
        (("2021-02-10", "2021-03-01"), "month", ("2021-02-01", "2021-03-31")),
        (("1900-02-10", "1900-02-10"), "month", ("1900-02-01", "1900-02-28")),
        (("2020-12-31", "2021-01-01"), "year", ("2020-01-01", "2021-12-31")),
        (("0001-01-01", "9999-12-31"), "month", ("0001-01-01", "9999-12-31")),
        (("0001-01-01", "9999-12-31"), "year", ("0001-01-01", "9999-12-31")),
    ],
)
def test_widening_goes_to_the_ends_of_the_unit(
    days: tuple[str, str], unit: Unit, expected: tuple[str, str]
) -> None:
    assert widened(span(*days), unit) == span(*expected)


@given(intervals, units)
def test_widening_reaches_the_ends_of_units_and_no_further(days: Days, unit: Unit) -> None:
    first, last = widened(days, unit)
    assert first <= days[0] <= days[1] <= last
    assert unit_of(first, unit) == unit_of(days[0], unit)
    assert unit_of(last, unit) == unit_of(days[1], unit)
    for outside, inside in ((first - 1, first), (last + 1, last)):
        if 1 <= outside <= LAST:
            assert unit_of(outside, unit) != unit_of(inside, unit)


@given(intervals, units)
def test_widening_twice_is_widening_once(days: Days, unit: Unit) -> None:
    once = widened(days, unit)
    assert widened(once, unit) == once
    assert widened(widened(days, "month"), "year") == widened(days, "year")


@given(near_intervals, near_intervals, units)
def test_what_overlaps_a_whole_unit_does_so_after_widening_and_only_then(
    days: Days, other: Days, unit: Unit
) -> None:
    whole = widened(other, unit)
    assert overlap(days, whole) == overlap(widened(days, unit), whole)


@given(near_intervals, near_intervals)
def test_overlapping_is_having_a_day_in_common(one: Days, other: Days) -> None:
    days, others = (set(range(first, last + 1)) for first, last in (one, other))
    assert overlap(one, other) == overlap(other, one) == bool(days & others)
    assert not overlap(None, other)


counted = st.dictionaries(st.none() | near_intervals, st.integers(1, 9), max_size=12)


@given(counted, units)
def test_counting_loses_and_invents_nothing(counts: dict[Days | None, int], unit: Unit) -> None:
    found = count_by(Period(unit), counts)
    assert sum(found.values()) == sum(counts.values())
    assert found.get(None) == counts.get(None)
    assert all(days is None or widened(days, unit) == days for days in found)
    if unit == "day":
        assert found == counts


@given(counted, units, near_intervals)
def test_counting_within_days_is_counting_what_overlaps_them(
    counts: dict[Days | None, int], unit: Unit, within: Days
) -> None:
    inside = {days: count for days, count in counts.items() if overlap(days, within)}
    found = count_by(Period(unit, within), counts)
    assert found == count_by(Period(unit), inside)
    assert None not in found
    assert all(overlap(days, within) for days in found)


@given(st.lists(st.none() | near_intervals, max_size=20), units)
def test_counts_add_up_whichever_way_articles_are_divided(
    articles: list[Days | None], unit: Unit
) -> None:
    period = Period(unit)
    one, other = (count_by(period, Counter(part)) for part in (articles[::2], articles[1::2]))
    assert Counter(one) + Counter(other) == count_by(period, Counter(articles))


def test_a_day_is_in_the_month_and_the_year_that_the_calendar_says() -> None:
    day = date(2019, 12, 25)
    for _ in range(800):
        ordinal = day.toordinal()
        month, year = (widened((ordinal, ordinal), unit) for unit in ("month", "year"))  # type: ignore[arg-type]
        assert date.fromordinal(month[0]) == day.replace(day=1)
        assert date.fromordinal(month[1] + 1).day == 1
        assert date.fromordinal(year[0]) == date(day.year, 1, 1)
        assert date.fromordinal(year[1]) == date(day.year, 12, 31)
        day += timedelta(days=1)
