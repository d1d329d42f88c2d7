"""One other byte anywhere in an index is found: by verifying all, by opening those it samples."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from newsroom import FINGERPRINT, Newsroom

from corpus import generations
from corpus.cli import main
from corpus.errors import CorpusError, UnusableIndex
from corpus.manifest import check_files, file_facts

ENGINES = ("whoosh", "tantivy")

WHOLLY = 400
"""Bytes of a file up to which each of them is changed, and about half as many of larger ones."""

END, BLOCK, BLOCKS = 32 * 1024, 4096, 8
"""As in corpus.manifest: what opening looks at in a large file."""


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    """A newsroom whose index has something in each of its files."""
    room = Newsroom(tmp_path)
    (room.input / "leer.txt").write_text("")
    (room.input / "undatiert.txt").write_text("Ein Text ohne Datum.\n\nWien – Noch einer.\n")
    return room


@pytest.fixture
def large(room: Newsroom) -> Newsroom:
    """The same, and some files are larger than the sample."""
    letters = random.Random(1).choices("abcdefghijklmnopqrstuvwxyz      ", k=300_000)
    (room.input / "lang.txt").write_text(f"Ein Anlass.\n\nWien – {''.join(letters)}\n", "utf-8")
    return room


def files(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    assert len(found) > 8
    return found


def positions(size: int) -> list[int]:
    if size <= WHOLLY:
        return list(range(size))
    return sorted({0, size - 1, *range(0, size, size // (WHOLLY // 2) + 1)})


@contextmanager
def changed(path: Path, position: int) -> Iterator[None]:
    """Another byte, whose value depends on the position alone."""
    with path.open("r+b") as file:
        file.seek(position)
        before = file.read(1)
        other = bytes([before[0] ^ random.Random(position).randint(1, 255)])
        for value in (other, before):
            file.seek(position)
            file.write(value)
            file.flush()
            if value is other:
                yield


def found_by_verify(index: Path, name: str, file: str) -> bool:
    try:
        return generations.verify(index, name) == [file]
    except UnusableIndex as error:
        return file == "manifest.json" and "manifest.json" in str(error)


def refused_on_opening(index: Path, name: str) -> bool:
    try:
        generations.opened_manifest(index, name, FINGERPRINT)
    except UnusableIndex:
        return True
    return False


@pytest.mark.parametrize("engine", ENGINES)
def test_verify_finds_another_byte_anywhere_in_any_file(room: Newsroom, engine: str) -> None:
    name = room.build(engine)
    folder = room.folder(name)
    assert generations.verify(room.index, name) == []
    for path in files(folder):
        file = path.relative_to(folder).as_posix()
        for position in positions(path.stat().st_size):
            with changed(path, position):
                assert found_by_verify(room.index, name, file), (file, position)
    assert generations.verify(room.index, name) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_the_command_names_the_file_and_ends_with_1(room: Newsroom, engine: str) -> None:
    folder = room.folder(room.build(engine))
    for path in files(folder):
        if not path.stat().st_size:
            continue
        with changed(path, path.stat().st_size // 3):
            said = CliRunner().invoke(main, ["verify", "--index", str(room.index)])
        assert said.exit_code == 1
        assert path.relative_to(folder).as_posix() in said.stderr
        assert "corpus rollback" in said.stderr
        assert "unversehrt" not in said.stdout
    assert CliRunner().invoke(main, ["verify", "--index", str(room.index)]).exit_code == 0


def test_every_other_byte_in_current_is_found(room: Newsroom) -> None:
    for _ in range(3):
        room.build()
    current = room.index / "CURRENT"
    whole = current.read_bytes()
    for position in range(len(whole)):
        for value in set(range(256)) - {whole[position]}:
            current.write_bytes(whole[:position] + bytes([value]) + whole[position + 1 :])
            with pytest.raises(CorpusError):
                generations.verify(room.index, generations.current(room.index))
    current.write_bytes(whole)
    assert generations.verify(room.index, generations.current(room.index)) == []


def sampled(size: int, position: int) -> bool:
    """Whether opening looks at this byte of a file."""
    if position < END or position >= size - END:
        return True
    if size <= 2 * END + BLOCKS * BLOCK:
        return False
    starts = (number * size // (BLOCKS + 1) for number in range(1, BLOCKS + 1))
    return any(start <= position < start + BLOCK for start in starts)


@pytest.mark.parametrize("engine", ENGINES)
def test_opening_refuses_another_byte_where_it_samples(large: Newsroom, engine: str) -> None:
    name = large.build(engine)
    unseen = 0
    for path in files(large.folder(name)):
        size = path.stat().st_size
        edges = {END - 1, size - END, size // 9, size // 9 + BLOCK - 1, 8 * size // 9}
        spread = positions(size)[:: 1 if size <= WHOLLY else 4]
        for position in sorted({*spread, size - 1, *(e for e in edges if 0 <= e < size)} - {-1}):
            with changed(path, position):
                refused = refused_on_opening(large.index, name)
            seen = path.name == "manifest.json" or sampled(size, position)
            assert refused == seen, (path.name, position)
            unseen += not seen
    assert unseen, "what opening leaves to verifying"


@pytest.mark.parametrize("engine", ENGINES)
def test_opening_refuses_another_size_of_any_file(room: Newsroom, engine: str) -> None:
    name = room.build(engine)
    for path in files(room.folder(name)):
        whole = path.read_bytes()
        for other in {whole[:-1], whole + b"\0", whole[1:], whole * 2, b""} - {whole}:
            path.write_bytes(other)
            assert refused_on_opening(room.index, name), (path.name, len(other))
        path.write_bytes(whole)
    assert not refused_on_opening(room.index, name)


def test_opening_refuses_another_size_that_the_sample_does_not_show(room: Newsroom) -> None:
    name = room.build()
    folder = room.folder(name)
    (folder / "zeros").write_bytes(b"\0" * 200_000)
    manifest = replace(generations.manifest(room.index, name), files=file_facts(folder))
    check_files(folder, manifest)
    (folder / "zeros").write_bytes(b"\0" * 200_001)
    with pytest.raises(UnusableIndex, match="zeros"):
        check_files(folder, manifest)
