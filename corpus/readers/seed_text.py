"""The text form: `date YYYY[-MM[-DD]]` and the lead on the first line, then paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.article import Article
from corpus.dates import DateInterval, parse_date
from corpus.errors import UnreadableDate
from corpus.readers.composition import compose, split_paragraphs
from corpus.readers.decoding import ASSUMED_CP1252, MAX_ARTICLE_BYTES, TOO_LONG, NotText, decode
from corpus.readers.findings import Found, Reading, Rejected, Remark

_HEADER = re.compile(r"\s*date[ \t]+(?P<date>\d\S*)[ \t]*")
_DASHED = re.compile(r"\d{4}(?:-\d{2}){0,2}")


def read(
    file: Path, name: str, source: str | None, on_bytes: Callable[[int], None]
) -> Iterator[Reading]:
    """Yield the one article of `file`, whose id is `name`, or why it is none."""
    if file.stat().st_size > MAX_ARTICLE_BYTES:
        yield Rejected(str(file), None, TOO_LONG)
        return
    data = file.read_bytes()
    on_bytes(len(data))
    try:
        text, assumed = decode(data)
    except NotText as error:
        yield Rejected(str(file), None, str(error))
        return
    if not text.strip():
        yield Rejected(str(file), None, "Die Datei ist leer.")
        return
    date = None
    if header := _HEADER.match(text):
        try:
            date = _header_date(header["date"])
        except UnreadableDate as error:
            yield Rejected(str(file), 1, str(error))
            return
        text = text[header.end() :]
    paragraphs = split_paragraphs(text)
    if not paragraphs:
        yield Rejected(str(file), None, "Nach dem Datum folgt weder Titel noch Text.")
        return
    lead_in_header = header is None or not text.startswith("\n")
    article, remarks = compose(
        Article(id=name, title="", date=date, source=source),
        paragraphs,
        header_lead=lead_in_header and len(paragraphs) > 1,
    )
    if assumed:
        yield Remark(str(file), None, ASSUMED_CP1252)
    for remark in remarks:
        yield Remark(str(file), None, remark)
    yield Found(article, str(file), None)


def _header_date(text: str) -> DateInterval:
    if not _DASHED.fullmatch(text):
        raise UnreadableDate(f"Das Datum „{text[:40]}“ im Kopf hat nicht die Form JJJJ-MM-TT.")
    return parse_date(text)
