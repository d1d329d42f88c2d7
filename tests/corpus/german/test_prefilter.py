"""The quick look may stop at too much, never pass over anything."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.german import Analyzer

ANALYZER = Analyzer()

REAL = (
    "Haeuser Federzuegen Wetterfroesche Missstände Schlussstrich Passstraßen "
    "Häusern ging Aerzte Muellers Sicherheitsgarantien Ärzt:innen Zelenskyys Thür anzukündigen "
    "Schiffahrt Bürgermeisterin U.S.A. 1.000,5 As-sen Na-Ei Strasse S-Saal Ausfuhr Atlanten "
    "Museen Viren besser höchsten gegangen sprach angekündigt wäre bist brächte Jänner Feber "
    "Selenskij Portmonnaie Telephon regiren Urtheil Partey Æra Erdoğan Łódź Krankenhäuser Kölner "
    "Mütter Österreichs Putin’s Grass' PolitikerInnen Wähler/-innen Bürger(innen) US-Präsidentin "
    "KRANKENHÄUSERN Fuẞ ﬁnden Schiff\u00adfahrt fa\u0308hrt Verkehrsministerinnen Neunziger "
    "weiterzuverhandeln Bundespräsidentenwahl Ukraine-Konflikts CO₂-Steuern 2jährige Goethes "
    "Straße Bundesstraßen Fuß Maßes daß Schloß läßt größte Steuerueberschuss Ueberschuss "
    "Muellabfuhr Franzosen Ismen Optimismen Israels isst saß floh "
).split()

letters = st.sampled_from("aeiouäöüsßmnrqyAEOUÄÖÜSM019")
between = st.sampled_from("-'’&./,_:„“…–\u00ad\u0308\u200b²ſﬁéẞ\u202f")
pieces = (
    st.lists(letters | letters | between, max_size=12).map("".join)
    | st.sampled_from(REAL)
    | st.text(max_size=6)
).filter(lambda piece: piece.split() == [piece])


def terms_of(piece: str) -> list[str]:
    """The terms of all layers, each once."""
    layers = ANALYZER.piece(piece)[1:]
    return list(dict.fromkeys(o.term for layer in layers for o in layer))


def stops(terms: list[str], text: str) -> list[str]:
    return [piece for _, piece in ANALYZER.prefilter(terms).pieces(text)]


@pytest.mark.parametrize("piece", REAL)
@pytest.mark.parametrize("case", [str, str.upper, str.lower, str.capitalize])
def test_whatever_has_a_term_is_stopped_at(piece: str, case: type[str]) -> None:
    written = case(piece)
    passed = [term for term in terms_of(written) if stops([term], written) != [written]]
    assert passed == []


@given(pieces, pieces)
def test_any_piece_is_stopped_at_by_each_of_its_terms_among_others(piece: str, other: str) -> None:
    others = terms_of(other)
    text = f"{other} {piece}"
    for term in terms_of(piece):
        assert stops([term], piece) == [piece]
        found = dict(ANALYZER.prefilter([*others, term]).pieces(text))
        assert found.get(len(other) + 1) == piece


@given(st.lists(pieces, max_size=8), st.lists(pieces, max_size=3), st.sampled_from(" \n\t\u00a0"))
@example(["\u0130", "ging"], ["gehen"], " ")  # what is longer in lower case
def test_pieces_are_those_of_the_text_in_order(
    written: list[str], typed: list[str], space: str
) -> None:
    text = space.join(written)
    terms = [term for piece in typed for term in terms_of(piece)]
    found = list(ANALYZER.prefilter(terms).pieces(text))
    starts = [start for start, _ in found]
    assert starts == sorted(set(starts))
    for start, piece in found:
        assert text.startswith(piece, start)
        assert not (text[:start] and not text[start - 1].isspace())
        assert not (rest := text[start + len(piece) :]) or rest[0].isspace()


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("merkel", "meckert Markt „Müll“ M. Erkel"),
        ("müll", "Umlaut Maler Minute Malz"),
        ("fuss", "Fund auf Faust"),
        ("1000", "10,5 110 2010"),
        ("uspräsident", "Usedom Prag und US"),
        ("gehen", "Weg Gang-1 sing Ende"),
        ("garantie", "Garten Grant Karantäne"),
        ("einfuhr", "Eintritt fuhr Ausfuhr"),
        ("januar", "Juni Februar Mai"),
        ("selenskyj", "Selters Senat"),
    ],
)
def test_what_begins_otherwise_is_passed_over(term: str, text: str) -> None:
    assert [piece for piece in stops([term], text) if "-" not in piece] == []


@pytest.mark.parametrize("written", ["Müller", "MÜLLER", "müller", "mÜllER", "Mueller", "MUELLER"])
def test_capitals_make_no_difference(written: str) -> None:
    assert stops(["müller"], f"Frau {written}, Herr Maier") == [f"{written},"]


def test_no_terms_stop_at_nothing_ordinary() -> None:
    assert stops([], "Der Präsident (78) sagte: „Nein!“ – nie…") == []
    assert stops([], "Das Café und die U.S.A. und Ärzt:innen") == ["Café"]


def test_what_joiners_part_is_stopped_at_if_it_would_be_a_word_without() -> None:
    text = "Die U.S.A., die US-Regierung und Österreich"
    assert stops(["usa"], text) == ["U.S.A.,", "US-Regierung"]
    assert stops(["ursache"], text) == []


def test_a_long_text_is_passed_over_nearly_whole() -> None:
    text = "Der Ausschuss tagte gestern lange und ohne Ergebnis im kleinen Saal. " * 50
    assert stops(["sicherheit", "gehen", "müller"], text) == []
