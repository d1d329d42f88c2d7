"""Opens Whoosh segments: columns as arrays, postings as arrays, stored articles.

Document numbers run through all segments.  Each of Whoosh's files has one shared position, so
every access to them is under one lock; what comes out is immutable.  All files are opened at
once: a reader outlives its folder, which a later build may remove.
"""

from __future__ import annotations

import heapq
import json
import threading
import weakref
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from itertools import groupby, takewhile
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import TermNotFound

from corpus.documents import Days, Facet, days_of_keys
from corpus.engines.protocol import EngineAnswer, EngineRequest, unreadable
from corpus.engines.whoosh.codec import Postings, packed_postings
from corpus.engines.whoosh.fields import COLUMNS, INDEX_NAME, SCHEMA
from corpus.engines.whoosh.search import K1, B, Search
from corpus.errors import UnusableIndex
from corpus.query.plan import Field


class WhooshReader:
    """See `EngineReader`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        with self._door():
            storage = FileStorage(str(folder), readonly=True)
            toc = TOC.read(storage, INDEX_NAME, schema=SCHEMA)
            self._terms = [s.codec().terms_reader(storage, s) for s in toc.segments]
            self._columns = [s.codec().per_document_reader(storage, s) for s in toc.segments]
            readers = [
                {name: segment.column_reader(name, column) for name, column in COLUMNS.items()}
                for segment in self._columns
            ]
        self._articles = [columns["article"] for columns in readers]
        # Closed with the reader, at the latest when the last search using it has ended.
        self._closing = weakref.finalize(self, _close, (*self._terms, *self._columns))
        self._starts = [0]
        for segment in toc.segments:
            self._starts.append(self._starts[-1] + segment.doc_count_all())
        self.size = self._starts.pop()
        self.deleted = frozenset(
            start + number
            for start, segment in zip(self._starts, toc.segments, strict=True)
            for number in segment.deleted_docs()
        )

    # --- the engine protocol ----------------------------------------------------------------

    def search(self, request: EngineRequest) -> EngineAnswer:
        with self._door():
            return Search(self, request).answer()

    def stored(self, ids: Iterable[str]) -> dict[str, bytes]:
        with self._door():
            return {id_: self.article(self._numbers[id_]) for id_ in ids if id_ in self._numbers}

    def documents(self) -> Iterator[tuple[str, bytes]]:
        with self._door():
            for number, id_ in enumerate(self.ids):
                if number not in self.deleted:
                    yield id_, self.article(number)

    def count(self, field: Field, term: str) -> int:
        with self._door():
            documents = self.postings(field, term).documents
            return len(documents) - len(self.deleted.intersection(documents))

    def terms(self, field: Field, prefix: str, limit: int) -> list[tuple[str, int]]:
        start = _encoded(prefix)
        with self._lock, self._door():
            names = heapq.merge(*(_names(segment, field, start) for segment in self._terms))
            counted = ((name, self.count(field, name)) for name, _ in groupby(names))
            found = [(name, count) for name, count in counted if count]
        return heapq.nsmallest(limit, found, key=lambda pair: (-pair[1], pair[0]))

    def close(self) -> None:
        with self._lock:
            self._closing()

    @contextmanager
    def _door(self) -> Iterator[None]:
        """Damaged bytes make Whoosh raise anything at all; outside it is one error."""
        try:
            yield
        except UnusableIndex:
            raise
        except Exception as error:
            raise unreadable(self._folder) from error

    # --- for the search ---------------------------------------------------------------------

    def postings(self, field: Field, term: str) -> Postings:
        """The term's postings through all segments; empty when no document has it."""
        key = _encoded(term)
        postings = Postings()
        with self._lock:
            for start, segment in zip(self._starts, self._terms, strict=True):
                with suppress(TermNotFound):
                    info = segment.term_info(field, key)
                    postings.extend(packed_postings(segment._postfile, info), start)
        return postings

    @cached_property
    def ids(self) -> list[str]:
        """The article id of each document."""
        return [value.decode() for value in self._column("article_id")]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """The document of each id: one look here instead of one in every segment."""
        return {id_: n for n, id_ in enumerate(self.ids) if n not in self.deleted}

    @cached_property
    def newest(self) -> array[int]:
        """The key of each document in the order `newest`, which also settles equal scores."""
        return array("Q", self._column("newest"))

    @cached_property
    def oldest(self) -> array[int]:
        """The key of each document in the order `oldest`."""
        return array("Q", self._column("oldest"))

    @cached_property
    def days(self) -> list[Days | None]:
        """The first and last day of each document; equal ones are one object."""
        known: dict[Days | None, Days | None] = {}
        return [known.setdefault(d, d) for d in map(days_of_keys, self.newest, self.oldest)]

    @cached_property
    def lengths(self) -> array[int]:
        """Words of each document."""
        return array("I", self._column("length"))

    @cached_property
    def norms(self) -> array[float]:
        """What BM25 adds to a frequency: K1 · (1 − B + B · length / mean length)."""
        mean = sum(self.lengths) / max(1, self.size) or 1.0
        return array("d", (K1 * (1 - B + B * length / mean) for length in self.lengths))

    def facet(self, name: Facet) -> list[tuple[str, ...]]:
        """The values of a facet for each document; equal ones are one object."""
        if name not in self._facets:
            known: dict[bytes, tuple[str, ...]] = {}
            values = []
            for packed in self._column(name):
                if packed not in known:
                    known[packed] = tuple(json.loads(packed))
                values.append(known[packed])
            self._facets[name] = values
        return self._facets[name]

    @cached_property
    def _facets(self) -> dict[str, list[tuple[str, ...]]]:
        return {}

    def article(self, number: int) -> bytes:
        """The stored article."""
        with self._lock:
            index = bisect_right(self._starts, number) - 1
            return bytes(self._articles[index][number - self._starts[index]])

    def _column(self, name: str) -> Iterator[Any]:
        with self._lock:
            for segment in self._columns:
                yield from segment.column_reader(name, COLUMNS[name])


def _encoded(text: str) -> bytes:
    """The key of a term; lone surrogates, as in names of broken files, are in no index."""
    return text.encode("utf-8", "surrogatepass")


def _names(segment: Any, field: str, start: bytes) -> Iterator[str]:
    """The terms of a segment's field that begin with `start`, in their order."""
    return (
        text.decode()
        for _, text in takewhile(
            lambda key: key[0] == field and key[1].startswith(start),
            segment.terms_from(field, start),
        )
    )


def _close(parts: Iterable[Any]) -> None:
    for part in parts:
        part.close()
