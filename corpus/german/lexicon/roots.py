"""What the forms of a word begin with, where that is not how the word itself begins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from os.path import commonprefix

_KEPT = 3
_FOLDED = str.maketrans("äöü", "aou")


def folded(word: str) -> str:
    """In lower case, umlauts as plain vowels, letter for letter; ß stays."""
    return word.lower().translate(_FOLDED)


def root(key: str) -> str:
    """What nearly every form of the word begins with, in a compound too, folded."""
    return folded(key[: max(_KEPT, len(key) - 2)])


def roots(
    readings: Mapping[str, Iterable[str]], masculine: Mapping[str, str]
) -> dict[str, list[str]]:
    """For each key the beginnings, folded, of all forms that do not begin with its root; forms
    of the feminine of a word count as its own.
    """
    unlike: dict[str, set[str]] = defaultdict(set)
    for form, keys in readings.items():
        written = folded(form).replace("ß", "ss")
        for key in keys:
            if not written.startswith(root(key)):
                unlike[key].add(written)
            man = masculine.get(key, key)
            if man != key and not written.startswith(root(man)):
                unlike[man].add(written)
    return {key: list(_common(forms)) for key, forms in unlike.items()}


def _common(forms: Iterable[str]) -> Iterable[str]:
    """Beginnings that all forms share which begin with the same three letters."""
    groups: dict[str, list[str]] = defaultdict(list)
    for form in sorted(forms):
        groups[form[:_KEPT]].append(form)
    return (commonprefix(group) for group in groups.values())  # noqa: RUF071 - of letters
