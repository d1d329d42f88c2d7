"""What is measured in the short run and in the full one: kinds of articles, and how many."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus_sample import HEADLINES, LONG_ARTICLES, find_corpus, take_evenly
from benchmarks.recombined import recombine

LONG, SHORT, MADE = "long articles", "headlines", "recombined short articles"
ALL_LONG = 21_307
"""The long articles there are; targets are about all of them."""


@dataclass(frozen=True, slots=True)
class Size:
    """So many articles of a kind; `slow` says whether slow peers are asked too."""

    kind: str
    articles: int
    repetitions: int
    slow: bool = False

    def write(self, target: Path, corpus: Path | None) -> int:
        """Write the articles, long ones from `corpus` where it is given; their number."""
        if self.kind == LONG:
            return take_evenly(find_corpus(corpus, LONG_ARTICLES), self.articles, target)
        headlines = find_corpus(None, HEADLINES)
        if self.kind == SHORT:
            return take_evenly(headlines, self.articles, target)
        return recombine(headlines, find_corpus(corpus, LONG_ARTICLES), self.articles, target)


QUICK = [Size(LONG, 60, 1)]
BRIEF = [Size(LONG, 2_000, 3, slow=True), Size(LONG, ALL_LONG, 3)]
FULL = [
    Size(LONG, 2_000, 5, slow=True),
    Size(LONG, ALL_LONG, 5, slow=True),
    Size(SHORT, 30_000, 5, slow=True),
    Size(SHORT, 300_000, 3),
    Size(MADE, 100_000, 3),
    Size(MADE, 1_000_000, 1),
]
