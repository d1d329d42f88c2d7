"""Words that stand apart in a clause: separable verbs and what a hyphen stands for.

*Sie kündigte im Mai den Rückzug an* is a form of *ankündigen*, *Ein- und Ausfuhr* of *Einfuhr*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from corpus.german.lexicon import VERB, Lexicon
from corpus.german.morphology import Morphology


class Apart(NamedTuple):
    """A term whose letters stand apart, and the spans of its pieces."""

    term: str
    spans: tuple[tuple[int, int], ...]


class Clauses:
    """Finds such words in a paragraph."""

    def __init__(self, lexicon: Lexicon, morphology: Morphology) -> None:
        self._lexicon = lexicon
        self._morphology = morphology

    def found(self, text: str) -> Iterator[Apart]:
        """Every separated verb, then every completed compound."""
        yield from self._verbs(text)
        yield from self._completed(text)

    # --- verbs ------------------------------------------------------------------------------

    def _verbs(self, text: str) -> Iterator[Apart]:
        """A particle at the end of a clause, and before it in the same clause a finite verb that
        the lexicon knows with this particle.
        """
        for match in _PARTICLE.finditer(text):
            begin = max(0, match.start() - _FARTHEST)
            for word in _last_first(text, begin, match.start()):
                if _BREAK.search(text, word.end(), match.start()):
                    break
                if verb := self._separable(word[0], match["particle"].lower()):
                    yield Apart(verb, (word.span(), match.span("particle")))
                    break

    def _separable(self, form: str, particle: str) -> str | None:
        low = form.lower()
        for reading in self._lexicon.readings(low):
            if low == reading or not self._lexicon.kind(reading) & VERB:
                continue  # an infinitive is not parted
            verb = particle + reading
            if self._lexicon.kind(verb) & VERB:
                return verb
        return None

    # --- hyphens ----------------------------------------------------------------------------

    def _completed(self, text: str) -> Iterator[Apart]:
        for match in _LEFT.finditer(text):
            for start, end in _firsts(match):
                if term := self._with_end_of(text[start:end], match["whole"]):
                    yield Apart(term, ((start, end), match.span("whole")))
        for match in _RIGHT.finditer(text):
            if term := self._with_beginning_of(match["whole"], match["rest"]):
                yield Apart(term, (match.span("whole"), match.span("rest")))

    def _with_end_of(self, first: str, whole: str) -> str | None:
        """*Ein* and *Ausfuhr*: einfuhr; the longest end that makes a known word, else the last
        part of the whole.
        """
        whole = whole.rpartition("-")[2].lower()
        for place in range(_SHORTEST, len(whole) - _SHORTEST + 1):
            for form in (first + whole[place:], (first + whole[place:]).capitalize()):
                if readings := self._lexicon.readings(form):
                    return readings[0]
        heads = self._morphology.meaning(whole.capitalize()).heads
        return first.lower().replace("ß", "ss") + min(heads, key=len) if heads else None

    def _with_beginning_of(self, whole: str, rest: str) -> str | None:
        """*Wareneingang* and *ausgang*: warenausgang."""
        for place in range(len(whole) - _SHORTEST, _SHORTEST - 1, -1):
            if readings := self._lexicon.readings(whole[:place].capitalize() + rest):
                return readings[0]
        meaning = self._morphology.meaning(whole)
        if not meaning.heads:
            return None
        shortest = min(meaning.heads, key=len)
        return meaning.lemma.removesuffix(shortest) + self._morphology.meaning(rest).lemma


_SHORTEST = 2
_FARTHEST = 300
"""Characters between a verb and its particle; in newspapers hardly ever more."""

_PARTICLE = re.compile(
    r"\b(?P<particle>ab|an|auf|aus|bei|bereit|durch|ein|entgegen|fehl|fern|fest|fort|frei|her|"
    r"heran|heraus|herein|herum|hervor|hin|hinaus|hinein|hinzu|hoch|klar|los|mit|nach|nieder|"
    r"preis|raus|rein|statt|teil|um|unter|vor|voran|voraus|vorbei|vorweg|weg|weiter|wieder|wahr|"
    r"zu|zurecht|zurück|zusammen|zusammen|über|überein|auseinander)"
    r"(?=[.,;:!?)“”\"»«…–]|\s+(?:und|oder|aber|sowie|als|wie|–)\b|\s*\Z)"
)
_BREAK = re.compile(r"[.;:!?](?=\s)|,\s+(?:dass|daß|weil|wenn|ob|als|während|obwohl|der|die|das)\b")
_WORD = re.compile(r"[^\W\d_]{3,}")

_LEFT = re.compile(
    r"(?<![\w-])(?P<first>[^\W\d_]{2,})[-‐‑](?:,\s+[^\W\d_]{2,}[-‐‑])*"
    r"\s+(?:und|oder|bzw\.|sowie|bis|wie|als auch|noch|u\.)\s+(?P<whole>[^\W\d_][\w-]{3,}\w)"
)
_FIRST = re.compile(r"[^\W\d_]{2,}(?=[-‐‑](?:,|\s))")
_RIGHT = re.compile(
    r"(?<![\w-])(?P<whole>[^\W\d_]{5,})\s+(?:und|oder|bzw\.|sowie|u\.)\s+[-‐‑–](?P<rest>[^\W\d_]{3,})"
)


def _firsts(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    return (first.span() for first in _FIRST.finditer(match.string, match.start(), match.end()))


def _last_first(text: str, start: int, end: int) -> list[re.Match[str]]:
    return list(_WORD.finditer(text, start, end))[::-1]
