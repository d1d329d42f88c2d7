"""Words: of which lemma a form is, and which other words it stands for as well.

What the lexicon knows goes first; what it does not know is tried as another spelling, as a verb
with a prefix, as a compound, and at last by its ending.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from corpus.german.compounds import Splitter
from corpus.german.endings import INFLECTION, PARTICIPLE, WOMEN, without_ending
from corpus.german.lexicon import ADJECTIVE, VERB, Lexicon
from corpus.german.lexicon.forms import key
from corpus.german.lexicon.verbs import SEPARABLE
from corpus.german.lexicon.words import lines
from corpus.german.spelling import digraphs, plain, respellings, with_umlauts

Rule = Literal[
    "as written", "lexicon", "prefix", "compound", "ending", "spelling", "accents",
    "variant", "gender", "reading", "participle",
]  # fmt: skip


class Related(NamedTuple):
    """Another term for a word, and by which rule."""

    term: str
    rule: Rule


class Meaning(NamedTuple):
    """What a written word stands for.

    `lemma` is what its inflections share, found by `rule`.  `alike` are terms of the same word in
    another spelling or gender: they find each other.  `wider` are words that the form may be of
    too, or be derived from: they find it, but it does not find them.  `heads` and `modifiers`
    are the parts of a compound.
    """

    lemma: str
    rule: Rule
    alike: tuple[Related, ...] = ()
    wider: tuple[Related, ...] = ()
    heads: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()


_SHORTEST = 3
"""Letters of a word that has inflections worth looking for; *US* and *IS* have none."""
_LONGEST_ACRONYM = 5

_LONGEST_PREFIX = max(map(len, SEPARABLE))
_SHORTEST_VERB = 4
_REMEMBERED = 20_000
"""Lemmas whose meanings are kept."""


class Morphology:
    """Analyses words one by one; pure."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._opaque = frozenset(key(word) for word in lines("opaque"))
        ends = (frozenset(lines(name)) for name in ("name-ends", "adjective-ends"))
        self._splitter = Splitter(lexicon, self._opaque, *ends)
        self._family = lru_cache(_REMEMBERED)(self._derive)
        self._remembered = lru_cache(_REMEMBERED)(self._meaning)
        self._standard: dict[str, str] = {}
        self._others: dict[str, list[str]] = {}
        for line in lines("variants"):
            standard, *others = map(key, line.split())
            self._standard.update(dict.fromkeys(others, standard))
            self._others[standard] = others

    def meaning(self, form: str) -> Meaning:
        """What a form means in a text: letters and digits only, capitals as they were written."""
        return self._remembered(form)

    def _meaning(self, form: str) -> Meaning:
        low = form.lower()
        acronym = form.isupper() and len(form) <= _LONGEST_ACRONYM
        if acronym or len(low) < _SHORTEST or not low.isalpha():
            return self._related(Meaning(key(low), "as written"))
        return self._known(form, low) or self._related(self._unknown(form, low))

    def variants(self, term: str) -> list[str]:
        """The other spellings, by table, of a word in its standard one."""
        return self._others.get(term, [])

    def joined(self, parts: Sequence[str]) -> Meaning:
        """What a word means whose parts hyphens tie together, were it written as one."""
        whole = parts[0] + "".join(part.lower() for part in parts[1:])
        if known := self._known(whole, whole.lower()):
            return known._replace(heads=(), modifiers=())
        meanings = [self.meaning(part) for part in parts]
        pieces = [*map(key, parts[:-1]), meanings[-1].lemma]
        alike = [
            related._replace(term="".join([*pieces[:place], related.term, *pieces[place + 1 :]]))
            for place, meaning in enumerate(meanings)
            for related in meaning.alike
        ]
        return Meaning("".join(pieces), "compound", alike=tuple(alike))

    def typed(self, form: str) -> list[Meaning]:
        """What a form may mean in a query: who types lower case may mean a noun."""
        words = [self.meaning(form)]
        if form.islower():
            noun = self.meaning(form.capitalize())
            is_verb = self._lexicon.kind(key(form)) & VERB
            if noun.lemma != words[0].lemma and (
                not is_verb or key(form) in (noun.lemma, noun.lemma + "n")
            ):  # reisen may mean Reisen, but weinen no Wein
                words.append(noun)
        return words

    def _known(self, form: str, low: str) -> Meaning | None:
        noun = form[0].isupper()
        readings = self._readings(low, noun=noun)
        if not readings:
            return None
        found = self._family(readings[0])
        others = [*readings[1:], *(self._as_no_noun(low) if noun else ())]
        if others:
            wider = {Related(other, "reading"): None for other in others if other != found.lemma}
            derived = [r for other in others for r in self._derivation(other) if r not in wider]
            found = found._replace(wider=(*found.wider, *wider, *derived))
        umlauts = [
            Related(reading, "spelling")
            for spelling in with_umlauts(low)
            for reading in self._readings(spelling, noun=noun)
        ]
        return found._replace(alike=(*found.alike, *umlauts)) if umlauts else found

    def _derive(self, lemma: str) -> Meaning:
        """What a word of the lexicon means, whichever of its forms is written."""
        compound = self._splitter.known(lemma)
        parts = (compound.heads, compound.modifiers) if compound else ((), ())
        derived = self._derivation(lemma)
        return self._related(Meaning(lemma, "lexicon", (), tuple(derived), *parts))

    def _readings(self, low: str, *, noun: bool) -> list[str]:
        """The readings of a form as a noun, or as anything else; if it has none, the others."""
        as_noun = self._lexicon.readings(low.capitalize())
        if noun:
            return as_noun or list(self._as_no_noun(low))
        readings = self._lexicon.readings(low)
        if not readings and (base := self._uninflected(low)):
            return [base]
        if as_noun and as_noun[0] == key(low):  # haus is rather a noun than what one shouts
            readings = [r for r in readings if r.removesuffix("n").removesuffix("e") != low]
        return readings or as_noun

    def _as_no_noun(self, low: str) -> Iterator[str]:
        """What a capitalised form may be at the beginning of a sentence; not an imperative."""
        for reading in self._lexicon.readings(low):
            kind = self._lexicon.kind(reading)
            stem = reading.removesuffix("n").removesuffix("e")
            if not kind & VERB or low not in (stem, stem + "e"):
                yield reading

    def _unknown(self, form: str, low: str) -> Meaning:
        for spelling in respellings(low):
            if readings := self._readings(spelling, noun=form[0].isupper()):
                found = self._family(readings[0])
                same = (Related(found.lemma, "spelling"),)
                return Meaning(key(low), "as written", same, (), found.heads, found.modifiers)
        if form.islower() and (verb := self._prefixed(low)):
            return Meaning(verb, "prefix")
        noun = not form.islower()
        compound = self._splitter.unknown(low, noun=noun)
        if not (compound and compound.certain) and key(low) not in self._opaque:
            for spelling in with_umlauts(low):  # Steuerueberschuss
                other = self._splitter.unknown(spelling, noun=noun)
                if other and other.certain:
                    same = (Related(other.lemma, "spelling"),)
                    return Meaning(key(low), "as written", same, (), other.heads, other.modifiers)
        if compound:
            return Meaning(compound.lemma, "compound", (), (), compound.heads, compound.modifiers)
        lemma = key(without_ending(low, noun=noun))
        alike = [] if digraphs(lemma) == lemma else [Related(digraphs(lemma), "spelling")]
        if woman := WOMEN.match(low):
            lemma = key(woman[1] + "in")
            alike.append(Related(key(woman[1]), "gender"))
        return Meaning(lemma, "as written" if lemma == key(low) else "ending", alike=tuple(alike))

    def _uninflected(self, low: str) -> str | None:
        """The key of the adjective or participle that a form which is no noun may be one of."""
        stem = INFLECTION.sub("", low)
        for reading in self._lexicon.readings(stem) if stem != low else ():
            participle = self._lexicon.kind(reading) & VERB and PARTICIPLE.search(stem)
            if participle or reading == key(stem):
                return reading
        return None

    def _prefixed(self, low: str) -> str | None:
        """The infinitive of a verb with a prefix that the lexicon does not have, or the base
        form of an adjective with *un*.
        """
        for length in range(_LONGEST_PREFIX, 1, -1):
            prefix, rest = low[:length], low[length:]
            if prefix in SEPARABLE and len(rest) >= _SHORTEST_VERB:
                for form in (rest, rest.removeprefix("zu")):
                    for reading in self._lexicon.readings(form):
                        if self._lexicon.kind(reading) & VERB:
                            return prefix + reading
        if low.startswith("un"):
            for reading in self._lexicon.readings(low[2:]):
                if self._lexicon.kind(reading) & ADJECTIVE:
                    return "un" + reading
        return None

    def _related(self, word: Meaning) -> Meaning:
        """With gender, transcriptions and accents of the lemma and of the parts."""
        alike = dict.fromkeys(word.alike)
        for term in (word.lemma, *(related.term for related in word.alike)):
            alike.update(dict.fromkeys(self._same(term, word.heads)))
        return word._replace(
            alike=tuple(related for related in alike if related.term != word.lemma),
            heads=self._with_related(word.heads),
            modifiers=self._with_related(word.modifiers),
        )

    def _same(self, term: str, heads: Iterable[str] = ()) -> Iterator[Related]:
        if term.endswith("in"):
            masculine = self._lexicon.masculine(term)
            if masculine == term:
                for head in heads:  # the feminine of a compound is that of its head
                    if term.endswith(head) and (man := self._lexicon.masculine(head)) != head:
                        masculine = term.removesuffix(head) + man
                        break
            if masculine != term:
                yield Related(masculine, "gender")
        if standard := self._standard.get(term):
            yield Related(standard, "variant")
        if (bare := plain(term)) != term:
            yield Related(bare, "accents")

    def _derivation(self, lemma: str) -> Iterator[Related]:
        """The verb of a participle that became an adjective or a noun."""
        if lemma.endswith("nd") and self._lexicon.kind(lemma[:-1]) & VERB:
            yield Related(lemma[:-1], "participle")
        if self._lexicon.kind(lemma) & ADJECTIVE or PARTICIPLE.search(lemma):
            for reading in self._lexicon.readings(lemma):
                if reading != lemma and self._lexicon.kind(reading) & VERB:
                    yield Related(reading, "participle")

    def _with_related(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        found = dict.fromkeys(parts)
        for part in parts:
            found.update(dict.fromkeys(related.term for related in self._same(part)))
        return tuple(found)
