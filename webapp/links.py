"""Addresses: requests as query strings, articles as paths.

A link is a path and a query string; the macro `go` in `templates/parts.html` makes an `<a>`
of it, or, after a search without a trace, a button that posts the same parameters.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote_plus, urlencode

from corpus.request import SearchRequest
from corpus.wire import article_address

SEARCH = "/"
ARTICLE = "/artikel/"


def article_path(id_: str) -> str:
    """The path of an article's page."""
    return ARTICLE + article_address(id_)


def encode(pairs: Iterable[tuple[str, str]]) -> str:
    """Parameters as a query string."""
    return urlencode(list(pairs))


def request_query(request: SearchRequest) -> str:
    """The query string that asks `request`."""
    return encode(request.parameters())


def extended(query: str, name: str, value: str) -> str:
    """`query` with one more parameter; far cheaper than encoding all of them again."""
    pair = f"{name}={quote_plus(value)}"
    return f"{query}&{pair}" if query else pair
