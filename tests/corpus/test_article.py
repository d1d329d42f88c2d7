"""The article and its stored form."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Block
from corpus.dates import DateInterval

KIEW = Article(
    id="kiew",
    title="Das Telefonat",
    lead="Es wurde mit Spannung erwartet.",
    body=(Block("paragraph", "Kiew – Biden warnte."), Block("subhead", "Weitere Gespräche")),
    sign_off="(APA, red)",
    credit="AFP PHOTO",
)

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
missing_or_words = st.none() | words
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
intervals = (
    st.builds(DateInterval.of_day, st.dates())
    | st.builds(DateInterval.of_month, st.integers(1, 9999), st.integers(1, 12))
    | st.builds(DateInterval.of_year, st.integers(1, 9999))
)
articles = st.builds(
    Article,
    id=words,
    title=st.text(st.characters(exclude_categories=["Cs"])),
    title_derived=st.booleans(),
    date=st.none() | intervals,
    source=missing_or_words,
    section=missing_or_words,
    url=missing_or_words,
    lead=missing_or_words,
    credit=missing_or_words,
    body=st.lists(
        st.builds(Block, st.sampled_from(["paragraph", "subhead"]), words), max_size=4
    ).map(tuple),
    places=st.lists(words, max_size=3).map(tuple),
    agencies=st.lists(words, max_size=3).map(tuple),
    authors=st.lists(words, max_size=3).map(tuple),
    sign_off=missing_or_words,
    extra=st.dictionaries(words, json_values, max_size=4),
)


@given(articles)
def test_every_article_comes_back_from_its_stored_form(article: Article) -> None:
    stored = article.to_stored()
    again = Article.from_stored(stored)
    assert again == article
    assert again.to_stored() == stored


@given(st.permutations(["Jänner", "𝔄rtikel", "\u0000", "e\u0301", "É", "\u202e", "🙂", "\ufffd"]))
def test_equal_articles_have_equal_bytes_whatever_the_order_of_their_extras(
    keys: list[str],
) -> None:
    in_order, shuffled = ({key: [key] for key in order} for order in (sorted(keys), keys))
    assert (
        Article("a", "T", extra=in_order).to_stored()
        == Article("a", "T", extra=shuffled).to_stored()
    )


def test_the_stored_form_is_plain_json_in_utf8_without_what_is_missing() -> None:
    stored = Article("a", "Jänner", date=DateInterval.of_day(date(2022, 1, 5))).to_stored()
    assert json.loads(stored) == {
        "id": "a",
        "title": "Jänner",
        "date": ["2022-01-05", "2022-01-05", "day"],
        "body": [],
    }
    assert "Jänner".encode() in stored


def test_title_lead_and_body_are_searched_in_reading_order() -> None:
    assert KIEW.blocks() == [
        ("title", "Das Telefonat"),
        ("lead", "Es wurde mit Spannung erwartet."),
        ("body", "Kiew – Biden warnte."),
        ("body", "Weitere Gespräche"),
    ]


def test_a_derived_title_is_not_searched_a_second_time() -> None:
    assert Article("a", "Der Lead", title_derived=True, lead="Der Lead.").blocks() == [
        ("lead", "Der Lead.")
    ]


def test_words_are_those_of_lead_and_body() -> None:
    assert KIEW.words == 5 + 4 + 2
    assert Article("leer", "Nur ein Titel").words == 0
