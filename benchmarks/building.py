"""Builds measured: time, memory and bytes on disk, each in a process of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.memory import watching

Builder = Callable[[Path, Path], int]
"""Indexes a file of articles into a folder; returns their number."""


@dataclass(frozen=True, slots=True)
class Built:
    """What building took: wall time, the most memory of all its processes, bytes on disk."""

    articles: int
    seconds: float
    peak_bytes: int
    index_bytes: int

    @property
    def articles_per_second(self) -> float:
        return self.articles / self.seconds


def folder_bytes(index: Path) -> int:
    return sum(path.stat().st_size for path in index.rglob("*") if path.is_file())


def measure_build(
    builder: Builder,
    articles: Path,
    index: Path,
    *,
    prepare: Callable[[Path], None] | None = None,
    index_bytes: Callable[[Path], int] = folder_bytes,
) -> Built:
    """Let `builder` index the file into a folder; `prepare` gets it ready and is not timed."""
    receiver, sender = (context := get_context("spawn")).Pipe(duplex=False)
    process = context.Process(target=_build, args=(sender, builder, articles, index, prepare))
    process.start()
    sender.close()
    try:
        assert process.pid is not None
        with watching(process.pid) as peak:
            count, seconds = receiver.recv()
    except EOFError:
        raise RuntimeError(f"{builder.__module__} did not finish; see above") from None
    finally:
        process.join()
    return Built(count, seconds, peak.bytes, index_bytes(index))


def _build(
    sender: Connection,
    builder: Builder,
    articles: Path,
    index: Path,
    prepare: Callable[[Path], None] | None,
) -> None:
    if prepare is not None:
        prepare(index)
    began = time.perf_counter()
    count = builder(articles, index)
    sender.send((count, time.perf_counter() - began))
