"""Preparing articles for an engine, in as many processes as there are processors.

Articles go to the workers in small chunks through one pipe, so that all are busy to the end;
each makes batches as large as suit the engine.  Which worker got which article leaves no trace
in what is found, nor in the content's sum.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain
from multiprocessing import active_children, get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Lock
from pathlib import Path
from typing import Any, NamedTuple

from corpus.article import Article
from corpus.documents import Document, to_document
from corpus.engines import load_engine
from corpus.errors import BuildFailed
from corpus.german import Analyzer

CHUNK_ARTICLES = 500
CHUNK_CHARACTERS = 600_000
"""Bounds of what is sent to a worker at once: some hundred newspaper articles."""

Chunk = list[Article]


class Prepared(NamedTuple):
    """A batch as the engine wants it back, how many articles it has, and their content sum."""

    batch: Any
    articles: int
    content: int


def prepare_all(
    articles: Iterable[Article], engine: str, folder: Path, workers: int | None = None
) -> Iterator[Prepared]:
    """Prepared batches: of a handful of articles made here, else in worker processes.

    `workers` is the number of processes, by default that of processors.  Raises BuildFailed
    when one of them is killed.
    """
    workers = workers or os.cpu_count() or 1
    chunks = _chunks(articles)
    first = next(chunks, [])
    second = next(chunks, None)
    if second is None or workers == 1:
        rest = chain([first], [second] if second else [], chunks)
        yield from _Worker(engine, folder).prepare(chain.from_iterable(rest))
        return
    yield from _prepare_in_processes(chain([first, second], chunks), engine, folder, workers)


def _chunks(articles: Iterable[Article]) -> Iterator[Chunk]:
    chunk: Chunk = []
    characters = 0
    for article in articles:
        chunk.append(article)
        characters += _characters(article)
        if len(chunk) >= CHUNK_ARTICLES or characters >= CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def _characters(article: Article) -> int:
    return sum(len(text) for _, text in article.blocks())


def _prepare_in_processes(
    chunks: Iterator[Chunk], engine: str, folder: Path, workers: int
) -> Iterator[Prepared]:
    """One pipe feeds all workers: sending waits until one of them takes the chunk."""
    context = get_context("spawn")
    taken, given = context.Pipe(duplex=False)
    start = (engine, folder, os.getpid(), taken, context.Lock())
    jobs: list[Future[list[Prepared]]] = []
    others = set(active_children())
    pool = ProcessPoolExecutor(workers, context, _start, start)
    try:
        with _interrupts_held():
            jobs += [pool.submit(_prepare_waiting) for _ in range(workers)]
            taken.close()  # so that sending fails when no worker is left to take it
        for chunk in chain(chunks, [None] * workers):
            _give(given, chunk, jobs)
        for job in jobs:
            yield from job.result()
    except BrokenProcessPool as error:
        raise BuildFailed(
            "Ein Arbeitsprozess wurde beendet, vielleicht weil der Speicher nicht reicht; der "
            "alte Index bleibt in Gebrauch."
        ) from error
    finally:
        with _interrupts_held():
            if not all(job.done() for job in jobs):  # it failed: what they write is not wanted
                for process in set(active_children()) - others:
                    process.kill()
            pool.shutdown()
            given.close()


def _give(given: Connection, chunk: Chunk | None, jobs: list[Future[list[Prepared]]]) -> None:
    """Send a chunk to whichever worker is next; raises what has ended a worker."""
    for job in jobs:
        if job.done():
            job.result()  # one that ended well has seen the end
    try:
        given.send(chunk)
    except BrokenPipeError:
        for job in jobs:
            job.result()
        raise


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C in here is heard afterwards.  Processes started in here are deaf to it for good,
    as they inherit what is blocked: the building process hears it and ends them.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Worker:
    """An analyzer and a writer, for what one process prepares."""

    def __init__(self, engine: str, folder: Path) -> None:
        self._analyzer = Analyzer()
        self._most = load_engine(engine).batch_characters
        self._writer = load_engine(engine).writer(folder)

    def prepare(self, articles: Iterable[Article]) -> Iterator[Prepared]:
        """Analyse articles and let the engine prepare them, batch by batch."""
        stream = iter(articles)
        for first in stream:
            sums = _Sums()
            with _uncollected():
                batch = self._writer.prepare(self._batch(first, stream, sums))
            yield Prepared(batch, sums.articles, sums.content)

    def _batch(self, first: Article, further: Iterator[Article], sums: _Sums) -> Iterator[Document]:
        """Documents up to the size of a batch; the rest of the stream is left."""
        characters = 0
        for article in chain([first], further):
            document = to_document(article, self._analyzer)
            sums.add(document)
            yield document
            characters += _characters(article)
            if characters >= self._most:
                return


class _Sums:
    """What is counted while documents pass."""

    def __init__(self) -> None:
        self.articles = 0
        self.content = 0

    def add(self, document: Document) -> None:
        self.articles += 1
        self.content += document.content


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without garbage collection: a batch is a million objects and no cycles, and looking for
    some in them takes as long as all the rest.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


# --- in a worker process --------------------------------------------------------------------

_worker: _Worker
_taken: Connection
_taking: Lock


def _start(engine: str, folder: Path, parent: int, taken: Connection, taking: Lock) -> None:
    global _worker, _taken, _taking
    gc.disable()  # for good, as in `_uncollected`: collecting between batches costs too
    _worker, _taken, _taking = _Worker(engine, folder), taken, taking
    threading.Thread(target=_die_with, args=(parent,), daemon=True).start()


def _prepare_waiting() -> list[Prepared]:
    """Prepare what comes through the pipe, until its end is said; once in each process."""
    if _taken.closed:
        return []
    with _taken:
        return list(_worker.prepare(chain.from_iterable(iter(_take, None))))


def _take() -> Chunk | None:
    with _taking:
        chunk: Chunk | None = _taken.recv()
    return chunk


def _die_with(parent: int) -> None:
    """End this worker when the building process is gone, however it went."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)
