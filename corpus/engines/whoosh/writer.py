"""Writes documents as Whoosh segments, one per prepared batch."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from corpus.documents import FACETS, Document
from corpus.engines.whoosh.codec import GrowingPostings, PackedCodec, TermsWriter
from corpus.engines.whoosh.fields import COLUMNS, ID_FIELD, INDEX_NAME, SCHEMA
from corpus.engines.whoosh.reader import WhooshReader
from corpus.query.plan import FIELDS, SPARSE


class _Storage(FileStorage):  # type: ignore[misc]
    """Does not mind that its temporary folder is there already.

    Whoosh catches that error in a way that leaves a cycle of frames behind, and in it the whole
    batch, until the garbage is collected.
    """

    def temp_storage(self, name: str) -> FileStorage:
        folder = Path(self.folder, name)
        folder.mkdir(exist_ok=True)
        return FileStorage(str(folder))


class WhooshWriter:
    """See `EngineWriter`.  Segments are immutable; deletions live in the table of contents."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._storage = _Storage(str(folder))
        self._generation = TOC._latest_generation(self._storage, INDEX_NAME)
        self._segments: list[W3Segment] = []
        if self._generation >= 0:
            self._segments = TOC.read(self._storage, INDEX_NAME, schema=SCHEMA).segments

    def prepare(self, documents: Iterable[Document]) -> W3Segment:
        """Write a segment's files and return its description; may run in any process."""
        codec = PackedCodec()
        segment = codec.new_segment(self._storage, INDEX_NAME)
        postings: dict[str, dict[str, GrowingPostings]] = {
            name: defaultdict(GrowingPostings) for name in SCHEMA.names()
        }
        per_document = codec.per_document_writer(self._storage, segment)
        number = -1
        for number, document in enumerate(documents):
            per_document.start_doc(number)
            for name, value in _column_values(document).items():
                per_document.add_column_value(name, COLUMNS[name], value)
            per_document.finish_doc()
            postings[ID_FIELD][document.id].add(number, [0])
            for field in FIELDS:
                by_term, placed = postings[field], field not in SPARSE
                for term, positions in document.positions(field).items():
                    by_term[term].add(number, positions, placed=placed)
        segment.set_doc_count(number + 1)
        per_document.close()
        writer = TermsWriter(self._storage, segment)
        for name in sorted(postings):
            for term in sorted(postings[name]):  # as UTF-8 would sort
                writer.add(name, term.encode(), postings[name][term])
        writer.close()
        return segment

    def add(self, prepared: W3Segment) -> None:
        if prepared.doc_count_all():
            self._segments.append(prepared)

    def delete(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            for segment in self._segments:
                with _terms(segment, self._storage) as terms:
                    key = (ID_FIELD, id_.encode())
                    if key in terms:
                        matcher = terms.matcher(*key, SCHEMA[ID_FIELD].format)
                        segment.delete_document(matcher.id())

    def sizes(self) -> dict[str, int]:
        return {segment.segment_id(): segment.doc_count() for segment in self._segments}

    def holding(self, ids: Iterable[str]) -> set[str]:
        keys = [(ID_FIELD, id_.encode("utf-8", "surrogatepass")) for id_ in ids]
        found = set()
        for segment in self._segments:
            with _terms(segment, self._storage) as terms:
                if any(key in terms for key in keys):
                    found.add(segment.segment_id())
        return found

    def withdraw(self, segments: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """A reader of just these segments has their living documents."""
        taken = [s for s in self._segments if s.segment_id() in segments]
        self._segments = [s for s in self._segments if s not in taken]
        with TemporaryDirectory(prefix=".part-", dir=self._folder) as name:
            for path in self._files(taken):
                (Path(name) / path.name).hardlink_to(path)
            TOC(SCHEMA, taken, 0).write(FileStorage(name), INDEX_NAME)
            with closing(WhooshReader(Path(name))) as reader:
                yield from reader.documents()

    def finish(self) -> None:
        """Make the segments the index, atomically: Whoosh renames the table of contents."""
        # Whoosh leaves the folder of its temporary columns behind.  Only now is it in no other
        # worker's use.
        with suppress(FileNotFoundError):
            (self._folder / f"{INDEX_NAME}.tmp").rmdir()
        self._generation += 1
        TOC(SCHEMA, self._segments, self._generation).write(self._storage, INDEX_NAME)
        contents = self._folder / TOC._filename(INDEX_NAME, self._generation)
        needed = {contents, *self._files(self._segments)}
        for path in self._folder.iterdir():
            if path.is_file() and path not in needed:
                path.unlink()

    def _files(self, segments: Iterable[W3Segment]) -> Iterator[Path]:
        for segment in segments:
            yield from self._folder.glob(f"{segment.segment_id()}.*")


@contextmanager
def _terms(segment: W3Segment, storage: FileStorage) -> Iterator[Any]:
    terms = segment.codec().terms_reader(storage, segment)
    try:
        yield terms
    finally:
        terms.close()


def _column_values(document: Document) -> dict[str, Any]:
    values: dict[str, Any] = {
        "article_id": document.id.encode(),
        "article": document.stored,
        "newest": document.newest,
        "oldest": document.oldest,
        "length": document.length,
    }
    for facet in FACETS:
        values[facet] = json.dumps(document.facets[facet], ensure_ascii=False).encode()
    return values
