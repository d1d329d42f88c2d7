"""The benchmarks run: what they print is for people, that they print it is for here."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
LONG_ARTICLES = "corpora/news-2020-2021.jsonl.gz"
HEADLINES = "corpora/headlines-2013-2023.jsonl.gz"

PRINTED = {
    "embedded": ["build", "top 10 and total", "page", "start of corpus search"],
    "large": [
        "build",
        "index ÷ text",
        "peak memory of the build",
        "top 10 with total",
        "top 10 in a date range",
        "phrase",
        "facets",
        "page",
        "JSON with facets and passages",
        "memory of a worker",
    ],
    "german": [
        "all",
        "head found",
        "simple words split",
        "pairs of a family joined",
        "distinct words per second",
        "build",
        "mean reciprocal rank",
        "parts of compounds",
        "clauses",
    ],
    "crossover": ["long articles", "headlines", "tantivy is better from so many articles on"],
}
"""Beginnings of lines, by program."""


@pytest.mark.parametrize("program", PRINTED)
def test_a_quick_benchmark_prints_its_rows(
    program: str, tmp_path: Path, shared: Callable[[str], Path]
) -> None:
    from benchmarks.corpus_sample import take

    corpus = tmp_path / "some.jsonl"
    take(shared(LONG_ARTICLES), 60, corpus)
    shared(HEADLINES)
    result = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{program}", "--quick", "--corpus", corpus],
        cwd=PROJECT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    for beginning in PRINTED[program]:
        assert any(line.startswith(beginning) for line in result.stdout.splitlines()), beginning


def test_recombined_articles_are_always_the_same(
    tmp_path: Path, shared: Callable[[str], Path]
) -> None:
    from benchmarks.articles import read_articles
    from benchmarks.corpus_sample import take
    from benchmarks.recombined import recombine

    headlines, long_articles = tmp_path / "headlines.jsonl", tmp_path / "long.jsonl"
    assert take(shared(HEADLINES), 200, headlines) == 200
    assert take(shared(LONG_ARTICLES), 20, long_articles) == 20
    made = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    for path in made:
        assert recombine(headlines, long_articles, 50, path) == 50
    assert made[0].read_bytes() == made[1].read_bytes()
    assert len({article.title for article in read_articles(made[0])}) > 40
    assert all(article.text for article in read_articles(made[0]))


def test_words_are_joined_when_one_finds_the_other_and_counted_once() -> None:
    from benchmarks.german_families import Joined, join

    families = [["Haus", "Häuser", "Hütte"], ["Maus", "Haus"]]
    terms = {"Haus": ("h", "h"), "Häuser": ("h", "x"), "Hütte": ("y", "z"), "Maus": ("x", "m")}
    joined = join(families, lambda word: terms[word])
    assert joined == Joined(within=1, pairs_within=4, across=1, pairs_across=2)


CONCERNED = {
    "the lexicon's lemmas": "Häuser",
    "endings of unknown words": "Obamas",
    "last part of unknown compounds": "Impfgipfels",
    "verbs with a prefix": "herunterzuregeln",
    "parts of compounds": "Sicherheitsgarantien",
    "gender": "Bürgermeisterin",
    "variants by table": "Jänner",
    "spelling and accents": "Mueller",
    "other readings": "Gewinnen",
    "participles": "steigende",
    "nouns typed in lower case": "reisen",
    "clauses": "Sie kündigte im Mai den Rückzug an",
}
"""What each rule that can be switched off has something to say of."""


def test_a_rule_that_is_switched_off_says_nothing_and_the_others_say_the_same() -> None:
    from benchmarks.german_rules import ALL, RULES, analyzer_without
    from corpus.german import Analyzer

    def said(analyzer: Analyzer, text: str) -> tuple[object, ...]:
        return list(analyzer.meanings(text)), analyzer.query_words(text), analyzer.layers(text)

    assert {ALL, *CONCERNED} == set(RULES)
    plain, with_all = Analyzer(), analyzer_without(RULES[ALL])
    without = {rule: analyzer_without(off) for rule, off in RULES.items()}
    for rule, text in CONCERNED.items():
        assert said(with_all, text) == said(plain, text), rule
        assert said(without[rule], text) != said(plain, text), rule
        assert said(without[rule], "Wetter") == said(plain, "Wetter"), rule


def test_growth_is_told_per_decade_whatever_the_sizes() -> None:
    from benchmarks.growth import growth
    from benchmarks.measure import Times

    before = {"page": {"ours": Times({"a": 1.0}), "peer": Times({"a": 1.0})}}
    after = {"page": {"ours": Times({"a": 100.0}), "slow": Times({"a": 1.0})}}
    line = growth(1_000, 100_000, before, after).splitlines()[-1]
    assert line.split() == ["page", "×10.0"]
