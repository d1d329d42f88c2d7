"""Requests: the parameters of page, JSON and command line, checked in one place."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.dates import DateInterval
from corpus.documents import FACETS
from corpus.engines.protocol import Selection
from corpus.errors import InvalidRequest, LimitExceeded, UnreadableDate
from corpus.request import (
    MAX_FILTERS,
    PARAMETERS,
    SORTS,
    SearchRequest,
    as_parameters,
    read_request,
)

DECEMBER = DateInterval.of_month(2021, 12)


def test_without_parameters_everything_is_asked_for() -> None:
    request = read_request({})
    assert request == SearchRequest()
    assert (request.q, request.sort, request.page, request.page_size) == ("", "relevance", 1, 10)
    assert request.days is None
    assert request.parameters() == []


def test_all_parameters_together() -> None:
    request = read_request({
        "q": [" Sicherheitsgarantie "], "from": ["Dezember 2021"], "to": ["30.12.2021"],
        "date": ["none"], "source": ["A", "B"], "section": ["Inland"], "exclude.agency": ["APA"],
        "place": ["Wien"], "exclude.place": ["Graz"], "sort": ["newest"], "page": ["2"],
        "page_size": ["20"],
    })  # fmt: skip
    assert request == SearchRequest(
        q="Sicherheitsgarantie",
        first=date(2021, 12, 1),
        last=date(2021, 12, 30),
        undated=True,
        selections={
            "source": Selection(frozenset({"A", "B"})),
            "section": Selection(frozenset({"Inland"})),
            "agency": Selection(exclude=frozenset({"APA"})),
            "place": Selection(frozenset({"Wien"}), frozenset({"Graz"})),
        },
        sort="newest",
        page=2,
        page_size=20,
    )


@pytest.mark.parametrize("name", PARAMETERS)
def test_empty_values_count_as_absent_as_forms_send_them(name: str) -> None:
    assert read_request({name: []}) == read_request({name: [""]}) == SearchRequest()


@pytest.mark.parametrize("name", ["q", "from", "to", "date", "sort", "page", "page_size"])
def test_blank_values_and_repeated_empty_ones_count_as_absent(name: str) -> None:
    assert read_request({name: ["", "  "]}) == SearchRequest()


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2021-12", "2021-12", DECEMBER),
        ("2021", "2021-12", DateInterval(date(2021, 1, 1), date(2021, 12, 31))),
        ("30.12.2021", "", DateInterval(date(2021, 12, 30), date.max)),
        ("", "Jänner 2022", DateInterval(date.min, date(2022, 1, 31))),
    ],
)
def test_from_counts_from_its_first_day_and_to_up_to_its_last(
    first: str, last: str, days: DateInterval
) -> None:
    request_days = read_request({"from": [first], "to": [last]}).days
    assert request_days is not None
    assert (request_days.first, request_days.last) == (days.first, days.last)


@pytest.mark.parametrize(
    ("parameters", "error", "code", "parameter"),
    [
        ({"suche": ["x"]}, InvalidRequest, "unknown-parameter", "suche"),
        ({"exclude.q": ["x"]}, InvalidRequest, "unknown-parameter", "exclude.q"),
        ({"x" * 99: [""]}, InvalidRequest, "unknown-parameter", "x" * 60),
        ({"author": ["x"]}, InvalidRequest, "unknown-parameter", "author"),
        ({"q": ["a", "b"]}, InvalidRequest, "repeated-parameter", "q"),
        ({"page": ["1", "1"]}, InvalidRequest, "repeated-parameter", "page"),
        ({"from": ["gestern"]}, UnreadableDate, "unreadable-date", "from"),
        ({"to": ["2021-02-30"]}, UnreadableDate, "unreadable-date", "to"),
        ({"to": ["03/04/2021"]}, UnreadableDate, "unreadable-date", "to"),
        ({"from": ["bis Ende 2020"]}, UnreadableDate, "unreadable-date", "from"),
        ({"from": ["1" * 99]}, UnreadableDate, "unreadable-date", "from"),
        ({"from": ["2022"], "to": ["2021"]}, InvalidRequest, "from-after-to", "from"),
        ({"from": ["2.1.2021"], "to": ["1.1.2021"]}, InvalidRequest, "from-after-to", "from"),
        ({"date": ["2021"]}, InvalidRequest, "invalid-value", "date"),
        ({"sort": ["date"]}, InvalidRequest, "unknown-sort", "sort"),
        ({"page": ["0"]}, InvalidRequest, "invalid-value", "page"),
        ({"page": ["-1"]}, InvalidRequest, "invalid-value", "page"),
        ({"page": ["1.5"]}, InvalidRequest, "invalid-value", "page"),
        ({"page": ["zwei"]}, InvalidRequest, "invalid-value", "page"),
        ({"page": ["２"]}, InvalidRequest, "invalid-value", "page"),
        ({"page": ["1" * 5000]}, InvalidRequest, "invalid-value", "page"),
        ({"page_size": ["0"]}, InvalidRequest, "invalid-value", "page_size"),
        ({"page_size": ["201"]}, LimitExceeded, "page-too-large", "page_size"),
        ({"page": ["1001"]}, LimitExceeded, "page-too-far", "page"),
        ({"page": ["51"], "page_size": ["200"]}, LimitExceeded, "page-too-far", "page"),
        ({"q": ["x" * 501]}, LimitExceeded, "query-too-long", "q"),
        ({"q": ["x " * 81]}, LimitExceeded, "too-many-words", "q"),
        ({"q": ["(" * 21]}, LimitExceeded, "nested-too-deeply", "q"),
        ({"place": [str(n) for n in range(101)]}, LimitExceeded, "too-many-filters", None),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_every_fault_has_its_code_and_names_its_parameter(
    parameters: dict[str, list[str]],
    error: type[InvalidRequest],
    code: str,
    parameter: str | None,
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        read_request(parameters)
    assert type(caught.value) is error
    assert (caught.value.code, caught.value.parameter) == (code, parameter)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    "parameters",
    [
        {"page": ["1000"]},
        {"page": ["50"], "page_size": ["200"]},
        {"page_size": ["200"]},
        {"q": ["x" * 500]},
        {"q": ["x " * 80]},
        {"q": ["(" * 20]},
        {"source": [str(n) for n in range(60)], "exclude.place": [str(n) for n in range(40)]},
        {"from": ["2021-12-30"], "to": ["2021-12-30"]},
    ],
    ids=lambda value: str(value)[:40],
)
def test_limits_are_reached_without_an_error(parameters: dict[str, list[str]]) -> None:
    assert read_request(parameters)


def test_limits_are_in_the_sentence() -> None:
    for parameters, limit in (
        ({"page_size": ["201"]}, "200"),
        ({"page": ["1001"]}, "10000"),
        ({"place": [str(n) for n in range(101)]}, str(MAX_FILTERS)),
    ):
        with pytest.raises(LimitExceeded, match=limit):
            read_request(parameters)


values = st.text(min_size=1).filter(bool)
selections = st.builds(
    Selection, st.frozensets(values, max_size=3), st.frozensets(values, max_size=3)
).filter(lambda chosen: chosen != Selection())
requests = st.builds(
    SearchRequest,
    q=st.text(alphabet='ab „“"()-ODERUND', max_size=40).map(str.strip),
    first=st.none() | st.dates(),
    last=st.none() | st.dates(),
    undated=st.booleans(),
    selections=st.dictionaries(st.sampled_from(FACETS), selections),
    sort=st.sampled_from(SORTS),
    page=st.integers(1, 50),
    page_size=st.integers(1, 200),
)


@given(requests)
def test_a_request_reads_as_the_parameters_it_gives(request: SearchRequest) -> None:
    assume(request.first is None or request.last is None or request.first <= request.last)
    pairs = request.parameters()
    assert read_request(as_parameters(pairs)) == request
    assert {name for name, _ in pairs} <= set(PARAMETERS)
    assert set(request.filters()) <= set(pairs)


@given(st.dictionaries(st.sampled_from(PARAMETERS) | st.text(), st.lists(st.text(), max_size=3)))
def test_any_parameters_are_a_request_or_an_error_of_the_asker(
    parameters: dict[str, list[str]],
) -> None:
    try:
        request = read_request(parameters)
    except InvalidRequest:
        return
    assert read_request(as_parameters(request.parameters())) == request


@given(requests)
def test_another_choice_starts_again_at_the_first_page(request: SearchRequest) -> None:
    chosen = Selection(frozenset({"APA"}))
    other = request.with_selection("agency", chosen)
    assert (other.selection("agency"), other.page) == (chosen, 1)
    assert other.with_selection("agency", Selection()).selection("agency") == Selection()
    assert [f for f in FACETS if other.selection(f) != request.selection(f)] in ([], ["agency"])
    dated = request.with_dates(DECEMBER)
    assert dated.days == DateInterval(DECEMBER.first, DECEMBER.last)
    assert (dated.page, dated.undated) == (1, False)
    assert request.with_dates(None, undated=True).days is None
