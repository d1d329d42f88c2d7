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
    "Engine",
    "EngineAnswer",
    "EngineReader",
    "EngineRequest",
    "EngineWriter",
    "Hit",
    "Selection",
    "Sort",
    "load_engine",
]

ENGINES = {
    "whoosh": "corpus.engines.whoosh",
    "tantivy": "corpus.engines.tantivy",
    "memory": "corpus.engines.memory",
}
"""Module of each engine; `memory` is the oracle of the tests."""


def load_engine(name: str) -> Engine:
    """The engine called `name`; `auto` is the one that suits the corpus, today always whoosh.

    Raises InvalidRequest for a name that is no engine.
    """
    module = ENGINES.get("whoosh" if name == "auto" else name)
    if module is None:
        raise InvalidRequest(
            f"Die Engine „{name}“ gibt es nicht; möglich sind auto, {', '.join(ENGINES)}.",
            code="unknown-engine",
            parameter="engine",
        )
    return cast(Engine, import_module(module).ENGINE)
