"""The page `/`: start page, form, hits, and pages of them."""

from __future__ import annotations

from itertools import pairwise

from html_page import Get

SICHERHEIT = "/?q=Sicherheitsgarantie"


def test_the_start_page_says_how_much_there_is_and_lists_nothing(get: Get) -> None:
    page = get("/")
    assert page.one("h1").text.startswith("79 Artikel")
    assert "Jänner 2022" in page.one("h1").text
    assert page.all("ol") == []
    assert page.link("So wird gesucht: alle Möglichkeiten") == "/hilfe"


def test_an_empty_form_leads_to_the_start_page(get: Get) -> None:
    assert get("/?q=&from=&to=&source=&sort=relevance").one("h1").text.startswith("79 Artikel")


def test_every_example_of_start_page_and_help_finds_something(get: Get) -> None:
    examples = {
        element.attributes["href"]
        for address in ("/", "/hilfe")
        for element in get(address).all("a")
        if element.attributes["href"].startswith("/?q=")
    }
    assert len(examples) >= 10
    for example in examples:
        assert get(example).all("mark"), example


def test_filters_without_words_list_articles(get: Get) -> None:
    page = get("/?source=alpenbote&sort=newest")
    assert page.one("h1").text == "25 Artikel"
    assert len(page.all("h3")) > 10


def test_a_hit_shows_title_date_source_places_agencies_and_marked_passages(get: Get) -> None:
    page = get(SICHERHEIT)
    assert page.one("h1").text == "4 Treffer"
    hit = page.one("li", id="treffer-1")
    assert hit.text.startswith("Ein Tisch, zwei Fahnen")
    assert "3. Februar 2022hauptstadtblattGenf, Brenn, KarsaAPA, Reuters" in hit.text
    marks = [mark.text for mark in page.all("mark") if mark.inside("li", id="treffer-1")]
    assert marks == ["Sicherheitsgarantien", "Sicherheitsgarantie"]


def test_an_undated_hit_says_so(get: Get) -> None:
    assert "ohne Datum" in get("/?q=Turmuhr").one("li", id="treffer-1").text


def test_what_was_searched_for_is_said_as_it_was_understood(get: Get) -> None:
    page = get("/?q=Wien+(Regierung+or+Parlament+OR+Wahl")
    assert page.one("q").text == "Wien UND (Regierung UND or UND Parlament ODER Wahl)"
    assert "nicht geschlossene Klammer" in page.one("p", class_="warning").text


def test_the_form_keeps_what_was_asked(get: Get) -> None:
    page = get("/?q=Wien&from=2022-02&to=31.12.2022&source=alpenbote&sort=oldest&agency=APA")
    assert page.value("q") == "Wien"
    assert (page.value("from"), page.value("to")) == ("2022-02", "31.12.2022")
    assert (page.value("source"), page.value("sort")) == ("alpenbote", "oldest")
    assert page.value("agency") == "APA"


def test_days_that_links_write_are_shown_as_people_write_them(get: Get) -> None:
    page = get("/?q=Wien&from=2022-12-01&to=2022-12-31")
    assert (page.value("from"), page.value("to")) == ("1.12.2022", "31.12.2022")


def test_several_sources_survive_another_search(get: Get) -> None:
    page = get("/?q=Wien&source=alpenbote&source=seeland-zeitung")
    hidden = [e.attributes["value"] for e in page.all("input", type="hidden", name="source")]
    assert hidden == ["alpenbote", "seeland-zeitung"]
    chosen = [o for o in page.all("option") if "selected" in o.attributes]
    assert chosen[0].text == "2 gewählt, weitere dazu …"
    assert chosen[0].attributes["value"] == ""


def test_the_form_offers_the_sources_of_the_corpus(get: Get) -> None:
    options = [o.text for o in get("/").all("option") if o.inside("select", name="source")]
    assert options == ["alle Quellen", "alpenbote", "hauptstadtblatt", "seeland-zeitung"]


def test_pages_lead_forth_and_back(get: Get) -> None:
    page = get("/?page_size=5&source=hauptstadtblatt&page=3")
    assert page.link("Nächste").endswith("&page=4")
    assert page.link("Vorige").endswith("&page=2")
    assert page.one("a", **{"aria-current": "page"}).text == "3"
    assert page.one("ol").attributes["start"] == "11"


def test_a_page_past_the_last_says_so(get: Get) -> None:
    page = get("/?q=Wien&page=50")
    assert "Eine Seite 50 hat dieses Ergebnis nicht" in page.one("p", class_="notice").text
    assert get(page.link("Zur letzten Seite")).all("ol")


def test_a_heading_is_never_skipped(get: Get) -> None:
    for address in ("/", "/?q=Wien", "/?q=xyz&source=n", "/hilfe"):
        levels = [int(e.tag[1]) for e in get(address).elements if e.tag in ("h1", "h2", "h3")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(below - above <= 1 for above, below in pairwise(levels)), (address, levels)
