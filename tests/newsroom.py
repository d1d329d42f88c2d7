"""A small newsroom for tests: an input folder, an index, and what one may do to them."""

from __future__ import annotations

from pathlib import Path

from corpus import generations
from corpus.build import build
from corpus.german import Analyzer
from corpus.request import SearchRequest
from corpus.search import Corpus

FINGERPRINT = Analyzer().fingerprint

WHOOSH_WARNINGS = ("invalid escape sequence", '"is" with')
"""As in pyproject.toml: of Whoosh 2.7.4's own source, where nothing compiled it before."""


class Newsroom:
    """An input folder and an index; each build adds an article first."""

    def __init__(self, base: Path) -> None:
        self.input = base / "input"
        self.index = base / "index"
        self.input.mkdir()
        self.articles = 0

    def build(self, engine: str = "memory") -> str:
        self.articles += 1
        path = self.input / f"artikel-{self.articles}.txt"
        path.write_text(f"date 2021-12 Der Anlass.\n\nWien – Ausgabe {self.articles}.\n", "utf-8")
        return build([self.input], self.index, engine=engine).generation

    def total(self) -> int:
        """What a fresh reader finds; the manifest must say the same."""
        corpus = Corpus.open(self.index)
        total = corpus.search(SearchRequest("Ausgabe")).total
        assert corpus.manifest.articles == total
        corpus.close()
        return total

    def folder(self, name: str) -> Path:
        return generations.folder_of(self.index, name)

    @property
    def leftovers(self) -> list[str]:
        """What a reader of the folder would wonder about."""
        hidden = [path.name for path in (self.index / "generations").glob(".*")]
        return hidden + [path.name for path in self.index.glob(".*")]


def flip(path: Path, position: int) -> None:
    data = bytearray(path.read_bytes())
    data[position] ^= 1
    path.write_bytes(data)
