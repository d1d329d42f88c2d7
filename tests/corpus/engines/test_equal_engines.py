"""Whoosh and tantivy about real articles: a sample of `tests/soak/equal_engines.py`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from soak.equal_engines import Comparison, compare, compare_readers

from corpus.documents import Document
from corpus.engines import load_engine

from .samples import article, write

Shared = Callable[[str], Path]
ARTICLES = [article(f"a{n}", f"Wien plant Ausgabe {n}.", "Graz wartet ab.") for n in range(20)]


def test_whoosh_and_tantivy_answer_alike_about_real_articles(shared: Shared) -> None:
    result = compare(shared("corpora/news-2020-2021.jsonl.gz"), articles=300, queries=60, seed=5)
    assert result.differences == []
    assert (result.articles, result.questions) == (300, 60)
    assert result.fruitful > 30, "questions that find nothing compare little"


def compared(base: Path, others: list[Document]) -> Comparison:
    """The articles in one engine beside others in another."""
    readers = []
    for engine, documents in (("whoosh", ARTICLES), ("memory", others)):
        (base / engine).mkdir()
        write(load_engine(engine), base / engine, documents)
        readers.append(load_engine(engine).reader(base / engine))
    with closing(readers[0]):
        return compare_readers(readers, queries=40, seed=1)


def test_the_comparison_itself_sees_an_article_that_is_missing(tmp_path: Path) -> None:
    differences = compared(tmp_path, ARTICLES[:-1]).differences
    assert {difference.split()[0] for difference in differences} == {"total", "hits", "dates"}


def test_the_comparison_itself_sees_an_article_that_says_something_else(tmp_path: Path) -> None:
    other = article("a0", "Wien plant Ausgabe 0.", "Graz wartet nicht.")
    assert compared(tmp_path, [other, *ARTICLES[1:]]).differences


def test_the_comparison_itself_sees_no_difference_where_there_is_none(tmp_path: Path) -> None:
    assert compared(tmp_path, ARTICLES[::-1]).differences == []
