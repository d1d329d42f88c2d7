"""Resuming an order by date behind a key: pages that no deletion or addition shifts."""

from __future__ import annotations

import pytest

from corpus.documents import Document, newest_key, oldest_key
from corpus.engines import Engine, EngineReader, EngineRequest, Selection
from corpus.engines.protocol import Sort
from corpus.query.plan import Everything, Plan, Term

from .opening import Opener, Opening
from .samples import DAY, day, document, ids, span, write
from .storing import delete

BOTH: tuple[Sort, ...] = ("newest", "oldest")
by_date = pytest.mark.parametrize("sort", BOTH)
"""On every test, since a mark of the class would be inherited by the whole contract."""

DOCUMENTS = [
    document(f"d{n}", "wien graz" if n % 2 else "wien", source=f"s{n % 3}", days=days)
    for n, days in enumerate(
        [day("2021-12-30")] * 4
        + [None] * 3
        + [span("2021-12-01", "2021-12-31"), span("2021-01-01", "2021-12-31")]
        + [day(f"2021-12-{n:02}") for n in range(20, 29)]
        + [(1, 1), day("9999-12-31")]
    )
]
KEYS = {
    "newest": {d.id: newest_key(d.id, d.days) for d in DOCUMENTS},
    "oldest": {d.id: oldest_key(d.id, d.days) for d in DOCUMENTS},
}
WIEN = Term("lemma", "wien")
PLANS: list[Plan] = [WIEN, Everything(), Term("lemma", "graz")]


def expected(sort: Sort, documents: list[Document] = DOCUMENTS) -> list[str]:
    return sorted((d.id for d in documents), key=KEYS[sort].__getitem__)


def walked(reader: EngineReader, plan: Plan, sort: Sort, size: int) -> list[str]:
    """All hits, each page resumed behind the last hit of the one before."""
    seen: list[str] = []
    after: int | None = None
    while page := ids(reader.search(EngineRequest(plan, sort=sort, limit=size, after=after))):
        assert not set(page) & set(seen), "it goes in circles"
        seen += page
        after = KEYS[sort][page[-1]]
    return seen


class Resuming(Opening):
    @by_date
    @pytest.mark.parametrize("size", [1, 3, 20, 50])
    def test_pages_behind_each_other_are_the_whole_in_its_order(
        self, opened: Opener, sort: Sort, size: int
    ) -> None:
        reader = opened(DOCUMENTS[::3], DOCUMENTS[1::3], DOCUMENTS[2::3])
        assert walked(reader, WIEN, sort, size) == expected(sort)
        assert walked(reader, Everything(), sort, size) == expected(sort)

    @by_date
    @pytest.mark.parametrize("plan", PLANS, ids=["wien", "everything", "graz"])
    def test_hits_begin_right_behind_any_key(self, opened: Opener, sort: Sort, plan: Plan) -> None:
        reader = opened(DOCUMENTS[:9], DOCUMENTS[9:])
        whole = ids(reader.search(EngineRequest(plan, sort=sort, limit=99)))
        keys = [KEYS[sort][id_] for id_ in whole]
        assert keys == sorted(keys)
        for place, key in enumerate(keys):
            for after, rest in ((key, whole[place + 1 :]), (key - 1, whole[place:])):
                request = EngineRequest(plan, sort=sort, limit=99, after=after)
                assert ids(reader.search(request)) == rest

    @by_date
    def test_the_key_of_no_document_will_do(self, opened: Opener, sort: Sort) -> None:
        reader = opened(DOCUMENTS)
        for after, rest in ((0, expected(sort)), ((1 << 64) - 2, [])):
            answer = reader.search(EngineRequest(sort=sort, limit=99, after=after))
            assert ids(answer) == rest
            assert answer.total == len(DOCUMENTS)

    @by_date
    def test_totals_and_counts_do_not_depend_on_it(self, opened: Opener, sort: Sort) -> None:
        reader = opened(DOCUMENTS[:5], DOCUMENTS[5:])
        after = KEYS[sort][expected(sort)[12]]
        whole, rest = (
            reader.search(
                EngineRequest(WIEN, sort=sort, after=key, facets=("source",), periods=(DAY,))
            )
            for key in (None, after)
        )
        assert (rest.total, rest.facets, rest.dates) == (whole.total, whole.facets, whole.dates)
        assert ids(rest) == expected(sort)[13:]

    @by_date
    def test_it_goes_with_restrictions_and_an_offset(self, opened: Opener, sort: Sort) -> None:
        reader = opened(DOCUMENTS[:5], DOCUMENTS[5:])
        days = span("2021-12-01", "2021-12-31")
        request = EngineRequest(
            WIEN, {"source": Selection(frozenset({"s0", "s1"}))}, days, sort=sort, limit=99
        )
        whole = ids(reader.search(request))
        assert 5 < len(whole) < len(DOCUMENTS)
        after = KEYS[sort][whole[2]]
        resumed = EngineRequest(
            WIEN, request.selections, days, sort=sort, limit=2, after=after, offset=1
        )
        assert ids(reader.search(resumed)) == whole[4:6]

    @by_date
    def test_deleted_articles_leave_no_gap_and_their_keys_still_serve(
        self, opened: Opener, engine: Engine, folder: object, sort: Sort
    ) -> None:
        order = expected(sort)
        write(engine, folder, DOCUMENTS[:9], DOCUMENTS[9:])  # type: ignore[arg-type]
        gone = set(order[3:6]) | {order[0], order[-1]}
        delete(engine, folder, gone)  # type: ignore[arg-type]
        reader = opened()
        kept = [id_ for id_ in order if id_ not in gone]
        for size in (1, 4, 50):
            assert walked(reader, WIEN, sort, size) == kept
        after = KEYS[sort][order[4]]
        resumed = reader.search(EngineRequest(WIEN, sort=sort, limit=99, after=after))
        assert ids(resumed) == [id_ for id_ in order[5:] if id_ not in gone]
        assert resumed.total == len(kept)

    @by_date
    def test_a_walk_goes_on_where_it_was_after_an_addition(
        self, opened: Opener, sort: Sort
    ) -> None:
        order = expected(sort)
        late = [d for d in DOCUMENTS if d.id in {order[1], order[8], order[15]}]
        reader = opened([d for d in DOCUMENTS if d not in late])
        first = ids(reader.search(EngineRequest(WIEN, sort=sort, limit=5)))
        grown = opened(late)
        after = KEYS[sort][first[-1]]
        rest = ids(grown.search(EngineRequest(WIEN, sort=sort, limit=99, after=after)))
        assert first + rest == [id_ for id_ in order if id_ != order[1]]
