"""Workers: the same content from any number of them, and an end to everything that goes wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

import pytest

from corpus import generations
from corpus import workers as workers_
from corpus.article import Article, Block
from corpus.build import build
from corpus.engines import EngineReader, load_engine
from corpus.errors import BuildFailed, CorpusError
from corpus.query.plan import FIELDS
from corpus.request import SearchRequest
from corpus.search import Corpus
from corpus.workers import Prepared, prepare_all

CORPUS = Path(sys.executable).with_name("corpus")
ENGINES = ("whoosh", "tantivy", "memory")
INTERRUPT = 1 << (signal.SIGINT - 1)


def article(number: int) -> Article:
    text = f"Wien – Ausgabe {number} von {number % 7}, Beratungen über den Ukraine-Konflikt."
    return Article(id=f"a{number}", title=f"Titel {number}", body=(Block("paragraph", text),))


def articles(count: int) -> list[Article]:
    return [article(number) for number in range(count)]


class Explosive(Article):
    """Raises where a worker analyses it; sending it to one does no harm."""

    def blocks(self) -> NoReturn:
        if os.getpid() != int(self.title):
            raise ZeroDivisionError("im Arbeitsprozess")
        return super().blocks()  # type: ignore[return-value]

    def __reduce__(self) -> tuple[object, ...]:
        return Explosive, (self.id, self.title)


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Fails what hangs, instead of hanging with it."""

    def fail(_: int, __: FrameType | None) -> None:
        raise AssertionError(f"not over after {seconds} s")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def worker_processes(parent: int) -> list[int]:
    """The processes that a process has spawned to work for it."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            facts = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(facts[1]) == parent and b"spawn_main" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


def wait_for(condition: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that few articles are enough for several workers."""
    monkeypatch.setattr(workers_, "CHUNK_ARTICLES", 5)


# --- the same content -----------------------------------------------------------------------


def written(engine: str, folder: Path, prepared: Iterable[Prepared]) -> tuple[object, ...]:
    """What a reader has of the prepared batches, with the sums that came with them."""
    writer = load_engine(engine).writer(folder)
    count = content = 0
    for batch in prepared:
        writer.add(batch.batch)
        count += batch.articles
        content += batch.content
    writer.finish()
    reader: EngineReader = load_engine(engine).reader(folder)
    try:
        every = [reader.terms(field, "", 10_000) for field in FIELDS]
        return count, content, sorted(reader.documents()), every
    finally:
        reader.close()


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("engine", ENGINES)
def test_one_two_and_three_workers_prepare_the_same(tmp_path: Path, engine: str) -> None:
    results = []
    for count in (1, 2, 3):
        folder = tmp_path / str(count)
        folder.mkdir()
        with at_most(60):
            prepared = prepare_all(iter(articles(43)), engine, folder, count)
            results.append(written(engine, folder, prepared))
    assert results[0][0] == 43
    assert results[0] == results[1] == results[2]


def test_a_handful_of_articles_needs_no_process(tmp_path: Path) -> None:
    seen: list[int] = []

    def few() -> Iterator[Article]:
        yield from articles(20)
        seen.extend(worker_processes(os.getpid()))

    result = written("memory", tmp_path, prepare_all(few(), "memory", tmp_path, 2))
    assert (result[0], seen) == (20, [])


def test_no_article_at_all_is_no_batch(tmp_path: Path) -> None:
    for count in (1, 2, None):
        assert list(prepare_all(iter(()), "memory", tmp_path, count)) == []


@pytest.mark.usefixtures("small_chunks")
def test_no_worker_outlives_the_work(tmp_path: Path) -> None:
    with at_most(60):
        list(prepare_all(iter(articles(30)), "memory", tmp_path, 2))
    assert worker_processes(os.getpid()) == []


# --- what goes wrong ------------------------------------------------------------------------


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("place", [0, 12, 29, 299])
def test_an_exception_in_a_worker_surfaces_as_it_was(tmp_path: Path, place: int) -> None:
    """Also one that comes while chunks are still read, more than wait in the queue."""
    mixed: list[Article] = articles(300)
    mixed[place] = Explosive("bumm", str(os.getpid()))
    with at_most(60), pytest.raises(ZeroDivisionError, match="im Arbeitsprozess"):
        list(prepare_all(iter(mixed), "memory", tmp_path, 2))
    assert worker_processes(os.getpid()) == []


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_an_engine_that_cannot_write_surfaces_too(tmp_path: Path, engine: str) -> None:
    with at_most(60), pytest.raises((OSError, CorpusError)):
        list(prepare_all(iter(articles(300)), engine, tmp_path / "nirgends", 2))
    assert worker_processes(os.getpid()) == []


@pytest.mark.usefixtures("small_chunks")
def test_an_exception_of_the_reading_surfaces_and_ends_the_workers(tmp_path: Path) -> None:
    def failing() -> Iterator[Article]:
        yield from articles(40)
        raise ZeroDivisionError("beim Lesen")

    with at_most(60), pytest.raises(ZeroDivisionError, match="beim Lesen"):
        list(prepare_all(failing(), "memory", tmp_path, 2))
    assert worker_processes(os.getpid()) == []


def killing(before: int, after: int) -> Iterator[Article]:
    """Articles, between which a worker process is killed."""
    yield from articles(before)
    wait_for(lambda: worker_processes(os.getpid()))
    os.kill(worker_processes(os.getpid())[0], signal.SIGKILL)
    for number in range(after):
        yield article(before + number)


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("after", [0, 3_000], ids=["after the last article", "in the middle"])
def test_a_killed_worker_is_a_failed_build_and_no_hang(tmp_path: Path, after: int) -> None:
    with at_most(60), pytest.raises(BuildFailed, match="Arbeitsprozess wurde beendet"):
        list(prepare_all(killing(16, after), "memory", tmp_path, 2))
    wait_for(lambda: not worker_processes(os.getpid()))


@pytest.mark.usefixtures("small_chunks")
def test_a_killed_worker_leaves_the_old_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    (tmp_path / "a.jsonl").write_text(lines(1))
    old = build([tmp_path / "a.jsonl"], index, engine="whoosh").generation
    monkeypatch.setattr("corpus.intake.Intake.articles", lambda *_: killing(16, 3_000))
    with at_most(60), pytest.raises(BuildFailed, match="der alte Index bleibt"):
        build([tmp_path / "a.jsonl"], index, engine="whoosh", workers=2)
    assert generations.current(index) == old
    assert [path.name for path in (index / "generations").iterdir()] == [old]


# --- Ctrl-C ---------------------------------------------------------------------------------


def lines(count: int) -> str:
    text = " ".join(f"Wort{n} Konflikt{n % 5}" for n in range(60))
    return "".join(
        json.dumps({"id": f"a{n}", "title": "T", "date": "2021", "text": f"{n} {text}"}) + "\n"
        for n in range(count)
    )


def is_deaf_to_interrupts(process: int) -> bool:
    status = Path(f"/proc/{process}/status").read_text()
    blocked = next(line for line in status.splitlines() if line.startswith("SigBlk:"))
    return bool(int(blocked.split()[1], 16) & INTERRUPT)


def at_work(building: int) -> bool:
    """Whether the build's workers have begun."""
    found = worker_processes(building)
    return bool(found) and all(map(is_deaf_to_interrupts, found))


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_ctrl_c_leaves_the_old_index_and_nothing_behind(tmp_path: Path, engine: str) -> None:
    index = tmp_path / "index"
    (tmp_path / "one.jsonl").write_text(lines(1))
    (tmp_path / "many.jsonl").write_text(lines(12_000))
    old = build([tmp_path / "one.jsonl"], index, engine="whoosh").generation
    command = [CORPUS, "build", tmp_path / "many.jsonl", "--index", index, "--engine", engine]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a group of its own, as a terminal gives each command
    ) as process:
        wait_for(lambda: process.poll() is not None or at_work(process.pid))
        children = worker_processes(process.pid)
        os.killpg(process.pid, signal.SIGINT)
        began = time.monotonic()
        output, complaints = process.communicate(timeout=30)
    assert children, "the build was over before it could be interrupted"
    assert time.monotonic() - began < 10
    assert (process.returncode, output, complaints.strip()) == (
        1,
        "",
        "Fehler: Abgebrochen; der Index ist, wie er war.",
    )
    wait_for(lambda: not any(Path(f"/proc/{child}").exists() for child in children), 5)
    assert generations.current(index) == old
    assert [path.name for path in (index / "generations").iterdir()] == [old]
    corpus = Corpus.open(index)
    assert corpus.search(SearchRequest()).total == 1
    corpus.close()


@pytest.mark.usefixtures("small_chunks")
def test_a_worker_is_deaf_to_ctrl_c_from_its_first_moment(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A terminal sends it to the whole group, and a worker that just starts would complain."""

    def interrupting() -> Iterator[Article]:
        yield from articles(11)
        wait_for(lambda: worker_processes(os.getpid()))
        for process in worker_processes(os.getpid()):
            os.kill(process, signal.SIGINT)
        yield from map(article, range(11, 43))

    with at_most(60):
        result = written("memory", tmp_path, prepare_all(interrupting(), "memory", tmp_path, 2))
    assert result[0] == 43
    assert capfd.readouterr().err == ""
