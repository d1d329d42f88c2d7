"""Words: where they are in the text, and what counts as the same spelling."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.german import Analyzer, Occurrence
from corpus.german.normal import normal_form
from corpus.german.tokens import LONGEST_WORD

ANALYZER = Analyzer()
LATIN = st.characters(min_codepoint=0x20, max_codepoint=0x24F, exclude_categories=["Cc", "Cf"])
NEWSPAPER = st.lists(
    st.sampled_from(
        ["US-Präsident", "z.B.", "U.S.A.", "1.000", "3,5", "30.12.2021", "Politiker:innen", "H&M",
         "Bürger_innen", "Putin's", "CO₂", "Schiff\u00adfahrt", "a\u0308", "(", "„", "“", "/", "-",
         ".", " ", "\n", "_", "’", "ß", "Nguye\u0302\u0303n", "0", "12", "m²", "½", "e\u00adr"]
    )
).map("".join)  # fmt: skip
ANY_TEXT = st.text() | NEWSPAPER | st.text(LATIN)


def occurrences(text: str, layer: str = "exact") -> list[Occurrence]:
    """All occurrences of a layer, with positions and spans in the whole text."""
    found = []
    position = 0
    for start, terms in ANALYZER.chunks(text):
        for term, offset, begin, end in getattr(terms, layer):
            found.append(Occurrence(term, position + offset, start + begin, start + end))
        position += terms.words
    return found


def exact(text: str) -> list[str]:
    return [occurrence.term for occurrence in occurrences(text)]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Der Bund spart.", ["der", "bund", "spart"]),
        ("US-Präsident", ["us", "präsident"]),
        ("Nord‑Süd‐Konflikt", ["nord", "süd", "konflikt"]),
        ("Ein- und Ausfuhr", ["ein", "und", "ausfuhr"]),
        ("Putin's Putin’s Grass'", ["putin", "s", "putin", "s", "grass"]),
        ("O’Neill", ["o", "neill"]),
        ("1.000 1.000.000 10.000,50 1'000", ["1000", "1000000", "10000,50", "1000"]),
        ("3,5 Prozent, 1,2,3", ["3,5", "prozent", "1", "2", "3"]),
        ("am 30.12.2021 um 19.30", ["am", "30", "12", "2021", "um", "19", "30"]),
        ("192.168.0.1", ["192", "168", "0", "1"]),
        ("die U.S.A. und S.P.D", ["die", "usa", "und", "spd"]),
        ("z.B. z. B.", ["zb", "z", "b"]),
        ("St.Pölten", ["st", "pölten"]),
        ("CO2 CO₂ m²", ["co2", "co2", "m2"]),
        ("50er 2jährig A380", ["50er", "2jährig", "a380"]),
        ("Politiker:innen Bürger_innen Bürger*innen BürgerInnen Bürger/-innen Ärzt·in Wähler(innen",
         ["politiker:innen", "bürger:innen", "bürger:innen", "bürgerinnen", "bürger:innen",
          "ärzt:in", "wähler:innen"]),
        ("Lehrer_innenrat Berlin/Innsbruck a:in in:nen",
         ["lehrer:innenrat", "berlin", "innsbruck", "a", "in", "in", "nen"]),
        ("H&M", ["h", "m"]),
        ("Kiew/Moskau", ["kiew", "moskau"]),
        ("„Weißes Haus“ »so« (USA)", ["weißes", "haus", "so", "usa"]),
        ("Masse und Maße", ["masse", "und", "maße"]),
        ("ſo groß", ["so", "groß"]),
        ("_ __ -_-", []),
        ("… – !? ***", []),
        ("", []),
    ],
)  # fmt: skip
def test_words_as_written(text: str, terms: list[str]) -> None:
    assert exact(text) == terms


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Schiff\u00adfahrt", "Schifffahrt"),
        ("Schiff\u200bfahrt", "Schifffahrt"),
        ("a\u0308rger", "ärger"),
        ("U\u0308bergro\u0308ße", "Übergröße"),
        ("2ja\u0308hrige", "2jährige"),
        ("3D\u00adDruck", "3DDruck"),
        ("O\u0308.V.P.", "Ö.V.P."),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("Cafe\u0301", "Café"),
        ("Ｗｉｅｎ １.０００", "Wien 1.000"),
        ("ﬁnden", "finden"),
        ("KLEIN", "klein"),
    ],
)
def test_typesetting_and_encoding_make_no_other_word(written: str, same: str) -> None:
    assert exact(written) == exact(same)


@pytest.mark.parametrize(
    "word", ["der", "die", "und", "nicht", "sie", "in", "us", "is", "may", "it", "a", "ß", "1"]
)
def test_nothing_is_a_stop_word(word: str) -> None:
    assert exact(word) == [word]
    assert len(ANALYZER.query_words(word)) == 1


@given(ANY_TEXT)
def test_every_span_lies_in_the_text_and_says_its_term(text: str) -> None:
    for term, _, start, end in occurrences(text):
        assert 0 <= start < end <= len(text)
        written = text[start:end]
        thousands = re.sub(r"[^\d,]", "", written)
        gendered = re.sub(r"(?:/-|[:*_·•/(])(?=in)", ":", written, flags=re.IGNORECASE)
        assert term in {
            normal_form(written.replace(".", ""))[:LONGEST_WORD],
            normal_form(gendered)[:LONGEST_WORD],
            normal_form(thousands),
        }


@given(ANY_TEXT)
def test_positions_count_the_words_and_spans_ascend(text: str) -> None:
    words = occurrences(text)
    assert [word.position for word in words] == list(range(len(words)))
    assert all(before.end <= after.start for before, after in pairwise(words))


@given(ANY_TEXT)
def test_the_lemma_layer_has_the_same_positions_and_spans(text: str) -> None:
    spans = {word.position: (word.start, word.end) for word in occurrences(text)}
    lemmas = occurrences(text, "lemma")
    assert {lemma.position for lemma in lemmas} == set(spans)
    for lemma in lemmas:
        assert lemma.start == spans[lemma.position][0]
        assert lemma.end in {end for _, end in spans.values()}
        assert lemma.term


@given(ANY_TEXT)
def test_no_letter_or_digit_is_left_out(text: str) -> None:
    covered = {i for word in occurrences(text) for i in range(word.start, word.end)}
    assert [c for i, c in enumerate(text) if re.match(r"[^\W_]", c) and i not in covered] == []


@given(st.text(LATIN))
def test_composed_and_decomposed_text_are_the_same_words(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    for layer in ("exact", "lemma"):
        assert [o[:2] for o in occurrences(composed, layer)] == [
            o[:2] for o in occurrences(decomposed, layer)
        ]


@given(ANY_TEXT)
def test_a_term_holds_no_white_space_of_the_text_and_is_bounded(text: str) -> None:
    for word in occurrences(text):
        assert not re.search(r"\s", text[word.start : word.end])
        assert 0 < len(word.term) <= LONGEST_WORD


def test_a_word_of_more_than_a_hundred_characters_is_cut() -> None:
    (word,) = occurrences("x" * 5000)
    assert (len(word.term), word.end) == (LONGEST_WORD, 5000)


@given(st.text(LATIN))
def test_the_normal_form_of_a_normal_form_is_itself(text: str) -> None:
    assert normal_form(normal_form(text)) == normal_form(text)
