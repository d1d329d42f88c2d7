"""What goes in comes out: stored articles, deletions, batches, several writers, threads."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.documents import oldest_key
from corpus.engines import Engine, EngineReader, EngineRequest, Selection
from corpus.query.plan import Everything, Sequence, Term, Without
from corpus.request import SORTS

from .opening import Opener, Opening
from .samples import DAY, FACET_NAMES, day, document, found, ids, write

ODD_IDS = [
    "süd/ärger 1", "a%2Fb", "a/b", "../x", "x\ny", "a\0b", "ID", "id", " id", "日本", "😀",
    "a\u0308", "ä", "'\"<&>", "\\", "0", "-", "x" * 500,
]  # fmt: skip
WIEN = Term("lemma", "wien")


def delete(engine: Engine, folder: Path, ids_: Iterable[str]) -> None:
    writer = engine.writer(folder)
    writer.delete(ids_)
    writer.finish()


class Storing(Opening):
    def test_stored_articles_come_back_byte_for_byte(self, opened: Opener) -> None:
        contents = {"a": b"", "b": bytes(range(256)), "c": "Häuser".encode() * 50_000}
        reader = opened([document(id_, stored=stored) for id_, stored in contents.items()])
        assert reader.stored(contents) == contents
        assert reader.stored(iter(["b", "nirgends"])) == {"b": contents["b"]}
        assert reader.stored([]) == {}
        assert dict(reader.documents()) == contents

    def test_hits_bring_their_articles_if_asked_to(self, opened: Opener) -> None:
        reader = opened([document("a", "wien", stored=b"ja")])
        for articles, brought in ((True, b"ja"), (False, b"")):
            for sort in SORTS:
                request = EngineRequest(WIEN, sort=sort, articles=articles)
                assert [hit.stored for hit in reader.search(request).hits] == [brought]

    @pytest.mark.parametrize("id_", ODD_IDS, ids=lambda id_: ascii(id_)[:20])
    def test_odd_ids(self, opened: Opener, id_: str) -> None:
        others = [other for other in ODD_IDS if other != id_]
        reader = opened([document(id_, "gesucht")], [document(other) for other in others])
        assert found(reader, Term("lemma", "gesucht")) == {id_}
        assert reader.stored([id_]) == {id_: f"{{{id_}}}".encode()}
        assert found(reader, Everything()) == set(ODD_IDS)
        oldest = ids(reader.search(EngineRequest(sort="oldest", limit=99)))
        assert oldest == sorted(ODD_IDS, key=lambda id_: oldest_key(id_, None))

    def test_what_no_text_file_can_hold_is_just_not_found(self, opened: Opener) -> None:
        reader = opened([document("a", "wien")])
        assert reader.stored(["\udcff"]) == {}
        assert reader.count("lemma", "\udcff") == 0
        assert found(reader, Sequence("lemma", ("\udcff", "wien"))) == set()
        assert reader.terms("lemma", "\udcff", 5) == []

    def test_an_empty_index_answers(self, opened: Opener) -> None:
        for reader in (opened(), opened([])):
            request = EngineRequest(WIEN, facets=FACET_NAMES, periods=(DAY,))
            answer = reader.search(request)
            assert (answer.total, answer.hits, answer.dates[DAY]) == (0, (), {})
            assert found(reader, Without(WIEN)) == set()
            assert reader.stored(["a"]) == {}
            assert list(reader.documents()) == []
            assert reader.count("lemma", "wien") == 0
            assert reader.terms("lemma", "", 5) == []

    def test_every_search_is_the_same_in_one_batch_and_in_many(
        self, opened: Opener, engine: Engine, tmp_path: Path
    ) -> None:
        documents = [
            document(f"d{n}", "wien " * (n % 4) + "graz", source=f"s{n % 3}", days=(n + 9, n + 9))
            for n in range(12)
        ]
        (tmp_path / "other").mkdir()
        write(engine, tmp_path / "other", documents)
        one = engine.reader(tmp_path / "other")
        many = opened(*(documents[i : i + 5] for i in range(0, 12, 5)))
        for request in (EngineRequest(WIEN), EngineRequest(sort="newest", days=(11, 15))):
            assert one.search(request) == many.search(request)
        one.close()

    def test_a_batch_counts_once_it_is_added_whoever_prepared_it(
        self, engine: Engine, folder: Path
    ) -> None:
        writer, other = engine.writer(folder), engine.writer(folder)
        first = pickle.loads(pickle.dumps(other.prepare([document("a", "wien")])))
        second = pickle.loads(pickle.dumps(other.prepare([document("b", "wien")])))
        writer.add(second)
        writer.finish()
        del first
        reader = engine.reader(folder)
        assert [id_ for id_, _ in reader.documents()] == ["b"]
        assert found(reader, WIEN) == {"b"}
        reader.close()

    def test_batches_may_be_prepared_at_the_same_time(self, engine: Engine, folder: Path) -> None:
        writer, other = engine.writer(folder), engine.writer(folder)
        inner: list[object] = []

        def documents() -> Iterable[object]:
            yield document("a", "wien")
            inner.append(other.prepare([document("b", "wien")]))
            yield document("c", "wien")

        writer.add(writer.prepare(documents()))  # type: ignore[arg-type]
        writer.add(inner[0])
        writer.finish()
        reader = engine.reader(folder)
        assert found(reader, WIEN) == {"a", "b", "c"}
        reader.close()

    def test_a_second_writer_appends(self, opened: Opener) -> None:
        before = opened([document("a", "wien")])
        after = opened([document("b", "wien graz")], [document("c", "graz")])
        assert found(after, WIEN) == {"a", "b"}
        assert set(after.stored("abc")) == {"a", "b", "c"}
        assert found(before, WIEN) == {"a"}, "an open reader keeps what it opened"

    def test_deleted_documents_are_gone_everywhere(
        self, opened: Opener, engine: Engine, folder: Path
    ) -> None:
        old = [document(id_, "wien graz", source=id_, days=day("2021-12-30")) for id_ in "abc"]
        write(engine, folder, old[:2], old[2:])
        delete(engine, folder, ["a", "c", "nirgends"])
        reader = opened()
        request = EngineRequest(WIEN, facets=("source",), periods=(DAY,))
        answer = reader.search(request)
        assert (answer.total, ids(answer)) == (1, ["b"])
        assert (answer.facets["source"], answer.dates[DAY]) == ({"b": 1}, {day("2021-12-30"): 1})
        assert found(reader, Without(Term("lemma", "linz"))) == {"b"}
        assert found(reader, Sequence("lemma", ("wien", "graz"))) == {"b"}
        assert set(reader.stored("abc")) == {"b"}
        assert [id_ for id_, _ in reader.documents()] == ["b"]

    def test_everything_can_be_deleted_even_twice(
        self, opened: Opener, engine: Engine, folder: Path
    ) -> None:
        write(engine, folder, [document("a", "wien"), document("b", "wien")])
        delete(engine, folder, ["a", "b"])
        delete(engine, folder, ["a", "b"])
        reader = opened()
        assert found(reader, Everything()) == set()
        assert list(reader.documents()) == []
        assert reader.terms("lemma", "", 5) == []

    def test_a_known_id_is_replaced_by_deleting_and_adding(
        self, opened: Opener, engine: Engine, folder: Path
    ) -> None:
        write(engine, folder, [document("a", "wien", stored=b"old"), document("b", "wien")])
        for round_ in (b"new", b"newer"):
            writer = engine.writer(folder)
            writer.delete(["a"])
            writer.add(writer.prepare([document("a", "graz", stored=round_)]))
            writer.finish()
        reader = opened()
        assert reader.stored(["a"]) == {"a": b"newer"}
        assert found(reader, WIEN) == {"b"}
        assert found(reader, Term("lemma", "graz")) == {"a"}
        assert sorted(reader.documents()) == [("a", b"newer"), ("b", b"{b}")]

    def test_what_was_added_can_be_deleted_before_the_end(
        self, engine: Engine, folder: Path
    ) -> None:
        writer = engine.writer(folder)
        writer.add(writer.prepare([document("a", "wien"), document("b", "wien")]))
        writer.delete(["a"])
        writer.finish()
        reader = engine.reader(folder)
        assert found(reader, WIEN) == {"b"}
        reader.close()

    def test_an_addition_leaves_hard_links_alone(
        self, engine: Engine, folder: Path, tmp_path: Path
    ) -> None:
        write(engine, folder, [document("a", "wien"), document("b", "wien")])
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        (tmp_path / "next").mkdir()
        for path in folder.iterdir():
            (tmp_path / "next" / path.name).hardlink_to(path)
        delete(engine, tmp_path / "next", ["a"])
        write(engine, tmp_path / "next", [document("c", "wien")])
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
        for where, expected in ((folder, {"a", "b"}), (tmp_path / "next", {"b", "c"})):
            reader = engine.reader(where)
            assert found(reader, WIEN) == expected
            reader.close()

    def test_threads_get_the_answers_that_one_gets(
        self, opened: Opener, engine: Engine, folder: Path
    ) -> None:
        words = ["wien", "graz", "linz", "rom"]
        batches = [
            [
                document(
                    f"{batch}/{n}",
                    " ".join(words[: 1 + n % 4]) * (1 + n % 3),
                    source=f"s{n % 3}",
                    days=(n + 1, n + 1 + batch),
                )
                for n in range(30)
            ]
            for batch in range(3)
        ]
        reader = opened(*batches)
        requests = [
            EngineRequest(plan, selections, sort=sort, limit=7, facets=FACET_NAMES, periods=(DAY,))  # type: ignore[arg-type]
            for plan in (WIEN, Without(WIEN), Sequence("lemma", ("wien", "graz")), Everything())
            for selections in ({}, {"source": Selection(frozenset({"s1"}))})
            for sort in SORTS
        ]
        expected = [answers(reader, request) for request in requests]
        cold = engine.reader(folder)  # nothing read yet: the threads meet in every first access
        with ThreadPoolExecutor(8) as threads:
            jobs = [
                threads.submit(answers, cold, requests[(start + step) % len(requests)])
                for step in range(len(requests))
                for start in range(8)
            ]
            got = [job.result() for job in jobs]
        cold.close()
        assert got == [
            expected[(start + step) % len(requests)]
            for step in range(len(requests))
            for start in range(8)
        ]


def answers(reader: EngineReader, request: EngineRequest) -> tuple[object, ...]:
    answer = reader.search(request)
    return (
        answer,
        reader.stored(ids(answer)),
        reader.count("lemma", "graz"),
        reader.terms("lemma", "", 3),
    )
