"""The articles as the peers read them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple


class Article(NamedTuple):
    """What every peer stores; `published` is the day as the article states it."""

    id: str
    title: str
    text: str
    published: date
    source: str

    @property
    def month(self) -> int:
        """202103 for March 2021."""
        return self.published.year * 100 + self.published.month


def read_articles(path: Path) -> Iterator[Article]:
    """The articles of a file that `corpus_sample` wrote."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield Article(
                record["id"],
                record["title"] or "",
                record["text"],
                datetime.fromisoformat(record["published"]).date(),
                record["source"],
            )


def text_bytes(path: Path) -> int:
    """Bytes of all titles and texts in UTF-8: what the size of an index is compared with."""
    return sum(len(a.title.encode()) + len(a.text.encode()) for a in read_articles(path))
