"""Watching a folder: what is at rest is added, what disappears takes nothing with it."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import generations
from corpus.additions import ChangeReport
from corpus.build import build
from corpus.errors import CorpusError, IndexLocked, InvalidInput, NoIndex
from corpus.readers import Rejected
from corpus.request import SearchRequest
from corpus.search import Corpus
from corpus.watching import Watch, watch


class Desk:
    """A watched folder, and an index that begins with one article from elsewhere."""

    def __init__(self, base: Path) -> None:
        self.base, self.index, self.inbox = base, base / "index", base / "inbox"
        self.inbox.mkdir()
        (base / "anfang.txt").write_text("date 2021-12 Der Anfang.\n\nWien – Anfang.\n", "utf-8")
        build([base / "anfang.txt"], self.index, engine="memory", workers=1)
        self.found: list[Rejected] = []
        self.watch = Watch(self.inbox, self.index, on_finding=self.found.append)
        self._time = 1_700_000_000

    def write(self, name: str, text: str = "Wien – Es regnet.", *, mode: str = "w") -> Path:
        """Write a file; each writing is later than the one before, however fast the test."""
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open(mode, encoding="utf-8") as file:
            file.write(f"date 2021-12-30 Ein Vorspann.\n\n{text}\n" if mode == "w" else text)
        self._time += 1
        os.utime(path, (self._time, self._time))
        return path

    def look(self) -> ChangeReport | None:
        return self.watch.look()

    def rest(self) -> ChangeReport | None:
        """Two looks, so that what was written before them is at rest."""
        self.look()
        return self.look()

    def ids(self) -> set[str]:
        corpus = Corpus.open(self.index)
        ids = {found.article.id for found in corpus.search(SearchRequest(page_size=200)).found}
        corpus.close()
        return ids - {"anfang"}

    def text(self, id_: str) -> str:
        corpus = Corpus.open(self.index)
        text = " ".join(block.text for block in corpus.article(id_).body)
        corpus.close()
        return text


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_file_is_read_at_the_second_look_and_then_no_more(desk: Desk) -> None:
    desk.write("a.txt")
    assert desk.look() is None
    assert desk.ids() == set()
    report = desk.look()
    assert report is not None
    assert (report.added, report.generation) == (1, generations.current(desk.index))
    assert desk.ids() == {"a"}
    assert [desk.look() for _ in range(3)] == [None] * 3


def test_a_file_written_in_two_steps_is_only_read_when_it_is_at_rest(desk: Desk) -> None:
    desk.write("a.txt", "Wien – Erster Teil")
    assert desk.look() is None
    desk.write("a.txt", ", zweiter Teil.", mode="a")
    assert desk.look() is None, "it has changed since the last look"
    assert desk.look() is not None
    assert "zweiter Teil" in desk.text("a")
    assert desk.found == []


def test_a_file_that_keeps_growing_holds_up_no_other(desk: Desk) -> None:
    desk.write("a.txt")
    desk.write("b.txt")
    desk.look()
    for expected in ({"a"}, {"a"}):
        desk.write("b.txt", "Wien – Mehr.", mode="a")
        desk.look()
        assert desk.ids() == expected
    desk.look()
    assert desk.ids() == {"a", "b"}


def test_of_equal_size_the_time_of_the_change_tells(desk: Desk) -> None:
    desk.write("a.txt", "Wien – Rot.")
    desk.rest()
    desk.write("a.txt", "Wien – Tod.")
    report = desk.rest()
    assert report is not None
    assert (report.added, report.replaced) == (0, 1)
    assert "Tod" in desk.text("a")


def test_of_equal_time_the_size_tells(desk: Desk) -> None:
    path = desk.write("a.txt", "Wien – Rot.")
    facts = path.stat()
    desk.rest()
    desk.write("a.txt", "Wien – Röter.")
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    report = desk.rest()
    assert report is not None
    assert report.replaced == 1


def test_new_and_changed_files_of_a_look_are_one_publication(desk: Desk) -> None:
    for name in ("a.txt", "b.txt", "bote/c.txt"):
        desk.write(name)
    first = desk.rest()
    kept = generations.names(desk.index)
    assert len(kept) == 2
    for name in ("b.txt", "bote/c.txt", "d.txt", "e.txt"):
        desk.write(name, f"Graz – {name} ist neu.")
    second = desk.rest()
    assert first is not None
    assert second is not None
    assert (first.added, second.added, second.replaced, second.unchanged) == (3, 2, 2, 0)
    assert generations.names(desk.index) == [*kept, second.generation]
    assert desk.ids() == {"a", "b", "bote/c", "d", "e"}


def test_what_is_in_the_index_already_makes_no_generation(desk: Desk) -> None:
    desk.write("a.txt")
    build([desk.inbox], desk.index, engine="memory")
    before = generations.names(desk.index)
    report = desk.rest()
    assert report is not None
    assert (report.changed, report.unchanged) == (False, 1)
    assert generations.names(desk.index) == before
    assert desk.look() is None, "it counts as read"


def test_a_file_that_vanishes_removes_nothing(desk: Desk) -> None:
    path = desk.write("a.txt")
    desk.write("b.txt")
    desk.rest()
    path.unlink()
    assert desk.rest() is None
    assert desk.ids() == {"a", "b"}
    desk.write("a.txt", "Wien – Wieder da.")
    report = desk.rest()
    assert report is not None
    assert report.replaced == 1


def test_a_file_that_vanishes_before_it_was_read_is_forgotten(desk: Desk) -> None:
    path = desk.write("a.txt")
    desk.look()
    path.unlink()
    assert desk.look() is None
    assert desk.ids() == set()
    assert desk.found == []


def test_a_folder_that_vanishes_and_comes_back_is_watched_on(desk: Desk) -> None:
    desk.write("a.txt")
    desk.rest()
    moved = desk.inbox.rename(desk.base / "weg")
    assert desk.rest() is None
    moved.rename(desk.inbox)
    assert desk.rest() is None, "nothing about it has changed"
    desk.write("b.txt")
    assert desk.rest() is not None
    assert desk.ids() == {"a", "b"}


def test_hidden_files_and_readmes_are_not_looked_at(desk: Desk) -> None:
    for name in (".a.txt", "README.md", "readme.txt", ".a.txt.swp"):
        desk.write(name)
    assert desk.rest() is None
    assert desk.found == []


def test_what_cannot_be_read_is_told_once_and_the_rest_is_added(desk: Desk) -> None:
    desk.write("a.pdf")
    (desk.inbox / "leer.txt").write_bytes(b"")
    desk.write("b.txt")
    report = desk.rest()
    assert report is not None
    assert sorted(Path(rejected.file).name for rejected in report.rejected) == ["a.pdf", "leer.txt"]
    assert desk.found == report.rejected
    assert desk.rest() is None
    assert len(desk.found) == 2
    assert report.manifest.rejected == 2


def test_ids_and_sources_are_those_of_a_build_of_the_folder(desk: Desk, tmp_path: Path) -> None:
    for name in ("a.txt", "bote/2021/b.txt", "Süd/ä b.txt"):
        desk.write(name)
    (desk.inbox / "bote/mehr.jsonl").write_text(
        json.dumps({"id": "x", "title": "T", "text": "Wien."}) + "\n", "utf-8"
    )
    build([desk.inbox], tmp_path / "built", engine="memory", workers=1)
    desk.look()
    desk.write("bote/spät.txt", "Graz – Später.")
    desk.rest()
    built, watched = Corpus.open(tmp_path / "built"), Corpus.open(desk.index)
    ids = [found.article.id for found in built.search(SearchRequest(page_size=200)).found]
    assert set(ids) == {"a", "bote/2021/b", "Süd/ä b", "x"}
    assert [watched.article(i).to_stored() for i in ids] == [
        built.article(i).to_stored() for i in ids
    ]
    assert watched.article("bote/spät").source == "bote"
    built.close()
    watched.close()


def test_the_given_source_is_that_of_all_texts(desk: Desk) -> None:
    desk.watch = Watch(desk.inbox, desk.index, source="Kurier")
    desk.write("bote/a.txt")
    desk.rest()
    corpus = Corpus.open(desk.index)
    assert corpus.article("bote/a").source == "Kurier"
    corpus.close()


def test_an_addition_goes_to_whatever_generation_is_in_use_by_then(desk: Desk) -> None:
    desk.write("a.txt")
    desk.rest()
    build([desk.base / "anfang.txt"], desk.index, engine="whoosh")
    desk.write("b.txt")
    desk.rest()
    assert desk.ids() == {"b"}, "the build left a out, and a has not changed since"


# --- errors ---------------------------------------------------------------------------------


def test_a_locked_index_is_an_error_and_the_same_files_are_tried_again(desk: Desk) -> None:
    desk.write("a.txt")
    desk.look()
    with generations.lock(desk.index):
        for _ in range(2):
            with pytest.raises(IndexLocked):
                desk.look()
    report = desk.look()
    assert report is not None
    assert report.added == 1
    assert desk.ids() == {"a"}


def test_watching_needs_a_folder_and_an_index(tmp_path: Path, desk: Desk) -> None:
    with pytest.raises(InvalidInput, match="nirgends"):
        Watch(tmp_path / "nirgends", desk.index)
    with pytest.raises(InvalidInput):
        Watch(desk.base / "anfang.txt", desk.index)
    with pytest.raises(NoIndex, match="corpus build"):
        Watch(desk.inbox, tmp_path / "leer")


class Looks:
    """Stands for a `Watch`: gives what it was given, one after the other, then ends it all."""

    def __init__(self, *outcomes: object) -> None:
        self.stop = threading.Event()
        self._outcomes: Iterator[object] = iter(outcomes)

    def look(self) -> object:
        outcome = next(self._outcomes, self)
        if outcome is self:
            self.stop.set()
            return None
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def test_the_loop_tells_changes_and_errors_and_goes_on() -> None:
    locked = IndexLocked("Am Index wird schon gearbeitet.")
    looks = Looks(None, "one", locked, None, locked, "two")
    changes: list[object] = []
    errors: list[CorpusError] = []
    watch(looks, 0.001, looks.stop, changes.append, errors.append)  # type: ignore[arg-type]
    assert changes == ["one", "two"]
    assert errors == [locked, locked]


def test_the_loop_hides_no_fault_of_the_program() -> None:
    looks = Looks(ValueError("ein Fehler im Programm"))
    with pytest.raises(ValueError, match="im Programm"):
        watch(looks, 0.001, looks.stop, print, print)  # type: ignore[arg-type]


def test_the_loop_ends_at_once_however_long_the_interval(desk: Desk) -> None:
    stop = threading.Event()
    loop = threading.Thread(target=watch, args=(desk.watch, 3_600, stop, print, print))
    loop.start()
    stop.set()
    loop.join(10)
    assert not loop.is_alive()


def test_a_file_that_may_now_be_read_is_looked_at_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    path = desk.write("a.txt")
    assert desk.rest() is not None
    assert desk.look() is None
    path.chmod(0o600)
    report = desk.rest()
    assert report is not None
    assert (report.unchanged, report.changed) == (1, False)
