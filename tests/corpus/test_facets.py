"""Facets: honest about what is known of a date, and drill-down by year, month and day."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import facets as facets_module
from corpus.dates import DateInterval
from corpus.documents import Days
from corpus.engines.protocol import Selection
from corpus.facets import MAX_VALUES, UNDATED, FacetValue, periods, value_facet
from corpus.periods import count_by

DECEMBER = DateInterval.of_month(2021, 12)
YEAR = DateInterval.of_year(2021)


def day(year: int, month: int, day_: int) -> DateInterval:
    return DateInterval.of_day(date(year, month, day_))


def date_facets(
    counts: dict[Days | None, int], chosen: DateInterval | None, *, undated: bool
) -> dict[str, tuple[FacetValue, ...]]:
    by_period = {period: count_by(period, counts) for period in periods(chosen)}
    return facets_module.date_facets(by_period, chosen, undated=undated)


def counted(*intervals: DateInterval | None) -> dict[Days | None, int]:
    return dict(Counter(i and (i.first.toordinal(), i.last.toordinal()) for i in intervals))


def buckets(values: tuple[FacetValue, ...]) -> list[tuple[str, int, int]]:
    return [(value.value, value.count, value.approximate) for value in values]


CORPUS = counted(
    day(2019, 5, 1), day(2021, 3, 4), day(2021, 12, 28), day(2021, 12, 30), day(2021, 12, 30),
    DECEMBER, YEAR, None, None,
)  # fmt: skip


def test_years_without_articles_are_shown_as_zero() -> None:
    facets = date_facets(CORPUS, None, undated=False)
    assert buckets(facets["year"]) == [
        ("2019", 1, 0), ("2020", 0, 0), ("2021", 6, 0), (UNDATED, 2, 0),
    ]  # fmt: skip
    assert facets["month"] == facets["day"] == ()


def test_an_article_known_by_its_year_is_approximate_in_its_months() -> None:
    facets = date_facets(CORPUS, YEAR, undated=False)
    assert buckets(facets["month"])[:3] == [("2021-01", 0, 1), ("2021-02", 0, 1), ("2021-03", 1, 1)]
    assert buckets(facets["month"])[-1] == ("2021-12", 4, 1)
    assert len(facets["month"]) == 12


def test_an_article_known_by_its_month_counts_in_the_month_and_is_approximate_in_its_days() -> None:
    facets = date_facets(counted(DECEMBER, day(2021, 12, 30)), DECEMBER, undated=False)
    assert buckets(facets["month"]) == [("2021-12", 2, 0)]
    assert len(facets["day"]) == 31
    assert buckets(facets["day"])[29] == ("2021-12-30", 1, 1)
    assert all(value.approximate == 1 for value in facets["day"])


def test_gaps_in_a_run_are_zero_and_its_ends_are_cut() -> None:
    found = counted(day(2021, 3, 4), day(2021, 6, 5))
    facets = date_facets(found, YEAR, undated=False)
    assert buckets(facets["month"]) == [
        ("2021-03", 1, 0), ("2021-04", 0, 0), ("2021-05", 0, 0), ("2021-06", 1, 0),
    ]  # fmt: skip
    days = counted(day(2021, 12, 28), day(2021, 12, 30))
    assert buckets(date_facets(days, DECEMBER, undated=False)["day"]) == [
        ("2021-12-28", 1, 0), ("2021-12-29", 0, 0), ("2021-12-30", 1, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "months", "days"),
    [
        (None, False, False),
        (DateInterval(date.min, date.max), False, False),
        (DateInterval(date(2020, 12, 31), date(2021, 1, 1)), False, False),
        (YEAR, True, False),
        (DateInterval(date(2021, 1, 31), date(2021, 2, 1)), True, False),
        (DECEMBER, True, True),
        (day(2021, 12, 30), True, True),
    ],
)
def test_months_are_shown_within_a_year_and_days_within_a_month(
    chosen: DateInterval | None, months: bool, days: bool
) -> None:
    every_day = counted(*(day(2021, month, 30) for month in (1, 3, 12)))
    facets = date_facets(every_day, chosen, undated=False)
    assert (bool(facets["month"]), bool(facets["day"])) == (months, days)
    assert buckets(facets["year"]) == [("2021", 3, 0)]


@pytest.mark.parametrize(
    ("chosen", "active"),
    [
        (None, []),
        (YEAR, ["2021"]),
        (DECEMBER, ["2021", "2021-12"]),
        (day(2021, 12, 30), ["2021", "2021-12", "2021-12-30"]),
        (DateInterval(date(2021, 12, 28), date(2021, 12, 30)), ["2021", "2021-12"]),
    ],
)
def test_the_buckets_around_the_chosen_range_are_active(
    chosen: DateInterval | None, active: list[str]
) -> None:
    facets = date_facets(CORPUS, chosen, undated=False)
    assert [v.value for values in facets.values() for v in values if v.active] == active


def test_a_chosen_bucket_is_shown_even_when_it_is_empty() -> None:
    facets = date_facets(counted(day(2021, 3, 4)), day(2021, 2, 28), undated=False)
    assert buckets(facets["month"]) == [("2021-02", 0, 0), ("2021-03", 1, 0)]
    assert buckets(facets["day"]) == [("2021-02-28", 0, 0)]


@pytest.mark.parametrize("undated", [True, False])
def test_undated_articles_are_a_value_of_the_year(undated: bool) -> None:
    facets = date_facets(counted(None, None, None), None, undated=undated)
    assert facets["year"] == (FacetValue("none", "ohne Datum", 3, active=undated),)


def test_nothing_found_has_no_buckets() -> None:
    assert date_facets({}, YEAR, undated=False) == {"year": (), "month": (), "day": ()}


def test_labels_are_austrian() -> None:
    january = DateInterval.of_month(2022, 1)
    facets = date_facets(counted(day(2022, 1, 5)), january, undated=False)
    assert [facets[name][0].label for name in ("year", "month", "day")] == [
        "2022", "Jänner", "5. Jänner",
    ]  # fmt: skip


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar_are_years_like_any_other(year: int) -> None:
    chosen = DateInterval.of_month(year, 12)
    facets = date_facets(counted(day(year, 12, 31)), chosen, undated=False)
    assert facets["day"][-1].value == f"{year:04}-12-31"


intervals = st.one_of(
    st.dates(date(2019, 11, 1), date(2022, 2, 28)).map(DateInterval.of_day),
    st.builds(DateInterval.of_month, st.integers(2020, 2022), st.integers(1, 12)),
    st.integers(2020, 2022).map(DateInterval.of_year),
    st.tuples(*[st.dates(date(2020, 1, 1), date(2022, 12, 31))] * 2).map(
        lambda ends: DateInterval(min(ends), max(ends))
    ),
)


@given(st.lists(intervals | st.none(), max_size=25), intervals)
def test_choosing_a_bucket_finds_what_it_counts(
    articles: list[DateInterval | None], chosen: DateInterval
) -> None:
    """`count` lies wholly inside, and with `approximate` it is what an overlap filter finds."""
    facets = date_facets(counted(*articles), chosen, undated=False)
    for unit, length in (("year", 4), ("month", 7), ("day", 10)):
        for bucket in facets[unit]:
            if bucket.value == UNDATED:
                assert bucket.count == articles.count(None)
                continue
            assert len(bucket.value) == length
            numbers = [int(number) for number in bucket.value.split("-")]
            first = date(*[*numbers, 1, 1][:3])
            span = {
                4: DateInterval.of_year(first.year),
                7: DateInterval.of_month(first.year, first.month),
                10: DateInterval.of_day(first),
            }[length]
            dated = [article for article in articles if article is not None]
            assert bucket.count == sum(span.contains(article) for article in dated)
            assert bucket.count + bucket.approximate == sum(map(span.overlaps, dated))


@given(st.lists(intervals, min_size=1, max_size=25), intervals)
def test_runs_of_buckets_have_no_gaps(articles: list[DateInterval], chosen: DateInterval) -> None:
    facets = date_facets(counted(*articles), chosen, undated=False)
    for unit in ("year", "month", "day"):
        last_parts = [int(bucket.value.split("-")[-1]) for bucket in facets[unit]]
        assert last_parts == list(range(last_parts[0], last_parts[-1] + 1)) if last_parts else True


def test_values_are_ordered_by_falling_count_then_by_name() -> None:
    counts = {"Wien": 2, "Graz": 5, "Linz": 2}
    assert value_facet(counts, Selection(frozenset({"Linz"}))) == (
        FacetValue("Graz", "Graz", 5),
        FacetValue("Linz", "Linz", 2, active=True),
        FacetValue("Wien", "Wien", 2),
    )


def test_the_most_frequent_values_are_shown_and_chosen_ones_always() -> None:
    counts = {f"Ort {n:03}": 1000 - n for n in range(MAX_VALUES + 10)}
    chosen = Selection(frozenset({"Ort 055", "Nirgends"}), frozenset({"Ort 059"}))
    values = value_facet(counts, chosen)
    assert [value.value for value in values[:MAX_VALUES]] == sorted(counts)[:MAX_VALUES]
    assert values[MAX_VALUES:] == (
        FacetValue("Nirgends", "Nirgends", 0, active=True),
        FacetValue("Ort 055", "Ort 055", 945, active=True),
    )
