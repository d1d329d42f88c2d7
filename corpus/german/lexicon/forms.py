"""From a lemma dictionary to readings: which words a form may be a form of.

Runs when the lexicon is compiled, not when a word is looked up.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from corpus.german.lexicon.verbs import IrregularVerb, prefixed_forms

_LETTERS = re.compile(r"[^\W\d_]{2,60}")
_TRIPLED = re.compile(r"([bdfglmnprst])\1\1")

_ENDING = re.compile(r"e[rsmn]?$")
_COMPARED = re.compile(r"(?:er|e?st)(?:e[rsmn]?)?$")
_ADJECTIVE_ENDINGS = ("e", "er", "es", "en", "em")


class Forms(NamedTuple):
    """`readings` has, for each form as it is written, the keys of the words that it may be of,
    the likelier first; `nouns`, `verbs` and `adjectives` the keys that are such words.
    """

    readings: dict[str, tuple[str, ...]]
    nouns: frozenset[str]
    verbs: frozenset[str]
    adjectives: frozenset[str]


def key(word: str) -> str:
    """How a word is named in an index: lower case, ss for ß."""
    return word.lower().replace("ß", "ss")


def forms(
    entries: Mapping[str, str],
    verbs: Mapping[str, IrregularVerb],
    corrections: Mapping[str, tuple[str, ...]],
) -> Forms:
    """Readings of all forms in `entries` (a form and its lemma, both as they are written).

    What is known better than by `entries` comes from irregular `verbs`, with all their
    prefixes, and from `corrections`.
    """
    lemmas = {
        form: lemma
        for form, lemma in entries.items()
        if _LETTERS.fullmatch(form) and _LETTERS.fullmatch(lemma)
    }
    reduction = _Reduction(lemmas)
    found: dict[str, tuple[str, ...]] = {
        form: (reduction.key(form, lemma),) for form, lemma in lemmas.items()
    }
    for verb in reduction.verbs:  # weichen is a verb, and a form of weich
        found[verb] = tuple(dict.fromkeys([key(verb), *found.get(verb, ())]))
    generated: dict[str, list[str]] = defaultdict(list)
    for form, infinitive in prefixed_forms(verbs, reduction.verbs):
        generated[form].append(infinitive)
    for form, infinitives in generated.items():
        shortest = min(map(len, infinitives))
        better = [key(verb) for verb in infinitives if len(verb) == shortest]
        others = [] if found.get(form, ("",))[0] in reduction.verb_keys else found.get(form, ())
        found[form] = tuple(dict.fromkeys([*better, *others]))
    for form, words in corrections.items():
        found[form] = tuple(
            dict.fromkeys(
                key(word)
                if word == form.lower() or word in reduction.verbs
                else reduction.key(form, word)
                for word in words
            )
        )
    for spelling, form in _swiss(found):
        found.setdefault(spelling, found[form])
    shortened = {spelling: found[form] for spelling, form in _shortened(found)}
    found.update({s: readings for s, readings in shortened.items() if s not in corrections})
    keys = {reading for readings in found.values() for reading in readings}
    return Forms(
        found,
        frozenset(reduction.noun_keys & keys),
        frozenset(reduction.verb_keys & keys),
        frozenset(reduction.adjective_keys & keys),
    )


def _swiss(found: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Ss for ß."""
    return ((form.replace("ß", "ss"), form) for form in list(found) if "ß" in form)


def _shortened(found: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Two letters where three meet since 1996 (*Schiffahrt*)."""
    return ((_TRIPLED.sub(r"\1\1", form), form) for form in list(found) if _TRIPLED.search(form))


class _Reduction:
    """Follows lemmas to the word that a reader means."""

    def __init__(self, lemmas: Mapping[str, str]) -> None:
        self._lemmas = lemmas
        bases = set(lemmas.values())
        self.verbs = frozenset(filter(self._is_verb, bases))
        self._adjectives = frozenset(
            base for base in bases - self.verbs if base[0].islower() and self._is_adjective(base)
        )
        self.verb_keys = set(map(key, self.verbs))
        self.adjective_keys = set(map(key, self._adjectives))
        self._forms_of = Counter(lemmas.values())
        self.noun_keys = {
            self.key(form, lemma) for form, lemma in lemmas.items()
            if form[0].isupper() and form[1:].islower()
        } - self.adjective_keys - self.verb_keys  # fmt: skip
        self.noun_keys |= {key(word) for word in self._adjectives if self._is_noun_too(word)}
        self.noun_keys |= {key(verb) for verb in self.verbs if verb.capitalize() in lemmas}

    def _is_verb(self, lemma: str) -> bool:
        return lemma[0].islower() and lemma.endswith("n") and lemma + "d" in self._lemmas

    def _is_adjective(self, lemma: str) -> bool:
        stems = {lemma, lemma.removesuffix("e"), lemma[:-2] + lemma[-1]}
        return any(stem + "em" in self._lemmas for stem in stems)

    def key(self, form: str, lemma: str) -> str:
        """The key of what `lemma` comes down to, for this form of it."""
        if form[0].isupper():
            is_noun = form.startswith(lemma) and lemma + "s" in self._lemmas  # das Alter
            reduced = lemma if is_noun else self._nominal(lemma)
            if self._lemmas.get(form + "n") == form and lemma.lower() == form[:-1].lower():
                return key(form)  # Zentrale, though zentral; Pumpe, though Pump
            if lemma == form and self._is_genitive(form):
                return key(form[:-1])
            return key(reduced)
        if form.endswith("nd") and lemma == form[:-1]:
            return key(form)  # steigend is a word, as steigende is of it
        if lemma == form:
            lemma = self._overlooked(form)
        for _ in range(3):  # angekündigte, angekündigt, ankündigen
            deeper = self._lemmas.get(lemma, lemma)
            if deeper == lemma or lemma.endswith("nd") or lemma in self.verbs:
                break
            lemma = deeper
        return key(self._nominal(lemma) if lemma[0].isupper() else lemma)

    def _is_noun_too(self, adjective: str) -> bool:
        """Whether there is *das Recht* beside *recht*."""
        noun = adjective.capitalize()
        genitives = (noun + "s", noun + "es")
        return self._lemmas.get(noun) == noun and any(form in self._lemmas for form in genitives)

    def _is_genitive(self, name: str) -> bool:
        """Whether a word is the genitive of a name, without forms of its own: *Michaels*."""
        return (
            len(name) >= 6
            and name.endswith("s")
            and self._lemmas.get(name[:-1]) == name[:-1]
            and self._forms_of[name] == 1
        )

    def _overlooked(self, form: str) -> str:
        """The verb of *erkrankt*, the adjective of *geplante*: of such the dictionary has many as
        words of their own.
        """
        if form.endswith("t") and (form[:-1] + "en" in self.verbs or form[:-1] + "n" in self.verbs):
            return form[:-1] + ("en" if form[:-1] + "en" in self.verbs else "n")
        for stem in (_ENDING.sub("", form), _COMPARED.sub("", form)):
            if stem != form and stem in self._lemmas and stem + "em" in self._lemmas:
                return stem
        return form

    def _nominal(self, lemma: str) -> str:
        """The adjective or participle that a noun is made of (*Grüner*, *Verletzte*), and one
        name for *der Beamte* and *ein Beamter*.
        """
        low = lemma.lower()
        for ending in _ADJECTIVE_ENDINGS:
            stem = low.removesuffix(ending)
            if stem != low and self._is_participle_or_adjective(stem, lemma):
                return stem
        if lemma.endswith("er") and self._lemmas.get(lemma[:-1]) == lemma:
            return lemma[:-1]
        return lemma

    def _is_participle_or_adjective(self, stem: str, noun: str) -> bool:
        if stem not in self._lemmas or stem + "em" not in self._lemmas:
            return False
        if noun == stem.capitalize() + "er" and noun + "s" not in self._lemmas:
            return True  # ein Jähriger, but des Meisters
        return all(stem.capitalize() + ending in self._lemmas for ending in ("er", "em"))
