"""Generations: complete, immutable indexes, built aside and published in one step.

    index/LOCK                              held while building (flock)
    index/CURRENT                           the name of the generation in use
    index/generations/<UTC time>-<hash>/    manifest.json, rejected.jsonl, remarks.jsonl, engine/

`<hash>` begins the manifest's SHA-256 and the manifest holds that of every other file, so a
change anywhere shows.  Publishing renames the finished folder into place and then replaces
CURRENT; a build that dies at any moment leaves CURRENT as it was.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.errors import GenerationGone, IndexLocked, NoIndex, UnusableIndex

SCHEMA = 2
"""Raised whenever the folder's layout, a document's fields or their meaning change."""

KEPT = 3
"""Generations that stay for rolling back, the current one included."""

REBUILD = "corpus build"
_BUILDING = ".building-"
_NAME = re.compile(r"\d{8}T\d{6}\.\d{3}Z-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself.

    `first` and `last` are the ISO days that its articles span, `content_hash` is over ids,
    stored articles and terms in the order of ids, `files` the size and SHA-256 of each file.
    """

    schema: int
    fingerprint: str
    engine: str
    engine_version: str
    articles: int
    undated: int
    rejected: int
    remarks: int
    first: str | None
    last: str | None
    built_at: str
    content_hash: str
    files: dict[str, dict[str, Any]]

    def to_bytes(self) -> bytes:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        return text.encode() + b"\n"


def current(index: Path) -> str:
    """The name of the generation in use.  Raises NoIndex when nothing was ever published."""
    try:
        name = (index / "CURRENT").read_text("utf-8").strip()
    except FileNotFoundError as error:
        raise NoIndex(f"Es gibt noch keinen Index in „{index}“; bitte „{REBUILD}“.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableIndex(f"„{index / 'CURRENT'}“ ist nicht lesbar: {error}.") from error
    if not _NAME.fullmatch(name):
        raise UnusableIndex(
            f"„{index / 'CURRENT'}“ nennt keine Generation; bitte „corpus rollback“ oder "
            f"„{REBUILD}“."
        )
    return name


def names(index: Path) -> list[str]:
    """All kept generations, the oldest first."""
    folder = index / "generations"
    if not folder.is_dir():
        return []
    return sorted(entry.name for entry in folder.iterdir() if _NAME.fullmatch(entry.name))


def folder_of(index: Path, name: str) -> Path:
    return index / "generations" / name


def read_manifest(index: Path, name: str, *, fingerprint: str | None = None) -> Manifest:
    """The manifest, after the cheap checks: its own hash, and the size of every file.

    With `fingerprint`, a generation of another schema or analyzer is refused.  Raises
    GenerationGone when the folder is not there, UnusableIndex for everything else.
    """
    manifest = _load_manifest(index, name)
    if fingerprint is not None and manifest.fingerprint != fingerprint:
        raise UnusableIndex(
            f"Der Index wurde mit der Analyse {manifest.fingerprint} gebaut, dieses Programm "
            f"verwendet {fingerprint}; bitte „{REBUILD}“."
        )
    folder = folder_of(index, name)
    for file, facts in manifest.files.items():
        try:
            size = (folder / file).stat().st_size
        except OSError as error:
            if not folder.exists():
                raise GenerationGone(f"Die Generation {name} wurde entfernt.") from error
            raise _damaged(name, file) from error
        if size != facts["size"]:
            raise _damaged(name, file)
    return manifest


def _load_manifest(index: Path, name: str) -> Manifest:
    try:
        data = (folder_of(index, name) / "manifest.json").read_bytes()
    except FileNotFoundError as error:
        raise GenerationGone(
            f"Die Generation {name} fehlt; bitte „corpus rollback“ oder „{REBUILD}“."
        ) from error
    except OSError as error:
        raise _damaged(name, "manifest.json") from error
    if not hashlib.sha256(data).hexdigest().startswith(name.rpartition("-")[2]):
        raise _damaged(name, "manifest.json")
    record = json.loads(data)
    if record.get("schema") != SCHEMA:
        raise UnusableIndex(
            f"Der Index hat das Schema {record.get('schema')}, dieses Programm liest {SCHEMA}; "
            f"bitte „{REBUILD}“."
        )
    return Manifest(**record)


def _damaged(name: str, file: str) -> UnusableIndex:
    return UnusableIndex(
        f"Die Generation {name} ist beschädigt ({file}); bitte „corpus rollback“ oder „{REBUILD}“."
    )


def verify(index: Path, name: str) -> list[str]:
    """Compare every byte of a generation with its manifest; the files that differ or are
    missing or surplus, none when all is well.

    Raises UnusableIndex when the manifest itself is damaged or of another schema.
    """
    manifest = _load_manifest(index, name)
    folder = folder_of(index, name)
    differing = [
        file for file, facts in manifest.files.items() if not _holds(folder / file, facts["sha256"])
    ]
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return differing + sorted(present - set(manifest.files) - {"manifest.json"})


def _holds(path: Path, sha256: str) -> bool:
    try:
        return _sha256(path) == sha256
    except OSError:  # missing, or no longer readable
        return False


def roll_back(index: Path, name: str | None = None) -> str:
    """Make `name`, or the generation before the current one, the one in use; its name.

    Raises UnusableIndex when there is none, or it is damaged.
    """
    with lock(index):
        kept = names(index)
        if name is None:
            name = _before_current(index, kept)
        if name is None or name not in kept:
            raise UnusableIndex("Es gibt keine frühere Generation, zu der man zurück könnte.")
        if differing := verify(index, name):
            raise _damaged(name, differing[0])
        _write_durably(index / "CURRENT", name.encode() + b"\n")
        return name


def _before_current(index: Path, kept: list[str]) -> str | None:
    """The one before the current; the newest when CURRENT is lost or names none that is kept."""
    try:
        in_use = current(index)
    except (NoIndex, UnusableIndex):
        in_use = ""
    earlier = [name for name in kept if name < in_use] if in_use in kept else kept
    return max(earlier, default=None)


@contextmanager
def lock(index: Path) -> Iterator[None]:
    """Hold the index for writing.  Raises IndexLocked, naming the holder and since when."""
    index.mkdir(parents=True, exist_ok=True)
    with (index / "LOCK").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.read().strip() or "ein anderer Prozess"
            raise IndexLocked(f"Am Index wird schon gearbeitet: {holder}.") from error
        file.truncate(0)
        file.write(f"Prozess {os.getpid()} seit {datetime.now().astimezone():%d.%m.%Y %H:%M:%S}\n")
        file.flush()
        yield


@contextmanager
def building(index: Path) -> Iterator[Path]:
    """A temporary folder to build in, under the lock; it is gone afterwards, come what may.

    What an earlier build left behind by dying is removed first, as far as none of its workers
    still writes there: those die within a second, and the next build removes the rest.
    """
    with lock(index):
        generations = index / "generations"
        generations.mkdir(exist_ok=True)
        for leftover in generations.glob(f"{_BUILDING}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        folder = generations / f"{_BUILDING}{os.getpid()}-{time.time_ns()}"
        (folder / "engine").mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def file_facts(folder: Path) -> dict[str, dict[str, Any]]:
    """Size and SHA-256 of every file below `folder`, after syncing each to the disk."""
    facts = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        _sync(path)
        name = path.relative_to(folder).as_posix()
        facts[name] = {"size": path.stat().st_size, "sha256": _sha256(path)}
    return facts


def publish(index: Path, folder: Path, manifest: Manifest) -> str:
    """Turn a finished temporary folder into the generation in use; its name.

    Only to be called inside `building`.
    """
    data = manifest.to_bytes()
    _write_durably(folder / "manifest.json", data)
    for path in (folder / "engine", folder):
        _sync(path)
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}"[:-3] + "Z"
    name = f"{stamp}-{hashlib.sha256(data).hexdigest()[:8]}"
    folder.rename(folder_of(index, name))
    _sync(index / "generations")
    _write_durably(index / "CURRENT", name.encode() + b"\n")
    others = [other for other in names(index) if other != name]  # clocks may go back
    for old in others[: 1 - KEPT]:
        shutil.rmtree(folder_of(index, old))
    return name


def _write_durably(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
