"""Generations: published whole or not at all, verified to the byte, kept, rolled back."""

from __future__ import annotations

import errno
import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus import generations
from corpus.build import build
from corpus.engines import EngineRequest, load_engine
from corpus.errors import (
    BuildFailed,
    GenerationGone,
    IndexLocked,
    InvalidInput,
    NoIndex,
    UnusableIndex,
)
from corpus.german import Analyzer
from corpus.manifest import SCHEMA, Manifest
from corpus.periods import Period
from corpus.request import SearchRequest
from corpus.search import Corpus

KILL_BUILDS = Path(__file__).parents[1] / "soak" / "kill_builds.py"


FINGERPRINT = Analyzer().fingerprint

WHOOSH_WARNINGS = ("invalid escape sequence", '"is" with')
"""As in pyproject.toml: of Whoosh 2.7.4's own source, where nothing compiled it before."""


class Newsroom:
    """An input folder and an index; each build adds an article first."""

    def __init__(self, base: Path) -> None:
        self.input = base / "input"
        self.index = base / "index"
        self.input.mkdir()
        self.articles = 0

    def build(self, engine: str = "memory") -> str:
        self.articles += 1
        path = self.input / f"artikel-{self.articles}.txt"
        path.write_text(f"date 2021-12 Der Anlass.\n\nWien – Ausgabe {self.articles}.\n", "utf-8")
        return build([self.input], self.index, engine=engine).generation

    def total(self) -> int:
        """What a fresh reader finds; the manifest must say the same."""
        corpus = Corpus.open(self.index)
        total = corpus.search(SearchRequest("Ausgabe")).total
        assert corpus.manifest.articles == total
        corpus.close()
        return total

    def folder(self, name: str) -> Path:
        return generations.folder_of(self.index, name)

    @property
    def leftovers(self) -> list[str]:
        """What a reader of the folder would wonder about."""
        hidden = [path.name for path in (self.index / "generations").glob(".*")]
        return hidden + [path.name for path in self.index.glob(".*")]


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


# --- verifying ------------------------------------------------------------------------------


def flip(path: Path, position: int) -> None:
    data = bytearray(path.read_bytes())
    data[position] ^= 1
    path.write_bytes(data)


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


# --- readers --------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["memory", "whoosh", "tantivy"])
def test_a_reader_survives_the_removal_of_its_generation(room: Newsroom, engine: str) -> None:
    room.build(engine)
    name = room.build(engine)
    folder = room.folder(name) / "engine"
    request = EngineRequest(facets=("place",), periods=(Period("day"),))
    known = load_engine(engine).reader(folder)
    expected = (known.search(request), sorted(known.documents()))
    fresh = load_engine(engine).reader(folder)  # has read nothing yet
    shutil.rmtree(room.folder(name))
    for reader in (known, fresh):
        assert (reader.search(request), sorted(reader.documents())) == expected
        reader.close()


def test_a_corpus_follows_current_between_two_searches(room: Newsroom) -> None:
    names = [room.build()]
    corpus = Corpus.open(room.index)
    for expected in (2, 3, 4):
        names.append(room.build("whoosh" if expected == 3 else "memory"))
        answer = corpus.search(SearchRequest("Ausgabe"))
        assert (answer.total, answer.generation) == (expected, names[-1])
        assert (corpus.generation, corpus.manifest.articles) == (names[-1], expected)
    generations.roll_back(room.index, FINGERPRINT)
    assert corpus.search(SearchRequest("Ausgabe")).total == 3
    corpus.close()


def test_a_generation_that_goes_while_it_is_opened_is_retried_once(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.build()
    opened_manifest = generations.opened_manifest
    tried: list[str] = []

    def slow(index: Path, name: str, fingerprint: str) -> Manifest:
        if not tried:
            for _ in range(generations.KEPT):
                room.build()
        tried.append(name)
        return opened_manifest(index, name, fingerprint)

    monkeypatch.setattr(generations, "opened_manifest", slow)
    assert Corpus.open(room.index).generation == generations.current(room.index)
    assert len(tried) == 2


def test_a_generation_half_removed_while_it_is_opened_is_retried_too(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = room.build("whoosh")
    opened_manifest = generations.opened_manifest
    tried: list[str] = []

    def slow(index: Path, name: str, fingerprint: str) -> Manifest:
        manifest = opened_manifest(index, name, fingerprint)
        if not tried:  # the manifest was read in time, the engine's files go now
            for _ in range(generations.KEPT - 1):
                room.build()
            shutil.rmtree(room.folder(old) / "engine")
        tried.append(name)
        return manifest

    monkeypatch.setattr(generations, "opened_manifest", slow)
    assert Corpus.open(room.index).generation == generations.current(room.index) != old


def test_a_current_generation_that_is_gone_is_not_retried_for_ever(room: Newsroom) -> None:
    shutil.rmtree(room.folder(room.build()))
    with pytest.raises(GenerationGone, match="corpus build"):
        Corpus.open(room.index)


# --- a full disk, a missing permission, a kill ----------------------------------------------


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


def test_a_killed_build_leaves_the_old_or_the_new_index() -> None:
    strict = ["-W", "error", *(f"-Wignore:{start}" for start in WHOOSH_WARNINGS)]
    command = [sys.executable, *strict, str(KILL_BUILDS), "--rounds", "52", "--workers-every", "13"]
    soak = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert soak.returncode == 0, soak.stdout + soak.stderr
    assert re.search(r"^52 rounds: 0 broken, \d+ old, \d+ new$", soak.stdout, re.MULTILINE)
