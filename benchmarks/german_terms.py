"""What our analyzer makes of single words, as the planner asks for it and the index holds it."""

from __future__ import annotations

from corpus.german import Analyzer


def asked(analyzer: Analyzer, word: str) -> set[str]:
    """The terms that a typed word asks the layers `lemma` and `variant` for."""
    return {
        term
        for typed in analyzer.query_words(word)
        for meaning in typed.meanings
        for term in (meaning.lemma, *(related.term for related in meaning.alike))
    }


def held(analyzer: Analyzer, word: str) -> set[str]:
    """The terms that these layers have for a word in a text."""
    return {
        term
        for _, meaning in analyzer.meanings(word)
        for term in (meaning.lemma, *(r.term for r in meaning.alike + meaning.wider))
    }


def parts(analyzer: Analyzer, word: str) -> tuple[set[str], set[str]]:
    """The terms for a word in the layers `head` and `modifier`."""
    meanings = [meaning for _, meaning in analyzer.meanings(word)]
    heads = {term for meaning in meanings for term in meaning.heads}
    return heads, {term for meaning in meanings for term in meaning.modifiers}
