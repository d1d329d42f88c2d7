"""Endings: what they tell of a word that the lexicon does not have."""

from __future__ import annotations

import re

_PLURALS = re.compile(r"(ung|heit|keit|schaft|ion|tät|ist|ent|ant|eur|or|ling|nis)(?:en|e|s|se)$")
INFLECTION = re.compile(r"(?:(?:er|e?st)(?:e[rsmn]?)?|e[rsmn]?)$")
PARTICIPLE = re.compile(r"^(?:be|emp|ent|er|miss|ver|zer)|ge\w+(?:t|en)$|iert$")
_ISMS = re.compile(r"ismen$")
_ADJECTIVES = re.compile(
    r"((?:isch|lich|ig|bar|sam|los|haft|sch|fähig|frei|voll|mäßig|artig|weit))"
    r"(?:e|en|er|es|em|ere|eren|ste|sten)$"
)
_IEREN = re.compile(r"ier(?:e|t|te|ten|tes|ter|tem|st|end)$")
WOMEN = re.compile(r"(.*(?:er|ist|ent|ant|or|log|eur|är|at|in))in(?:nen)?$")

_SHORTEST = 3
"""Letters of a name that may lose the s of its genitive."""


def without_ending(low: str, *, noun: bool) -> str:
    """The base form of a word that nothing is known of, by its ending alone.

    Mostly it is a name, so little may be taken away: derived words lose their plural, adjectives
    their endings, all others the s of the genitive.
    """
    if _ISMS.search(low):
        return _ISMS.sub("ismus", low)
    if _PLURALS.search(low):
        return _PLURALS.sub(r"\1", low)
    if _IEREN.search(low):
        return _IEREN.sub("ieren", low)
    if not noun and _ADJECTIVES.search(low):
        return _ADJECTIVES.sub(r"\1", low)
    if (low.endswith("s") and not low.endswith(("ss", "us"))) or low.endswith("eaus"):
        return low[:-1] if len(low) > _SHORTEST else low
    return low
