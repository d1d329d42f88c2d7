"""JSON: one shape for answers, one for errors, the same totals as the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from html_page import Page
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from corpus.settings import Settings
from webapp import create_app

SEARCH = "/api/v1/search"
GENF = "/api/v1/articles/hauptstadtblatt/2022-02-03-genf-sicherheitsgarantien"
PROBLEM = {"type", "title", "status", "detail", "code", "parameter"}

SHAPE = {
    "": "query total page page_size next_cursor took_ms results facets index",
    "query": "q interpreted from to filters sort warnings",
    "facets": "year month day source section agency place",
    "index": "generation engine fingerprint articles built_at",
    "results": "id title title_derived date source section agencies authors places url score "
    "snippets links",
    "snippets": "field text marks",
    "links": "self html",
    "value": "value label count approximate active",
    "date": "from to precision label",
    "article": "id title title_derived date source section agencies authors places url lead credit "
    "body sign_off words extra links",
}
WORDS = st.sampled_from(
    ["Wien", "Winter", "ODER", "NICHT", "-Schnee", "(", ")", '"ein stiller Winter"', "Turmuhr", "x"]
)


def keys(name: str) -> set[str]:
    return set(SHAPE[name].split())


def assert_shape(answer: dict[str, Any]) -> None:
    assert set(answer) == keys("")
    for name in ("query", "facets", "index"):
        assert set(answer[name]) == keys(name)
    for values in answer["facets"].values():
        assert all(set(value) == keys("value") for value in values)
    for result in answer["results"]:
        assert set(result) == keys("results")
        assert set(result["links"]) == keys("links")
        assert result["date"] is None or set(result["date"]) == keys("date")
        for snippet in result["snippets"]:
            assert set(snippet) == keys("snippets")
            assert all(0 <= s < e <= len(snippet["text"]) for s, e in snippet["marks"])


@given(
    st.lists(WORDS, max_size=5).map(" ".join),
    st.dictionaries(
        st.sampled_from(["from", "to", "source", "exclude.place", "date", "sort", "page_size"]),
        st.sampled_from(["2022", "2022-11", "alpenbote", "Wien", "none", "newest", "3", ""]),
        max_size=3,
    ),
)
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_page_and_json_agree_and_the_shape_never_changes(
    client: FlaskClient, q: str, others: dict[str, str]
) -> None:
    sent = {"q": q, **others}
    as_json = client.get(SEARCH, query_string=sent)
    posted = client.post(SEARCH, json=sent)
    page = client.get("/", query_string=sent)
    assert as_json.status_code == posted.status_code == page.status_code
    answer = as_json.get_json()
    if as_json.status_code != 200:
        assert as_json.status_code == 400
        assert set(answer) == PROBLEM
        assert answer == posted.get_json()
        return
    assert_shape(answer)
    timeless = {"took_ms": 0}
    assert {**answer, **timeless} == {**posted.get_json(), **timeless}
    shown = Page(page.text)
    if "start-page" not in shown.one("body").classes:
        said = shown.one("h1").text.split()[0].replace("Keine", "0").replace(".", "")
        assert int(said) == answer["total"]
        titles = [e.text for e in shown.all("h3") if e.inside("ol", class_="hits")]
        assert titles == [" ".join(result["title"].split()) for result in answer["results"]]


def test_an_article_is_given_whole(client: FlaskClient) -> None:
    article = client.get(GENF).get_json()
    assert set(article) == keys("article")
    assert article["sign_off"] == "(APA, Reuters, 3.2.2022)"
    assert {block["kind"] for block in article["body"]} == {"paragraph", "subhead"}


def test_umlauts_are_sent_as_they_are(client: FlaskClient) -> None:
    response = client.get(SEARCH, query_string={"q": "Händedruck"})
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert "Händedruck" in response.data.decode()


def test_links_begin_with_the_configured_base(index: Path) -> None:
    app = create_app(Settings(index=index, base_url="https://suche.example"))
    (result, *_) = app.test_client().get(f"{SEARCH}?q=Atlas").get_json()["results"]
    assert result["links"]["html"].startswith("https://suche.example/artikel/")
    assert result["links"]["self"].startswith("https://suche.example/api/v1/articles/")


def test_a_posted_object_takes_texts_numbers_and_lists(client: FlaskClient) -> None:
    body = {"q": "Wien", "page": 2, "page_size": "5", "source": ["hauptstadtblatt", "alpenbote"]}
    answer = client.post(SEARCH, json=body).get_json()
    assert (answer["page"], answer["page_size"]) == (2, 5)
    assert answer["query"]["filters"] == {"source": ["alpenbote", "hauptstadtblatt"]}


def test_the_media_type_of_a_body_does_not_matter(client: FlaskClient) -> None:
    # curl -d claims that every body is a form
    for kind in ("application/x-www-form-urlencoded", "text/plain", "application/json"):
        response = client.post(SEARCH, data=b'{"q": "Atlas"}', content_type=kind)
        assert response.get_json()["total"] == 4


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        (b"", None),
        (b"q=Wien", None),
        (b"[]", None),
        (b'"Wien"', None),
        (b'{"q": "Wien"', None),
        (b'{"q": "\xff"}', None),
        (b'{"q": "\\ud800"}', None),
        (b'{"q": null}', "q"),
        (b'{"q": true}', "q"),
        (b'{"q": {"a": 1}}', "q"),
        (b'{"source": ["a", 1]}', "source"),
        (b'{"page": NaN}', "page"),
        (b'{"page": 1e999}', "page"),
        (b"[" * 60_000, None),
    ],
)
def test_a_body_that_cannot_be_used_is_refused_in_german(
    body: bytes, parameter: str | None, client: FlaskClient
) -> None:
    response = client.post(SEARCH, data=body, content_type="application/json")
    problem = response.get_json()
    assert (response.status_code, problem["code"]) == (400, "invalid-body")
    assert problem["parameter"] == parameter
    assert problem["detail"].startswith(("Der Rumpf", "Der Wert"))


@pytest.mark.parametrize(
    ("query", "code", "parameter"),
    [
        ("q=" + "a" * 501, "query-too-long", "q"),
        ("q=" + "a+" * 81, "too-many-words", "q"),
        ("q=" + "(" * 21 + "a", "nested-too-deeply", "q"),
        ("q=a&q=b", "repeated-parameter", "q"),
        ("from=31.2.2021", "unreadable-date", "from"),
        ("to=gestern", "unreadable-date", "to"),
        ("from=" + "9" * 41, "unreadable-date", "from"),
        ("from=03/04/2021", "unreadable-date", "from"),
        ("from=2022&to=2021", "from-after-to", "from"),
        ("date=some", "invalid-value", "date"),
        ("sort=best", "unknown-sort", "sort"),
        ("page=0", "invalid-value", "page"),
        ("page=x", "invalid-value", "page"),
        ("page=-1", "invalid-value", "page"),
        ("page=99999999999999999999", "invalid-value", "page"),
        ("page_size=201", "page-too-large", "page_size"),
        ("page=1001", "page-too-far", "page"),
        ("colour=red", "unknown-parameter", "colour"),
        ("exclude.colour=red", "unknown-parameter", "exclude.colour"),
        ("nr=1", "unknown-parameter", "nr"),
        ("request=q", "unknown-parameter", "request"),
        (urlencode([("place", str(n)) for n in range(101)]), "too-many-filters", None),
    ],
)
def test_a_bad_request_gets_a_problem_that_names_it(
    query: str, code: str, parameter: str | None, client: FlaskClient
) -> None:
    response = client.get(f"{SEARCH}?{query}")
    problem = response.get_json()
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json; charset=utf-8"
    assert set(problem) == PROBLEM
    assert (problem["code"], problem["parameter"]) == (code, parameter)
    assert problem["status"] == 400
    assert problem["detail"].endswith(".")
    if not query.startswith(("nr", "request")):
        assert client.get(f"/?{query}").status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/articles/nichts", 404, "unknown-article"),
        ("GET", "/api/v1/articles/", 404, "unknown-article"),
        ("GET", "/api/v1/articles", 404, "not-found"),
        ("GET", "/api/", 404, "not-found"),
        ("GET", "/api/v2/search", 404, "not-found"),
        ("GET", "/api/v1/search/", 404, "not-found"),
        ("GET", "/api/v1//search", 404, "not-found"),
        ("DELETE", "/api/v1/search", 405, "method-not-allowed"),
        ("POST", "/api/v1/articles/x", 405, "method-not-allowed"),
        ("GET", "/api/v1/articles/x?q=1", 400, "unknown-parameter"),
    ],
)
def test_whatever_goes_wrong_below_api_is_a_problem(
    method: str, path: str, status: int, code: str, client: FlaskClient
) -> None:
    response = client.open(path, method=method)
    problem = response.get_json()
    assert (response.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert set(problem) == PROBLEM
    assert response.headers["Content-Type"].startswith("application/problem+json")
    assert ("Allow" in response.headers) == (status == 405)


def test_a_body_past_64_kilobytes_is_refused(client: FlaskClient) -> None:
    body = json.dumps({"q": "a" * 65_536}).encode()
    response = client.post(SEARCH, data=body, content_type="application/json")
    assert (response.status_code, response.get_json()["code"]) == (413, "body-too-large")
    assert client.post("/", data={"q": "a" * 65_536}).status_code == 413


def test_a_source_that_the_corpus_does_not_hold_is_no_error(client: FlaskClient) -> None:
    response = client.get(f"{SEARCH}?source=Nirgendblatt")
    assert (response.status_code, response.get_json()["total"]) == (200, 0)


@pytest.mark.parametrize("day", ["9999-12-31", "9999-12", "9999", "0001", "0001-01-01"])
def test_the_ends_of_the_calendar_are_days_like_others(day: str, client: FlaskClient) -> None:
    for name in ("from", "to"):
        assert client.get(f"{SEARCH}?{name}={day}").status_code == 200
        assert client.get(f"/?{name}={day}").status_code == 200
    assert client.get(f"/?from={day}&to={day}").status_code == 200


@pytest.mark.parametrize("q", ["\x00", "a\x00b", "\x1b[31m", "\ufffe", "\u202e", "é" * 250, "%"])
def test_odd_characters_are_only_words(q: str, client: FlaskClient) -> None:
    for address in (SEARCH, "/"):
        assert client.get(address, query_string={"q": q}).status_code == 200
