"""All sides of the comparison of large corpora, ours first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import (
    ours,
    postgres,
    postgres_cluster,
    sqlite_fts5,
    stock_whoosh,
    tantivy_alone,
)
from benchmarks.building import Builder, Built, folder_bytes, measure_build
from benchmarks.side import Side

OURS, FLOOR = "ours", "tantivy alone"


@dataclass(frozen=True, slots=True)
class Peer:
    """How a side is built and opened.  A slow one is only asked about few articles, unless
    everything is wanted.
    """

    name: str
    builder: Builder
    opener: Callable[[Path], Side]
    prepare: Callable[[Path], None] | None = None
    index_bytes: Callable[[Path], int] = folder_bytes
    slow: bool = False

    def build(self, articles: Path, index: Path) -> Built:
        return measure_build(
            self.builder, articles, index, prepare=self.prepare, index_bytes=self.index_bytes
        )


def peers(engine: str = "tantivy") -> list[Peer]:
    """Every side that can run here; what cannot is to be told by `missing`."""
    found = [
        Peer(OURS, ours.builder(engine), partial(ours.Ours, engine=engine)),
        Peer(FLOOR, tantivy_alone.build_index, tantivy_alone.TantivyAlone),
        Peer("SQLite FTS5", sqlite_fts5.build_index, sqlite_fts5.SqliteFts5),
    ]
    if postgres_cluster.why_not() is None:
        found.append(
            Peer(
                "PostgreSQL",
                postgres.build_index,
                postgres.Postgres,
                prepare=postgres_cluster.create_cluster,
                index_bytes=postgres.index_bytes,
            )
        )
    stock = Peer("stock Whoosh", stock_whoosh.build_one_segment, stock_whoosh.Stock, slow=True)
    return [*found, stock]


def missing() -> list[str]:
    """Sides that cannot run here, each with its reason."""
    reason = postgres_cluster.why_not()
    return [f"PostgreSQL left out: {reason}"] if reason else []
