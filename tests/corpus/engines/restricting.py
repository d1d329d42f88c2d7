"""Selections, days, order and slices: what of the matched is shown, and in which order."""

from __future__ import annotations

import itertools
from typing import cast

import pytest

from corpus.documents import Facet, newest_key
from corpus.engines import EngineRequest, Selection
from corpus.engines.protocol import Sort
from corpus.query.plan import Everything, Term

from .opening import Opener, Opening
from .samples import DAY, day, document, ids, ordered, span

PAPERS = [
    document("a", "wien", source="Alpenbote", agency=("APA", "dpa"), place=("Wien", "Linz")),
    document("b", "wien", source="Alpenbote", agency="APA", place="Graz"),
    document("c", "wien", source="Bote", agency="dpa", place=("Wien", "Graz")),
    document("d", "wien"),
    document("x", "graz", source="Alpenbote", agency="APA"),
]


def selections(text: str) -> dict[Facet, Selection]:
    """`source=A,B agency!=C`: one of A and B, and not C."""
    chosen: dict[str, Selection] = {}
    for piece in text.split():
        facet, _, values = piece.partition("=")
        before = chosen.get(facet.rstrip("!"), Selection())
        named = frozenset(filter(None, values.split(",")))
        chosen[facet.rstrip("!")] = (
            Selection(before.include, named)
            if facet.endswith("!")
            else Selection(named, before.exclude)
        )
    return cast(dict[Facet, Selection], chosen)


SELECTIONS = [
    ("", "abcd"),
    ("source=Alpenbote", "ab"),
    ("source=Alpenbote,Bote", "abc"),
    ("source=Alpen", ""),
    ("source=alpenbote", ""),
    ("source!=Alpenbote", "cd"),
    ("source!=Alpenbote,Bote", "d"),
    ("source!=Unbekannt", "abcd"),
    ("agency=dpa", "ac"),
    ("agency=APA,dpa", "abc"),
    ("agency!=APA", "cd"),
    ("agency=APA agency!=dpa", "b"),
    ("agency=APA agency!=APA", ""),
    ("source=Alpenbote agency=dpa", "a"),
    ("source=Bote place!=Graz", ""),
    ("place=Wien agency!=APA", "c"),
    ("section=Politik", ""),
    ("section!=Politik", "abcd"),
    ("source=", "abcd"),
]

DATED = [
    document("d", "wien", days=day("2021-12-30")),
    document("e", "wien", days=day("2021-12-31")),
    document("f", "wien", days=day("2022-01-01")),
    document("m", "wien", days=span("2021-12-01", "2021-12-31")),
    document("n", "wien", days=span("2022-01-01", "2022-01-31")),
    document("u", "wien"),
    document("y", "wien", days=span("2021-01-01", "2021-12-31")),
]
INTERVALS = [
    ("2021-12-30", "2021-12-30", "dmy"),
    ("2021-12-31", "2021-12-31", "emy"),
    ("2021-12-30", "2021-12-31", "demy"),
    ("2021-12-31", "2022-01-01", "efmny"),
    ("2022-01-01", "2022-01-01", "fn"),
    ("2021-11-30", "2021-11-30", "y"),
    ("2021-11-01", "2021-12-01", "my"),
    ("2020-12-31", "2021-01-01", "y"),
    ("2020-01-01", "2020-12-31", ""),
    ("2022-01-31", "2022-02-28", "n"),
    ("2022-02-01", "2022-02-28", ""),
    ("0001-01-01", "9999-12-31", "defmny"),
    ("0001-01-01", "2021-12-30", "dmy"),
    ("2022-01-02", "9999-12-31", "n"),
]

TIES = [
    document("b", "wien", days=day("2021-12-30")),
    document("a", "wien", days=day("2021-12-30")),
    document("m", "wien", days=span("2021-12-01", "2021-12-31")),
    document("z", "wien"),
    document("k", "wien"),
    document("o", "wien", days=day("2020-01-01")),
    document("c", "wien", days=day("2021-12-30")),
]
SAME_DAY, UNDATED = (
    "".join(sorted(ids, key=lambda id_: newest_key(id_, None))) for ids in ("abc", "kz")
)
ORDERS: list[tuple[Sort, str]] = [
    ("newest", f"m{SAME_DAY}o{UNDATED}"),
    ("oldest", f"om{SAME_DAY}{UNDATED}"),
    ("relevance", f"m{SAME_DAY}o{UNDATED}"),  # equal scores: the newest first
]


class Restricting(Opening):
    @pytest.mark.parametrize(("chosen", "expected"), SELECTIONS)
    def test_selections(self, opened: Opener, chosen: str, expected: str) -> None:
        request = EngineRequest(Term("lemma", "wien"), selections(chosen))
        answer = opened(PAPERS).search(request)
        assert "".join(sorted(ids(answer))) == expected
        assert answer.total == len(expected)

    @pytest.mark.parametrize(("first", "last", "expected"), INTERVALS)
    def test_days_overlap_bounds_included(
        self, opened: Opener, first: str, last: str, expected: str
    ) -> None:
        request = EngineRequest(Term("lemma", "wien"), days=span(first, last))
        answer = opened(DATED).search(request)
        assert "".join(sorted(ids(answer))) == expected
        assert answer.total == len(expected)

    def test_the_first_and_last_day_of_the_calendar(self, opened: Opener) -> None:
        reader = opened([document("f", days=(1, 1)), document("l", days=day("9999-12-31"))])
        assert ordered(reader, EngineRequest(days=(1, 1))) == "f"
        assert ordered(reader, EngineRequest(days=day("9999-12-31"))) == "l"
        assert ordered(reader, EngineRequest(sort="oldest")) == "fl"
        assert ordered(reader, EngineRequest(sort="newest")) == "lf"

    def test_undated(self, opened: Opener) -> None:
        reader = opened(DATED)
        assert ordered(reader, EngineRequest(undated=True)) == "u"
        everything = span("0001-01-01", "9999-12-31")
        both = reader.search(EngineRequest(undated=True, days=everything))
        assert (both.total, both.hits) == (0, ())

    def test_nothing_dated_at_all(self, opened: Opener) -> None:
        reader = opened([document("b", "wien"), document("a", "wien")])
        assert sorted(ordered(reader, EngineRequest(sort="oldest"))) == ["a", "b"]
        assert ordered(reader, EngineRequest(days=span("0001-01-01", "9999-12-31"))) == ""
        assert reader.search(EngineRequest(periods=(DAY,))).dates[DAY] == {None: 2}

    @pytest.mark.parametrize(("sort", "expected"), ORDERS)
    @pytest.mark.parametrize("backwards", [False, True])
    @pytest.mark.parametrize("size", [1, 3, 7])
    def test_order_is_total_and_undated_come_last(
        self, opened: Opener, sort: Sort, expected: str, *, backwards: bool, size: int
    ) -> None:
        added = TIES[::-1] if backwards else TIES
        reader = opened(*(added[i : i + size] for i in range(0, len(added), size)))
        assert ordered(reader, EngineRequest(Term("lemma", "wien"), sort=sort)) == expected
        assert ordered(reader, EngineRequest(Everything(), sort=sort)) == expected

    @pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
    def test_slices_partition_the_result(self, opened: Opener, sort: Sort) -> None:
        reader = opened(
            TIES[:4], [], TIES[4:], [document(f"p{n}", "wien " * n) for n in range(1, 9)]
        )
        plan = Term("lemma", "wien")
        whole = ids(reader.search(EngineRequest(plan, sort=sort, limit=100)))
        assert len(set(whole)) == len(whole) == 15
        for size in (1, 2, 4, 14, 15, 16):
            pages = [
                ids(reader.search(EngineRequest(plan, sort=sort, offset=offset, limit=size)))
                for offset in range(0, 15, size)
            ]
            assert list(itertools.chain.from_iterable(pages)) == whole
            assert {len(page) for page in pages[:-1]} <= {size}

    @pytest.mark.parametrize(
        ("offset", "limit", "shown"),
        [(0, 0, 0), (3, 0, 0), (7, 10, 0), (8, 1, 0), (10**9, 10, 0), (0, 10**12, 7), (6, 9, 1)],
    )
    def test_the_total_does_not_depend_on_the_slice(
        self, opened: Opener, offset: int, limit: int, shown: int
    ) -> None:
        answer = opened(TIES).search(EngineRequest(offset=offset, limit=limit))
        assert (answer.total, len(answer.hits)) == (7, shown)
