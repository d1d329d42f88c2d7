"""The search form: what stands in its fields, what it carries along, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.errors import CorpusError, InvalidRequest
from corpus.request import PARAMETERS, SORTS
from webapp import texts
from webapp.opened import overview

FIELDS = ("q", "from", "to", "source", "sort")
_CARRIED = set(PARAMETERS) - {*FIELDS, "page"}


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a select."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """`values` of the text fields, `carried` the parameters that a new search keeps.

    `message` is what is wrong, and `faulty` the field that it belongs to, if it is one.
    """

    values: Mapping[str, str]
    sources: Sequence[Option]
    sorts: Sequence[Option]
    carried: Sequence[tuple[str, str]]
    private: bool
    message: str = ""
    faulty: str | None = None

    @property
    def more(self) -> bool:
        """Whether one of the lesser fields is in use, so that they are to be seen."""
        return (
            any(self.values.get(name) for name in ("from", "to"))
            or any(option.chosen and option.value for option in self.sources)
            or any(option.chosen and option.value != SORTS[0] for option in self.sorts)
            or self.faulty not in (None, "q")
        )


def make_form(
    parameters: Mapping[str, Sequence[str]], *, private: bool, error: CorpusError | None = None
) -> Form:
    """The form with what was sent; with an error, exactly as it was sent."""
    parameter = error.parameter if isinstance(error, InvalidRequest) else None
    values = {name: " ".join(parameters.get(name, ())) for name in ("q", "from", "to")}
    if error is None:
        values |= {name: _day(values[name]) for name in ("from", "to")}
    sources = [value for value in parameters.get("source", ()) if value]
    carried = [
        (name, value)
        for name, sent in parameters.items()
        if name in _CARRIED and name != parameter
        for value in sent
        if value
    ]
    if len(sources) > 1:
        carried += [("source", source) for source in sources]
    return Form(
        values=values,
        sources=_sources(sources),
        sorts=_sorts(parameters),
        carried=carried,
        private=private,
        message=str(error) if error else "",
        faulty=parameter if parameter in FIELDS else None,
    )


def _sources(chosen: Sequence[str]) -> list[Option]:
    """The sources of the corpus; several chosen ones are carried along instead, and another
    one can be added.
    """
    try:
        known = [value.value for value in overview().facets["source"]]
    except CorpusError:
        known = []  # the page says so elsewhere
    several = len(chosen) > 1
    first = texts.SEVERAL_SOURCES.format(number=len(chosen)) if several else texts.ALL_SOURCES
    options = [Option("", first, chosen=len(chosen) != 1)]
    if several:
        return options + [Option(name, name) for name in sorted(set(known) - set(chosen))]
    names = sorted({*known, *chosen}, key=str.casefold)
    return options + [Option(name, name, chosen=name in chosen) for name in names]


def _sorts(parameters: Mapping[str, Sequence[str]]) -> list[Option]:
    chosen = next((value for value in parameters.get("sort", ()) if value in SORTS), SORTS[0])
    return [Option(sort, texts.SORTS[sort], chosen=sort == chosen) for sort in SORTS]


def _day(text: str) -> str:
    """A day in ISO, as links write it, in the form that people here do; other text as it is."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day}.{day.month}.{day.year}" if len(text) == len("2021-12-30") else text
