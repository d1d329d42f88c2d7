"""The document: an article as engines take it, analysed once and for all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
        """SHA-256 of what the document says: stored article and terms, in fixed order."""
        state = hashlib.sha256(self.id.encode() + b"\0" + self.stored)
        for field in sorted(self.terms):
            for term, positions in sorted(self.terms[field].items()):
                state.update(f"\0{field}\0{term}\0{positions}".encode())
        return state.digest()


def to_document(article: Article, analyzer: Analyzer) -> Document:
    """Analyse title, lead and body into positions of terms."""
    exact: Positions = {}
    lemma: Positions = {}
    position = length = 0
    for _, text in article.blocks():
        for _, terms in analyzer.chunks(text):
            for occurrence in terms.exact:
                exact.setdefault(occurrence.term, []).append(position + occurrence.position)
            for occurrence in terms.lemma:
                lemma.setdefault(occurrence.term, []).append(position + occurrence.position)
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
    terms: Positions = {}
    for term, position in _lemmas(title, analyzer):
        terms.setdefault(term, []).append(position)
    return terms


def _lemmas(text: str, analyzer: Analyzer) -> Iterator[tuple[str, int]]:
    position = 0
    for _, terms in analyzer.chunks(text):
        for occurrence in terms.lemma:
            yield occurrence.term, position + occurrence.position
        position += terms.words
