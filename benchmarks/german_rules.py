"""The worth of each rule: the figures again with one switched off at a time.

A rule is switched off by taking what it found out of what the morphology says.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from benchmarks import german_compounds, german_pairs, gold, known_items
from benchmarks.german_compounds import Samples
from benchmarks.known_items import Item
from benchmarks.section import Section, figure
from corpus.german import Analyzer, Layers, Meaning
from corpus.german.lexicon import lexicon
from corpus.german.lexicon.forms import key
from corpus.german.morphology import Morphology, Related, Rule

ALL = "every rule on"


@dataclass(frozen=True, slots=True)
class Off:
    """What is switched off: rules that relate words, or find their lemma; the parts of
    compounds; that what is typed in lower case may be a noun; words apart in a clause.
    """

    related: frozenset[Rule] = frozenset()
    lemma: frozenset[Rule] = frozenset()
    parts: bool = False
    nouns: bool = False
    clauses: bool = False


RULES: Mapping[str, Off] = {
    ALL: Off(),
    "the lexicon's lemmas": Off(lemma=frozenset({"lexicon"})),
    "endings of unknown words": Off(lemma=frozenset({"ending"})),
    "last part of unknown compounds": Off(lemma=frozenset({"compound"})),
    "verbs with a prefix": Off(lemma=frozenset({"prefix"})),
    "parts of compounds": Off(parts=True),
    "gender": Off(related=frozenset({"gender"})),
    "variants by table": Off(related=frozenset({"variant"})),
    "spelling and accents": Off(related=frozenset({"spelling", "accents"})),
    "other readings": Off(related=frozenset({"reading"})),
    "participles": Off(related=frozenset({"participle"})),
    "nouns typed in lower case": Off(nouns=True),
    "clauses": Off(clauses=True),
}


class _Without(Morphology):
    """All but what is switched off."""

    def __init__(self, off: Off) -> None:
        super().__init__(lexicon())
        self._off = off
        self._by_form: dict[str, Meaning] = {}
        self._by_part: dict[str, list[str]] = {}

    def meaning(self, form: str) -> Meaning:
        if form not in self._by_form:
            self._by_form[form] = self._reduced(super().meaning(form), form)
        return self._by_form[form]

    def joined(self, parts: Sequence[str]) -> Meaning:
        return self._reduced(super().joined(parts), "".join(parts))

    def typed(self, form: str) -> list[Meaning]:
        return [self.meaning(form)] if self._off.nouns else super().typed(form)

    def _reduced(self, found: Meaning, written: str) -> Meaning:
        lemma = key(written) if found.rule in self._off.lemma else found.lemma
        respelled = found.rule == "as written" and "spelling" in self._off.related
        whole = self._off.parts or respelled  # cut only after it was spelled anew
        return found._replace(
            lemma=lemma,
            alike=self._kept(found.alike, lemma),
            wider=self._kept(found.wider, lemma),
            heads=() if whole else self._parts(found.heads),
            modifiers=() if whole else self._parts(found.modifiers),
        )

    def _kept(self, related: Iterable[Related], lemma: str) -> tuple[Related, ...]:
        return tuple(r for r in related if r.rule not in self._off.related and r.term != lemma)

    def _parts(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """Without those that are there only as another one's gender, say."""
        if not self._off.related:
            return parts
        gone = {term for part in parts for term in self._relations(part)}
        return tuple(part for part in parts if part not in gone)

    def _relations(self, part: str) -> list[str]:
        if part not in self._by_part:
            alike = super().meaning(part.capitalize()).alike
            self._by_part[part] = [r.term for r in alike if r.rule in self._off.related]
        return self._by_part[part]


class _WithoutClauses(Analyzer):
    """Without the terms whose letters stand apart."""

    def layers(self, text: str) -> Layers:
        layers = super().layers(text)
        terms = layers.variant.split(" ")
        for apart in self.apart(text):
            terms.remove(apart.term)
        return layers._replace(variant=" ".join(terms))


def analyzer_without(off: Off) -> Analyzer:
    morphology = _Without(off)
    return _WithoutClauses(morphology) if off.clauses else Analyzer(morphology)


@dataclass(frozen=True, slots=True)
class Figures:
    """None is what no list is there for."""

    right: int | None = None
    false: int | None = None
    head: float | None = None
    modifier: float | None = None
    split: float | None = None
    rank: float | None = None


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked with each rule off; texts and items may be missing."""

    drawn: Samples | None
    texts: Path | None
    items: Sequence[Item]


def measure(
    corpus: Path | None, *, compounds: int, simple: int, articles: int, items: int
) -> Section:
    """Rule by rule, as many at a time as there are processors."""
    there = gold.missing(gold.COMPOUNDS) is None
    drawn = german_compounds.samples(compounds, simple) if there else None
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts.jsonl" if corpus else None
        asked = known_items.prepare(corpus, articles, items, texts) if corpus and texts else []
        questions = Questions(drawn, texts, asked)
        with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
            found = list(pool.map(partial(_figures, questions), RULES))
    by_rule = dict(zip(RULES, found, strict=True))
    lines = [_HEADER, *(_line(rule, by_rule[rule], by_rule[ALL]) for rule in RULES)]
    facts = {rule: asdict(figures) for rule, figures in by_rule.items()}
    note = (
        f"Pairs as above, on tantivy; {compounds:,} compounds and {simple:,} simple words; "
        f"{items} titles, {articles:,} articles. Only what differs from the first line is shown."
    )
    return Section("One rule off at a time", lines, facts, [note])


def _figures(questions: Questions, rule: str) -> Figures:
    analyzer = analyzer_without(RULES[rule])
    right = false = head = modifier = split = rank = None
    if gold.missing(gold.PAIRS) is None:
        pairs = gold.pairs()
        answers = german_pairs.ours(pairs, analyzer, "tantivy")
        right, false = german_pairs.right(pairs, answers), german_pairs.false(pairs, answers)
    if questions.drawn:
        found = german_compounds.figures(analyzer, questions.drawn)
        head, modifier, split = found.head_share, found.modifier_share, found.split_share
    if questions.texts:
        with tempfile.TemporaryDirectory() as folder:
            rank = known_items.mean_with(analyzer, questions.texts, questions.items, Path(folder))
    return Figures(right, false, head, modifier, split, rank)


_HEADER = (
    "off", "pairs right", "falsely found", "head found", "modifier found", "simple words split",
    "mean reciprocal rank",
)  # fmt: skip


def _line(rule: str, found: Figures, full: Figures) -> tuple[str, ...]:
    values, with_all = asdict(found).values(), asdict(full).values()
    if rule == ALL:
        return (rule, *map(_shown, values))
    return (rule, *map(_changed, values, with_all))


def _shown(value: float | None) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else figure(value)


def _changed(value: float | None, with_all: float | None) -> str:
    """The value and how it differs from that with every rule on; nothing if it does not."""
    if value is None or with_all is None or _shown(value) == _shown(with_all):
        return ""
    difference = value - with_all
    sign = "+" if difference > 0 else "−"
    whole = isinstance(value, int)
    return f"{_shown(value)} ({sign}{_shown(abs(int(difference) if whole else difference))})"
