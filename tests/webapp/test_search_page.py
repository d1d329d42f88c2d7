"""The page `/`: form, results, facets, pages, and what it says when nothing is found."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from html_page import Get, Page

SICHERHEIT = "/?q=Sicherheitsgarantie"


def parameters(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


def counts(get: Get, address: str, facet: str) -> dict[str, str]:
    """The values of a facet with their counts, as the page shows them."""
    values = get(address).elements
    items = [e for e in values if e.tag == "li" and e.inside("section", class_=f"facet-{facet}")]
    shown = {}
    for item in items:
        inner = [e for e in values if item in e.parents]
        value = next(e.text for e in inner if "value" in e.classes)
        shown[value] = next(e.text for e in inner if "count" in e.classes)
    return shown


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


# --- facets


def test_years_lead_to_months_and_months_to_days(get: Get) -> None:
    years = counts(get, "/?q=Wien", "year")
    by_year = get("/?q=Wien").link("2022")
    assert get(by_year).one("h1").text == f"{years['2022']} Treffer"
    months = counts(get, by_year, "month")
    by_month = get(by_year).link("Oktober")
    assert get(by_month).one("h1").text == f"{months['Oktober']} Treffer"
    days = counts(get, by_month, "day")
    by_day = get(by_month).link("18. Oktober")
    assert get(by_day).one("h1").text == f"{days['18. Oktober']} Treffer"
    assert parameters(by_day) == {
        "q": ["Wien"], "from": ["2022-10-18"], "to": ["2022-10-18"],
    }  # fmt: skip


def test_an_active_day_leads_back_to_its_month_and_so_on_up(get: Get) -> None:
    day = get("/?q=Wien&from=2022-10-18&to=2022-10-18")
    month = get(day.link("18. Oktober – Filter entfernen"))
    assert month.value("from") == "1.10.2022"
    year = get(month.link("Oktober – Filter entfernen"))
    assert (year.value("from"), year.value("to")) == ("1.1.2022", "31.12.2022")
    assert get(year.link("2022 – Filter entfernen")).value("from") == ""


def test_a_month_without_articles_is_shown_and_leads_nowhere(get: Get) -> None:
    months = counts(get, "/?from=2022&to=2022", "month")
    assert list(months)[:3] == ["Jänner", "Februar", "März"]
    assert months["Juli"] == "0"
    assert [a for a in get("/?from=2022&to=2022").all("a") if a.text == "Juli"] == []


def test_counts_say_what_is_only_approximately_known(get: Get) -> None:
    days = counts(get, "/?from=2022-06&to=2022-06", "day")
    assert any("(+1 ungefähr)" in count for count in days.values())


def test_articles_without_a_date_can_be_chosen(get: Get) -> None:
    page = get(get("/?sort=newest&source=seeland-zeitung").link("ohne Datum"))
    assert page.one("h1").text == "1 Artikel"


def test_a_value_adds_itself_and_a_second_of_the_same_facet_widens(get: Get) -> None:
    one = get("/?q=Wien").link("seeland-zeitung")
    both = get(one).link("alpenbote")
    assert parameters(both)["source"] == ["seeland-zeitung", "alpenbote"]
    assert get(both).one("h1").text == "4 Treffer"
    back = get(both).link("alpenbote – Filter entfernen")
    assert parameters(back) == parameters(one)


def test_a_value_can_be_excluded_and_let_in_again(get: Get) -> None:
    without = get("/?q=Wien").link("hauptstadtblatt ausschließen")
    assert parameters(without) == {"q": ["Wien"], "exclude.source": ["hauptstadtblatt"]}
    page = get(without)
    assert page.one("h1").text == "4 Treffer"
    assert parameters(page.link("hauptstadtblatt wieder zulassen")) == {"q": ["Wien"]}


def test_a_link_of_a_facet_leads_to_the_first_page(get: Get) -> None:
    assert "page" not in parameters(get("/?q=Wien&page=2").link("alpenbote"))


# --- chips


def test_every_filter_can_be_taken_away_above_the_hits(get: Get) -> None:
    page = get("/?q=Wien&from=2022&to=2022&agency=APA&exclude.place=Berlin")
    dates = page.link("Zeitraum: 2022 – entfernen")
    assert parameters(dates) == {"q": ["Wien"], "agency": ["APA"], "exclude.place": ["Berlin"]}
    assert "agency" not in parameters(page.link("Agentur: APA – entfernen"))
    excluded = page.link("Ort ausgeschlossen: Berlin – entfernen")
    assert "exclude.place" not in parameters(excluded)
    assert parameters(page.link("alle entfernen")) == {"q": ["Wien"]}


# --- pages


def test_pages_lead_forth_and_back(get: Get) -> None:
    page = get("/?page_size=5&source=hauptstadtblatt&page=3")
    assert parameters(page.link("Nächste"))["page"] == ["4"]
    assert parameters(page.link("Vorige"))["page"] == ["2"]
    assert page.one("a", **{"aria-current": "page"}).text == "3"
    assert page.one("ol").attributes["start"] == "11"


def test_a_page_past_the_last_says_so(get: Get) -> None:
    page = get("/?q=Wien&page=50")
    assert "Eine Seite 50 hat dieses Ergebnis nicht" in page.one("p", class_="notice").text
    assert get(page.link("Zur letzten Seite")).all("ol")


# --- nothing found


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
def test_a_value_that_the_corpus_does_not_hold_is_named(
    name: str, sentence: str, get: Get
) -> None:
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


def test_a_heading_is_never_skipped(get: Get) -> None:
    for address in ("/", "/?q=Wien", "/?q=xyz&source=n", "/hilfe"):
        levels = [int(e.tag[1]) for e in get(address).elements if e.tag in ("h1", "h2", "h3")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        steps = zip(levels, levels[1:], strict=False)
        assert all(below - above <= 1 for above, below in steps), (address, levels)
