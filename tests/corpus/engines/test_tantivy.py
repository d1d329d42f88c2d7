"""The contract on tantivy."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.engines import Engine, EngineRequest, Selection, load_engine
from corpus.query.plan import Term

from .contract import EngineContract
from .samples import document, write


class TestTantivy(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return load_engine("tantivy")


def test_of_very_many_values_the_most_frequent_and_the_chosen_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """tantivy refuses to count more than 65,000 values at once."""
    monkeypatch.setattr("corpus.engines.tantivy.counts.MOST_VALUES", 2)
    engine = load_engine("tantivy")
    sources = {"a": 3, "b": 2, "c": 1, "d": 1}
    write(
        engine,
        tmp_path,
        [
            document(f"{s}{n}", "wien", source=s)
            for s, count in sources.items()
            for n in range(count)
        ],
    )
    reader = engine.reader(tmp_path)
    wien = Term("lemma", "wien")
    whole = reader.search(EngineRequest(wien, facets=("source",)))
    assert whole.facets == {"source": {"a": 3, "b": 2}}
    chosen = {"source": Selection(include=frozenset({"d", "gibt es nicht"}))}
    answer = reader.search(EngineRequest(wien, chosen, facets=("source",)))  # type: ignore[arg-type]
    assert (answer.total, answer.facets) == (1, {"source": {"a": 3, "b": 2, "d": 1}})
    reader.close()
