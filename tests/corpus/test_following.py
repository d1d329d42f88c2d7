"""Readers: they follow CURRENT, and keep what they have opened however soon it goes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from newsroom import FINGERPRINT, Newsroom

from corpus import generations
from corpus.engines import EngineReader, EngineRequest, load_engine
from corpus.engines.protocol import EngineAnswer
from corpus.errors import (
    GenerationGone,
)
from corpus.manifest import Manifest
from corpus.periods import Period
from corpus.request import SearchRequest
from corpus.search import Corpus


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


@pytest.mark.parametrize("engine", ["memory", "whoosh", "tantivy"])
def test_a_reader_survives_the_removal_of_its_generation(room: Newsroom, engine: str) -> None:
    room.build(engine)
    name = room.build(engine)
    folder = room.folder(name) / "engine"
    request = EngineRequest(facets=("place",), periods=(Period("day"),))
    known = load_engine(engine).reader(folder)
    expected = (known.search(request), sorted(known.documents()))
    fresh = load_engine(engine).reader(folder)  # has read nothing yet
    shutil.rmtree(room.folder(name))
    for reader in (known, fresh):
        assert (reader.search(request), sorted(reader.documents())) == expected
        reader.close()


def test_a_corpus_follows_current_between_two_searches(room: Newsroom) -> None:
    names = [room.build()]
    corpus = Corpus.open(room.index)
    for expected in (2, 3, 4):
        names.append(room.build("whoosh" if expected == 3 else "memory"))
        answer = corpus.search(SearchRequest("Ausgabe"))
        assert (answer.total, answer.generation) == (expected, names[-1])
        assert (corpus.generation, corpus.manifest.articles) == (names[-1], expected)
    generations.roll_back(room.index, FINGERPRINT)
    assert corpus.search(SearchRequest("Ausgabe")).total == 3
    corpus.close()


def test_a_generation_that_goes_while_it_is_opened_is_retried_once(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.build()
    opened_manifest = generations.opened_manifest
    tried: list[str] = []

    def slow(index: Path, name: str, fingerprint: str) -> Manifest:
        if not tried:
            for _ in range(generations.KEPT):
                room.build()
        tried.append(name)
        return opened_manifest(index, name, fingerprint)

    monkeypatch.setattr(generations, "opened_manifest", slow)
    assert Corpus.open(room.index).generation == generations.current(room.index)
    assert len(tried) == 2


def test_a_generation_half_removed_while_it_is_opened_is_retried_too(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = room.build("whoosh")
    opened_manifest = generations.opened_manifest
    tried: list[str] = []

    def slow(index: Path, name: str, fingerprint: str) -> Manifest:
        manifest = opened_manifest(index, name, fingerprint)
        if not tried:  # the manifest was read in time, the engine's files go now
            for _ in range(generations.KEPT - 1):
                room.build()
            shutil.rmtree(room.folder(old) / "engine")
        tried.append(name)
        return manifest

    monkeypatch.setattr(generations, "opened_manifest", slow)
    assert Corpus.open(room.index).generation == generations.current(room.index) != old


def test_a_current_generation_that_is_gone_is_not_retried_for_ever(room: Newsroom) -> None:
    shutil.rmtree(room.folder(room.build()))
    with pytest.raises(GenerationGone, match="corpus build"):
        Corpus.open(room.index)


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_a_search_ends_in_its_generation_while_others_already_use_the_next(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    """Not even when all that it began in has been removed."""
    old = room.build(engine)
    corpus = Corpus.open(room.index)
    reader = type(load_engine(engine).reader(room.folder(old) / "engine"))
    search, overtaken = reader.search, []

    def slow(self: EngineReader, request: EngineRequest) -> EngineAnswer:
        if not overtaken:
            overtaken.append(True)
            for _ in range(generations.KEPT):
                room.build(engine)
            assert corpus.search(SearchRequest("Ausgabe")).total == 1 + generations.KEPT
            assert not room.folder(old).exists()
        return search(self, request)

    monkeypatch.setattr(reader, "search", slow)
    results = corpus.search(SearchRequest("Ausgabe"))
    assert overtaken
    assert (results.generation, results.total, len(results.found)) == (old, 1, 1)
    corpus.close()
