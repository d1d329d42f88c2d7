"""Cursors: where a walk through all results goes on.

A cursor names its generation, which is immutable, so a walk sees one corpus whatever is
published meanwhile; and where in the order it is, by the sort key of the last hit in an order by
date, by the number of hits seen otherwise.  It belongs to one request: another one is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass

from corpus.errors import InvalidRequest
from corpus.request import SearchRequest

LONGEST = 400
"""Characters of a cursor; ours have some 100."""

_FOREIGN = "Der Cursor ist keiner, den diese Suche ausgegeben hat."


@dataclass(frozen=True, slots=True)
class Cursor:
    """`seen` hits have been given; `key` is the last one's in an order by date, else None."""

    generation: str
    seen: int
    key: int | None = None

    def encode(self, request: SearchRequest) -> str:
        """As text for an address, bound to the request."""
        record = [self.generation, self.seen, self.key, _bound_to(request)]
        data = json.dumps(record, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(data).decode().rstrip("=")


def read_cursor(text: str, request: SearchRequest) -> Cursor:
    """The inverse of `encode`.  Raises InvalidRequest."""
    if request.page != 1:
        raise _invalid("„cursor“ und „page“ schließen einander aus.")
    if len(text) > LONGEST:
        raise _invalid(_FOREIGN)
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        generation, seen, key, bound = json.loads(data)
    except (ValueError, TypeError, RecursionError, binascii.Error) as error:
        raise _invalid(_FOREIGN) from error
    cursor = Cursor(generation, seen, key)
    if not _plausible(cursor) or (key is None) != (request.sort == "relevance"):
        raise _invalid(_FOREIGN)
    if bound != _bound_to(request):
        raise _invalid("Der Cursor gehört zu einer anderen Suche; alle Parameter bleiben gleich.")
    return cursor


def _plausible(cursor: Cursor) -> bool:
    """Whether the values, which come from outside, are what they should be."""
    key = cursor.key
    return (
        isinstance(cursor.generation, str)
        and type(cursor.seen) is int
        and 0 <= cursor.seen < 2**40
        and (key is None or (type(key) is int and 0 <= key < 2**64 - 1))
    )


def _bound_to(request: SearchRequest) -> str:
    """A few bits that tell one request from another, and nothing about it."""
    kept = [pair for pair in request.parameters() if pair[0] not in ("page", "page_size")]
    text = json.dumps(kept)
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def _invalid(sentence: str) -> InvalidRequest:
    return InvalidRequest(sentence, code="invalid-cursor", parameter="cursor")
