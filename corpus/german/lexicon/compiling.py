"""Compiles the lexicon: from the lemma dictionary of simplemma and the word lists written for
this project to files that open at once.
"""

from __future__ import annotations

import os
import shutil
import time
import zlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import mkdtemp

import marisa_trie

from corpus.german.lexicon.forms import Forms, forms, key
from corpus.german.lexicon.productivity import SHORTEST, Productivity, productivity
from corpus.german.lexicon.roots import folded, roots
from corpus.german.lexicon.verbs import read_verbs
from corpus.german.lexicon.words import lines

STEPS = 8
_DEAREST = 255
"""Costs are kept in eighths, up to 31."""


def compile_lexicon(folder: Path) -> None:
    """Write the lexicon to `folder`, which comes to be as a whole or not at all.

    Raises OSError where that may not be written, or the disk is full.
    """
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    folder.parent.mkdir(parents=True, exist_ok=True)
    for left in folder.parent.glob(".lexicon-*"):  # by a process that was killed
        if left.stat().st_mtime < time.time() - _LONG_AGO:
            shutil.rmtree(left, ignore_errors=True)
    aside = Path(mkdtemp(prefix=".lexicon-", dir=folder.parent))
    try:
        entries = DefaultDictionaryFactory().get_dictionary("de")
        corrections = {line.split()[0]: tuple(line.split()[1:]) for line in lines("irregular")}
        words = forms(entries, read_verbs(lines("verbs")), corrections)
        modifiers = {line.split()[0]: tuple(map(key, line.split())) for line in lines("modifiers")}
        _write(aside, words, productivity(words, set(lines("no-parts")), modifiers))
        for file in aside.iterdir():
            with file.open("rb") as written:
                os.fsync(written.fileno())
        (aside / SUMS).write_text(sums(aside), "utf-8")
        aside.chmod(0o755)
        if folder.is_dir() and not is_whole(folder):
            shutil.rmtree(folder)
        os.rename(aside, folder)  # noqa: PTH104 - onto a folder that is not empty it fails
    except RuntimeError as error:  # marisa's, of a full disk
        raise OSError(str(error)) from error
    except OSError:
        if not is_whole(folder):  # else another process was faster
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


SUMS = "sums.txt"
_LONG_AGO = 3600.0
_SAMPLE = 1 << 16


def sums(folder: Path) -> str:
    """Size and checksum of each file; of large ones, the sum of both ends and the middle."""
    facts = []
    for file in sorted(folder.iterdir()):
        if file.name != SUMS:
            size = file.stat().st_size
            with file.open("rb") as opened:
                checksum = 0
                for start in (0, size // 2, max(0, size - _SAMPLE)):
                    opened.seek(start)
                    checksum = zlib.crc32(opened.read(_SAMPLE), checksum)
            facts.append(f"{file.name} {size} {checksum}")
    return "\n".join(facts)


def is_whole(folder: Path) -> bool:
    """Whether a compiled lexicon is there and undamaged, as far as sizes and samples tell."""
    try:
        return (folder / SUMS).read_text("utf-8") == sums(folder)
    except (OSError, UnicodeDecodeError):
        return False


def _write(folder: Path, words: Forms, parts: Productivity) -> None:
    keys = marisa_trie.Trie(
        {*words.nouns, *words.verbs, *words.adjectives, *parts.heads}
        | {reading for readings in words.readings.values() for reading in readings}
        | {base for bases in parts.shapes.values() for base, _ in bases}
    )
    keys.save(str(folder / "keys.marisa"))
    _write_map(
        folder, "forms", words.readings, lambda form: [keys[k] for k in words.readings[form]]
    )
    _write_map(
        folder,
        "modifiers",
        parts.shapes,
        lambda string: [
            keys[base] << 8 | _eighths(cost) for cost, base in parts.modifier_costs(string)
        ],
    )
    ends = _ends(words, parts)
    _write_map(
        folder,
        "heads",
        ends,
        lambda end: [
            keys[head] << 8 | _eighths(parts.head_cost(head)) for head in sorted(ends[end])
        ],
    )
    masculine = _masculine(words)
    men = array("I", range(len(keys)))
    for woman, man in masculine.items():
        men[keys[woman]] = keys[man]
    _write_array(folder / "masculine.bin", men)
    marisa_trie.BytesTrie(
        (key, " ".join(found).encode()) for key, found in roots(words.readings, masculine).items()
    ).save(str(folder / "roots.marisa"))
    _write_array(folder / "kinds.bin", _kinds(words, keys))


def _ends(words: Forms, parts: Productivity) -> dict[str, set[str]]:
    """The forms in which a compound may end, backwards, and the words that they are of."""
    ends: dict[str, set[str]] = defaultdict(set)
    for form, readings in words.readings.items():
        end = key(form)
        for reading in readings:
            as_noun = form[0].isupper() or reading not in words.nouns
            if (
                reading in parts.heads
                and as_noun
                and (len(end) >= SHORTEST or end in parts.heads)
                and end not in parts.never
            ):
                ends[end[::-1]].add(reading)
    return ends


def _eighths(cost: float) -> int:
    return min(round(cost * STEPS), _DEAREST)


def _write_map(
    folder: Path, name: str, strings: Iterable[str], numbers: Callable[[str], Iterable[int]]
) -> None:
    """Several numbers for each string: a trie that numbers the strings, where the numbers of
    each begin, and the numbers in a row.
    """
    trie = marisa_trie.Trie(strings)
    trie.save(str(folder / f"{name}.marisa"))
    begins, row = array("I", [0]), array("I")
    for number in range(len(trie)):
        row.extend(numbers(trie.restore_key(number)))
        begins.append(len(row))
    _write_array(folder / f"{name}.begins.bin", begins)
    _write_array(folder / f"{name}.bin", row)


def _write_array(path: Path, numbers: array[int]) -> None:
    path.write_bytes(numbers.tobytes())


_NO_WOMEN = frozenset({"heroin"})
"""Words in -in that the dictionary has as women too, but newspapers mean otherwise."""


def _masculine(words: Forms) -> dict[str, str]:
    """The masculine noun of each feminine one in *-in*."""
    found = {}
    for form, readings in words.readings.items():
        woman = key(form)
        if (
            woman.endswith("in")
            and form[0].isupper()
            and readings[0] == woman
            and form + "nen" in words.readings
            and woman not in _NO_WOMEN
        ):
            stem = woman[:-2]
            stems = (stem, folded(stem))
            candidates = [s + "er" for s in stems if s.endswith("er")]
            candidates += [s + end for s in stems for end in ("e", "")]
            man = next((c for c in candidates if c in words.nouns and len(c) > 2), None)
            if man:
                found[woman] = man
    return found


NOUN, VERB, ADJECTIVE, OTHER = 1, 2, 4, 8


def _kinds(words: Forms, keys: marisa_trie.Trie) -> array[int]:
    """What each key is: a sum of NOUN, VERB and ADJECTIVE, or OTHER."""
    found = array("B", bytes(len(keys)))
    for kind, members in (
        (NOUN, words.nouns), (VERB, words.verbs), (ADJECTIVE, words.adjectives),
    ):  # fmt: skip
        for member in members:
            found[keys[member]] |= kind
    return array("B", [kind or OTHER for kind in found])
