"""Disks that are full and folders that must not be written: the old index stays."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from newsroom import Newsroom

from corpus import generations
from corpus.build import build
from corpus.errors import (
    BuildFailed,
    InvalidInput,
    UnusableIndex,
)


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


class Failing:
    """Lets a function succeed on the index `before` times, then raises once."""

    def __init__(
        self, function: Callable[..., object], index: Path, before: int, error: OSError
    ) -> None:
        self._function, self._index, self._left, self._error = function, index, before, error
        self.failed = False

    def __call__(self, what: int | Path, *arguments: object, **options: object) -> object:
        if isinstance(what, int) or what.is_relative_to(self._index):
            self._left -= 1
            if self._left == -1:
                self.failed = True
                raise type(self._error)(*self._error.args)
        return self._function(what, *arguments, **options)

    def __get__(self, path: Path, _: type | None = None) -> Callable[..., object]:
        return lambda *arguments, **options: self(path, *arguments, **options)


FULL = OSError(errno.ENOSPC, "No space left on device")
DENIED = PermissionError(errno.EACCES, "Permission denied")


@pytest.mark.parametrize("engine", ["memory", "whoosh", "tantivy"])
@pytest.mark.parametrize(
    ("owner", "name", "error"),
    [(os, "fsync", FULL), (Path, "rename", DENIED), (Path, "replace", FULL), (Path, "open", FULL)],
    ids=["fsync", "rename", "replace", "open"],
)
def test_whatever_step_fails_the_index_is_old_or_new_and_whole(
    room: Newsroom,
    monkeypatch: pytest.MonkeyPatch,
    owner: object,
    name: str,
    error: OSError,
    engine: str,
) -> None:
    room.build(engine)
    before = room.total()
    step = 0
    while True:
        with monkeypatch.context() as patch:
            failing = Failing(getattr(owner, name), room.index, step, error)
            patch.setattr(owner, name, failing)
            try:
                room.build(engine)
            except (BuildFailed, UnusableIndex):  # the latter when the check cannot read it
                assert failing.failed
            else:
                assert not failing.failed, "a failure must not be swallowed"
        assert room.total() in (before, room.articles)
        assert generations.verify(room.index, generations.current(room.index)) == []
        assert not [leftover for leftover in room.leftovers if "building" in leftover]
        before = room.total()
        if not failing.failed:
            break
        step += 1
    assert step > 0
    assert before == room.articles


FILL = """
import resource, signal, sys
from pathlib import Path
from corpus.build import build
from corpus.errors import BuildFailed
limit = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    build([Path(sys.argv[1])], Path(sys.argv[2]), engine=sys.argv[4])
except BuildFailed as error:
    print(error)
"""


@pytest.mark.parametrize("engine", ["memory", "whoosh", "tantivy"])
@pytest.mark.parametrize("limit", [0, 200, 2000])
def test_a_disk_that_really_is_full_leaves_the_old_index(
    room: Newsroom, limit: int, engine: str
) -> None:
    old = room.build(engine)
    text = "date 2021-12 Der Anlass.\n\nWien – " + " ".join(f"Ausgabe wort{n}" for n in range(900))
    (room.input / "lang.txt").write_text(text, "utf-8")
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-c",
        FILL,
        str(room.input),
        str(room.index),
        str(limit),
        engine,
    ]
    filled = subprocess.run(command, capture_output=True, text=True, check=True)
    assert filled.stderr == ""
    assert "lässt sich nicht schreiben" in filled.stdout
    assert filled.stdout.count("\n") == 1
    assert generations.current(room.index) == old
    assert generations.names(room.index) == [old]
    assert generations.verify(room.index, old) == []
    assert room.total() == 1
    assert room.leftovers == []
    room.build(engine)
    assert room.total() == 3


def test_a_failed_build_clears_up_after_itself(room: Newsroom) -> None:
    with pytest.raises(InvalidInput):
        build([room.input / "nirgends"], room.index)
    assert room.leftovers == []
    assert generations.names(room.index) == []
