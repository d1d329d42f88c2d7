"""The engines, by name.  Each is imported only when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from corpus.engines.protocol import (
    Engine,
    EngineAnswer,
    EngineReader,
    EngineRequest,
    EngineWriter,
    Hit,
    Selection,
    Sort,
)
from corpus.errors import InvalidRequest

__all__ = [
    "ENGINES",
    "LARGE",
    "Engine",
    "EngineAnswer",
    "EngineReader",
    "EngineRequest",
    "EngineWriter",
    "Hit",
    "Selection",
    "Sort",
    "load_engine",
    "suited",
]

ENGINES = {
    "whoosh": "corpus.engines.whoosh",
    "tantivy": "corpus.engines.tantivy",
    "memory": "corpus.engines.memory",
}
"""Module of each engine; `memory` is the oracle of the tests."""


LARGE = 1_000
"""Articles from which `auto` is tantivy; docs/architecture.md has the benchmark behind it."""


def suited(articles: int) -> str:
    """The name of the engine that suits a corpus of so many articles."""
    return "tantivy" if articles >= LARGE else "whoosh"


def load_engine(name: str) -> Engine:
    """The engine called `name`.  Raises InvalidRequest for a name that is no engine."""
    module = ENGINES.get(name)
    if module is None:
        raise InvalidRequest(
            f"Die Engine „{name}“ gibt es nicht; möglich sind auto, {', '.join(ENGINES)}.",
            code="unknown-engine",
            parameter="engine",
        )
    return cast(Engine, import_module(module).ENGINE)
