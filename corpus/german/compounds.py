"""Compounds: which words a word is put together from.

The cheapest way through the word is taken (Viterbi), with costs learnt from the compounds of the
lexicon (`lexicon.productivity`); a word is left whole when even that is dearer than to believe
that it is no compound.  Each part is then cut in the same way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from corpus.german.lexicon import ADJECTIVE, NOUN, OTHER, VERB, Lexicon
from corpus.german.lexicon.forms import key

SHORTEST = 6
"""Letters of a compound."""
_LONGEST = 60
_SHORTEST_PART = 2

_WHOLE = 24.0
"""Cost of believing that a word of ten letters that no lexicon knows is no compound."""
_LETTER = 1.5
"""How much dearer that gets with each letter more: long words seldom look like compounds by
accident."""
_UNKNOWN = 12.0
"""The same for words that no lexicon knows: nearly all of them are compounds."""
_SHORTEST_UNKNOWN, _SHORTEST_HEAD = 4, 5
_USUAL = 10.0
"""Cost of a last part that is believed in after a first one that no lexicon knows."""
_UNKNOWN_MODIFIER, _UNKNOWN_LETTER = 10.0, 1.2
"""Cost of such a first part, and of each of its letters."""
_NEAR = 4.0
"""Cost by which a modifier's second meaning may exceed its first."""


class Atom(NamedTuple):
    """A part that has no parts: where it ends in the word, and the keys it may stand for."""

    end: int
    keys: tuple[str, ...]


class Compound(NamedTuple):
    """`lemma` is the whole with its last part in base form; `heads` are the words that it is a
    kind of, `modifiers` those that say which kind, both with parts of several words.  `certain`
    is whether all parts are known.
    """

    lemma: str
    heads: tuple[str, ...]
    modifiers: tuple[str, ...]
    certain: bool


class Splitter:
    """Cuts compounds; `opaque` are the keys of words that only look like some, `name_ends` words
    that names end in, `adjective_ends` such that adjectives do.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        opaque: Collection[str] = (),
        name_ends: Collection[str] = (),
        adjective_ends: Collection[str] = (),
    ) -> None:
        self._adjective_ends = adjective_ends
        self._lexicon = lexicon
        self._opaque = opaque
        self._name_ends = name_ends

    def known(self, key: str) -> Compound | None:
        """The compound that a word of the lexicon is; None if it is none."""
        kind = self._lexicon.kind(key)
        if kind & VERB or not SHORTEST <= len(key) <= _LONGEST:
            return None
        if key.endswith("ung") and self._lexicon.kind(key[:-3] + "en") & VERB:
            return None  # Feststellung is of feststellen
        man = self._lexicon.masculine(key)
        if man != key and not self.known(man):
            return None  # of words for women it is known less well
        return self._compound(key, self._atoms(key, kind), adjective=kind == ADJECTIVE)

    def unknown(self, form: str, *, noun: bool) -> Compound | None:
        """The compound that a form in lower case is of which the lexicon knows nothing."""
        word = key(form)
        if not SHORTEST <= len(word) <= _LONGEST or word in self._opaque:
            return None
        kinds = NOUN | ADJECTIVE | OTHER if noun else ADJECTIVE
        cut = self._cheapest(word, kinds, _whole(word) + _UNKNOWN, known=False)
        found = self._compound(word, self._deeper(word, cut), adjective=not noun)
        return found if found and found.lemma not in self._opaque else None

    def _atoms(self, key: str, kind: int) -> list[Atom]:
        """The parts of a word that the lexicon knows, none if it is whole."""
        if len(key) < SHORTEST or key in self._opaque:
            return []
        kinds = ADJECTIVE if kind == ADJECTIVE else NOUN | ADJECTIVE | OTHER
        return self._deeper(key, self._cheapest(key, kinds, _whole(key), known=True))

    def _deeper(self, word: str, cut: list[Atom]) -> list[Atom]:
        """The cut with its parts cut as well."""
        atoms: list[Atom] = []
        start = 0
        for end, keys in cut:
            inner = self._atoms(keys[0], self._lexicon.kind(keys[0]))
            if inner and word.startswith(keys[0][: inner[-2].end], start):
                atoms += [Atom(start + atom.end, atom.keys) for atom in inner[:-1]]
                atoms.append(Atom(end, inner[-1].keys))
            else:
                atoms.append(Atom(end, keys))
            start = end
        return atoms

    def _cheapest(self, word: str, kinds: int, limit: float, *, known: bool) -> list[Atom]:
        """The cut that costs least, ending in a word of one of the kinds; none if that costs more
        than the limit.
        """
        endings = self._lexicon.endings(word, kinds)
        if not endings:
            return []
        costs = self._modifier_costs(word, limit)
        best, best_start, best_head = limit, 0, 0
        for length, cost, number in endings:
            start = len(word) - length
            if start and start in costs and costs[start][0] + cost < best:
                best, best_start, best_head = costs[start][0] + cost, start, number
        if not known and (guess := self._with_unknown_modifier(word, endings, best)):
            return guess
        if not best_start:
            return []
        atoms = [Atom(len(word), (self._lexicon.key(best_head),))]
        end = best_start
        while end:
            start = costs[end][1]
            atoms.append(Atom(end, self._modifiers(word[start:end])))
            end = start
        return atoms[::-1]

    def _modifier_costs(self, word: str, limit: float) -> dict[int, tuple[float, int]]:
        """For each place that a row of modifiers may reach from the beginning of the word: what
        that costs at least, and where the last of them begins.
        """
        costs = {0: (0.0, 0)}
        last = len(word) - _SHORTEST_PART
        for start in range(last):
            if start not in costs:
                continue
            before = costs[start][0]
            for length, cost in self._lexicon.beginnings(word[start:]):
                end, cost = start + length, before + cost
                if end <= last and cost < limit and (end not in costs or cost < costs[end][0]):
                    costs[end] = (cost, start)
        return costs

    def _with_unknown_modifier(
        self, word: str, endings: Iterable[tuple[int, float, int]], limit: float
    ) -> list[Atom]:
        """A name or a new word in front of a usual word, *Trump* and *Anhänger*, if that costs
        less than `limit`.
        """
        best: list[Atom] = []
        for length, cost, number in endings:
            place = len(word) - length
            whole = cost + _UNKNOWN_MODIFIER + _UNKNOWN_LETTER * place
            if (
                length >= _SHORTEST_HEAD
                and place >= _SHORTEST_UNKNOWN
                and cost <= _USUAL
                and whole < limit
                and (head := self._lexicon.key(number)) not in self._name_ends
            ):
                limit = whole
                before = word[:place]
                modifiers = (before, before[:-1]) if before.endswith("s") else (before,)
                best = [Atom(place, modifiers), Atom(len(word), (head,))]
        return best

    def _modifiers(self, string: str) -> tuple[str, ...]:
        found = self._lexicon.modifier(string)
        first, least = found[0]
        plain = string in (first, first + "s", first + "es") and self._lexicon.kind(first) == NOUN
        keys = tuple(
            key for key, cost in found
            if cost <= least + _NEAR
            and (key == first or not plain or self._lexicon.kind(key) & VERB)  # Not is no Note
        )  # fmt: skip
        if self._lexicon.kind(keys[0]) == VERB and string not in keys:
            return (*keys, string)  # Riester-Rente: what looks like a verb may be a name
        return keys

    def _compound(self, word: str, atoms: list[Atom], *, adjective: bool) -> Compound | None:
        """All runs of neighbouring parts but the whole; of an adjective no last part that has
        become an ending (*erfolgreich* is no *Reich*).
        """
        if len(atoms) < 2:
            return None
        last = len(atoms) - 1
        starts = [0, *(atom.end for atom in atoms)]
        heads: dict[str, None] = {}
        modifiers: dict[str, None] = {}
        for first in range(last + 1):
            for final in range(first, last + 1):
                if (first, final) == (0, last):
                    continue
                before = word[starts[first] : starts[final]]
                found = [before + key for key in atoms[final].keys]
                if final > first and final < last:
                    string = word[starts[first] : atoms[final].end]
                    found += [key for key, _ in self._lexicon.modifier(string)]
                (heads if final == last else modifiers).update(dict.fromkeys(found))
        if adjective:
            heads = {head: None for head in heads if head not in self._adjective_ends}
        lemma = word[: starts[last]] + atoms[last].keys[0]
        certain = all(self._lexicon.kind(atom.keys[0]) for atom in atoms)
        return Compound(lemma, tuple(heads), tuple(k for k in modifiers if k not in heads), certain)


def _whole(word: str) -> float:
    """What it costs to believe that a word is no compound."""
    return _WHOLE + _LETTER * (len(word) - 10)
