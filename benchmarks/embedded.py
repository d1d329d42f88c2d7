"""The embedded engine beside stock Whoosh: `python -m benchmarks.embedded`.

See README.md beside this file for what is measured and how to read it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from functools import partial
from pathlib import Path

from benchmarks import ours, stock_whoosh
from benchmarks.building import Builder, Built, measure_build
from benchmarks.corpus_sample import find_corpus, take
from benchmarks.measure import Action, take_turns
from benchmarks.queries import QUERIES
from benchmarks.start import measure_start
from benchmarks.table import Row, as_json, rate_row, render, time_row

ARTICLES = 5_000
QUICK_ARTICLES = 60
REPETITIONS = 5


def main() -> None:
    options = _options()
    corpus = find_corpus(options.corpus)
    articles = QUICK_ARTICLES if options.quick else options.articles
    repetitions = 1 if options.quick else REPETITIONS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count = take(corpus, articles, folder / "articles.jsonl")
        _say(f"{count} articles of {corpus.name}, {os.cpu_count()} processors")
        built = _build_all(folder)
        rows = [*_build_rows(built), *_search_rows(folder, repetitions)]
        rows += _start_rows(folder, repetitions)
    print(render(rows))
    print(_information(built))
    if options.json:
        facts = {"articles": count, "python": platform.python_version(), "rows": as_json(rows)}
        options.json.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.embedded", description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES, help="how many (%(default)s)")
    parser.add_argument("--corpus", type=Path, help="JSON Lines to take them from")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every number here")
    quick = f"{QUICK_ARTICLES} articles, each query once: does it run?"
    parser.add_argument("--quick", action="store_true", help=quick)
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


ENGINE = "whoosh"

BUILDERS: dict[str, Builder] = {
    "ours": ours.builder(ENGINE),
    "stock-segments": stock_whoosh.build_segments,
    "stock": stock_whoosh.build_one_segment,
    "stock-plain": stock_whoosh.build_plainly,
}


def _build_all(folder: Path) -> dict[str, Built]:
    built = {}
    for name, builder in BUILDERS.items():
        _say(f"building {name}")
        built[name] = measure_build(builder, folder / "articles.jsonl", folder / name)
    return built


def _build_rows(built: dict[str, Built]) -> list[Row]:
    return [
        rate_row("build", built["ours"], built["stock-plain"], 1.0),
        rate_row("build, stock on all processors", built["ours"], built["stock"]),
        rate_row("build, stock also in segments", built["ours"], built["stock-segments"]),
    ]


def _search_rows(folder: Path, repetitions: int) -> list[Row]:
    us, stock = ours.Ours(folder / "ours", ENGINE), stock_whoosh.Stock(folder / "stock")

    def row(
        task: str, we: Action, they: Action, target: float | None = None, *, once: bool = False
    ) -> Row:
        _say(task)
        sides = {"ours": we, "stock": they}
        times = take_turns(QUERIES, sides, 1 if once else repetitions, warm=not once)
        return time_row(task, times["ours"], times["stock"], target)

    rows = [
        row("top 10 and total", us.top, stock.top, target=1 / 1.5),
        row("the same in a quarter", us.top_in_range, stock.top_in_range, target=2),
        row("page", us.page, stock.page, target=30),
        row("page in a year", us.page_in_year, stock.page_in_year),
        row("page, stock with DateRangeFacet", us.page, stock.page_by_date_ranges),
        row("page, stock marking all hits", us.page, stock.page_of_all_hits, once=True),
        row(
            "opening and first page",
            partial(ours.open_and_page, folder / "ours"),
            partial(stock_whoosh.open_and_page, folder / "stock"),
        ),
    ]
    us.close()
    stock.close()
    return rows


def _start_rows(folder: Path, repetitions: int) -> list[Row]:
    _say("start of corpus search")
    times = measure_start(folder, 2 * repetitions)
    if times is None:
        _say("left out: the command corpus is not installed beside this Python")
        return []
    return [time_row("start of corpus search", *times, target=1 / 2)]


def _information(built: dict[str, Built]) -> str:
    lines = ["", "for information: memory of all processes while building, size of the index"]
    lines += (
        f"  {name:15}{facts.peak_bytes / 1e6:6.0f} MB {facts.index_bytes / 1e6:6.0f} MB"
        for name, facts in built.items()
    )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
