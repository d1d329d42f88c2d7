"""Pairs of a query and a text that it must find, or must not, through the whole search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from corpus.article import Article, Block
from corpus.documents import to_document
from corpus.engines import EngineRequest, load_engine
from corpus.german import Analyzer
from corpus.query.parser import parse
from corpus.query.planner import plan_query

ANALYZER = Analyzer()
Found = Callable[[str], frozenset[str]]
ELSEWHERE = "boolean"
"""The category of the query language's own tests."""


class Pair(NamedTuple):
    category: str
    query: str
    text: str
    match: str


def read_pairs() -> list[Pair]:
    lines = (Path(__file__).parent / "pairs.tsv").read_text("utf-8").splitlines()
    return [Pair(*line.split("\t")) for line in lines[1:]]


ALL = read_pairs()
PAIRS = [pair for pair in ALL if pair.category != ELSEWHERE]
TEXTS = list(dict.fromkeys(pair.text for pair in PAIRS))


def article(number: int, text: str) -> Article:
    body = (Block("paragraph", text),)
    return Article(str(number), "", title_derived=True, body=body)


@pytest.fixture(scope="module", params=["memory", "whoosh", "tantivy"])
def found(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Found]:
    """The texts that a query finds among all of them, in one index of an engine."""
    engine, folder = load_engine(request.param), tmp_path_factory.mktemp(request.param)
    writer = engine.writer(folder)
    writer.add(
        writer.prepare(
            [to_document(article(number, text), ANALYZER) for number, text in enumerate(TEXTS)]
        )
    )
    writer.finish()
    with closing(engine.reader(folder)) as reader:

        @cache
        def texts(query: str) -> frozenset[str]:
            plan = plan_query(parse(query).node, ANALYZER)
            answer = reader.search(EngineRequest(plan, limit=len(TEXTS)))
            return frozenset(TEXTS[int(hit.id)] for hit in answer.hits)

        yield texts


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{p.query}-{p.text}-{p.match}" for p in PAIRS])
def test_the_query_finds_the_text_or_does_not(found: Found, pair: Pair) -> None:
    assert (pair.text in found(pair.query)) == (pair.match == "yes")


def test_the_pairs_are_all_there() -> None:
    assert len(ALL) == 110
    assert {pair.match for pair in ALL} == {"yes", "no"}
    assert Counter(pair.category for pair in ALL) == {
        "inflection": 20, "false-conflation": 10, "umlaut": 12, "compound": 19, "compound-no": 12,
        "gender": 8, "dach": 6, "stopword": 7, "exact": 5, "boolean": 11,
    }  # fmt: skip
