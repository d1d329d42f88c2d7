"""Additions and removals: as good as a rebuild, and nothing happens to the old generation."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import additions, generations
from corpus.additions import ChangeReport, add, remove
from corpus.build import build
from corpus.documents import FACETS
from corpus.engines import EngineReader, EngineRequest, load_engine
from corpus.errors import InvalidInput, NoIndex, UnknownArticle, UnusableIndex
from corpus.german import Analyzer
from corpus.manifest import Manifest
from corpus.periods import UNITS, Period
from corpus.query.parser import parse
from corpus.query.planner import plan_query
from corpus.request import SearchRequest
from corpus.search import Corpus

ENGINES = ("whoosh", "tantivy", "memory")
ANALYZER = Analyzer()
Record = dict[str, str]


def record(id_: str, text: str = "Wien – Es regnet.", **more: str) -> Record:
    return {"id": id_, "title": f"Titel {id_}", "text": text, "date": "2021-12-30"} | more


@dataclass
class Room:
    """An index, and files of articles to put into it."""

    base: Path
    engine: str = "whoosh"
    files: Any = field(default_factory=itertools.count)

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

    def add(self, *records: Record) -> ChangeReport:
        return add([self.file(*records)], self.index, workers=1)

    @property
    def folder(self) -> Path:
        return generations.folder_of(self.index, generations.current(self.index))

    @property
    def manifest(self) -> Manifest:
        return generations.manifest(self.index, generations.current(self.index))

    def ids(self) -> set[str]:
        """The articles that a fresh reader finds; everything else must say the same."""
        with Corpus_(self.index) as corpus:
            results = corpus.search(SearchRequest(page_size=200))
            assert results.total == len(results.found) == corpus.manifest.articles
            return {found.article.id for found in results.found}

    def text(self, id_: str) -> str:
        with Corpus_(self.index) as corpus:
            return corpus.article(id_).body[0].text


class Corpus_:  # noqa: N801 - a corpus that closes itself
    def __init__(self, index: Path) -> None:
        self._corpus = Corpus.open(index)

    def __enter__(self) -> Corpus:
        return self._corpus

    def __exit__(self, *_: object) -> None:
        self._corpus.close()


@pytest.fixture(params=ENGINES)
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Room:
    return Room(tmp_path, request.param)


@pytest.fixture
def whoosh(tmp_path: Path) -> Room:
    return Room(tmp_path)


def counts(report: ChangeReport) -> tuple[int, int, int, int]:
    return report.added, report.replaced, report.unchanged, report.removed


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


# --- counts ---------------------------------------------------------------------------------


def test_new_changed_and_known_articles_are_counted_apart(room: Room) -> None:
    room.build(record("a"), record("b"), record("c"))
    report = room.add(record("b"), record("c", "Wien – Es schneit."), record("d"), record("e"))
    assert counts(report) == (2, 1, 1, 0)
    assert report.changed
    assert report.generation == generations.current(room.index)
    assert report.manifest == room.manifest
    assert room.ids() == set("abcde")
    assert room.text("c") == "Wien – Es schneit."


def test_removed_and_unknown_ids_are_counted_apart(room: Room) -> None:
    room.build(record("a"), record("b"), record("c"))
    report = remove(["c", "nirgends", "a", "c", "\udcff", "nirgends"], room.index)
    assert counts(report) == (0, 0, 0, 2)
    assert report.unknown == ["nirgends", "\udcff"]
    assert room.ids() == {"b"}


def test_the_manifest_names_what_it_has_grown_from(room: Room) -> None:
    first = room.build(record("a"))
    assert room.manifest.grown_from is None
    second = room.add(record("b")).generation
    assert room.manifest.grown_from == first
    remove(["a"], room.index)
    assert room.manifest.grown_from == second


def test_every_byte_of_a_grown_generation_is_in_its_manifest(room: Room) -> None:
    room.build(*(record(f"a{n}") for n in range(20)))
    room.add(record("b"), record("a3", "Wien – Anders."))
    remove(["a4", "b"], room.index)
    for name in generations.names(room.index):
        assert generations.verify(room.index, name) == []


# --- nothing to do --------------------------------------------------------------------------


def test_an_addition_of_known_articles_makes_no_generation(room: Room) -> None:
    built = room.build(record("a"), record("b"))
    before = files(room.index)
    report = room.add(record("b"), record("a"))
    assert counts(report) == (0, 0, 2, 0)
    assert not report.changed
    assert (report.generation, report.manifest) == (built, room.manifest)
    assert without_lock(files(room.index)) == without_lock(before)


def without_lock(found: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in found.items() if name != "LOCK"}


@pytest.mark.parametrize("text", ["", '{"id": "kaputt"}\n'])
def test_an_addition_without_a_readable_article_makes_none_either(room: Room, text: str) -> None:
    built = room.build(record("a"))
    (room.base / "neu").mkdir()
    (room.base / "neu/a.jsonl").write_text(text)
    report = add([room.base / "neu"], room.index)
    assert (report.changed, report.generation, len(report.rejected)) == (False, built, 1)
    assert generations.names(room.index) == [built]
    assert room.manifest.rejected == 0


def test_removing_only_unknown_ids_is_refused_by_name(room: Room) -> None:
    built = room.build(record("a"))
    with pytest.raises(UnknownArticle, match="„nirgends“, „A“"):
        remove(["nirgends", "A"], room.index)
    assert generations.names(room.index) == [built]
    assert leftovers(room) == []


def leftovers(room: Room) -> list[str]:
    return [path.name for path in (room.index / "generations").glob(".*")]


def test_a_missing_path_leaves_the_index_as_it_is(room: Room) -> None:
    built = room.build(record("a"))
    with pytest.raises(InvalidInput, match="nirgends"):
        add([room.file(record("b")), room.base / "nirgends"], room.index, workers=1)
    assert generations.names(room.index) == [built]
    assert (leftovers(room), room.ids()) == ([], {"a"})


@pytest.mark.parametrize("change", ["add", "remove"])
def test_without_an_index_there_is_nothing_to_change(whoosh: Room, change: str) -> None:
    with pytest.raises(NoIndex, match="corpus build"):
        whoosh.add(record("a")) if change == "add" else remove(["a"], whoosh.index)
    assert generations.names(whoosh.index) == []


@pytest.mark.parametrize("change", ["add", "remove"])
def test_the_index_of_another_analysis_is_refused(
    whoosh: Room, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    built = whoosh.build(record("a"))
    monkeypatch.setattr(Analyzer, "fingerprint", "eine-andere")
    with pytest.raises(UnusableIndex, match="corpus build"):
        whoosh.add(record("b")) if change == "add" else remove(["a"], whoosh.index)
    assert (generations.names(whoosh.index), leftovers(whoosh)) == ([built], [])


def test_a_damaged_index_is_refused(whoosh: Room) -> None:
    built = whoosh.build(record("a"))
    victim = max((whoosh.folder / "engine").iterdir(), key=lambda path: path.stat().st_size)
    victim.write_bytes(victim.read_bytes()[:-1])
    with pytest.raises(UnusableIndex, match=victim.name):
        whoosh.add(record("b"))
    assert generations.names(whoosh.index) == [built]


# --- duplicates and findings ----------------------------------------------------------------


def test_of_two_articles_with_one_id_in_an_addition_the_first_counts(room: Room) -> None:
    room.build(record("a"))
    report = room.add(
        record("b", "Wien – Der frühere."), record("b", "Wien – Der spätere."),
        record("a", "Wien – Neu."), record("a"),
    )  # fmt: skip
    assert counts(report) == (1, 1, 0, 0)
    assert [rejected.line for rejected in report.rejected] == [2, 4]
    assert (room.text("b"), room.text("a")) == ("Wien – Der frühere.", "Wien – Neu.")
    assert room.ids() == {"a", "b"}


def findings(room: Room, name: str) -> list[str]:
    lines = (room.folder / name).read_text("utf-8").splitlines()
    return [Path(json.loads(line)["file"]).name for line in lines]


def test_rejected_and_remarks_accumulate_over_additions(room: Room) -> None:
    """A refused and an undated article each time; a removal keeps what is known."""
    expected: list[str] = []
    for step in range(3):
        lines = (record(f"{step}"), {"id": "leer"}, {"id": f"{step}u", "title": "Ohne Datum"})
        if step:
            room.add(*lines)
        else:
            room.build(*lines)
        expected.append(f"articles-{step}.jsonl")
        assert findings(room, "rejected.jsonl") == expected
        assert findings(room, "remarks.jsonl") == expected
        assert (room.manifest.rejected, room.manifest.remarks) == (step + 1, step + 1)
    remove(["0"], room.index)
    assert findings(room, "rejected.jsonl") == expected
    assert (room.manifest.rejected, room.manifest.undated) == (3, 3)


def test_what_is_heard_on_the_way_is_what_is_reported(whoosh: Room) -> None:
    whoosh.build(record("a"))
    heard: list[Any] = []
    path = whoosh.file(record("b"), {"id": "leer"}, record("c"))
    report = add([path], whoosh.index, on_finding=heard.append, on_progress=heard.append)
    assert [finding for finding in heard if finding in report.rejected] == report.rejected
    assert [step.articles for step in heard if step not in report.rejected] == [1, 2]


def test_the_source_of_an_addition_is_that_of_texts_that_name_none(room: Room) -> None:
    room.build(record("a"))
    add([room.file(record("b"), record("c", source="Bote"))], room.index, source="Alpenbote")
    with Corpus_(room.index) as corpus:
        sources = [corpus.article(id_).source for id_ in "abc"]
    assert sources == [None, "Alpenbote", "Bote"]


# --- the old generation ---------------------------------------------------------------------


def test_no_byte_of_the_old_generation_changes_and_its_reader_goes_on(room: Room) -> None:
    room.build(*(record(f"a{n}", f"Wien – Ausgabe {n}.") for n in range(9)))
    old = room.folder
    before = files(old)
    inodes = {path: path.stat().st_ino for path in old.rglob("*")}
    reader = load_engine(room.engine).reader(old / "engine")
    said = answers(reader)
    for step in range(2):
        room.add(record(f"n{step}", "Wien – Neu."), record("a1", f"Wien – Anders {step}."))
        remove([f"a{step + 5}"], room.index)
        assert answers(reader) == said
        if old.exists():
            assert files(old) == before
            assert {path: path.stat().st_ino for path in old.rglob("*")} == inodes
    assert not old.exists(), "four generations came after it"
    reader.close()


def test_rolling_back_an_addition_gives_the_old_answers(room: Room) -> None:
    room.build(record("a"), record("b"))
    with Corpus_(room.index) as corpus:
        before = corpus.manifest
        room.add(record("c"), record("a", "Wien – Anders."))
        assert corpus.search(SearchRequest()).total == 3
        generations.roll_back(room.index, ANALYZER.fingerprint)
        assert corpus.search(SearchRequest()).total == 2
        assert corpus.manifest == before
    room.add(record("d"))
    assert room.ids() == set("abd"), "what was rolled back is not built upon"


# --- all of it gone, and back ---------------------------------------------------------------


def test_an_index_without_articles_answers_and_can_be_added_to(room: Room) -> None:
    room.build(record("a"), record("b"))
    assert counts(remove(["b", "a"], room.index)) == (0, 0, 0, 2)
    facts = room.manifest
    assert (facts.articles, facts.undated, facts.first, facts.last) == (0, 0, None, None)
    assert facts.content_hash == "0" * 64
    with Corpus_(room.index) as corpus:
        for q in ("", "Wien", '"Es regnet"', "NICHT Wien"):
            results = corpus.search(SearchRequest(q))
            assert (results.total, results.found) == (0, ())
        with pytest.raises(UnknownArticle):
            corpus.article("a")
    with pytest.raises(UnknownArticle):
        remove(["a"], room.index)
    assert counts(room.add(record("a"))) == (1, 0, 0, 0)
    assert room.ids() == {"a"}


def test_what_was_removed_can_come_back_the_same_or_another(room: Room) -> None:
    room.build(record("a"), record("b"))
    hash_before = room.manifest.content_hash
    for text in ("Wien – Es regnet.", "Wien – Ganz anders.", "Wien – Es regnet."):
        remove(["a"], room.index)
        assert room.ids() == {"b"}
        assert counts(room.add(record("a", text))) == (1, 0, 0, 0)
        assert (room.ids(), room.text("a")) == ({"a", "b"}, text)
    assert room.manifest.content_hash == hash_before


# --- merging --------------------------------------------------------------------------------


def sizes(room: Room) -> list[int]:
    return sorted(load_engine(room.engine).writer(room.folder / "engine").sizes().values())


def test_many_small_segments_become_one_and_everything_is_still_there(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(additions, "SMALL", (8,))
    monkeypatch.setattr(additions, "MANY", 4)
    records = {f"g{n}": record(f"g{n}", f"Wien – Ausgabe {n}.") for n in range(10)}
    room.build(*records.values())
    most = 0
    for step in range(12):
        new = [record(f"n{step}", f"Graz – Neu {step}."), record("g1", f"Wien – Stand {step}.")]
        records |= {one["id"]: one for one in new}
        room.add(*new)
        if step % 4 == 3:
            remove([f"n{step - 1}"], room.index)
            del records[f"n{step - 1}"]
        most = max(most, len(sizes(room)))
        assert room.ids() == records.keys()
    if room.engine != "memory":
        assert 4 <= most <= 6, "one large, and few small ones"
        assert max(sizes(room)) >= 8, "the large one stays"
    assert generations.verify(room.index, generations.current(room.index)) == []
    assert same_as_rebuilt(room, records)


def test_merging_writes_no_large_segment_anew(
    whoosh: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(additions, "SMALL", (5,))
    monkeypatch.setattr(additions, "MANY", 3)
    whoosh.build(*(record(f"g{n}") for n in range(9)))
    (large,) = (path for path in (whoosh.folder / "engine").iterdir() if path.suffix == ".pst")
    for step in range(7):
        whoosh.add(record(f"n{step}"))
    assert (whoosh.folder / "engine" / large.name).exists()
    assert sizes(whoosh)[-1] == 9


def test_merged_segments_are_merged_again_once_they_are_many(
    whoosh: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(additions, "SMALL", (3, 9))
    monkeypatch.setattr(additions, "MANY", 3)
    whoosh.build(*(record(f"g{n}") for n in range(10)))
    seen = []
    for step in range(12):
        whoosh.add(record(f"n{step}"))
        seen.append(sizes(whoosh))
    assert max(map(len, seen)) <= 6
    assert sum(seen[-1]) == 22
    assert any(9 > size >= 5 for found in seen for size in found), "one of several merged ones"
    assert whoosh.ids() == {f"g{n}" for n in range(10)} | {f"n{n}" for n in range(12)}


# --- as good as a rebuild -------------------------------------------------------------------

QUERIES = (
    "", "Wien", "Graz", "Konflikt", "Ukraine-Konflikt", '"in Wien"', "Wien -Graz",
    "Wien ODER Konflikte", "NICHT Wien", "Titel",
)  # fmt: skip
IDS = tuple("abcdefg")
WORDS = ("in", "Wien", "Graz", "Konflikt", "Ukraine-Konflikt", "Konflikte")
records = st.builds(
    lambda id_, words, date, source, section: {
        "id": id_, "title": f"Titel {id_}", "text": " ".join(words), "date": date,
        "source": source, "section": section,
    },
    st.sampled_from(IDS),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=5),
    st.sampled_from(("2021-12-30", "2021-12", "2020", "2019-02-03", "")),
    st.sampled_from(("Alpenbote", "Bote", "")),
    st.sampled_from(("Politik", "")),
)  # fmt: skip
batches = st.lists(records, min_size=1, max_size=5, unique_by=lambda one: one["id"])
steps = batches | st.lists(st.sampled_from(IDS), min_size=1, max_size=4)
histories = st.tuples(batches, st.lists(steps, min_size=1, max_size=5))
_rooms = itertools.count()


def answers(reader: EngineReader) -> list[object]:
    """Everything but scores and the order by them."""
    periods = tuple(Period(unit) for unit in UNITS)
    found: list[object] = [sorted(reader.documents())]
    for query in QUERIES:
        plan = plan_query(parse(query).node, ANALYZER)
        for sort in ("newest", "oldest"):
            answer = reader.search(
                EngineRequest(plan, sort=sort, limit=99, facets=FACETS, periods=periods)
            )
            found.append((answer.total, answer.hits, answer.facets, answer.dates))
    found += [reader.terms(field, "", 99) for field in ("exact", "lemma", "title")]
    return found


def answers_of(room: Room) -> list[object]:
    reader = load_engine(room.engine).reader(room.folder / "engine")
    try:
        return answers(reader)
    finally:
        reader.close()


def comparable(manifest: Manifest) -> tuple[object, ...]:
    return (
        manifest.articles,
        manifest.undated,
        manifest.first,
        manifest.last,
        manifest.content_hash,
        manifest.fingerprint,
    )


def same_as_rebuilt(room: Room, held: dict[str, Record]) -> bool:
    """Whether the index is as if it were built of just these articles."""
    fresh = Room(room.base / f"fresh{next(_rooms)}", room.engine)
    fresh.base.mkdir()
    if not held:
        return room.manifest.articles == 0 and room.manifest.content_hash == "0" * 64
    fresh.build(*held.values())
    assert comparable(room.manifest) == comparable(fresh.manifest)
    assert answers_of(room) == answers_of(fresh)
    return True


@pytest.mark.parametrize("engine", ENGINES)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=histories, many=st.sampled_from((2, 3, 12)))
def test_any_history_ends_where_a_rebuild_of_the_same_articles_would(
    tmp_path_factory: pytest.TempPathFactory, engine: str, history: tuple[Any, Any], many: int
) -> None:
    first, further = history
    room = Room(tmp_path_factory.mktemp(engine), engine)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(additions, "MANY", many)
        room.build(*first)
        held = {one["id"]: one for one in first}
        for step in further:
            if isinstance(step[0], str):
                held = taken_out(room, held, step)
            else:
                held = put_in(room, held, step)
            assert room.manifest.articles == len(held)
    assert same_as_rebuilt(room, held)


def put_in(room: Room, held: dict[str, Record], new: list[Record]) -> dict[str, Record]:
    report = room.add(*new)
    known = [one for one in new if one["id"] in held]
    unchanged = [one for one in known if held[one["id"]] == one]
    expected = (len(new) - len(known), len(known) - len(unchanged), len(unchanged), 0)
    assert counts(report) == expected
    return held | {one["id"]: one for one in new}


def taken_out(room: Room, held: dict[str, Record], ids: list[str]) -> dict[str, Record]:
    gone = held.keys() & ids
    if not gone:
        with pytest.raises(UnknownArticle):
            remove(ids, room.index)
        return held
    report = remove(ids, room.index)
    assert (report.removed, set(report.unknown)) == (len(gone), set(ids) - gone)
    return {id_: one for id_, one in held.items() if id_ not in gone}


def test_the_same_finding_is_kept_once(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.build(record("a"))
    bad = tmp_path / "schlecht.jsonl"
    bad.write_text("{\n{\n", "utf-8")
    for number in range(3):
        add([bad, room.file(record(f"neu{number}"))], room.index, workers=1)
    assert room.manifest.rejected == 2
    assert len((room.folder / "rejected.jsonl").read_text("utf-8").splitlines()) == 2
