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
    Plan,
    Sequence,
    Term,
    Without,
    positive_leaves,
)
from corpus.query.planner import plan_query

ANALYZER = Analyzer()


def planned(query: str) -> Plan:
    return plan_query(parse(query).node, ANALYZER)


def word(form: str, lemma: str) -> Plan:
    return Boosted(Term("lemma", lemma), (Term("exact", form), Term("title", lemma)))


KIEW, MOSKAU, RIGA = (word(city, city) for city in ("kiew", "moskau", "riga"))


@pytest.mark.parametrize(
    ("query", "plan"),
    [
        ("", Everything()),
        ("Garantien", word("garantien", "garanti")),
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
                    Boosted(Term("lemma", "usprasident"), (Term("title", "usprasident"),)),
                    Sequence("lemma", ("us", "prasident")),
                )
            ),
        ),
    ],
)
def test_words_ask_for_lemmas_and_phrases_for_words_as_written(query: str, plan: Plan) -> None:
    assert planned(query) == plan


def test_only_what_makes_an_article_match_is_marked() -> None:
    plan = planned('Garantien "weitere Gespräche" -Riga NICHT (Kiew ODER "in Moskau")')
    assert list(positive_leaves(plan)) == [
        Term("lemma", "garanti"),
        Sequence("exact", ("weitere", "gespräche")),
    ]


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
        else:
            assert leaf.term
