"""Generations: complete, immutable indexes, made aside and published in one step.

    index/LOCK                              held while writing (flock)
    index/CURRENT                           the name of the generation in use
    index/generations/<UTC time>-<hash>/    manifest.json, rejected.jsonl, remarks.jsonl, engine/

`<hash>` begins the manifest's SHA-256 and the manifest holds that of every other file, so a
change anywhere shows.  Publishing renames the finished folder into place and then replaces
CURRENT; whatever dies at any moment leaves CURRENT as it was.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import BuildFailed, IndexLocked, NoIndex, UnusableIndex
from corpus.manifest import (
    MANIFEST,
    REBUILD,
    Manifest,
    check_files,
    damaged,
    differing_files,
    read_manifest,
    sync,
)

KEPT = 3
"""Generations that stay for rolling back, the current one included."""

_BUILDING = ".building-"
_NAME = re.compile(r"\d{8}T\d{6}\.\d{3}Z-[0-9a-f]{8}")


def current(index: Path) -> str:
    """The name of the generation in use.  Raises NoIndex when nothing was ever published."""
    try:
        name = (index / "CURRENT").read_bytes().decode().removesuffix("\n")
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
    return sorted(
        entry.name for entry in folder.iterdir() if _NAME.fullmatch(entry.name) and entry.is_dir()
    )


def folder_of(index: Path, name: str) -> Path:
    return index / "generations" / name


def manifest(index: Path, name: str) -> Manifest:
    """What the generation says of itself.  Raises GenerationGone or UnusableIndex."""
    return read_manifest(folder_of(index, name))


def opened_manifest(index: Path, name: str, fingerprint: str) -> Manifest:
    """The manifest of a generation that is about to be read, after all cheap checks.

    Raises GenerationGone when the folder is not there, UnusableIndex for damage and for another
    schema or analyzer.
    """
    found = manifest(index, name)
    if found.fingerprint != fingerprint:
        raise UnusableIndex(
            f"Der Index wurde mit der Analyse {found.fingerprint} gebaut, dieses Programm "
            f"verwendet {fingerprint}; bitte „{REBUILD}“."
        )
    check_files(folder_of(index, name), found)
    return found


def verify(index: Path, name: str) -> list[str]:
    """Compare every byte of a generation with its manifest; the files that differ or are
    missing or surplus, none when all is well.

    Raises UnusableIndex when the manifest itself is damaged or of another schema.
    """
    return differing_files(folder_of(index, name), manifest(index, name))


def roll_back(index: Path, fingerprint: str, name: str | None = None) -> str:
    """Make `name`, or the generation before the current one, the one in use; its name.

    Raises UnusableIndex when there is none, it is damaged, or another analyzer built it.
    """
    with _explained(index), lock(index):
        kept = names(index)
        if name is None:
            name = _before_current(index, kept)
        if name is None:
            raise UnusableIndex("Es gibt keine frühere Generation, zu der man zurück könnte.")
        if name not in kept:
            raise UnusableIndex(
                f"Die Generation „{name[:80]}“ gibt es nicht; behalten sind "
                f"{', '.join(kept) or 'keine'}."
            )
        opened_manifest(index, name, fingerprint)
        if differing := verify(index, name):
            raise damaged(name, differing[0])
        use(index, name)
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
    Raises IndexLocked, or BuildFailed when the disk or a permission stops the writing.
    """
    with _explained(index), lock(index):
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


@contextmanager
def _explained(index: Path) -> Iterator[None]:
    """A full disk or a missing permission as one sentence."""
    try:
        yield
    except OSError as error:
        where = f" bei „{error.filename}“" if error.filename else ""
        raise BuildFailed(
            f"In „{index}“ lässt sich nicht schreiben ({error.strerror or error}{where}); der alte "
            "Index bleibt in Gebrauch."
        ) from error


def link_engine(base: Path, folder: Path) -> None:
    """Hard-link a generation's engine files into a folder that is being built.

    They are immutable: an engine that adds or deletes writes new files.
    """
    for path in (base / "engine").iterdir():
        (folder / "engine" / path.name).hardlink_to(path)


def require_space(index: Path, needed: int) -> None:
    """Raises BuildFailed when the disk of the index has less than so many bytes left."""
    place = index
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    if free < needed:
        raise BuildFailed(
            f"Für den neuen Index braucht es etwa {_megabytes(needed)}, auf dem Datenträger von "
            f"„{index}“ sind {_megabytes(free)} frei; bitte Platz schaffen."
        )


def _megabytes(size: int) -> str:
    return f"{max(1, round(size / 1e6))} MB"


def publish(index: Path, folder: Path, manifest: Manifest) -> str:
    """Turn a finished temporary folder into the generation in use; its name.

    Only to be called inside `building`.
    """
    name = place(index, folder, manifest, f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}"[:-3] + "Z")
    try:
        use(index, name)
    except OSError:
        if name not in (index / "CURRENT").read_text("utf-8", "replace"):
            discard(index, [name])
        raise
    others = [other for other in names(index) if other != name]  # clocks may go back
    discard(index, others[: 1 - KEPT])
    return name


def place(index: Path, folder: Path, manifest: Manifest, stamp: str) -> str:
    """Move a finished temporary folder among the generations, not yet in use; its name."""
    data = manifest.to_bytes()
    _write_durably(folder / MANIFEST, data)
    for path in (folder / "engine", folder):
        sync(path)
    name = f"{stamp}-{hashlib.sha256(data).hexdigest()[:8]}"
    if not folder_of(index, name).exists():  # else a takedown that died made just the same
        folder.rename(folder_of(index, name))
    sync(index / "generations")
    return name


def use(index: Path, name: str) -> None:
    """Make a generation the one in use, atomically and durably."""
    _write_durably(index / "CURRENT", name.encode() + b"\n")


def discard(index: Path, superseded: Collection[str]) -> None:
    """Remove generations that nobody shall return to; what cannot be removed stays.

    Each is renamed first: whoever dies in the middle leaves no half of a generation behind, but
    something that the next build clears away.
    """
    for name in superseded:
        with suppress(OSError):
            folder = folder_of(index, name)
            going = folder.rename(folder.with_name(f"{_BUILDING}{name}"))
            try:
                shutil.rmtree(going)
            except OSError:
                going.rename(folder)
                raise


def _write_durably(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync(path.parent)
