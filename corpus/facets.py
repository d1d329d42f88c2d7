"""Facets as people read them: from engine counts to labelled buckets.

Dates are honest: a bucket's `count` is the articles wholly inside it, `approximate` those
known less precisely that overlap it; choosing the bucket finds the sum of both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.dates import MONTHS, DateInterval
from corpus.documents import Days
from corpus.engines.protocol import Selection
from corpus.periods import Period

MAX_VALUES = 50
"""Values shown per facet, the most frequent first; chosen ones are always among them."""

MAX_YEARS = 300
"""Span of years up to which those without articles are shown too; one article that is said to
be of the year 15 shall not make two thousand rows.
"""

UNDATED = "none"


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A bucket: `active` when it is what the request is restricted to."""

    value: str
    label: str
    count: int
    approximate: int = 0
    active: bool = False


def value_facet(counts: Mapping[str, int], selection: Selection) -> tuple[FacetValue, ...]:
    """Values by falling count, then by name."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = dict(ordered[:MAX_VALUES])
    for value in sorted(selection.include):
        shown.setdefault(value, counts.get(value, 0))
    return tuple(
        FacetValue(value, value, count, active=value in selection.include)
        for value, count in shown.items()
    )


def periods(chosen: DateInterval | None) -> tuple[Period, ...]:
    """The counts that `date_facets` needs, the widest first."""
    wanted = [Period("year")]
    if chosen is not None and chosen.first.year == chosen.last.year:
        first = chosen.first
        wanted.append(Period("month", _ordinals(DateInterval.of_year(first.year))))
        if first.month == chosen.last.month:
            month = DateInterval.of_month(first.year, first.month)
            wanted.append(Period("day", _ordinals(month)))
    return tuple(wanted)


def date_facets(
    counts: Mapping[Period, Mapping[Days | None, int]],
    chosen: DateInterval | None,
    *,
    undated: bool,
) -> dict[str, tuple[FacetValue, ...]]:
    """`year` over everything, `month` of the chosen year, `day` of the chosen month.

    A year is chosen when the request's range lies inside it, a month likewise.  Gaps in a run
    are filled with zeros.
    """
    facets: dict[str, tuple[FacetValue, ...]] = {"year": (), "month": (), "day": ()}
    for period in periods(chosen):
        dated = {_interval(days): n for days, n in counts[period].items() if days is not None}
        buckets = _buckets(dated, _units(period, dated), chosen)
        facets[period.unit] = buckets if period.unit == "year" else _trimmed(buckets)
        if period.unit == "year" and (without := counts[period].get(None, 0)):
            no_date = FacetValue(UNDATED, "ohne Datum", without, active=undated)
            facets["year"] = (*buckets, no_date)
    return facets


def _units(period: Period, dated: Iterable[DateInterval]) -> list[DateInterval]:
    """The buckets of a facet: all years from the first to the last, the twelve months, the days."""
    if period.within is None:
        years = {year for days in dated for year in (days.first.year, days.last.year)}
        if years and max(years) - min(years) <= MAX_YEARS:
            years.update(range(min(years), max(years)))
        return [DateInterval.of_year(year) for year in sorted(years)]
    within = _interval(period.within)
    if period.unit == "month":
        return [DateInterval.of_month(within.first.year, month) for month in range(1, 13)]
    return list(_days_of(within))


def _interval(days: Days) -> DateInterval:
    return DateInterval(date.fromordinal(days[0]), date.fromordinal(days[1]))


def _ordinals(days: DateInterval) -> Days:
    return days.first.toordinal(), days.last.toordinal()


def _days_of(month: DateInterval) -> Iterable[DateInterval]:
    for step in range((month.last - month.first).days + 1):
        yield DateInterval.of_day(month.first + timedelta(days=step))


def _buckets(
    dated: Mapping[DateInterval, int], buckets: list[DateInterval], chosen: DateInterval | None
) -> tuple[FacetValue, ...]:
    inside: Counter[int] = Counter()
    touching: Counter[int] = Counter()
    starts = {day: i for i, bucket in enumerate(buckets) for day in (bucket.first,)}
    for days, count in dated.items():
        for index in _overlapped(days, buckets, starts):
            (inside if buckets[index].contains(days) else touching)[index] += count
    return tuple(
        FacetValue(
            _value(bucket),
            _label(bucket),
            inside[index],
            touching[index],
            active=chosen is not None and bucket.contains(chosen),
        )
        for index, bucket in enumerate(buckets)
    )


def _overlapped(
    days: DateInterval, buckets: list[DateInterval], starts: Mapping[date, int]
) -> Iterable[int]:
    if days.first == days.last and (index := starts.get(days.first)) is not None:
        return (index,)
    return [index for index, bucket in enumerate(buckets) if bucket.overlaps(days)]


def _trimmed(values: tuple[FacetValue, ...]) -> tuple[FacetValue, ...]:
    """Without the empty ends of the run."""
    filled = [i for i, v in enumerate(values) if v.count or v.approximate or v.active]
    return values[filled[0] : filled[-1] + 1] if filled else ()


def _value(bucket: DateInterval) -> str:
    return bucket.first.isoformat()[: {"year": 4, "month": 7}.get(bucket.precision, 10)]


def _label(bucket: DateInterval) -> str:
    if bucket.precision == "month":
        return MONTHS[bucket.first.month - 1]
    return (
        f"{bucket.first.day}. {MONTHS[bucket.first.month - 1]}"
        if (bucket.precision == "day")
        else str(bucket.first.year)
    )
