"""Where the words are: spans over the original text.

Cutting has two steps, so that the dear one runs once per distinct string.  `CHUNK` finds runs
without white space that begin and end with a letter or digit; `split_chunk` then cuts such a
run (`US-Präsident`, `Kiew/Moskau`, `U.S.A`, `1.000`) into words.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from corpus.german.normal import normal_form

CHUNK = re.compile(r"[^\W_](?:\S*[\w\u0300-\u036f])?")

_INSIDE_WORDS = "\u0300-\u036f\u00ad\u200b\u200c\u200d\u2060\ufeff"  # marks and invisibles
_NUMBER = r"\d{1,3}(?:[.\u2009\u202f\u00a0'’]\d{3}){1,9}(?![.\d])(?:,\d+)?"
_DECIMAL = r"(?<!\d[.,])\d+,\d+(?![.,]?\d)"
_INITIAL = r"[^\W\d_][\u0300-\u036f]*+"
_INITIALS = rf"(?:{_INITIAL}\.)+{_INITIAL}(?!\w)\.?"
_LETTERS = rf"(?:[^\W_][{_INSIDE_WORDS}]*)+"
_WORD = re.compile(f"(?P<number>{_NUMBER}|{_DECIMAL})|{_INITIALS}|{_LETTERS}")
_JOINERS = frozenset("-‐‑'’ʼ`´&.")
"""What holds the parts of one word together when it stands alone between two letters."""

LONGEST_WORD = 100
"""Characters of a term; the longest German words have 80, what is longer is data."""


class Word(NamedTuple):
    """A word of a chunk: its span in the chunk, its normal form, and whether a joiner such as
    a hyphen ties it to the word before.
    """

    start: int
    end: int
    form: str
    joined: bool


def split_chunk(chunk: str) -> tuple[Word, ...]:
    """The words of a run without white space, in order.

    Numbers lose their thousands separators and keep the decimal comma; dotted initials become
    one word (`U.S.A.` is usa); hyphens, apostrophes, ampersands and inner full stops part
    words and mark them as joined; everything else just parts them.
    """
    if chunk.isalpha():  # nine of ten
        return (Word(0, len(chunk), _normal(chunk), joined=False),)
    words: list[Word] = []
    end = 0
    for match in _WORD.finditer(chunk):
        joined = bool(words) and chunk[end : match.start()] in _JOINERS
        end = match.end()
        words.append(Word(match.start(), end, _form(match), joined))
    return tuple(words)


def _form(match: re.Match[str]) -> str:
    text = match[0]
    text = re.sub(r"[^\d,]", "", text) if match["number"] else text.replace(".", "")
    return _normal(text)


def _normal(text: str) -> str:
    form = normal_form(text)
    return (form if form.isalnum() else "".join(form.split()))[:LONGEST_WORD]  # one word, always
