"""The normal form of a word: what counts as the same spelling before any linguistics."""

from __future__ import annotations

import unicodedata

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""Soft hyphens, zero-width spaces and joiners: typesetting, not spelling."""


def normal_form(word: str) -> str:
    """Lower case, composed (NFKC: `ſ` is s, `CO₂` is co2), without invisible characters.

    ß and umlauts stay: *Masse* and *Maße* are two words, here.
    """
    return composed(word).lower()


def composed(word: str) -> str:
    """The same with its capitals."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFKC", word.translate(_INVISIBLE))
