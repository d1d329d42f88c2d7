"""tantivy 0.27 as an engine: for the large corpora of one machine.

Used of it: its segments, queries, collectors and aggregations.  Not used: its query parser,
analysis, snippets and merging threads; and what kills its process (a limit of 0, a phrase of
one word) is never asked of it.
"""

from __future__ import annotations

from pathlib import Path

from corpus.engines.tantivy.reader import TantivyReader
from corpus.engines.tantivy.writer import TantivyWriter


class TantivyEngine:
    name = "tantivy"
    batch_characters = 500_000_000
    expansion = 1.8
    version = "0.27.0"

    def writer(self, folder: Path) -> TantivyWriter:
        return TantivyWriter(folder)

    def reader(self, folder: Path) -> TantivyReader:
        return TantivyReader(folder)


ENGINE = TantivyEngine()
