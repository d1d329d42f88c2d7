"""Every link of every kind of page leads somewhere."""

from __future__ import annotations

from flask.testing import FlaskClient
from html_page import Page

START = [
    "/",
    "/hilfe",
    "/?q=Wien&page=2",
    "/?q=Wien&from=2022-10&to=2022-10&exclude.agency=dpa&page_size=3",
    "/?q=Xylophon&source=Nirgendblatt",
    "/?source=seeland-zeitung&sort=oldest",
    "/artikel/hauptstadtblatt%2F2022-02-03-genf-sicherheitsgarantien?q=Wien+Genf&nr=1",
]


def test_every_internal_link_answers(client: FlaskClient) -> None:
    links = {
        link for address in START for link in Page(client.get(address).text).internal_links(address)
    }
    assert len(links) > 150
    for link in links:
        with client.get(link) as response:
            assert response.status_code == 200, link


def test_every_fragment_names_something_on_its_page(client: FlaskClient) -> None:
    for address in START:
        page = Page(client.get(address).text)
        ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
        assert len(ids) == len(set(ids)), address
        targets = [
            a.attributes["href"][1:] for a in page.all("a") if a.attributes["href"][:1] == "#"
        ]
        for name in ("for", "form", "aria-describedby", "aria-labelledby"):
            targets += [t for e in page.elements for t in e.attributes.get(name, "").split()]
        assert set(targets) <= set(ids), address


def test_every_field_has_a_label_and_every_control_a_name(client: FlaskClient) -> None:
    for address in START:
        page = Page(client.get(address).text)
        labelled = {label.attributes["for"] for label in page.all("label")}
        for field in (*page.all("input"), *page.all("select")):
            assert field.attributes.get("type") == "hidden" or field.attributes["id"] in labelled
        for control in (*page.all("a"), *page.all("button")):
            assert control.text or control.attributes.get("aria-label")


def test_every_page_has_its_landmarks_and_its_language(client: FlaskClient) -> None:
    for address in START:
        page = Page(client.get(address).text)
        assert page.one("html").attributes["lang"] == "de-AT"
        for landmark in ("main", "h1", "title", "footer"):
            page.one(landmark)
        assert page.all("a")[0].attributes["href"] == "#inhalt"
