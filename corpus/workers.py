"""Preparing articles for an engine, in batches and in as many processes as there are.

The batches come back in the order of the input, so the result does not depend on the number
of workers.  Each worker has its own analyzer and its own writer on the same folder.
"""

from __future__ import annotations

import gc
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from corpus.article import Article
from corpus.documents import Document, to_document
from corpus.engines import load_engine
from corpus.german import Analyzer

BATCH_ARTICLES = 10_000
BATCH_CHARACTERS = 6_000_000
"""Bounds of a batch, which becomes one segment: some 800 newspaper articles.  More in one make
an index smaller and a search faster, fewer keep all processors busy to the end.
"""


class Prepared(NamedTuple):
    """A batch as the engine wants it back, and the digest of each document by its id."""

    batch: Any
    digests: list[tuple[str, bytes]]


def prepare_all(
    articles: Iterator[Article], engine: str, folder: Path, workers: int
) -> Iterator[Prepared]:
    """Prepared batches in order: here when there is just one, else in worker processes."""
    first = list(islice(_batches(articles), 1))
    further = list(islice(articles, 1))  # one article tells: workers need not wait for a batch
    batches = chain(first, _batches(chain(further, articles)))
    if workers == 1 or not further:
        yield from map(_Worker(engine, folder).prepare, batches)
        return
    start = (engine, folder, os.getpid())
    with ProcessPoolExecutor(workers, get_context("spawn"), _start, start) as pool:
        waiting: deque[Future[Prepared]] = deque()
        for batch in batches:
            while len(waiting) > workers:
                yield waiting.popleft().result()
            waiting.append(pool.submit(_prepare, batch))
        while waiting:
            yield waiting.popleft().result()


def _batches(articles: Iterator[Article]) -> Iterator[list[Article]]:
    batch: list[Article] = []
    characters = 0
    for article in articles:
        batch.append(article)
        characters += sum(len(text) for _, text in article.blocks())
        if len(batch) >= BATCH_ARTICLES or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


class _Worker:
    """An analyzer and a writer, for the batches that one process prepares."""

    def __init__(self, engine: str, folder: Path) -> None:
        self._analyzer = Analyzer()
        self._writer = load_engine(engine).writer(folder)
        self._digests: list[tuple[str, bytes]] = []

    def prepare(self, articles: list[Article]) -> Prepared:
        """Analyse a batch and let the engine prepare it."""
        self._digests = []
        with _uncollected():
            return Prepared(self._writer.prepare(self._documents(articles)), self._digests)

    def _documents(self, articles: list[Article]) -> Iterator[Document]:
        for article in articles:
            document = to_document(article, self._analyzer)
            self._digests.append((document.id, document.digest))
            yield document


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


def _start(engine: str, folder: Path, parent: int) -> None:
    global _worker
    gc.disable()  # for good, as in `_uncollected`: collecting between batches costs too
    _worker = _Worker(engine, folder)
    threading.Thread(target=_die_with, args=(parent,), daemon=True).start()


def _prepare(articles: list[Article]) -> Prepared:
    return _worker.prepare(articles)


def _die_with(parent: int) -> None:
    """End this worker when the building process is gone, however it went."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)
