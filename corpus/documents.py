"""The document: an article as engines take it, analysed once and for all of them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from corpus.article import Article
from corpus.german import Analyzer, Layers
from corpus.query.plan import Field

Facet = Literal["source", "section", "agency", "place"]
FACETS: tuple[Facet, ...] = ("source", "section", "agency", "place")

Days = tuple[int, int]
"""First and last day as proleptic ordinals, both included."""

NO_TERM = "\u2060"
"""Stands in a stream at a position that holds no term; no term contains it."""

BLOCK_GAP = 30
"""Positions left free between title, lead and paragraphs, so that no phrase spans them."""

_GAP = " ".join([NO_TERM] * BLOCK_GAP)

TIE_BITS = 42
NEVER = (1 << 22) - 1
"""Stands for the day of an undated article in an order by date; ordinals are below it."""


@dataclass(frozen=True, slots=True)
class Document:
    """`stored` is the article's canonical JSON; `days` its first and last day, None when
    undated.

    `streams` has the terms of each field in the order of their positions, with a blank between;
    some engines take them as they are, others want `positions`.
    """

    id: str
    stored: bytes
    days: Days | None
    facets: Mapping[Facet, tuple[str, ...]]
    streams: Mapping[Field, str]

    @property
    def length(self) -> int:
        """Number of words."""
        exact = self.streams["exact"]
        return exact.count(" ") + 1 - exact.count(NO_TERM) if exact else 0

    def positions(self, field: Field) -> dict[str, list[int]]:
        """Each term of a field, and its positions, ascending."""
        positions: dict[str, list[int]] = defaultdict(list)
        for position, term in enumerate(self.streams[field].split(" ")):
            positions[term].append(position)
        positions.pop(NO_TERM, None)
        positions.pop("", None)  # of an empty stream
        return positions

    @property
    def newest(self) -> int:
        """Its place in the order `newest`: see `newest_key`."""
        return newest_key(self.id, self.days)

    @property
    def oldest(self) -> int:
        """Its place in the order `oldest`: see `oldest_key`."""
        return oldest_key(self.id, self.days)

    @property
    def content(self) -> int:
        """The digest as what it adds to a corpus's content sum."""
        return int.from_bytes(self.digest, "big")

    @property
    def digest(self) -> bytes:
        """SHA-256 of what the document says: its id, the stored article, the terms."""
        state = hashlib.sha256(self.id.encode() + b"\0" + self.stored)
        for field in sorted(self.streams):
            state.update(f"\0{field} {self.streams[field]}".encode())
        return state.digest()


def newest_key(id_: str, days: Days | None) -> int:
    """Ascending in the order `newest`: by the last day, falling, undated articles last.

    Of equal days, a hash of the id decides, so that the order is the same on every engine and
    does not depend on what else is in the index.  Of 2,000 articles of one day, two have the
    same key with a probability of 1 in 2 million.
    """
    return (NEVER - days[1] if days else NEVER) << TIE_BITS | _tie(id_)


def oldest_key(id_: str, days: Days | None) -> int:
    """Ascending in the order `oldest`: by the first day, undated articles last; else the same."""
    return (days[0] if days else NEVER) << TIE_BITS | _tie(id_)


def _tie(id_: str) -> int:
    digest = hashlib.blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> (64 - TIE_BITS)


def days_of_keys(newest: int, oldest: int) -> Days | None:
    """The days that the two keys were made of."""
    first = oldest >> TIE_BITS
    return None if first == NEVER else (first, NEVER - (newest >> TIE_BITS))


def days_of(article: Article) -> Days | None:
    """The first and last day that the article may be of."""
    if article.date is None:
        return None
    return article.date.first.toordinal(), article.date.last.toordinal()


def to_document(article: Article, analyzer: Analyzer) -> Document:
    """Analyse title, lead and body into streams of terms."""
    blocks = [analyzer.layers(text) for _, text in article.blocks()]
    title = analyzer.layers(article.title)
    return Document(
        id=article.id,
        stored=article.to_stored(),
        days=days_of(article),
        facets={
            "source": (article.source,) if article.source else (),
            "section": (article.section,) if article.section else (),
            "agency": article.agencies,
            "place": article.places,
        },
        streams={
            "exact": _stream([block.exact for block in blocks]),
            "lemma": _lemma_stream(blocks),
            "title": _lemma_stream([title]),
            "variant": _bag(block.variant for block in blocks),
            "head": _bag(block.head for block in blocks),
            "modifier": _bag(block.modifier for block in blocks),
        },
    )


def _stream(runs: Iterable[str]) -> str:
    return f" {_GAP} ".join(filter(None, runs))


def _bag(runs: Iterable[str]) -> str:
    """Terms whose positions mean nothing."""
    return " ".join(filter(None, runs))


def _lemma_stream(blocks: list[Layers]) -> str:
    """The lemmas, and behind them, apart from each other, those of words of several parts."""
    joined = [whole for block in blocks for whole in block.joined]
    return _stream([*(block.lemma for block in blocks), f" {NO_TERM} ".join(joined)])
