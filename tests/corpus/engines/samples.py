"""Documents for the contract: plain words without German, or articles with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from corpus.article import Article, Block
from corpus.documents import (
    BLOCK_GAP,
    FACETS,
    NO_TERM,
    Days,
    Document,
    Facet,
    to_document,
)
from corpus.engines import Engine, EngineAnswer, EngineReader, EngineRequest
from corpus.german import Analyzer
from corpus.periods import Period
from corpus.query.parser import parse
from corpus.query.plan import SPARSE, Field, Plan
from corpus.query.planner import plan_query

ANALYZER = Analyzer()
NOTHING: Mapping[Field, str] = {}


def document(
    id_: str,
    text: str = "",
    *,
    title: str = "",
    streams: Mapping[Field, str] = NOTHING,
    days: Days | None = None,
    stored: bytes | None = None,
    **facets: str | Sequence[str],
) -> Document:
    """Words as their own terms, alike in `exact` and `lemma`; `|` stands between blocks.

    `streams` are put in the place of those that come of this.
    """
    gap = f" {' '.join([NO_TERM] * BLOCK_GAP)} "
    stream = gap.join(" ".join(block.split()) for block in text.split("|"))
    return Document(
        id=id_,
        stored=stored if stored is not None else f"{{{id_}}}".encode(),
        days=days,
        facets={facet: _values(facets.get(facet, ())) for facet in FACETS},
        streams={
            "exact": stream,
            "lemma": stream,
            "title": " ".join(title.split()),
            **dict.fromkeys(SPARSE, ""),
            **streams,
        },
    )


def _values(values: str | Sequence[str]) -> tuple[str, ...]:
    return (values,) if isinstance(values, str) else tuple(values)


def article(id_: str, *paragraphs: str, title: str = "Ein Titel") -> Document:
    """A German article, through the analysis that the build uses."""
    body = tuple(Block("paragraph", text) for text in paragraphs)
    return to_document(Article(id=id_, title=title, body=body), ANALYZER)


def planned(query: str) -> Plan:
    """The plan of what a reader types."""
    return plan_query(parse(query).node, ANALYZER)


def day(text: str) -> Days:
    number = date.fromisoformat(text).toordinal()
    return number, number


def span(first: str, last: str) -> Days:
    return day(first)[0], day(last)[0]


def write(engine: Engine, folder: Path, *batches: Iterable[Document]) -> None:
    """Add the batches to whatever the folder already holds."""
    writer = engine.writer(folder)
    for batch in batches:
        writer.add(writer.prepare(batch))
    writer.finish()


def ids(answer: EngineAnswer) -> list[str]:
    return [hit.id for hit in answer.hits]


def found(reader: EngineReader, plan: Plan) -> set[str]:
    """The ids that a plan finds; the total must agree."""
    answer = reader.search(EngineRequest(plan, limit=10_000))
    assert answer.total == len(answer.hits)
    return set(ids(answer))


def ordered(reader: EngineReader, request: EngineRequest) -> str:
    """One-letter ids in the order of the hits, as one word."""
    return "".join(ids(reader.search(request)))


DAY = Period("day")

FACET_NAMES: tuple[Facet, ...] = FACETS
