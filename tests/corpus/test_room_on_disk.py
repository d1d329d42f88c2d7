"""Before the work: is there room for the new generation?  And readers need none at all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from corpus import generations
from corpus.additions import add
from corpus.build import build
from corpus.errors import BuildFailed
from corpus.request import SearchRequest
from corpus.search import Corpus


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    file = tmp_path / "a.jsonl"
    lines = [json.dumps({"id": str(n), "title": "Wien", "text": "Es regnet. " * 90}) for n in "abc"]
    file.write_text("\n".join(lines), "utf-8")
    return file


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_too_little_room_is_said_before_anything_is_written(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    index = tmp_path / "index"
    old = build([articles], index, engine=engine).generation
    size = articles.stat().st_size
    for free, refused in ((size, True), (5 * size, False)):
        monkeypatch.setattr(shutil, "disk_usage", lambda _, free=free: Usage(10**9, 0, free))
        if refused:
            for change in (build, add):
                with pytest.raises(BuildFailed, match="MB frei; bitte Platz schaffen"):
                    change([articles], index)
            assert generations.names(index) == [generations.current(index)] == [old]
            assert not list((index / "generations").glob(".*"))
        else:
            assert build([articles], index, engine=engine).generation != old


def test_a_disk_that_no_folder_of_is_there_yet_is_measured_all_the_same(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 0, 0))
    with pytest.raises(BuildFailed, match="etwa 1 MB"):
        build([articles], tmp_path / "weit" / "unten" / "index")


@pytest.mark.parametrize("engine", ["whoosh", "tantivy", "memory"])
def test_reading_an_index_changes_nothing_in_its_folder(
    articles: Path, tmp_path: Path, engine: str
) -> None:
    """A server may run as a user who can only read, or on a disk mounted for reading."""
    index = tmp_path / "index"
    build([articles], index, engine=engine)

    def state() -> dict[str, int]:
        return {str(path): path.stat().st_mtime_ns for path in index.rglob("*")}

    before = state()
    corpus = Corpus.open(index)
    assert corpus.search(SearchRequest("Wien")).total == 3
    assert state() == before
    corpus.close()
