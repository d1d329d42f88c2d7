"""Whoosh's index format with postings that open in one step.

Whoosh writes postings in blocks of 128, each a compressed pickle of tuples, and walks them one
by one.  Here a term's postings are three arrays (documents, frequencies, positions) that are
read whole.  It plugs in as a codec, Whoosh's own interface for this; term index, columns and
storage stay Whoosh's, and Whoosh itself can open the result.

Layout of a posting list, little-endian:
`documents: u32, positions: u32, bytes of positions: u32`, then u32 documents, u16 frequencies
(a term occurs at most 65,535 times in a document), then u32 positions, zlib-compressed when
that is not longer than 256 bytes anyway.
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from itertools import accumulate
from typing import Any

from whoosh.codec.base import PostingsWriter
from whoosh.codec.whoosh3 import W3Codec, W3TermInfo
from whoosh.fields import FieldType, Schema
from whoosh.formats import Format
from whoosh.matching import ListMatcher

MAX_FREQUENCY = 0xFFFF
_HEADER = struct.Struct("<III")
_COMPRESS_FROM = 256


def pack(typecode: str, values: Any) -> bytes:
    """The numbers as little-endian bytes."""
    numbers = array(typecode, values)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _unpack(typecode: str, data: bytes) -> array[int]:
    numbers = array(typecode)
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


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
        self._positions.append((4 * total, data[frequencies_end : frequencies_end + length]))

    def positions(self) -> dict[int, array[int]]:
        """The positions of the term in each of its documents."""
        flat = array("I")
        for length, data in self._positions:
            flat.extend(_unpack("I", zlib.decompress(data) if len(data) < length else data))
        ends = list(accumulate(self.frequencies))
        starts = [0, *ends[:-1]]
        return {
            document: flat[start:end]
            for document, start, end in zip(self.documents, starts, ends, strict=True)
        }


class _PackedPostingsWriter(PostingsWriter):  # type: ignore[misc]
    """Collects the postings of one term at a time and writes them as arrays."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def start_postings(self, format_: Any, terminfo: Any) -> None:
        self._terminfo = terminfo
        self._ids: list[int] = []
        self._frequencies: list[int] = []
        self._values: list[bytes] = []

    def add_posting(
        self, id_: int, weight: float, vbytes: bytes, length: int | None = None
    ) -> None:
        self._ids.append(id_)
        self._frequencies.append(int(weight))
        self._values.append(vbytes)

    def finish_postings(self) -> Any:
        positions = b"".join(self._values)
        total = len(positions) // 4
        if len(positions) > _COMPRESS_FROM:
            packed = zlib.compress(positions, 1)
            positions = packed if len(packed) < len(positions) else positions
        data = b"".join(
            (
                _HEADER.pack(len(self._ids), total, len(positions)),
                pack("I", self._ids),
                pack("H", self._frequencies),
                positions,
            )
        )
        info = self._terminfo
        info.add_block(self)
        info.set_extent(self._file.tell(), len(data))
        self._file.write(data)
        return info

    # What W3TermInfo.add_block asks a block for:
    @property
    def _weights(self) -> list[int]:
        return self._frequencies

    def __len__(self) -> int:
        return len(self._ids)

    def min_id(self) -> int:
        return self._ids[0]

    def max_id(self) -> int:
        return self._ids[-1]

    def min_length(self) -> int:
        return 0

    def max_length(self) -> int:
        return 0

    def max_weight(self) -> int:
        return max(self._frequencies)


class PackedCodec(W3Codec):  # type: ignore[misc]
    """Whoosh 3's codec with packed postings."""

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> _PackedPostingsWriter:  # noqa: FBT001, FBT002 - Whoosh's signature
        return _PackedPostingsWriter(dbfile)

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
            [positions[document].tobytes() for document in postings.documents],
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
