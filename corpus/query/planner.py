"""From the AST to a plan, with the same German that built the index."""

from __future__ import annotations

from corpus.german import Analyzer, QueryWord
from corpus.query import ast
from corpus.query.plan import All, Any, Boosted, Everything, Field, Plan, Sequence, Term, Without


def plan_query(node: ast.Node, analyzer: Analyzer) -> Plan:
    """The plan that finds what `node` says.

    A word asks for its lemma, and ranks articles higher that have it as typed or in the title;
    a phrase asks for the exact forms in a row.
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
    if word.joined is None:
        (form,), (lemma,) = word.exact, word.lemma
        return Boosted(Term("lemma", lemma), (Term("exact", form), Term("title", lemma)))
    whole = Boosted(Term("lemma", word.joined), (Term("title", word.joined),))
    return Any((whole, _sequence("lemma", word.lemma)))


def _sequence(field: Field, terms: tuple[str, ...]) -> Plan:
    return Sequence(field, terms) if len(terms) > 1 else Term(field, terms[0])


def _all(plans: list[Plan]) -> Plan:
    return All(tuple(plans)) if len(plans) > 1 else plans[0]
