"""What a reader yields: articles with their place in the input, refusals and remarks."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.article import Article


@dataclass(frozen=True, slots=True)
class Found:
    """An article, and the file and line (None in a text file) that it stands in."""

    article: Article
    file: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Rejected:
    """An article, or a whole file, that is not in the index: where, and the reason in German.

    `line` counts from 1 and is None when the file as a whole is meant.
    """

    file: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}, Zeile {self.line}"
        return f"{where}: {self.reason}"


class Remark(Rejected):
    """Something assumed about an article that is in the index all the same."""

    __slots__ = ()


Reading = Found | Rejected
