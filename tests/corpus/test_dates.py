"""Dates as people and files write them, and as they are said back."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import LONGEST_DATE, DateInterval, parse_date
from corpus.errors import UnreadableDate

DECEMBER_30 = DateInterval.of_day(date(2021, 12, 30))
DECEMBER = DateInterval.of_month(2021, 12)
newspaper_years = st.integers(1000, 9999)
newspaper_days = st.dates(min_value=date(1000, 1, 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-12-30", DECEMBER_30),
        ("2021-12", DECEMBER),
        ("2021", DateInterval.of_year(2021)),
        ("9999-12", DateInterval(date(9999, 12, 1), date(9999, 12, 31), "month")),
        ("2020-02", DateInterval(date(2020, 2, 1), date(2020, 2, 29), "month")),
        ("1900-02", DateInterval(date(1900, 2, 1), date(1900, 2, 28), "month")),
    ],
)
def test_iso_dates_are_as_precise_as_they_are_long(text: str, expected: DateInterval) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "30.12.2021",
        "30. 12. 2021",
        "30.12. 2021",
        "30.12.21",
        "30. Dezember 2021",
        "30 Dezember 2021",
        "30. dezember 2021",
        "30. DEZEMBER 2021",
        "30. Dez. 2021",
        "30. Dez 21",
        "  30. Dezember \n 2021 ",
    ],
)
def test_german_days(text: str) -> None:
    assert parse_date(text) == DECEMBER_30


@pytest.mark.parametrize(
    "text", ["Dezember 2021", "dezember  2021", "Dez. 2021", "12/2021", "12.2021"]
)
def test_german_months(text: str) -> None:
    assert parse_date(text) == DECEMBER


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("Jänner", 1), ("Januar", 1), ("Jan.", 1), ("Jän.", 1), ("Jaenner", 1),
        ("Februar", 2), ("Feber", 2), ("Feb.", 2),
        ("März", 3), ("Maerz", 3), ("Mär.", 3), ("Mrz.", 3),
        ("April", 4), ("Apr.", 4), ("Mai", 5), ("Juni", 6), ("Jun.", 6), ("Juli", 7), ("Jul.", 7),
        ("August", 8), ("Aug.", 8), ("September", 9), ("Sept.", 9), ("Sep.", 9),
        ("Oktober", 10), ("Okt.", 10), ("November", 11), ("Nov.", 11), ("Dezember", 12),
    ],
)  # fmt: skip
def test_month_names_of_all_german_speaking_countries(name: str, month: int) -> None:
    assert parse_date(f"{name} 2021") == DateInterval.of_month(2021, month)
    assert parse_date(f"9. {name} 2021") == DateInterval.of_day(date(2021, month, 9))


@pytest.mark.parametrize(
    ("text", "year"), [("1.5.00", 2000), ("1.5.69", 2069), ("1.5.70", 1970), ("1.5.99", 1999)]
)
def test_two_digit_years_are_1970_to_2069(text: str, year: int) -> None:
    assert parse_date(text) == DateInterval.of_day(date(year, 5, 1))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2015-12-31T23:30:00Z", date(2016, 1, 1)),
        ("2015-12-31T22:30:00Z", date(2015, 12, 31)),
        ("2021-06-30T22:30:00Z", date(2021, 7, 1)),
        ("2021-12-30T23:30:00+01:00", date(2021, 12, 30)),
        ("2021-12-30 19:00-05:00", date(2021, 12, 31)),
        ("2021-12-30T23:59:59.999+00:00", date(2021, 12, 31)),
        ("2021-12-30T23:30:00", date(2021, 12, 30)),
        ("2021-12-30 23:30", date(2021, 12, 30)),
    ],
)
def test_times_become_the_day_in_vienna(text: str, day: date) -> None:
    assert parse_date(text) == DateInterval.of_day(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("December 30, 2021", date(2021, 12, 30)),
        ("30 Dec 2021", date(2021, 12, 30)),
        ("Thu, 30 Dec 2021 10:00:00 +0100", date(2021, 12, 30)),
        ("Thu, 30 Dec 2021 23:30:00 GMT", date(2021, 12, 31)),
        ("Thu, 30 Dec 2021 23:30:00 CET", date(2021, 12, 30)),
        ("Thu, 30 Dec 2021 18:30:00 EST", date(2021, 12, 31)),
    ],
)
def test_english_and_mail_dates_with_the_zones_of_mail(text: str, day: date) -> None:
    assert parse_date(text) == DateInterval.of_day(day)


@pytest.mark.parametrize(
    "text",
    [
        "2021-02-30", "2021-13", "2021-00-01", "0000", "30.2.2021", "32.1.2021", "1.13.2021",
        "30. Feber 2021", "31. April 2021", "13/2021", "2021-12-30T25:00", "2021-02-30T10:00:00Z",
        "9999-12-31T23:30:00Z",
    ],
)  # fmt: skip
def test_impossible_days_are_named_as_such(text: str) -> None:
    with pytest.raises(UnreadableDate, match="gibt es nicht") as caught:
        parse_date(text)
    assert text in str(caught.value)


@pytest.mark.parametrize("text", ["03/04/2021", "3/4/21", "12/30/2021"])
def test_slashed_days_are_ambiguous(text: str) -> None:
    with pytest.raises(UnreadableDate, match="zweideutig"):
        parse_date(text)


@pytest.mark.parametrize("text", ["", "   ", "\t\n"])
def test_an_empty_date_is_named_as_such(text: str) -> None:
    with pytest.raises(UnreadableDate, match="leer"):
        parse_date(text)


@pytest.mark.parametrize("text", ["1" * 41, "30. Dezember 2021" + "!" * 40, "x" * 5000])
def test_more_than_forty_characters_are_refused_unread(text: str) -> None:
    with pytest.raises(UnreadableDate, match=f"mehr als {LONGEST_DATE} Zeichen"):
        parse_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "gestern", "heute", "Donnerstag", "Ende 2021", "Sommer 2021", "30.12.", "30. Dezember",
        "Dezember", "18.8.015", "30. Xember 2021", "2021-1-5", "20211230", "10:30", "now", "May",
        "1" * 40, "Dec " + "1" * 36, "Thu, 30 Dec 2021 23:30:00 XYZ", "2021-12-30-31", "\x00",
    ],
)  # fmt: skip
def test_what_says_no_whole_date_is_not_readable(text: str) -> None:
    """Above all, missing parts are never filled with today's."""
    with pytest.raises(UnreadableDate, match="nicht lesbar"):
        parse_date(text)


@given(
    st.text(max_size=50) | st.from_regex(r"[\d.:/\- ]{1,40}|\d{1,2} [A-Za-z]{3,9} [\d: +]{1,20}")
)
def test_any_text_is_a_date_or_unreadable(text: str) -> None:
    with suppress(UnreadableDate):  # anything else that is raised fails the test
        interval = parse_date(text)
        assert interval.first <= interval.last


@given(newspaper_days)
def test_the_label_of_a_day_says_that_day(day: date) -> None:
    interval = DateInterval.of_day(day)
    assert parse_date(interval.label) == parse_date(day.isoformat()) == interval


@given(newspaper_years, st.integers(1, 12))
def test_the_label_of_a_month_says_that_month(year: int, month: int) -> None:
    interval = DateInterval.of_month(year, month)
    assert parse_date(interval.label) == parse_date(f"{year}-{month:02}") == interval


@given(newspaper_years)
def test_the_label_of_a_year_says_that_year(year: int) -> None:
    interval = DateInterval.of_year(year)
    assert parse_date(interval.label) == interval


@pytest.mark.parametrize(
    ("interval", "label"),
    [
        (DateInterval.of_day(date(2022, 1, 5)), "5. Jänner 2022"),
        (DateInterval.of_month(2022, 1), "Jänner 2022"),
        (DateInterval.of_month(2022, 3), "März 2022"),
        (DateInterval.of_year(2022), "2022"),
        (
            DateInterval(date(2021, 12, 30), date(2022, 1, 2)),
            "30. Dezember 2021 bis 2. Jänner 2022",
        ),
    ],
)
def test_labels_are_austrian(interval: DateInterval, label: str) -> None:
    assert interval.label == label


@given(newspaper_years, st.integers(1, 12), newspaper_days)
def test_an_interval_overlaps_what_it_contains(year: int, month: int, day: date) -> None:
    whole, single = DateInterval.of_month(year, month), DateInterval.of_day(day)
    assert whole.contains(single) == whole.overlaps(single) == single.overlaps(whole)
    assert whole.contains(single) == ((day.year, day.month) == (year, month))
    assert DateInterval.of_year(year).contains(whole)
    assert not whole.contains(DateInterval.of_year(year))
