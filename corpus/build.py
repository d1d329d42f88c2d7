"""The build: read, analyse, write, check, publish.

Batches of articles are analysed and written in worker processes and added in the order of the
input, so the result does not depend on their number.  Articles are never all in memory.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from corpus import generations
from corpus.article import Article
from corpus.documents import to_document
from corpus.engines import Engine, load_engine
from corpus.errors import InvalidInput, UnusableIndex
from corpus.generations import Manifest
from corpus.german import Analyzer
from corpus.readers import Found, Rejected, Remark, read

BATCH_ARTICLES = 10_000
BATCH_CHARACTERS = 6_000_000
"""Bounds of a batch, which becomes one segment: some 800 newspaper articles.  More in one make
an index smaller and a search faster, fewer keep all processors busy to the end.
"""


@dataclass(slots=True)
class BuildReport:
    """What a build did.  `rejected` and `remarks` hold every finding, in order of the input."""

    generation: str = ""
    manifest: Manifest | None = None
    seconds: float = 0.0
    rejected: list[Rejected] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def bytes(self) -> int:
        """Size of the generation's files."""
        return sum(facts["size"] for facts in self.manifest.files.values()) if self.manifest else 0


class _Prepared(NamedTuple):
    """A batch as the engine wants it back, and the digest of each document."""

    batch: Any
    digests: list[tuple[str, bytes]]


@dataclass(slots=True)
class _Tally:
    """What is counted while articles pass."""

    report: BuildReport
    on_progress: Callable[[int], None]
    on_finding: Callable[[Rejected], None]
    ids: set[str] = field(default_factory=set)
    undated: int = 0
    first: date | None = None
    last: date | None = None

    def articles(self, paths: Iterable[Path], source: str | None) -> Iterator[Article]:
        """The articles to index; refusals, remarks and duplicates go to the report."""
        for path in paths:
            for reading in read(path, source):
                if isinstance(reading, Found):
                    reading = self._duplicate(reading) or reading
                if isinstance(reading, Found):
                    self._count(reading.article)
                    yield reading.article
                else:
                    self._note(reading)

    def _note(self, finding: Rejected) -> None:
        if isinstance(finding, Remark):
            self.report.remarks.append(finding)
        else:
            self.report.rejected.append(finding)
        self.on_finding(finding)

    def _duplicate(self, found: Found) -> Rejected | None:
        if found.article.id not in self.ids:
            return None
        reason = f"Die id „{found.article.id}“ gibt es schon; es bleibt der frühere Artikel."
        return Rejected(found.file, found.line, reason)

    def _count(self, article: Article) -> None:
        self.ids.add(article.id)
        if article.date is None:
            self.undated += 1
        else:
            self.first = min(self.first or article.date.first, article.date.first)
            self.last = max(self.last or article.date.last, article.date.last)
        self.on_progress(len(self.ids))


def build(
    paths: Iterable[Path],
    index: Path,
    *,
    engine: str = "auto",
    source: str | None = None,
    workers: int | None = None,
    on_progress: Callable[[int], None] = lambda _: None,
    on_finding: Callable[[Rejected], None] = lambda _: None,
) -> BuildReport:
    """Build a generation from the articles below `paths` and publish it.

    `on_progress` gets the number of articles so far, `on_finding` each refusal and remark as
    it comes up.
    Raises InvalidInput for a missing path or when no article is left, IndexLocked while
    another build runs; the index in use is then untouched.
    """
    began = time.monotonic()
    chosen = load_engine(engine)
    report = BuildReport()
    tally = _Tally(report, on_progress, on_finding)
    with generations.building(index) as folder:
        digests = _write(tally.articles(paths, source), chosen, folder / "engine", workers)
        if not digests:
            raise InvalidInput(_nothing_found(report))
        _check(chosen, folder / "engine", len(digests))
        _write_findings(folder / "rejected.jsonl", report.rejected)
        _write_findings(folder / "remarks.jsonl", report.remarks)
        report.manifest = Manifest(
            schema=generations.SCHEMA,
            fingerprint=Analyzer().fingerprint,
            engine=chosen.name,
            engine_version=chosen.version,
            articles=len(digests),
            undated=tally.undated,
            rejected=len(report.rejected),
            remarks=len(report.remarks),
            first=tally.first.isoformat() if tally.first else None,
            last=tally.last.isoformat() if tally.last else None,
            built_at=datetime.now(UTC).isoformat(timespec="seconds"),
            content_hash=content_hash(digests),
            files=generations.file_facts(folder),
        )
        report.generation = generations.publish(index, folder, report.manifest)
    report.seconds = time.monotonic() - began
    return report


def content_hash(digests: Iterable[tuple[str, bytes]]) -> str:
    """SHA-256 over ids and document digests in the order of ids: the same for equal input."""
    state = hashlib.sha256()
    for id_, digest in sorted(digests):
        state.update(id_.encode() + b"\0" + digest)
    return state.hexdigest()


def _nothing_found(report: BuildReport) -> str:
    if report.rejected:
        first = report.rejected[0]
        return f"Kein Artikel war lesbar ({len(report.rejected)} abgelehnt; der erste: {first})"
    return "Dort liegt kein Artikel; gelesen werden .txt, .jsonl und .jsonl.gz."


def _check(engine: Engine, folder: Path, articles: int) -> None:
    """Reopen what was written and count it."""
    reader = engine.reader(folder)
    try:
        found = sum(1 for _ in reader.documents())
    finally:
        reader.close()
    if found != articles:
        raise UnusableIndex(
            f"Geschrieben wurden {articles} Artikel, wieder gelesen {found}; der alte Index bleibt."
        )


def _write_findings(path: Path, findings: Iterable[Rejected]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for finding in findings:
            record = {"file": finding.file, "line": finding.line, "reason": finding.reason}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


# --- batches and workers --------------------------------------------------------------------


def _write(
    articles: Iterator[Article], engine: Engine, folder: Path, workers: int | None
) -> list[tuple[str, bytes]]:
    """Let the engine write all articles; the digest of each document."""
    workers = workers or os.cpu_count() or 1
    writer = engine.writer(folder)
    digests: list[tuple[str, bytes]] = []
    for prepared in _prepare_all(articles, engine.name, folder, workers):
        writer.add(prepared.batch)
        digests.extend(prepared.digests)
    writer.finish()
    return digests


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


def _prepare_all(
    articles: Iterator[Article], engine: str, folder: Path, workers: int
) -> Iterator[_Prepared]:
    """Prepared batches in order: here when there is just one, else in worker processes."""
    first = list(islice(_batches(articles), 1))
    further = list(islice(articles, 1))  # one article tells: workers need not wait for a batch
    batches = chain(first, _batches(chain(further, articles)))
    if workers == 1 or not further:
        _start_worker(engine, folder, watch=False)
        yield from map(_prepare, batches)
        return
    pool = ProcessPoolExecutor(
        workers, get_context("spawn"), _start_worker, (engine, folder, os.getpid())
    )
    with pool:
        waiting: deque[Future[_Prepared]] = deque()
        for batch in batches:
            while len(waiting) > workers:
                yield waiting.popleft().result()
            waiting.append(pool.submit(_prepare, batch))
        while waiting:
            yield waiting.popleft().result()


class _Worker(NamedTuple):
    analyzer: Analyzer
    writer: Any


_worker: _Worker | None = None


def _start_worker(engine: str, folder: Path, parent: int = 0, *, watch: bool = True) -> None:
    global _worker
    _worker = _Worker(Analyzer(), load_engine(engine).writer(folder))
    if watch:
        threading.Thread(target=_die_with, args=(parent,), daemon=True).start()


def _die_with(parent: int) -> None:
    """End this worker when the building process is gone, however it went."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)


def _prepare(articles: list[Article]) -> _Prepared:
    with _uncollected():
        return _prepare_batch(articles)


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


def _prepare_batch(articles: list[Article]) -> _Prepared:
    assert _worker is not None
    digests: list[tuple[str, bytes]] = []

    def documents() -> Iterator[Any]:
        for article in articles:
            document = to_document(article, _worker.analyzer)
            digests.append((document.id, document.digest))
            yield document

    return _Prepared(_worker.writer.prepare(documents()), digests)
