"""What comes in: articles from paths, with every refusal and remark noted on the way."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from corpus.article import Article
from corpus.readers import Found, Rejected, Remark, read


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading is: articles so far, bytes of the input read, and all its bytes."""

    articles: int
    bytes_read: int
    bytes_total: int


OnProgress = Callable[[Progress], None]
OnFinding = Callable[[Rejected], None]


@dataclass(slots=True)
class Intake:
    """Reads paths in order.  `rejected` and `remarks` hold every finding, as they came."""

    on_progress: OnProgress = lambda _: None
    on_finding: OnFinding = lambda _: None
    rejected: list[Rejected] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)

    def articles(
        self,
        paths: Iterable[Path],
        source: str | None = None,
        only: Collection[Path] | None = None,
    ) -> Iterator[Article]:
        """The articles below the paths, or in just these files below them; of several with one
        id, the first.

        Raises InvalidInput for a path that does not exist, when its turn comes.
        """
        paths = list(paths)
        meter = _Meter(sum(size for _, size in _files(paths)))
        for path in paths:
            for reading in read(path, source, meter.count, only):
                if not isinstance(reading, Found):
                    self._note(reading)
                elif reading.article.id in self._ids:
                    self._note(_duplicate(reading))
                else:
                    self._ids.add(reading.article.id)
                    self.on_progress(Progress(len(self._ids), meter.read, meter.total))
                    yield reading.article

    def _note(self, finding: Rejected) -> None:
        if isinstance(finding, Remark):
            self.remarks.append(finding)
        else:
            self.rejected.append(finding)
        self.on_finding(finding)


class _Meter:
    """Bytes of the input that were read, of all that there are."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.read = 0

    def count(self, read: int) -> None:
        self.read += read


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, int]]:
    """The files below the paths and their bytes; what cannot be looked at is left out."""
    for path in paths:
        for file in path.rglob("*") if path.is_dir() else [path]:
            with suppress(OSError):
                if file.is_file():
                    yield file, file.stat().st_size


def text_size(paths: Iterable[Path]) -> int:
    """Bytes of text in these paths, when gzip makes a third of it."""
    return sum(size * (3 if file.suffix == ".gz" else 1) for file, size in _files(paths))


def _duplicate(found: Found) -> Rejected:
    reason = f"Die id „{found.article.id}“ gibt es schon; es bleibt der frühere Artikel."
    return Rejected(found.file, found.line, reason)


def write_findings(path: Path, findings: Iterable[Rejected]) -> int:
    """Add findings to a file, as a line of JSON each, unless it has them; all that it then has."""
    lines = dict.fromkeys(path.read_text("utf-8").splitlines() if path.exists() else ())
    for finding in findings:
        record = {"file": finding.file, "line": finding.line, "reason": finding.reason}
        lines[json.dumps(record, ensure_ascii=False)] = None
    path.write_text("".join(line + "\n" for line in lines), "utf-8")
    return len(lines)
