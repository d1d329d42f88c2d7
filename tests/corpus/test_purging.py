"""Takedown: nothing of an article is left in any byte below the index folder."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from corpus import generations, purging
from corpus.additions import add, remove
from corpus.build import build
from corpus.engines import EngineRequest, load_engine
from corpus.errors import BuildFailed, NoIndex, UnknownArticle, UnusableIndex
from corpus.german import Analyzer
from corpus.manifest import Manifest
from corpus.purging import PurgeReport, purge
from corpus.query.plan import FIELDS
from corpus.request import SearchRequest
from corpus.search import Corpus

ENGINES = ("whoosh", "tantivy", "memory")
VICTIM = "opfer-4711"
SECRETS = ("opfer-4711", "Geheimtitel", "geheimtitel", "Xylophonskandal", "xylophonskandal")
"""Id, title and word that only the victim has, as written and as a term."""

OLD_SECRETS = ("Urfassung", "urfassung")
"""A word of an earlier version of it."""

Record = dict[str, str]


def record(id_: str, text: str = "Wien – Es regnet.", **more: str) -> Record:
    return {"id": id_, "title": f"Titel {id_}", "text": text, "date": "2021-12-30"} | more


def victim(text: str = "Wien – Der Xylophonskandal weitet sich aus.") -> Record:
    return record(VICTIM, text, title="Geheimtitel", section="Intern")


OLD_VICTIM = victim("Wien – Der Xylophonskandal, Urfassung.")
OTHERS = [record(f"a{n}", f"Graz – Ausgabe {n}.") for n in range(6)]


@dataclass
class Room:
    """An index that grows, and the inodes of every file that it ever had."""

    base: Path
    engine: str
    files: Iterator[int] = field(default_factory=itertools.count)

    @property
    def index(self) -> Path:
        return self.base / "index"

    def file(self, *records: Record) -> Path:
        path = self.base / f"articles-{next(self.files)}.jsonl"
        lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in records)
        path.write_text("".join(lines), "utf-8")
        return path

    def build(self, *records: Record) -> str:
        return build([self.file(*records)], self.index, engine=self.engine, workers=1).generation

    def add(self, *records: Record) -> str:
        return add([self.file(*records)], self.index, workers=1).generation

    def names(self) -> list[str]:
        return generations.names(self.index)

    def manifest(self, name: str | None = None) -> Manifest:
        return generations.manifest(self.index, name or generations.current(self.index))

    def articles(self, name: str) -> dict[str, bytes]:
        """The stored articles of a generation, decompressed."""
        reader = load_engine(self.engine).reader(generations.folder_of(self.index, name) / "engine")
        try:
            return dict(reader.documents())
        finally:
            reader.close()

    def terms(self, name: str) -> set[str]:
        reader = load_engine(self.engine).reader(generations.folder_of(self.index, name) / "engine")
        try:
            return {term for f in FIELDS for term, _ in reader.terms(f, "", 10_000)}
        finally:
            reader.close()

    def inodes(self) -> dict[int, Path]:
        return {path.stat().st_ino: path for path in self.index.rglob("*") if path.is_file()}


@pytest.fixture(params=ENGINES)
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Room:
    return Room(tmp_path, request.param)


@pytest.fixture
def whoosh(tmp_path: Path) -> Room:
    return Room(tmp_path, "whoosh")


def traces(room: Room, secrets: Iterable[str]) -> list[str]:
    """Where a secret still is: in the bytes of files or the articles of a generation."""
    found = []
    wanted = [secret.encode() for secret in secrets]
    for path in room.index.rglob("*"):
        held = [os.fsencode(path.name)] + ([path.read_bytes()] if path.is_file() else [])
        found += [f"{path}: {one!r}" for one in wanted if any(one in data for data in held)]
    for name in room.names():
        stored = b"".join(id_.encode() + data for id_, data in room.articles(name).items())
        terms = "\n".join(room.terms(name)).encode()
        found += [f"articles of {name}: {one!r}" for one in wanted if one in stored + terms]
    return found


def assert_gone(room: Room, *more: str) -> None:
    assert traces(room, (*SECRETS, *more)) == []
    for name in room.names():
        assert generations.verify(room.index, name) == []
    assert [path.name for path in (room.index / "generations").glob(".*")] == []


def assert_as_rebuilt(room: Room, records: list[Record]) -> None:
    """The generation in use is as if it were built of just these articles."""
    fresh = Room(room.base / "fresh", room.engine)
    fresh.base.mkdir()
    name = fresh.build(*records)
    got, expected = room.manifest(), fresh.manifest()
    for what in ("articles", "undated", "first", "last", "content_hash", "fingerprint"):
        assert getattr(got, what) == getattr(expected, what), what
    assert room.articles(generations.current(room.index)) == fresh.articles(name)
    totals = []
    for index in (room.index, fresh.index):
        corpus = Corpus.open(index)
        totals.append(
            [
                (results.total, results.facets)
                for results in (corpus.search(SearchRequest(q)) for q in ("", "Graz", "Wien"))
            ]
        )
        corpus.close()
    assert totals[0] == totals[1]


def test_the_search_for_traces_finds_them_where_they_are(room: Room) -> None:
    """Without this, all tests below could look in the wrong place."""
    room.build(*OTHERS, victim())
    places = "\n".join(traces(room, SECRETS))
    for secret in ("opfer-4711", "Geheimtitel", "Xylophonskandal", "xylophonskandal"):
        assert repr(secret.encode()) in places
    assert "articles of" in places
    assert "index/generations" in places


# --- wherever it is -------------------------------------------------------------------------


def test_an_article_of_the_only_generation_is_gone_from_every_byte(room: Room) -> None:
    built = room.build(*OTHERS, victim())
    report = purge([VICTIM], room.index)
    assert_gone(room)
    assert list(report.renewed) == [built]
    assert room.names() == list(report.renewed.values()) == [report.generation]
    assert generations.current(room.index) == report.generation
    assert (report.manifest, report.discarded) == (room.manifest(), [])
    assert_as_rebuilt(room, OTHERS)


def test_an_article_that_was_only_marked_as_removed_is_gone_too(room: Room) -> None:
    room.build(*OTHERS, victim())
    remove([VICTIM], room.index)
    room.add(record("n"))
    assert traces(room, SECRETS), "removing leaves it in the files"
    purge([VICTIM], room.index)
    assert_gone(room)
    assert_as_rebuilt(room, [*OTHERS, record("n")])


def test_every_version_of_a_replaced_article_is_gone(room: Room) -> None:
    room.build(*OTHERS, OLD_VICTIM)
    room.add(victim("Wien – Der Xylophonskandal, zweite Fassung."))
    room.add(victim(), record("n"))
    purge([VICTIM], room.index)
    assert_gone(room, *OLD_SECRETS, "zweite", "Fassung")
    assert_as_rebuilt(room, [*OTHERS, record("n")])


def test_an_article_that_only_an_older_generation_has_is_gone(room: Room) -> None:
    room.build(*OTHERS, victim())
    newer = room.build(*OTHERS)
    before = room.manifest()
    report = purge([VICTIM], room.index)
    assert_gone(room)
    assert generations.current(room.index) == newer == report.generation
    assert room.manifest() == before, "the one in use had no need to change"
    assert len(room.names()) == 2
    assert_as_rebuilt(room, OTHERS)


def test_an_article_that_came_back_is_gone(room: Room) -> None:
    room.build(*OTHERS, OLD_VICTIM)
    remove([VICTIM], room.index)
    room.add(victim())
    purge([VICTIM], room.index)
    assert_gone(room, *OLD_SECRETS)
    assert_as_rebuilt(room, OTHERS)


def test_an_article_that_was_merged_into_another_segment_is_gone(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.additions.MANY", 2)
    room.build(*OTHERS)
    room.add(victim())
    room.add(record("n"))
    purge([VICTIM], room.index)
    assert_gone(room)
    assert_as_rebuilt(room, [*OTHERS, record("n")])


def test_several_articles_go_at_once_and_unknown_ids_do_not_matter(room: Room) -> None:
    room.build(*OTHERS, victim())
    room.add(record("zweitopfer"))
    purge([VICTIM, "nirgends", "zweitopfer", "a0", "\udcff"], room.index)
    assert_gone(room, "zweitopfer")
    assert_as_rebuilt(room, OTHERS[1:])


def test_the_last_article_can_go(room: Room) -> None:
    room.build(victim())
    purge([VICTIM], room.index)
    assert_gone(room)
    facts = room.manifest()
    assert (facts.articles, facts.content_hash, facts.first) == (0, "0" * 64, None)
    corpus = Corpus.open(room.index)
    assert corpus.search(SearchRequest()).total == 0
    corpus.close()
    room.add(*OTHERS)
    assert_as_rebuilt(room, OTHERS)


def test_after_rolling_back_all_generations_are_still_purged(room: Room) -> None:
    room.build(*OTHERS, victim())
    room.add(record("n"))
    name = generations.roll_back(room.index, Analyzer().fingerprint)
    report = purge([VICTIM], room.index)
    assert_gone(room)
    assert generations.current(room.index) == report.renewed[name]
    assert_as_rebuilt(room, OTHERS)
    assert len(room.names()) == 2


# --- what becomes of the rest ---------------------------------------------------------------


def test_generations_keep_their_order_and_can_be_rolled_back_to(room: Room) -> None:
    old = [room.build(*OTHERS, victim()), room.add(record("n1")), room.add(record("n2"))]
    report = purge([VICTIM], room.index)
    assert [report.renewed[name] for name in old] == room.names()
    assert [n.rpartition("-")[0] for n in old] == [n.rpartition("-")[0] for n in room.names()]
    for expected in (7, 6):
        generations.roll_back(room.index, Analyzer().fingerprint)
        corpus = Corpus.open(room.index)
        assert corpus.search(SearchRequest()).total == corpus.manifest.articles == expected
        corpus.close()


def test_no_file_that_held_the_article_survives_under_any_name(room: Room) -> None:
    room.build(*OTHERS, victim())
    room.add(record("n"))
    holding = {
        inode
        for inode, path in room.inodes().items()
        if any(s.encode() in path.read_bytes() for s in SECRETS)
    }
    descriptors = [os.open(room.inodes()[inode], os.O_RDONLY) for inode in holding]
    try:
        purge([VICTIM], room.index)
        assert holding.isdisjoint(room.inodes())
        assert [os.fstat(descriptor).st_nlink for descriptor in descriptors] == [0] * len(holding)
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def test_segments_without_it_are_not_written_anew(whoosh: Room) -> None:
    whoosh.build(*OTHERS)
    whoosh.add(victim())
    kept = {inode for inode, path in whoosh.inodes().items() if path.suffix in (".trm", ".pst")}
    purge([VICTIM], whoosh.index)
    assert len(kept & whoosh.inodes().keys()) == 2, "the posting lists of the first build"


def test_an_open_reader_goes_on_and_the_next_search_knows_nothing_of_it(room: Room) -> None:
    room.build(*OTHERS, victim())
    corpus = Corpus.open(room.index)
    folder = generations.folder_of(room.index, corpus.generation) / "engine"
    reader = load_engine(room.engine).reader(folder)
    assert corpus.search(SearchRequest("Xylophonskandal")).total == 1
    purge([VICTIM], room.index)
    assert reader.search(EngineRequest()).total == 7
    assert corpus.search(SearchRequest("Xylophonskandal")).total == 0
    assert corpus.search(SearchRequest()).total == 6
    with pytest.raises(UnknownArticle):
        corpus.article(VICTIM)
    corpus.close()
    reader.close()


def test_a_purged_article_may_be_added_again(room: Room) -> None:
    room.build(*OTHERS, OLD_VICTIM)
    purge([VICTIM], room.index)
    room.add(victim())
    assert traces(room, OLD_SECRETS) == []
    assert_as_rebuilt(room, [*OTHERS, victim()])


# --- findings -------------------------------------------------------------------------------


def reasons(room: Room, name: str) -> list[str]:
    path = generations.folder_of(room.index, generations.current(room.index)) / name
    return [str(json.loads(line)["reason"]) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("id_", [VICTIM, 'a"b\\c', "zeile\nzwei", "süd/ärger 1", "日本", "x"])
def test_findings_that_name_it_are_gone_and_no_others(room: Room, id_: str) -> None:
    other = f"{id_}y"
    lines = [record(id_), record(id_), record(other), record(other), {"id": "leer"}]
    room.build(*OTHERS, *lines)
    room.add(record(id_, "Wien – Neu."), record(id_))
    assert room.manifest().rejected == 4
    purge([id_], room.index)
    assert len(reasons(room, "rejected.jsonl")) == room.manifest().rejected == 2
    assert [f"„{other}“" in reason for reason in reasons(room, "rejected.jsonl")] == [True, False]
    for name in room.names():
        assert generations.verify(room.index, name) == []


def test_findings_name_it_by_its_file_too(room: Room) -> None:
    """The id of a text file is its path, and a remark about it names that."""
    folder = room.base / "texte"
    (folder / "bote").mkdir(parents=True)
    for name in ("bote/opfer-4711", "bote/anderer"):
        (folder / f"{name}.txt").write_text("Ein Vorspann.\n\nWien – Ohne Datum.\n", "utf-8")
    build([folder], room.index, engine=room.engine, workers=1)
    assert room.manifest().remarks == 2
    purge(["bote/opfer-4711"], room.index)
    assert (room.manifest().remarks, room.manifest().articles) == (1, 1)
    assert traces(room, ["opfer-4711"]) == []


def test_an_id_that_only_findings_name_is_purged_from_them(room: Room) -> None:
    """It was removed, and the generations that had it have gone."""
    room.build(*OTHERS, victim(), victim())
    remove([VICTIM], room.index)
    room.add(victim("Wien – Kurz wieder da."), victim())
    room.build(*OTHERS)
    for step in range(2):
        room.add(record(f"n{step}"), record(f"n{step}"))
    assert traces(room, SECRETS) == []
    with pytest.raises(UnknownArticle):
        purge([VICTIM], room.index)
    purge(["n0"], room.index)
    assert reasons(room, "rejected.jsonl") == [
        "Die id „n1“ gibt es schon; es bleibt der frühere Artikel."
    ]


# --- refusals -------------------------------------------------------------------------------


def test_purging_what_nothing_holds_is_refused_and_changes_nothing(room: Room) -> None:
    room.build(*OTHERS)
    room.add(record("n"))
    before = {path: path.read_bytes() for path in room.index.rglob("*/*") if path.is_file()}
    for ids in (["nirgends"], ["A0", "a", "a00", "\udcff", ""]):
        with pytest.raises(UnknownArticle, match="bleibt alles, wie es ist"):
            purge(ids, room.index)
    after = {path: path.read_bytes() for path in room.index.rglob("*/*") if path.is_file()}
    assert after == before


def test_purging_without_an_index_or_in_a_foreign_one_is_refused(
    whoosh: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NoIndex):
        purge([VICTIM], whoosh.index)
    built = whoosh.build(*OTHERS, victim())
    monkeypatch.setattr(Analyzer, "fingerprint", "eine-andere")
    with pytest.raises(UnusableIndex, match="corpus build"):
        purge([VICTIM], whoosh.index)
    assert whoosh.names() == [built]


def test_a_generation_that_cannot_be_read_goes_whole_and_is_named(room: Room) -> None:
    """Nobody can tell whether the article is in it."""
    old = room.build(*OTHERS, victim())
    room.add(record("n"))
    manifest = generations.folder_of(room.index, old) / "manifest.json"
    manifest.write_bytes(manifest.read_bytes() + b" ")
    report = purge([VICTIM], room.index)
    assert report.discarded == [old]
    assert room.names() == [report.generation]
    assert_gone(room)


def test_what_cannot_be_deleted_is_said_and_not_passed_over(
    whoosh: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = whoosh.build(*OTHERS, victim())
    monkeypatch.setattr(purging.generations, "discard", lambda *_: None)
    with pytest.raises(BuildFailed, match=old):
        purge([VICTIM], whoosh.index)
    corpus = Corpus.open(whoosh.index)
    assert corpus.search(SearchRequest("Xylophonskandal")).total == 0
    corpus.close()


def test_the_report_says_how_long_it_took(whoosh: Room) -> None:
    whoosh.build(*OTHERS, victim())
    report: PurgeReport = purge([VICTIM], whoosh.index)
    assert 0 < report.seconds < 60


def test_a_takedown_that_died_before_its_end_can_be_repeated(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.build(victim(), *OTHERS)
    room.add(record("neu"))

    def dying(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(generations, "use", dying)
        with pytest.raises(KeyboardInterrupt):
            purge([VICTIM], room.index)
    assert len(room.names()) == 4, "each has a twin without the victim, and both are there"
    purge([VICTIM], room.index)
    assert len(room.names()) == 2, "what the dead one made is gone"
    assert all(VICTIM not in room.articles(name) for name in room.names())
    assert generations.verify(room.index, generations.current(room.index)) == []
    assert room.manifest().articles == len(OTHERS) + 1


def test_after_a_takedown_that_died_another_keeps_what_is_in_use(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.build(victim(), *OTHERS)

    def dying(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(generations, "use", dying)
        with pytest.raises(KeyboardInterrupt):
            purge([VICTIM], room.index)
    purge(["a0"], room.index)
    (name,) = room.names()
    assert name == generations.current(room.index)
    assert set(room.articles(name)) == {VICTIM, *(f"a{n}" for n in range(1, len(OTHERS)))}


@pytest.mark.parametrize("typo", ["März", "Datum", "articles-0", "a"])
def test_an_id_that_nothing_holds_changes_nothing(whoosh: Room, typo: str) -> None:
    name = whoosh.build({"id": "x", "title": "Ohne Datum, März"}, *OTHERS)
    remarks = (generations.folder_of(whoosh.index, name) / "remarks.jsonl").read_bytes()
    assert remarks
    with pytest.raises(UnknownArticle):
        purge([typo], whoosh.index)
    assert whoosh.names() == [name]
