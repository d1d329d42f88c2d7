"""Asks Whoosh and tantivy the same questions about real articles.

    python tests/soak/equal_engines.py --articles 2000 --queries 200 --seed 1

Both index the first articles of shared/corpora/news-2020-2021.jsonl.gz.  The questions are made
of these articles: words by how many articles have them, phrases out of their sentences, brackets
and all operators, date ranges, filters, each order.  Totals, facets, counts of dates, found
articles and what is stored of them must be equal; so must the order by date, while an order by
relevance is each engine's own.

Prints each difference and one line in summary; exits with 1 when there was a difference.
"""

from __future__ import annotations

import argparse
import gzip
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from corpus.article import Article
from corpus.build import build
from corpus.documents import FACETS, Days, Facet, days_of
from corpus.engines import EngineAnswer, EngineReader, EngineRequest, Selection, Sort, load_engine
from corpus.generations import folder_of
from corpus.german import Analyzer
from corpus.periods import UNITS, Period
from corpus.query.parser import parse
from corpus.query.planner import plan_query
from corpus.request import SORTS

CORPUS = Path(__file__).resolve().parents[3] / "shared/corpora/news-2020-2021.jsonl.gz"
ENGINES = ("whoosh", "tantivy")
BANDS = (1, 3, 20, 100, 500)
"""Numbers of articles that have a word; a band goes up to the next of them."""


@dataclass(frozen=True)
class Question:
    """What is asked, as typed and restricted."""

    typed: str
    selections: dict[Facet, Selection]
    days: Days | None
    undated: bool
    sort: Sort

    def request(self, analyzer: Analyzer, limit: int) -> EngineRequest:
        return EngineRequest(
            plan_query(parse(self.typed).node, analyzer),
            self.selections,
            self.days,
            undated=self.undated,
            sort=self.sort,
            limit=limit,
            facets=FACETS,
            periods=tuple(Period(unit, within) for unit in UNITS for within in {None, self.days}),
        )


class Questions:
    """Makes questions of articles."""

    def __init__(self, articles: list[Article], chance: random.Random) -> None:
        self._chance = chance
        self._articles = articles
        frequencies = Counter(
            word for article in articles for word in {w for t in texts(article) for w in words(t)}
        )
        self._bands: dict[int, list[str]] = defaultdict(list)
        for word, count in sorted(frequencies.items()):
            self._bands[max(band for band in BANDS if band <= count)].append(word)

    def make(self) -> Question:
        chance, about = self._chance, self._chance.choice(self._articles)
        kinds = (self.word, self.both, self.either, self.without, self.phrase, self.nested)
        typed = chance.choice(kinds)(about) if chance.random() < 0.95 else ""
        return Question(
            typed,
            self.selections(about) if chance.random() < 0.4 else {},
            self.range(about) if chance.random() < 0.3 else None,
            undated=chance.random() < 0.05,
            sort=chance.choice(SORTS),
        )

    def word(self, about: Article) -> str:
        """A word of the article, or any from a band of frequency."""
        if self._chance.random() < 0.5:
            own = [word for text in texts(about) for word in words(text)]
            return self._chance.choice(own or ["Wien"])
        return self._chance.choice(self._bands[self._chance.choice(sorted(self._bands))])

    def both(self, about: Article) -> str:
        joint = self._chance.choice((" ", " UND "))
        return joint.join(self.word(about) for _ in range(self._chance.randint(2, 3)))

    def either(self, about: Article) -> str:
        return " ODER ".join(self.word(about) for _ in range(self._chance.randint(2, 4)))

    def without(self, about: Article) -> str:
        excluded = self._chance.choice((self.word, self.phrase))(about)
        wanted = self.word(about) if self._chance.random() < 0.8 else ""
        return f"{wanted} {self._chance.choice(('-', 'NICHT '))}{excluded}".strip()

    def phrase(self, about: Article) -> str:
        """Two to six words in a row, at times in an order that the article does not have."""
        row = self._chance.choice([t for t in texts(about) if len(t.split()) > 1] or ["in Wien"])
        row_words = row.replace('"', " ").split()
        start = self._chance.randrange(max(1, len(row_words) - 1))
        chosen = row_words[start : start + self._chance.randint(2, 6)]
        if self._chance.random() < 0.1:
            chosen.reverse()
        return f'"{" ".join(chosen)[:150]}"'

    def nested(self, about: Article) -> str:
        return f"({self.either(about)}) ({self.phrase(about)} ODER {self.both(about)})"

    def range(self, about: Article) -> Days:
        first, last = days_of(about) or (737_000, 738_000)
        return first - self._chance.randrange(60), last + self._chance.randrange(60)

    def selections(self, about: Article) -> dict[Facet, Selection]:
        chosen: dict[Facet, Selection] = {}
        for facet in self._chance.sample(FACETS, self._chance.randint(1, 2)):
            values = frozenset(values_of(about, facet) + values_of(self.other(), facet))
            included = self._chance.random() < 0.6
            chosen[facet] = Selection(values) if included else Selection(exclude=values)
        return chosen

    def other(self) -> Article:
        return self._chance.choice(self._articles)


def texts(article: Article) -> list[str]:
    return [text for _, text in article.blocks()]


def words(text: str) -> list[str]:
    """Words that mean themselves in a query."""
    return [
        word for word in (w.strip(".,:;!?()[]„“»«\"'–-") for w in text.split()) if word.isalnum()
    ]


def values_of(article: Article, facet: Facet) -> list[str]:
    single = {"source": article.source, "section": article.section}
    several = {"agency": article.agencies, "place": article.places}
    return list(several.get(facet, ())) or [value for value in (single.get(facet),) if value]


@dataclass
class Comparison:
    """What came of it; `fruitful` questions found something."""

    articles: int
    questions: int = 0
    fruitful: int = 0
    differences: list[str] = field(default_factory=list)

    def ask(self, question: Question, readers: list[EngineReader], analyzer: Analyzer) -> None:
        request = question.request(analyzer, self.articles)
        one, other = (said(reader.search(request), question.sort) for reader in readers)
        self.questions += 1
        self.fruitful += one["total"] != 0
        for what, value in one.items():
            if value != other[what]:
                self.differences.append(f"{what} of {question}: {brief(value, other[what])}")


def said(answer: EngineAnswer, sort: Sort) -> dict[str, object]:
    """All of an answer that must be equal; counts of nothing are no counts."""
    hits = [(hit.id, hit.stored) for hit in answer.hits]
    return {
        "total": answer.total,
        "hits": sorted(hits) if sort == "relevance" else hits,
        "facets": {facet: dict(counts) for facet, counts in answer.facets.items()},
        "dates": {period: dict(counts) for period, counts in answer.dates.items()},
    }


def brief(one: object, other: object) -> str:
    return " / ".join(f"{value!r:.200}" for value in (one, other))


def first_lines(count: int, path: Path) -> Iterator[bytes]:
    with gzip.open(path) as file:
        yield from islice(file, count)


def compare(source: Path, articles: int, queries: int, seed: int) -> Comparison:
    """Index the first articles of a file with both engines, and ask."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as opened:
        base = Path(name)
        (base / "articles.jsonl").write_bytes(b"".join(first_lines(articles, source)))
        readers = []
        for engine in ENGINES:
            built = build([base / "articles.jsonl"], base / engine, engine=engine)
            folder = folder_of(base / engine, built.generation) / "engine"
            readers.append(opened.enter_context(closing(load_engine(engine).reader(folder))))
        return compare_readers(readers, queries, seed)


def compare_readers(readers: list[EngineReader], queries: int, seed: int) -> Comparison:
    """Ask readers of the same articles questions about those of the first."""
    articles = [Article.from_stored(stored) for _, stored in sorted(readers[0].documents())]
    questions, analyzer = Questions(articles, random.Random(seed)), Analyzer()
    comparison = Comparison(len(articles))
    for _ in range(queries):
        comparison.ask(questions.make(), readers, analyzer)
    return comparison


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    options = parser.parse_args()
    result = compare(options.corpus, options.articles, options.queries, options.seed)
    for difference in result.differences:
        print(difference)
    print(
        f"seed {options.seed}: {result.articles} articles, {result.questions} queries, of which "
        f"{result.fruitful} found something; {len(result.differences)} differences between "
        f"{' and '.join(ENGINES)}"
    )
    return 1 if result.differences else 0


if __name__ == "__main__":
    sys.exit(main())
