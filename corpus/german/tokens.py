"""Where the words are: spans over the original text.

Cutting has two steps, so that the dear one runs once per distinct string.  `CHUNK` finds runs
without white space that begin and end with a letter or digit; `split_chunk` then cuts such a
run (`US-Präsident`, `Kiew/Moskau`, `U.S.A`, `1.000`) into words.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from corpus.german.normal import composed

CHUNK = re.compile(r"[^\W_](?:\S*[\w\u0300-\u036f])?")

_INSIDE_WORDS = "\u0300-\u036f\u00ad\u200b\u200c\u200d\u2060\ufeff"  # marks and invisibles
_NUMBER = r"\d{1,3}(?:[.\u2009\u202f\u00a0'’]\d{3}){1,9}(?![.\d])(?:,\d+)?"
_DECIMAL = r"(?<!\d[.,])\d+,\d+(?![.,]?\d)"
_INITIAL = r"[^\W\d_][\u0300-\u036f]*+"
_INITIALS = rf"(?:{_INITIAL}\.)+{_INITIAL}(?!\w)\.?"
_LETTERS = rf"(?:[^\W_][{_INSIDE_WORDS}]*)+"
_GENDERED = (  # Politiker:innen, Ärzt*in, Wähler/-innen, Bürger(innen, Lehrer_innenrat
    rf"(?P<stem>[^\W\d_][^\W\d_{_INSIDE_WORDS}]{{2,}}+)"
    r"(?:[:*_·•/]|/-|\()(?P<women>[iI]n(?:nen[^\W\d_]*)?)(?![^\W_])"
)
_WORD = re.compile(f"(?P<number>{_NUMBER}|{_DECIMAL})|{_INITIALS}|{_GENDERED}|{_LETTERS}")
_JOINERS = frozenset("-‐‑'’ʼ`´&.")
"""What holds the parts of one word together when it stands alone between two letters."""

_NARROW = "\u2009\u202f\u00a0"
_SPACED_THOUSANDS = re.compile(rf"(?<=\d)[{_NARROW}](?=\d{{3}}(?!\d))")


def without_spaced_numbers(text: str) -> str:
    """The text with ’ for the narrow spaces in numbers, character for character."""
    if text.isascii() or not any(space in text for space in _NARROW):
        return text
    return _SPACED_THOUSANDS.sub("’", text)


LONGEST_WORD = 100
"""Characters of a term; the longest German words have 80, what is longer is data."""


_LONGEST_RAW = 4 * LONGEST_WORD
"""Characters of which such a term is made: to compose marks in disorder takes quadratic time."""
_MOST_PARTS = 8


class Word(NamedTuple):
    """A word of a chunk: its span in the chunk, its normal form, how it was written, and whether
    a joiner such as a hyphen ties it to the word before.

    `written` has the capitals; of `Ärzt:innen` it is Ärztinnen.
    """

    start: int
    end: int
    form: str
    written: str
    joined: bool


def split_chunk(chunk: str) -> tuple[Word, ...]:
    """The words of a run without white space, in order.

    Numbers lose their thousands separators and keep the decimal comma; dotted initials become
    one word (`U.S.A.` is usa); hyphens, apostrophes, ampersands and inner full stops part
    words and mark them as joined; signs of gender join (`Ärzt*innen`, whose form is
    ärzt:innen); everything else just parts them.
    """
    if chunk.isalpha():  # nine of ten
        written = _one_word(composed(chunk[:_LONGEST_RAW]))
        return (Word(0, len(chunk), written.lower(), written, joined=False),)
    words: list[Word] = []
    end = 0
    for match in _WORD.finditer(chunk):
        joined = bool(words) and chunk[end : match.start()] in _JOINERS
        end = match.end()
        written = _one_word(composed(_plain(match)[:_LONGEST_RAW]))
        form = written.lower()
        if stem := match["stem"]:
            form = _one_word(composed(f"{stem}:{match['women']}"[:_LONGEST_RAW].lower()))
        words.append(Word(match.start(), end, form, written, joined))
    return tuple(words)


def _plain(match: re.Match[str]) -> str:
    if match["number"]:
        return re.sub(r"[^\d,]", "", match[0])
    if match["stem"]:
        return match["stem"] + match["women"].lower()
    return match[0].replace(".", "")


def _one_word(text: str) -> str:
    return (text if text.isalnum() else "".join(text.split()))[:LONGEST_WORD]  # one word, always


def groups(words: tuple[Word, ...]) -> list[list[Word]]:
    """Words that joiners tie together, at most eight; what goes on longer is no word."""
    found: list[list[Word]] = []
    for word in words:
        if word.joined and len(found[-1]) < _MOST_PARTS:
            found[-1].append(word)
        else:
            found.append([word])
    return found


def written(group: list[Word]) -> list[str]:
    """How the words were written."""
    return [word.written for word in group]
