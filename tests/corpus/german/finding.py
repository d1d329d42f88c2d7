"""What a search finds in a text: from what is typed to what the index holds."""

from __future__ import annotations

from corpus.article import Article, Block
from corpus.documents import Document, to_document
from corpus.engines.memory import matches
from corpus.german import Analyzer
from corpus.query.parser import parse
from corpus.query.planner import plan_query

ANALYZER = Analyzer()


def document(text: str) -> Document:
    """An article of this one paragraph."""
    block = Block("paragraph", text)
    return to_document(Article("a", "", title_derived=True, body=(block,)), ANALYZER)


def finds(query: str, text: str) -> bool:
    """Whether the search finds the text, as engines do it."""
    return matches(document(text), plan_query(parse(query).node, ANALYZER))


def pairs(table: str) -> list[tuple[str, str]]:
    """Two columns, `–` between, one pair a line or with a comma between pairs."""
    rows = [row.split("–") for line in table.splitlines() for row in line.split(", ")]
    return [(typed.strip(), text.strip()) for typed, text in rows]
