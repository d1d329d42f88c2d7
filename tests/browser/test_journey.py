"""What a journalist does, in a real browser, with and without JavaScript."""

from __future__ import annotations

import pytest
from chromium import Browser
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

PAGES = [
    "/",
    "/hilfe",
    "/?q=Wien&from=2022&to=2022&exclude.place=Berlin",
    "/?q=Donaudampfschifffahrtsgesellschaftskapitaenswitwenrentenversicherung",
    "/?q=Wien&from=31.2.2021",
    "/artikel/hauptstadtblatt%2F2022-02-03-genf-sicherheitsgarantien?q=Sicherheitsgarantie&nr=1",
    "/gibtsnicht",
]


def press(browser: Browser, *keys: str) -> None:
    ActionChains(browser.driver).send_keys(*keys).perform()


def test_the_keyboard_alone_searches_opens_a_hit_and_sees_its_marks(browser: Browser) -> None:
    browser.open("/")
    browser.type("Sicherheitsgarantie")
    browser.follow(lambda: press(browser, Keys.ENTER))
    assert browser.heading == "4 Treffer"
    press(browser, Keys.TAB)
    assert browser.driver.switch_to.active_element.text == "Zum Inhalt"
    press(browser, Keys.TAB)
    assert browser.driver.switch_to.active_element.text == "Zu den Treffern"
    press(browser, Keys.ENTER, Keys.TAB)
    title = browser.driver.switch_to.active_element.text
    assert title.startswith("Ein Tisch, zwei Fahnen")
    browser.follow(lambda: press(browser, Keys.ENTER))
    assert browser.heading == title
    marks = browser.all("mark")
    assert [mark.text for mark in marks] == ["Sicherheitsgarantien", "Sicherheitsgarantie"]
    assert all(mark.is_displayed() for mark in marks)
    assert marks[0].value_of_css_property("background-color") not in ("rgba(0, 0, 0, 0)", "")


def test_the_focus_can_be_seen(browser: Browser) -> None:
    browser.open("/?q=Wien")
    for _ in range(6):
        press(browser, Keys.TAB)
        focused = browser.driver.switch_to.active_element
        assert focused.value_of_css_property("outline-style") == "solid"
        assert focused.value_of_css_property("outline-width") == "3px"
        assert focused.is_displayed()


def test_facets_beside_the_hits_lead_from_year_to_month_to_day(browser: Browser) -> None:
    browser.open("/?q=Wien+ODER+Wiener")
    for label, heading in [
        ("2022", "11 Treffer"),
        ("Oktober", "2 Treffer"),
        ("18. Oktober", "1 Treffer"),
    ]:
        browser.click(browser.link(label))
        assert browser.heading == heading
    assert "from=2022-10-18&to=2022-10-18" in browser.path


def test_on_a_phone_the_facets_unfold(browser: Browser) -> None:
    browser.width(375)
    browser.open("/?q=Wien")
    assert not browser.link("2022").is_displayed()
    browser.one(".facets summary").click()
    browser.click(browser.link("2022"))
    assert browser.heading == "10 Treffer"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_nothing_is_wider_than_the_screen(width: int, path: str, browser: Browser) -> None:
    browser.width(width)
    browser.open(path)
    assert browser.content_width <= width


@pytest.mark.parametrize("path", PAGES)
def test_no_page_complains_or_asks_another_host(path: str, browser: Browser) -> None:
    browser.open(path)
    complaints = [c for c in browser.complaints() if "status of 40" not in c]
    assert complaints == []
    assert browser.hosts() == {browser.base.removeprefix("http://")}


def test_the_style_sheet_is_at_work(browser: Browser) -> None:
    browser.open("/?q=Wien")
    assert browser.one(".submit").value_of_css_property("cursor") == "pointer"


def test_a_search_without_a_trace_leaves_none_in_address_or_title(browser: Browser) -> None:
    browser.open("/")
    browser.one("#q").send_keys("Gletscher")
    browser.click(browser.link("Suchen ohne Spur"))
    assert browser.heading == "3 Treffer"
    assert (browser.path, "Gletscher" in browser.driver.title) == ("/", False)
    browser.click(browser.one(".hits h3 button"))
    assert browser.all("mark")
    assert "Gletscher" not in browser.path
    browser.click(browser.link("Nächster Treffer"))
    assert browser.one(".where").text == "2 von 3"
    browser.click(browser.link("Zurück zum Ergebnis"))
    assert browser.heading == "3 Treffer"
    assert browser.path.startswith("/#treffer-2")
    browser.click(browser.link("alpenbote"))
    assert "Gletscher" not in browser.driver.current_url
    browser.follow(lambda: browser.one("#q").send_keys(Keys.ENTER))
    assert browser.path == "/"


def test_an_error_leads_to_its_field(browser: Browser) -> None:
    browser.open("/?q=Wien&to=gestern")
    assert browser.driver.switch_to.active_element.get_attribute("name") == "to"
    assert browser.one("#fehler-to").is_displayed()


def test_dark_and_light_follow_the_reader(browser: Browser) -> None:
    grounds = set()
    for scheme in ("light", "dark"):
        feature = {"name": "prefers-color-scheme", "value": scheme}
        browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
        browser.open("/")
        grounds.add(browser.one("body").value_of_css_property("background-color"))
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert len(grounds) == 2


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("Ausschuss", {"Untersuchungsausschüsse", "Gesundheitsausschuss"}),
        ("Politiker", {"Politiker*innen", "Politiker:innen", "Grünpolitikers"}),
        ("ankündigen", {"kündigte", "an", "angekündigt"}),
        ("Einfuhr", {"Ein", "Ausfuhr"}),
        ("Mueller", {"Müller", "Müllers"}),
        ("Januar", {"Jänner"}),
        ("Minister", {"Energieministerinnen", "Premierministerin", "Vizeaußenminister"}),
    ],
)
def test_compounds_and_variants_are_marked_where_they_stand(
    browser: Browser, query: str, marks: set[str]
) -> None:
    browser.open(f"/?q={query}&page_size=100")
    assert marks <= {mark.text for mark in browser.all("mark")}
