"""A peer: SQLite's FTS5 with its tokenizer unicode61, which stems nothing."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.articles import read_articles
from benchmarks.queries import FIRST, LAST
from benchmarks.side import Page

FILE = "news.sqlite"
SCHEMA = """
CREATE VIRTUAL TABLE news USING fts5(title, text, tokenize='unicode61');
CREATE TABLE facts (rowid INTEGER PRIMARY KEY, id TEXT, day TEXT, month INTEGER, source TEXT);
"""
TOP = """SELECT facts.id FROM facts JOIN
(SELECT rowid AS found, rank AS score FROM news WHERE news MATCH ? ORDER BY rank LIMIT 10)
ON facts.rowid = found ORDER BY score"""
TOTAL = "SELECT count(*) FROM news WHERE news MATCH ?"
FACTS_OF_FOUND = "FROM news CROSS JOIN facts ON facts.rowid = news.rowid WHERE news MATCH ?"
IN_RANGE = f"{FACTS_OF_FOUND} AND day BETWEEN ? AND ?"
COUNTS = f"SELECT source, month, count(*) {FACTS_OF_FOUND} GROUP BY source, month"
SNIPPETS = """SELECT rowid, snippet(news, -1, '<b>', '</b>', '…', 40) FROM news
WHERE news MATCH ? ORDER BY rank LIMIT 10"""

_JOINED = re.compile(r'(?<![\w"-])(\w+(?:-\w+)+)(?![\w"-])')


def build_index(articles: Path, index: Path) -> int:
    """One transaction, then `optimize`, which makes one b-tree of all."""
    index.mkdir()
    connection = sqlite3.connect(index / FILE)
    connection.executescript(SCHEMA)
    count = 0
    for count, article in enumerate(read_articles(articles), start=1):
        row = count, article.title, article.text
        connection.execute("INSERT INTO news (rowid, title, text) VALUES (?, ?, ?)", row)
        facts = count, article.id, article.published.isoformat(), article.month, article.source
        connection.execute("INSERT INTO facts VALUES (?, ?, ?, ?, ?)", facts)
    connection.execute("INSERT INTO news (news) VALUES ('optimize')")
    connection.commit()
    connection.close()
    return count


def _as_fts5(query: str) -> str:
    """AND, OR, NOT and phrases are written alike; words with a hyphen have to be quoted."""
    return _JOINED.sub(r'"\1"', query)


class SqliteFts5:
    """The index, open, with one connection; relevance is its own bm25."""

    def __init__(self, index: Path) -> None:
        self._connection = sqlite3.connect(index / FILE)

    def top(self, query: str) -> tuple[int, Any]:
        asked = (_as_fts5(query),)
        return self._number(TOTAL, asked), self._rows(TOP, asked)

    def top_in_range(self, query: str) -> tuple[int, Any]:
        asked = (_as_fts5(query), FIRST.isoformat(), LAST.isoformat())
        top = f"SELECT facts.id {IN_RANGE} ORDER BY rank LIMIT 10"
        return self._number(f"SELECT count(*) {IN_RANGE}", asked), self._rows(top, asked)

    def facets(self, query: str) -> tuple[Counter[Any], Counter[Any]]:
        sources, months = Counter[Any](), Counter[Any]()
        for source, month, count in self._rows(COUNTS, (_as_fts5(query),)):
            sources[source] += count
            months[month] += count
        return sources, months

    def page(self, query: str) -> Page:
        """The total is the sum of the counts: asking for it again would take longer."""
        facets = self.facets(query)
        passages = [passage for _, passage in self._rows(SNIPPETS, (_as_fts5(query),))]
        return Page(facets[0].total(), facets, passages)

    def close(self) -> None:
        self._connection.close()

    def _rows(self, statement: str, parameters: tuple[str, ...]) -> list[Any]:
        return self._connection.execute(statement, parameters).fetchall()

    def _number(self, statement: str, parameters: tuple[str, ...]) -> int:
        return int(self._rows(statement, parameters)[0][0])
