"""Memory of processes, read from /proc; elsewhere than on Linux nothing is known."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PROC = Path("/proc")
EVERY = 0.2
"""Seconds between two looks."""


class Peak:
    """The largest sum seen, in bytes; 0 while nothing is known."""

    def __init__(self) -> None:
        self.bytes = 0


@contextmanager
def watching(pid: int) -> Iterator[Peak]:
    """Note, while the block runs, the most that a process and its descendants take together.

    Pages that several of them share are counted once (PSS); files mapped into memory count as
    far as they are there.
    """
    peak, ended = Peak(), threading.Event()

    def look() -> None:
        while not ended.wait(EVERY):
            peak.bytes = max(peak.bytes, sum(map(proportional_bytes, family(pid))))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        ended.set()
        watcher.join()


def family(pid: int) -> list[int]:
    """A process and all its descendants."""
    children: dict[int, list[int]] = defaultdict(list)
    for folder in PROC.glob("[0-9]*"):
        with suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            children[parent].append(int(folder.name))
    found = [pid]
    for member in found:
        found += children[member]
    return found


def proportional_bytes(pid: int) -> int:
    """PSS: shared pages count by the part that falls to this process."""
    return _kilobytes(pid, "smaps_rollup", "Pss:") * 1024


def resident_bytes(pid: int) -> int:
    """RSS, files that are mapped and in memory included."""
    return _kilobytes(pid, "status", "VmRSS:") * 1024


def private_bytes(pid: int) -> int:
    """RSS without mapped files: what the process itself has allocated."""
    return _kilobytes(pid, "status", "RssAnon:") * 1024


def _kilobytes(pid: int, file: str, key: str) -> int:
    with suppress(OSError):
        for line in (PROC / str(pid) / file).read_text().splitlines():
            if line.startswith(key):
                return int(line.split()[1])
    return 0


def mapped_bytes(pid: int, folder: str) -> int:
    """What is in memory of mapped files that lie in a folder of this name."""
    kilobytes, wanted = 0, False
    with suppress(OSError):
        for line in (PROC / str(pid) / "smaps").read_text().splitlines():
            name, *values = line.split()
            if not name.endswith(":"):  # the head of a mapping; its file comes last
                wanted = f"/{folder}/" in line
            elif wanted and name == "Rss:":
                kilobytes += int(values[0])
    return kilobytes * 1024
