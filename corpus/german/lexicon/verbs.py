"""Irregular verbs: their forms, with every prefix."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

SEPARABLE = frozenset(
    (
        "ab an auf aus bei da dabei dafür dagegen daher dahin dar davon davor dazu dazwischen "
        "durch ein empor entgegen entlang fehl fern fertig fest fort frei gegenüber gleich heim "
        "her herab heran herauf heraus herbei herein herum herunter hervor hin hinab hinan hinauf "
        "hinaus hindurch hinein hinter hinunter hinweg hinzu hoch klar los mit nach nahe nieder "
        "rein rück runter raus rauf ran rum schwer statt still teil um umher unter vor voran "
        "voraus vorbei vorher vorüber vorweg weg weiter wieder wahr zu zurecht zurück zusammen "
        "zuvor zuwider zwischen über kennen bloß offen tot gut kaputt kund leer maß preis richtig "
        "sicher stand auseinander aneinander aufeinander durcheinander miteinander gegeneinander "
        "nebeneinander übereinander untereinander voneinander zueinander ineinander beieinander "
        "überein übrig daran darauf darüber daneben herüber hinüber herbei quer"
    ).split()
)
INSEPARABLE = frozenset("be emp ent er miss ver wider zer durch hinter über um unter".split())

_PERSONS = ("", "st", "t", "n", "en", "est", "et")
_PARTICIPLE = ("", "e", "er", "es", "en", "em")


class IrregularVerb(NamedTuple):
    """The principal parts of a verb without prefix; several where usage wavers."""

    infinitive: str
    present: tuple[str, ...]
    preterite: tuple[str, ...]
    subjunctive: tuple[str, ...]
    participle: tuple[str, ...]
    others: tuple[str, ...]


def read_verbs(lines: Iterable[str]) -> dict[str, IrregularVerb]:
    """Verbs by infinitive, from lines of up to six columns between bars."""
    verbs = {}
    for line in lines:
        columns = [column.replace(" - ", " ").split() for column in f" {line} ".split("|")]
        columns += [[]] * (6 - len(columns))
        infinitive = columns[0][0]
        verbs[infinitive] = IrregularVerb(infinitive, *map(tuple, columns[1:6]))
    return verbs


def prefixed_forms(
    verbs: Mapping[str, IrregularVerb], known: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Each form that is not regular, and its infinitive: of the verbs themselves, and of those
    that a prefix makes of them, as far as they are `known`.
    """
    for verb in verbs.values():
        finite = set(_finite(verb))
        participles = {stem + end for stem in verb.participle for end in _PARTICIPLE}
        for form in finite | participles:
            yield form, verb.infinitive
        for prefix in SEPARABLE | INSEPARABLE:
            infinitive = prefix + verb.infinitive
            if infinitive not in known or infinitive in verbs:
                continue
            for form in finite:
                yield prefix + form, infinitive
            for form in participles:
                if prefix in SEPARABLE:
                    yield prefix + form, infinitive
                if prefix in INSEPARABLE:
                    yield prefix + _without_ge(form, verb.infinitive), infinitive


def _finite(verb: IrregularVerb) -> Iterator[str]:
    yield verb.infinitive
    stem = verb.infinitive.removesuffix("n").removesuffix("e")
    for ending in ("e", "st", "est", "t", "et"):
        yield stem + ending
    yield from verb.present
    yield from verb.others
    for past in verb.preterite + verb.subjunctive:
        for ending in _PERSONS:
            yield past + ending


def _without_ge(participle: str, infinitive: str) -> str:
    return participle if infinitive.startswith("ge") else participle.removeprefix("ge")
