"""The table of two sides: a row per task, how many times as fast ours is, and the target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.building import Built
from benchmarks.measure import Times


@dataclass(frozen=True, slots=True)
class Row:
    """`ours` and `stock` as shown; `as_fast` of ours: 2 is twice as fast as stock; `target` is
    the least that it must be, None in rows that only inform.
    """

    task: str
    ours: str
    stock: str
    as_fast: float
    target: float | None = None
    worst_as_fast: float | None = None
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        return "ok" if self.as_fast >= self.target else "MISSED"


def rate_row(task: str, ours: Built, stock: Built, target: float | None = None) -> Row:
    return Row(
        task,
        f"{ours.articles_per_second:.0f} articles/s",
        f"{stock.articles_per_second:.0f} articles/s",
        ours.articles_per_second / stock.articles_per_second,
        target,
        detail={"ours": asdict(ours), "stock": asdict(stock)},
    )


def time_row(task: str, ours: Times, stock: Times, target: float | None = None) -> Row:
    return Row(
        task,
        _shown(ours),
        _shown(stock),
        stock.median / ours.median,
        target,
        stock.worst / ours.worst if len(ours.by_query) > 1 else None,
        {"ours_ms": dict(ours.by_query), "stock_ms": dict(stock.by_query)},
    )


def _shown(times: Times) -> str:
    if len(times.by_query) == 1:
        return f"{times.median:.0f} ms"
    return f"{times.median:.2f} ms, worst {times.worst:.1f}"


HEADER = ("task", "ours", "stock", "× as fast", "worst", "target", "")


def render(rows: Sequence[Row]) -> str:
    return aligned([HEADER, *map(_cells, rows)])


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """Lines of cells as text, each column as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    padded = (
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
    return "\n".join(padded)


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.task,
        row.ours,
        row.stock,
        f"{row.as_fast:.2f}",
        "" if row.worst_as_fast is None else f"{row.worst_as_fast:.2f}",
        "" if row.target is None else f"≥ {row.target:.3g}",
        row.verdict,
    )


def as_json(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [{**asdict(row), "verdict": row.verdict} for row in rows]
