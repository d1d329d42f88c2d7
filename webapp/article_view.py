"""An article's page: the text with its marks, its metadata, and its place in a result."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from corpus.article import Article, BlockKind
from corpus.request import MAX_REACH, SearchRequest
from corpus.search import Corpus, MarkedArticle
from webapp import texts
from webapp.links import article_path, encode, extended
from webapp.markup import marked

_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the article stands in a result of `total`; paths are None at the ends.

    `query` and `anchor` lead back to the hit on its page of the result.
    """

    rank: str
    total: str
    query: str
    anchor: str
    previous: str | None
    next: str | None
    previous_query: str
    next_query: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the metadata; `link` when the value is an address of the web."""

    name: str
    value: str
    link: bool = False


@dataclass(frozen=True, slots=True)
class ArticleView:
    """Everything the page shows.  `place` is None when no result led here; `first_mark` is the
    number of the block of the body with the first mark, when there is none before it.  A lead
    that became the title whole is not shown twice.
    """

    article: Article
    heading: str
    title: Markup
    lead: Markup
    lead_is_title: bool
    body: Sequence[tuple[BlockKind, Markup]]
    first_mark: int | None
    facts: Sequence[Fact]
    extra: Sequence[Fact]
    place: Place | None


def view_article(corpus: Corpus, id_: str, request: SearchRequest, rank: int | None) -> ArticleView:
    """The article as hit number `rank` of `request`.  Raises UnknownArticle."""
    found = corpus.marked(id_, request)
    article = found.article
    return ArticleView(
        article=article,
        heading=article.title or texts.NO_TITLE,
        title=marked(article.title or texts.NO_TITLE, found.title),
        lead=marked(article.lead or "", found.lead),
        lead_is_title=article.title_derived and (article.lead or "").rstrip(".") == article.title,
        body=_body(found),
        first_mark=_first_mark(found),
        facts=_facts(article),
        extra=[Fact(name, _plain(value)) for name, value in article.extra.items()],
        place=_place(corpus, request, rank) if rank else None,
    )


def _body(found: MarkedArticle) -> list[tuple[BlockKind, Markup]]:
    return [
        (block.kind, marked(block.text, spans))
        for block, spans in zip(found.article.body, found.body, strict=True)
    ]


def _first_mark(found: MarkedArticle) -> int | None:
    if found.title or found.lead:
        return None
    return next((number for number, spans in enumerate(found.body) if spans), None)


def _facts(article: Article) -> list[Fact]:
    known = [
        Fact(texts.DATE, article.date.label if article.date else texts.NO_DATE),
        Fact(texts.FACETS["source"], article.source or ""),
        Fact(texts.FACETS["section"], article.section or ""),
        Fact(texts.PLACES[len(article.places) != 1], ", ".join(article.places)),
        Fact(texts.AGENCIES[len(article.agencies) != 1], ", ".join(article.agencies)),
        Fact(texts.AUTHORS, ", ".join(article.authors)),
        Fact(texts.LENGTH, texts.counted(article.words, "Wort", "Wörter")),
        Fact(texts.ADDRESS, article.url or "", link=_is_web_address(article.url)),
        Fact(texts.ID, article.id),
    ]
    return [fact for fact in known if fact.value]


def _is_web_address(url: str | None) -> bool:
    """Only http(s) becomes a link: an article's `javascript:` address is just text."""
    return url is not None and _WEB.match(url) is not None


def _plain(value: Any) -> str:
    """A value of any shape as text: JSON unless it is text already."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _place(corpus: Corpus, request: SearchRequest, rank: int) -> Place | None:
    around = corpus.neighbours(request, rank)
    if rank > around.total:
        return None  # the result has become shorter since
    pairs = [pair for pair in request.parameters() if pair[0] != "page"]
    query = encode(pairs)
    page = (rank - 1) // request.page_size + 1
    following = around.next if rank < MAX_REACH else None
    return Place(
        rank=texts.number(rank),
        total=texts.number(around.total),
        query=query if page == 1 else extended(query, "page", str(page)),
        anchor=f"treffer-{rank}",
        previous=article_path(around.previous) if around.previous is not None else None,
        next=article_path(following) if following is not None else None,
        previous_query=extended(query, "nr", str(rank - 1)),
        next_query=extended(query, "nr", str(rank + 1)),
    )
