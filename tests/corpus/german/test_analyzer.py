"""Layers and query words: what finds what."""

from __future__ import annotations

import subprocess
import sys

import pytest
from finding import ANALYZER, document, finds
from hypothesis import given
from hypothesis import strategies as st

from corpus.engines.memory import matches
from corpus.german import Analyzer, analyzer, layers
from corpus.german.lexicon import lexicon
from corpus.german.morphology import Morphology
from corpus.query import ast
from corpus.query.planner import plan_query


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
    assert word.lemma == ("sicherheitsgarantie",)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Garantie", [(("garantie",), ("garantie",), "garantie")]),
        ("US-Präsident", [(("us", "präsident"), ("us", "präsident"), "uspräsident")]),
        ("Ukraine-Konflikten",
         [(("ukraine", "konflikten"), ("ukraine", "konflikt"), "ukrainekonflikt")]),
        ("COVID-19", [(("covid", "19"), ("covid", "19"), "covid19")]),
        ("H&M", [(("h", "m"), ("h", "m"), "hm")]),
        ("Kiew/Moskau", [(("kiew",), ("kiew",), "kiew"), (("moskau",), ("moskau",), "moskau")]),
        ("Ein- und", [(("ein",), ("ein",), "ein"), (("und",), ("und",), "und")]),
        ("Häuser:n", [(("häuser",), ("haus",), "haus"), (("n",), ("n",), "n")]),
        ("– ?", []),
    ],
)  # fmt: skip
def test_a_typed_word_has_parts_where_joiners_tie_them(
    typed: str, expected: list[tuple[tuple[str, ...], tuple[str, ...], str]]
) -> None:
    words = ANALYZER.query_words(typed)
    assert [(word.exact, word.lemma, word.meanings[0].lemma) for word in words] == expected


def test_parts_and_their_lemma_as_one_word_stand_at_the_same_place() -> None:
    ((start, terms),) = ANALYZER.chunks(" US-Präsidenten")
    assert start == 1
    assert terms.words == 2
    assert [tuple(o) for o in terms.lemma + terms.joined] == [
        ("us", 0, 0, 2),
        ("präsident", 1, 3, 14),
        ("uspräsident", 0, 0, 14),
    ]


def test_a_genitive_apostrophe_marks_the_whole_word() -> None:
    ((_, terms),) = ANALYZER.chunks("Putin's")
    assert [tuple(o) for o in terms.joined] == [("putin", 0, 0, 7)]


WRITTEN = (
    "Häuser Häusern ging Muellers Mueller Müller Sicherheitsgarantien US-Präsidenten Ärzt:innen "
    "Zelenskyys Thür daß anzukündigen Schiffahrt Bürgermeisterin Putin's H&M CO₂-Steuer 1.000 und "
    "Ein- Ausfuhr kündigte an, an. Politiker Verbot verbot Jänner St.Pölten Straße Strasse Erdoğan "
    "Bundespräsidentenwahl Ukraine-Konflikt Nord-Süd-Konflikts U.S.A. IS ist PolitikerInnen Grass'"
).split()  # fmt: skip
texts = st.text() | st.lists(
    st.sampled_from(WRITTEN) | st.text(max_size=4), max_size=8
).map(" ".join)  # fmt: skip


@given(texts)
def test_every_typed_word_is_found_in_the_text_it_was_typed_from(text: str) -> None:
    there = document(text)
    for word in ANALYZER.query_words(text):
        assert len(word.exact) == len(word.lemma) >= 1
        assert len(word.meanings) >= 1
    for typed in text.split():
        if ANALYZER.query_words(typed):
            assert matches(there, plan_query(ast.Word(typed), ANALYZER)), typed


@given(texts)
def test_spans_lie_in_the_text_and_positions_among_the_words(text: str) -> None:
    for start, terms in ANALYZER.chunks(text):
        assert len(terms.exact) == len(terms.lemma) == terms.words
        for layer in terms[1:]:
            for term, position, first, last in layer:
                assert term
                assert not any(map(str.isspace, term))
                assert 0 <= position < terms.words
                assert 0 <= first < last <= len(text) - start
                assert not any(map(str.isspace, text[start + first : start + last]))
    for word in ANALYZER.apart(text):
        assert len(word.term.split()) == 1
        assert all(0 <= first < last <= len(text) for first, last in word.spans)


@given(texts)
def test_analysis_does_not_depend_on_what_was_analysed_before(text: str) -> None:
    fresh = Analyzer()
    assert list(ANALYZER.chunks(text)) == list(fresh.chunks(text))
    assert ANALYZER.layers(text) == fresh.layers(text)


@given(texts)
def test_the_layers_of_a_text_are_the_terms_of_its_chunks(text: str) -> None:
    chunks = [terms for _, terms in ANALYZER.chunks(text)]
    layers = ANALYZER.layers(text)
    assert layers.exact.split() == [o.term for terms in chunks for o in terms.exact]
    assert layers.lemma.split() == [o.term for terms in chunks for o in terms.lemma]
    assert layers.head.split() == [o.term for terms in chunks for o in terms.head]
    assert layers.modifier.split() == [o.term for terms in chunks for o in terms.modifier]
    apart = [word.term for word in ANALYZER.apart(text)]
    assert layers.variant.split() == [o.term for t in chunks for o in t.variant] + apart
    wholes = {o.term for terms in chunks for o in terms.joined}
    assert set(layers.joined) <= wholes <= {*layers.joined, *layers.lemma.split()}


@given(texts)
def test_layers_keep_a_blank_between_terms_and_none_besides(text: str) -> None:
    for layer in ANALYZER.layers(text):
        stream = layer if isinstance(layer, str) else " ".join(layer)
        assert stream == " ".join(stream.split())


def test_no_letter_becomes_a_term_with_a_blank_in_it_or_none() -> None:
    for letter in filter(str.isalnum, map(chr, range(sys.maxunicode + 1))):
        exact = ANALYZER.layers(letter).exact
        assert exact
        assert not any(c.isspace() for c in exact), ascii(letter)


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analyzer, "_REMEMBERED_PIECES", 3)
    monkeypatch.setattr(layers, "_REMEMBERED_CHUNKS", 3)
    small = Analyzer()
    for word in (f"Wahlmüllerin{n}-Präsidentinnen" for n in range(20)):
        assert list(small.chunks(word)) == list(ANALYZER.chunks(word))
        assert small.layers(word) == ANALYZER.layers(word)
        kept = small._layering
        remembered = (
            small._pieces, kept._lemma, kept._exact, kept._joined, kept._variant, kept._head,
            kept._modifier, kept._more,
        )  # fmt: skip
        assert max(map(len, remembered)) <= 3


def test_the_fingerprint_is_the_same_in_every_process() -> None:
    program = "from corpus.german import Analyzer; print(Analyzer().fingerprint)"
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert other.stdout.decode().strip() == ANALYZER.fingerprint


def test_the_fingerprint_tells_another_analysis(monkeypatch: pytest.MonkeyPatch) -> None:
    fingerprint = ANALYZER.fingerprint
    with monkeypatch.context() as rule:
        rule.setattr(Morphology, "_same", lambda *_: iter(()))
        assert Analyzer().fingerprint != fingerprint
    assert Analyzer().fingerprint == fingerprint
    monkeypatch.setattr(analyzer, "RULES", analyzer.RULES + 1)
    assert Analyzer().fingerprint != fingerprint


@pytest.mark.parametrize("rule", ["_known", "_unknown", "_related", "_same", "joined"])
def test_the_fingerprint_tells_each_rule(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fingerprint = ANALYZER.fingerprint
    whole = Morphology.meaning(Analyzer()._morphology, "xyz")
    nothing = {"_known": None, "_same": (), "_related": whole}.get(rule, whole)
    monkeypatch.setattr(Morphology, rule, lambda *_: nothing)
    assert Analyzer().fingerprint != fingerprint


def test_the_fingerprint_tells_another_lexicon(monkeypatch: pytest.MonkeyPatch) -> None:
    fingerprint = ANALYZER.fingerprint
    monkeypatch.setattr(lexicon(), "identity", "another")
    assert Analyzer().fingerprint != fingerprint


def test_a_chain_of_hyphens_makes_no_more_than_it_is_long() -> None:
    chain = "Ministerin-" * 3000 + "Haus"
    layers_of_it = ANALYZER.layers(chain)
    assert len(layers_of_it.variant) < 20 * len(chain)
    assert max(map(len, layers_of_it.joined)) < 200
