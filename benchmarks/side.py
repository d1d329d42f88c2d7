"""What a side is asked for, whichever program answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol


class Page(NamedTuple):
    """A page as the peers give it: counts by source and by month, marked passages of ten hits."""

    total: int
    facets: Sequence[dict[Any, int]]
    passages: Sequence[str]


class Side(Protocol):
    """An index, open.  Queries are those of `queries`; each side reads them with its parser.

    `top` and `top_in_range` give a total and the ids of ten hits, `facets` counts by source and
    month, `page` all of it with the hits' passages.
    """

    def top(self, query: str, /) -> tuple[int, Any]: ...

    def top_in_range(self, query: str, /) -> tuple[int, Any]: ...

    def facets(self, query: str, /) -> Any: ...

    def page(self, query: str, /) -> Any: ...

    def close(self) -> None: ...
