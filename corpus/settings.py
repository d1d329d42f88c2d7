"""Settings from the environment; every one has a command-line option of the same meaning."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """`index` is the folder of generations, `engine` a name or `auto`, `base_url` what
    absolute links begin with (empty: links stay relative).
    """

    index: Path = Path("index")
    engine: str = "auto"
    base_url: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """`CORPUS_INDEX`, `CORPUS_ENGINE`, `CORPUS_BASE_URL`; an empty value is no value."""
        return cls(
            index=Path(environment.get("CORPUS_INDEX") or "index"),
            engine=environment.get("CORPUS_ENGINE") or "auto",
            base_url=environment.get("CORPUS_BASE_URL", "").rstrip("/"),
        )
