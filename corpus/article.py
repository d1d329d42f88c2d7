"""The article: what a reader produces, an engine stores and a page shows.

How the parts are found in running text is in `corpus.anatomy`; here is what they are, and
their one stored form, canonical JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple, cast

from corpus.dates import DateInterval, Precision

BlockKind = Literal["paragraph", "subhead"]


class Block(NamedTuple):
    """A paragraph or a subhead of the body, as written."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """One news article.  Missing is None or empty; nothing is invented but a derived title.

    `lead` is the introduction or picture caption before the body, `credit` the picture's
    (without *Foto:*), `places` those of the dateline, `sign_off` the closing bracket as
    written, `extra` the keys of the input that have no field here.
    """

    id: str
    title: str
    title_derived: bool = False
    date: DateInterval | None = None
    source: str | None = None
    section: str | None = None
    url: str | None = None
    lead: str | None = None
    credit: str | None = None
    body: tuple[Block, ...] = ()
    places: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    sign_off: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> int:
        """Words of lead and body, counted at white space."""
        return sum(len(text.split()) for text in (self.lead or "", *(b.text for b in self.body)))

    def blocks(self) -> list[tuple[str, str]]:
        """What is searched, in reading order, as (`title` | `lead` | `body`, text).

        A derived title repeats the lead, so it is not searched a second time.  Credit and
        sign-off are about the article, not in it: they are metadata and filters.
        """
        blocks = [] if self.title_derived else [("title", self.title)]
        if self.lead:
            blocks.append(("lead", self.lead))
        blocks.extend(("body", block.text) for block in self.body)
        return blocks

    def to_stored(self) -> bytes:
        """Canonical JSON: equal articles give equal bytes."""
        record: dict[str, Any] = {
            name: getattr(self, name) for name in self.__slots__ if getattr(self, name)
        }
        if self.date is not None:
            record["date"] = [
                self.date.first.isoformat(),
                self.date.last.isoformat(),
                self.date.precision,
            ]
        record["body"] = self.body
        text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode("utf-8")

    @classmethod
    def from_stored(cls, stored: bytes) -> Article:
        """The inverse of `to_stored`."""
        record = json.loads(stored)
        if "date" in record:
            first, last, precision = record["date"]
            record["date"] = DateInterval(
                date.fromisoformat(first), date.fromisoformat(last), cast(Precision, precision)
            )
        record["body"] = tuple(map(Block._make, record["body"]))
        for name in ("places", "agencies", "authors"):
            record[name] = tuple(record.get(name, ()))
        record.setdefault("title", "")
        return cls(**record)
