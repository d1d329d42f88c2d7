"""The benchmarks run: what they print is for people, that they print it is for here."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]


def test_the_quick_benchmark_prints_its_table(shared: Callable[[str], Path]) -> None:
    corpus = shared("corpora/news-2020-2021.jsonl.gz")
    result = subprocess.run(
        [sys.executable, "-m", "benchmarks.embedded", "--quick", "--corpus", corpus],
        cwd=PROJECT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    for task in ("build", "top 10 and total", "page", "start of corpus search"):
        assert any(line.startswith(task) for line in result.stdout.splitlines()), task
