"""Documents: an article as engines take it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Block
from corpus.dates import DateInterval
from corpus.documents import BLOCK_GAP, to_document
from corpus.german import Analyzer

ANALYZER = Analyzer()
KIEW = Article(
    id="kiew",
    title="Das Telefonat",
    date=DateInterval.of_month(2021, 12),
    source="Der Bote",
    lead="Das US-Telefonat.",
    body=(Block("paragraph", "Biden warnte."),),
    places=("Kiew", "Moskau"),
    agencies=("APA",),
)


def test_positions_run_through_the_blocks_with_a_gap_that_no_phrase_spans() -> None:
    document = to_document(KIEW, ANALYZER)
    lead = 2 + BLOCK_GAP
    body = lead + 3 + BLOCK_GAP
    assert document.positions("exact") == {
        "das": [0, lead], "telefonat": [1, lead + 2], "us": [lead + 1],
        "biden": [body], "warnte": [body + 1],
    }  # fmt: skip
    assert document.positions("lemma")["ustelefonat"] == [body + 2 + BLOCK_GAP]
    assert document.positions("title") == {"der": [0], "telefonat": [1]}
    assert document.length == 7


def test_days_and_facets_are_those_of_the_article() -> None:
    document = to_document(KIEW, ANALYZER)
    assert document.days == (date(2021, 12, 1).toordinal(), date(2021, 12, 31).toordinal())
    assert document.facets == {
        "source": ("Der Bote",), "section": (), "agency": ("APA",), "place": ("Kiew", "Moskau"),
    }  # fmt: skip
    assert to_document(replace(KIEW, date=None), ANALYZER).days is None


def test_a_derived_title_counts_for_ranking_but_is_not_indexed_twice() -> None:
    derived = replace(KIEW, title_derived=True)
    document = to_document(derived, ANALYZER)
    assert document.positions("exact")["telefonat"] == [2]
    assert document.positions("title") == {"der": [0], "telefonat": [1]}


def test_the_digest_tells_any_difference() -> None:
    others = [
        replace(KIEW, id="anders"),
        replace(KIEW, title="Das telefonat"),
        replace(KIEW, body=()),
        replace(KIEW, extra={"a": 1}),
    ]
    digests = {to_document(article, ANALYZER).digest for article in (KIEW, *others)}
    assert len(digests) == 5
    assert to_document(KIEW, Analyzer()).digest == to_document(KIEW, ANALYZER).digest


@given(st.lists(st.text(), max_size=4))
def test_every_position_is_used_once_in_the_exact_layer_and_ascends(texts: list[str]) -> None:
    article = Article("a", "Titel", body=tuple(Block("paragraph", text) for text in texts))
    document = to_document(article, ANALYZER)
    positions = sorted(p for used in document.positions("exact").values() for p in used)
    assert len(positions) == len(set(positions)) == document.length
    for field in ("exact", "lemma", "title"):
        assert all(used == sorted(used) for used in document.positions(field).values())
