"""Cursors: a walk through everything, once each, in the order of the pages."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import generations
from corpus.additions import add, remove
from corpus.build import build
from corpus.cursor import Cursor, read_cursor
from corpus.errors import CursorGone, InvalidRequest
from corpus.request import SearchRequest, read_request
from corpus.search import Corpus

SEEDS = Path(__file__).parents[2] / "seeds"
ENGINES = ["whoosh", "tantivy", "memory"]
WALKS = [
    {},
    {"q": ["Wien"]},
    {"q": ["der ODER die"]},
    {"q": ["der"], "sort": ["newest"]},
    {"sort": ["oldest"]},
    {"q": ["Wien"], "sort": ["oldest"], "source": ["hauptstadtblatt"]},
]


@pytest.fixture(scope="module", params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    build([SEEDS], folder, engine=request.param)
    return folder


def walk(corpus: Corpus, request: SearchRequest) -> list[str]:
    """The ids of all results, cursor after cursor, each through its text."""
    ids: list[str] = []
    cursor: Cursor | None = None
    while True:
        results = corpus.search(request, cursor)
        ids += [found.article.id for found in results.found]
        if results.next is None:
            assert results.total == len(ids)
            return ids
        cursor = read_cursor(results.next.encode(request), request)
        assert cursor == results.next


@pytest.mark.parametrize("parameters", WALKS, ids=str)
@pytest.mark.parametrize("size", ["1", "7", "200"])
def test_a_walk_gives_what_the_pages_give(
    index: Path, parameters: dict[str, list[str]], size: str
) -> None:
    corpus = Corpus.open(index)
    whole = corpus.search(read_request(parameters | {"page_size": ["200"]}))
    ids = walk(corpus, read_request(parameters | {"page_size": [size]}))
    assert ids == [found.article.id for found in whole.found]
    assert len(set(ids)) == len(ids) > 3


def test_a_walk_can_begin_behind_a_page(index: Path) -> None:
    corpus = Corpus.open(index)
    first, second, third = (
        corpus.search(read_request({"q": ["der"], "page": [page], "page_size": ["5"]}))
        for page in "123"
    )
    request = read_request({"q": ["der"], "page_size": ["5"]})
    for page, following in ((first, second), (second, third)):
        assert corpus.search(request, page.next).found == following.found


def test_a_walk_goes_on_in_its_generation_until_that_is_gone(tmp_path: Path) -> None:
    build([SEEDS], tmp_path / "index", engine="tantivy")
    corpus = Corpus.open(tmp_path / "index")
    request = read_request({"page_size": ["30"], "sort": ["newest"]})
    expected = walk(corpus, request)
    first = corpus.search(request)
    new = tmp_path / "neu.jsonl"
    new.write_text(json.dumps({"id": "neu", "title": "Neu", "date": "2023-06-01"}), "utf-8")
    add([new], tmp_path / "index")
    remove([expected[-1]], tmp_path / "index")
    second = corpus.search(request, first.next)
    third = corpus.search(request, second.next)
    found = (*first.found, *second.found, *third.found)
    assert [hit.article.id for hit in found] == expected
    assert (second.total, third.next) == (len(expected), None)
    assert corpus.search(request).generation != first.generation
    add([tmp_path / "neu.jsonl"], tmp_path / "index")  # nothing to do, nothing goes
    assert corpus.search(request, first.next).found == second.found
    for _ in range(generations.KEPT - 1):
        build([SEEDS], tmp_path / "index", engine="tantivy")
    for opened in (corpus, Corpus.open(tmp_path / "index")):
        if opened is not corpus:
            with pytest.raises(CursorGone, match="neu beginnen"):
                opened.search(request, first.next)


def encoded(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode()


REQUEST = SearchRequest("Wien")
GOOD = Cursor("20211230T000000.000Z-01234567", 10)


@pytest.mark.parametrize(
    "text",
    ["x", "====", "ä", "\udcff", "A" * 5000, encoded({}), encoded(7), encoded([1, 2, 3, 4]),
     encoded(["g", -1, None, ""]), encoded(["g", 1.5, None, ""]), encoded(["g", True, None, ""]),
     encoded(["g", 1, 2**70, ""]),
     encoded(["g", 1, 2**64 - 1, ""]), encoded(["g", 1, None]), encoded("[" * 300)],
)  # fmt: skip
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest) as raised:
        read_cursor(text, REQUEST)
    assert (raised.value.code, raised.value.parameter) == ("invalid-cursor", "cursor")


@pytest.mark.parametrize(
    "other",
    [SearchRequest("Graz"), SearchRequest("Wien", sort="newest"), SearchRequest("Wien", page=2),
     SearchRequest("Wien", undated=True), SearchRequest()],
)  # fmt: skip
def test_a_cursor_of_another_search_is_refused(other: SearchRequest) -> None:
    with pytest.raises(InvalidRequest):
        read_cursor(GOOD.encode(REQUEST), other)


def test_the_size_of_the_pages_may_change_on_the_way() -> None:
    assert read_cursor(GOOD.encode(REQUEST), SearchRequest("Wien", page_size=50)) == GOOD


@given(st.integers(0, 2**40 - 1), st.integers(0, 2**64 - 2))
def test_cursors_come_back_as_they_were(seen: int, key: int) -> None:
    for cursor, request in (
        (Cursor(GOOD.generation, seen), REQUEST),
        (Cursor(GOOD.generation, seen, key), SearchRequest("ä ö", sort="oldest")),
    ):
        text = cursor.encode(request)
        assert read_cursor(text, request) == cursor
        assert len(text) < 200
