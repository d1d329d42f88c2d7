"""Other spellings: what is proposed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.german.spelling import digraphs, plain, respellings, with_umlauts


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("mueller", "müller"), ("koeln", "köln"), ("aerger", "ärger"),
        ("ueberpruefung", "überprüfung"), ("steuerueberschuss", "steuerüberschuss"),
        ("strasse", "straße"), ("fuss", "fuß"), ("grösse", "größe"), ("groesse", "größe"),
        ("thür", "tür"), ("thal", "tal"), ("urtheil", "urteil"), ("reichthum", "reichtum"),
        ("thier", "tier"), ("thuer", "tür"),
        ("telephon", "telefon"), ("photographie", "fotografie"),
        ("partey", "partei"), ("regiren", "regieren"), ("regirung", "regierung"),
        ("æra", "ära"), ("œkonomie", "ökonomie"),
    ],
)  # fmt: skip
def test_old_spellings_and_typewriters_propose_those_of_today(written: str, proposed: str) -> None:
    twice = {second for first in respellings(written) for second in (first, *respellings(first))}
    assert proposed in twice


@pytest.mark.parametrize("name", ["roth", "ruth", "carl", "haus", "meyer", "beyer", "irene", ""])
def test_what_may_be_a_name_is_let_be(name: str) -> None:
    assert list(respellings(name)) == []


def test_the_likelier_comes_first() -> None:
    assert next(iter(respellings("ueberpruefung"))) == "überprüfung"
    assert next(iter(with_umlauts("steuerueberschuss"))) != "steuerueberschuss"


def test_each_of_few_digraphs_may_be_none() -> None:
    assert list(with_umlauts("queue")) == ["qüü", "queü", "qüue"]
    assert list(with_umlauts("aeaeaeae")) == []
    assert list(with_umlauts("haus")) == []


@pytest.mark.parametrize(
    ("word", "bare"),
    [("erdoğan", "erdogan"), ("łódź", "lodz"), ("café", "cafe"), ("ærø", "aero"),
     ("þór", "thor"), ("citroën", "citroen"), ("são", "sao"), ("müller", "müller"),
     ("straße", "straße"), ("haus", "haus"), ("ğ", "g")],
)  # fmt: skip
def test_accents_go_and_german_letters_stay(word: str, bare: str) -> None:
    assert plain(word) == bare


def test_digraphs_stand_for_umlauts() -> None:
    assert digraphs("müßiggängerböe") == "muessiggaengerboee".replace("ss", "ß")
    assert digraphs("haus") == "haus"


words = st.text(st.sampled_from("aeouäöüßsthpfylirnqu\u00e9\u0142"), max_size=14) | st.text()


@given(words)
def test_a_word_is_never_its_own_respelling(word: str) -> None:
    assert word not in respellings(word)


@given(st.text(st.sampled_from("aeouäöübst"), max_size=14))
def test_digraphs_of_few_umlauts_can_be_undone(word: str) -> None:
    umlauts = sum(map(word.count, "äöü"))
    written = digraphs(word)
    if umlauts == 0:
        assert written == word
    elif sum(map(written.count, ("ae", "oe", "ue"))) == umlauts == written.count("e") <= 3:
        assert word in with_umlauts(written)


@given(words)
def test_what_is_plain_stays_so(word: str) -> None:
    assert plain(plain(word)) == plain(word)
