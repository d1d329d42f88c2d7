"""Facets, days, term frequencies."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus.documents import Facet
from corpus.engines import Engine, EngineRequest, Selection
from corpus.periods import UNITS, Period, Unit, count_by
from corpus.query.plan import All, Everything, Term, Without

from .opening import Opener, Opening
from .samples import DAY, FACET_NAMES, day, document, span, write

Selections = dict[Facet, Selection]
ALPENBOTE = Selection(include=frozenset({"Alpenbote"}))
DOCUMENTS = [
    document("1", "wien", source="Alpenbote", agency=("APA", "dpa"), days=day("2021-12-30")),
    document("2", "wien", source="Alpenbote", agency="APA", days=day("2021-12-30")),
    document("3", "wien", source="Bote", agency="dpa", days=span("2021-12-01", "2021-12-31")),
    document("4", "wien", source="Bote", section="Politik"),
    document("5", "graz", source="Alpenbote", section="Sport", days=day("2021-12-30")),
]
WIEN = Term("lemma", "wien")
DECEMBER = span("2021-12-01", "2021-12-31")
SPREAD = [
    document(f"p{n}", "wien", source=f"s{n % 2}", days=days)
    for n, days in enumerate(
        [
            day("2021-12-30"), day("2021-12-30"), DECEMBER, span("2021-12-30", "2022-01-02"),
            span("2021-01-01", "2021-12-29"), day("2021-12-31"), day("2020-02-29"), None, None,
        ]
    )
]  # fmt: skip


def counted(request: EngineRequest) -> EngineRequest:
    return EngineRequest(
        request.plan,
        request.selections,
        request.days,
        undated=request.undated,
        facets=FACET_NAMES,
        periods=(DAY,),
    )


class Counting(Opening):
    def test_each_value_of_what_is_found_is_counted(self, opened: Opener) -> None:
        answer = opened(DOCUMENTS[:2], DOCUMENTS[2:]).search(counted(EngineRequest(WIEN)))
        assert answer.facets == {
            "source": {"Alpenbote": 2, "Bote": 2},
            "section": {"Politik": 1},
            "agency": {"APA": 2, "dpa": 2},
            "place": {},
        }
        assert answer.dates[DAY] == {
            day("2021-12-30"): 2,
            span("2021-12-01", "2021-12-31"): 1,
            None: 1,
        }

    def test_only_what_is_asked_for_is_counted(self, opened: Opener) -> None:
        answer = opened(DOCUMENTS).search(EngineRequest(WIEN, facets=("agency",)))
        assert answer.facets == {"agency": {"APA": 2, "dpa": 2}}
        assert answer.dates == {}

    def test_a_facet_ignores_its_own_selection(self, opened: Opener) -> None:
        answer = opened(DOCUMENTS).search(
            counted(EngineRequest(WIEN, {"source": ALPENBOTE, "agency": Selection()}))
        )
        assert answer.total == 2
        assert answer.facets["source"] == {"Alpenbote": 2, "Bote": 2}
        assert answer.facets["agency"] == {"APA": 2, "dpa": 1}
        assert answer.facets["section"] == {}
        assert answer.dates[DAY] == {day("2021-12-30"): 2}

    def test_a_facet_ignores_its_own_exclusion(self, opened: Opener) -> None:
        without: Selections = {"agency": Selection(exclude=frozenset({"dpa"}))}
        answer = opened(DOCUMENTS).search(counted(EngineRequest(WIEN, without)))
        assert answer.total == 2
        assert answer.facets["agency"] == {"APA": 2, "dpa": 2}
        assert answer.facets["source"] == {"Alpenbote": 1, "Bote": 1}

    def test_two_selections_each_ignore_their_own_only(self, opened: Opener) -> None:
        both: Selections = {"source": ALPENBOTE, "agency": Selection(include=frozenset({"dpa"}))}
        answer = opened(DOCUMENTS).search(counted(EngineRequest(Everything(), both)))
        assert answer.total == 1
        assert answer.facets["source"] == {"Alpenbote": 1, "Bote": 1}
        assert answer.facets["agency"] == {"APA": 2, "dpa": 1}

    @pytest.mark.parametrize(
        "restriction",
        [EngineRequest(WIEN, days=day("2021-12-01")), EngineRequest(WIEN, undated=True)],
        ids=["days", "undated"],
    )
    def test_days_ignore_the_restriction_to_days(
        self, opened: Opener, restriction: EngineRequest
    ) -> None:
        answer = opened(DOCUMENTS).search(counted(restriction))
        assert answer.total == 1
        assert answer.dates[DAY] == {
            day("2021-12-30"): 2,
            span("2021-12-01", "2021-12-31"): 1,
            None: 1,
        }
        assert answer.facets["source"] == {"Bote": 1}

    def test_counts_do_not_depend_on_the_slice(self, opened: Opener) -> None:
        reader = opened(DOCUMENTS)
        whole = reader.search(counted(EngineRequest(WIEN)))
        none = EngineRequest(WIEN, offset=99, limit=0, facets=FACET_NAMES, periods=(DAY,))
        answer = reader.search(none)
        assert (answer.facets, answer.dates[DAY], answer.total) == (
            whole.facets,
            whole.dates[DAY],
            4,
        )

    def test_a_period_counts_in_whole_units(self, opened: Opener) -> None:
        year, month, day_ = (Period(unit) for unit in UNITS)
        request = EngineRequest(WIEN, periods=(year, month, day_))
        dates = opened(SPREAD[::2], SPREAD[1::2]).search(request).dates
        assert list(dates) == [year, month, day_]
        assert dates[year] == {
            span("2021-01-01", "2021-12-31"): 5,
            span("2021-01-01", "2022-12-31"): 1,
            span("2020-01-01", "2020-12-31"): 1,
            None: 2,
        }
        assert dates[month] == {
            span("2021-12-01", "2021-12-31"): 4,
            span("2021-01-01", "2021-12-31"): 1,
            span("2021-12-01", "2022-01-31"): 1,
            span("2020-02-01", "2020-02-29"): 1,
            None: 2,
        }
        assert dates[day_] == Counter(document.days for document in SPREAD)

    @pytest.mark.parametrize("unit", UNITS)
    def test_a_period_within_days_counts_what_overlaps_them(
        self, opened: Opener, unit: Unit
    ) -> None:
        reader = opened(SPREAD[:4], SPREAD[4:])
        for first, last, expected in (
            ("2021-12-30", "2021-12-30", 4),
            ("2021-12-01", "2021-12-29", 2),
            ("2021-12-31", "2021-12-31", 3),
            ("2022-01-01", "2022-12-31", 1),
            ("2020-02-28", "2020-02-28", 0),
            ("2020-02-29", "2020-02-29", 1),
            ("0001-01-01", "9999-12-31", 7),
        ):
            period = Period(unit, span(first, last))
            counts = reader.search(EngineRequest(WIEN, periods=(period,))).dates[period]
            assert sum(counts.values()) == expected, (first, last)
            assert None not in counts
            assert counts == count_by(period, Counter(document.days for document in SPREAD))

    def test_periods_ignore_the_restriction_to_days_but_no_other(self, opened: Opener) -> None:
        reader = opened(SPREAD[:4], SPREAD[4:])
        inside, all_ = Period("month", span("2021-12-30", "2021-12-30")), Period("month")
        chosen: Selections = {"source": Selection(include=frozenset({"s0"}))}
        for restricted in (
            EngineRequest(WIEN, chosen, periods=(inside, all_)),
            EngineRequest(WIEN, chosen, span("2020-02-29", "2020-02-29"), periods=(inside, all_)),
            EngineRequest(WIEN, chosen, undated=True, periods=(inside, all_)),
        ):
            dates = reader.search(restricted).dates
            of_source = Counter(d.days for d in SPREAD if d.facets["source"] == ("s0",))
            assert dates == {p: count_by(p, of_source) for p in (inside, all_)}

    def test_periods_forget_what_was_deleted(
        self, opened: Opener, engine: Engine, folder: Path
    ) -> None:
        write(engine, folder, SPREAD[:4], SPREAD[4:])
        gone = {"p0", "p4", "p6", "p8"}
        writer = engine.writer(folder)
        writer.delete(gone)
        writer.finish()
        kept = Counter(d.days for d in SPREAD if d.id not in gone)
        periods = tuple(Period(unit, days) for unit in UNITS for days in (None, DECEMBER))
        answer = opened().search(EngineRequest(WIEN, periods=periods))
        assert answer.dates == {period: count_by(period, kept) for period in periods}

    def test_nothing_found_counts_nothing(self, opened: Opener) -> None:
        plan = All((WIEN, Without(WIEN)))
        answer = opened(DOCUMENTS).search(counted(EngineRequest(plan)))
        assert (answer.total, answer.hits, answer.dates[DAY]) == (0, (), {})
        assert all(counts == {} for counts in answer.facets.values())

    @pytest.mark.parametrize("value", ["Süd/Ost", "a,b", "a;b", "x\x1fy", "x\0y", '"', "[]", "ß😀"])
    def test_facet_values_come_back_as_they_were(self, opened: Opener, value: str) -> None:
        reader = opened([document("a", place=(value, "Wien")), document("b", source=value)])
        answer = reader.search(counted(EngineRequest()))
        assert answer.facets["place"] == {value: 1, "Wien": 1}
        assert answer.facets["source"] == {value: 1}
        chosen: Selections = {"place": Selection(include=frozenset({value}))}
        assert reader.search(EngineRequest(selections=chosen)).total == 1

    def test_count_and_terms(self, opened: Opener) -> None:
        reader = opened(
            [document("1", "haus haus häuser"), document("2", "haus hafer", title="haus")],
            [document("3", "haus hausen h")],
        )
        assert [reader.count("lemma", term) for term in ("haus", "hausen", "maus")] == [3, 1, 0]
        assert reader.count("title", "haus") == 1
        assert reader.terms("lemma", "hau", 10) == [("haus", 3), ("hausen", 1)]
        every = [("haus", 3), ("h", 1), ("hafer", 1), ("hausen", 1), ("häuser", 1)]
        assert reader.terms("exact", "", 10) == every
        assert reader.terms("exact", "h", 2) == every[:2]
        assert reader.terms("exact", "h", 0) == []
        assert reader.terms("title", "h", 10) == [("haus", 1)]
        assert reader.terms("lemma", "hausent", 10) == []
        assert reader.terms("lemma", "z", 10) == []

    def test_count_and_terms_know_deletions(
        self, opened: Opener, engine: Engine, folder: Path
    ) -> None:
        write(engine, folder, [document("1", "aa ab ac"), document("2", "ab"), document("3", "ad")])
        writer = engine.writer(folder)
        writer.delete(["1"])
        writer.finish()
        reader = opened([document("4", "ac ae")])
        assert reader.count("lemma", "aa") == 0
        assert reader.count("lemma", "ab") == 1
        every = [("ab", 1), ("ac", 1), ("ad", 1), ("ae", 1)]
        assert reader.terms("lemma", "a", 10) == every
        for limit in range(5):
            assert reader.terms("lemma", "a", limit) == every[:limit]
