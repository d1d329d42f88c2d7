"""Opens a tantivy index and answers requests.

A searcher is a snapshot that threads may share; tantivy releases the interpreter's lock while
it searches.  Its files are mapped into memory at once, so a reader outlives its folder.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby, islice
from pathlib import Path
from tempfile import mkdtemp

import tantivy
from tantivy import DocAddress, Order, Query

from corpus.engines.protocol import EngineAnswer, EngineRequest, Hit, unreadable
from corpus.engines.tantivy import fields
from corpus.engines.tantivy.counts import Counts, count_of
from corpus.engines.tantivy.queries import Queries, encodable, every
from corpus.errors import UnusableIndex
from corpus.query.plan import Field, positive_leaves

AT_ONCE = 1000
"""Documents fetched by one query where all of them are wanted."""

TRIES = 100
"""Attempts to remove a folder; the second has always done it."""

Scored = tuple[float, DocAddress]


class TantivyReader:
    """See `EngineReader`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with self._door(), _linked(folder) as aside:
            index = tantivy.Index.open(str(aside))
            index.config_reader("manual")
            self._searcher = index.searcher()
            self._size = self._searcher.num_docs
            # From the table of contents, since tantivy tells only the number of the living.
            segments = json.loads((aside / "meta.json").read_bytes())["segments"]
            written = sum(segment["max_doc"] for segment in segments)
        self._queries = Queries(index.schema, self._searcher, written)

    def search(self, request: EngineRequest) -> EngineAnswer:
        with self._door():
            plan = self._queries.of(request.plan)
            found = every([plan, *self._queries.restricted(request)])
            total, hits = self._hits(request, found)
            counts = Counts(self._searcher, self._queries, request, plan)
            return EngineAnswer(total, tuple(hits), counts.facets(), counts.dates())

    def stored(self, ids: Iterable[str]) -> dict[str, bytes]:
        with self._door():
            wanted = iter(ids)
            found: dict[str, bytes] = {}
            while some := list(islice(wanted, AT_ONCE)):
                query = self._queries.one_of("id", some)
                for _, address in self._searcher.search(query, limit=len(some), count=False).hits:
                    id_, article = self._document(address)
                    found[id_] = article
            return found

    def documents(self) -> Iterator[tuple[str, bytes]]:
        with self._door():
            everything = Query.all_query()
            for offset in range(0, self._size, 100 * AT_ONCE):
                hits = self._searcher.search(
                    everything, limit=100 * AT_ONCE, offset=offset, count=False
                ).hits
                for _, address in hits:
                    yield self._document(address)

    def count(self, field: Field, term: str) -> int:
        with self._door():
            return self._total(self._queries.term(field, term))

    def terms(self, field: Field, prefix: str, limit: int) -> list[tuple[str, int]]:
        with self._door():
            if limit < 1 or not encodable(prefix):
                return []
            found = self._searcher.terms_with_prefix(
                field, prefix, filter_query=Query.all_query(), limit=limit + 1
            )
            return [pair for pair in found if pair[0] != fields.PADDING][:limit]

    def close(self) -> None:
        """Nothing: the files are released with the last search that uses them."""

    @contextmanager
    def _door(self) -> Iterator[None]:
        """Tantivy reports damage as ValueError, OSError, or a panic that is no Exception."""
        try:
            yield
        except UnusableIndex:
            raise
        except BaseException as error:
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            raise unreadable(self._folder) from error

    # --- hits -------------------------------------------------------------------------------

    def _hits(self, request: EngineRequest, found: Query) -> tuple[int, list[Hit]]:
        limit = min(request.limit, self._size - request.offset)
        if limit < 1:
            return self._total(found), []
        if request.sort == "relevance" and any(positive_leaves(request.plan)):
            total, scored = self._by_relevance(found, request.offset, limit)
        else:
            total, scored = self._by_date(found, request, limit)
        return total, [self._hit(address, score, request) for score, address in scored]

    def _total(self, query: Query) -> int:
        return count_of(self._searcher.search(query, limit=1))

    def _by_date(
        self, found: Query, request: EngineRequest, limit: int
    ) -> tuple[int, list[Scored]]:
        order = "oldest" if request.sort == "oldest" else "newest"
        shown = found
        if request.after is not None:
            shown = every([found, self._queries.behind(order, request.after)])
        result = self._searcher.search(
            shown, limit=limit, offset=request.offset, order_by_field=order, order=Order.Asc
        )
        total = count_of(result) if shown is found else self._total(found)
        return total, [(0.0, address) for _, address in result.hits]

    def _by_relevance(self, query: Query, offset: int, limit: int) -> tuple[int, list[Scored]]:
        """A slice by falling score, the newest first among equals.

        tantivy knows no second key, so the slice is widened until it begins and ends between
        two different scores, and put in order here.
        """
        margin = 10
        while True:
            low, high = max(0, offset - margin), min(self._size, offset + limit + margin)
            result = self._searcher.search(query, limit=high - low, offset=low)
            total, hits = count_of(result), result.hits
            first, last = offset - low, min(offset + limit, total) - low
            if last <= first:
                return total, []
            begins = low == 0 or hits[0][0] != hits[first][0]
            ends = low + len(hits) == total or hits[-1][0] != hits[last - 1][0]
            if begins and ends:
                return total, self._in_order(hits)[first:last]
            margin *= 8

    def _in_order(self, hits: list[Scored]) -> list[Scored]:
        """The same hits, each run of equal scores by its keys in the order `newest`."""
        ordered: list[Scored] = []
        for _, run in groupby(hits, key=lambda hit: hit[0]):
            equal = list(run)
            if len(equal) > 1:
                addresses = [address for _, address in equal]
                keys = self._searcher.fast_field_values("newest", addresses)
                equal = [hit for _, hit in sorted(zip(keys, equal, strict=True), key=_key)]
            ordered.extend(equal)
        return ordered

    def _hit(self, address: DocAddress, score: float, request: EngineRequest) -> Hit:
        id_, article = self._document(address, unpacked=request.articles)
        return Hit(id_, score, article)

    def _document(self, address: DocAddress, *, unpacked: bool = True) -> tuple[str, bytes]:
        """The id of a document, and its article if that is wanted."""
        document = self._searcher.doc(address)
        article = fields.unpack_article(document.get_first("article") or b"") if unpacked else b""
        return str(document.get_first("id")), article


@contextmanager
def _linked(folder: Path) -> Iterator[Path]:
    """A folder of links to the index, in which tantivy may make the lock file that it takes
    while opening: the index itself may belong to another user, or lie on a disk that is mounted
    for reading only.
    """
    aside = Path(mkdtemp(prefix="corpus-"))
    try:
        for path in folder.glob("[!.]*"):
            (aside / path.name).symlink_to(path.absolute())
        yield aside
    finally:
        clear_away(aside)


def clear_away(folder: Path) -> None:
    """Remove a folder that tantivy has opened: a thread that it starts then may still make its
    lock file in there, between the removal of the files and that of the folder.
    """
    for _ in range(TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return


def _key(pair: tuple[int | float | bool | None, Scored]) -> int:
    return int(pair[0] or 0)
