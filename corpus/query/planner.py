"""From the AST to a plan, with the same German that built the index."""

from __future__ import annotations

from corpus.german import Analyzer, Meaning, QueryWord
from corpus.query import ast
from corpus.query.plan import (
    All,
    Any,
    Boosted,
    Everything,
    Field,
    Forms,
    Plan,
    Sequence,
    Term,
    Weighted,
    Without,
)

FORM_WEIGHTS: dict[Field, float] = {"lemma": 1.0, "variant": 0.5, "head": 0.35, "modifier": 0.2}
"""What an inflection of a word counts, the word in another gender or spelling, the word as the
last part of a compound, and as another part."""

_ALSO = 0.4
"""What a part counts in another gender or spelling, beside the part itself: many compounds are
found by both, and must stay below a variant."""


def plan_query(node: ast.Node, analyzer: Analyzer) -> Plan:
    """The plan that finds what `node` says.

    A word asks for all its forms, and ranks articles higher that have it as typed or in the
    title; a phrase asks for the exact forms in a row.
    """
    match node:
        case ast.Word(text):
            return _all([_plan_word(word) for word in analyzer.query_words(text)])
        case ast.Phrase(text):
            forms = tuple(form for word in analyzer.query_words(text) for form in word.exact)
            return _sequence("exact", forms)
        case ast.And(children):
            return All(tuple(plan_query(child, analyzer) for child in children))
        case ast.Or(children):
            return Any(tuple(plan_query(child, analyzer) for child in children))
        case ast.Not(child):
            return Without(plan_query(child, analyzer))
        case ast.Everything():
            return Everything()


def _plan_word(word: QueryWord) -> Plan:
    forms = _forms(word.meanings)
    title = tuple(Term("title", meaning.lemma) for meaning in word.meanings)
    if len(word.exact) == 1:
        return Boosted(forms, (Term("exact", word.exact[0]), *title))
    return Any((Boosted(forms, title), Sequence("lemma", word.lemma)))


def _forms(meanings: tuple[Meaning, ...]) -> Forms:
    """Every term that stands for one of the meanings, at the highest weight that it has."""
    weights: dict[Term, float] = {}
    for meaning in meanings:
        for field, weight in FORM_WEIGHTS.items():
            _note(weights, Term(field, meaning.lemma), weight)
            also = FORM_WEIGHTS["variant"] if field in ("lemma", "variant") else weight * _ALSO
            for related in meaning.alike:
                _note(weights, Term(field, related.term), also)
    return Forms(tuple(Weighted(term, weight) for term, weight in weights.items()))


def _note(weights: dict[Term, float], term: Term, weight: float) -> None:
    weights[term] = max(weight, weights.get(term, 0.0))


def _sequence(field: Field, terms: tuple[str, ...]) -> Plan:
    return Sequence(field, terms) if len(terms) > 1 else Term(field, terms[0])


def _all(plans: list[Plan]) -> Plan:
    return All(tuple(plans)) if len(plans) > 1 else plans[0]
