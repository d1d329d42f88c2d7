"""Other spellings of a word: digraphs, ß, accents, and how Germans wrote before 1996 and 1901.

A rule proposes; whether what it proposes is a word, the lexicon says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_DIGRAPHS = {"ae": "ä", "oe": "ö", "ue": "ü"}
_DIGRAPH = re.compile("ae|oe|ue")
_MOST_DIGRAPHS = 3

_OLD = (
    (re.compile(r"\bth(?=[aeiouäöür])|th(?=eil|um|ür|al\b|ier)"), "t"),  # Thür, Urtheil, Reichthum
    (re.compile(r"ph"), "f"),  # Telephon
    (re.compile(r"(?<=\w{4})ey(?=e?n?s?\b)"), "ei"),  # Partey
    (re.compile(r"(?<=\w{3})ir(?=en\b|te?\b|ten\b|t\b|ung)"), "ier"),  # regiren
)
"""Only what hardly occurs in names: a rule for c or final th would make *Roth* red."""

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_STROKES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
)
_GERMAN = frozenset("äöüß")
_FOREIGN = re.compile(r"[^a-zäöüß]")


def respellings(word: str) -> Iterator[str]:
    """What a word in lower case may be in today's spelling, the likelier first; not itself."""
    modern = word.replace("æ", "ä").replace("œ", "ö")
    if modern != word:
        yield modern
    yield from with_umlauts(modern)
    if "ss" in modern:
        yield modern.replace("ss", "ß")
    if "ß" in modern:
        yield modern.replace("ß", "ss")
    for pattern, replacement in _OLD:
        changed = pattern.sub(replacement, modern)
        if changed != modern:
            yield changed
            yield from with_umlauts(changed)


def with_umlauts(word: str) -> Iterator[str]:
    """With all digraphs as umlauts, then with one of them: *Steuerueberschuss* has an *eue*."""
    found = [match.start() for match in _DIGRAPH.finditer(word)]
    if not found or len(found) > _MOST_DIGRAPHS:
        return
    yield _DIGRAPH.sub(lambda match: _DIGRAPHS[match[0]], word)
    if len(found) > 1:
        for place in reversed(found):
            yield word[:place] + _DIGRAPHS[word[place : place + 2]] + word[place + 2 :]


def digraphs(word: str) -> str:
    """The word without umlauts: *mueller* for *müller*."""
    return word.translate(_UMLAUTS)


def plain(word: str) -> str:
    """The word without accents and strokes that German has not: *erdogan* for *erdoğan*."""
    if not _FOREIGN.search(word):
        return word
    letters = []
    for letter in word.translate(_STROKES):
        base = letter if letter in _GERMAN else unicodedata.normalize("NFD", letter)[0]
        letters.append(base)
    return "".join(letters)
