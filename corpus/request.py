"""What is asked: one set of parameters for page, JSON and command line, checked in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import get_args

from corpus.dates import DateInterval, parse_date
from corpus.documents import FACETS, Facet
from corpus.engines.protocol import Selection, Sort
from corpus.errors import InvalidRequest, LimitExceeded, UnreadableDate
from corpus.query.parser import ParsedQuery, parse

MAX_PAGE_SIZE = 200
MAX_REACH = 10_000
"""Highest number of a hit that pages reach: page × page_size."""
MAX_FILTERS = 100

SORTS: tuple[Sort, ...] = get_args(Sort)
_SINGLE = ("q", "from", "to", "date", "sort", "page", "page_size")
PARAMETERS = (*_SINGLE, *FACETS, *(f"exclude.{facet}" for facet in FACETS))


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A valid request.  `first` and `last` are the bounds of the date range, both included
    and either open; `undated` asks for articles without a date.
    """

    q: str = ""
    first: date | None = None
    last: date | None = None
    undated: bool = False
    selections: Mapping[Facet, Selection] = field(default_factory=dict)
    sort: Sort = "relevance"
    page: int = 1
    page_size: int = 10

    @property
    def days(self) -> DateInterval | None:
        """The range with open ends at the ends of the calendar, or None without any."""
        if self.first is None and self.last is None:
            return None
        return DateInterval(self.first or date.min, self.last or date.max)

    @property
    def query(self) -> ParsedQuery:
        """The query as understood.  Raises LimitExceeded."""
        return parse(self.q)

    def selection(self, facet: Facet) -> Selection:
        return self.selections.get(facet, Selection())

    def with_dates(self, days: DateInterval | None, *, undated: bool = False) -> SearchRequest:
        """The same request for another range, from its first page."""
        return replace(
            self,
            first=days.first if days else None,
            last=days.last if days else None,
            undated=undated,
            page=1,
        )

    def with_selection(self, facet: Facet, selection: Selection) -> SearchRequest:
        """The same request with another choice in one facet, from its first page."""
        kept = {name: chosen for name, chosen in self.selections.items() if name != facet}
        if selection != Selection():
            kept[facet] = selection
        return replace(self, selections=kept, page=1)

    def parameters(self) -> list[tuple[str, str]]:
        """The parameters that read as this request; defaults are left out."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [
            (name, day.isoformat())
            for name, day in (("from", self.first), ("to", self.last))
            if day
        ]
        if self.undated:
            pairs.append(("date", "none"))
        pairs += self.filters()
        if self.sort != "relevance":
            pairs.append(("sort", self.sort))
        if self.page != 1:
            pairs.append(("page", str(self.page)))
        if self.page_size != 10:
            pairs.append(("page_size", str(self.page_size)))
        return pairs

    def filters(self) -> list[tuple[str, str]]:
        """The chosen and excluded facet values, as parameters."""
        return [
            (prefix + facet, value)
            for facet in FACETS
            for prefix, values in (
                ("", self.selection(facet).include),
                ("exclude.", self.selection(facet).exclude),
            )
            for value in sorted(values)
        ]


def read_request(parameters: Mapping[str, Sequence[str]]) -> SearchRequest:
    """Check parameters, each with its list of values, and make a request of them.

    Empty values count as absent, as forms send them.  Raises InvalidRequest, UnreadableDate
    or LimitExceeded, each naming the parameter.
    """
    for name in parameters:
        if name not in PARAMETERS:
            raise InvalidRequest(
                f"Den Parameter „{name[:60]}“ gibt es nicht; möglich sind {', '.join(PARAMETERS)}.",
                code="unknown-parameter",
                parameter=name[:60],
            )
    single = {name: _single(name, parameters.get(name, ())) for name in _SINGLE}
    first, last = _range(single["from"], single["to"])
    page, page_size = _paging(single["page"], single["page_size"])
    request = SearchRequest(
        q=single["q"],
        first=first,
        last=last,
        undated=_undated(single["date"]),
        selections=_selections(parameters),
        sort=_sort(single["sort"]),
        page=page,
        page_size=page_size,
    )
    parse(request.q)  # raises LimitExceeded here, before any engine is near
    return request


def _single(name: str, values: Sequence[str]) -> str:
    present = [value.strip() for value in values if value.strip()]
    if len(present) > 1:
        raise InvalidRequest(
            f"Der Parameter „{name}“ kommt mehrfach vor, erlaubt ist er einmal.",
            code="repeated-parameter",
            parameter=name,
        )
    return present[0] if present else ""


def _range(first: str, last: str) -> tuple[date | None, date | None]:
    begins = _date("from", first).first if first else None
    ends = _date("to", last).last if last else None
    if begins and ends and begins > ends:
        raise InvalidRequest(
            f"Der Zeitraum beginnt ({begins.isoformat()}) nach seinem Ende ({ends.isoformat()}).",
            code="from-after-to",
            parameter="from",
        )
    return begins, ends


def _date(name: str, text: str) -> DateInterval:
    try:
        return parse_date(text)
    except UnreadableDate as error:
        raise UnreadableDate(str(error), parameter=name) from error


def _undated(text: str) -> bool:
    if text not in ("", "none"):
        raise InvalidRequest(
            "Der Parameter „date“ kennt nur den Wert none; Zeiträume gehören in from und to.",
            code="invalid-value",
            parameter="date",
        )
    return text == "none"


def _sort(text: str) -> Sort:
    if text and text not in SORTS:
        raise InvalidRequest(
            f"Die Reihenfolge „{text[:60]}“ gibt es nicht; möglich sind {', '.join(SORTS)}.",
            code="unknown-sort",
            parameter="sort",
        )
    return text or "relevance"


def _selections(parameters: Mapping[str, Sequence[str]]) -> dict[Facet, Selection]:
    selections = {}
    number = 0
    for facet in FACETS:
        include = frozenset(filter(None, parameters.get(facet, ())))
        exclude = frozenset(filter(None, parameters.get(f"exclude.{facet}", ())))
        number += len(include) + len(exclude)
        if include or exclude:
            selections[facet] = Selection(include, exclude)
    if number > MAX_FILTERS:
        raise LimitExceeded(
            f"Es sind {number} Filter gesetzt, erlaubt sind {MAX_FILTERS}.",
            code="too-many-filters",
        )
    return selections


def _paging(page: str, page_size: str) -> tuple[int, int]:
    numbers = [_positive("page", page, 1), _positive("page_size", page_size, 10)]
    if numbers[1] > MAX_PAGE_SIZE:
        raise LimitExceeded(
            f"Eine Seite zeigt höchstens {MAX_PAGE_SIZE} Treffer, verlangt sind {numbers[1]}.",
            code="page-too-large",
            parameter="page_size",
        )
    if numbers[0] * numbers[1] > MAX_REACH:
        raise LimitExceeded(
            f"Geblättert wird bis zum {MAX_REACH}. Treffer; bitte die Suche eingrenzen oder, im "
            "JSON, mit „next_cursor“ weitergehen.",
            code="page-too-far",
            parameter="page",
        )
    return numbers[0], numbers[1]


def _positive(name: str, text: str, default: int) -> int:
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) > 0):
        raise InvalidRequest(
            f"„{name}“ muss eine ganze Zahl ab 1 sein.", code="invalid-value", parameter=name
        )
    return int(text)


def as_parameters(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Pairs of name and value, gathered by name."""
    gathered: dict[str, list[str]] = {}
    for name, value in pairs:
        gathered.setdefault(name, []).append(value)
    return gathered
