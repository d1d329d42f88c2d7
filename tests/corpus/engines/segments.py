"""Segments: how large they are, which hold an article, and how one is written anew."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from corpus.documents import Document
from corpus.engines import Engine, EngineRequest
from corpus.query.plan import Everything, Term

from .opening import Opener, Opening
from .samples import day, document, found, write
from .storing import ODD_IDS, WIEN, delete


def batch(ids: Iterable[str], text: str = "wien") -> list[Document]:
    return [document(id_, text, source=id_, days=day("2021-12-30")) for id_ in ids]


def linked(folder: Path, target: Path) -> Path:
    """The same files below another folder, as a growing generation has them."""
    target.mkdir()
    for path in folder.iterdir():
        (target / path.name).hardlink_to(path)
    return target


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def everything(engine: Engine, folder: Path) -> dict[str, bytes]:
    """Id and article of all documents, which must be found too."""
    reader = engine.reader(folder)
    try:
        documents = list(reader.documents())
        assert found(reader, Everything()) == dict(documents).keys()
        assert len(documents) == len(dict(documents)), "none is there twice"
        return dict(documents)
    finally:
        reader.close()


class Segments(Opening):
    def test_sizes_count_the_living_of_each_segment(self, engine: Engine, folder: Path) -> None:
        assert sum(engine.writer(folder).sizes().values()) == 0
        write(engine, folder, batch("abc"), batch("de"), [])
        sizes = engine.writer(folder).sizes()
        assert sum(sizes.values()) == 5
        assert len(sizes) == 1 or sorted(size for size in sizes.values() if size) == [2, 3]
        delete(engine, folder, ["a", "d", "e", "nirgends"])
        after = engine.writer(folder).sizes()
        assert sum(after.values()) == 2
        assert max(after.values()) == 2

    def test_sizes_know_what_is_not_finished_yet(self, engine: Engine, folder: Path) -> None:
        write(engine, folder, batch("abc"))
        writer = engine.writer(folder)
        writer.add(writer.prepare(batch("de")))
        assert sum(writer.sizes().values()) == 5
        writer.delete(["a", "d"])
        assert sum(writer.sizes().values()) == 3

    def test_holding_names_the_segments_of_living_articles(
        self, engine: Engine, folder: Path
    ) -> None:
        write(engine, folder, batch("abc"), batch("de"), batch("f"))
        writer = engine.writer(folder)
        assert writer.holding([]) == set()
        assert writer.holding(["nirgends", "A", "ab", ""]) == set()
        assert len(writer.holding(["a"])) == 1
        assert writer.holding(["a"]) == writer.holding(["b", "c"])
        assert writer.holding("af") == writer.holding("a") | writer.holding("f")
        assert writer.holding(iter("abcdef")) == {n for n, size in writer.sizes().items() if size}

    @pytest.mark.parametrize("finished", [True, False])
    def test_holding_also_names_those_of_deleted_articles_that_are_still_in_files(
        self, engine: Engine, folder: Path, *, finished: bool
    ) -> None:
        write(engine, folder, batch("abc"), batch("de"))
        where = engine.writer(folder).holding(["a"])
        writer = engine.writer(folder)
        writer.delete(["a", "d"])
        if finished:
            writer.finish()
            writer = engine.writer(folder)
        writes_all_anew = len(writer.sizes()) == 1
        assert writer.holding(["a"]) == (set() if writes_all_anew else where)
        assert bool(writer.holding(["d"])) is not writes_all_anew

    def test_holding_names_every_segment_that_ever_had_the_id(
        self, engine: Engine, folder: Path
    ) -> None:
        write(engine, folder, batch("ab"), batch("cd"))
        for round_ in range(2):
            writer = engine.writer(folder)
            writer.delete(["a"])
            writer.add(writer.prepare([document("a"), document(f"x{round_}")]))
            writer.finish()
        writer = engine.writer(folder)
        holding = writer.holding(["a"])
        assert writer.holding(["b"]) <= holding
        assert len(holding) == (1 if len(writer.sizes()) == 1 else 3)

    @pytest.mark.parametrize("id_", [*ODD_IDS, "\udcff"], ids=lambda id_: ascii(id_)[:20])
    def test_odd_ids_are_held_too(self, engine: Engine, folder: Path, id_: str) -> None:
        write(engine, folder, batch(["other"]), batch([i for i in ODD_IDS if i == id_]))
        writer = engine.writer(folder)
        assert len(writer.holding([id_])) == (id_ in ODD_IDS)
        assert writer.holding([f"{id_}x", id_[1:] or "x"]) == set()

    def test_withdrawing_yields_the_living_and_takes_the_segment_out(
        self, engine: Engine, folder: Path
    ) -> None:
        write(engine, folder, batch("abc"), batch("de"))
        delete(engine, folder, ["b", "e"])
        writer = engine.writer(folder)
        segments = writer.holding(["a"])
        rest = {"d"} if len(writer.sizes()) > 1 else set()
        assert dict(writer.withdraw(segments)) == {
            id_: f"{{{id_}}}".encode() for id_ in {"a", "c"} | ({"d"} - rest)
        }
        assert segments.isdisjoint(name for name, size in writer.sizes().items() if size)
        writer.finish()
        assert everything(engine, folder).keys() == rest
        assert sum(engine.writer(folder).sizes().values()) == len(rest)
        assert engine.writer(folder).holding("ab") == set(), "it is in no file any more"

    def test_withdrawing_nothing_does_nothing(self, engine: Engine, folder: Path) -> None:
        write(engine, folder, batch("abc"))
        writer = engine.writer(folder)
        assert list(writer.withdraw([])) == []
        assert list(writer.withdraw({"nirgends"} - {"nirgends"})) == []
        writer.finish()
        assert everything(engine, folder).keys() == set("abc")

    def test_withdrawing_a_segment_without_living_articles(
        self, engine: Engine, folder: Path
    ) -> None:
        write(engine, folder, batch("ab"), batch("c"))
        delete(engine, folder, "ab")
        writer = engine.writer(folder)
        segments = writer.holding("ab")
        assert list(writer.withdraw(segments)) == []
        writer.finish()
        assert everything(engine, folder).keys() == {"c"}
        assert engine.writer(folder).holding("ab") == set()

    def test_withdrawing_all_leaves_an_empty_index_that_answers_and_grows(
        self, opened: Opener, engine: Engine, folder: Path
    ) -> None:
        write(engine, folder, batch("ab"), batch("c"))
        writer = engine.writer(folder)
        assert dict(writer.withdraw(list(writer.sizes()))).keys() == set("abc")
        writer.finish()
        assert everything(engine, folder) == {}
        reader = opened(batch("d"))
        assert found(reader, WIEN) == {"d"}

    def test_withdrawing_and_adding_anew_in_one_go(
        self, opened: Opener, engine: Engine, folder: Path
    ) -> None:
        write(engine, folder, batch("ab"), batch("cd"), batch("ef"))
        delete(engine, folder, ["c"])
        writer = engine.writer(folder)
        segments = writer.holding(["a", "d"])
        renewed = (
            document(id_, "graz", stored=stored + b"!")
            for id_, stored in writer.withdraw(segments)
            if id_ != "a"
        )
        writer.add(writer.prepare(renewed))
        writer.finish()
        reader = opened()
        kept = set() if len(segments) == 1 else set("ef")
        assert found(reader, WIEN) == kept
        assert found(reader, Term("lemma", "graz")) == set("bdef") - kept
        assert reader.stored(["a", "b", "c", "d"]) == {"b": b"{b}!", "d": b"{d}!"}
        assert dict(reader.documents()).keys() == set("bdef")
        assert reader.count("lemma", "graz") == 4 - len(kept)
        assert engine.writer(folder).holding("ac") == set()

    def test_what_was_just_added_can_be_withdrawn(self, engine: Engine, folder: Path) -> None:
        write(engine, folder, batch("ab"))
        writer = engine.writer(folder)
        writer.add(writer.prepare(batch("cd")))
        writer.delete(["c"])
        taken = dict(writer.withdraw(writer.holding(["d"])))
        assert taken.keys() - set("ab") == {"d"}
        writer.finish()
        assert everything(engine, folder).keys() == set("ab") - taken.keys()

    def test_nothing_of_it_touches_the_files_of_an_older_folder(
        self, engine: Engine, folder: Path, tmp_path: Path
    ) -> None:
        write(engine, folder, batch("ab"), batch("cd"), batch("ef"))
        delete(engine, folder, ["f"])
        old, before = engine.reader(folder), contents(folder)
        inodes = {path.name: path.stat().st_ino for path in folder.iterdir()}
        new = linked(folder, tmp_path / "new")
        writer = engine.writer(new)
        writer.delete(["c"])
        living = [
            document(id_, "graz", stored=stored)
            for id_, stored in writer.withdraw(writer.holding(["a"]))
        ]
        writer.add(writer.prepare([*living, document("g", "graz")]))
        writer.finish()
        newer = linked(new, tmp_path / "newer")
        delete(engine, newer, ["g"])
        assert contents(folder) == before
        assert {path.name: path.stat().st_ino for path in folder.iterdir()} == inodes
        assert (found(old, WIEN), found(old, Term("lemma", "graz"))) == (set("abcde"), set())
        old.close()
        for place, ids in ((folder, "abcde"), (new, "abdeg"), (newer, "abde")):
            assert everything(engine, place).keys() == set(ids)

    def test_what_is_untouched_stays_the_same_file(
        self, engine: Engine, folder: Path, tmp_path: Path
    ) -> None:
        write(engine, folder, batch("ab"), batch("cd"))
        new = linked(folder, tmp_path / "new")
        write(engine, new, batch("e"))
        shared = [path for path in new.iterdir() if path.stat().st_nlink == 2]
        if len(engine.writer(new).sizes()) > 1:
            assert len(shared) >= 4, "segments are shared, not copied"
        assert everything(engine, new).keys() == set("abcde")

    def test_a_long_history_of_all_of_it(self, engine: Engine, tmp_path: Path) -> None:
        """Each step in a linked copy of the one before; at the end all copies are as they were."""
        steps: list[tuple[Path, dict[str, bytes]]] = []
        expected: dict[str, bytes] = {}
        place = tmp_path / "0"
        place.mkdir()
        for step in range(12):
            if step:
                place = linked(place, tmp_path / str(step))
            writer = engine.writer(place)
            gone = {f"d{n}" for n in range(step % 4, 20, 5)} & expected.keys()
            writer.delete(sorted(gone))
            again = {f"d{n}": f"{step}/{n}".encode() for n in range(step, step + 4)}
            writer.delete(again)
            if step % 3 == 2:
                small = sorted(writer.sizes(), key=writer.sizes().__getitem__)[:2]
                kept = [document(i, "wien", stored=s) for i, s in writer.withdraw(small)]
                writer.add(writer.prepare(kept))
            writer.add(writer.prepare([document(i, "wien", stored=s) for i, s in again.items()]))
            writer.finish()
            expected = {i: s for i, s in expected.items() if i not in gone} | again
            steps.append((place, expected))
        for place, held in steps:
            assert everything(engine, place) == held

    def test_hits_bring_their_stored_articles(self, opened: Opener) -> None:
        articles = {"a": b"kurz", "b": "Häuser ".encode() * 3_000, "c": bytes(range(256)), "d": b""}
        documents = [
            document(i, "wien " * n, stored=s) for n, (i, s) in enumerate(articles.items(), 1)
        ]
        reader = opened(documents[:2], documents[2:])
        for request in requests(WIEN):
            hits = reader.search(request).hits
            assert {hit.id: hit.stored for hit in hits} == articles
            assert all(isinstance(hit.stored, bytes) for hit in hits)


def requests(plan: Term) -> list[EngineRequest]:
    return [EngineRequest(plan, sort=sort) for sort in ("relevance", "newest", "oldest")]
