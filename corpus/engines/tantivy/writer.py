"""Writes documents as tantivy segments, one or a few per prepared batch.

Every batch is an index of its own in a folder aside, written by any process.  `finish` makes
one index of them by listing their segments in one `meta.json`, tantivy's own table of contents;
`delete` marks documents in copies (hard links) of the segments concerned.  So tantivy's merging
threads, whose work would come at moments of their own choosing, never run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple

import tantivy

from corpus.documents import Document
from corpus.engines.tantivy import fields
from corpus.engines.tantivy.reader import TantivyReader, clear_away
from corpus.errors import BuildFailed

META = "meta.json"
HEAP = 200_000_000
"""Bytes that a batch may take while it is written; beyond, tantivy begins another segment."""

FEW = 7
"""Segments at which tantivy does not yet think of merging (it does at 8)."""

Meta = dict[str, Any]

_PART = ".part-"
_NONE = {"num_deleted_docs": 0}


class Part(NamedTuple):
    """A prepared batch: the name of its folder."""

    folder: str


class TantivyWriter:
    """See `EngineWriter`.  Raises BuildFailed where the disk or a permission stops tantivy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._meta: Meta | None = _read_meta(folder) if (folder / META).exists() else None

    def prepare(self, documents: Iterable[Document]) -> Part:
        """Write a batch as an index of its own; may run in any process."""
        folder = Path(mkdtemp(prefix=_PART, dir=self._folder))
        with _written(folder, lambda: tantivy.Index(fields.schema(), path=str(folder))) as writer:
            for document in documents:
                writer.add_document(fields.to_tantivy(document))
        return Part(folder.name)

    def add(self, prepared: Part) -> None:
        self._take(self._folder / prepared.folder, [])

    def delete(self, ids: Iterable[str]) -> None:
        wanted = list(ids)
        segments = self._existing_meta()["segments"]
        for start in range(0, len(segments), FEW):
            some = segments[start : start + FEW]
            with self._apart(some) as folder:
                with _written(folder, partial(tantivy.Index.open, str(folder))) as writer:
                    for id_ in wanted:
                        writer.delete_documents_by_term("id", id_)
                self._take(folder, some)

    def sizes(self) -> dict[str, int]:
        return {
            _stem(segment): segment["max_doc"] - (segment["deletes"] or _NONE)["num_deleted_docs"]
            for segment in self._existing_meta()["segments"]
        }

    def holding(self, ids: Iterable[str]) -> set[str]:
        wanted = list(ids)
        found = set()
        for segment in self._existing_meta()["segments"]:
            with self._apart([segment | {"deletes": None}]) as folder:
                if TantivyReader(folder).stored(wanted):
                    found.add(_stem(segment))
        return found

    def withdraw(self, segments: Collection[str]) -> Iterator[tuple[str, bytes]]:
        meta = self._existing_meta()
        taken = [segment for segment in meta["segments"] if _stem(segment) in segments]
        self._meta = meta | {"segments": [s for s in meta["segments"] if s not in taken]}
        with self._apart(taken) as folder:
            yield from TantivyReader(folder).documents()

    def finish(self) -> None:
        """Make the segments one index, atomically."""
        meta = self._existing_meta()
        temporary = self._folder / f".{META}.new"
        temporary.write_text(json.dumps(meta), "utf-8")
        temporary.replace(self._folder / META)
        needed = {path.name for path in self._files(meta["segments"])} | {META}
        for path in self._folder.iterdir():
            if path.is_file() and path.name not in needed:
                path.unlink()

    def _existing_meta(self) -> Meta:
        if self._meta is None:
            self.add(self.prepare(()))
        assert self._meta is not None
        return self._meta

    @contextmanager
    def _apart(self, segments: list[Any]) -> Iterator[Path]:
        """A folder aside with an index of some of the segments, by hard links."""
        folder = Path(mkdtemp(prefix=_PART, dir=self._folder))
        for path in self._files(segments):
            (folder / path.name).hardlink_to(path)
        meta = self._existing_meta() | {"segments": segments}
        (folder / META).write_text(json.dumps(meta), "utf-8")
        yield folder
        clear_away(folder)

    def _take(self, folder: Path, replaced: list[Any]) -> None:
        """Move the segments of a folder aside into the index, in the place of others."""
        taken = _read_meta(folder)
        meta = self._meta or taken | {"segments": []}
        kept = [segment for segment in meta["segments"] if segment not in replaced]
        self._meta = meta | {
            "segments": kept + taken["segments"],
            "opstamp": max(meta["opstamp"], taken["opstamp"]),
        }
        for segment in taken["segments"]:
            for path in folder.glob(f"{_stem(segment)}.*"):
                path.replace(self._folder / path.name)
        clear_away(folder)

    def _files(self, segments: list[Any]) -> Iterator[Path]:
        """The files of these segments; of deletions only those that count."""
        for segment in segments:
            stem, deletes = _stem(segment), segment["deletes"]
            for path in self._folder.glob(f"{stem}.*"):
                if path.suffix != ".del":
                    yield path
            if deletes:
                yield self._folder / f"{stem}.{deletes['opstamp']}.del"


@contextmanager
def _written(folder: Path, opened: Callable[[], tantivy.Index]) -> Iterator[tantivy.IndexWriter]:
    """A writer to an index, committed at the end; tantivy's errors as ours."""
    try:
        index = opened()
        index.register_tokenizer(fields.TERMS, fields.tokenizer())
        writer = index.writer(heap_size=HEAP, num_threads=1)
        yield writer
        writer.commit()
        writer.wait_merging_threads()
    except (ValueError, OSError) as error:
        raise BuildFailed(
            f"In „{folder.parent}“ lässt sich nicht schreiben ({error}); der alte Index bleibt in "
            "Gebrauch."
        ) from error


def _read_meta(folder: Path) -> Meta:
    meta: Meta = json.loads((folder / META).read_bytes())
    return meta


def _stem(segment: Any) -> str:
    """What the names of a segment's files begin with."""
    return str(segment["segment_id"]).replace("-", "")
