"""Running text and header facts become an article, and what was assumed is said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Block
from corpus.dates import DateInterval
from corpus.readers.composition import (
    LONGEST_DERIVED_TITLE,
    compose,
    derive_title,
    split_paragraphs,
)

DECEMBER = DateInterval.of_month(2021, 12)
DECEMBER_30 = DateInterval.of_day(date(2021, 12, 30))
UNDATED = ["Ohne Datum aufgenommen; kein Zeitraum wird den Artikel finden."]


def composed(*paragraphs: str, day: DateInterval | None = DECEMBER, title: str = "") -> Article:
    return compose(Article("a", title, date=day), list(paragraphs))[0]


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("Eins.\n\nZwei.", ["Eins.", "Zwei."]),
        ("Eins.\r\n\r\nZwei.", ["Eins.", "Zwei."]),
        ("Eins.\n \t\n\n\nZwei.", ["Eins.", "Zwei."]),
        ("Eins.\nZwei.", ["Eins.", "Zwei."]),
        ("Hart\numbrochen\nist\n  das.\nUnd neu.", ["Hart umbrochen ist das.", "Und neu."]),
        ("Hart\numbrochen.\nBleibt\n\nbeisammen.", ["Hart umbrochen. Bleibt", "beisammen."]),
        ("Eins.\u2029Zwei\u2028geht weiter.", ["Eins.", "Zwei geht weiter."]),
        (" \n\n ", []),
        ("", []),
    ],
)  # fmt: skip
def test_paragraphs_end_at_blank_lines_else_at_lines_that_end_a_sentence(
    text: str, paragraphs: list[str]
) -> None:
    assert split_paragraphs(text) == paragraphs


@given(st.text())
def test_no_word_is_lost_between_paragraphs(text: str) -> None:
    paragraphs = split_paragraphs(text)
    assert " ".join(paragraphs).split() == text.split()
    assert all(paragraph == paragraph.strip() != "" for paragraph in paragraphs)
    assert "\n" not in "".join(paragraphs)


def test_text_before_a_dateline_is_the_lead() -> None:
    article = composed("Die Lage ist ernst. Wien/Graz – Der Bund spart.", "Mehr dazu.")
    assert article.lead == "Die Lage ist ernst."
    assert article.places == ("Wien", "Graz")
    assert article.body == (
        Block("paragraph", "Wien/Graz – Der Bund spart."),
        Block("paragraph", "Mehr dazu."),
    )


def test_a_paragraph_before_one_with_a_dateline_is_the_lead() -> None:
    article = composed("Die Lage ist ernst. Foto: APA", "Wien – Der Bund spart.")
    assert (article.lead, article.credit) == ("Die Lage ist ernst.", "APA")


def test_without_a_dateline_there_is_no_lead() -> None:
    article = composed("Der Bund spart.", "Mehr dazu.")
    assert article.lead is None
    assert len(article.body) == 2


def test_a_caption_of_nothing_but_a_credit_is_no_lead() -> None:
    article = composed("Foto: APA", "Wien – Der Bund spart.")
    assert (article.lead, article.credit) == (None, "APA")
    assert article.title == "Wien – Der Bund spart"


def test_subheads_stand_between_paragraphs_and_nowhere_else() -> None:
    article = composed("Der Anfang", "Erster Satz.", "Neue Gespräche", "Noch ein Satz.", "Das Ende")
    assert [block.kind for block in article.body] == [
        "paragraph", "paragraph", "subhead", "paragraph", "paragraph",
    ]  # fmt: skip


def test_the_sign_off_leaves_the_text() -> None:
    article = composed("Der Bund spart.", "Mehr dazu. (APA, red, 30.12.2021)")
    assert article.body[-1].text == "Mehr dazu."
    assert article.sign_off == "(APA, red, 30.12.2021)"
    assert article.agencies == ("APA",)
    assert article.authors == ("red",)


def test_a_paragraph_that_is_only_a_sign_off_leaves_nothing_behind() -> None:
    assert len(composed("Der Bund spart.", "(APA, 30.12.2021)").body) == 1


def test_an_inner_sign_off_stays_in_the_text() -> None:
    article = composed("Sieg. (APA, 30.12.2021) Tore: Beispiel (48.)")
    assert article.body[-1].text.endswith("(APA, 30.12.2021) Tore: Beispiel (48.)")
    assert article.date == DECEMBER_30


def test_agencies_and_places_are_named_once() -> None:
    article = composed("Wien/Graz/Wien – Der Bund spart. (APA, apa, dpa)")
    assert article.agencies == ("APA", "dpa")
    assert article.places == ("Wien", "Graz")


def test_authors_of_the_input_win_over_those_of_the_sign_off() -> None:
    facts = Article("a", "Titel", date=DECEMBER, authors=("Eva Beispiel",))
    assert compose(facts, ["Text. (red, 30.12.2021)"])[0].authors == ("Eva Beispiel",)


@pytest.mark.parametrize(
    ("header", "sign_off", "expected", "remarks"),
    [
        (DECEMBER, "(APA, 30.12.2021)", DECEMBER_30, []),
        (DateInterval.of_year(2021), "(APA, 30.12.2021)", DECEMBER_30, []),
        (DECEMBER_30, "(APA, 30.12.2021)", DECEMBER_30, []),
        (DECEMBER, "(APA)", DECEMBER, []),
        (DECEMBER, "(APA; 30.12.021)", DECEMBER, []),
        (None, "(APA)", None, UNDATED),
        (None, "(APA, 30.12.2021)", DECEMBER_30,
         ["Kein Datum im Kopf; übernommen aus der Signatur: 30. Dezember 2021."]),
        (DECEMBER, "(APA, 1.1.2022)", DECEMBER,
         ["Die Signatur nennt 1. Jänner 2022, der Kopf Dezember 2021; es gilt der Kopf."]),
    ],
)  # fmt: skip
def test_a_sign_off_inside_the_header_date_refines_it_and_one_outside_loses(
    header: DateInterval | None,
    sign_off: str,
    expected: DateInterval | None,
    remarks: list[str],
) -> None:
    article, said = compose(Article("a", "Titel", date=header), [f"Der Bund spart. {sign_off}"])
    assert article.date == expected
    assert said == remarks


def test_a_missing_title_is_derived_from_the_lead_and_marked_so() -> None:
    article = composed("Die Lage ist ernst. Wien – Der Bund spart.")
    assert (article.title, article.title_derived) == ("Die Lage ist ernst", True)
    article = composed("Der Bund spart. Mehr dazu.", title="Sparpaket")
    assert (article.title, article.title_derived) == ("Sparpaket", False)


@given(st.lists(st.text(min_size=1).map(str.strip).filter(bool), max_size=4), st.booleans())
def test_any_text_becomes_an_article_with_a_title(paragraphs: list[str], header_lead: bool) -> None:
    article, _ = compose(Article("a", ""), paragraphs, header_lead=header_lead)
    assert article.title
    assert article.title_derived
    assert all(text == text.strip() != "" for _, text in article.blocks())


def test_the_agency_of_a_dateline_joins_those_of_the_sign_off() -> None:
    article = composed("Berlin (dpa) - Der Bund spart. (APA, 4.12.2021)")
    assert article.agencies == ("dpa", "APA")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Das Telefonat wurde erwartet. Danach", "Das Telefonat wurde erwartet"),
        ("Was kommt nun? Die Regierung berät.", "Was kommt nun?"),
        ("Endlich Schnee! Die Lifte laufen.", "Endlich Schnee!"),
        ("Am 3. Jänner wird gewählt. Danach", "Am 3. Jänner wird gewählt"),
        ("Dr. Eva Beispiel übernimmt das Amt. Danach", "Dr. Eva Beispiel übernimmt das Amt"),
        ("Prof. Beispiel tritt zurück. Danach", "Prof. Beispiel tritt zurück"),
        ("In St. Pölten wird gebaut. Danach", "In St. Pölten wird gebaut"),
        ("Schulden bei 72 Mrd. Euro, Minus bei 3 Mio. Euro. Danach",
         "Schulden bei 72 Mrd. Euro, Minus bei 3 Mio. Euro"),
        ("Ab 66.000 Euro ist man dabei. Danach", "Ab 66.000 Euro ist man dabei"),
        ('"Das reicht nicht." Die Opposition protestiert.', '"Das reicht nicht."'),
        ("„Das reicht nicht.“ Die Opposition", "„Das reicht nicht.“"),
        ("Er wartet … Und wartet.", "Er wartet …"),
        ("Die Ministerin tritt ab. Danach", "Die Ministerin tritt ab"),
        ("Und dann...", "Und dann..."),
        ("Ohne Punkt", "Ohne Punkt"),
        ("Über\n  zwei Zeilen. Danach", "Über zwei Zeilen"),
        ("", ""),
        (" \n ", ""),
    ],
)  # fmt: skip
def test_the_derived_title_is_the_first_sentence_without_its_full_stop(
    text: str, title: str
) -> None:
    assert derive_title(text) == title


def test_a_long_first_sentence_is_cut_at_a_word() -> None:
    title = derive_title("Gespräche " * 40)
    assert title == " ".join(["Gespräche"] * 16) + " …"


@given(st.text())
def test_a_derived_title_is_one_line_of_bounded_length(text: str) -> None:
    title = derive_title(text)
    assert title == " ".join(title.split())
    assert len(title) <= LONGEST_DERIVED_TITLE + len(" …")
