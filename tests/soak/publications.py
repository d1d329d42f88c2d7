"""Publishes one generation after the other under a server at work, and watches its workers.

    PYTHONPATH=tests python -m soak.publications --publications 500

On each engine one article of forty is replaced again and again while clients ask.  A worker's
memory must stay flat: the most in the last quarter is compared with the most in the second, for
the first fills caches.  In the end, a request later, no worker may have a file of the index open,
or mapped, that does not belong to the generation in use, nor more other files than before.

Prints what it saw of each worker, each fault and a summary; exits with 1 when there was a fault.
"""

from __future__ import annotations

import argparse
import http.client
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from load import under_load
from web_server import serving

from corpus import generations
from corpus.additions import add
from corpus.build import build

ENGINES = ("whoosh", "tantivy")
ARTICLES = 40
CLIENTS = 4
PATHS = ("/api/v1/search?q=Zeichen", "/", "/api/v1/articles/artikel-1", "/?q=Anlass+Zeichen")

MORE_FILES = 3
"""Files outside the index by which a worker may have more open in the end, as for a connection."""

MORE_MEMORY = 12
"""Megabytes by which it may be larger later."""


class Held(NamedTuple):
    """What a process holds: open and mapped files, in the index and elsewhere, and memory in
    megabytes.
    """

    index: frozenset[str]
    other: int
    memory: float

    @property
    def files(self) -> int:
        return len(self.index) + self.other


@dataclass
class Watched:
    """The workers of a server, by process, over time."""

    workers: list[int]
    index: Path
    seen: dict[int, list[Held]] = field(default_factory=dict)

    def look(self) -> None:
        for worker in self.workers:
            self.seen.setdefault(worker, []).append(held(worker, self.index))

    def faults(self) -> Iterator[str]:
        """What has grown: memory on the way, files between the first and the last look."""
        in_use = str(generations.folder_of(self.index, generations.current(self.index)))
        for worker, seen in self.seen.items():
            quarter = len(seen) // 4
            before = max(held.memory for held in seen[quarter : 2 * quarter])
            after = max(held.memory for held in seen[-quarter:])
            if after > before + MORE_MEMORY:
                yield f"worker {worker} grew from {before:.0f} to {after:.0f} MB"
            if seen[-1].other > seen[0].other + MORE_FILES:
                yield f"worker {worker}: {seen[0].other}, later {seen[-1].other} files elsewhere"
            if old := sorted(name for name in seen[-1].index if not name.startswith(in_use)):
                yield f"worker {worker} still holds {len(old)} old files: {old[:2]}"

    def told(self) -> Iterator[str]:
        for number, seen in enumerate(self.seen.values(), 1):
            files, memory = [h.files for h in seen], [h.memory for h in seen]
            yield (
                f"  worker {number}: {files[len(files) // 4]} files, at most {max(files)}, in the "
                f"end {files[-1]}; {memory[len(memory) // 4]:.0f} MB, at most {max(memory):.0f}, "
                f"in the end {memory[-1]:.0f}"
            )


def held(process: int, index: Path) -> Held:
    folder = Path("/proc", str(process))
    memory = re.search(r"^VmRSS:\s+(\d+)", (folder / "status").read_text(), re.MULTILINE)
    assert memory
    names = []
    for descriptor in (folder / "fd").iterdir():
        with suppress(FileNotFoundError):  # closed just now
            names.append(f"{descriptor.readlink()}")
    inside = [name for name in names if name.startswith(str(index))]
    mapped = re.findall(rf"{re.escape(str(index))}.*", (folder / "maps").read_text())
    return Held(frozenset([*inside, *mapped]), len(names) - len(inside), int(memory[1]) / 1024)


def workers_of(port: int) -> list[int]:
    """The processes that gunicorn has forked: they have its arguments and it for a parent."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"127.0.0.1:{port}".encode() in (folder / "cmdline").read_bytes():
                status = (folder / "stat").read_text().rpartition(")")[2].split()
                parents[int(folder.name)] = int(status[1])
        except OSError:  # it has just ended
            continue
    return sorted(worker for worker, parent in parents.items() if parent in parents)


def write(folder: Path, number: int) -> Path:
    """One article of forty, whose text is new each time."""
    path = folder / "artikel.jsonl"
    record = {
        "id": f"artikel-{number % ARTICLES}",
        "title": f"Anlass {number}",
        "text": f"Wien – Ein Zeichen von Ausgabe {number}. " + "Noch ein Satz zum Anlass. " * 40,
        "date": "2021-12-30",
    }
    path.write_text(json.dumps(record) + "\n", "utf-8")
    return path


def ask_each(port: int, times: int) -> None:
    """Over new connections, so that every worker gets one and looks at CURRENT."""
    for _ in range(times):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for path in PATHS:
            connection.request("GET", path)
            connection.getresponse().read()
        connection.close()


def settle(port: int, watched: Watched) -> None:
    """Ask until every worker has heard of the last generation, and look."""
    for _ in range(20):
        ask_each(port, 10)
        watched.look()
        if not any("still" in fault or "elsewhere" in fault for fault in watched.faults()):
            break
        time.sleep(0.1)


def publish(engine: str, publications: int) -> tuple[Watched, int, list[str]]:
    """The workers, how many requests they answered, and the faults."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        index = folder / "index"
        (folder / "all").mkdir()
        for number in range(ARTICLES):
            write(folder, number).rename(folder / f"all/{number}.jsonl")
        build([folder / "all"], index, engine=engine, workers=1)
        with serving(index) as server:
            ask_each(server.port, 10)
            watched = Watched(workers_of(server.port), index)
            watched.look()
            with under_load(server.port, PATHS, CLIENTS, keep=False) as load:
                for number in range(publications):
                    report = add([write(folder, ARTICLES + number)], index, workers=1)
                    assert report.replaced == 1
                    watched.look()
            faults = [f"{answer.path}: {answer.status} {answer.body}" for answer in load.failures]
            settle(server.port, watched)
            faults += watched.faults()
            if not watched.workers or watched.workers != workers_of(server.port):
                faults.append("a worker is gone")
    return watched, load.asked, faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--publications", type=int, default=500)
    options = parser.parse_args()
    broken = 0
    for engine in ENGINES:
        watched, asked, faults = publish(engine, options.publications)
        for fault in faults:
            print(f"{engine}: {fault}")
        print(
            f"{engine}: {options.publications} publications, {asked} requests: {len(faults)} faults"
        )
        print("\n".join(watched.told()), flush=True)
        broken += len(faults)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
