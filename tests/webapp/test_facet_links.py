"""Facets and chips: what they count, where they lead, how they are taken back."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from html_page import Get


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


def test_days_that_are_only_approximately_known_are_folded_away(get: Get) -> None:
    page = get("/?from=2022-06&to=2022-06")
    items = [e for e in page.all("li") if e.inside("section", class_="facet-day")]
    folded = [e for e in items if e.inside("details", class_="rest")]
    assert [e.text for e in items if e not in folded] == [
        "14. Juni 1 (+1 ungefähr)", "30. Juni 1 (+1 ungefähr)",
    ]  # fmt: skip
    assert len(folded) == 28


def test_articles_without_a_date_can_be_chosen(get: Get) -> None:
    page = get(get("/?sort=newest&source=seeland-zeitung").link("ohne Datum"))
    assert page.one("h1").text == "1 Artikel"


def test_a_value_adds_itself_and_a_second_of_the_same_facet_widens(get: Get) -> None:
    one = get("/?q=Wien+ODER+Wiener").link("seeland-zeitung")
    both = get(one).link("alpenbote")
    assert parameters(both)["source"] == ["seeland-zeitung", "alpenbote"]
    assert get(both).one("h1").text == "4 Treffer"
    back = get(both).link("alpenbote – Filter entfernen")
    assert parameters(back) == parameters(one)


def test_a_value_can_be_excluded_and_let_in_again(get: Get) -> None:
    without = get("/?q=Wien").link("hauptstadtblatt ausschließen")
    assert parameters(without) == {"q": ["Wien"], "exclude.source": ["hauptstadtblatt"]}
    page = get(without)
    assert page.one("h1").text == "3 Treffer"
    assert parameters(page.link("hauptstadtblatt wieder zulassen")) == {"q": ["Wien"]}


def test_a_link_of_a_facet_leads_to_the_first_page(get: Get) -> None:
    assert "page" not in parameters(get("/?q=Wien&page=2").link("seeland-zeitung"))


# --- chips


def test_every_filter_can_be_taken_away_above_the_hits(get: Get) -> None:
    page = get("/?q=Wien&from=2022&to=2022&agency=APA&exclude.place=Berlin")
    dates = page.link("Zeitraum: 2022 – entfernen")
    assert parameters(dates) == {"q": ["Wien"], "agency": ["APA"], "exclude.place": ["Berlin"]}
    assert "agency" not in parameters(page.link("Agentur: APA – entfernen"))
    excluded = page.link("Ort ausgeschlossen: Berlin – entfernen")
    assert "exclude.place" not in parameters(excluded)
    assert parameters(page.link("alle entfernen")) == {"q": ["Wien"]}
