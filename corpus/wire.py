"""The JSON of answers: one shape for the JSON interface and for `--json` on the command line.

Every key is always there; what is missing is null or empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from corpus.article import Article
from corpus.dates import DateInterval
from corpus.facets import FacetValue
from corpus.german import Apart, Meaning
from corpus.passages import Passage
from corpus.request import SearchRequest, as_parameters
from corpus.search import FoundArticle, Results

API = "/api/v1"
FACET_ORDER = ("year", "month", "day", "source", "section", "agency", "place")


def search_json(results: Results, base_url: str = "", *, resumed: bool = False) -> dict[str, Any]:
    """The answer to a search; links begin with `base_url`, and one that a cursor resumed is no
    page of any number.
    """
    request = results.request
    return {
        "query": _query(request, results),
        "total": results.total,
        "page": None if resumed else request.page,
        "page_size": request.page_size,
        "next_cursor": results.next.encode(request) if results.next else None,
        "took_ms": round(results.took_ms, 2),
        "results": [_found(found, base_url) for found in results.found],
        "facets": {name: _facet(results.facets[name]) for name in FACET_ORDER},
        "index": {
            "generation": results.generation,
            "engine": results.manifest.engine,
            "fingerprint": results.manifest.fingerprint,
            "articles": results.manifest.articles,
            "built_at": results.manifest.built_at,
        },
    }


def article_json(article: Article, base_url: str = "") -> dict[str, Any]:
    """One article, whole."""
    return {
        **_metadata(article),
        "lead": article.lead,
        "credit": article.credit,
        "body": [{"kind": block.kind, "text": block.text} for block in article.body],
        "sign_off": article.sign_off,
        "words": article.words,
        "extra": dict(article.extra),
        "links": _links(article, base_url),
    }


def analysis_json(
    meanings: Iterable[tuple[str, Meaning]], apart: Iterable[Apart]
) -> dict[str, Any]:
    """What `corpus analyze` says of words, and of those whose letters stand apart."""
    return {
        "words": [
            {
                "word": word,
                "lemma": meaning.lemma,
                "rule": meaning.rule,
                "alike": [related._asdict() for related in meaning.alike],
                "wider": [related._asdict() for related in meaning.wider],
                "heads": list(meaning.heads),
                "modifiers": list(meaning.modifiers),
            }
            for word, meaning in meanings
        ],
        "apart": [found.term for found in apart],
    }


def _query(request: SearchRequest, results: Results) -> dict[str, Any]:
    return {
        "q": request.q,
        "interpreted": str(results.query.node),
        "from": request.first.isoformat() if request.first else None,
        "to": request.last.isoformat() if request.last else None,
        "filters": as_parameters(request.filters())
        | ({"date": ["none"]} if request.undated else {}),
        "sort": request.sort,
        "warnings": list(results.query.warnings),
    }


def _found(found: FoundArticle, base_url: str) -> dict[str, Any]:
    return {
        **_metadata(found.article),
        "score": round(found.score, 4),
        "snippets": [_snippet(passage) for passage in found.passages],
        "links": _links(found.article, base_url),
    }


def _metadata(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "title_derived": article.title_derived,
        "date": _date(article.date),
        "source": article.source,
        "section": article.section,
        "agencies": list(article.agencies),
        "authors": list(article.authors),
        "places": list(article.places),
        "url": article.url,
    }


def _date(days: DateInterval | None) -> dict[str, str] | None:
    if days is None:
        return None
    return {
        "from": days.first.isoformat(),
        "to": days.last.isoformat(),
        "precision": days.precision,
        "label": days.label,
    }


def _snippet(passage: Passage) -> dict[str, Any]:
    return {
        "field": passage.field,
        "text": passage.text,
        "marks": [list(span) for span in passage.marks],
    }


def _facet(values: tuple[FacetValue, ...]) -> list[dict[str, Any]]:
    return [
        {
            "value": value.value,
            "label": value.label,
            "count": value.count,
            "approximate": value.approximate,
            "active": value.active,
        }
        for value in values
    ]


def _links(article: Article, base_url: str) -> dict[str, str]:
    address = article_address(article.id)
    return {"self": f"{base_url}{API}/articles/{address}", "html": f"{base_url}/artikel/{address}"}


def article_address(id_: str) -> str:
    """An id as the end of a URL's path.

    Clients resolve `.` and `..` even when they are percent-encoded, so these two, and the
    empty id, go into the query instead.
    """
    return ("?id=" if id_ in ("", ".", "..") else "") + quote(id_, safe="")
