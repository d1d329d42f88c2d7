"""The pages of a result: the one before, the next, and numbers around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.request import MAX_REACH
from corpus.search import Results
from webapp.links import extended, request_query

AROUND = 2
"""Pages shown on each side of the present one; the first and the last are always there."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page; the number 0 stands for left-out ones."""

    number: int
    query: str = ""


@dataclass(frozen=True, slots=True)
class Paging:
    """Links to pages.  `capped` when there are hits that paging does not reach."""

    current: int
    last: int
    pages: Sequence[PageLink]
    previous: PageLink | None
    next: PageLink | None
    capped: bool

    @property
    def beyond(self) -> bool:
        """Whether the page asked for comes after the last one."""
        return self.current > max(self.last, 1)


def make_paging(results: Results) -> Paging:
    """The pages of `results`, as far as paging reaches."""
    request = results.request
    last = min(results.pages, MAX_REACH // request.page_size)
    base = request_query(replace(request, page=1))

    def link(number: int) -> PageLink:
        return PageLink(number, base if number == 1 else extended(base, "page", str(number)))

    near = range(max(1, request.page - AROUND), min(last, request.page + AROUND) + 1)
    pages: list[PageLink] = []
    for number in sorted({1, *near, last} - {0}):
        if pages and number - pages[-1].number > 1:
            between_is_one = number - pages[-1].number == 2
            pages.append(link(number - 1) if between_is_one else PageLink(0))
        pages.append(link(number))
    return Paging(
        current=request.page,
        last=last,
        pages=pages if last > 1 else (),
        previous=link(min(request.page - 1, last)) if request.page > 1 and last else None,
        next=link(request.page + 1) if request.page < last else None,
        capped=last < results.pages,
    )
