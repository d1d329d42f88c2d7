"""The contract on Whoosh, and that what we write stays an index of Whoosh's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import whoosh.index
from whoosh import query as whoosh_query
from whoosh.searching import Searcher

from corpus.build import build
from corpus.engines import Engine, load_engine
from corpus.engines.whoosh.fields import INDEX_NAME, SCHEMA
from corpus.generations import folder_of
from corpus.query.plan import FIELDS, Sequence, Term

from .contract import EngineContract
from .samples import document, found, write

SEEDS = Path(__file__).parents[3] / "seeds"


class TestWhoosh(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return load_engine("whoosh")

    def test_no_temporary_file_or_folder_stays(self, engine: Engine, folder: Path) -> None:
        write(engine, folder, [document("a", "wien")], [document("b", "graz")])
        assert all(path.is_file() for path in folder.iterdir())
        assert not [path for path in folder.iterdir() if "tmp" in path.name]


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The engine folder of an index of the sample corpus."""
    index = tmp_path_factory.mktemp("index")
    return folder_of(index, build([SEEDS], index, engine="whoosh").generation) / "engine"


@pytest.fixture
def searcher(seeds: Path) -> Iterator[Searcher]:
    index = whoosh.index.open_dir(str(seeds), indexname=INDEX_NAME, schema=SCHEMA)
    with index.searcher() as searcher:
        yield searcher
    index.close()


def by_whoosh(searcher: Searcher, query: whoosh_query.Query) -> set[int]:
    return set(searcher.docs_for_query(query))


def test_whoosh_itself_finds_the_same_by_every_term(seeds: Path, searcher: Searcher) -> None:
    reader = load_engine("whoosh").reader(seeds)
    numbers = {
        id_: by_whoosh(searcher, whoosh_query.Term("id", id_)).pop()
        for id_, _ in reader.documents()
    }
    assert sorted(numbers.values()) == list(range(len(numbers)))
    for field in FIELDS:
        for term, count in reader.terms(field, "", 400):
            expected = {numbers[id_] for id_ in found(reader, Term(field, term))}
            assert len(expected) == count
            assert by_whoosh(searcher, whoosh_query.Term(field, term)) == expected, term
    reader.close()


def test_whoosh_itself_reads_positions_and_frequencies(seeds: Path, searcher: Searcher) -> None:
    reader = load_engine("whoosh").reader(seeds)
    phrase = ("atlas", "der", "leisen", "orte")
    expected = found(reader, Sequence("exact", phrase))
    assert len(expected) == 1
    whoosh_phrase = whoosh_query.And([whoosh_query.Term("exact", term) for term in phrase])
    (number,) = by_whoosh(searcher, whoosh_query.Term("id", expected.pop()))
    assert number in by_whoosh(searcher, whoosh_phrase)
    rows = []
    for term in phrase:
        matcher = searcher.postings("exact", term)
        matcher.skip_to(number)
        rows.append(set(matcher.value_as("positions")))
        assert matcher.value_as("frequency") == matcher.weight() == len(rows[-1])
    assert any(all(start + n in row for n, row in enumerate(rows)) for start in rows[0])
    reader.close()


def test_whoosh_itself_knows_deletions_and_batches(tmp_path: Path) -> None:
    engine = load_engine("whoosh")
    write(engine, tmp_path, [document("a", "wien"), document("b", "wien wien")])
    writer = engine.writer(tmp_path)
    writer.delete(["a"])
    writer.add(writer.prepare([document("c", "wien graz")]))
    writer.finish()
    index = whoosh.index.open_dir(str(tmp_path), indexname=INDEX_NAME, schema=SCHEMA)
    with index.searcher() as searcher:
        assert (index.doc_count(), index.doc_count_all()) == (2, 3)
        assert by_whoosh(searcher, whoosh_query.Term("lemma", "wien")) == {1, 2}
        assert by_whoosh(searcher, whoosh_query.Term("lemma", "graz")) == {2}
    index.close()
