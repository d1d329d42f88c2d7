"""The parts of news text: every form of the issue, and what only looks like one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.anatomy import (
    SignOff,
    find_dateline,
    find_inner_sign_off,
    find_sign_off,
    is_subhead,
    split_credit,
)
from corpus.dates import DateInterval

ENDS = "Die Gespräche werden fortgesetzt. "


def on(day: int, month: int, year: int) -> DateInterval:
    return DateInterval.of_day(date(year, month, day))


def signed(text: str) -> SignOff | None:
    found = find_sign_off(text)
    return found[1] if found else None


@pytest.mark.parametrize(
    ("bracket", "agencies", "authors", "day"),
    [
        # the forms of the issue
        ("(APA, red, 30.12.2021)", ("APA",), ("red",), on(30, 12, 2021)),
        ("(APA; 4.9.2015)", ("APA",), (), on(4, 9, 2015)),
        ("(red, 4. 9. 2015)", (), ("red",), on(4, 9, 2015)),
        ("(APA/dpa, 4.9.2015)", ("APA", "dpa"), (), on(4, 9, 2015)),
        ("(4.9.2015)", (), (), on(4, 9, 2015)),
        ("(APA, Reuters, 4.9.2015)", ("APA", "Reuters"), (), on(4, 9, 2015)),
        ("(APA 4.9.2015)", ("APA",), (), on(4, 9, 2015)),
        ("(APA, 12.2. 2016)", ("APA",), (), on(12, 2, 2016)),
        ("(APA/red – 8.8. 2015)", ("APA",), ("red",), on(8, 8, 2015)),
        ("(red, 13.02.16)", (), ("red",), on(13, 2, 2016)),
        ("(APA)", ("APA",), (), None),
        ("(nim, krud, mika)", (), ("nim", "krud", "mika"), None),
        ("(Eva Beispiel aus Brüssel, 14.12.2015)", (), ("Eva Beispiel",), on(14, 12, 2015)),
        ("(Max Muster, DER STANDARD, 5.8.2015)", (), ("Max Muster",), on(5, 8, 2015)),
        ("(Text: …, Video: …, 1.10.2015)", (), (), on(1, 10, 2015)),
        ("(Text: Eva Beispiel, Video: Max Muster, 1.10.2015)", (),
         ("Eva Beispiel", "Max Muster"), on(1, 10, 2015)),
        ("(APA; 18.8.015)", ("APA",), (), None),
        # and others of real articles
        ("(APA/sid/red – 11.7. 2015)", ("APA", "SID"), ("red",), on(11, 7, 2015)),
        ("(Reuters, APA, red)", ("Reuters", "APA"), ("red",), None),
        ("(stu., 9.9.2015)", (), ("stu.",), on(9, 9, 2015)),
        ("(Eva M. Beispiel, 24.10.2015)", (), ("Eva M. Beispiel",), on(24, 10, 2015)),
        ("(András Beispiel; 01.11.2015)", (), ("András Beispiel",), on(1, 11, 2015)),
        ("(Eva Beispiel, Videos: Max Muster & Ida Probe, 29.10.2015)", (),
         ("Eva Beispiel", "Max Muster", "Ida Probe"), on(29, 10, 2015)),
    ],
)  # fmt: skip
def test_a_closing_bracket_gives_agencies_authors_and_date(
    bracket: str, agencies: tuple[str, ...], authors: tuple[str, ...], day: DateInterval | None
) -> None:
    assert find_sign_off(ENDS + bracket) == (len(ENDS), SignOff(bracket, agencies, authors, day))


@pytest.mark.parametrize(
    "text",
    [
        "Der Stürmer fehlt weiter (nach Kreuzbandriss)",
        "Tore: Beispiel (12.), Muster (48.)",
        "Nicht dabei: Beispiel (Schambeinentzündung), Muster (alle angeschlagen)",
        "Beispiel gewann mit 280 Schlägen (71/68/72/69)",
        "Das Studium der Quellen (Muster: Geschichte der Stadt, 1983) zeigt anderes. Mehr folgt.",
        "Der Klub holte einen Spieler (Tschechien).",
        "Das sagte er und grinste. (lacht)",
        "Der Präsident dementierte (wie immer)",
        "Ein Satz ohne Klammer.",
        "Ein Satz mit offener Klammer (APA",
        "()",
        "",
    ],
)
def test_other_closing_brackets_are_no_sign_off(text: str) -> None:
    assert signed(text) is None


def test_marks_and_names_alone_must_follow_the_end_of_a_sentence() -> None:
    assert signed("Es bleibt dabei. (mika)") == SignOff("(mika)", authors=("mika",))
    assert signed("Der Abgeordnete der Liste (mika)") is None


@pytest.mark.parametrize(
    "before", ["mache.", "gab es (1943-1970) ", "umzustimmen  ", "for tool use "]
)
def test_a_dated_sign_off_needs_neither_space_nor_full_stop_before_it(before: str) -> None:
    assert find_sign_off(before + "(APA, 4.9.2015)\n") == (
        len(before),
        SignOff("(APA, 4.9.2015)", agencies=("APA",), date=on(4, 9, 2015)),
    )


def test_an_agency_is_shown_in_one_spelling() -> None:
    found = signed(ENDS + "(apa, DPA, reuters)")
    assert found is not None
    assert found.agencies == ("APA", "dpa", "Reuters")


@pytest.mark.parametrize(
    "text",
    [
        "Das Team siegte. (APA, 24.9.2015) Tore: Beispiel, Muster",
        "„Wir siegten.“ (APA, 24.9.2015) Bundesliga, 7. Runde",
    ],
)
def test_results_may_follow_a_sign_off(text: str) -> None:
    assert find_inner_sign_off(text) == SignOff(
        "(APA, 24.9.2015)", agencies=("APA",), date=on(24, 9, 2015)
    )


@pytest.mark.parametrize(
    "text",
    [
        "Der Bund gab nach. (AFP) Das ist eine Partei.",
        "Dazu schrieb er viel. (Muster: Geschichte der Stadt, 1983) Mehr folgt.",
        "Am Tag davor (4.9.2015) war es noch still.",
        "Die Meldung der Agentur (APA, 4.9.2015) kam spät.",
    ],
)
def test_an_inner_bracket_without_agency_and_date_after_a_sentence_is_text(text: str) -> None:
    assert find_inner_sign_off(text) is None


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("Wien –", ("Wien",)),
        ("Wien/Schwechat/Frankfurt –", ("Wien", "Schwechat", "Frankfurt")),
        ("Neusiedl am See/Eisenstadt –", ("Neusiedl am See", "Eisenstadt")),
        ("St. Pölten –", ("St. Pölten",)),
        ("Berlin (dpa) -", ("Berlin",)),
        ("Kiew/Moskau/Washington –", ("Kiew", "Moskau", "Washington")),
        ("Amstetten/St. Pölten –", ("Amstetten", "St. Pölten")),
        ("Iowa City / Wien –", ("Iowa City", "Wien")),
        ("Johannesburg/Khartum/Den Haag -", ("Johannesburg", "Khartum", "Den Haag")),
        ("Saalfelden / Zell am See –", ("Saalfelden", "Zell am See")),
        ("St. Georgen im Attergau –", ("St. Georgen im Attergau",)),
        ("Rio de Janeiro –", ("Rio de Janeiro",)),
        ("Stoke-on-Trent –", ("Stoke-on-Trent",)),
        ("Cincinnati (Ohio) –", ("Cincinnati",)),
        ("Istanbul-", ("Istanbul",)),
        ("Belgrad–", ("Belgrad",)),
        ("Ankara – ", ("Ankara",)),
    ],
)
def test_a_dateline_names_its_places(line: str, places: tuple[str, ...]) -> None:
    assert find_dateline(f"{line} Die Regierung tritt zurück.") == (0, places)
    assert find_dateline(f"{line} „Wir treten zurück“, sagte sie.") == (0, places)


def test_a_dash_may_stick_to_the_sentence() -> None:
    assert find_dateline("Wien –Der Bund spart.") == (0, ("Wien",))


@pytest.mark.parametrize(
    "text",
    [
        "Die Regierung – so heißt es – tritt zurück.",
        "Lorenz – übrigens ein Wiener – trat zurück.",
        "Diskonter – wie man sie kennt – verdienen.",
        "Good cop, bad cop – einer droht, einer tröstet.",
        "1830 – Die provisorische Regierung ruft die Republik aus.",
        "Am Montag – Ein Tag danach.",
        "Heute – Morgen – Übermorgen",
        "Juli – Tsipras tritt an.",
        "US-Präsident Biden warnte Moskau.",
        "Wien",
        "– Wien –",
        "",
    ],
)
def test_a_dash_alone_makes_no_dateline(text: str) -> None:
    assert find_dateline(text) == (0, ())


@pytest.mark.parametrize(
    "lead", ["Die Lage ist ernst. ", "Sie „heulen“. ", "Was nun?! ", "Im Jahr 2015.. "]
)
def test_a_dateline_may_follow_a_lead_that_is_run_into_the_text(lead: str) -> None:
    text = lead + "Wien/Graz – Der Bund spart."
    assert find_dateline(text) == (0, ())
    assert find_dateline(text, within=600) == (len(lead), ("Wien", "Graz"))


def test_a_dateline_beyond_the_reach_of_a_lead_is_not_looked_for() -> None:
    assert find_dateline("Ein Satz. " * 10 + "Wien – Der Bund spart.", within=50) == (0, ())


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("Es klingelt. Foto: AFP PHOTO / WHITE HOUSE", ("Es klingelt.", "AFP PHOTO / WHITE HOUSE")),
        ("Das Telefonat (Foto: APA)", ("Das Telefonat", "APA")),
        ("Das Telefonat. [Bild: APA/Archiv]", ("Das Telefonat.", "APA/Archiv")),
        ("Das Telefonat. | Fotos: APA (Archiv)", ("Das Telefonat.", "APA (Archiv)")),
        ("Die Kurve. Grafik : APA", ("Die Kurve.", "APA")),
        ("Foto: APA", ("", "APA")),
        ("Ein Foto des Treffens.", ("Ein Foto des Treffens.", None)),
        ("Das Telefonat. Foto:", ("Das Telefonat. Foto:", None)),
        ("Das Wort Telefoto: unbekannt", ("Das Wort Telefoto: unbekannt", None)),
    ],
)  # fmt: skip
def test_the_credit_is_what_follows_foto(caption: str, expected: tuple[str, str | None]) -> None:
    assert split_credit(caption) == expected


@pytest.mark.parametrize(
    ("paragraph", "is_one"),
    [
        ("Weitere diplomatische Gespräche geplant", True),
        ("Was nun?", True),
        ("Das ist ein Satz.", False),
        ("Er sagte:", False),
        ("„Das reicht“", False),
        ("***", False),
        ("2021", False),
        ("Zwei\nZeilen", False),
        ("Wort " * 20 + "Ende", False),
        ("", False),
    ],
)
def test_a_subhead_is_a_short_line_without_closing_punctuation(
    paragraph: str, is_one: bool
) -> None:
    assert is_subhead(paragraph) is is_one


inside = st.lists(
    st.sampled_from(
        ["APA", "red", "Eva Beispiel", "4.9.2015", "18.8.015", ",", ";", "/", " – ", "…"]
    )
).map(" ".join)


@given(st.text(), inside | st.text())
def test_a_sign_off_is_always_a_bracket_of_the_text(before: str, bracket: str) -> None:
    text = f"{before}. ({bracket})"
    if found := find_sign_off(text):
        start, sign_off = found
        assert text[start:].rstrip() == sign_off.text
        assert sign_off.text.startswith("(")
        assert sign_off.text.endswith(")")


@given(st.text(alphabet="WienGrazSt. /–-(dpa)„Ä1\n", max_size=60), st.integers(0, 60))
def test_places_stand_in_the_text_where_the_dateline_begins(text: str, within: int) -> None:
    start, places = find_dateline(text, within=within)
    assert start <= within
    assert all(place in text[start:] for place in places)
