"""The contract on tantivy."""

from __future__ import annotations

import pytest

from corpus.engines import Engine, load_engine

from .contract import EngineContract


class TestTantivy(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return load_engine("tantivy")
