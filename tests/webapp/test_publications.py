"""Generations published one after the other under a real server at work: no request fails, and
each answer is wholly from one of them.

Every article of a publication carries its number as a word, in its title, text and source.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from command_line import CommandLine, command_line
from load import Answer, under_load
from web_server import serving

from corpus import generations
from corpus.search import Corpus, Results
from corpus.settings import Settings
from webapp import create_app

CLIENTS, WORKERS = 16, 4
PUBLICATIONS = 10
SEARCH = "/api/v1/search?q=Zeichen&page_size=100"
ARTICLE = "/api/v1/articles/artikel-0"
START = "/"
PAGE = "/?q=Zeichen&page_size=100"


class State(NamedTuple):
    """What a generation holds: the number in all its articles, and how many they are."""

    number: int
    articles: int


class Publisher:
    """Publishes by the command line; `states` is what each generation holds, by its name."""

    def __init__(self, folder: Path, run: CommandLine) -> None:
        self.index, self._file, self._run = folder / "index", folder / "articles.jsonl", run
        self.states: dict[str, State] = {}
        self._state = State(0, 20)

    def build(self, engine: str) -> None:
        self._state = State(self._state.number + 1, self._state.articles + 1)
        self._command("build", self._write(), "--engine", engine)

    def add(self) -> None:
        """Every article is replaced, and one is new."""
        self._state = State(self._state.number + 1, self._state.articles + 1)
        self._command("add", self._write())

    def remove(self) -> None:
        number, articles = self._state
        self._state = State(number, articles - 1)
        self._command("remove", f"artikel-{articles - 1}")

    def _write(self) -> Path:
        number, articles = self._state
        with self._file.open("w", encoding="utf-8") as file:
            for n in range(articles):
                record = {
                    "id": f"artikel-{n}",
                    "title": f"Zeichen nummer{number}x",
                    "text": f"Wien – Das Zeichen ist nummer{number}x.",
                    "source": f"blatt-nummer{number}x",
                    "date": "2021-12-30",
                }
                file.write(json.dumps(record) + "\n")
        return self._file

    def _command(self, *arguments: object) -> None:
        said = self._run(*arguments, "--index", self.index)
        assert said.code == 0, said
        self.states[generations.current(self.index)] = self._state


def numbers(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"nummer(\d+)x", text)}


def seen(answer: Answer, states: dict[str, State]) -> State:
    """The one state that everything in an answer agrees with."""
    (number,) = numbers(answer.body)
    if answer.path == SEARCH:
        record = json.loads(answer.body)
        facets = [record["facets"][name] for name in ("source", "year")]
        counted = {record["total"], record["index"]["articles"], len(record["results"])}
        counted |= {sum(value["count"] for value in facet) for facet in facets}
        state = states[record["index"]["generation"]]
        assert (number, counted) == (state.number, {state.articles})
        return state
    if answer.path == ARTICLE:
        return next(state for state in states.values() if state.number == number)
    (told,) = re.findall(r"<h1[^>]*>\s*(\d+) (?:Artikel|Treffer)", answer.body)
    state = State(number, int(told))
    assert state in states.values()
    if answer.path == PAGE:
        assert len(set(re.findall(r"/artikel/(artikel-\d+)", answer.body))) == state.articles
    return state


@pytest.fixture(scope="module")
def run() -> Iterator[CommandLine]:
    with command_line() as running:
        yield running


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_ten_publications_in_a_row_and_no_answer_fails_or_is_of_two_generations(
    tmp_path: Path, run: CommandLine, engine: str
) -> None:
    publisher = Publisher(tmp_path, run)
    publisher.build(engine)
    paths = (SEARCH, ARTICLE, START, PAGE)
    with (
        serving(publisher.index, arguments=("--workers", str(WORKERS))) as server,
        under_load(server.port, paths, CLIENTS, keep=True) as load,
    ):
        for number in range(PUBLICATIONS):
            time.sleep(0.15)  # so that each is seen
            if number % 3 == 0:
                publisher.add()
            elif number % 3 == 1:
                publisher.remove()
            else:
                publisher.build(engine)
        last = [server.request("GET", path) for path in paths for _ in range(2 * WORKERS)]
    assert len(publisher.states) == PUBLICATIONS + 1
    assert load.failures == []
    assert "Traceback" not in server.last
    mixed = []
    states = set()
    for answer in load.answers:
        try:
            states.add(seen(answer, publisher.states))
        except (AssertionError, ValueError, KeyError, StopIteration) as error:
            mixed.append((answer.path, repr(error)[:200], sorted(numbers(answer.body))))
    assert not mixed, (len(mixed), len(load.answers), mixed[:5])
    assert len(states) >= PUBLICATIONS - 2
    newest = publisher.states[generations.current(publisher.index)]
    for path, (_, body) in zip((p for p in paths for _ in range(2 * WORKERS)), last, strict=True):
        assert seen(Answer(path, 200, body.decode()), publisher.states).number == newest.number


@pytest.mark.parametrize("address", [PAGE, START])
def test_a_page_is_wholly_of_one_generation_its_form_included(
    tmp_path: Path, run: CommandLine, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    publisher = Publisher(tmp_path, run)
    publisher.build("whoosh")
    search, published = Corpus.search, []

    def slow(corpus: Corpus, *arguments: Any) -> Results:
        results = search(corpus, *arguments)
        if not published:  # another generation comes while this page is being made
            publisher.add()
            published.append(generations.current(publisher.index))
        return results

    client = create_app(Settings(index=publisher.index)).test_client()
    monkeypatch.setattr(Corpus, "search", slow)
    page = client.get(address).text
    assert published
    assert len(numbers(page)) == 1
