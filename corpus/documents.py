"""The document: an article as engines take it, analysed once and for all of them."""

from __future__ import annotations

import hashlib
import struct
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from corpus.article import Article
from corpus.german import Analyzer
from corpus.query.plan import Field

Facet = Literal["source", "section", "agency", "place"]
FACETS: tuple[Facet, ...] = ("source", "section", "agency", "place")

BLOCK_GAP = 100
"""Positions left free between title, lead and paragraphs, so that no phrase spans them."""

Positions = dict[str, list[int]]
"""Term to its positions, ascending; a term has several entries when it occurs several times."""


@dataclass(frozen=True, slots=True)
class Document:
    """`stored` is the article's canonical JSON; `days` its first and last day as proleptic
    ordinals, None when undated; `length` the number of words.
    """

    id: str
    stored: bytes
    days: tuple[int, int] | None
    facets: Mapping[Facet, tuple[str, ...]]
    terms: Mapping[Field, Positions]
    length: int

    @property
    def digest(self) -> bytes:
        """SHA-256 of what the document says: the stored article, and the terms in the order in
        which the text first has them.
        """
        state = hashlib.sha256(self.id.encode() + b"\0" + self.stored)
        for field in sorted(self.terms):
            terms = self.terms[field]
            state.update("\0".join(("", field, *terms)).encode())
            frequencies = list(map(len, terms.values()))
            positions = list(chain.from_iterable(terms.values()))
            for numbers in (frequencies, positions):
                state.update(struct.pack(f"<{len(numbers)}I", *numbers))
        return state.digest()


def to_document(article: Article, analyzer: Analyzer) -> Document:
    """Analyse title, lead and body into positions of terms."""
    exact: Positions = defaultdict(list)
    lemma: Positions = defaultdict(list)
    position = length = 0
    for _, text in article.blocks():
        for terms in analyzer.terms(text):
            for term, step, _, _ in terms.exact:
                exact[term].append(position + step)
            for term, step, _, _ in terms.lemma:
                lemma[term].append(position + step)
            position += terms.words
            length += terms.words
        position += BLOCK_GAP
    return Document(
        id=article.id,
        stored=article.to_stored(),
        days=(article.date.first.toordinal(), article.date.last.toordinal())
        if article.date
        else None,
        facets={
            "source": (article.source,) if article.source else (),
            "section": (article.section,) if article.section else (),
            "agency": article.agencies,
            "place": article.places,
        },
        terms={"exact": exact, "lemma": lemma, "title": _title_terms(article.title, analyzer)},
        length=length,
    )


def _title_terms(title: str, analyzer: Analyzer) -> Positions:
    lemma: Positions = defaultdict(list)
    position = 0
    for terms in analyzer.terms(title):
        for term, step, _, _ in terms.lemma:
            lemma[term].append(position + step)
        position += terms.words
    return lemma
