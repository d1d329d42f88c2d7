"""Cuts a typed query into words, phrases, operators and brackets; never fails."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Kind = Literal["word", "phrase", "and", "or", "not", "open", "close"]

OPERATORS: dict[str, Kind] = {
    "UND": "and", "AND": "and", "ODER": "or", "OR": "or", "NICHT": "not", "NOT": "not",
}  # fmt: skip

_CLOSING = {'"': '"', "„": '“”"‟', "“": '”“"', "”": '”"', "«": "»", "»": "«"}
_QUOTES = "".join(_CLOSING) + "‟"
_WORD = re.compile(rf"[^\s(){_QUOTES}]+")


class Lexeme(NamedTuple):
    """A piece of the query and the offset at which it begins."""

    kind: Kind
    text: str
    position: int


def lexemes(query: str) -> tuple[list[Lexeme], list[str]]:
    """The pieces in order, and a German sentence for each thing that had to be mended."""
    found: list[Lexeme] = []
    warnings: list[str] = []
    position = 0
    while position < len(query):
        character = query[position]
        if character in "()":
            found.append(Lexeme("open" if character == "(" else "close", character, position))
            position += 1
        elif character in _CLOSING:
            end = _closing_quote(query, position)
            if end is None:
                warnings.append(
                    f"Das Anführungszeichen {character} wird nicht geschlossen; "
                    "was folgt, gilt als einzelne Wörter."
                )
                position += 1
            else:
                found.append(Lexeme("phrase", query[position + 1 : end], position))
                position = end + 1
        elif character == "-" and _negates(query, position):
            found.append(Lexeme("not", "-", position))
            position += 1
        elif match := _WORD.match(query, position):
            found.append(Lexeme(OPERATORS.get(match[0], "word"), match[0], position))
            position = match.end()
        else:
            position += 1
    return found, warnings


def _closing_quote(query: str, opening: int) -> int | None:
    closers = _CLOSING[query[opening]]
    return next((i for i in range(opening + 1, len(query)) if query[i] in closers), None)


def _negates(query: str, position: int) -> bool:
    """A hyphen excludes what follows at once, unless it stands inside or behind a word."""
    before = query[position - 1] if position else " "
    after = query[position + 1 : position + 2]
    return (before.isspace() or before == "(") and (
        after.isalnum() or (after != "" and after in _CLOSING) or after == "("
    )
