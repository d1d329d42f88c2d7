"""Compounds: which words a word is put together from.

The cheapest way through the word is taken (Viterbi), with costs learnt from the compounds of the
lexicon (`lexicon.productivity`); a word is left whole when even that is dearer than to believe
that it is no compound.  Each part is then cut in the same way.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from corpus.german.lexicon import ADJECTIVE, VERB, Lexicon
from corpus.german.lexicon.forms import key

SHORTEST = 6
"""Letters of a compound."""
_LONGEST = 60
_SHORTEST_PART = 3

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
    kind of, `modifiers` those that say which kind, both with parts of several words.
    """

    lemma: str
    heads: tuple[str, ...]
    modifiers: tuple[str, ...]


class Splitter:
    """Cuts compounds; `opaque` are the keys of words that only look like some, `never` strings
    that are no part of any, `name_ends` words that names end in.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        opaque: Collection[str] = (),
        never: Collection[str] = (),
        name_ends: Collection[str] = (),
    ) -> None:
        self._lexicon = lexicon
        self._opaque = opaque
        self._never = never
        self._name_ends = name_ends

    def split(self, word: str, known: str | None = None) -> Compound | None:
        """The compound that `word`, a key or a form in lower case, is; None if it is none.
        `known` is the key of the word, if the lexicon has it.
        """
        word = key(word)
        if not SHORTEST <= len(word) <= _LONGEST or known in self._opaque or word in self._opaque:
            return None
        if self._lexicon.kind(word.removesuffix("ung") + "en") & VERB:
            return None  # Feststellung is of feststellen
        man = self._lexicon.masculine(known) if known else known
        if man != known and not self._atoms(str(man), man):
            return None  # of words for women it is known less well
        atoms = self._atoms(word, known)
        return self._compound(word, atoms) if len(atoms) > 1 else None

    def _atoms(self, word: str, known: str | None) -> list[Atom]:
        if len(word) < SHORTEST or known in self._opaque:
            return []
        cut = self._cheapest(word, known)
        if len(cut) < 2:
            return []
        atoms: list[Atom] = []
        start = 0
        for end, keys in cut:
            inner = self._atoms(keys[0], keys[0])
            if inner and word.startswith(keys[0][: inner[-2].end], start):
                atoms += [Atom(start + atom.end, atom.keys) for atom in inner[:-1]]
                atoms.append(Atom(end, inner[-1].keys))
            else:
                atoms.append(Atom(end, keys))
            start = end
        return atoms

    def _cheapest(self, word: str, known: str | None) -> list[Atom]:
        """The cut that costs least; none if to leave the word whole costs less."""
        limit = _WHOLE + _LETTER * (len(word) - 10) + (0.0 if known else _UNKNOWN)
        costs = self._modifier_costs(word, limit)
        best, best_start, best_head = limit, 0, ""
        for start, (before, _) in costs.items():
            for head in self._heads(word[start:]) if start else ():
                cost = self._lexicon.head_cost(head)
                if cost is not None and before + cost < best:
                    best, best_start, best_head = before + cost, start, head
        if known is None and (guess := self._with_unknown_modifier(word, best)):
            return guess
        atoms = [Atom(len(word), (best_head,))]
        end = best_start
        while end:
            start = costs[end][1]
            atoms.append(Atom(end, self._modifiers(word[start:end])))
            end = start
        return atoms[::-1] if best_start else []

    def _modifier_costs(self, word: str, limit: float) -> dict[int, tuple[float, int]]:
        """For each place that a row of modifiers may reach from the beginning of the word: what
        that costs at least, and where the last of them begins.
        """
        costs = {0: (0.0, 0)}
        for start in range(len(word) - _SHORTEST_PART):
            if start not in costs:
                continue
            for string in self._lexicon.beginnings(word[start:]):
                end = start + len(string)
                cost = costs[start][0] + self._lexicon.modifier_cost(string)
                if end <= len(word) - _SHORTEST_PART and cost < min(
                    limit, costs.get(end, (limit,))[0]
                ):
                    costs[end] = (cost, start)
        return costs

    def _with_unknown_modifier(self, word: str, limit: float) -> list[Atom]:
        """A name or a new word in front of a usual word, *Trump* and *Anhänger*, if that costs
        less than `limit`.
        """
        best: list[Atom] = []
        for place in range(_SHORTEST_UNKNOWN, len(word) - _SHORTEST_HEAD + 1):
            for head in self._heads(word[place:]):
                cost = self._lexicon.head_cost(head)
                if cost is None or cost > _USUAL or head in self._name_ends:
                    continue
                cost += _UNKNOWN_MODIFIER + _UNKNOWN_LETTER * place
                if cost < limit:
                    limit = cost
                    before = word[:place]
                    modifiers = (before, before[:-1]) if before.endswith("s") else (before,)
                    best = [Atom(place, modifiers), Atom(len(word), (head,))]
        return best

    def _heads(self, form: str) -> list[str]:
        """The keys of the words that a last part may be of."""
        if form in self._never:
            return []
        adjectives = [
            found for found in self._lexicon.readings(form) if self._lexicon.kind(found) & ADJECTIVE
        ]
        return self._lexicon.readings(form.capitalize()) + adjectives

    def _modifiers(self, string: str) -> tuple[str, ...]:
        found = self._lexicon.modifier(string)
        keys = tuple(key for key, cost in found if cost <= found[0][1] + _NEAR)
        if self._lexicon.kind(keys[0]) == VERB and string not in keys:
            return (*keys, string)  # Riester-Rente: what looks like a verb may be a name
        return keys

    def _compound(self, word: str, atoms: list[Atom]) -> Compound:
        """All runs of neighbouring parts but the whole."""
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
        lemma = word[: starts[last]] + atoms[last].keys[0]
        return Compound(lemma, tuple(heads), tuple(k for k in modifiers if k not in heads))
