"""Words that stand apart in a clause: separable verbs and what a hyphen stands for.

*Sie kündigte im Mai den Rückzug an* is a form of *ankündigen*, *Ein- und Ausfuhr* of *Einfuhr*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from corpus.german.lexicon import VERB, Lexicon
from corpus.german.lexicon.forms import key
from corpus.german.lexicon.verbs import SEPARABLE
from corpus.german.morphology import Morphology

_FARTHEST = 250
"""Characters between a verb and its particle; in newspapers hardly ever more."""

_PARTICLE = re.compile(  # a blank in front of everything is what makes the search fast
    r" (?P<particle>ab|an|auf|aus|bei|bereit|durch|ein|entgegen|fern|fest|fort|frei|heim|her|"
    r"heran|heraus|herbei|herein|herum|hervor|hin|hinaus|hinein|hinzu|hoch|klar|los|mit|nach|"
    r"nieder|preis|raus|rein|rück|statt|teil|um|unter|vor|voran|voraus|vorbei|vorweg|weg|weiter|"
    r"wieder|wahr|zu|zurecht|zurück|zusammen|über|überein|auseinander)"
    r"(?=[.,;:!?)“”\"»«…–]|\s+(?:(?:und|oder|aber|als|wie)\b|[–—(])|\s*\Z)"
)
_STOPS = frozenset(".:;!?…")
_PUNCTUATION = ',„“”"»«‚‘()–—'
_SINCE, _SINCE_PARTICLES = frozenset(["von", "vom", "Von", "Vom"]), frozenset(["an", "aus", "auf"])
"""*von Anfang an*, *vom Amt aus*: no verb's particle."""

_CONJUNCTION = r"(?:und|oder|bzw\.|sowie|bis|wie|als auch|noch|u\.)"
_OPEN_END = re.compile(rf"[-‐‑](?:,\s+[^\W\d_]{{2,}}[-‐‑]){{0,12}}\s+{_CONJUNCTION}\s+")
_OPEN_BEGINNING = re.compile(r" [-‐‑–](?=(?P<rest>[^\W\d_]{3,}))")
_FIRST = re.compile(r"[^\W\d_]{2,}(?=[-‐‑](?:,|\s))")
_WHOLE = re.compile(r"[^\W\d_](?:[\w-]*\w)?")
_BEFORE = re.compile(rf"(?P<whole>[^\W\d_]{{5,}})(?:\s+{_CONJUNCTION}|,)\Z")
_LONGEST_FIRST = 40

_SHORTEST_PART = 2
_REMEMBERED = 20_000


class Apart(NamedTuple):
    """A term whose letters stand apart, and the spans of its pieces."""

    term: str
    spans: tuple[tuple[int, int], ...]


class Clauses:
    """Finds such words in a paragraph."""

    def __init__(self, lexicon: Lexicon, morphology: Morphology) -> None:
        self._lexicon = lexicon
        self._morphology = morphology
        self._finite = lru_cache(_REMEMBERED)(self._look_up_finite)
        self._with_end_of = lru_cache(_REMEMBERED)(self._look_up_end)

    def found(self, text: str, *, verbs: bool = True) -> Iterator[Apart]:
        """Every separated verb, if these are wanted, then every completed compound."""
        for match in _PARTICLE.finditer(text) if verbs else ():
            if found := self._verb(text, match):
                yield found
        if "-" in text or "–" in text or "‐" in text or "‑" in text:
            for match in _OPEN_END.finditer(text):
                yield from self._with_ends(text, match)
            for match in _OPEN_BEGINNING.finditer(text):
                if found := self._with_beginning(text, match):
                    yield found

    def parted(self, term: str) -> set[str]:
        """The verbs that a separable verb may leave without a particle; none for other words."""
        if not self._lexicon.kind(term) & VERB:
            return set()
        verbs = {term.removeprefix(particle) for particle in SEPARABLE} - {term}
        return {verb for verb in verbs if self._lexicon.kind(verb) & VERB}

    # --- verbs ------------------------------------------------------------------------------

    def _verb(self, text: str, match: re.Match[str]) -> Apart | None:
        """A particle at the end of a clause, and before it in the same sentence the nearest
        finite verb that the lexicon knows with this particle.
        """
        particle = match["particle"]
        begin = max(0, match.start() - _FARTHEST)
        words = text[begin : match.start()].split()
        if particle in _SINCE_PARTICLES and not _SINCE.isdisjoint(words[-3:]):
            return None
        for place in range(len(words) - 1, -1, -1):
            word = words[place]
            if word[-1] in _STOPS or word[-2:-1] in _STOPS:
                return None
            form = word.strip(_PUNCTUATION)
            begins = words[place - 1][-1] in _STOPS if place else begin == 0
            if not (form[:1].islower() or begins):
                continue  # other capitals are nouns
            for verb in self._finite(form):
                noun = begins and verb == form.lower() + "n" and form[0].isupper()  # Schule
                if not noun and self._lexicon.kind(particle + verb) & VERB:
                    start = text.rindex(form, begin, match.start())
                    span = (start, start + len(form))
                    return Apart(particle + verb, (span, match.span("particle")))
        return None

    def _look_up_finite(self, form: str) -> tuple[str, ...]:
        """The verbs that the form may be of."""
        readings = self._lexicon.readings(form.lower())
        return tuple(reading for reading in readings if self._lexicon.kind(reading) & VERB)

    # --- hyphens ----------------------------------------------------------------------------

    def _with_ends(self, text: str, match: re.Match[str]) -> Iterator[Apart]:
        """*Ein-* and *Ausfuhr*, and whatever else stands in the list."""
        whole = _WHOLE.match(text, match.end())
        if whole is None or len(whole[0]) <= _SHORTEST_PART:
            return
        start = max(0, match.start() - _LONGEST_FIRST)
        start = text.rfind(" ", start, match.start()) + 1 or start
        for first in _FIRST.finditer(text, start, match.end()):
            if term := self._with_end_of(first[0], whole[0]):
                yield Apart(term, (first.span(), whole.span()))

    def _look_up_end(self, first: str, whole: str) -> str | None:
        """The longest end that makes a known word, else the last part of the whole."""
        last = whole.rpartition("-")[2].lower()
        for place in range(_SHORTEST_PART, len(last) - _SHORTEST_PART):
            form = first + last[place:]
            readings = self._lexicon.readings(form) or self._lexicon.readings(form.capitalize())
            if readings:
                return readings[0]
        if "-" in whole:  # US- und EU-Politiker
            return key(first) + self._morphology.meaning(last.capitalize()).lemma
        heads = self._morphology.meaning(last.capitalize()).heads
        return key(first) + min(heads, key=len) if heads else None

    def _with_beginning(self, text: str, match: re.Match[str]) -> Apart | None:
        """*Wareneingang und -ausgang*."""
        window = text[max(0, match.start() - 2 * _LONGEST_FIRST) : match.start()]
        before = _BEFORE.search(window)
        if before is None:
            return None
        whole, rest = before["whole"], match["rest"]
        term = self._with_beginning_of(whole, rest)
        start = match.start() - len(window) + before.start()
        return Apart(term, ((start, start + len(whole)), match.span("rest"))) if term else None

    def _with_beginning_of(self, whole: str, rest: str) -> str | None:
        for place in range(len(whole) - _SHORTEST_PART, _SHORTEST_PART, -1):
            if readings := self._lexicon.readings(whole[:place].capitalize() + rest):
                return readings[0]
        meaning = self._morphology.meaning(whole)
        if not meaning.heads:
            return None
        before = meaning.lemma.removesuffix(min(meaning.heads, key=len))
        return before + self._morphology.meaning(rest.capitalize()).lemma
