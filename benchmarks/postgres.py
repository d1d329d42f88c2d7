"""A peer: PostgreSQL's full text search with its German configuration.

There is no driver for Python here: one psql is kept open and asked through its pipes, which
adds some tenth of a millisecond to each answer.
"""

from __future__ import annotations

import csv
import re
import subprocess
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.articles import Article, read_articles
from benchmarks.postgres_cluster import psql_command, server
from benchmarks.queries import FIRST, LAST
from benchmarks.side import Page

SCHEMA = """CREATE TABLE news (id text, title text, text text, day date, month int, source text,
search tsvector GENERATED ALWAYS AS (to_tsvector('german', title || ' ' || text)) STORED);
"""
COPY = "COPY news (id, title, text, day, month, source) FROM STDIN (FORMAT csv);\n"
INDEXES = """CREATE INDEX ON news USING gin (search) WITH (fastupdate = off);
CREATE INDEX ON news (day);
VACUUM ANALYZE news;
"""
END = "--answered--"

FOUND = "FROM news, websearch_to_tsquery('german', '{query}') q WHERE search @@ q"
IN_RANGE = FOUND + f" AND day BETWEEN '{FIRST}' AND '{LAST}'"
TOP = "SELECT id, ts_rank(search, q) AS rank {found} ORDER BY rank DESC LIMIT 10;\n"
TOTAL = "SELECT count(*) {found};\n"
COUNTS = "SELECT source, month, count(*) {found} GROUP BY source, month;\n"
SNIPPETS = """SELECT id, translate(ts_headline('german', title || ' ' || text, q), E'\\n\\r', '  ')
FROM (SELECT id, title, text, q, ts_rank(search, q) AS rank {found} ORDER BY rank DESC LIMIT 10)
AS best;
"""

_NOT = re.compile(r"\bNOT\s+")


def build_index(articles: Path, index: Path) -> int:
    """Load by COPY, then make the indexes; `index` is a fresh cluster."""
    with server(index), ExitStack() as stack:
        psql = subprocess.Popen(psql_command(index), stdin=subprocess.PIPE, text=True)
        stack.callback(psql.wait)
        assert psql.stdin is not None
        psql.stdin.write(SCHEMA + COPY)
        rows = csv.writer(psql.stdin, quoting=csv.QUOTE_ALL, lineterminator="\n")
        count = sum(bool(rows.writerow(_columns(a))) for a in read_articles(articles))
        psql.stdin.write("\\.\n" + INDEXES)
        psql.stdin.close()
        if psql.wait() != 0:
            raise RuntimeError("PostgreSQL did not take the articles; see above")
    return count


def _columns(article: Article) -> tuple[object, ...]:
    return (*article[:4], article.month, article.source)


def index_bytes(index: Path) -> int:
    """The table with its indexes, without what every cluster has."""
    postgres = Postgres(index)
    try:
        return int(postgres.ask("SELECT pg_total_relation_size('news');\n")[0])
    finally:
        postgres.close()


class Postgres:
    """The server, running, with one session."""

    def __init__(self, index: Path) -> None:
        self._stack = ExitStack()
        self._stack.enter_context(server(index))
        self._psql = subprocess.Popen(
            psql_command(index), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._stack.callback(self._end_session)

    def top(self, query: str) -> tuple[int, Any]:
        return self._top(_fill(FOUND, query))

    def top_in_range(self, query: str) -> tuple[int, Any]:
        return self._top(_fill(IN_RANGE, query))

    def facets(self, query: str) -> tuple[Counter[Any], Counter[Any]]:
        sources, months = Counter[Any](), Counter[Any]()
        for row in self.ask(COUNTS.format(found=_fill(FOUND, query))):
            source, month, count = row.rsplit("|", 2)
            sources[source] += int(count)
            months[int(month)] += int(count)
        return sources, months

    def page(self, query: str) -> Page:
        """The total is the sum of the counts: asking for it again would take longer."""
        facets = self.facets(query)
        rows = self.ask(SNIPPETS.format(found=_fill(FOUND, query)))
        return Page(facets[0].total(), facets, [row.partition("|")[2] for row in rows])

    def close(self) -> None:
        self._stack.close()

    def ask(self, statement: str) -> list[str]:
        """The rows of the answer, columns joined by `|`."""
        assert self._psql.stdin is not None
        assert self._psql.stdout is not None
        self._psql.stdin.write(f"{statement}\\echo {END}\n")
        self._psql.stdin.flush()
        rows: list[str] = []
        for row in self._psql.stdout:
            if row.rstrip("\n") == END:
                return rows
            rows.append(row.rstrip("\n"))
        raise RuntimeError(f"PostgreSQL did not answer: {statement}")

    def _top(self, found: str) -> tuple[int, list[str]]:
        return int(self.ask(TOTAL.format(found=found))[0]), self.ask(TOP.format(found=found))

    def _end_session(self) -> None:
        assert self._psql.stdin is not None
        assert self._psql.stdout is not None
        self._psql.stdin.close()
        self._psql.stdout.close()
        self._psql.wait()


def _fill(condition: str, query: str) -> str:
    """AND, OR and phrases are written alike; what is not wanted begins with a minus."""
    return condition.format(query=_NOT.sub("-", query).replace("'", "''"))
