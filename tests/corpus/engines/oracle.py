"""Random corpora and requests: every engine gives the answers of the memory engine."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.article import Article, Block
from corpus.dates import DateInterval
from corpus.documents import (
    Document,
    Facet,
    days_of,
    newest_key,
    oldest_key,
    to_document,
)
from corpus.engines import (
    Engine,
    EngineAnswer,
    EngineReader,
    EngineRequest,
    Selection,
    load_engine,
)
from corpus.periods import Period
from corpus.query.plan import (
    FIELDS,
    SPARSE,
    WEIGHTS,
    All,
    Any,
    Boosted,
    Everything,
    Forms,
    Plan,
    Sequence,
    Term,
    Weighted,
    Without,
)

from .opening import Opening
from .samples import ANALYZER, FACET_NAMES, ids, planned, write

WORDS = ("Garantie", "Garantien", "Wien", "US-Präsident", "Uspräsident", "US", "Konflikt")
IDS = ("a", "b", "c", "d", "e", "f", "g", "Z", "ä", "a/b", "0", "日")
VALUES: dict[Facet, tuple[str, ...]] = {
    "source": ("Alpenbote", "Bote"),
    "section": ("Politik", "Sport"),
    "agency": ("APA", "dpa"),
    "place": ("Wien", "Graz", "Linz"),
}
TERMS = {
    "exact": ("garantie", "garantien", "wien", "us", "präsident", "uspräsident", "fehlt"),
    "lemma": tuple(
        sorted(
            {
                lemma.term
                for _, t in ANALYZER.chunks(" ".join(WORDS))
                for lemma in t.lemma + t.joined
            }
        )
    ),
}

# --- documents ------------------------------------------------------------------------------

texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
days = st.integers(min_value=0, max_value=9).map(  # few, so that bounds meet
    lambda n: date.fromordinal(date(2021, 11, 26).toordinal() + n)
)
streams = st.lists(st.sampled_from(TERMS["lemma"]), max_size=4).map(" ".join)
intervals = st.one_of(
    days.map(DateInterval.of_day),
    st.sampled_from((11, 12)).map(lambda month: DateInterval.of_month(2021, month)),
    st.tuples(days, days).map(lambda two: DateInterval(min(two), max(two))),
)


def values(facet: Facet) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(VALUES[facet])).map(lambda chosen: tuple(sorted(chosen)))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    article = Article(
        id=draw(st.sampled_from(IDS)),
        title=draw(texts),
        date=draw(st.none() | intervals),
        source=draw(st.sampled_from((None, *VALUES["source"]))),
        section=draw(st.sampled_from((None, *VALUES["section"]))),
        body=tuple(Block("paragraph", text) for text in draw(st.lists(texts, max_size=3))),
        agencies=draw(values("agency")),
        places=draw(values("place")),
    )
    document = to_document(article, ANALYZER)
    sparse = {field: draw(streams) for field in SPARSE}  # whatever German would put there
    return replace(document, streams={**document.streams, **sparse})


batches = st.lists(documents(), max_size=10, unique_by=lambda d: d.id).flatmap(
    lambda drawn: st.integers(min_value=1, max_value=6).map(
        lambda size: [drawn[i : i + size] for i in range(0, len(drawn), size)]
    )
)


@dataclass(frozen=True)
class History:
    """A first writing, and a second that deletes and replaces."""

    first: list[list[Document]]
    deleted: list[str]
    second: list[list[Document]]

    def write(self, engine: Engine, folder: Path) -> None:
        write(engine, folder, *self.first)
        if not (self.deleted or self.second):
            return
        writer = engine.writer(folder)
        writer.delete([*self.deleted, *(d.id for batch in self.second for d in batch)])
        for batch in self.second:
            writer.add(writer.prepare(batch))
        writer.finish()


histories = st.builds(
    History,
    batches,
    st.just([]) | st.lists(st.sampled_from(IDS), max_size=4),
    st.just([]) | batches,
)

PERIODS = (
    Period("year"),
    Period("month"),
    Period("day"),
    Period("month", (date(2021, 1, 1).toordinal(), date(2021, 12, 31).toordinal())),
    Period("day", (date(2021, 12, 1).toordinal(), date(2021, 12, 31).toordinal())),
)

# --- requests -------------------------------------------------------------------------------

terms = st.sampled_from(FIELDS).flatmap(
    lambda field: st.sampled_from(TERMS["exact" if field == "exact" else "lemma"]).map(
        lambda term: Term(field, term)
    )
)
boosting = terms.filter(lambda term: term.field in WEIGHTS)
sequences = st.sampled_from(("exact", "lemma")).flatmap(
    lambda field: st.lists(st.sampled_from(TERMS[field]), min_size=2, max_size=4).map(
        lambda row: Sequence(field, tuple(row))  # type: ignore[arg-type]
    )
)
queries = (
    st.lists(
        st.sampled_from(
            (*WORDS, "ODER", "NICHT", "UND", "(", ")", '"US Präsident"', '"Wien Garantie"')
        ),
        max_size=6,
    )
    .map(" ".join)
    .map(planned)
)
forms = st.lists(st.builds(Weighted, terms, st.sampled_from((1.0, 0.6, 0.25))), max_size=4).map(
    lambda some: Forms(tuple(some))
)
leaves: st.SearchStrategy[Plan] = terms | forms | sequences | st.just(Everything()) | queries
plans: st.SearchStrategy[Plan] = st.recursive(
    leaves,
    lambda children: st.one_of(
        st.lists(children, min_size=1, max_size=3).map(lambda some: All(tuple(some))),
        st.lists(children, min_size=1, max_size=3).map(lambda some: Any(tuple(some))),
        children.map(Without),
        st.tuples(children, st.lists(boosting, max_size=2)).map(
            lambda p: Boosted(p[0], tuple(p[1]))
        ),
    ),
    max_leaves=6,
)


def choices(facet: Facet) -> st.SearchStrategy[Selection]:
    some = st.frozensets(st.sampled_from((*VALUES[facet], "Unbekannt")), max_size=2)
    return st.builds(Selection, some, some)


requests = st.builds(
    EngineRequest,
    plan=plans,
    selections=st.fixed_dictionaries({}, optional={facet: choices(facet) for facet in VALUES}),
    days=st.none() | intervals.map(lambda i: (i.first.toordinal(), i.last.toordinal())),
    undated=st.sampled_from((False, False, False, True)),
    sort=st.sampled_from(("relevance", "newest", "oldest")),
    limit=st.just(99),
    facets=st.just(FACET_NAMES),
    periods=st.just(PERIODS),
)

_folders = itertools.count()


@contextmanager
def opened(engine: Engine, history: History, base: Path) -> Iterator[EngineReader]:
    folder = base / f"{engine.name}{next(_folders)}"
    folder.mkdir()
    history.write(engine, folder)
    reader = engine.reader(folder)
    try:
        yield reader
    finally:
        reader.close()


class EqualsTheOracle(Opening):
    @settings(
        max_examples=100,
        deadline=None,
        suppress_health_check=[
            HealthCheck.differing_executors,  # inherited, as a contract is
            HealthCheck.function_scoped_fixture,  # the engine has no state
            HealthCheck.too_slow,
        ],
    )
    @given(history=histories, asked=st.lists(requests, min_size=1, max_size=8))
    def test_every_answer_is_the_oracles(
        self,
        engine: Engine,
        tmp_path_factory: pytest.TempPathFactory,
        history: History,
        asked: list[EngineRequest],
    ) -> None:
        base = tmp_path_factory.getbasetemp()
        oracle = load_engine("memory")
        with opened(engine, history, base) as reader, opened(oracle, history, base) as expected:
            assert sorted(reader.documents()) == sorted(expected.documents())
            assert reader.stored(IDS) == expected.stored(IDS)
            for field in FIELDS:
                every = expected.terms(field, "", 99)
                assert reader.terms(field, "", 99) == every
                assert [reader.terms(field, "", n) for n in (1, 2)] == [every[:1], every[:2]]
            for request in asked:
                compare(reader, expected, request)


def compare(reader: EngineReader, oracle: EngineReader, request: EngineRequest) -> None:
    got, expected = reader.search(request), oracle.search(request)
    assert got.total == expected.total == len(got.hits)
    assert got.facets == expected.facets
    assert got.dates == expected.dates
    assert set(ids(got)) == set(ids(expected))
    if request.sort != "relevance":
        assert ids(got) == ids(expected)
    assert dict(zip(ids(got), (h.stored for h in got.hits), strict=True)) == reader.stored(ids(got))
    pages = [reader.search(replace(request, offset=at, limit=3)) for at in range(0, got.total, 3)]
    assert [id_ for page in pages for id_ in ids(page)] == ids(got)
    if request.sort != "relevance":
        assert [id_ for page in resumed(reader, request) for id_ in ids(page)] == ids(got)


def resumed(reader: EngineReader, request: EngineRequest) -> Iterator[EngineAnswer]:
    """The pages of an order by date, each resumed behind the last hit of the one before."""
    key = oldest_key if request.sort == "oldest" else newest_key
    page = reader.search(replace(request, limit=3))
    while page.hits:
        yield page
        last = Article.from_stored(page.hits[-1].stored)
        behind = key(last.id, days_of(last))
        page = reader.search(replace(request, limit=3, after=behind))
        assert last.id not in ids(page), "it goes in circles"
