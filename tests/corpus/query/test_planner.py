"""From the AST to a plan: which layer is asked for which terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import LimitExceeded
from corpus.german import Analyzer
from corpus.query.parser import parse
from corpus.query.plan import (
    All,
    Any,
    Boosted,
    Everything,
    Forms,
    Plan,
    Sequence,
    Term,
    Weighted,
    Without,
    positive_leaves,
)
from corpus.query.planner import FORM_WEIGHTS, plan_query

ANALYZER = Analyzer()


def planned(query: str) -> Plan:
    return plan_query(parse(query).node, ANALYZER)


def forms(lemma: str) -> Forms:
    """All that a word without variants is asked for."""
    return Forms(
        tuple(Weighted(Term(field, lemma), weight) for field, weight in FORM_WEIGHTS.items())
    )


def word(form: str, lemma: str) -> Plan:
    return Boosted(forms(lemma), (Term("exact", form), Term("title", lemma)))


def weights(query: str) -> dict[Term, float]:
    """What each term of a query of one word counts; a term is asked for once."""
    (leaf,) = positive_leaves(planned(query))
    assert isinstance(leaf, Forms)
    counted = {form.term: form.weight for form in leaf.terms}
    assert len(counted) == len(leaf.terms)
    return counted


KIEW, MOSKAU, RIGA = (word(city, city) for city in ("kiew", "moskau", "riga"))


@pytest.mark.parametrize(
    ("query", "plan"),
    [
        ("", Everything()),
        ("Garantien", word("garantien", "garantie")),
        ("Kiew Moskau", All((KIEW, MOSKAU))),
        ("Kiew ODER Moskau NICHT Riga", Any((KIEW, All((MOSKAU, Without(RIGA)))))),
        ("-Kiew", Without(KIEW)),
        ("Kiew/Moskau", All((KIEW, MOSKAU))),
        ('"Weitere Gespräche"', Sequence("exact", ("weitere", "gespräche"))),
        ('"Gespräche"', Term("exact", "gespräche")),
        ('"der US-Präsident"', Sequence("exact", ("der", "us", "präsident"))),
        (
            "US-Präsident",
            Any(
                (
                    Boosted(forms("uspräsident"), (Term("title", "uspräsident"),)),
                    Sequence("lemma", ("us", "präsident")),
                )
            ),
        ),
    ],
)
def test_words_ask_for_all_their_forms_and_phrases_for_words_as_written(
    query: str, plan: Plan
) -> None:
    assert planned(query) == plan


def test_only_what_makes_an_article_match_is_marked() -> None:
    plan = planned('Garantien "weitere Gespräche" -Riga NICHT (Kiew ODER "in Moskau")')
    assert list(positive_leaves(plan)) == [
        forms("garantie"),
        Sequence("exact", ("weitere", "gespräche")),
    ]


def test_the_word_counts_more_than_variants_heads_and_modifiers_in_this_order() -> None:
    found = weights("Garantien")
    assert list(found) == [Term(f, "garantie") for f in ("lemma", "variant", "head", "modifier")]
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert len(set(found.values())) == 4


@pytest.mark.parametrize(
    ("query", "alike"),
    [("Politikerin", "politiker"), ("Mueller", "müller"), ("Feber", "februar")],
)
def test_another_spelling_or_gender_never_counts_as_much_as_the_word(
    query: str, alike: str
) -> None:
    found = weights(query)
    typed = max(found, key=found.__getitem__)
    assert typed.term != alike
    assert found[typed] > found[Term("lemma", alike)] >= found[Term("head", alike)] > 0


def test_what_a_form_may_be_of_too_is_not_searched_for() -> None:
    """A text is read either way, a query only as typed: Verbot is not verbieten."""
    assert {term.term for term in weights("Verbot")} == {"verbot"}


def test_lower_case_may_be_a_noun_too() -> None:
    assert {term.term for term in weights("verbot")} == {"verbot", "verbieten"}


@given(st.text(max_size=80) | st.text(alphabet='_-"„“()Ua.1 \u0308½', max_size=80))
def test_every_query_has_a_plan(query: str) -> None:
    try:
        node = parse(query).node
    except LimitExceeded:
        return
    for leaf in positive_leaves(plan_query(node, ANALYZER)):
        if isinstance(leaf, Sequence):
            assert len(leaf.terms) >= 2
            assert all(leaf.terms)
        elif isinstance(leaf, Forms):
            assert len({form.term for form in leaf.terms}) == len(leaf.terms) >= 1
            assert all(form.term.term and 0 < form.weight <= 1 for form in leaf.terms)
        else:
            assert leaf.term
