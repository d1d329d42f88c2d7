"""Whoosh 2.7.4 as an engine: the embedded default, pure Python.

Used of it: storage, term index, columns, table of contents.  Not used: its analysis, query
parser, matchers, highlighter, date parser and writers, whose faults are known.
"""

from __future__ import annotations

from pathlib import Path

from corpus.engines.whoosh.reader import WhooshReader
from corpus.engines.whoosh.writer import WhooshWriter


class WhooshEngine:
    name = "whoosh"
    batch_characters = 6_000_000
    expansion = 4.0
    version = "2.7.4"

    def writer(self, folder: Path) -> WhooshWriter:
        return WhooshWriter(folder)

    def reader(self, folder: Path) -> WhooshReader:
        return WhooshReader(folder)


ENGINE = WhooshEngine()
