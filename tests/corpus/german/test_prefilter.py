"""The quick look may stop at too much, never pass over anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.german import Analyzer
from corpus.german.beginnings import beginnings

ANALYZER = Analyzer()

letters = st.sampled_from("aeiouäöüsßmnrqyAEOUÄÖÜSM019")
between = st.sampled_from("-'’&./,_:„“…–\u00ad\u0308\u200b²ſﬁéẞ\u202f")
pieces = (
    st.lists(letters | letters | between, max_size=12).map("".join)
    | st.sampled_from(["Muellers", "U.S.A.", "1.000,5", "As-sen", "Na-Ei", "Strasse", "S-Saal"])
    | st.text(max_size=6)
).filter(lambda piece: len(piece.split()) == 1)


def terms_of(piece: str) -> list[str]:
    """The terms of all layers, each once."""
    found = ANALYZER.piece(piece)
    return list(dict.fromkeys(o.term for o in found.exact + found.lemma + found.joined))


@given(pieces, pieces)
def test_whatever_has_a_term_is_stopped_at(piece: str, other: str) -> None:
    others = terms_of(other)
    for term in terms_of(piece):
        assert beginnings([term]).search(piece)
        assert beginnings([*others, term]).search(f"{other} {piece}", len(other) + 1)


@pytest.mark.parametrize(
    ("term", "passed"),
    [
        ("merkel", "bemerkt Markt „Müll“ M. Erkel".split()),
        ("mull", "Umlaut Maler Minute Amulett".split()),
        ("fuss", "Fund auf Aufuss".split()),
        ("1000", "10,5 110 2010".split()),
        ("uspräsident", "Usedom Präsident und US".split()),
    ],
)
def test_what_begins_otherwise_is_passed_over(term: str, passed: list[str]) -> None:
    assert [piece for piece in passed if beginnings([term]).search(piece)] == []


def test_no_terms_stop_at_nothing_ordinary() -> None:
    assert beginnings([]).search("Der US-Präsident (78) sagte: „Nein!“") is None
    assert beginnings([]).search("Café")
