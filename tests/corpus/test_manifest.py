"""The manifest: its sum over the content, and the sample that finds torn files."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import manifest as manifest_
from corpus.errors import GenerationGone, UnusableIndex
from corpus.manifest import (
    Manifest,
    check_files,
    content_hash,
    differing_files,
    file_facts,
    read_manifest,
)

MANIFEST = Manifest(
    **{
        name: 0 if kind == "int" else ""
        for name, kind in Manifest.__annotations__.items()
        if name != "files"
    },
    files={},
)
ENDS, BLOCK, BLOCKS = manifest_._ENDS, manifest_._BLOCK, manifest_._BLOCKS
LARGE = 4_000_000
SIZES = (0, 1, ENDS, 2 * ENDS, 2 * ENDS + BLOCKS * BLOCK, 2 * ENDS + BLOCKS * BLOCK + 1, LARGE)

digests = st.lists(st.integers(0, (1 << 256) - 1), max_size=20)


# --- the content's sum ----------------------------------------------------------------------


@given(digests, st.randoms())
def test_the_content_hash_knows_no_order(found: list[int], chance: object) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert content_hash(sum(found)) == content_hash(sum(shuffled))
    assert len(content_hash(sum(found))) == 64


@given(digests, st.integers(0, (1 << 256) - 1))
def test_what_is_added_and_taken_away_leaves_no_trace(found: list[int], one: int) -> None:
    before = content_hash(sum(found))
    after = content_hash(int(before, 16) + one)
    assert content_hash(int(after, 16) - one) == before
    assert (after == before) == (one == 0)


@given(st.lists(st.integers(), min_size=1, max_size=20))
def test_step_by_step_is_the_same_as_at_once(steps: list[int]) -> None:
    held = content_hash(0)
    for step in steps:
        held = content_hash(int(held, 16) + step)
    assert held == content_hash(sum(steps))


# --- the cheap check of files ---------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "engine").mkdir()
    return tmp_path


def described(folder: Path) -> Manifest:
    return replace(MANIFEST, files=file_facts(folder))


def overwrite(path: Path, place: int, length: int = 1) -> None:
    """Other bytes, the size unchanged."""
    with path.open("r+b") as file:
        file.seek(place)
        data = file.read(length)
        file.seek(place)
        file.write(bytes(byte ^ 0xFF for byte in data))


@pytest.mark.parametrize("size", SIZES)
def test_an_untouched_file_passes(folder: Path, size: int) -> None:
    (folder / "engine/a").write_bytes(os.urandom(size))
    manifest = described(folder)
    check_files(folder, manifest)
    assert differing_files(folder, manifest) == []
    assert manifest.bytes == size


@pytest.mark.parametrize("size", SIZES[1:])
@pytest.mark.parametrize("place", ["first", "last"])
def test_one_other_byte_at_either_end_is_noticed(folder: Path, size: int, place: str) -> None:
    (folder / "engine/a").write_bytes(bytes(size))
    manifest = described(folder)
    overwrite(folder / "engine/a", 0 if place == "first" else size - 1)
    with pytest.raises(UnusableIndex, match="engine/a"):
        check_files(folder, manifest)
    assert differing_files(folder, manifest) == ["engine/a"]


@pytest.mark.parametrize("size", SIZES[1:-2])
def test_of_a_small_file_every_byte_is_looked_at(folder: Path, size: int) -> None:
    """Up to what ends and blocks come to."""
    (folder / "engine/a").write_bytes(bytes(size))
    manifest = described(folder)
    for place in range(0, min(size, 2 * ENDS + BLOCKS * BLOCK), 997):
        overwrite(folder / "engine/a", place)
        with pytest.raises(UnusableIndex):
            check_files(folder, manifest)
        overwrite(folder / "engine/a", place)
    check_files(folder, manifest)


@pytest.mark.parametrize("number", range(1, BLOCKS + 1))
def test_blocks_spread_over_a_large_file_are_looked_at(folder: Path, number: int) -> None:
    (folder / "engine/a").write_bytes(bytes(LARGE))
    manifest = described(folder)
    start = number * LARGE // (BLOCKS + 1)
    for place in (start, start + BLOCK - 1):
        overwrite(folder / "engine/a", place)
        with pytest.raises(UnusableIndex):
            check_files(folder, manifest)
        overwrite(folder / "engine/a", place)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.95])
def test_a_file_of_which_the_rest_was_never_written_is_noticed(folder: Path, share: float) -> None:
    """As a crash leaves it: the size is right, from somewhere on there are zeros."""
    data = os.urandom(LARGE)
    (folder / "engine/a").write_bytes(data)
    manifest = described(folder)
    kept = int(LARGE * share)
    (folder / "engine/a").write_bytes(data[:kept] + bytes(LARGE - kept))
    with pytest.raises(UnusableIndex):
        check_files(folder, manifest)


def test_one_byte_between_the_blocks_is_what_only_verifying_finds(folder: Path) -> None:
    (folder / "engine/a").write_bytes(bytes(LARGE))
    manifest = described(folder)
    overwrite(folder / "engine/a", LARGE // (BLOCKS + 1) + BLOCK + 10)
    check_files(folder, manifest)
    assert differing_files(folder, manifest) == ["engine/a"]


DAMAGES: dict[str, Callable[[Path], object]] = {
    "shorter": lambda path: path.write_bytes(bytes(99)),
    "longer": lambda path: path.write_bytes(bytes(101)),
    "empty": lambda path: path.write_bytes(b""),
    "missing": Path.unlink,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_another_size_and_a_missing_file_are_noticed(folder: Path, damage: str) -> None:
    (folder / "engine/a").write_bytes(bytes(100))
    (folder / "b").write_bytes(b"b")
    manifest = described(folder)
    DAMAGES[damage](folder / "engine/a")
    with pytest.raises(UnusableIndex, match="engine/a"):
        check_files(folder, manifest)
    assert differing_files(folder, manifest) == ["engine/a"]


def test_a_surplus_file_is_what_only_verifying_finds(folder: Path) -> None:
    (folder / "b").write_bytes(b"b")
    manifest = described(folder)
    (folder / "engine/c").write_bytes(b"")
    check_files(folder, manifest)
    assert differing_files(folder, manifest) == ["engine/c"]


def test_a_folder_that_is_gone_is_not_called_damaged(folder: Path) -> None:
    (folder / "b").write_bytes(b"b")
    manifest = described(folder)
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(GenerationGone):
        check_files(folder, manifest)
    with pytest.raises(GenerationGone, match="corpus build"):
        read_manifest(folder)


# --- facts of shared files ------------------------------------------------------------------


def test_facts_of_the_same_file_are_taken_over_and_of_any_other_made_anew(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
    for name in ("same", "copied", "changed"):
        (old / name).write_bytes(name.encode())
    known = {name: {"size": 1, "sha256": "von früher", "sample": ""} for name in
             ("same", "copied", "changed")}  # fmt: skip
    (new / "same").hardlink_to(old / "same")
    (new / "copied").write_bytes(b"copied")
    (new / "changed").write_bytes(b"anders")
    (new / "new").write_bytes(b"new")
    facts = file_facts(new, old, known)
    assert facts["same"] == known["same"]
    assert facts["copied"] == file_facts(old)["copied"]
    assert facts["changed"]["size"] == 6
    assert list(facts) == ["changed", "copied", "new", "same"]
    assert "von früher" not in {facts[name]["sha256"] for name in ("copied", "changed", "new")}
