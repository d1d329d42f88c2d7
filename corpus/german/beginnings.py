"""A quick look before the analysis: where in a text a term may stand.

However a word is written, its normal form and its lemma begin as the word does, but for umlauts
and ß: Snowball leaves the first three letters alone.  So one pattern over the text as written
passes over nearly all of it, and only what it stops at need be analysed.  (An analysis whose
lemmas begin unlike their forms, as *gehen* and *ging*, would have to add those here.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_KEPT = 3
"""Letters at the beginning of a word that no stemming takes away."""

_ORDINARY = frozenset(map(chr, range(128))).union("ÄÖÜßäöü§«°»–—‘’‚“”„•…‹›€")
"""What is read as it stands.  All else, such as accents, ligatures and soft hyphens, may turn
into other letters or none, so a piece with any of it is always analysed."""

_BETWEEN = r"[^\w\s]*+"
"""What may part letters of one term: `US-Präsident`, `U.S.A.`, `1.000`."""

_FOLDED = str.maketrans("äöüß", "aous")
_VARIANTS = {"a": "aäAÄ", "o": "oöOÖ", "u": "uüUÜ", "s": "sßS"}


def beginnings(terms: Iterable[str]) -> re.Pattern[str]:
    """A pattern that is found in every string without white space whose analysis has one of the
    terms, and in few others.
    """
    roots = sorted({root for term in terms if (root := _root(term))})
    first = "".join(_variants(root[0]) for root in roots)
    passed = re.escape("".join(sorted(_ORDINARY.difference(first))))
    words = "|".join(f"(?<=[{_variants(root[0])}]){_rest(root)}" for root in roots)
    begin = rf"(?<![^\W\d_][{first}])(?:(?<![{first}])|{words})" if roots else ""
    # the class in front of everything is what makes the search fast
    return re.compile(f"[^{passed}]{begin}")


def _root(term: str) -> str:
    """The term's first letters or digits, folded; none if they are unusual."""
    match = re.match(r"[a-z0-9]*", term[:_KEPT].translate(_FOLDED))
    return re.sub("s+", "s", match[0]) if match else ""


def _variants(letter: str) -> str:
    return _VARIANTS.get(letter, letter + letter.upper())


def _rest(root: str) -> str:
    """The root after its first letter, however it may be written."""
    return _doubled(root[0]) + "".join(f"[{_variants(c)}]{_doubled(c)}" for c in root[1:])


def _doubled(letter: str) -> str:
    """What may belong to the same letter: the e of `ae`, another s or two."""
    if letter in "aou":
        return f"{_BETWEEN}(?:[eE]{_BETWEEN})?"
    return f"{_BETWEEN}(?:[sSß]{_BETWEEN}){{0,2}}+" if letter == "s" else _BETWEEN
