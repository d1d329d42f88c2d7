"""Watching a folder: new and changed files become additions, one publication per batch."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

from corpus import generations
from corpus.additions import ChangeReport, add_articles
from corpus.errors import CorpusError, InvalidInput
from corpus.intake import Intake, OnFinding
from corpus.readers import is_input

State = dict[Path, tuple[int, int, int]]
"""Of each file when its text and when its rights were last changed, in nanoseconds; its size."""


class Watch:
    """Looks at a folder again and again.  A file is read once it has not changed between two
    looks, so that none is read half-written; one that disappears takes no article with it.
    """

    def __init__(
        self,
        folder: Path,
        index: Path,
        *,
        source: str | None = None,
        on_finding: OnFinding = lambda _: None,
    ) -> None:
        """Raises InvalidInput when there is no such folder, NoIndex when nothing was built."""
        if not folder.is_dir():
            raise InvalidInput(f"Den Ordner „{folder}“ gibt es nicht; bitte den Pfad prüfen.")
        generations.current(index)
        self._folder, self._index, self._source = folder, index, source
        self._on_finding = on_finding
        self._seen: State = {}
        self._read: State = {}

    def look(self) -> ChangeReport | None:
        """Add what has come to rest since the last look; None when there is nothing.

        Raises CorpusError, and then tries the same files again at the next look.
        """
        now = _state(self._folder)
        ripe = {
            path: state
            for path, state in now.items()
            if self._seen.get(path) == state != self._read.get(path)
        }
        self._seen = now
        if not ripe:
            return None
        intake = Intake(on_finding=self._on_finding)
        articles = intake.articles([self._folder], self._source, only=ripe)
        report = add_articles(articles, intake, self._index)
        self._read |= ripe
        return report


def watch(
    watched: Watch,
    interval: float,
    stop: threading.Event,
    on_change: Callable[[ChangeReport], None],
    on_error: Callable[[CorpusError], None],
) -> None:
    """Look every `interval` seconds until `stop` is set; errors are told and tried again."""
    while not stop.is_set():
        try:
            if report := watched.look():
                on_change(report)
        except CorpusError as error:
            on_error(error)
        stop.wait(interval)


def _state(folder: Path) -> State:
    state = {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = Path(root, name)
            try:
                if is_input(path) and path.is_file():
                    facts = path.stat()
                    state[path] = (facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size)
            except OSError:  # gone between listing and looking
                continue
    return state
