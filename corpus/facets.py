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
from corpus.engines.protocol import Days, Selection

MAX_VALUES = 50
"""Values shown per facet, the most frequent first; chosen ones are always among them."""

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


def date_facets(
    counts: Mapping[Days | None, int], chosen: DateInterval | None, *, undated: bool
) -> dict[str, tuple[FacetValue, ...]]:
    """`year` over everything, `month` of the chosen year, `day` of the chosen month.

    A year is chosen when the request's range lies inside it, a month likewise.  Gaps in a run
    are filled with zeros.
    """
    dated = {
        DateInterval(date.fromordinal(days[0]), date.fromordinal(days[1])): count
        for days, count in counts.items()
        if days is not None
    }
    first = chosen.first if chosen else None
    one_year = chosen is not None and chosen.first.year == chosen.last.year
    one_month = one_year and chosen is not None and chosen.first.month == chosen.last.month
    years = [
        DateInterval.of_year(year)
        for year in range(
            min((days.first.year for days in dated), default=1),
            max((days.last.year for days in dated), default=0) + 1,
        )
    ]
    facets = {"year": _buckets(dated, years, chosen), "month": (), "day": ()}
    if without := counts.get(None, 0):
        no_date = FacetValue(UNDATED, "ohne Datum", without, active=undated)
        facets["year"] = (*facets["year"], no_date)
    if first and one_year:
        months = [DateInterval.of_month(first.year, month) for month in range(1, 13)]
        facets["month"] = _trimmed(_buckets(dated, months, chosen))
    if first and one_month:
        days = list(_days_of(DateInterval.of_month(first.year, first.month)))
        facets["day"] = _trimmed(_buckets(dated, days, chosen))
    return facets


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
