"""The German of the search beside its peers: `python -m benchmarks.german`.

See README.md beside this file for what is measured and how to read it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import (
    german_compounds,
    german_families,
    german_pairs,
    german_rules,
    german_speed,
    gold,
    known_items,
)
from benchmarks.corpus_sample import FOLDER, LONG_ARTICLES
from benchmarks.section import Section
from benchmarks.sizes import ALL_LONG


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is drawn and asked; of the families, every so-manieth."""

    compounds: int
    simple: int
    families: int
    articles: int
    titles: int
    words: int
    indexed: int
    built: int
    runs: int
    articles_by_rule: int
    titles_by_rule: int


FULL = Effort(2_000, 1_500, 1, ALL_LONG, 500, 50_000, 5_000, 3_000, 3, 4_000, 200)
QUICK = Effort(200, 150, 100, 60, 20, 1_000, 60, 60, 1, 20, 10)


def main() -> None:
    options = _options()
    effort = QUICK if options.quick else FULL
    print(f"{os.cpu_count()} processors, Python {platform.python_version()}")
    facts = {}
    for name, section in _sections(effort, _corpus(options.corpus)):
        print(f"\n{section if isinstance(section, str) else section.render()}", flush=True)
        if isinstance(section, Section):
            facts[name] = section.facts
    if options.json:
        options.json.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.german", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="little of everything: does it run?")
    parser.add_argument("--corpus", type=Path, help="JSON Lines to take articles from")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every number here")
    return parser.parse_args()


def _corpus(named: Path | None) -> Path | None:
    found = named or FOLDER / LONG_ARTICLES
    return found if found.is_file() else None


def _sections(effort: Effort, corpus: Path | None) -> Iterator[tuple[str, Section | str]]:
    """Each with its name, or why it is left out."""

    def by_list(name: str, measure: Callable[[], Section]) -> Section | str:
        return gold.missing(name) or measure()

    def by_corpus(measure: Callable[[Path], Section]) -> Section | str:
        return measure(corpus) if corpus else "left out: there are no articles; see --corpus"

    yield "pairs", by_list(gold.PAIRS, german_pairs.measure)
    yield (
        "compounds",
        by_list(gold.COMPOUNDS, lambda: german_compounds.measure(effort.compounds, effort.simple)),
    )
    yield "families", by_list(gold.FAMILIES, lambda: german_families.measure(effort.families))
    _say("speed and memory")
    yield (
        "speed",
        by_corpus(
            lambda path: german_speed.measure(
                path,
                words=effort.words,
                indexed=effort.indexed,
                built=effort.built,
                runs=effort.runs,
            )
        ),
    )
    _say("known items: building every peer")
    yield (
        "known items",
        by_corpus(lambda path: known_items.measure(path, effort.articles, effort.titles)),
    )
    _say("one rule off at a time")
    yield (
        "rules",
        german_rules.measure(
            corpus,
            compounds=effort.compounds,
            simple=effort.simple,
            articles=effort.articles_by_rule,
            items=effort.titles_by_rule,
        ),
    )


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
