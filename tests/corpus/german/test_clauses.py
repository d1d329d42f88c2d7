"""Words that stand apart: separable verbs in a clause, and what a hyphen stands for."""

from __future__ import annotations

import pytest
from finding import ANALYZER, finds
from hypothesis import given
from hypothesis import strategies as st


def apart(text: str) -> list[tuple[str, list[str]]]:
    """Each word, and its pieces as they are written."""
    return [
        (word.term, [text[start:end] for start, end in word.spans]) for word in ANALYZER.apart(text)
    ]


@pytest.mark.parametrize(
    ("text", "verb", "pieces"),
    [
        ("Sie kündigte im Mai den Rückzug an.", "ankündigen", ["kündigte", "an"]),
        ("Die Regierung stellte ihr Programm vor.", "vorstellen", ["stellte", "vor"]),
        ("Sie lehnt den Plan ab!", "ablehnen", ["lehnt", "ab"]),
        ("Er sagte, er lehne das ab.", "ablehnen", ["lehne", "ab"]),
        ("Die Länder lehnen das ab.", "ablehnen", ["lehnen", "ab"]),
        ("Tritt der Minister zurück?", "zurücktreten", ["Tritt", "zurück"]),
        ("Minister tritt zurück", "zurücktreten", ["tritt", "zurück"]),
        ("Er kündigte an, dass er geht.", "ankündigen", ["kündigte", "an"]),
        ("Er rief Putin an und bat ihn herein", "anrufen", ["rief", "an"]),
        ("Sie wies darauf hin: Nein.", "hinweisen", ["wies", "hin"]),
        ("„Er nimmt teil“, hieß es", "teilnehmen", ["nimmt", "teil"]),
        ("Er nahm, wie er sagte, am Treffen teil.", "teilnehmen", ["nahm", "teil"]),
        ("Sie kündigte den Vertrag, der endet, an.", "ankündigen", ["kündigte", "an"]),
    ],
)
def test_a_verb_and_its_particle_are_one_word(text: str, verb: str, pieces: list[str]) -> None:
    assert (verb, pieces) in apart(text)
    assert finds(verb, text)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Sie kündigte. Er kam an.", "ankündigen"),
        ("Sie kündigte; er kam an.", "ankündigen"),
        ("Sie kündigte: Er kam an!", "ankündigen"),
        ("Er sagte, dass sie kündigte, als alle standen auf.", "aufkündigen"),
        ("Sie kündigte, und alle kamen an.", "ankündigen"),
        ("Sie kündigte an einem Montag", "ankündigen"),
        ("Er legte das Buch auf den Tisch.", "auflegen"),
        ("Sie kündigte den Vertrag.", "ankündigen"),
        ("kündigte" + " sehr" * 100 + " an.", "ankündigen"),
    ],
)
def test_not_across_clauses_nor_where_the_particle_is_a_preposition(text: str, verb: str) -> None:
    assert verb not in [term for term, _ in apart(text)]
    assert not finds(verb, text)


def test_a_particle_belongs_to_the_last_verb_before_it_and_to_no_other() -> None:
    assert apart("Sie warf und nahm an.") == [("annehmen", ["nahm", "an"])]
    assert apart("Er gab das Amt auf; sie ging weg") == [
        ("aufgeben", ["gab", "auf"]),
        ("weggehen", ["ging", "weg"]),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ein- und Ausfuhr", [("einfuhr", ["Ein", "Ausfuhr"])]),
        ("Vor- und Nachteile", [("vorteil", ["Vor", "Nachteile"])]),
        ("Haupt- oder Nebensachen", [("hauptsache", ["Haupt", "Nebensachen"])]),
        ("Sommer- sowie Wintersport", [("sommersport", ["Sommer", "Wintersport"])]),
        ("Groß- und Einzelhandel", [("grosshandel", ["Groß", "Einzelhandel"])]),
        ("Ost‑ und Westdeutschland", [("ostdeutschland", ["Ost", "Westdeutschland"])]),
        ("Steuer- und Abgabenquote", [("steuerquote", ["Steuer", "Abgabenquote"])]),
        (
            "Bundes-, Landes- und Gemeindepolitik",
            [
                ("bundespolitik", ["Bundes", "Gemeindepolitik"]),
                ("landespolitik", ["Landes", "Gemeindepolitik"]),
            ],
        ),
        ("Wareneingang und -ausgang", [("warenausgang", ["Wareneingang", "ausgang"])]),
        ("Kindergärten und -krippen", [("kinderkrippe", ["Kindergärten", "krippen"])]),
    ],
)
def test_a_hyphen_stands_for_the_end_or_the_beginning_of_a_word(
    text: str, found: list[tuple[str, list[str]]]
) -> None:
    assert apart(text) == found
    for term, _ in found:
        assert finds(term, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [("Vorteil", "Vor- und Nachteile"), ("Einfuhren", "Die Ein- und Ausfuhr"),
     ("Ausfuhr", "Ein- und Ausfuhr"), ("Nachteil", "Vor- und Nachteilen"),
     ("zustimmen", "Er stimmt dem Antrag zu."), ("aufgeben", "Sie gibt das Amt auf."),
     ("aufgegeben", "Sie gibt das Amt auf.")],
)  # fmt: skip
def test_any_form_finds_what_stands_apart(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(
    "text",
    ["Ein und Ausfuhr", "Ein-und Ausfuhr", "der Aus- und", "- und -", "Er geht ein und aus",
     "A- und Blume", "Xyz- und qwerq"],
)  # fmt: skip
def test_without_a_hyphen_or_a_word_nothing_is_completed(text: str) -> None:
    assert [term for term, pieces in apart(text) if "und" in text and "geht" not in pieces] == []


@pytest.mark.parametrize("text", ["Vor- und Nachteile", "Sie kündigte den Rückzug an."])
def test_pieces_are_found_as_what_they_are_too(text: str) -> None:
    assert finds('"und Nachteile"' if "und" in text else '"Rückzug an"', text)
    assert not finds('"Vorteile"' if "und" in text else '"ankündigen"', text)


fragments = st.lists(
    st.sampled_from(
        "Ein- Vor- Bundes-, und oder -ausgang Wareneingang Ausfuhr Nachteile kündigte kam an. an, "
        "zu auf! vor; Er der dass - -und Land- u. bzw. als auch Straße Gärten -krippen".split()
    )
    | st.text(max_size=4),
    max_size=14,
).map(" ".join)


@given(fragments | st.text())
def test_pieces_lie_in_the_text_in_order_and_hold_no_white_space(text: str) -> None:
    for term, spans in ANALYZER.apart(text):
        assert term
        assert term == "".join(term.split())
        assert len(spans) == 2
        assert 0 <= spans[0][0] < spans[0][1] <= spans[1][0] < spans[1][1] <= len(text)
        assert all(text[start:end].split() == [text[start:end]] for start, end in spans)
