"""JSON Lines, plain or gzip: one article a line, in the keys that archives use."""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, cast

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from corpus.article import Article
from corpus.dates import DateInterval, parse_date
from corpus.errors import UnreadableDate
from corpus.readers.composition import compose, split_paragraphs
from corpus.readers.decoding import (
    ASSUMED_CP1252,
    IS_UTF16,
    MAX_ARTICLE_BYTES,
    TOO_LONG,
    UTF16_MARKS,
    NotText,
    decode,
    without_surrogates,
)
from corpus.readers.findings import Found, Reading, Rejected, Remark

LONGEST_ID = 500
"""Characters of an id; it becomes part of a URL."""

LONGEST_FACET = 500
"""Characters of a source or section; they become filters."""

MAX_DEPTH = 50
"""Levels of arrays and objects in a line; Python's own recursion ends at some hundred."""

_TOO_DEEP = f"Das JSON ist in mehr als {MAX_DEPTH} Ebenen geschachtelt."
_MENDED = "Halbe Zeichen (einzelne Surrogate) sind durch „\ufffd“ ersetzt."


class _Record(BaseModel):
    """The keys with a meaning; all others are kept as they are in `model_extra`."""

    model_config = ConfigDict(extra="allow", coerce_numbers_to_str=True, str_strip_whitespace=True)

    id: str | None = Field(default=None, max_length=LONGEST_ID)
    title: str | None = None
    text: str | None = None
    date: str | None = Field(default=None, validation_alias=AliasChoices("date", "published"))
    source: str | None = Field(
        default=None, validation_alias=AliasChoices("source", "outlet"), max_length=LONGEST_FACET
    )
    section: str | None = Field(
        default=None, validation_alias=AliasChoices("section", "category"), max_length=LONGEST_FACET
    )
    url: str | None = None
    authors: list[str] | str | None = None


_FIRST_CHOICES = frozenset({"date", "source", "section"})
"""Keys that, when empty, leave their meaning to the other name of it."""


def read(
    file: Path, name: str, source: str | None, on_bytes: Callable[[int], None]
) -> Iterator[Reading]:
    """Yield the article of each line of `file`, or why there is none; blank lines are skipped."""
    del name  # an article's id is in its line
    with file.open("rb") as raw:
        packed = file.name.lower().endswith(".gz")
        stream = cast("IO[bytes]", gzip.GzipFile(fileobj=raw) if packed else raw)
        number, empty, position = 0, True, 0
        try:
            for number, line in _lines(stream):
                on_bytes(raw.tell() - position)
                position = raw.tell()
                if number == 1 and line and line.startswith(UTF16_MARKS):
                    yield Rejected(str(file), None, IS_UTF16)
                    return
                empty = empty and line is not None and not line.strip()
                if line is None:
                    yield Rejected(str(file), number, TOO_LONG)
                elif line.strip():
                    yield from _read_line(line, str(file), number, source)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            reason = "Ab hier ist die gzip-Datei beschädigt oder unvollständig."
            yield Rejected(str(file), number + 1, reason)
            return
    if empty:
        yield Rejected(str(file), None, "Die Datei ist leer.")


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines; one past the limit is read over in pieces and comes as None."""
    number = 0
    while line := stream.readline(MAX_ARTICLE_BYTES):
        number += 1
        if len(line) == MAX_ARTICLE_BYTES and not line.endswith(b"\n"):
            while (rest := stream.readline(MAX_ARTICLE_BYTES)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line


def _read_line(line: bytes, file: str, number: int, source: str | None) -> Iterator[Reading]:
    try:
        text, assumed = decode(line.rstrip(b"\r\n"))
        record, mended = _parse(text)
        date = parse_date(record.date) if record.date else None
    except (NotText, UnreadableDate) as error:
        yield Rejected(file, number, str(error))
        return
    if not record.title and not record.text:
        yield Rejected(file, number, "Der Artikel hat weder Titel noch Text.")
        return
    article, remarks = compose(_facts(record, date, source), split_paragraphs(record.text or ""))
    if assumed:
        yield Remark(file, number, ASSUMED_CP1252)
    if mended:
        yield Remark(file, number, _MENDED)
    for remark in remarks:
        yield Remark(file, number, remark)
    yield Found(article, file, number)


def _parse(text: str) -> tuple[_Record, bool]:
    """The record, and whether surrogates had to be replaced.

    Raises NotText with the reason when the line is no article's JSON.
    """
    try:
        value = json.loads(text, parse_constant=_finite, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise NotText(f"Das JSON ist fehlerhaft bei Zeichen {error.pos + 1}.") from error
    except RecursionError as error:
        raise NotText(_TOO_DEEP) from error
    except ValueError as error:
        raise NotText("Das JSON enthält eine Zahl, die keine ist, oder eine zu lange.") from error
    if not isinstance(value, dict):
        raise NotText("Die Zeile ist kein JSON-Objekt.")
    if text.count("[") + text.count("{") > MAX_DEPTH and _deeper(value, MAX_DEPTH):
        raise NotText(_TOO_DEEP)
    whole = _without_surrogates(value) if "\\u" in text else value
    given = {k: v for k, v in whole.items() if k not in _FIRST_CHOICES or v not in (None, "")}
    try:
        return _Record.model_validate(given), whole != value
    except ValidationError as error:
        key = str(error.errors()[0]["loc"][0])
        if key == "id":
            raise NotText(f"Die „id“ ist kein Text bis {LONGEST_ID} Zeichen.") from error
        if error.errors()[0]["type"] == "string_too_long":
            raise NotText(f"Der Wert von „{key}“ hat mehr als {LONGEST_FACET} Zeichen.") from error
        raise NotText(f"Der Wert von „{key}“ ist kein Text.") from error


def _finite(number: str) -> float:
    if not math.isfinite(value := float(number)):
        raise ValueError(number)
    return value


def _deeper(value: Any, levels: int) -> bool:
    """Whether arrays and objects are nested in more than so many levels."""
    if not isinstance(value, dict | list):
        return False
    children = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_deeper(child, levels - 1) for child in children)


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {without_surrogates(k): _without_surrogates(v) for k, v in value.items()}
    return value


def _facts(record: _Record, date: DateInterval | None, source: str | None) -> Article:
    authors = [record.authors] if isinstance(record.authors, str) else record.authors or []
    source = record.source or source
    return Article(
        id=record.id or _hashed_id(record, source),
        title=" ".join((record.title or "").split()),
        date=date,
        source=source or None,
        section=record.section or None,
        url=record.url or None,
        authors=tuple(author for author in authors if author),
        extra=record.model_extra or {},
    )


def _hashed_id(record: _Record, source: str | None) -> str:
    """A stable id for an article without one, from all that identifies it."""
    identity = [source, record.date, record.title, record.url, record.text]
    return hashlib.sha256(json.dumps(identity).encode()).hexdigest()[:16]
