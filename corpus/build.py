"""The build: read, analyse, write, check, publish.

Articles stream from the intake to the workers, which prepare them for the engine; they are
never all in memory.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import chain, islice
from pathlib import Path

from corpus import generations
from corpus.article import Article
from corpus.documents import days_of
from corpus.engines import (
    LARGE,
    Engine,
    EngineReader,
    EngineRequest,
    Sort,
    load_engine,
    suited,
)
from corpus.errors import InvalidInput, UnusableIndex
from corpus.german import Analyzer
from corpus.intake import Intake, OnFinding, OnProgress, text_size, write_findings
from corpus.manifest import SCHEMA, Files, Manifest, content_hash, file_facts
from corpus.readers import Rejected, Remark
from corpus.workers import prepare_all

REJECTED, REMARKS = "rejected.jsonl", "remarks.jsonl"


@dataclass(slots=True)
class BuildReport:
    """What a build did.  `rejected` and `remarks` hold every finding, in order of the input."""

    generation: str
    manifest: Manifest
    seconds: float
    rejected: list[Rejected]
    remarks: list[Remark]


@dataclass(slots=True)
class Contents:
    """What a generation holds in the making: its articles, their content sum, its findings."""

    engine_asked: str
    articles: int = 0
    content: int = 0
    rejected: int = 0
    remarks: int = 0
    grown_from: str | None = None
    known: Files = field(default_factory=dict)


def build(
    paths: Iterable[Path],
    index: Path,
    *,
    engine: str = "auto",
    source: str | None = None,
    workers: int | None = None,
    on_progress: OnProgress = lambda _: None,
    on_finding: OnFinding = lambda _: None,
) -> BuildReport:
    """Build a generation from the articles below `paths` and publish it.

    `on_progress` hears how far the reading is, `on_finding` each refusal and remark as it
    comes up.
    Raises InvalidInput for a missing path or when no article is left, IndexLocked while
    another build runs, BuildFailed when the disk, a permission or the memory ends it; the
    index in use is then untouched.
    """
    began = time.monotonic()
    paths = list(paths)
    if engine != "auto":
        load_engine(engine)  # an unknown one is refused before anything happens
    intake = Intake(on_progress, on_finding)
    with generations.building(index) as folder:
        chosen, articles = _choose(engine, intake.articles(paths, source))
        generations.require_space(index, int(text_size(paths) * chosen.expansion))
        contents = Contents(engine)
        _write(contents, articles, chosen, folder / "engine", workers)
        if not contents.articles:
            raise InvalidInput(_nothing_found(intake.rejected))
        contents.rejected = write_findings(folder / REJECTED, intake.rejected)
        contents.remarks = write_findings(folder / REMARKS, intake.remarks)
        manifest = describe(folder, chosen, contents)
        name = generations.publish(index, folder, manifest)
    seconds = time.monotonic() - began
    return BuildReport(name, manifest, seconds, intake.rejected, intake.remarks)


def _choose(engine: str, articles: Iterator[Article]) -> tuple[Engine, Iterator[Article]]:
    """The engine, which for `auto` depends on how many articles there are; and all of them."""
    if engine != "auto":
        return load_engine(engine), articles
    first = list(islice(articles, LARGE))
    return load_engine(suited(len(first))), chain(first, articles)


def _write(
    contents: Contents,
    articles: Iterator[Article],
    engine: Engine,
    folder: Path,
    workers: int | None,
) -> None:
    """Let the engine write all articles, and count them."""
    writer = engine.writer(folder)
    for prepared in prepare_all(articles, engine.name, folder, workers):
        writer.add(prepared.batch)
        contents.articles += prepared.articles
        contents.content += prepared.content
    writer.finish()


def _nothing_found(rejected: list[Rejected]) -> str:
    if rejected:
        return f"Kein Artikel war lesbar ({len(rejected)} abgelehnt; der erste: {rejected[0]})"
    return "Dort liegt kein Artikel; gelesen werden .txt, .jsonl und .jsonl.gz."


def describe(folder: Path, engine: Engine, contents: Contents) -> Manifest:
    """The manifest of a finished folder, after reopening what was written and counting it.

    Raises UnusableIndex when that is not what was to be written.
    """
    reader = engine.reader(folder / "engine")
    try:
        found = reader.search(EngineRequest(limit=0)).total
        undated = reader.search(EngineRequest(limit=0, undated=True)).total
        oldest, newest = _end(reader, "oldest"), _end(reader, "newest")
    finally:
        reader.close()
    if found != contents.articles:
        raise UnusableIndex(
            f"Geschrieben wurden {contents.articles} Artikel, wieder gelesen {found}; der alte "
            "Index bleibt."
        )
    base = folder.parent / contents.grown_from if contents.grown_from else None
    return Manifest(
        schema=SCHEMA,
        fingerprint=Analyzer().fingerprint,
        engine=engine.name,
        engine_version=engine.version,
        engine_asked=contents.engine_asked,
        articles=found,
        undated=undated,
        rejected=contents.rejected,
        remarks=contents.remarks,
        first=date.fromordinal(oldest[0]).isoformat() if oldest else None,
        last=date.fromordinal(newest[1]).isoformat() if newest else None,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        content_hash=content_hash(contents.content),
        grown_from=contents.grown_from,
        files=file_facts(folder, base, contents.known),
    )


def _end(reader: EngineReader, sort: Sort) -> tuple[int, int] | None:
    """The days of the first article in an order by date."""
    hits = reader.search(EngineRequest(sort=sort, limit=1)).hits
    return days_of(Article.from_stored(hits[0].stored)) if hits else None
