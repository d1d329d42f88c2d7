"""Damage: whatever was changed is found, and refused in a sentence that says what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from newsroom import FINGERPRINT, Newsroom, flip

from corpus import generations
from corpus.errors import (
    GenerationGone,
    NoIndex,
    UnusableIndex,
)
from corpus.manifest import SCHEMA
from corpus.search import Corpus


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


def noticed(index: Path, name: str, file: str) -> bool:
    """Whether verifying names this file, in its list or, for the manifest, its complaint."""
    if file != "manifest.json":
        return generations.verify(index, name) == [file]
    with pytest.raises(UnusableIndex, match=r"manifest\.json.*corpus build"):
        generations.verify(index, name)
    return True


@pytest.fixture
def generation(room: Newsroom) -> Path:
    """A generation with something in each of its files."""
    (room.input / "leer.txt").write_text("")
    (room.input / "undatiert.txt").write_text("Ein Text ohne Datum.\n\nWien – Noch einer.\n")
    folder = room.folder(room.build("whoosh"))
    assert generations.verify(room.index, folder.name) == []
    return folder


def files(folder: Path) -> Iterator[tuple[Path, str]]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    assert len(found) > 12
    for path in found:
        yield path, path.relative_to(folder).as_posix()


def test_verify_finds_one_flipped_bit_in_any_file(room: Newsroom, generation: Path) -> None:
    for path, file in files(generation):
        whole = path.read_bytes()
        for position in {0, len(whole) // 2, len(whole) - 1} if whole else ():
            flip(path, position)
            assert noticed(room.index, generation.name, file), (file, position)
            path.write_bytes(whole)
    assert generations.verify(room.index, generation.name) == []


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:-1]), id="truncated"),
        pytest.param(lambda path: path.write_bytes(b""), id="emptied"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes() + b" "), id="longer"),
    ],
)
def test_verify_finds_another_size_of_any_file(
    room: Newsroom, generation: Path, damage: Callable[[Path], None]
) -> None:
    for path, file in files(generation):
        whole = path.read_bytes()
        damage(path)
        assert path.read_bytes() == whole or noticed(room.index, generation.name, file), file
        path.write_bytes(whole)


def test_verify_finds_any_missing_file(room: Newsroom, generation: Path) -> None:
    for path, file in files(generation):
        whole = path.read_bytes()
        path.unlink()
        if file == "manifest.json":
            with pytest.raises(GenerationGone):
                generations.verify(room.index, generation.name)
        else:
            assert noticed(room.index, generation.name, file), file
        path.write_bytes(whole)


def test_verify_names_every_damaged_file_at_once(room: Newsroom, generation: Path) -> None:
    engine = sorted((generation / "engine").glob("*.col"))
    flip(engine[0], 0)
    engine[1].unlink()
    engine[2].write_bytes(engine[2].read_bytes() + b" ")
    (generation / "zuviel").touch()
    (generation / "engine" / "zuviel").write_text("x")
    assert generations.verify(room.index, generation.name) == [
        *(f"engine/{path.name}" for path in engine[:3]),
        "engine/zuviel",
        "zuviel",
    ]


def test_verify_finds_a_file_in_the_place_of_a_folder(room: Newsroom, generation: Path) -> None:
    shutil.rmtree(generation / "engine")
    (generation / "engine").touch()
    assert "engine" in generations.verify(room.index, generation.name)
    with pytest.raises(UnusableIndex, match="corpus build"):
        Corpus.open(room.index)


def test_a_truncated_or_missing_file_is_noticed_on_opening(
    room: Newsroom, generation: Path
) -> None:
    for path, _ in files(generation):
        whole = path.read_bytes()
        if whole:
            path.write_bytes(whole[:-1])
            with pytest.raises(UnusableIndex, match="corpus build"):
                Corpus.open(room.index)
        path.unlink()
        with pytest.raises(UnusableIndex, match="corpus build"):
            Corpus.open(room.index)
        path.write_bytes(whole)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\n", b".", b"..", b"/", b"../..", b"/etc", b".building-1", b"a\0b", b"\xff\xfe",
        b"x" * 5000, b"20200101T000000.000Z-00000000", b"unsinn", b"manifest.json", b"-",
        "näher".encode(),
    ],
)  # fmt: skip
def test_nonsense_in_current_is_an_unusable_index(room: Newsroom, content: bytes) -> None:
    name = room.build()
    (room.index / "CURRENT").write_bytes(content)
    with pytest.raises(UnusableIndex, match=r"corpus rollback|CURRENT"):
        Corpus.open(room.index)
    assert generations.roll_back(room.index, FINGERPRINT) == name, "and rolling back mends it"
    assert room.total() == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda current: current.unlink(),
        lambda current: current.unlink() or current.mkdir(),
        lambda current: current.write_text("20991231T000000.000Z-00000000\n"),
    ],
    ids=["missing", "a folder", "a generation that is gone"],
)
def test_a_lost_current_is_mended_by_rolling_back(
    room: Newsroom, damage: Callable[[Path], None]
) -> None:
    room.build()
    newest = room.build()
    damage(room.index / "CURRENT")
    with pytest.raises((NoIndex, UnusableIndex)):
        Corpus.open(room.index)
    if (room.index / "CURRENT").is_dir():
        (room.index / "CURRENT").rmdir()
    assert generations.roll_back(room.index, FINGERPRINT) == newest


def test_another_schema_is_refused_with_the_command(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr("corpus.build.SCHEMA", SCHEMA - 1)
        name = room.build()
    with pytest.raises(UnusableIndex, match=r"Schema .*corpus build"):
        Corpus.open(room.index)
    with pytest.raises(UnusableIndex, match=r"Schema .*corpus build"):
        generations.verify(room.index, name)
    room.build()
    assert room.total() == 2, "and the command mends it"


def test_another_analysis_is_refused_with_the_command(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr("corpus.german.analyzer.RULES", 0)
        room.build()
    with pytest.raises(UnusableIndex, match=r"de-0-.*de-\d.*corpus build"):
        Corpus.open(room.index)
    room.build()
    assert room.total() == 2
