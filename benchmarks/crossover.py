"""From how many articles on is tantivy the better engine?  `python -m benchmarks.crossover`.

See README.md beside this file for what is measured and how to read it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks import ours
from benchmarks.building import measure_build
from benchmarks.measure import commands_take_turns, take_turns
from benchmarks.memory import private_bytes, resident_bytes
from benchmarks.queries import QUERIES
from benchmarks.sizes import LONG, SHORT, Size
from benchmarks.start import search_command
from benchmarks.table import aligned

ENGINES = ("whoosh", "tantivy")
ARTICLES = (500, 1_000, 2_000, 5_000, 10_000, 20_000)
QUICK_ARTICLES = (60,)
REPETITIONS = 5


@dataclass(frozen=True, slots=True)
class Facts:
    """One engine on so many articles.  Times are of a page, in milliseconds; `resident` bytes
    are those of a process after its first page, mapped files included, `private` without them;
    `command_ms` is a search from the command line, None without the command.
    """

    engine: str
    kind: str
    articles: int
    build_seconds: float
    index_bytes: int
    median_ms: float
    worst_ms: float
    resident: int
    private: int
    command_ms: float | None


def main() -> None:
    options = _options()
    sizes = QUICK_ARTICLES if options.quick else options.articles
    repetitions = 1 if options.quick else REPETITIONS
    found: list[Facts] = []
    for kind in (LONG, SHORT):
        of_kind: list[Facts] = []
        for articles in sizes:
            print(f"{articles} {kind}", file=sys.stderr, flush=True)
            of_kind += _compare(Size(kind, articles, repetitions), options.corpus)
        print(f"\n{kind}\n{_render(of_kind)}\n{_conclusion(of_kind)}", flush=True)
        found += of_kind
    if options.json:
        text = json.dumps([asdict(facts) for facts in found], ensure_ascii=False, indent=1)
        options.json.write_text(text + "\n", "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crossover", description=__doc__)
    parser.add_argument(
        "--articles", type=int, nargs="+", default=ARTICLES, help="how many, several times"
    )
    parser.add_argument("--corpus", type=Path, help="JSON Lines to take long articles from")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every number here")
    quick = f"{QUICK_ARTICLES[0]} articles, each query once: does it run?"
    parser.add_argument("--quick", action="store_true", help=quick)
    return parser.parse_args()


def _compare(size: Size, corpus: Path | None) -> list[Facts]:
    """Both engines on the same articles, taking turns."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count = size.write(folder / "articles.jsonl", corpus)
        indexes = {engine: folder / engine for engine in ENGINES}
        built = {
            engine: measure_build(ours.builder(engine), folder / "articles.jsonl", index)
            for engine, index in indexes.items()
        }
        sides = {engine: ours.Ours(index, engine) for engine, index in indexes.items()}
        actions = {engine: side.page for engine, side in sides.items()}
        pages = take_turns(QUERIES, actions, size.repetitions, warm=size.repetitions > 1)
        for side in sides.values():
            side.close()
        commands = _time_commands(indexes, size.repetitions)
        facts = []
        for engine, index in indexes.items():
            resident, private = _opened_memory(index)
            facts.append(
                Facts(
                    engine, size.kind, count, built[engine].seconds, built[engine].index_bytes,
                    pages[engine].median, pages[engine].worst, resident, private,
                    commands.get(engine),
                )
            )  # fmt: skip
        return facts


def _time_commands(indexes: dict[str, Path], repetitions: int) -> dict[str, float]:
    commands = {}
    for engine, index in indexes.items():
        if command := search_command(index):
            commands[engine] = command
    times = commands_take_turns(commands, repetitions)
    return {engine: spent.median for engine, spent in times.items()}


def _opened_memory(index: Path) -> tuple[int, int]:
    """Resident and private bytes of a fresh process that has shown a page."""
    receiver, sender = (context := get_context("spawn")).Pipe(duplex=False)
    process = context.Process(target=_open, args=(sender, index))
    process.start()
    sender.close()
    resident, private = receiver.recv()
    process.join()
    return int(resident), int(private)


def _open(sender: Connection, index: Path) -> None:
    ours.open_and_page(index, QUERIES[0])
    sender.send((resident_bytes(os.getpid()), private_bytes(os.getpid())))


HEADER = [
    "articles", "engine", "build", "index", "page, median", "worst", "memory", "private",
    "corpus search",
]  # fmt: skip


def _render(found: Sequence[Facts]) -> str:
    return aligned([HEADER, *map(_line, found)])


def _line(facts: Facts) -> list[str]:
    return [
        f"{facts.articles:,}",
        facts.engine,
        f"{facts.build_seconds:.1f} s",
        f"{facts.index_bytes / 1e6:.1f} MB",
        f"{facts.median_ms:.2f} ms",
        f"{facts.worst_ms:.1f} ms",
        f"{facts.resident / 1e6:.0f} MB",
        f"{facts.private / 1e6:.0f} MB",
        "" if facts.command_ms is None else f"{facts.command_ms:.0f} ms",
    ]


MEASURES: dict[str, Callable[[Facts], float]] = {
    "build": lambda facts: facts.build_seconds,
    "page, median": lambda facts: facts.median_ms,
    "page, worst": lambda facts: facts.worst_ms,
    "memory": lambda facts: facts.resident,
    "corpus search": lambda facts: facts.command_ms or 0.0,
}


def _conclusion(found: Sequence[Facts]) -> str:
    """For each measure, the least number of articles from which tantivy stays the better one."""
    whoosh, tantivy = ([facts for facts in found if facts.engine == name] for name in ENGINES)
    parts = []
    for name, value in MEASURES.items():
        least = None
        for one, other in zip(whoosh, tantivy, strict=True):
            if value(other) >= value(one):
                least = None
            elif least is None:
                least = other.articles
        parts.append(f"{name} {'never' if least is None else f'{least:,}'}")
    return "tantivy is better from so many articles on: " + ", ".join(parts)


if __name__ == "__main__":
    main()
