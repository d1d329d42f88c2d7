"""An article's page: its text as written, what is known about it, its place in the result."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from html_page import Get, Page
from web_server import Build

from corpus.settings import Settings
from webapp import create_app

GENF = "/artikel/hauptstadtblatt%2F2022-02-03-genf-sicherheitsgarantien"


@pytest.fixture(scope="module")
def full(build_index: Build) -> FlaskClient:
    """One article with every field, and one that has hardly any."""
    records: list[dict[str, object]] = [
        {
            "id": "voll",
            "title": "Ein Titel",
            "text": "Wien - Ein erster Absatz mit Garantien.\n\nZwischentitel hier\n\n"
            "Ein zweiter Absatz. (APA, red, 30.12.2021)",
            "date": "2021-12",
            "source": "Blatt",
            "section": "Politik",
            "url": "https://blatt.example/a?b=1&c=2",
            "authors": ["Eva Muster"],
            "likes": 7,
            "tags": ["a", "ö"],
        },
        {"id": "leer", "title": "Nur ein Titel"},
        {"id": "böse", "title": "Verweis", "text": "Text.", "url": "javascript:alert(1)"},
    ]
    return create_app(Settings(index=build_index(records))).test_client()


def shown(client: FlaskClient, address: str) -> Page:
    response = client.get(address)
    assert response.status_code == 200
    return Page(response.text)


def facts(page: Page) -> dict[str, str]:
    names = [element.text for element in page.all("dt")]
    return dict(zip(names, [element.text for element in page.all("dd")], strict=True))


def test_paragraphs_and_subheads_stand_as_in_the_article(full: FlaskClient) -> None:
    page = shown(full, "/artikel/voll")
    text = [(e.tag, e.text) for e in page.elements if e.inside("div", class_="text")]
    assert text == [
        ("p", "Wien - Ein erster Absatz mit Garantien."),
        ("h2", "Zwischentitel hier"),
        ("p", "Ein zweiter Absatz."),
        ("p", "(APA, red, 30.12.2021)"),
    ]


def test_metadata_and_unknown_keys_are_listed(full: FlaskClient) -> None:
    assert facts(shown(full, "/artikel/voll")) == {
        "Datum": "30. Dezember 2021",
        "Quelle": "Blatt",
        "Ressort": "Politik",
        "Ort": "Wien",
        "Agentur": "APA",
        "Von": "Eva Muster",
        "Länge": "12 Wörter",
        "Adresse": "https://blatt.example/a?b=1&c=2",
        "Kennung": "voll",
        "likes": "7",
        "tags": '["a", "ö"]',
    }


def test_an_article_of_only_a_title_shows_nothing_invented(full: FlaskClient) -> None:
    page = shown(full, "/artikel/leer")
    assert facts(page) == {"Datum": "ohne Datum", "Länge": "0 Wörter", "Kennung": "leer"}


def test_an_address_of_the_web_is_a_link_that_tells_nothing(full: FlaskClient) -> None:
    link = shown(full, "/artikel/voll").one("a", href="https://blatt.example/a?b=1&c=2")
    assert link.attributes["rel"] == "noreferrer noopener"


def test_any_other_address_is_only_text(full: FlaskClient) -> None:
    page = shown(full, "/artikel/böse")
    assert facts(page)["Adresse"] == "javascript:alert(1)"
    assert all(not a.attributes["href"].startswith("javascript") for a in page.all("a"))


def test_a_derived_title_says_so(get: Get, full: FlaskClient) -> None:
    assert "aus dem Vorspann abgeleitet" in get(GENF).one("p", id="abgeleitet").text
    assert shown(full, "/artikel/voll").all("p", id="abgeleitet") == []


def test_marks_are_kept_when_a_result_led_here(get: Get) -> None:
    marks = [mark.text for mark in get(f"{GENF}?q=Sicherheitsgarantie&nr=1").all("mark")]
    assert marks == ["Sicherheitsgarantien", "Sicherheitsgarantie"]
    assert get(GENF).all("mark") == []


def test_the_first_mark_of_the_body_can_be_jumped_to(get: Get) -> None:
    page = get(f"{GENF}?q=Sicherheitsgarantie&nr=1")
    assert page.link("Zur ersten Fundstelle") == "#fundstelle"
    assert "Sicherheitsgarantien" in page.one("p", id="fundstelle").text


def test_neighbours_lead_through_the_whole_result_and_back(get: Get) -> None:
    result = "/?q=Wien&page_size=5&agency=APA"
    page = get(result)
    titles = [e.text for e in page.all("h3") if e.inside("ol", class_="hits")]
    address = page.all("a", href=page.link(titles[0]))[0].attributes["href"]
    seen = []
    for rank in range(1, 6):
        article = get(address)
        seen.append(article.one("h1").text)
        assert f"{rank} von 20" in article.text
        address = article.link("Nächster Treffer")
    assert seen == titles
    sixth = get(address)
    back = sixth.link("Zurück zum Ergebnis")
    assert parse_qs(urlsplit(back).query)["page"] == ["2"]
    assert urlsplit(back).fragment == "treffer-6"
    assert get(back).one("li", id="treffer-6")
    assert get(sixth.link("Vorheriger Treffer")).one("h1").text == titles[-1]


def test_the_ends_of_a_result_have_no_neighbour_beyond(get: Get) -> None:
    first = get(f"{GENF}?q=Sicherheitsgarantie&nr=1")
    assert [a for a in first.all("a") if a.text == "Vorheriger Treffer"] == []
    last = get(f"{GENF}?q=Sicherheitsgarantie&nr=4")
    assert [a for a in last.all("a") if a.text == "Nächster Treffer"] == []


def test_a_number_past_the_result_shows_the_article_alone(get: Get) -> None:
    assert get(f"{GENF}?q=Sicherheitsgarantie&nr=9").all("nav", class_="neighbours") == []


@pytest.mark.parametrize("rank", ["0", "-1", "x", "10001", "١", "1&nr=2"])
def test_an_impossible_number_is_refused(rank: str, client: FlaskClient) -> None:
    response = client.get(f"{GENF}?q=Wien&nr={rank}")
    assert response.status_code == 400
    assert "von 1 bis 10.000" in response.text


def test_an_unknown_id_is_not_found_and_repeated_as_text(client: FlaskClient) -> None:
    response = client.get("/artikel/<b>nichts</b>")
    assert response.status_code == 404
    assert "„&lt;b&gt;nichts&lt;/b&gt;“" in response.text
