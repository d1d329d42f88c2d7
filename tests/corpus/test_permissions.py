"""A missing permission, for real: every command says so in one sentence and changes nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from command_line import CommandLine, Said, command_line, nobody

from corpus import generations
from corpus.request import SearchRequest
from corpus.search import Corpus

COMMANDS = {
    "build": ("build", "input"),
    "add": ("add", "more"),
    "remove": ("remove", "artikel-0"),
    "purge": ("remove", "--purge", "artikel-0"),
    "rollback": ("rollback",),
}
WRITING = "build add remove purge rollback"
GROWING = "add remove purge"


class Fault(NamedTuple):
    """A path below the index, with `{in_use}` and `{before}` for generations; the mode it is
    given; the commands that must then fail; and whether searches go on meanwhile.
    """

    path: str
    mode: int
    stops: str
    serves: bool


FAULTS = [
    Fault(".", 0o555, WRITING, serves=True),
    Fault("LOCK", 0o444, WRITING, serves=True),
    Fault("LOCK", 0o000, WRITING, serves=True),
    Fault(".CURRENT.new", 0o444, WRITING, serves=True),
    Fault("generations", 0o555, "build add remove purge", serves=True),
    Fault("CURRENT", 0o000, GROWING, serves=False),
    Fault("generations/{in_use}", 0o000, GROWING, serves=False),
    Fault("generations/{in_use}/manifest.json", 0o000, GROWING, serves=False),
    Fault("generations/{in_use}/engine", 0o000, GROWING, serves=False),
    Fault("generations/{in_use}/engine", 0o444, GROWING, serves=False),
    Fault("generations/{in_use}/rejected.jsonl", 0o000, GROWING, serves=False),
    Fault("generations/{before}", 0o000, "rollback", serves=True),
    Fault("generations/{before}/engine", 0o000, "rollback", serves=True),
    Fault("generations/{before}/manifest.json", 0o000, "rollback", serves=True),
]


class Archive:
    """An index that belongs to someone without rights, and its commands."""

    def __init__(self, folder: Path, engine: str, run: CommandLine) -> None:
        self.folder, self.index, self._run = folder, folder / "index", run
        for name in ("input", "more"):
            (folder / name).mkdir()
        for n in range(5):
            self.write("input", f"artikel-{n}")
        self.write("more", "neu")
        folder.chmod(0o755)
        if (user := nobody()) is not None:
            os.chown(folder, user, user)
        for _ in range(3):
            assert self("build", "--engine", engine).code == 0

    def write(self, folder: str, id_: str) -> None:
        (self.folder / folder / f"{id_}.txt").write_text("date 2021-12 Ein Anlass.\n\nEin Text.\n")

    def __call__(self, command: str, *options: str) -> Said:
        name, *places = COMMANDS[command]
        there = [str(self.folder / p) if p in ("input", "more") else p for p in places]
        return self._run(name, *there, *options, "--index", self.index, user=nobody())

    def search(self) -> Said:
        return self._run("search", "Anlass", "--index", self.index, user=nobody())

    @contextmanager
    def hurt(self, fault: Fault) -> Iterator[None]:
        in_use = generations.current(self.index)
        before = max(name for name in generations.names(self.index) if name < in_use)
        path = self.index / fault.path.format(in_use=in_use, before=before)
        made = not path.exists()
        if made:
            path.touch()
        mode = path.stat().st_mode
        path.chmod(fault.mode)
        yield
        path.chmod(mode)
        if made:
            path.unlink(missing_ok=True)


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def archive(request: pytest.FixtureRequest) -> Iterator[Archive]:
    folder = Path(tempfile.mkdtemp())  # not below pytest's own, which is closed to other users
    with command_line() as running:
        yield Archive(folder, request.param, running)
    shutil.rmtree(folder)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.path} {fault.mode:03o}")
def test_a_missing_permission_is_one_sentence_and_the_old_index_stays(
    archive: Archive, fault: Fault
) -> None:
    current = generations.current(archive.index)
    for command in fault.stops.split():
        kept = generations.names(archive.index)
        with archive.hurt(fault):
            said = archive(command)
            assert said.refused, (command, said)
            assert not fault.serves or archive.search().code == 0
        assert generations.current(archive.index) == current
        assert generations.verify(archive.index, current) == []
        assert generations.names(archive.index) == kept or command == "purge", command
        assert not list((archive.index / "generations").glob(".*"))
        corpus = Corpus.open(archive.index)
        assert corpus.search(SearchRequest("Anlass")).total == 5
        corpus.close()
    assert archive("build").code == 0
    assert not [*archive.index.glob(".*"), *(archive.index / "generations").glob(".*")]
    assert len(generations.names(archive.index)) == generations.KEPT


def test_current_need_not_be_writable_for_it_is_replaced(archive: Archive) -> None:
    with archive.hurt(Fault("CURRENT", 0o444, "", serves=True)):
        assert archive("rollback").code == 0
        assert archive("build").code == 0


def test_a_takedown_names_what_it_was_not_allowed_to_delete(archive: Archive) -> None:
    archive.write("input", "artikel-0")
    assert archive("build").code == 0
    kept = generations.names(archive.index)
    closed = [generations.folder_of(archive.index, name) for name in kept]
    for folder in closed:
        folder.chmod(0o555)
    said = archive("purge")
    assert said.refused
    assert all(name in said.err for name in kept)
    for folder in closed:
        folder.chmod(0o755)
    corpus = Corpus.open(archive.index)
    assert corpus.search(SearchRequest("Anlass")).total == 4
    corpus.close()
    for _ in range(generations.KEPT):
        assert archive("build").code == 0
    assert not set(kept) & set(generations.names(archive.index))
