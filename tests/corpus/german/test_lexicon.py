"""The compiled lexicon: whole, or compiled anew."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

from corpus.errors import BuildFailed
from corpus.german import lexicon as package
from corpus.german.lexicon import lexicon
from corpus.german.lexicon.compiling import is_whole

COMPILED = next(
    parent / lexicon().identity
    for parent in package._parents()
    if is_whole(parent / lexicon().identity)
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(COMPILED, tmp_path / "copy")
    return tmp_path / "copy"


def test_what_was_compiled_is_whole_and_nothing_is_not(copy: Path, tmp_path: Path) -> None:
    assert is_whole(copy)
    assert not is_whole(tmp_path / "nowhere")


@pytest.mark.parametrize("name", sorted(path.name for path in COMPILED.iterdir()))
@pytest.mark.parametrize("damage", ["missing", "empty", "shorter", "another byte"])
def test_damage_is_noticed(copy: Path, name: str, damage: str) -> None:
    data = (copy / name).read_bytes()
    if damage == "missing":
        (copy / name).unlink()
    else:
        damaged = {
            "empty": b"",
            "shorter": data[:-1],
            "another byte": bytes([data[0] ^ 1]) + data[1:],
        }
        (copy / name).write_bytes(damaged[damage])
    assert not is_whole(copy)


def test_without_the_dictionary_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert importlib.util.find_spec("simplemma")
    monkeypatch.setattr(package, "find_spec", lambda name: None)
    with pytest.raises(BuildFailed, match="Das Paket simplemma fehlt"):
        lexicon.__wrapped__()


def test_where_nothing_may_be_written_one_sentence_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr(package, "_parents", lambda: [tmp_path / "file", tmp_path / "file"])
    with pytest.raises(BuildFailed, match=r"lässt sich weder in .* ablegen"):
        lexicon.__wrapped__()
