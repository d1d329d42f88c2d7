"""Whatever stands in an article or its id: it is text, and it can be reached."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from html_page import Page
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape
from web_server import Build, serving

from corpus.request import SearchRequest
from corpus.search import Corpus
from corpus.settings import Settings
from webapp import create_app
from webapp.article_view import view_article
from webapp.links import article_path

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;</mark>{{ 7*7 }}"
IDS = [
    "/vorne", "//doppelt", "hinten/", "a//b", "../x", "a/../b", "..", ".", "%2F", "100%", "a?b=c#d",
    "?", "#", "Ä ö ß", "leer zeichen", "a+b", "a&b", "a;b", "a\\b", "http://x/y", "<b>", '"', "'",
    "😀", "a\nb", "a\tb", "%", "%%", "%00", "%e4", "a|b", "index.html", "x" * 400, "?id=y",
    "e\u0301",
]  # fmt: skip


@pytest.fixture(scope="module")
def hostile(build_index: Build) -> Path:
    records: list[dict[str, object]] = [
            {"id": f"evil{EVIL}", "title": f"Titel {EVIL}", "text": f"Lead {EVIL}\n\n{EVIL}.",
             "source": EVIL, "section": EVIL, "authors": [EVIL], "url": f"https://x/{EVIL}",
             "date": "2021-12-30", EVIL: {EVIL: [EVIL]}},
    ]  # fmt: skip
    for number, id_ in enumerate(IDS):
        records.append({"id": id_, "title": f"Nummer{number} {id_}", "text": "Kennung."})
    return build_index(records)


@pytest.fixture(scope="module")
def hostile_client(hostile: Path) -> FlaskClient:
    return create_app(Settings(index=hostile)).test_client()


@pytest.mark.parametrize("query", ["alert", "Titel", '"alert 1"', "x"])
def test_an_articles_text_never_becomes_markup(query: str, hostile_client: FlaskClient) -> None:
    for method in (hostile_client.get, hostile_client.post):
        answer = method("/", **_sent(method == hostile_client.post, q=query))
        page = Page(answer.text)
        path = article_path(f"evil{EVIL}")
        assert path in answer.text
        for shown in (page, Page(hostile_client.get(f"{path}?q={quote(query)}&nr=1").text)):
            assert {"script", "img"}.isdisjoint(element.tag for element in shown.elements)
            assert not any(name.startswith("on") for e in shown.elements for name in e.attributes)
            assert "{{ 7*7 }}" in shown.text


def _sent(posted: bool, **fields: str) -> dict[str, dict[str, str]]:
    return {"data": fields} if posted else {"query_string": fields}


def test_what_is_asked_never_becomes_markup(hostile_client: FlaskClient) -> None:
    for name in ("q", "from", "source", "place", "sort", "page", EVIL):
        page = Page(hostile_client.get("/", query_string={"q": "Wien", name: EVIL}).text)
        assert {"script", "img"}.isdisjoint(element.tag for element in page.elements)


def test_every_part_of_an_article_is_shown_unchanged(hostile_client: FlaskClient) -> None:
    page = Page(hostile_client.get(article_path(f"evil{EVIL}")).text)
    assert page.one("h1").text == f"Titel {EVIL}"
    values = [element.text for element in page.all("dd")]
    assert EVIL in values
    assert f"evil{EVIL}" in values
    assert json.dumps({EVIL: [EVIL]}) in values


@given(
    st.lists(
        st.sampled_from(["alert", "script", "amp", "mark", "lt", "7", '"alert 1"', "img", "ODER"])
    ).map(" ".join)
)
def test_without_marks_the_html_is_the_escaped_text(hostile: Path, query: str) -> None:
    view = view_article(Corpus.at(hostile), f"evil{EVIL}", SearchRequest(q=query), None)
    texts = [(view.article.title, view.title), (view.article.lead or "", view.lead)]
    texts += [(b.text, html) for b, (_, html) in zip(view.article.body, view.body, strict=True)]
    for text, html in texts:
        assert re.sub("</?mark>", "", html) == str(escape(text))


@pytest.mark.parametrize("number", range(len(IDS)), ids=[ascii(id_)[:30] for id_ in IDS])
def test_an_article_is_reached_by_its_links_whatever_its_id(
    number: int, hostile_client: FlaskClient
) -> None:
    id_ = IDS[number]
    (found,) = hostile_client.get(f"/api/v1/search?q=Nummer{number}").get_json()["results"]
    assert found["id"] == id_
    assert hostile_client.get(found["links"]["self"]).get_json()["id"] == id_
    assert hostile_client.get(found["links"]["html"]).status_code == 200
    page = Page(hostile_client.get(f"/?q=Nummer{number}").text)
    (hit,) = [a for a in page.all("a") if a.inside("ol", class_="hits")]
    article = Page(hostile_client.get(hit.attributes["href"]).text)
    assert article.one("h1").text.split(" ")[0] == f"Nummer{number}"


def test_a_real_server_reaches_them_as_well(hostile: Path) -> None:
    with serving(hostile) as server:
        for number, id_ in enumerate(IDS):
            found = json.loads(server.request("GET", f"/api/v1/search?q=Nummer{number}")[1])
            links = found["results"][0]["links"]
            status, body = server.request("GET", links["self"])
            assert (status, json.loads(body)["id"]) == (200, id_)
            status, body = server.request("GET", f"{links['html']}{_and(links)}q=Kennung&nr=1")
            assert status == 200, id_
            assert f"Nummer{number}" in body.decode()


def _and(links: dict[str, str]) -> str:
    return "&" if "?" in links["html"] else "?"


def test_slashes_of_an_id_may_be_written_raw(client: FlaskClient) -> None:
    raw = "/artikel/hauptstadtblatt/2022-02-03-genf-sicherheitsgarantien"
    assert client.get(raw).status_code == 200
    assert client.get(raw.replace("blatt/", "blatt%2F")).status_code == 200
