"""A quick look before the analysis: where in a text a term may stand.

Searching for a few strings passes over nearly all of a text, and only what it stops at need be
analysed.  Which strings: what the forms of the term's word begin with, anywhere, since it may be
a part of a compound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from corpus.german.lexicon import Lexicon
from corpus.german.lexicon.roots import folded
from corpus.german.lexicon.verbs import SEPARABLE
from corpus.german.spelling import digraphs

_PIECE = re.compile(r"\S+")

_JOINERS = "-‐‑.:'’ʼ`´&/*_·•("
_JOINED = re.compile(rf"(?<=\w)[{re.escape(_JOINERS)}](?=[\w-])")
_DIGRAPH = re.compile("[aou]e")
_ODD = re.compile(rf"""[^A-Za-zÄÖÜäöüß0-9 \n\t\u00a0,;!?)„“”"»«‚‘–—…%§€$+{re.escape(_JOINERS)}]""")
"""Letters that may become others, or none."""


class Prefilter:
    """Finds the pieces of a text, between white space, that may have one of the terms."""

    def __init__(self, terms: Iterable[str], lexicon: Lexicon) -> None:
        strings = {string for term in terms for string in _strings(term, lexicon)}
        self._strings = tuple(
            s for s in sorted(strings) if not any(o in s for o in strings if o != s)
        )

    def pieces(self, text: str) -> list[tuple[int, str]]:
        """Where each such piece begins, and the piece; in order."""
        found = []
        end = 0
        for place in self._places(text):
            if place >= end:
                start = max(end, text.rfind(" ", end, place) + 1)
                end = text.find(" ", place)
                end = end if end >= 0 else len(text)
                found += [(m.start(), m[0]) for m in _PIECE.finditer(text, start, end)]
        return found

    def _places(self, text: str) -> list[int]:
        low = text.lower()
        if len(low) != len(text):
            return [match.start() for match in _PIECE.finditer(text)]
        for letter, plain in (("ä", "a"), ("ö", "o"), ("ü", "u"), ("ß", "s")):
            low = low.replace(letter, plain)
        places = [match.start() for match in _ODD.finditer(text)]
        if self._more_in(low, _JOINERS, ""):  # U.S.A., 1.000, US-Präsident
            places += [match.start() for match in _JOINED.finditer(text)]
        if self._more_in(low, ("ae", "oe", "ue"), "aou"):  # Aerzte for the root of Arzt
            places += [match.start() for match in _DIGRAPH.finditer(low)]
        for string in self._strings:
            place = low.find(string)
            while place >= 0:
                places.append(place)
                place = low.find(string, place + 1)
        return sorted(places)

    def _more_in(self, low: str, removed: Sequence[str], kept: str) -> bool:
        """Whether a string occurs more often once something is replaced, each by its letter."""
        changed = low
        for old, new in zip_longest(removed, kept, fillvalue=""):
            changed = changed.replace(old, new)
        return any(changed.count(string) > low.count(string) for string in self._strings)


def _strings(term: str, lexicon: Lexicon) -> Iterator[str]:
    term = term.partition(":")[0]  # of bürger:innen
    roots = [*lexicon.roots(term), digraphs(term[: max(3, len(term) - 2)])]
    if lexicon.kind(term) == 0:  # it may be a verb known to no one
        for prefix in filter(term.startswith, SEPARABLE):
            roots += [folded(prefix) + "ge", folded(prefix) + "zu"]
    for root in roots:
        for spelling in {root, *_old(root)}:
            yield from _up_to_s(spelling)
            yield from _up_to_s(re.sub("([aou])e", r"\1", spelling))


def _old(root: str) -> Iterator[str]:
    """Spellings that `spelling.respellings` undoes."""
    yield root.replace("t", "th", 1)
    yield root.replace("f", "ph")
    yield root.replace("ier", "ir")
    yield root.replace("ei", "ey")


def _up_to_s(string: str) -> Iterator[str]:
    """The string up to its first s inside, if that is long enough: ß is searched for as s, and
    where the string has ss, a text may have one s, two or three.
    """
    string = _LEADING.sub("s", string)
    run = _RUN.search(string)
    if run is None:
        yield string
    elif run.start() >= _LONG_ENOUGH:
        yield string[: run.start()] + "s"
    else:
        for letters in ("s", "ss", "sss"):
            rest = _RUN.split(string[run.end() :], maxsplit=1)[0]
            yield string[: run.start()] + letters + rest


_LEADING, _RUN = re.compile("^[sß]+"), re.compile("(?<!^)[sß]+")
_LONG_ENOUGH = 2
