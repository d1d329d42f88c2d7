"""Additions and removals: a new generation that shares the old one's files.

The engine's segments are immutable, so those of the generation in use are hard-linked, the
difference is written beside them, and the result is checked and published as a build's is.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from corpus import generations
from corpus.article import Article
from corpus.build import REJECTED, REMARKS, Contents, describe
from corpus.documents import to_document
from corpus.engines import Engine, EngineReader, EngineWriter, load_engine
from corpus.errors import UnknownArticle
from corpus.german import Analyzer
from corpus.intake import Intake, OnFinding, OnProgress, text_size, write_findings
from corpus.manifest import Manifest
from corpus.readers import Rejected, Remark
from corpus.workers import prepare_all

MANY = 12
SMALL = (1_000, 10_000)
"""So many segments of fewer articles than the first number are made one; likewise then those of
fewer than the second.  docs/architecture.md has the benchmark behind them.
"""

_LOOKED_UP = 500
"""Articles whose ids are looked up at once."""


@dataclass(slots=True)
class ChangeReport:
    """What an addition or removal did; `generation` is the one then in use.

    Nothing to do makes no new generation: `changed` is then False.
    """

    generation: str
    manifest: Manifest
    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0
    unknown: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def changed(self) -> bool:
        return bool(self.added or self.replaced or self.removed)


def add(
    paths: Iterable[Path],
    index: Path,
    *,
    source: str | None = None,
    workers: int | None = None,
    on_progress: OnProgress = lambda _: None,
    on_finding: OnFinding = lambda _: None,
) -> ChangeReport:
    """Add articles to the generation in use.

    One whose id is known is skipped when nothing about it has changed, and replaced otherwise.
    Raises what `build` raises, and NoIndex or UnusableIndex when there is nothing to add to.
    """
    paths = list(paths)
    intake = Intake(on_progress, on_finding)
    return add_articles(intake.articles(paths, source), intake, index, text_size(paths), workers)


def add_articles(
    articles: Iterable[Article],
    intake: Intake,
    index: Path,
    space: int = 0,
    workers: int | None = None,
) -> ChangeReport:
    """The same for articles from anywhere, whose findings are in `intake`."""
    began = time.monotonic()
    with generations.building(index) as folder:
        growth = _Growth(index, folder)
        generations.require_space(index, int(space * growth.engine.expansion))
        with closing(growth.reader):
            growth.add(articles, workers)
            report = growth.publish(intake.rejected, intake.remarks)
    report.seconds = time.monotonic() - began
    return report


def remove(ids: Collection[str], index: Path) -> ChangeReport:
    """Take articles out of the generation in use.

    They stay in the files of this and earlier generations until those go; `purging` removes
    them there too.  Raises UnknownArticle when there is none of them.
    """
    began = time.monotonic()
    with generations.building(index) as folder:
        growth = _Growth(index, folder)
        with closing(growth.reader):
            growth.remove(ids)
            report = growth.publish([], [])
    report.seconds = time.monotonic() - began
    return report


class _Growth:
    """A generation in the making, grown from the one in use."""

    def __init__(self, index: Path, folder: Path) -> None:
        self._index, self._folder = index, folder
        self._analyzer = Analyzer()
        name = generations.current(index)
        self._manifest = generations.opened_manifest(index, name, self._analyzer.fingerprint)
        self._base = generations.folder_of(index, name)
        self.engine: Engine = load_engine(self._manifest.engine)
        self.reader: EngineReader = self.engine.reader(self._base / "engine")
        generations.link_engine(self._base, folder)
        self._writer = self.engine.writer(folder / "engine")
        self._report = ChangeReport(name, self._manifest)
        self._contents = Contents(
            self._manifest.engine_asked,
            articles=self._manifest.articles,
            content=int(self._manifest.content_hash, 16),
            grown_from=name,
            known=self._manifest.files,
        )

    def add(self, articles: Iterable[Article], workers: int | None) -> None:
        replaced: list[str] = []
        changed = self._changed(articles, replaced)
        batches = list(prepare_all(changed, self.engine.name, self._folder / "engine", workers))
        if replaced:
            self._writer.delete(replaced)
        for prepared in batches:
            self._writer.add(prepared.batch)
            self._contents.content += prepared.content
        self._contents.articles += self._report.added

    def _changed(self, articles: Iterable[Article], replaced: list[str]) -> Iterator[Article]:
        """The articles that are new or differ from what the index has; others are counted."""
        incoming = iter(articles)
        while some := list(islice(incoming, _LOOKED_UP)):
            known = self.reader.stored(article.id for article in some)
            for article in some:
                before = known.get(article.id)
                if before is None:
                    self._report.added += 1
                elif before == article.to_stored():
                    self._report.unchanged += 1
                    continue
                else:
                    self._report.replaced += 1
                    replaced.append(article.id)
                    self._contents.content -= content_of(before, self._analyzer)
                yield article

    def remove(self, ids: Collection[str]) -> None:
        known = self.reader.stored(dict.fromkeys(ids))
        self._report.unknown = [id_ for id_ in dict.fromkeys(ids) if id_ not in known]
        if not known:
            raise unknown(self._report.unknown)
        self._writer.delete(list(known))
        self._report.removed = len(known)
        self._contents.articles -= len(known)
        self._contents.content -= sum(content_of(s, self._analyzer) for s in known.values())

    def publish(self, rejected: list[Rejected], remarks: list[Remark]) -> ChangeReport:
        """Finish and publish, unless nothing has changed; what happened."""
        report, contents = self._report, self._contents
        report.rejected, report.remarks = rejected, remarks
        if not report.changed:
            return report
        self._merge()
        self._writer.finish()
        for name in (REJECTED, REMARKS):
            shutil.copyfile(self._base / name, self._folder / name)
        contents.rejected = write_findings(self._folder / REJECTED, rejected)
        contents.remarks = write_findings(self._folder / REMARKS, remarks)
        report.manifest = describe(self._folder, self.engine, contents)
        report.generation = generations.publish(self._index, self._folder, report.manifest)
        return report

    def _merge(self) -> None:
        """Make one of the small segments once they are many."""
        for bound in SMALL:
            small = [name for name, size in self._writer.sizes().items() if size < bound]
            if len(small) >= MANY:
                rewrite(self._writer, small, self.engine, self._folder)


def rewrite(
    writer: EngineWriter,
    segments: Collection[str],
    engine: Engine,
    folder: Path,
    without: Collection[str] = (),
) -> None:
    """Write the living articles of some segments anew, except for those with certain ids."""
    articles = (
        Article.from_stored(stored)
        for id_, stored in writer.withdraw(segments)
        if id_ not in without
    )
    for prepared in prepare_all(articles, engine.name, folder / "engine"):
        writer.add(prepared.batch)


def content_of(stored: bytes, analyzer: Analyzer) -> int:
    """What an article contributes to the content sum."""
    return to_document(Article.from_stored(stored), analyzer).content


def unknown(ids: Collection[str]) -> UnknownArticle:
    shown = ", ".join(f"„{id_[:80]}“" for id_ in list(ids)[:5]) + (" …" if len(ids) > 5 else "")
    return UnknownArticle(
        f"Im Index ist kein Artikel mit der id {shown}; es bleibt alles, wie es ist."
    )
