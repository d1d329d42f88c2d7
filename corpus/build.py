"""The build: read, analyse, write, check, publish.

Articles stream from the readers to `workers`, which prepare them for the engine in batches;
they are never all in memory.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from corpus import generations
from corpus.article import Article
from corpus.engines import Engine, load_engine
from corpus.errors import InvalidInput, UnusableIndex
from corpus.generations import Manifest
from corpus.german import Analyzer
from corpus.readers import Found, Rejected, Remark, read
from corpus.workers import prepare_all


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


def _write(
    articles: Iterator[Article], engine: Engine, folder: Path, workers: int | None
) -> list[tuple[str, bytes]]:
    """Let the engine write all articles; the digest of each document."""
    workers = workers or os.cpu_count() or 1
    writer = engine.writer(folder)
    digests: list[tuple[str, bytes]] = []
    for prepared in prepare_all(articles, engine.name, folder, workers):
        writer.add(prepared.batch)
        digests.extend(prepared.digests)
    writer.finish()
    return digests


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
