"""The JSON endpoint under gunicorn: requests per second, and the memory of a worker."""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.articles import read_articles
from benchmarks.http_load import Connection, requests_per_second, send
from benchmarks.memory import family, private_bytes, resident_bytes
from benchmarks.queries import QUERIES
from benchmarks.served import FIXED, FIXED_BODY, serving
from benchmarks.table import aligned
from corpus.wire import API

MOST_RESIDENT = 250_000_000
ROUNDS = 3
"""Times that the two servers take turns; a rate is the median of its rounds."""

FLAT = 1.05
"""Memory is flat when it grows by no more than a twentieth after the first look at it."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A way to ask the endpoint; `target` is the least share of the fixed body's rate."""

    name: str
    parameters: tuple[tuple[str, str], ...]
    target: float


VARIANTS = (Variant("with facets and passages", (), 0.1),)


@dataclass(frozen=True, slots=True)
class Effort:
    """Seconds of load per round; numbers of queries after which memory is looked at."""

    seconds: float
    looks: tuple[int, ...]


def effort(*, quick: bool, full: bool) -> Effort:
    """Ten thousand queries take a minute or two, so the short run leaves them out."""
    if quick:
        return Effort(0.1, (20, 40))
    return Effort(5.0, (2_000, 10_000)) if full else Effort(2.0, ())


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests per second of a variant, and of a fixed body as large as its average answer."""

    variant: Variant
    ours: float
    fixed: float
    body_bytes: int

    @property
    def share(self) -> float:
        return self.ours / self.fixed

    @property
    def met(self) -> bool:
        return self.share >= self.variant.target


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes of a worker after so many queries; `private` is without mapped files."""

    queries: int
    resident: int
    private: int

    def is_small_and_flat(self, first: Memory) -> bool:
        return self.resident <= min(MOST_RESIDENT, FLAT * first.resident)


@dataclass(frozen=True, slots=True)
class Measured:
    rates: Sequence[Rate]
    memory: Sequence[Memory]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def measure(index: Path, articles: Path, effort: Effort) -> Measured:
    """Load the endpoint on this index; queries for its memory are made of the articles' titles."""
    rates = [_rate(index, variant, effort.seconds) for variant in VARIANTS]
    return Measured(rates, _memory(index, articles, effort.looks))


def _target(query: str, parameters: tuple[tuple[str, str], ...] = ()) -> str:
    return f"{API}/search?{urlencode([('q', query), *parameters])}"


def _rate(index: Path, variant: Variant, seconds: float) -> Rate:
    targets = [_target(query, variant.parameters) for query in QUERIES]
    body = index.parent / "body.json"
    with serving(index) as searching:
        body.write_bytes(b" " * (size := _average_answer(searching.port, targets)))
        environment = {FIXED_BODY: str(body)}
        with serving(index, FIXED, environment=environment) as fixed:
            ports = (searching.port, fixed.port)
            for port in ports:
                send(port, targets)
            rounds = [
                [requests_per_second(port, targets, seconds) for port in ports]
                for _ in range(ROUNDS)
            ]
    ours, fixed_rate = (statistics.median(rates) for rates in zip(*rounds, strict=True))
    return Rate(variant, ours, fixed_rate, size)


def _average_answer(port: int, targets: Sequence[str]) -> int:
    """Bytes."""
    connection = Connection(port)
    sizes = [len(connection.get(target)) for target in targets]
    connection.close()
    return sum(sizes) // len(sizes)


def _memory(index: Path, articles: Path, looks: Sequence[int]) -> list[Memory]:
    """Of the one worker of a server, so that all queries are its own."""
    if not looks:
        return []
    targets = [_target(query) for query in _varied_queries(articles, looks[-1])]
    found, sent = [], 0
    with serving(index, workers=1) as server:
        for number in looks:
            send(server.port, targets[sent:number])
            sent = number
            worker = max(family(server.pid), key=resident_bytes)
            found.append(Memory(number, resident_bytes(worker), private_bytes(worker)))
    return found


def _varied_queries(articles: Path, number: int) -> list[str]:
    """One to three words of a title, always the same ones."""
    chance = random.Random(1)
    titles = [article.title for article in islice(read_articles(articles), number)]
    cleaned = [[word for word in title.split() if word.isalnum()] for title in titles]
    words = [title for title in cleaned if title]
    chosen = (chance.choice(words) for _ in range(number))
    return [" ".join(chance.choices(title, k=chance.randint(1, 3))) for title in chosen]


def render(measured: Measured, *, judged: bool) -> str:
    """The table; with `judged`, what is shown is compared with its targets."""
    lines = [["task", "ours", "compared with", "share"]]
    lines += [_rate_line(rate) for rate in measured.rates]
    lines += [_memory_line(memory, measured.memory[0]) for memory in measured.memory]
    if judged:
        verdicts = [["target for ours", ""]]
        for rate in measured.rates:
            verdicts.append([f"≥ {rate.variant.target}", _verdict(met=rate.met)])
        for memory in measured.memory:
            met = memory.is_small_and_flat(measured.memory[0])
            verdicts.append(["≤ 250 MB and flat", _verdict(met=met)])
        lines = [line + verdict for line, verdict in zip(lines, verdicts, strict=True)]
    return aligned(lines)


def _rate_line(rate: Rate) -> list[str]:
    return [
        f"JSON {rate.variant.name}, 2 workers, 8 clients",
        f"{rate.ours:.0f} requests/s",
        f"{rate.fixed:.0f} requests/s of a fixed body, {rate.body_bytes / 1000:.1f} kB",
        f"{rate.share:.2f}",
    ]


def _memory_line(memory: Memory, first: Memory) -> list[str]:
    return [
        f"memory of a worker after {memory.queries:,} queries",
        f"{memory.resident / 1e6:.0f} MB",
        f"of which private {memory.private / 1e6:.0f} MB; share of the first look:",
        f"{memory.resident / first.resident:.2f}",
    ]


def _verdict(*, met: bool) -> str:
    return "ok" if met else "MISSED"
