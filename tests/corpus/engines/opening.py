"""The fixtures of the contract: an engine, and readers over freshly written folders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from corpus.documents import Document
from corpus.engines import Engine, EngineReader

from .samples import write

Opener = Callable[..., EngineReader]
"""Writes the batches that it is given into the test's folder and opens it."""


class Opening:
    @pytest.fixture
    def engine(self) -> Engine:
        raise NotImplementedError("A subclass of the contract gives its engine.")

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        (tmp_path / "engine").mkdir()
        return tmp_path / "engine"

    @pytest.fixture
    def opened(self, engine: Engine, folder: Path) -> Iterator[Opener]:
        with ExitStack() as readers:

            def open_(*batches: Iterable[Document]) -> EngineReader:
                write(engine, folder, *batches)
                reader = engine.reader(folder)
                readers.callback(reader.close)
                return reader

            yield open_
