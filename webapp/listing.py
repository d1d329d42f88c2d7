"""The hits of a page, ready to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from corpus.article import Article
from corpus.search import FoundArticle, Results
from webapp import texts
from webapp.links import article_path, extended, request_query
from webapp.markup import marked


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit: its number in the whole result, and the link that keeps the result at hand."""

    rank: int
    title: Markup
    path: str
    query: str
    date: str
    facts: Sequence[str]
    passages: Sequence[Markup]


def list_hits(results: Results) -> list[HitView]:
    """The hits of the page asked for, numbered from its first."""
    request = results.request
    base = request_query(replace(request, page=1))
    first = (request.page - 1) * request.page_size + 1
    return [
        _hit(found, rank, extended(base, "nr", str(rank)))
        for rank, found in enumerate(results.found, first)
    ]


def _hit(found: FoundArticle, rank: int, query: str) -> HitView:
    article = found.article
    title = marked(article.title or texts.NO_TITLE, ())
    passages = []
    for passage in found.passages:
        text = marked(passage.text, passage.marks)
        if passage.field == "title":
            title = text
        else:
            passages.append(text)
    return HitView(
        rank=rank,
        title=title,
        path=article_path(article.id),
        query=query,
        date=article.date.label if article.date else texts.NO_DATE,
        facts=facts(article),
        passages=passages,
    )


def facts(article: Article) -> list[str]:
    """Source, section, places, agencies and authors, those that are known."""
    return [
        text
        for text in (
            article.source,
            article.section,
            ", ".join(article.places),
            ", ".join(article.agencies),
            ", ".join(article.authors),
        )
        if text
    ]
