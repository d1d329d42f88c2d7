"""When there is nothing to show: an empty result explains itself, an error finds its field."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from html_page import Get, Page


def test_nothing_found_says_what_restricts_and_what_each_removal_would_find(get: Get) -> None:
    page = get("/?q=Gletscher&source=seeland-zeitung&from=2022-08&to=2022-08")
    assert page.one("h1").text == "Keine Treffer"
    empty = page.one("section", class_="empty").text
    assert "Zeitraum: August 2022 entfernen auch dann keine Treffer" in empty
    assert "Quelle: seeland-zeitung entfernen dann 1 Treffer" in empty
    assert "alle entfernen dann 3 Treffer" in empty
    assert get(page.link("Quelle: seeland-zeitung – entfernen")).one("h1").text == "1 Treffer"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("source", "Quelle „Nirgendblatt“ kommt in diesem Bestand nicht vor."),
        ("place", "Ort „Nirgendblatt“ kommt in diesem Bestand nicht vor."),
    ],
)
def test_a_value_that_the_corpus_does_not_hold_is_named(name: str, sentence: str, get: Get) -> None:
    assert get(f"/?q=Wien&{name}=Nirgendblatt").one("p", class_="warning").text == sentence


def test_a_source_that_only_this_search_does_not_find_is_not_called_unknown(get: Get) -> None:
    page = get("/?q=Gletscher&source=seeland-zeitung")
    assert page.all("p", class_="warning") == []


def test_words_that_nothing_holds_get_advice(get: Get) -> None:
    page = get("/?q=Xylophonquartett")
    assert "Weniger Wörter" in page.one("ul", class_="advice").text


# --- errors


@pytest.mark.parametrize(
    ("address", "field", "sentence"),
    [
        ("/?q=Wien&from=31.2.2021", "from", "Das Datum „31.2.2021“ gibt es nicht"),
        ("/?q=Wien&to=gestern", "to", "nicht lesbar"),
        ("/?q=Wien&from=2022&to=2021", "from", "beginnt (2022-01-01) nach seinem Ende"),
        ("/?q=" + "a" * 501, "q", "501 Zeichen, erlaubt sind 500"),
        ("/?q=Wien&sort=best", "sort", "Die Reihenfolge „best“ gibt es nicht"),
    ],
)
def test_an_error_stands_beside_the_field_that_it_belongs_to(
    address: str, field: str, sentence: str, client: FlaskClient
) -> None:
    response = client.get(address)
    page = Page(response.text)
    assert response.status_code == 400
    (faulty,) = [e for e in page.elements if "aria-invalid" in e.attributes]
    assert faulty.attributes["name"] == field
    assert faulty.attributes["aria-describedby"].split()[0] == f"fehler-{field}"
    assert sentence in page.one("p", id=f"fehler-{field}").text
    assert page.link(f"Bitte das Feld „{_label(page, field)}“ berichtigen.") == f"#{field}"


def _label(page: Page, field: str) -> str:
    return page.one("label", **{"for": field}).text


def test_an_error_keeps_the_input_as_it_was_typed(client: FlaskClient) -> None:
    sent = {"q": '"Wien  <b>', "from": "31.2.2021", "to": "2021-12-31", "source": "alpenbote"}
    page = Page(client.get("/", query_string=sent).text)
    assert {name: page.value(name) for name in sent} == sent


def test_an_error_of_no_field_stands_above_the_form(client: FlaskClient) -> None:
    page = Page(client.get("/?q=Wien&page=0").text)
    assert "ganze Zahl ab 1" in page.one("p", class_="error").text
    assert page.value("q") == "Wien"
    assert page.all("input", name="page") == []
