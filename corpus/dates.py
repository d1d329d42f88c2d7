"""Dates as German newspapers know them: intervals with a precision.

`DateInterval` is the only notion of time in the project; `parse_date` reads what people and
files write, and `DateInterval.label` says it back in Austrian German.  Nothing here reads the
clock.  Facets over intervals are in `corpus.facets`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from corpus.errors import UnreadableDate

Precision = Literal["day", "month", "year", "range"]

MONTHS = (
    "Jänner", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
"""Austrian month names.  Written out because the labels are all that babel would give us:
30 MB of locales and 20 ms at every start for twelve words."""

_OTHER_MONTH_NAMES = {
    "januar": 1, "jan": 1, "jän": 1, "jaenner": 1, "feber": 2, "feb": 2, "maerz": 3, "mär": 3,
    "mrz": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "okt": 10,
    "nov": 11, "dez": 12,
}  # fmt: skip
_MONTH_NUMBERS = {name.lower(): n for n, name in enumerate(MONTHS, 1)} | _OTHER_MONTH_NAMES

LONGEST_DATE = 40
"""Characters of a date expression.  dateutil needs seconds for a long run of digits, so
nothing longer is ever given to it."""


@dataclass(frozen=True, slots=True, order=True)
class DateInterval:
    """The days from `first` to `last`, both included, and how precisely they are meant.

    A `day` has first == last; `month` and `year` are whole calendar units; anything else is a
    `range`.
    """

    first: date
    last: date
    precision: Precision = "range"

    @classmethod
    def of_day(cls, day: date) -> DateInterval:
        return cls(day, day, "day")

    @classmethod
    def of_month(cls, year: int, month: int) -> DateInterval:
        first = date(year, month, 1)
        return cls(first, first.replace(day=monthrange(year, month)[1]), "month")

    @classmethod
    def of_year(cls, year: int) -> DateInterval:
        return cls(date(year, 1, 1), date(year, 12, 31), "year")

    def contains(self, other: DateInterval) -> bool:
        """Whether every day of `other` lies inside."""
        return self.first <= other.first and other.last <= self.last

    def overlaps(self, other: DateInterval) -> bool:
        """Whether at least one day is shared."""
        return self.first <= other.last and other.first <= self.last

    @property
    def label(self) -> str:
        """The interval in Austrian German, as precise as it is known."""
        if self.precision == "day":
            return day_label(self.first)
        if self.precision == "month":
            return f"{MONTHS[self.first.month - 1]} {self.first.year}"
        if self.precision == "year":
            return str(self.first.year)
        return f"{day_label(self.first)} bis {day_label(self.last)}"


def day_label(day: date) -> str:
    """`30. Dezember 2021`"""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_ISO_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*")
_NUMERIC_DAY = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}|\d{2})")
_NAMED_DAY = re.compile(r"(\d{1,2})\.?\s+([^\W\d_]+)\.?\s+(\d{4}|\d{2})")
_NAMED_MONTH = re.compile(r"([^\W\d_]+)\.?\s+(\d{4})")
_NUMERIC_MONTH = re.compile(r"(\d{1,2})[./](\d{4})")
_SLASHED_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2,4})")


def parse_date(text: str) -> DateInterval:
    """Read a day, a month or a year from ISO, German and, last of all, English notation.

    Times with a zone become the calendar day in Vienna.  Two-digit years are 1970–2069.
    Raises UnreadableDate for impossible days, ambiguous orders and anything else.
    """
    text = " ".join(text.split())
    if not text:
        raise UnreadableDate("Das Datum ist leer; erwartet wird etwa 2021-12-30 oder 30.12.2021.")
    if len(text) > LONGEST_DATE:
        raise UnreadableDate(
            f"Das Datum hat mehr als {LONGEST_DATE} Zeichen; erwartet wird etwa 30.12.2021."
        )
    try:
        found = _parse_known_forms(text) or _parse_by_dateutil(text)
    except (ValueError, OverflowError) as error:  # the latter: New Year's Eve 9999 in Vienna
        raise UnreadableDate(
            f"Das Datum „{text}“ gibt es nicht; erwartet wird etwa 2021-12-30 oder 30.12.2021."
        ) from error
    if found is None:
        raise UnreadableDate(
            f"Das Datum „{text}“ ist nicht lesbar; erwartet wird etwa 2021, 2021-12, "
            "2021-12-30, 30.12.2021 oder Dezember 2021."
        )
    return found


def _parse_known_forms(text: str) -> DateInterval | None:
    if match := _ISO.fullmatch(text):
        return _calendar_unit(*match.groups())
    if _ISO_TIME.fullmatch(text):
        return DateInterval.of_day(_vienna_day(datetime.fromisoformat(text)))
    if match := _NUMERIC_DAY.fullmatch(text):
        return _calendar_unit(full_year(match[3]), match[2], match[1])
    if (match := _NAMED_DAY.fullmatch(text)) and (month := _MONTH_NUMBERS.get(match[2].lower())):
        return _calendar_unit(full_year(match[3]), month, match[1])
    if (match := _NAMED_MONTH.fullmatch(text)) and (month := _MONTH_NUMBERS.get(match[1].lower())):
        return _calendar_unit(match[2], month)
    if match := _NUMERIC_MONTH.fullmatch(text):
        return _calendar_unit(match[2], match[1])
    if match := _SLASHED_DAY.fullmatch(text):
        raise UnreadableDate(
            f"Das Datum „{text}“ ist zweideutig: gemeint sein kann {match[1]}.{match[2]}."
            f"{match[3]} oder {match[2]}.{match[1]}.{match[3]}; bitte mit Punkten schreiben."
        )
    return None


def _calendar_unit(
    year: int | str, month: int | str | None = None, day: int | str | None = None
) -> DateInterval:
    """The year, month or day.  Raises ValueError when there is none."""
    if month is None:
        return DateInterval.of_year(int(year))
    if day is None:
        return DateInterval.of_month(int(year), int(month))
    return DateInterval.of_day(date(int(year), int(month), int(day)))


def full_year(digits: str) -> int:
    """A year from two or four digits; two mean 1970 to 2069."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def _vienna_day(moment: datetime) -> date:
    if moment.tzinfo is None:
        return moment.date()
    from dateutil import tz  # imported here: 30 ms that only such dates need

    return moment.astimezone(tz.gettz("Europe/Vienna")).date()


_ZONES = {
    "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
"""Hours from UTC of the zone names in mail dates (RFC 5322, 4.3) and German ones."""


def _zone(name: str | None, offset: int | None) -> int | None:
    """Seconds from UTC; by itself dateutil knows only the names of this machine's zone."""
    if offset is None and name is not None:
        if name not in _ZONES:
            raise ValueError(name)
        return _ZONES[name] * 3600
    return offset


def _parse_by_dateutil(text: str) -> DateInterval | None:
    """English and mail dates.  Twice, with different defaults: dateutil fills whatever is
    missing from them, so a day that was really written comes out the same both times.
    """
    if not re.search(r"[A-Za-z]{3}", text):
        return None
    from dateutil import parser

    days = set()
    for default in (datetime(1999, 1, 1), datetime(2000, 2, 2)):
        try:
            days.add(_vienna_day(parser.parse(text, default=default, tzinfos=_zone)))
        except (ValueError, OverflowError):
            return None
    return DateInterval.of_day(days.pop()) if len(days) == 1 else None
