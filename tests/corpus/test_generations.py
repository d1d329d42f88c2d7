"""Generations: published whole or not at all, kept, locked, rolled back."""

from __future__ import annotations

import itertools
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from newsroom import FINGERPRINT, Newsroom, flip

from corpus import generations
from corpus.errors import (
    IndexLocked,
    NoIndex,
    UnusableIndex,
)
from corpus.search import Corpus


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


# --- publishing and keeping -----------------------------------------------------------------


def test_before_the_first_build_there_is_no_index(room: Newsroom) -> None:
    with pytest.raises(NoIndex, match="corpus build"):
        generations.current(room.index)
    with pytest.raises(NoIndex, match="corpus build"):
        Corpus.open(room.index)
    assert generations.names(room.index) == []


def test_a_build_is_published_under_its_time_and_hash(room: Newsroom) -> None:
    name = room.build()
    assert re.fullmatch(r"\d{8}T\d{6}\.\d{3}Z-[0-9a-f]{8}", name)
    assert generations.current(room.index) == name
    assert generations.names(room.index) == [name]
    assert {path.name for path in room.folder(name).iterdir()} == {
        "manifest.json", "rejected.jsonl", "remarks.jsonl", "engine",
    }  # fmt: skip
    assert room.leftovers == []


def test_the_last_three_are_kept_oldest_first(room: Newsroom) -> None:
    built = [room.build() for _ in range(5)]
    assert generations.names(room.index) == built[2:]
    assert generations.current(room.index) == built[-1]


def test_a_clock_that_goes_back_never_costs_the_new_generation(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        room.build()

    class Yesterday(datetime):
        @classmethod
        def now(cls, tz=None):  # type: ignore[no-untyped-def]
            return datetime.now(tz or UTC) - timedelta(days=1)

    monkeypatch.setattr(generations, "datetime", Yesterday)
    name = room.build()
    assert generations.current(room.index) == name
    assert name in generations.names(room.index)
    assert len(generations.names(room.index)) == 3
    assert room.total() == 4


# --- rolling back ---------------------------------------------------------------------------


def test_roll_back_goes_to_the_one_before(room: Newsroom) -> None:
    first, second, third = (room.build() for _ in range(3))
    assert generations.roll_back(room.index, FINGERPRINT) == second
    assert generations.current(room.index) == second
    assert room.total() == 2
    assert generations.roll_back(room.index, FINGERPRINT) == first
    with pytest.raises(UnusableIndex, match="keine frühere"):
        generations.roll_back(room.index, FINGERPRINT)
    assert generations.current(room.index) == first
    assert generations.names(room.index) == [first, second, third], "nothing is deleted"


def test_roll_back_by_name_goes_either_way(room: Newsroom) -> None:
    first, second, third = (room.build() for _ in range(3))
    for name, total in ((first, 1), (third, 3), (second, 2), (second, 2)):
        assert generations.roll_back(room.index, FINGERPRINT, name) == name
        assert room.total() == total


@pytest.mark.parametrize("name", ["", "..", "20200101T000000.000Z-00000000", "../generations"])
def test_roll_back_refuses_what_is_no_generation(room: Newsroom, name: str) -> None:
    room.build()
    newest = room.build()
    with pytest.raises(UnusableIndex):
        generations.roll_back(room.index, FINGERPRINT, name)
    assert generations.current(room.index) == newest


def test_roll_back_without_any_generation(room: Newsroom) -> None:
    with pytest.raises((NoIndex, UnusableIndex)):
        generations.roll_back(room.index, FINGERPRINT)


def test_roll_back_refuses_a_damaged_generation(room: Newsroom) -> None:
    first, second = room.build(), room.build()
    flip(next((room.folder(first) / "engine").iterdir()), -1)
    with pytest.raises(UnusableIndex, match="beschädigt"):
        generations.roll_back(room.index, FINGERPRINT)
    assert generations.current(room.index) == second


def test_a_build_after_rolling_back_keeps_what_was_rolled_back_from(room: Newsroom) -> None:
    room.build()
    second, third = room.build(), room.build()
    generations.roll_back(room.index, FINGERPRINT, second)
    newest = room.build()
    assert generations.names(room.index) == [second, third, newest]
    assert room.total() == 4


# --- the lock -------------------------------------------------------------------------------

HOLD = """
import sys
from pathlib import Path
from corpus.generations import building
with building(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(room: Newsroom) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of a build."""
    command = [sys.executable, "-c", HOLD, str(room.index)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_lock_names_its_holder(room: Newsroom, holder: subprocess.Popen[str]) -> None:
    since = rf"Prozess {holder.pid} seit {datetime.now().astimezone():%d.%m.%Y} \d\d:\d\d:\d\d"
    with pytest.raises(IndexLocked, match=since):
        room.build()
    with pytest.raises(IndexLocked, match=since):
        generations.roll_back(room.index, FINGERPRINT)


def test_the_lock_dies_with_its_holder_and_leftovers_go(
    room: Newsroom, holder: subprocess.Popen[str]
) -> None:
    (leftover,) = (room.index / "generations").glob(".*")
    (leftover / "engine" / "halb.trm").write_text("halb")
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert leftover.exists()
    with pytest.raises(NoIndex):
        generations.current(room.index)
    room.build()
    assert room.leftovers == []
    assert room.total() == 1


def test_a_worker_that_outlives_its_build_does_not_stop_the_next(room: Newsroom) -> None:
    leftover = room.index / "generations" / f".building-{os.getpid()}" / "engine"
    leftover.mkdir(parents=True)
    stop = threading.Event()

    def write() -> None:
        for n in itertools.count():
            if stop.is_set():
                break
            with suppress(FileNotFoundError, FileExistsError):  # removed at this very moment
                leftover.mkdir(parents=True, exist_ok=True)
                (leftover / f"{n}.col").touch()

    worker = threading.Thread(target=write)
    worker.start()
    try:
        for expected in range(1, 6):
            room.build()
            assert room.total() == expected
    finally:
        stop.set()
        worker.join()
    room.build()
    assert room.leftovers == []


def test_two_builds_of_one_process_exclude_each_other_too(room: Newsroom) -> None:
    room.build()
    with generations.building(room.index) as folder:
        assert (folder / "engine").is_dir()
        with pytest.raises(IndexLocked, match=str(os.getpid())):
            room.build()
        assert folder.exists(), "who is refused clears nothing away"
    assert not folder.exists()
    room.build()


def test_readers_need_no_lock(room: Newsroom, holder: subprocess.Popen[str]) -> None:
    holder.communicate("")
    room.build()
    with generations.lock(room.index):
        assert room.total() == 1
        assert generations.verify(room.index, generations.current(room.index)) == []


def test_rolling_back_to_an_unknown_name_lists_what_is_kept(room: Newsroom) -> None:
    names = [room.build(), room.build()]
    with pytest.raises(UnusableIndex, match=f"quatsch.*{names[0]}, {names[1]}"):
        generations.roll_back(room.index, FINGERPRINT, "quatsch")


def test_a_file_with_the_name_of_a_generation_is_none(room: Newsroom) -> None:
    name = room.build()
    (room.index / "generations" / "20200101T000000.000Z-00000000").touch()
    assert generations.names(room.index) == [name]
