"""A search without a trace: its words are in no address, no title, and nothing is lost."""

from __future__ import annotations

from flask.testing import FlaskClient
from html_page import Element, Page

SECRET = "Gletscher"


def post(client: FlaskClient, address: str = "/", **fields: str) -> Page:
    response = client.post(address, data=fields)
    assert response.status_code == 200
    return Page(response.text)


def press(client: FlaskClient, button: Element) -> Page:
    """What a browser sends when the button is pressed."""
    assert button.attributes["form"] == "spurlos"
    address = button.attributes["formaction"].partition("#")[0]
    return post(client, address, request=button.attributes["value"])


def button(page: Page, label: str) -> Element:
    found = [e for e in page.all("button") if label in (e.text, e.attributes.get("aria-label"))]
    assert found, label
    return found[0]


def addresses(page: Page) -> list[str]:
    names = ("href", "src", "action", "formaction")
    return [e.attributes[name] for e in page.elements for name in names if name in e.attributes]


def test_no_address_and_no_title_holds_the_words(client: FlaskClient) -> None:
    page = post(client, q=f"{SECRET} ODER Wien", page_size="5")
    assert SECRET in page.text
    assert len(addresses(page)) > 20
    assert not any(SECRET in address for address in addresses(page))
    assert SECRET not in page.one("title").text


def test_it_finds_what_the_open_search_finds(client: FlaskClient) -> None:
    for query in ("Wien", "Wien ODER Winter", '"ein stiller Winter"'):
        open_page = Page(client.get("/", query_string={"q": query}).text)
        assert post(client, q=query).one("h1").text == open_page.one("h1").text


def test_facets_pages_and_chips_go_on_without_a_trace(client: FlaskClient) -> None:
    page = press(client, button(post(client, q="Wien ODER Wiener"), "2022"))
    assert page.one("h1").text == "11 Treffer"
    page = press(client, button(page, "Seite 2"))
    assert page.one("button", **{"aria-current": "page"}).text == "2"
    page = press(client, button(page, "Zeitraum: 2022 – entfernen"))
    assert page.one("h1").text == "30 Treffer"
    assert not any("Wien" in address for address in addresses(page))


def test_articles_their_neighbours_and_the_way_back_too(client: FlaskClient) -> None:
    page = post(client, q="Wien")
    hits = [e for e in page.all("button") if e.inside("ol", class_="hits")]
    article = press(client, hits[0])
    assert article.all("mark")
    second = press(client, button(article, "Nächster Treffer"))
    assert "2 von 28" in second.text
    assert not any("Wien" in address for address in addresses(second))
    back = press(client, button(second, "Zurück zum Ergebnis"))
    assert back.one("h1").text == "28 Treffer"


def test_the_form_stays_without_a_trace_when_enter_is_pressed(client: FlaskClient) -> None:
    page = post(client, q="Wien")
    form = page.one("form", class_="form")
    first = next(e for e in page.all("button") if form in e.parents)
    assert form.attributes["method"] == "post"
    assert (first.text, first.attributes["formmethod"]) == ("Suchen ohne Spur", "post")
    page = Page(client.get("/?q=Wien").text)
    first = next(e for e in page.all("button") if e.inside("form", class_="form"))
    assert (first.text, first.attributes["formmethod"]) == ("Suchen", "get")


def test_no_field_offers_what_was_typed_before(client: FlaskClient) -> None:
    page = post(client, q="Wien")
    for name in ("q", "from", "to"):
        field = page.one("input", name=name)
        assert field.attributes["autocomplete"] == "off"
        assert field.attributes["spellcheck"] == "false"  # some browsers send words away for it


def test_nothing_found_and_errors_stay_without_a_trace(client: FlaskClient) -> None:
    page = post(client, q="Xylophon", source="Nirgendblatt")
    assert not any("Xylophon" in address for address in addresses(page))
    response = client.post("/", data={"q": "Xylophon", "from": "gestern"})
    page = Page(response.text)
    assert response.status_code == 400
    assert page.one("form", class_="form").attributes["method"] == "post"
    assert not any("Xylophon" in address for address in addresses(page))


def test_a_request_that_cannot_be_decoded_is_refused(client: FlaskClient) -> None:
    assert client.post("/", data={"request": "&".join(["q=1"] * 1001)}).status_code == 400
    assert client.post("/", data={"request": "bunt=1"}).status_code == 400
    assert client.post("/", data={"request": "q=a", "q": "b"}).status_code == 400
