"""Whoosh's index format with postings that open in one step.

Whoosh writes postings in blocks of 128, each a compressed pickle of tuples, and walks them one
by one.  Here a term's postings are three arrays (documents, frequencies, positions) that are
written and read whole.  It plugs in as a codec, Whoosh's own interface for this; term index,
columns and storage stay Whoosh's, and Whoosh itself can open the result.

Layout of a posting list, little-endian: `documents: u32, positions: u32, bytes of positions:
u32`, then u32 documents, u16 frequencies (a term occurs at most 65,535 times in a document),
then the positions, u16 when all of them fit, else u32; sparse fields have none.
"""

from __future__ import annotations

import struct
import sys
from array import array
from io import BytesIO
from itertools import accumulate
from typing import Any

from whoosh.codec.base import Segment
from whoosh.codec.whoosh3 import W3Codec, W3TermInfo
from whoosh.fields import FieldType, Schema
from whoosh.filedb.filestore import Storage
from whoosh.filedb.filetables import OrderedHashWriter
from whoosh.filedb.structfile import StructFile
from whoosh.formats import Format
from whoosh.matching import ListMatcher
from whoosh.system import pack_ushort

MAX_FREQUENCY = 0xFFFF
_HEADER = struct.Struct("<III")


def _pack(numbers: array[int]) -> bytes:
    """The numbers as little-endian bytes."""
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def _unpack(typecode: str, data: bytes) -> array[int]:
    numbers = array(typecode)
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


class GrowingPostings:
    """The postings of one term while its segment is being written."""

    __slots__ = ("documents", "frequencies", "positions")

    def __init__(self) -> None:
        self.documents = array("I")
        self.frequencies = array("H")
        self.positions = array("I")

    def add(self, document: int, positions: list[int], *, placed: bool = True) -> None:
        """Add a document, higher than all before; positions past the 65,535th are left out.

        Unless `placed`, the positions are only counted.
        """
        if len(positions) > MAX_FREQUENCY:
            positions = positions[:MAX_FREQUENCY]
        self.documents.append(document)
        self.frequencies.append(len(positions))
        if placed:
            self.positions.fromlist(positions)

    def packed(self) -> bytes:
        try:
            positions = _pack(array("H", self.positions))
        except OverflowError:
            positions = _pack(self.positions)
        header = _HEADER.pack(len(self.documents), len(self.positions), len(positions))
        return b"".join((header, _pack(self.documents), _pack(self.frequencies), positions))


class Postings:
    """The documents of one term, ascending, and how often each has it."""

    __slots__ = ("_positions", "documents", "frequencies")

    def __init__(self) -> None:
        self.documents = array("I")
        self.frequencies = array("H")
        self._positions: list[tuple[int, bytes]] = []

    def extend(self, data: bytes, start: int = 0) -> None:
        """Append a packed list whose documents are counted from `start`."""
        count, total, length = _HEADER.unpack_from(data)
        documents_end = _HEADER.size + 4 * count
        frequencies_end = documents_end + 2 * count
        documents = _unpack("I", data[_HEADER.size : documents_end])
        if start:
            documents = array("I", [start + document for document in documents])
        self.documents.extend(documents)
        self.frequencies.extend(_unpack("H", data[documents_end:frequencies_end]))
        self._positions.append((total, data[frequencies_end : frequencies_end + length]))

    def positions(self) -> dict[int, list[int]]:
        """The positions of the term in each of its documents; none in a sparse field."""
        flat: list[int] = []
        for total, data in self._positions:
            flat.extend(_unpack("H" if len(data) == 2 * total else "I", data))
        ends = list(accumulate(self.frequencies))
        starts = [0, *ends[:-1]]
        return {
            document: flat[start:end]
            for document, start, end in zip(self.documents, starts, ends, strict=True)
        }


class TermsWriter:
    """Writes a segment's postings, and over them the term index, which is Whoosh's."""

    def __init__(self, storage: Storage, segment: Segment) -> None:
        def save(index: StructFile) -> None:
            with segment.create_file(storage, W3Codec.TERMS_EXT) as file:
                file.write(index.file.getbuffer())

        # In memory, because Whoosh asks twice per term where it is, a system call in a file.
        self._index = OrderedHashWriter(StructFile(BytesIO(), onclose=save))
        self._fields: dict[str, int] = {}
        self._index.extras["fieldmap"] = self._fields
        self._file = segment.create_file(storage, W3Codec.POSTS_EXT)
        self._end = 0

    def add(self, field: str, term: bytes, postings: GrowingPostings) -> None:
        """Add a term; fields one after the other, the terms of each in ascending order."""
        number = self._fields.setdefault(field, len(self._fields))
        data = postings.packed()
        self._file.write(data)
        self._index.add(pack_ushort(number) + term, _term_info(postings, self._end, len(data)))
        self._end += len(data)

    def close(self) -> None:
        self._index.close()
        self._file.close()


_TERM_INFO = struct.Struct("!BfIBBfIIqi")
"""Whoosh's `W3TermInfo.to_bytes`: not inlined, weight, documents, shortest and longest field
(unknown here), greatest weight, first and last document, place and length of the postings."""


def _term_info(postings: GrowingPostings, offset: int, length: int) -> bytes:
    documents, frequencies = postings.documents, postings.frequencies
    return _TERM_INFO.pack(
        0, sum(frequencies), len(documents), 0, 0, max(frequencies), documents[0], documents[-1],
        offset, length,
    )  # fmt: skip


class PackedCodec(W3Codec):  # type: ignore[misc]
    """Whoosh 3's codec with packed postings."""

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> Any:
        """A matcher over the same postings, for Whoosh's own queries and merges."""
        postings = Postings()
        postings.extend(packed_postings(dbfile, terminfo))
        positions = postings.positions()
        return ListMatcher(
            list(postings.documents),
            [float(frequency) for frequency in postings.frequencies],
            [_pack(array("I", positions[document])) for document in postings.documents],
            format_,
            scorer=scorer,
            term=term,
            terminfo=terminfo,
        )


def packed_postings(file: Any, terminfo: W3TermInfo) -> bytes:
    """The bytes that a term's entry in the term index points to."""
    offset, (length,) = terminfo.extent()  # Whoosh reads its length back as a tuple
    return bytes(file.get(offset, length))


class PackedPositions(Format):  # type: ignore[misc]
    """Tells Whoosh how the value of a posting is read: an array of u32 positions."""

    def decode_frequency(self, valuestring: bytes) -> int:
        return len(valuestring) // 4

    def decode_weight(self, valuestring: bytes) -> float:
        return float(self.decode_frequency(valuestring))

    def decode_positions(self, valuestring: bytes) -> list[int]:
        return list(_unpack("I", valuestring))


class TermsField(FieldType):  # type: ignore[misc]
    """A field of finished terms: Whoosh analyses nothing."""

    indexed = True
    stored = False
    scorable = True
    analyzer = None
    vector = None
    column_type = None

    def __init__(self) -> None:
        self.format = PackedPositions()


def schema(names: tuple[str, ...]) -> Schema:
    """Whoosh's description of the indexed fields."""
    return Schema(**{name: TermsField() for name in names})
