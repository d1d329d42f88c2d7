"""The engine for large corpora beside its peers: `python -m benchmarks.large`.

See README.md beside this file for what is measured and how to read it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import comparison, endpoint
from benchmarks.articles import text_bytes
from benchmarks.comparison import LONG_ARTICLES_TARGETS, Row, build_rows, times_row
from benchmarks.growth import growth, pairs
from benchmarks.measure import Times, take_turns
from benchmarks.peers import OURS, Peer, missing, peers
from benchmarks.queries import PHRASES, QUERIES
from benchmarks.sizes import ALL_LONG, BRIEF, FULL, LONG, QUICK, Size

TASKS = {
    "top 10 with total": ("top", QUERIES),
    "top 10 in a date range": ("top_in_range", QUERIES),
    "phrase": ("top", PHRASES),
    "facets": ("facets", QUERIES),
    "page": ("page", QUERIES),
}
"""The method of a side that does it, and the queries."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What came out for one size; there may be fewer articles than it says."""

    size: Size
    articles: int
    rows: Sequence[Row]
    times: Mapping[str, Mapping[str, Times]]
    endpoint: endpoint.Measured | None


def main() -> None:
    options = _options()
    plan = QUICK if options.quick else FULL if options.full else BRIEF
    effort = endpoint.effort(quick=options.quick, full=options.full)
    print(f"{os.cpu_count()} processors, Python {platform.python_version()}")
    for reason in missing():
        print(reason)
    results: list[Measured] = []
    for size in plan:
        with tempfile.TemporaryDirectory() as folder:
            served = size == [s for s in plan if s.kind == LONG][-1]
            results.append(_measure(size, Path(folder), options.corpus, effort if served else None))
        _print(results[-1])
    for smaller, larger in pairs([(result.size.kind, result.articles) for result in results]):
        one, two = results[smaller], results[larger]
        print(f"\n{two.size.kind}")
        print(growth(one.articles, two.articles, one.times, two.times), flush=True)
    if options.json:
        facts = [_as_json(result) for result in results]
        options.json.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.large", description=__doc__)
    much = parser.add_mutually_exclusive_group()
    quick = f"{QUICK[0].articles} articles, each query once: does it run?"
    much.add_argument("--quick", action="store_true", help=quick)
    much.add_argument(
        "--full", action="store_true", help="every size and peer: half an hour or more"
    )
    parser.add_argument("--corpus", type=Path, help="JSON Lines to take long articles from")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every number here")
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _measure(
    size: Size, folder: Path, corpus: Path | None, effort: endpoint.Effort | None
) -> Measured:
    articles = folder / "articles.jsonl"
    count = size.write(articles, corpus)
    sides = [peer for peer in peers() if size.slow or not peer.slow]
    targets = LONG_ARTICLES_TARGETS if _is_judged(size.kind, count) else {}
    built = {}
    for peer in sides:
        _say(f"{count} {size.kind}: building {peer.name}")
        built[peer.name] = peer.build(articles, _index(folder, peer))
    rows = build_rows(built, text_bytes(articles), targets)
    times = _search(size, folder, sides)
    rows += [times_row(task, times[task], targets.get(task)) for task in TASKS]
    served = None
    if effort is not None:
        _say(f"{count} {size.kind}: endpoint")
        served = endpoint.measure(folder / OURS, articles, effort)
    return Measured(size, count, rows, times, served)


def _is_judged(kind: str, articles: int) -> bool:
    return kind == LONG and articles == ALL_LONG


def _index(folder: Path, peer: Peer) -> Path:
    return folder / peer.name.replace(" ", "-")


def _search(size: Size, folder: Path, sides: Sequence[Peer]) -> dict[str, dict[str, Times]]:
    with ExitStack() as stack:
        opened = {}
        for peer in sides:
            opened[peer.name] = peer.opener(_index(folder, peer))
            stack.callback(opened[peer.name].close)
        times = {}
        for task, (method, queries) in TASKS.items():
            _say(f"{size.articles} {size.kind}: {task}")
            actions = {name: getattr(side, method) for name, side in opened.items()}
            warm = size.repetitions > 1
            times[task] = take_turns(queries, actions, size.repetitions, warm=warm)
        return times


def _print(result: Measured) -> None:
    articles = f"{result.articles:,} {result.size.kind}"
    print(f"\n{articles}: the median query / the worst  × how many times as good ours is")
    print(comparison.render(result.rows), flush=True)
    if result.endpoint is not None:
        judged = _is_judged(result.size.kind, result.articles)
        print(f"\n{articles}, served by gunicorn")
        print(endpoint.render(result.endpoint, judged=judged), flush=True)


def _as_json(result: Measured) -> dict[str, Any]:
    return {
        "kind": result.size.kind,
        "articles": result.articles,
        "rows": [
            {"task": row.task, "shown": dict(row.cells), "ratios": dict(row.ratios),
             "target": row.target, "verdict": row.verdict, "detail": row.detail}
            for row in result.rows
        ],
        "endpoint": result.endpoint.as_json() if result.endpoint else None,
    }  # fmt: skip


if __name__ == "__main__":
    main()
