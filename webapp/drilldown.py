"""The facets as links: each value adds itself to the request, or removes itself when active."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.dates import DateInterval, parse_date
from corpus.documents import FACETS, Facet
from corpus.facets import UNDATED, FacetValue
from corpus.search import Results
from webapp import texts
from webapp.links import encode, extended, request_query

SHOWN = 8
"""Values of a facet that are seen at once; the others unfold."""


@dataclass(frozen=True, slots=True)
class Item:
    """A value with the query string that follows it, None when that would find nothing."""

    label: str
    count: str
    approximate: str
    active: bool
    query: str | None
    exclude: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A facet.  `items` are seen at once, `more` unfold, `excluded` can be let in again."""

    name: str
    title: str
    items: Sequence[Item]
    more: Sequence[Item] = ()
    excluded: Sequence[tuple[str, str]] = ()


def facet_groups(results: Results) -> list[Group]:
    """The facets that have something to choose, in the order of the page."""
    groups = [*_date_groups(results), *(_value_group(results, facet) for facet in FACETS)]
    return [group for group in groups if group.items or group.excluded]


def _date_groups(results: Results) -> Iterable[Group]:
    request = replace(results.request, first=None, last=None, undated=False, page=1)
    query = request_query(request)
    days = results.request.days
    year = DateInterval.of_year(days.first.year) if days else None
    month = DateInterval.of_month(days.first.year, days.first.month) if days else None
    above = {"year": query, "month": _within(query, year), "day": _within(query, month)}
    for name, removed in above.items():
        items = [_date_item(value, query, removed) for value in results.facets[name]]
        title = texts.FACETS[name]
        if items and name == "month" and year:
            title = f"{title} ({year.label})"
        if items and name == "day" and month:
            title = f"{title} ({month.label})"
        certain = [item for item in items if item.active or item.count != "0"]
        if name == "day" and certain:
            # a month known only as such would fill the list with all its days
            yield Group(name, title, certain, [item for item in items if item not in certain])
        else:
            yield Group(name, title, items)


def _date_item(value: FacetValue, query: str, removed: str) -> Item:
    target: str | None
    if value.active:
        target = removed
    elif not (value.count or value.approximate):
        target = None
    elif value.value == UNDATED:
        target = extended(query, "date", UNDATED)
    else:
        target = _within(query, parse_date(value.value))
    return _item(value, target)


def _within(query: str, days: DateInterval | None) -> str:
    if days is None:
        return query
    first, last = days.first.isoformat(), days.last.isoformat()
    return extended(extended(query, "from", first), "to", last)


def _value_group(results: Results, facet: Facet) -> Group:
    chosen = results.request.selection(facet)
    others = replace(results.request, page=1).parameters()
    exclude = f"exclude.{facet}"
    included = encode(pair for pair in others if pair[0] != facet)
    full = encode(others)
    items = []
    for value in results.facets[facet]:
        if value.value in chosen.exclude:
            continue
        if value.active:
            kept = sorted(chosen.include - {value.value})
            target = included
            for name in kept:
                target = extended(target, facet, name)
            items.append(_item(value, target))
        else:
            items.append(
                _item(
                    value,
                    extended(full, facet, value.value),
                    extended(full, exclude, value.value),
                )
            )
    excluded = [
        (name, encode(pair for pair in others if pair != (exclude, name)))
        for name in sorted(chosen.exclude)
    ]
    cut = SHOWN if len(items) > SHOWN + 2 else len(items)
    cut = max([cut, *(n for n, item in enumerate(items, 1) if item.active)])
    return Group(facet, texts.FACETS[facet], items[:cut], items[cut:], excluded)


def _item(value: FacetValue, query: str | None, exclude: str | None = None) -> Item:
    return Item(
        label=value.label,
        count=texts.number(value.count),
        approximate=texts.number(value.approximate) if value.approximate else "",
        active=value.active,
        query=query,
        exclude=exclude,
    )
