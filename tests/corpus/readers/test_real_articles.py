"""Real articles: the acceptance article of the issue, and a guard on five hundred others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from corpus.article import Article
from corpus.dates import DateInterval
from corpus.readers import Found, read

Shared = Callable[[str], Path]


def articles(path: Path) -> list[Article]:
    """All articles; a refused one fails the test, a remark does not."""
    readings = list(read(path))
    found = [reading.article for reading in readings if isinstance(reading, Found)]
    decided = [reading for reading in readings if type(reading).__name__ != "Remark"]
    assert len(decided) == len(found)
    return found


def test_the_real_seed_is_understood_in_all_its_parts(shared: Shared) -> None:
    (article,) = articles(shared("seeds"))
    assert article.date == DateInterval.of_day(date(2021, 12, 30))
    assert article.agencies == ("APA",)
    assert article.authors == ("red",)
    assert article.places == ("Kiew", "Moskau", "Washington")
    assert article.credit == "AFP PHOTO / WHITE HOUSE"
    assert article.sign_off == "(APA, red, 30.12.2021)"
    assert article.title == "Das Telefonat zwischen Putin und Biden wurde mit Spannung erwartet"
    assert article.title_derived
    assert article.lead == f"{article.title}."
    subheads = [block.text for block in article.body if block.kind == "subhead"]
    assert subheads == ["Weitere diplomatische Gespräche geplant"]
    assert article.body[0].text.startswith("Kiew/Moskau/Washington – US-Präsident Joe Biden")
    assert article.body[-1].text.endswith("von mehreren Nato-Mitgliedern zurückgewiesen.")


def test_the_real_seed_is_read_without_a_remark(shared: Shared) -> None:
    (found,) = read(shared("seeds"))
    assert isinstance(found, Found)
    assert found.article.id == "000_a2695d94dfc7ecd0"


def test_datelines_and_sign_offs_of_a_newspaper_are_found(shared: Shared) -> None:
    """Measured: 347 and 54 of 514, with the places and sign-offs of fifty checked by eye."""
    found = articles(shared("corpora/derstandard-2015-2016.jsonl.gz"))
    assert len(found) == 514
    assert sum(bool(article.places) for article in found) >= 340
    assert sum(bool(article.sign_off) for article in found) >= 50
    assert all(article.date is None or article.sign_off for article in found)
