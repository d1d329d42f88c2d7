"""A section of a report: a table, sentences below it, and every number behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.table import aligned


@dataclass(frozen=True, slots=True)
class Section:
    """`lines` are cells, the header first; `facts` is what `--json` has of it."""

    title: str
    lines: Sequence[Sequence[str]]
    facts: Mapping[str, Any]
    notes: Sequence[str] = ()

    def render(self) -> str:
        return "\n".join([self.title, aligned(self.lines), *self.notes])


def verdict(*, met: bool) -> str:
    return "ok" if met else "MISSED"


def figure(value: float) -> str:
    """A share or a reciprocal rank: `.507`, `1.000`."""
    return f"{value:.3f}".removeprefix("0")
