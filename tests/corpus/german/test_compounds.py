"""Compounds: which words are cut, where, and into which words."""

from __future__ import annotations

import pytest
from finding import finds
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.german.compounds import SHORTEST, Compound, Splitter
from corpus.german.lexicon import lexicon
from corpus.german.lexicon.forms import key
from corpus.german.lexicon.words import lines
from corpus.german.morphology import Meaning, Morphology

MORPHOLOGY = Morphology(lexicon())


def meaning(word: str) -> Meaning:
    return MORPHOLOGY.meaning(word)


@pytest.mark.parametrize(
    ("word", "modifier", "head"),
    [
        # nothing between
        ("Truppenaufmarsch", "truppe", "aufmarsch"),
        ("Militärbündnisses", "militär", "bündnis"),
        ("Einkommensteuer", "einkommen", "steuer"),
        ("Coronamaßnahmen", "corona", "massnahme"),
        ("Schifffahrt", "schiff", "fahrt"),
        # an s, es, n, en, er, e, ens between
        ("Sicherheitsgarantien", "sicherheit", "garantie"),
        ("Auffrischungsimpfungen", "auffrischung", "impfung"),
        ("Flüchtlingspolitik", "flüchtling", "politik"),
        ("Bundeskanzler", "bund", "kanzler"),
        ("Liebesbrief", "liebe", "brief"),
        ("Sonntagszeitung", "sonntag", "zeitung"),
        ("Frauenquote", "frau", "quote"),
        ("Kinderarzt", "kind", "arzt"),
        ("Bilderbücher", "bild", "buch"),
        ("Hundehütte", "hund", "hütte"),
        ("Herzenswunsch", "herz", "wunsch"),
        # less than the word
        ("Schulbuch", "schule", "buch"),
        ("Osterweiterung", "osten", "erweiterung"),
        # a verb, an adjective, an adverb
        ("Fahrbahn", "fahren", "bahn"),
        ("Rotwein", "rot", "wein"),
        ("Rechtsextremismus", "rechts", "extremismus"),
        # a head that is inflected or an adjective
        ("Krankenhäusern", "kranken", "haus"),
        ("umweltfreundliche", "umwelt", "freundlich"),
        # a woman
        ("Verkehrsministerinnen", "verkehr", "minister"),
        ("Volksschullehrerin", "volk", "lehrer"),
        # in capitals, in Switzerland, before 1996
        ("UNTERSUCHUNGSAUSSCHUSS", "untersuchung", "ausschuss"),
        ("Verkehrsausschuß", "verkehr", "ausschuss"),
    ],
)
def test_compounds_have_a_modifier_and_a_head(word: str, modifier: str, head: str) -> None:
    found = meaning(word)
    assert modifier in found.modifiers
    assert head in found.heads
    assert head not in found.modifiers
    assert modifier not in found.heads


@pytest.mark.parametrize(
    ("word", "heads", "modifiers"),
    [
        ("Bundespräsidentenwahl", "präsidentenwahl wahl", "bund bundespräsident präsident"),
        ("Klimaschutzgesetz", "schutzgesetz gesetz", "klima klimaschutz schutz"),
        ("Bundesverfassungsgerichtsurteile",
         "verfassungsgerichtsurteil gerichtsurteil urteil",
         "bund bundesverfassung bundesverfassungsgericht verfassung verfassungsgericht gericht"),
        ("Donaudampfschifffahrtsgesellschaft",
         "dampfschifffahrtsgesellschaft schifffahrtsgesellschaft gesellschaft",
         "donau dampf dampfschiff dampfschifffahrt schiff schifffahrt"),
    ],
)  # fmt: skip
def test_of_three_and_more_parts_all_runs_are_parts(word: str, heads: str, modifiers: str) -> None:
    found = meaning(word)
    assert set(heads.split()) <= set(found.heads)
    assert set(modifiers.split()) <= set(found.modifiers)
    assert found.lemma not in (*found.heads, *found.modifiers)


@pytest.mark.parametrize(
    "word",
    (
        "Regierung Partei Donnerstag Verlust Start Gast Verbot Armee Demokratie Universität "
        "Gütersloh Österreich Deutschland Berliner Merkel Nachricht Minister Verein diskutiert "
        "Hochzeit Jahrhundert Mittwoch Weihnachten Freitag Niedersachsen Ostsee Studenten "
        "Franzose Garantie Präsident Organisation Union Ergebnis Erfahrung Gesellschaft "
        "Mannschaft Wissenschaft Freiheit Lehrerinnen Artikel Patente Verantwortung Beamte"
    ).split(),
)
def test_words_that_only_look_like_compounds_stay_whole(word: str) -> None:
    found = meaning(word)
    assert (found.heads, found.modifiers) == ((), ())


@pytest.mark.parametrize(
    ("word", "modifier", "head"),
    [
        ("Trumpanhänger", "trump", "anhänger"),
        ("Selenskyjbesuch", "selenskyj", "besuch"),
        ("Brexitverhandlungen", "brexit", "verhandlung"),
        ("Xyloquaxausschuss", "xyloquax", "ausschuss"),
    ],
)
def test_a_name_or_new_word_may_stand_before_a_usual_one(
    word: str, modifier: str, head: str
) -> None:
    found = meaning(word)
    assert found.lemma == modifier + head
    assert modifier in found.modifiers
    assert head in found.heads


@pytest.mark.parametrize("name", ["Quaxenberg", "Xylobauer", "Zwettlhofer", "Jonasreiter"])
def test_after_something_unknown_what_names_end_in_is_no_head(name: str) -> None:
    assert meaning(name).heads == ()


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Garantie", "Sicherheitsgarantien"), ("Wahl", "Bundespräsidentenwahl"),
        ("Präsident", "Bundespräsidentenwahl"), ("Bundespräsident", "Bundespräsidentenwahl"),
        ("Präsidentenwahl", "Bundespräsidentenwahl"), ("Verfassungsgericht",
         "Bundesverfassungsgerichtsurteil"), ("Konflikt", "Ukraine-Konflikt"),
    ],
)  # fmt: skip
def test_parts_find_compounds_and_compounds_not_their_parts(query: str, text: str) -> None:
    assert finds(query, text)
    assert not finds(text, query)


def test_a_compound_that_is_typed_does_not_fall_apart() -> None:
    assert not finds("Sicherheitsgarantie", "Garantien für die Sicherheit")
    assert not finds("Bundespräsidentenwahl", "Wahl des Bundespräsidenten")
    assert not finds("Gemeinderat", "Der Rat der Gemeinde")


# --- the splitter itself ----------------------------------------------------------------------

SPLITTER = Splitter(lexicon(), opaque={"rathaus"}, name_ends={"bauer"})
PLAIN = Splitter(lexicon())


def test_the_lemma_has_its_last_part_in_base_form() -> None:
    assert PLAIN.unknown("klimaschutzgesetze", noun=True) == Compound(
        "klimaschutzgesetz",
        ("schutzgesetz", "gesetz"),
        ("klima", "klimaschutz", "schutz"),
        certain=True,
    )


def test_opaque_words_and_what_names_end_in_are_left_alone() -> None:
    assert PLAIN.known("rathaus")
    assert SPLITTER.known("rathaus") is None
    found = PLAIN.unknown("xyloquaxbauer", noun=True)
    assert found
    assert not found.certain
    assert SPLITTER.unknown("xyloquaxbauer", noun=True) is None


def test_verbs_are_whole_and_adjectives_end_in_adjectives() -> None:
    for verb in ("profitieren", "bestehen", "vereinbaren", "feiern", "regeln"):
        assert PLAIN.known(verb) is None
    assert PLAIN.known("modern") is None
    found = PLAIN.known("umweltfreundlich")
    assert found
    assert found.heads == ("freundlich",)


@pytest.mark.parametrize("word", ["", "a", "ei", "haus", "baum" * 20, "x" * 60, "wahl" * 15])
def test_the_too_short_and_the_too_long_do_not_fail(word: str) -> None:
    found = PLAIN.unknown(word, noun=True)
    assert found is None or len(word) >= SHORTEST


parts = st.sampled_from(
    "bund bundes haus häuser wahl wahlen präsident präsidenten sicherheit s e n en er garantie "
    "schiff fahrt ei tag rat in innen ung ß ss straßen ex xylo trump 1 ä".split()
)
strings = st.lists(parts, max_size=12).map("".join) | st.text(max_size=70)


@given(strings)
@example("ß" * 40)
@example("\u0130stanbulwahlen")
def test_no_string_makes_it_fail_and_parts_are_no_more_than_the_word(string: str) -> None:
    found = PLAIN.unknown(string.lower(), noun=True)
    if found is None:
        return
    word = key(string.lower())
    assert found.heads
    assert found.lemma[:3] == word[:3]
    for terms in (found.heads, found.modifiers):
        assert all(terms)
        assert len(set(terms)) == len(terms)
    assert not {*found.heads} & {*found.modifiers}
    assert found.lemma not in found.heads
    assert any(found.lemma.endswith(head) for head in found.heads)


@pytest.mark.parametrize("list_", ["opaque", "no-parts", "name-ends"])
def test_the_lists_are_in_lower_case_and_of_single_words(list_: str) -> None:
    assert [entry for entry in lines(list_) if entry != entry.lower() or " " in entry] == []
