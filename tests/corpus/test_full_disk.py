"""A full disk, for real: every command ends with one sentence, and the old index serves on."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from command_line import CommandLine, command_line
from newsroom import Newsroom

from corpus import generations

COMMANDS = {
    "build": ("build", "{input}", "--engine", "{engine}"),
    "add": ("add", "{more}"),
    "remove": ("remove", "artikel-1"),
    "purge": ("remove", "--purge", "artikel-1"),
    "rollback": ("rollback",),
}
ENGINES = ("whoosh", "tantivy")
PAGE = 4096
DISK = 8 << 20


@pytest.fixture(scope="module")
def corpus() -> Iterator[CommandLine]:
    with command_line() as running:
        yield running


@pytest.fixture(params=ENGINES)
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Newsroom:
    """Three generations, and more articles to come."""
    room = Newsroom(tmp_path)
    for _ in range(3):
        room.build(request.param)
    (tmp_path / "more").mkdir()
    words = " ".join(f"Ausgabe wort{n}" for n in range(200))
    (tmp_path / "more/neu.txt").write_text(f"date 2021-12 Der Anlass.\n\nWien – {words}\n", "utf-8")
    return room


def arguments(room: Newsroom, command: str) -> list[str]:
    engine = generations.manifest(room.index, generations.current(room.index)).engine
    places = {"input": room.input, "more": room.input.parent / "more", "engine": engine}
    return [part.format(**places) for part in COMMANDS[command]] + ["--index", str(room.index)]


def assert_unhurt(room: Newsroom, current: str, total: int) -> None:
    assert generations.current(room.index) == current
    assert room.total() == total
    for name in generations.names(room.index):
        assert generations.verify(room.index, name) == []
    assert not list((room.index / "generations").glob(".*"))


def assert_cleared_by_a_build(room: Newsroom, corpus: CommandLine) -> None:
    assert corpus(*arguments(room, "build")).code == 0
    assert room.leftovers == []
    assert len(generations.names(room.index)) == generations.KEPT


@pytest.mark.parametrize("command", COMMANDS)
def test_whichever_file_has_no_room_the_command_says_so(
    room: Newsroom, corpus: CommandLine, command: str
) -> None:
    current, total = generations.current(room.index), room.total()
    sizes = {path.stat().st_size for path in room.index.rglob("*") if path.is_file()}
    for bound in sorted({0, *(size - 1 for size in sizes if size)}):
        said = corpus(*arguments(room, command), largest=bound)
        if said.code == 0:
            break
        assert said.refused, (bound, said)
        assert_unhurt(room, current, total)
    assert bound > 0
    assert_cleared_by_a_build(room, corpus)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no disk can be mounted here: {getattr(error, 'stderr', '') or error}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize("command", COMMANDS)
def test_however_little_room_the_disk_has_the_command_says_so(
    room: Newsroom, corpus: CommandLine, disk: Path, command: str
) -> None:
    shutil.move(room.index, disk)
    room.index = disk / "index"
    current, total = generations.current(room.index), room.total()
    filler = disk / "filler"
    for pages in count(0, 3):
        leave(disk, filler, pages * PAGE)
        said = corpus(*arguments(room, command))
        if said.code == 0:
            break
        assert said.refused, (pages, said)
        filler.unlink()
        assert_unhurt(room, current, total)
    assert pages > 0
    filler.unlink()
    assert_cleared_by_a_build(room, corpus)


def leave(disk: Path, filler: Path, free: int) -> None:
    """Fill the disk up to so many free bytes."""
    status = os.statvfs(disk)
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, status.f_bavail * status.f_bsize - free))
    status = os.statvfs(disk)
    assert status.f_bavail * status.f_bsize == free
