"""The lexicon: what is known of German words, in files that open at once.

It is compiled from the dictionary of the package simplemma and from word lists of this project;
the first use does that, which takes some seconds, and keeps the result beside this module or,
where that may not be written, in the user's cache folder.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import shutil
from array import array
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import marisa_trie

from corpus.errors import BuildFailed
from corpus.german.lexicon.compiling import (
    ADJECTIVE,
    NOUN,
    OTHER,
    STEPS,
    VERB,
    compile_lexicon,
    is_whole,
)
from corpus.german.lexicon.roots import root
from corpus.german.lexicon.words import FOLDER

__all__ = ["ADJECTIVE", "NOUN", "OTHER", "VERB", "Lexicon", "lexicon"]

_Numbers = memoryview


class Lexicon:
    """Looks up forms, and the parts of compounds; memory-mapped, so that processes share it.

    Words are named by keys (`forms.key`); inside, a key is a number.
    """

    def __init__(self, folder: Path) -> None:
        self.identity = folder.name
        self._keys = _trie(folder / "keys.marisa")
        self._forms = _Map(folder, "forms")
        self._modifiers = _Map(folder, "modifiers")
        self._heads = _Map(folder, "heads")
        self._masculine = _mapped(folder / "masculine.bin").cast("I")
        self._kinds = _mapped(folder / "kinds.bin")
        self._roots = marisa_trie.BytesTrie().mmap(str(folder / "roots.marisa"))

    def readings(self, form: str) -> list[str]:
        """The keys of the words that a form, written just so, may be of, the likelier first."""
        return [self._keys.restore_key(number) for number in self._forms[form]]

    def kind(self, key: str) -> int:
        """A sum of NOUN, VERB and ADJECTIVE, or OTHER; 0 for what is no key."""
        number = self._keys.get(key)
        return 0 if number is None else self._kinds[number]

    def masculine(self, key: str) -> str:
        """The masculine noun to a feminine one (*politikerin*); any other key itself."""
        number = self._keys.get(key)
        return key if number is None else str(self._keys.restore_key(self._masculine[number]))

    def roots(self, key: str) -> list[str]:
        """What the forms of a word begin with, also in compounds: folded (`roots.folded`)."""
        unlike = self._roots.get(key, [b""])[0].decode()
        return [root(key), *unlike.split()]

    def beginnings(self, string: str) -> list[tuple[int, float]]:
        """The modifiers, as they may stand in a compound, that `string` begins with: their length,
        and the cost of the cheapest word that each may stand for.
        """
        return [(length, (row[0] & 0xFF) / STEPS) for length, row in self._modifiers.within(string)]

    def modifier(self, string: str) -> list[tuple[str, float]]:
        """The keys that a modifier may stand for, and the cost of each, the cheapest first."""
        return [
            (self._keys.restore_key(number >> 8), (number & 0xFF) / STEPS)
            for number in self._modifiers[string]
        ]

    def endings(self, string: str, kinds: int) -> list[tuple[int, float, int]]:
        """The words of these kinds in whose forms `string` may end, as a compound does: the length
        of the form, the cost, and the number of the key.
        """
        return [
            (length, (number & 0xFF) / STEPS, number >> 8)
            for length, row in self._heads.within(string[::-1])
            for number in row
            if self._kinds[number >> 8] & kinds
        ]

    def key(self, number: int) -> str:
        return str(self._keys.restore_key(number))


class _Map:
    """Several numbers for each of many strings."""

    def __init__(self, folder: Path, name: str) -> None:
        self._trie = _trie(folder / f"{name}.marisa")
        self._begins = _mapped(folder / f"{name}.begins.bin").cast("I")
        self._row = _mapped(folder / f"{name}.bin").cast("I")

    def __getitem__(self, string: str) -> _Numbers:
        number = self._trie.get(string)
        if number is None:
            return self._row[:0]
        return self._row[self._begins[number] : self._begins[number + 1]]

    def within(self, string: str) -> list[tuple[int, _Numbers]]:
        """What `string` begins with: the lengths, and the numbers of each."""
        begins, row = self._begins, self._row
        return [
            (len(found), row[begins[number] : begins[number + 1]])
            for found, number in self._trie.iter_prefixes_with_ids(string)
        ]


def _trie(path: Path) -> marisa_trie.Trie:
    return marisa_trie.Trie().mmap(str(path))


def _mapped(path: Path) -> memoryview:
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


@cache
def lexicon() -> Lexicon:
    """The lexicon of this code and this dictionary; compiled if that has not yet been done.

    Raises BuildFailed where it cannot be written anywhere.
    """
    name = _identity()
    places = [parent / name for parent in _parents()]
    for place in places:
        if is_whole(place):
            return Lexicon(place)
    for place in places:
        try:
            compile_lexicon(place)
        except OSError as error:
            refused = error
        else:
            break
    else:
        tried = " noch in ".join(f"„{place.parent}“" for place in places)
        raise BuildFailed(
            f"Das Wörterbuch lässt sich weder in {tried} ablegen ({refused}); "
            "bitte eines davon beschreibbar machen."
        )
    for outdated in set(places[0].parent.glob("[!.]*")) - {place}:  # of this code as it was before
        shutil.rmtree(outdated, ignore_errors=True)
    return Lexicon(place)


def _parents() -> list[Path]:
    """Where compiled lexica may lie: beside this module, or in the user's cache."""
    beside = Path(__file__).parent / "compiled"
    try:
        cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    except RuntimeError:  # a user without a home
        return [beside]
    return [beside, Path(cache) / "news-corpus" / "lexicon"]


def _identity() -> str:
    """A hash of all that the lexicon is made of."""
    state = hashlib.sha256(marisa_trie.__name__.encode() + array("I", [1]).tobytes())
    package = find_spec("simplemma")
    if package is None or package.origin is None:
        raise BuildFailed(
            "Das Paket simplemma fehlt, aus dem das Wörterbuch entsteht; bitte die Installation "
            "mit „make“ oder „pip install simplemma==2.0.0“ vervollständigen."
        )
    dictionaries = Path(package.origin).parent / "strategies" / "dictionaries" / "data"
    sources = sorted([*Path(__file__).parent.glob("*.py"), *FOLDER.glob("*.txt")])
    for source in [dictionaries / "de.plzma", *sources]:
        state.update(source.name.encode() + b"\0" + source.read_bytes())
    return state.hexdigest()[:16]
