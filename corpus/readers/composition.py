"""Running text and header facts become an `Article`: shared by all readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.anatomy import (
    SignOff,
    dateline_agencies,
    find_dateline,
    find_inner_sign_off,
    find_sign_off,
    is_subhead,
    split_credit,
)
from corpus.article import Article, Block
from corpus.dates import DateInterval
from corpus.german.sentences import sentence_spans

LONGEST_DERIVED_TITLE = 160

LEAD_REACH = 600
"""Characters in which a lead run into the text ends and the dateline follows."""

_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+|\u2029")
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\x0b|\x0c|\x85")
_CLOSING = tuple('.!?…:“"”»«)')


def split_paragraphs(text: str) -> list[str]:
    """Paragraphs, at blank lines; else, where lines end with a sentence, at those lines.

    Archives wrap lines hard in the middle of sentences: such line ends become spaces.
    """
    text = _LINE_ENDS.sub("\n", text).strip()
    pieces = [piece.split("\n") for piece in _BLANK_LINES.split(text)]
    if len(pieces) == 1:
        pieces = _closed_lines(pieces[0])
    joined = (" ".join(map(str.strip, lines)).strip() for lines in pieces)
    return [piece for piece in joined if piece]


def _closed_lines(lines: list[str]) -> list[list[str]]:
    """Lines in groups, each but the last ending with a line that closes a sentence."""
    groups: list[list[str]] = [[]]
    for line in lines:
        groups[-1].append(line)
        if line.rstrip().endswith(_CLOSING):
            groups.append([])
    return groups


def compose(
    facts: Article, paragraphs: list[str], *, header_lead: bool = False
) -> tuple[Article, list[str]]:
    """Fill in what the text itself says, and list what had to be assumed.

    `facts` carries id, date and what else the input stated; with `header_lead` the first
    paragraph is the lead, otherwise the text before a dateline is.
    """
    lead, paragraphs = _split_lead(paragraphs, header_lead=header_lead)
    lead, credit = split_credit(lead) if lead else (None, None)
    sign_off, paragraphs = _split_sign_off(paragraphs)
    opening = paragraphs[0] if paragraphs else ""
    _, places = find_dateline(opening)
    agencies = [*dateline_agencies(opening), *(sign_off.agencies if sign_off else ())]
    date, remarks = _reconcile(facts.date, sign_off.date if sign_off else None)
    title = facts.title or derive_title(lead or opening)
    article = replace(
        facts,
        title=title or facts.id,
        title_derived=not facts.title,
        date=date,
        lead=lead or None,
        credit=credit,
        body=tuple(_blocks(paragraphs)),
        places=tuple(dict.fromkeys(places)),
        agencies=tuple(dict.fromkeys(agencies)),
        authors=facts.authors or (sign_off.authors if sign_off else ()),
        sign_off=sign_off.text if sign_off else None,
    )
    return article, remarks


def derive_title(text: str) -> str:
    """The first sentence, without its full stop, at most 160 characters; empty for no text."""
    text = " ".join(text.split())
    spans = sentence_spans(text[: 3 * LONGEST_DERIVED_TITLE])
    title = text[: spans[0][1]] if spans else ""
    if len(title) > LONGEST_DERIVED_TITLE:
        title = title[:LONGEST_DERIVED_TITLE].rsplit(" ", 1)[0] + " …"
    return title[:-1] if title.endswith(".") and not title.endswith("..") else title


def _split_lead(paragraphs: list[str], *, header_lead: bool) -> tuple[str | None, list[str]]:
    if header_lead or not paragraphs:
        return (paragraphs[0] if paragraphs else None), paragraphs[1:]
    start, places = find_dateline(paragraphs[0], within=LEAD_REACH)
    if start:
        return paragraphs[0][:start].rstrip(), [paragraphs[0][start:], *paragraphs[1:]]
    if not places and len(paragraphs) > 1 and len(paragraphs[0]) <= LEAD_REACH:
        _, places = find_dateline(paragraphs[1])
        if places:
            return paragraphs[0], paragraphs[1:]
    return None, paragraphs


def _split_sign_off(paragraphs: list[str]) -> tuple[SignOff | None, list[str]]:
    if not paragraphs:
        return None, paragraphs
    found = find_sign_off(paragraphs[-1])
    if found:
        start, sign_off = found
        last = paragraphs[-1][:start].rstrip()
        return sign_off, [*paragraphs[:-1], *([last] if last else [])]
    for paragraph in reversed(paragraphs):
        if inner := find_inner_sign_off(paragraph):
            return inner, paragraphs
    return None, paragraphs


def _blocks(paragraphs: list[str]) -> Iterator[Block]:
    last = len(paragraphs) - 1
    for index, paragraph in enumerate(paragraphs):
        between = 0 < index < last
        yield Block("subhead" if between and is_subhead(paragraph) else "paragraph", paragraph)


def _reconcile(
    header: DateInterval | None, signed: DateInterval | None
) -> tuple[DateInterval | None, list[str]]:
    """The more precise of two dates that agree; the header's, with a remark, if they do not."""
    if signed is None:
        if header is None:
            return None, ["Ohne Datum aufgenommen; kein Zeitraum wird den Artikel finden."]
        return header, []
    if header is None:
        return signed, [f"Kein Datum im Kopf; übernommen aus der Signatur: {signed.label}."]
    if header.contains(signed):
        return signed, []
    return header, [
        f"Die Signatur nennt {signed.label}, der Kopf {header.label}; es gilt der Kopf."
    ]
