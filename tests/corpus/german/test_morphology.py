"""Which words find each other, and which do not: phenomenon by phenomenon."""

from __future__ import annotations

import pytest
from finding import ANALYZER, finds, pairs
from hypothesis import given
from hypothesis import strategies as st

from corpus.german import Meaning
from corpus.german.lexicon import lexicon
from corpus.german.morphology import Morphology

MORPHOLOGY = Morphology(lexicon())

INFLECTION = """\
Haus–Häusern, Kind–Kinder, Stadt–Städten, Museum–Museen, Thema–Themata, Atlas–Atlanten
Lexikon–Lexika, Visum–Visa, Konto–Konten, Virus–Viren, Risiko–Risiken, Auge–Augen, Herz–Herzens
Student–Studenten, Franzose–Franzosen, Beamter–Beamten, Verletzter–Verletzte, Grüne–Grünen
gehen–ging, gehen–gegangen, ging–gegangen, sprechen–sprach, sein–war, sein–ist, haben–hatte
nehmen–genommen, lesen–las, fliehen–floh, wissen–weiß, müssen–muss, denken–dachte, tun–tat
diskutieren–diskutierte, regieren–regiert, verkaufen–verkauft, impfen–geimpft
gut–besser, hoch–höchsten, nah–nächste, alt–ältesten, dunkel–dunkle, teuer–teurer"""

SEPARABLE = """\
ankündigen–angekündigt, zugestimmt–zustimmen, abstimmen–abgestimmt
zurücktreten–zurückgetreten, zurücktreten–zurückzutreten, ankündigen–anzukündigen
teilnehmen–teilgenommen"""

SPELLING = """\
Müller–Mueller, Straße–Strasse, Fluß–Fluss, Köln–Koeln, Grüne–Gruene, Schröder–Schroeder
Goethe–Göthe, Maß–Mass, Café–Cafe\u0301, Müller–Mu\u0308ller, Erdogan–Erdoğan, Citroën–Citroen
daß–dass, Schiffahrt–Schifffahrt, Schiffahrt–Schiff\u00adfahrt, Portemonnaie–Portmonee
ſo–so, Ära–Æra, Ära–Aera, Tür–Thür, Teil–Theil, Reichtum–Reichthum, Photographie–Fotografie
lassen–läßt, Nuß–Nüsse, Prozeß–Prozess, rauh–rau, Känguruh–Känguru"""

HYPHENS = """\
Ukrainekonflikt–Ukraine-Konflikt, Ukrainekonflikte–Ukraine-Konflikts, USPräsident–US-Präsidenten
CO2-Steuer–CO₂-Steuern, COVID-19–Covid-19, COVID-19–Covid 19, COVID19–Covid-19"""

GENDER = """\
Politiker–Politikerin, Arzt–Ärztin, Ärzte–Ärztinnen, Bauer–Bäuerin, Anwalt–Anwältinnen
Kollege–Kollegin, Franzose–Französin, Jude–Jüdin, Autor–Autorin, Journalist–Journalistinnen
Bürgermeister–Bürgermeisterin, Bundeskanzler–Bundeskanzlerin, Chef–Chef:in, Experte–Expert:innen
Kollegen–Kolleg:innen, Arzt–Ärzt:innen, Ärztin–Ärzt:innen, Richter–RichterInnen"""

COUNTRIES = "Jänner–Januar, Feber–Februar, Jänner–Januars"

SIGNS = "U.S.A.–USA, 1.000–1000, 1.000–1'000, 3,5 Prozent–3,5 Prozent, CO2–CO₂, KW–KW, m2–m²"

NAMES = """\
Putin–Putins, Putin–Putin's, Putins–Putin’s, Grass–Grass', Grass–Grass’, St. Pölten–St.Pölten
Meyer-Landrut–Meyer-Landruts, Goethe–Goethes, Aachen–Aachens, Selenskyj–Selenski
Selenskyj–Zelensky, Selenski–Zelensky, Selenskyj–Selenskijs, Kiew–Kyjiw, Mohammed–Muhammad"""

BOTH_WAYS = {
    "inflection": INFLECTION, "spelling": SPELLING, "hyphens": HYPHENS, "gender": GENDER,
    "countries": COUNTRIES, "signs": SIGNS, "names": NAMES,
}  # fmt: skip

STRANGERS = """\
schon–schön, Organ–Organisation, Arm–Armee, Partei–Party, Uni–Union, Garantie–Garant, 1000–1
Uber–über, Bar–Bär, Masse–Maße, Koeln–Kölner, Wien–Wiener, Boden–Bode, Staat–Stadt, Kurz–Kurs
Tier–diskutiert, Rat–Demokratie, Tag–Donnerstag, Reich–Österreich, Boot–Verbot, Ei–Partei
Loh–Gütersloh, Regie–Regierung, Tat–Universität, Lust–Verlust, Art–Start, Ast–Gast, Ton–Beton
Eis–Kreis, Tor–Autor, Ehe–gehen, Ruf–Beruf, Mut–Vermutung, Art–Artikel, Not–Notar, Eis–Preis
Berlinale–Berliner, Minister–Ministerium, General–generell, Bund–Bündnis, Bein–bei
Tier–profitieren, Ehe–besteht, Verein–vereinbart, Regie–registriert, Mode–modernen, Fliese–fließen
heuer–in diesem Jahr, Spital–Krankenhäuser
AEG–ag, US–uns, us–und, IS–ist, Merkel–merken, Merkel–merkte, Kohl–kohlen, Kern–kernig"""


@pytest.mark.parametrize(
    ("typed", "text"),
    [pytest.param(*p, id=f"{name}: {'–'.join(p)}") for name, t in BOTH_WAYS.items()
     for p in pairs(t)],
)  # fmt: skip
def test_words_find_each_other(typed: str, text: str) -> None:
    assert finds(typed, text)
    assert finds(text, typed)


@pytest.mark.parametrize(("typed", "text"), pairs(STRANGERS))
def test_other_words_do_not(typed: str, text: str) -> None:
    assert not finds(typed, text)
    assert not finds(text, typed)


@pytest.mark.parametrize(("typed", "text"), pairs(SEPARABLE))
def test_separable_verbs_find_their_participles_and_infinitives(typed: str, text: str) -> None:
    assert finds(typed, text)
    assert finds(text, typed)


@pytest.mark.parametrize("query", ["Politiker", "Politikern", "Politikerin", "Politikerinnen"])
@pytest.mark.parametrize(
    "text",
    [
        "Politiker:innen", "Politiker*innen", "Politiker_innen", "Politiker/innen",
        "PolitikerInnen", "Politikerinnen und Politiker", "Politiker/-innen", "Politiker·innen",
        "Politiker(innen)", "Politiker:in", "POLITIKER:INNEN", "Politiker/Innen",
    ],
)  # fmt: skip
def test_every_sign_of_gender_is_one_word_with_both(query: str, text: str) -> None:
    assert finds(query, f"Viele {text} fehlten.")


@pytest.mark.parametrize(
    "query", ["Politiker:innen", "Politiker*innen", "PolitikerInnen", "Politiker/-innen"]
)
@pytest.mark.parametrize("text", ["Politikerin", "Politikers", "Politiker_innen"])
def test_a_sign_of_gender_can_be_typed_too(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [("Minister", "Finanzministerin"), ("Minister", "Verkehrsministerinnen"),
     ("Bürgermeister", "Altbürgermeisterin"), ("Steuer", "CO2-Steuer"), ("Januar", "Jännerwoche"),
     ("Müll", "Muellabfuhr"), ("Prozess", "Prozeßbeginn"), ("Straße", "Bundesstrasse")],
)  # fmt: skip
def test_forms_and_spellings_of_a_part_find_the_compound(query: str, text: str) -> None:
    assert finds(query, text)
    assert not finds(text, query)


@pytest.mark.parametrize("form", ["us", "is", "ist", "und", "eu", "a", "ß", "co2", "3,5", "50er"])
def test_short_words_and_those_with_digits_stand_for_themselves(form: str) -> None:
    found = MORPHOLOGY.meaning(form)
    assert form in {"ist", "ß"} or found.lemma == form
    assert found.heads == found.modifiers == ()


@pytest.mark.parametrize("acronym", ["AEG", "USA", "SPD", "IST", "ÖVP", "UNO"])
def test_an_acronym_has_no_inflections(acronym: str) -> None:
    assert MORPHOLOGY.meaning(acronym) == Meaning(acronym.lower(), "as written")


@pytest.mark.parametrize(
    ("form", "lemma", "rule"),
    [
        ("Häusern", "haus", "lexicon"), ("ging", "gehen", "lexicon"), ("daß", "dass", "lexicon"),
        ("Klimaschutzgesetze", "klimaschutzgesetz", "compound"),
        ("Xylofantinnen", "xylofantin", "ending"), ("Quaxismen", "quaxismus", "ending"),
        ("Xylofants", "xylofant", "ending"), ("Xylofant", "xylofant", "as written"),
        ("Tübingus", "tübingus", "as written"), ("Quuxess", "quuxess", "as written"),
    ],
)  # fmt: skip
def test_the_rule_says_how_the_lemma_was_found(form: str, lemma: str, rule: str) -> None:
    found = MORPHOLOGY.meaning(form)
    assert (found.lemma, found.rule) == (lemma, rule)


def test_a_form_may_be_of_a_second_word_that_finds_it_but_not_the_other_way() -> None:
    assert finds("verbieten", "Das Verbot")
    assert not finds("Verbot", "Er will es verbieten")
    assert finds("verbot", "Das Verbot")
    assert finds("verbot", "Er hat es verboten")


letters = st.sampled_from("aeiouäöüßſsſnmrtlkchgbdfphyAEIOUÄÖÜSTN")
words = st.text(letters, min_size=1, max_size=25) | st.from_regex(r"\A\w{1,12}\Z")


@given(words)
def test_no_word_fails_and_no_term_is_empty_or_repeated(form: str) -> None:
    found = MORPHOLOGY.meaning(form)
    related = [r.term for r in (*found.alike, *found.wider)]
    for terms in (related, found.heads, found.modifiers):
        assert all(terms)
        assert not any(any(map(str.isspace, term)) for term in terms)
    assert found.lemma
    assert found.lemma not in related
    assert len(set(found.heads)) == len(found.heads)
    assert len(set(found.modifiers)) == len(found.modifiers)


@given(words)
def test_what_may_be_typed_is_what_it_is_in_a_text_and_at_most_a_noun(form: str) -> None:
    first, *others = MORPHOLOGY.typed(form)
    assert first == MORPHOLOGY.meaning(form)
    assert len(others) <= form.islower()


@given(st.lists(words, min_size=2, max_size=4))
def test_joined_parts_end_in_the_lemma_of_the_last(parts: list[str]) -> None:
    found = MORPHOLOGY.joined(parts)
    assert found.heads == found.modifiers == ()
    if found.rule == "compound":
        assert found.lemma.endswith(MORPHOLOGY.meaning(parts[-1]).lemma)


def test_words_of_a_chunk_are_explained_one_by_one_then_as_one() -> None:
    explained = [(written, m.lemma) for written, m in ANALYZER.meanings("Des US-Präsidenten Rede")]
    assert explained == [
        ("Des", "der"), ("US", "us"), ("Präsidenten", "präsident"),
        ("US-Präsidenten", "uspräsident"), ("Rede", "rede"),
    ]  # fmt: skip
