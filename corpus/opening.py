"""Generations held open: the one in use, followed from publication to publication, and the last
older one that a cursor asked for.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from corpus import generations
from corpus.engines import EngineReader, load_engine
from corpus.errors import CursorGone, GenerationGone, UnusableIndex
from corpus.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Opened:
    """A generation, open."""

    name: str
    manifest: Manifest
    reader: EngineReader


class OpenGenerations:
    """Opens generations of an index; may be shared by threads, but not across a fork."""

    def __init__(self, index: Path, fingerprint: str) -> None:
        self._index, self._fingerprint = index, fingerprint
        self._current: Opened | None = None
        self._resumed: Opened | None = None
        self._lock = threading.Lock()

    def current(self) -> Opened:
        """The generation in use, looked up anew each time.  Raises NoIndex or UnusableIndex."""
        name = generations.current(self._index)
        opened = self._current
        if opened is not None and opened.name == name:
            return opened
        with self._lock:
            if self._current is None or self._current.name != name:
                try:
                    self._current = self._open(name)
                except UnusableIndex:  # perhaps it was being removed: is it still current?
                    newer = generations.current(self._index)
                    if newer == name:
                        raise
                    self._current = self._open(newer)
                if self._resumed and self._resumed.name not in generations.names(self._index):
                    self._resumed = None
            return self._current

    def at(self, name: str) -> Opened:
        """A kept generation by its name.  Raises CursorGone when it is not kept, or unusable."""
        for opened in (self.current(), self._resumed):
            if opened is not None and opened.name == name:
                return opened
        try:
            if name not in generations.names(self._index):
                raise GenerationGone(name)
            resumed = self._open(name)
        except UnusableIndex as error:
            raise CursorGone(
                "Der Cursor gehört zu einer Fassung des Index, die nicht mehr da ist; bitte die "
                "Suche ohne cursor neu beginnen."
            ) from error
        self._resumed = resumed
        return resumed

    def close(self) -> None:
        """Release what is open."""
        with self._lock:
            for opened in (self._current, self._resumed):
                if opened is not None:
                    opened.reader.close()
            self._current = self._resumed = None

    def _open(self, name: str) -> Opened:
        manifest = generations.opened_manifest(self._index, name, self._fingerprint)
        folder = generations.folder_of(self._index, name) / "engine"
        return Opened(name, manifest, load_engine(manifest.engine).reader(folder))
