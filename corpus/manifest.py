"""The manifest: what a generation says of itself, and whether its files are still those.

Three checks, from cheap to dear.  Opening looks at the manifest's own hash, the size of every
file, and a sample of its bytes (both ends and some blocks between: whatever tears, truncates
or overwrites a file).  Verifying reads every byte.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.errors import GenerationGone, UnusableIndex

SCHEMA = 3
"""Raised whenever the folder's layout, a document's fields or their meaning change."""

REBUILD = "corpus build"
MANIFEST = "manifest.json"

_ENDS = 32 * 1024
_BLOCK = 4096
_BLOCKS = 8

Files = dict[str, dict[str, Any]]
"""Of each file its `size`, `sha256`, and `sample`, the hash of the sampled bytes."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself.

    `engine_asked` is what the build was told, a name or `auto`; `first` and `last` are the ISO
    days that the articles span; `content_hash` is the sum of their digests; `grown_from` is the
    generation that an addition started from.
    """

    schema: int
    fingerprint: str
    engine: str
    engine_version: str
    engine_asked: str
    articles: int
    undated: int
    rejected: int
    remarks: int
    first: str | None
    last: str | None
    built_at: str
    content_hash: str
    grown_from: str | None
    files: Files

    def to_bytes(self) -> bytes:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        return text.encode() + b"\n"

    @property
    def bytes(self) -> int:
        """Size of the generation's files."""
        return sum(facts["size"] for facts in self.files.values())


def content_hash(content: int) -> str:
    """The sum of document digests, modulo 2²⁵⁶, as hexadecimal digits.

    A sum does not depend on the order, and an addition or removal changes it without a look at
    all the rest (an additive hash: Bellare & Micciancio 1997, A New Paradigm for Collision-Free
    Hashing).  It tells mistakes apart; against an attacker the folder's permissions must help.
    """
    return f"{content % (1 << 256):064x}"


def read_manifest(folder: Path) -> Manifest:
    """The manifest in a generation's folder, checked against the hash in the folder's name.

    Raises GenerationGone when it is not there, UnusableIndex when it is damaged or of another
    schema.
    """
    name = folder.name
    try:
        data = (folder / MANIFEST).read_bytes()
    except FileNotFoundError as error:
        raise GenerationGone(
            f"Die Generation {name} fehlt; bitte „corpus rollback“ oder „{REBUILD}“."
        ) from error
    except OSError as error:
        raise damaged(name, MANIFEST) from error
    if not hashlib.sha256(data).hexdigest().startswith(name.rpartition("-")[2]):
        raise damaged(name, MANIFEST)
    record = json.loads(data)
    if record.get("schema") != SCHEMA:
        raise UnusableIndex(
            f"Der Index hat das Schema {record.get('schema')}, dieses Programm liest {SCHEMA}; "
            f"bitte „{REBUILD}“."
        )
    return Manifest(**record)


def damaged(name: str, file: str) -> UnusableIndex:
    return UnusableIndex(
        f"Die Generation {name} ist beschädigt ({file}); bitte „corpus rollback“ oder „{REBUILD}“."
    )


def check_files(folder: Path, manifest: Manifest) -> None:
    """The cheap check of every file: its size and a sample of its bytes.

    Raises UnusableIndex for the first that differs, GenerationGone when the folder is gone.
    """
    for name, facts in manifest.files.items():
        path = folder / name
        try:
            same = path.stat().st_size == facts["size"] and _sample(path) == facts["sample"]
        except OSError as error:
            if not folder.exists():
                raise GenerationGone(f"Die Generation {folder.name} wurde entfernt.") from error
            raise damaged(folder.name, name) from error
        if not same:
            raise damaged(folder.name, name)


def differing_files(folder: Path, manifest: Manifest) -> list[str]:
    """Every file whose bytes differ from the manifest's, or that is missing or surplus."""
    differing = [
        name for name, facts in manifest.files.items() if not _holds(folder / name, facts["sha256"])
    ]
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return differing + sorted(present - set(manifest.files) - {MANIFEST})


def file_facts(folder: Path, grown_from: Path | None = None, known: Files | None = None) -> Files:
    """The facts of every file below `folder`, after syncing each to the disk.

    Those of files shared with the generation it has grown from are taken from there.
    """
    facts: Files = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if grown_from and known and name in known and path.samefile(grown_from / name):
            facts[name] = known[name]
            continue
        sync(path)
        size = path.stat().st_size
        facts[name] = {"size": size, "sha256": _sha256(path), "sample": _sample(path)}
    return facts


def sync(path: Path) -> None:
    """Write a file, or the names in a folder, through to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _holds(path: Path, sha256: str) -> bool:
    try:
        return _sha256(path) == sha256
    except OSError:  # missing, or no longer readable
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sample(path: Path) -> str:
    """The hash of up to 96 KiB: both ends, and blocks evenly spread between them; of a smaller
    file, of all of it.
    """
    state = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size <= 2 * _ENDS + _BLOCKS * _BLOCK:
            state.update(file.read())
            return state.hexdigest()
        state.update(file.read(_ENDS))
        for number in range(1, _BLOCKS + 1):
            file.seek(number * size // (_BLOCKS + 1))
            state.update(file.read(_BLOCK))
        file.seek(size - _ENDS)
        state.update(file.read())
    return state.hexdigest()
