"""How numbers and ranges of days are written."""

from __future__ import annotations

from datetime import date

import pytest

from webapp import texts


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0"), (999, "999"), (1234, "1.234"), (1234567, "1.234.567")]
)
def test_thousands_are_separated_by_points(number: int, written: str) -> None:
    assert texts.number(number) == written


@pytest.mark.parametrize(
    ("total", "written"), [(0, "Keine Treffer"), (1, "1 Treffer"), (1234, "1.234 Treffer")]
)
def test_a_total_is_a_sentence_part(total: int, written: str) -> None:
    assert texts.hits(total) == written


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        ("2021-01-01", "2021-12-31", "2021"),
        ("2020-01-01", "2021-12-31", "2020 bis 2021"),
        ("2021-02-01", "2021-02-28", "Februar 2021"),
        ("2020-02-01", "2020-02-28", "1. Februar 2020 bis 28. Februar 2020"),
        ("2021-01-01", "2021-02-28", "Jänner bis Februar 2021"),
        ("2020-12-01", "2021-02-28", "Dezember 2020 bis Februar 2021"),
        ("2021-12-30", "2021-12-30", "30. Dezember 2021"),
        ("2021-12-05", "2021-12-30", "5. Dezember 2021 bis 30. Dezember 2021"),
        ("2021-12-05", None, "ab 5. Dezember 2021"),
        (None, "2021-12-05", "bis 5. Dezember 2021"),
        ("0001-01-01", "9999-12-31", "1 bis 9999"),
        (None, None, ""),
    ],
)
def test_a_range_of_days_reads_as_people_say_it(
    first: str | None, last: str | None, written: str
) -> None:
    days = [date.fromisoformat(day) if day else None for day in (first, last)]
    assert texts.range_label(*days) == written
