"""The oracle keeps the contract too."""

from __future__ import annotations

import pytest

from corpus.engines import Engine, load_engine

from .contract import EngineContract


class TestMemory(EngineContract):
    @pytest.fixture(scope="class")
    def engine(self) -> Engine:
        return load_engine("memory")
