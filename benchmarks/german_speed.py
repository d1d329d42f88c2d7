"""Speed and memory of the analyzer beside its peers, and what it costs the build."""

from __future__ import annotations

import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.articles import read_articles
from benchmarks.corpus_sample import take_evenly
from benchmarks.german_build import Rates, rates
from benchmarks.german_process import SIDES
from benchmarks.measure import Times, commands_take_turns
from benchmarks.peers import OURS
from benchmarks.section import Section, verdict

SEED = 5
MB = 1_000_000

WORDS_PER_SECOND, START_MS, MEMORY_MB, OF_STEMMING = 20_000, 1_000, 150, 0.8
"""Targets: the least, the most, the most, the least."""

STARTING = {
    OURS: "from corpus.german import Analyzer; Analyzer().query_words('Haus')",
    "simplemma": "import simplemma; simplemma.lemmatize('Haus', 'de')",
    "Snowball": "import Stemmer; Stemmer.Stemmer('german').stemWord('haus')",
}

_WORD = re.compile(r"[^\W\d_]+")


def measure(corpus: Path, *, words: int, indexed: int, built: int, runs: int) -> Section:
    """With so many distinct words, articles to index, articles of the compared builds, and new
    processes of each kind.
    """
    with tempfile.TemporaryDirectory() as folder:
        articles, words_file = Path(folder) / "articles.jsonl", Path(folder) / "words.txt"
        take_evenly(corpus, indexed, articles)
        words_file.write_text("\n".join(_words(articles, words)), "utf-8")
        told: dict[str, list[Any]] = {side: [] for side in SIDES}
        for run in range(runs):
            for side, found in told.items():
                last = [articles] if side == OURS and run == runs - 1 else []
                found.append(_process(side, words_file, *last))
        commands = {side: [sys.executable, "-c", code] for side, code in STARTING.items()}
        starts = commands_take_turns(commands, runs)
        take_evenly(corpus, built, articles)
        builds = rates(articles)
    facts = {
        "processes": told,
        "start_ms": {side: times.median for side, times in starts.items()},
        "build": builds._asdict(),
    }
    return Section("Speed and memory", _lines(told, starts, builds, indexed), facts)


def _words(articles: Path, count: int) -> Sequence[str]:
    """Distinct words of the articles, drawn always alike."""
    found = {word for a in read_articles(articles) for word in _WORD.findall(a.text)}
    return random.Random(SEED).sample(sorted(found), min(count, len(found)))


def _process(side: str, *files: Path) -> Any:
    command = [sys.executable, "-m", "benchmarks.german_process", side, *map(str, files)]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def _lines(
    told: Mapping[str, Sequence[Any]], starts: Mapping[str, Times], builds: Rates, indexed: int
) -> list[Sequence[str]]:
    last = {side: found[-1] for side, found in told.items()}
    speeds = {
        side: statistics.median(run["words"] / run["seconds"] for run in found)
        for side, found in told.items()
    }
    start = {side: starts[side].median for side in SIDES}
    after = last[OURS]["articles"]
    words = last[OURS]["words"]
    ratio = builds.ours / builds.stemming
    memory = sum(after.values()) / MB
    return [
        ("", *SIDES, "target", ""),
        (f"distinct words per second, {words:,} from cold",
         *(f"{speed:,.0f}" for speed in speeds.values()), f"≥ {WORDS_PER_SECOND:,}",
         verdict(met=speeds[OURS] >= WORDS_PER_SECOND)),
        ("new process, one word", *(f"{ms:.0f} ms" for ms in start.values()),
         f"≤ {START_MS:,} ms", verdict(met=start[OURS] <= START_MS)),
        ("memory with one word, private + lexicon",
         *(_memory(run["one_word"]) for run in last.values()), "", ""),
        (f"memory after {words:,} words",
         *(_memory(run["all_words"]) for run in last.values()), "", ""),
        (f"memory after indexing {indexed:,} articles", _memory(after), "", "",
         f"≤ {MEMORY_MB} MB", verdict(met=memory <= MEMORY_MB)),
        ("build, articles per second of processor time", f"{builds.ours:,.0f}", "",
         f"{builds.stemming:,.0f}", f"≥ {OF_STEMMING} × Snowball's: {ratio:.2f}",
         verdict(met=ratio >= OF_STEMMING)),
    ]  # fmt: skip


def _memory(found: Mapping[str, int]) -> str:
    private, mapped = found["private"] / MB, found["mapped"] / MB
    return f"{private:.0f} + {mapped:.0f} MB" if mapped else f"{private:.0f} MB"
