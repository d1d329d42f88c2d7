"""Layers and query words: what finds what."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.german import Analyzer, QueryWord, analyzer

ANALYZER = Analyzer()


def lemmas(text: str) -> set[str]:
    return {o.term for _, terms in ANALYZER.chunks(text) for o in terms.lemma + terms.joined}


def finds(query: str, text: str) -> bool:
    """Whether each typed word is found by its lemma or its parts in a row."""
    found = [o for _, terms in ANALYZER.chunks(text) for o in terms.lemma + terms.joined]
    return all(
        any(term in {word.joined, *word.lemma[:1]} for term, *_ in found)
        for word in ANALYZER.query_words(query)
    )


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Garantie", "Garantien"),
        ("Sicherheitsgarantie", "Sicherheitsgarantien"),
        ("Müller", "Mueller"),
        ("Häuser", "Haus"),
        ("Präsidenten", "Präsident"),
        ("US-Präsident", "Uspräsident"),
        ("USPräsident", "US-Präsidenten"),
        ("Putin", "Putin's"),
        ("Putins", "Putin’s"),
        ("USA", "U.S.A."),
        ("1000", "1.000"),
        ("Café", "Cafe\u0301"),
        ("Gespräche", "GESPRÄCHEN"),
    ],
)
def test_inflections_and_spellings_meet_in_the_lemma(typed: str, written: str) -> None:
    assert finds(typed, written)
    assert finds(written, typed)


@pytest.mark.parametrize(
    ("typed", "written"), [("Garantie", "Garant"), ("1000", "1"), ("us", "und")]
)
def test_other_words_do_not_meet(typed: str, written: str) -> None:
    assert not finds(typed, written)


def test_the_exact_layer_keeps_inflections_apart() -> None:
    (word,) = ANALYZER.query_words("Sicherheitsgarantien")
    assert word.exact == ("sicherheitsgarantien",)
    assert word.lemma == ("sicherheitsgaranti",)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Garantie", [QueryWord(("garantie",), ("garanti",), None)]),
        ("US-Präsident", [QueryWord(("us", "präsident"), ("us", "prasident"), "usprasident")]),
        ("COVID-19", [QueryWord(("covid", "19"), ("covid", "19"), "covid19")]),
        ("H&M", [QueryWord(("h", "m"), ("h", "m"), "hm")]),
        ("Kiew/Moskau", [QueryWord(("kiew",), ("kiew",), None),
                         QueryWord(("moskau",), ("moskau",), None)]),
        ("Ein- und", [QueryWord(("ein",), ("ein",), None), QueryWord(("und",), ("und",), None)]),
        ("– ?", []),
    ],
)  # fmt: skip
def test_a_typed_word_has_parts_where_joiners_tie_them(
    typed: str, expected: list[QueryWord]
) -> None:
    assert ANALYZER.query_words(typed) == expected


def test_parts_and_their_lemma_as_one_word_stand_at_the_same_place() -> None:
    ((start, terms),) = ANALYZER.chunks(" US-Präsidenten")
    assert start == 1
    assert terms.words == 2
    assert [tuple(o) for o in terms.lemma + terms.joined] == [
        ("us", 0, 0, 2),
        ("prasident", 1, 3, 14),
        ("usprasident", 0, 0, 14),
    ]


def test_a_genitive_apostrophe_marks_the_whole_word() -> None:
    ((_, terms),) = ANALYZER.chunks("Putin's")
    assert [tuple(o) for o in terms.joined] == [("putin", 0, 0, 7)]


@given(st.text())
def test_every_typed_word_is_found_in_the_text_it_was_typed_from(text: str) -> None:
    there = lemmas(text)
    for word in ANALYZER.query_words(text):
        assert len(word.exact) == len(word.lemma) >= 1
        assert word.joined in there if word.joined else word.lemma[0] in there


@given(st.text())
def test_analysis_does_not_depend_on_what_was_analysed_before(text: str) -> None:
    assert list(ANALYZER.chunks(text)) == list(Analyzer().chunks(text))


@given(st.text())
def test_the_layers_of_a_text_are_the_terms_of_its_chunks(text: str) -> None:
    chunks = [terms for _, terms in ANALYZER.chunks(text)]
    layers = ANALYZER.layers(text)
    assert layers.exact.split() == [o.term for terms in chunks for o in terms.exact]
    assert layers.lemma.split() == [o.term for terms in chunks for o in terms.lemma]
    wholes = {o.term for terms in chunks for o in terms.joined}
    assert set(layers.joined) <= wholes <= {*layers.joined, *layers.lemma.split()}


def test_no_letter_becomes_a_term_with_a_blank_in_it_or_none() -> None:
    for letter in filter(str.isalnum, map(chr, range(sys.maxunicode + 1))):
        exact = ANALYZER.layers(letter).exact
        assert exact
        assert not any(c.isspace() for c in exact), ascii(letter)


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analyzer, "_REMEMBERED_PIECES", 3)
    monkeypatch.setattr(analyzer, "_REMEMBERED_CHUNKS", 3)
    small = Analyzer()
    for word in (f"wort{n}-{n}" for n in range(20)):
        assert list(small.chunks(word)) == list(ANALYZER.chunks(word))
        assert small.layers(word) == ANALYZER.layers(word)
        assert max(map(len, (small._chunks, small._exact, small._lemma, small._joined))) <= 3


def test_the_fingerprint_is_the_same_in_every_process() -> None:
    program = "from corpus.german import Analyzer; print(Analyzer().fingerprint)"
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert other.stdout.decode().strip() == ANALYZER.fingerprint


def test_the_fingerprint_tells_another_analysis(monkeypatch: pytest.MonkeyPatch) -> None:
    fingerprint = ANALYZER.fingerprint
    other = Analyzer()
    monkeypatch.setattr(other, "_stem", str.upper)
    assert other.fingerprint != fingerprint
    monkeypatch.setattr(analyzer, "RULES", analyzer.RULES + 1)
    assert Analyzer().fingerprint != fingerprint
