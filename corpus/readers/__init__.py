"""From files to articles.

`read(path)` walks a file or a folder in sorted order and yields a `Found` for every article,
a `Rejected` for whatever cannot be one, and a `Remark` for whatever had to be assumed.  Bad
input never raises here; only a path that does not exist does.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path

from corpus.errors import InvalidInput
from corpus.readers import json_lines, seed_text
from corpus.readers.findings import Found, Reading, Rejected, Remark

__all__ = ["FORMATS", "Found", "OnBytes", "Reading", "Rejected", "Remark", "is_input", "read"]

OnBytes = Callable[[int], None]
"""Told of each piece of a file that was read: its length in bytes, as they are on the disk."""

FORMATS: dict[str, Callable[[Path, str, str | None, OnBytes], Iterator[Reading]]] = {
    ".txt": seed_text.read,
    ".jsonl": json_lines.read,
    ".jsonl.gz": json_lines.read,
    ".ndjson": json_lines.read,
    ".ndjson.gz": json_lines.read,
}
"""Reader by the end of the file name; each takes (file, id of the file, source, on_bytes)."""


def read(
    path: Path,
    source: str | None = None,
    on_bytes: OnBytes = lambda _: None,
    only: Collection[Path] | None = None,
) -> Iterator[Reading]:
    """Yield everything that the file or folder holds, in sorted order of its paths; with
    `only`, of a folder just these files.

    `source` names the newspaper of texts that name none; without it, that is the first
    sub-folder below `path`.  Raises InvalidInput when there is nothing at `path`.
    """
    if not path.exists():
        raise InvalidInput(f"„{path}“ gibt es nicht; bitte den Pfad prüfen.")
    if not path.is_dir():
        yield from _read_file(path, Path(path.name), source, on_bytes)
        return
    unreadable: list[OSError] = []
    for folder, subfolders, names in os.walk(path, onerror=unreadable.append):
        subfolders.sort()
        for name in sorted(names):
            file = Path(folder, name)
            if is_input(file) and (only is None or file in only):
                yield from _read_file(file, file.relative_to(path), source, on_bytes)
    for error in unreadable:
        reason = f"Der Ordner ist nicht lesbar: {error.strerror}."
        yield Rejected(_shown(Path(error.filename)), None, reason)


def is_input(file: Path) -> bool:
    """Whether a file of a folder is meant to be read: no hidden one, and no README."""
    return not file.name.startswith(".") and not file.name.lower().startswith("readme")


def _read_file(file: Path, below: Path, source: str | None, on_bytes: OnBytes) -> Iterator[Reading]:
    shown = _shown(file)
    suffix = next((s for s in sorted(FORMATS, key=len) if file.name.lower().endswith(s)), None)
    if suffix is None:
        known = ", ".join(FORMATS)
        yield Rejected(shown, None, f"Die Endung ist unbekannt; gelesen werden {known}.")
        return
    if source is None and len(below.parts) > 1:
        source = _shown(Path(below.parts[0]))
    name = _shown(below)[: -len(suffix)]
    try:
        if not file.is_file():
            yield Rejected(shown, None, "Das ist keine gewöhnliche Datei, oder sie fehlt.")
            return
        for reading in FORMATS[suffix](file, name, source, on_bytes):
            yield reading if reading.file == shown else replace(reading, file=shown)
    except OSError as error:
        reason = error.strerror or str(error)
        yield Rejected(shown, None, f"Die Datei ist nicht lesbar: {reason}.")


def _shown(path: Path) -> str:
    """The path as text: composed umlauts, and no bytes that are not UTF-8."""
    text = os.fsencode(path.as_posix()).decode("utf-8", "replace")
    return unicodedata.normalize("NFC", text)
