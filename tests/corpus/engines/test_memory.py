"""The oracle keeps the contract too."""

from __future__ import annotations

import pytest

from corpus.engines import Engine, load_engine

from .contract import EngineContract


class TestMemory(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return load_engine("memory")

    @pytest.mark.skip(reason="it is the oracle")
    def test_every_answer_is_the_oracles(self) -> None:
        """Compares an engine with this one."""
