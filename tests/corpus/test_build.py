"""The build: the same content however it is made, a full report, and nothing half done."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import generations
from corpus import workers as workers_
from corpus.build import BuildReport, build
from corpus.engines import load_engine
from corpus.errors import InvalidInput, InvalidRequest, NoIndex
from corpus.intake import Progress
from corpus.manifest import SCHEMA, Manifest, content_hash
from corpus.request import SearchRequest, read_request
from corpus.search import Corpus

SEEDS = Path(__file__).parents[2] / "seeds"


def write(path: Path, *articles: dict[str, str]) -> Path:
    """A file of JSON Lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(article, ensure_ascii=False) for article in articles)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def article(id_: str, text: str = "Wien – Es regnet.", **more: str) -> dict[str, str]:
    return {"id": id_, "title": f"Titel {id_}", "text": text, "date": "2021-12-30"} | more


def manifest(report: BuildReport) -> Manifest:
    return report.manifest


def comparable(manifest: Manifest) -> Manifest:
    """Without what differs from engine to engine and from time to time."""
    blank = dict.fromkeys(("engine", "engine_version", "engine_asked", "built_at"), "")
    return replace(manifest, **blank, files={})  # type: ignore[arg-type]


def findings(index: Path, report: BuildReport, name: str) -> list[dict[str, object]]:
    folder = generations.folder_of(index, report.generation)
    return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]


# --- the same content -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    """The sample corpus, built the plain way."""
    return manifest(build([SEEDS], tmp_path_factory.mktemp("index"), engine="whoosh", workers=1))


@pytest.mark.parametrize("engine", ["whoosh", "tantivy", "memory"])
@pytest.mark.parametrize(("workers", "chunk"), [(1, 1000), (1, 7), (2, 20)])
def test_content_does_not_depend_on_engine_workers_or_batches(
    tmp_path: Path,
    seeds: Manifest,
    monkeypatch: pytest.MonkeyPatch,
    engine: str,
    workers: int,
    chunk: int,
) -> None:
    monkeypatch.setattr(workers_, "CHUNK_ARTICLES", chunk)
    report = build([SEEDS], tmp_path, engine=engine, workers=workers)
    assert manifest(report).engine == engine
    assert comparable(manifest(report)) == comparable(seeds)
    assert generations.verify(tmp_path, report.generation) == []


def test_a_batch_ends_after_as_many_characters_as_suit_the_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(load_engine("whoosh")), "batch_characters", 100)
    texts = [article(f"{n}", "Wien – Es regnet weiterhin." * n) for n in range(1, 9)]
    report = build([write(tmp_path / "a.jsonl", *texts)], tmp_path / "i", workers=1)
    segments = [file for file in manifest(report).files if file.endswith(".trm")]
    assert 2 < len(segments) < 9
    assert manifest(report).articles == 8


def test_content_does_not_depend_on_the_order_of_the_input(tmp_path: Path) -> None:
    one = write(tmp_path / "1.jsonl", article("a"), article("b", "Graz – Es schneit."))
    two = write(tmp_path / "2.jsonl", article("c", "Linz – Es stürmt."))
    first = manifest(build([one, two], tmp_path / "index", engine="memory"))
    second = manifest(build([two, one], tmp_path / "index", engine="memory"))
    assert first.content_hash == second.content_hash


@pytest.mark.parametrize(
    "change",
    [{"text": "Wien – Es regnete."}, {"title": "Anders"}, {"date": "2021-12-31"}, {"id": "x"},
     {"source": "Bote"}, {"section": "Wetter"}, {"url": "https://example.org"}, {"neu": "1"}],
)  # fmt: skip
def test_content_depends_on_all_that_an_article_says(
    tmp_path: Path, change: dict[str, str]
) -> None:
    before = article("a")
    hashes = {
        manifest(
            build([write(tmp_path / "a.jsonl", it)], tmp_path / "i", engine="memory")
        ).content_hash
        for it in (before, before | change)
    }
    assert len(hashes) == 2


def test_content_hash_is_a_sum_in_sixty_four_digits() -> None:
    assert content_hash(0) == "0" * 64
    assert content_hash(2**256 + 255) == "0" * 62 + "ff"
    assert content_hash(5 - 6) == "f" * 64, "what was taken away can be given back"


# --- order, duplicates, findings ------------------------------------------------------------


def test_files_are_read_in_sorted_order(tmp_path: Path) -> None:
    base = tmp_path / "input"
    for name in ("b.jsonl", "a/z.jsonl", "ä.jsonl", "a/b.jsonl", "B.jsonl"):
        write(base / name, article(name))
    report = build([base], tmp_path / "index", engine="memory")
    folder = generations.folder_of(tmp_path / "index", report.generation) / "engine"
    reader = load_engine("memory").reader(folder)
    assert [id_ for id_, _ in reader.documents()] == [
        "B.jsonl", "b.jsonl", "ä.jsonl", "a/b.jsonl", "a/z.jsonl",
    ]  # fmt: skip


def test_the_later_of_two_equal_ids_is_refused_with_its_place(tmp_path: Path) -> None:
    one = write(tmp_path / "1.jsonl", article("a", "Wien – Der frühere."), article("b"))
    two = write(tmp_path / "2.jsonl", article("c"), article("a", "Wien – Der spätere."))
    report = build([one, two], tmp_path / "index", engine="memory")
    (rejected,) = report.rejected
    assert (rejected.file, rejected.line) == (str(two), 2)
    assert str(rejected) == (
        f"{two}, Zeile 2: Die id „a“ gibt es schon; es bleibt der frühere Artikel."
    )
    corpus = Corpus.open(tmp_path / "index")
    assert [block.text for block in corpus.article("a").body] == ["Wien – Der frühere."]
    assert corpus.manifest.articles == 3


def test_the_same_path_twice_is_all_duplicates(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", article("a"), article("b"))
    report = build([file, file], tmp_path / "index", engine="memory")
    assert [(r.file, r.line) for r in report.rejected] == [(str(file), 1), (str(file), 2)]
    assert manifest(report).articles == 2


def test_findings_are_kept_in_the_generation(tmp_path: Path) -> None:
    base = tmp_path / "input"
    write(base / "a.jsonl", article("a", date="2021-02-30"), article("ä"), {"id": "ohne"})
    (base / "b.txt").write_text("")
    (base / "c.txt").write_text("Ein Text.\n\nWien – Ganz ohne Datum.\n", "utf-8")
    report = build([base], tmp_path / "index")
    rejected = findings(tmp_path / "index", report, "rejected.jsonl")
    assert [(finding["file"], finding["line"]) for finding in rejected] == [
        (str(base / "a.jsonl"), 1),
        (str(base / "a.jsonl"), 3),
        (str(base / "b.txt"), None),
    ]
    assert "2021-02-30" in str(rejected[0]["reason"])
    assert [finding["reason"] for finding in rejected] == [r.reason for r in report.rejected]
    (remark,) = findings(tmp_path / "index", report, "remarks.jsonl")
    assert remark == {
        "file": str(base / "c.txt"), "line": None, "reason": report.remarks[0].reason,
    }  # fmt: skip
    assert "Ohne Datum" in report.remarks[0].reason
    assert (manifest(report).rejected, manifest(report).remarks) == (3, 1)


# --- the report -----------------------------------------------------------------------------


def test_the_report_counts_and_measures(tmp_path: Path) -> None:
    base = tmp_path / "input"
    write(
        base / "a.jsonl",
        article("a", date="2021-12"),
        article("b", date="2020-02-03"),
        {"id": "c", "title": "Ohne Datum"},
    )
    seen: list[Progress] = []
    report = build([base], tmp_path / "index", on_progress=seen.append)
    facts = manifest(report)
    size = (base / "a.jsonl").stat().st_size
    assert [reached.articles for reached in seen] == [1, 2, 3]
    assert [reached.bytes_total for reached in seen] == [size] * 3
    assert 0 < seen[0].bytes_read <= seen[1].bytes_read <= seen[2].bytes_read == size
    assert (facts.articles, facts.undated, facts.rejected) == (3, 1, 0)
    assert (facts.first, facts.last) == ("2020-02-03", "2021-12-31")
    assert (facts.engine, facts.schema) == ("whoosh", SCHEMA)
    assert report.generation == generations.current(tmp_path / "index")
    assert 0 < report.seconds < 60
    folder = generations.folder_of(tmp_path / "index", report.generation)
    on_disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    assert facts.bytes == on_disk - (folder / "manifest.json").stat().st_size


def test_a_corpus_without_any_date_has_no_span(tmp_path: Path) -> None:
    report = build([write(tmp_path / "a.jsonl", {"id": "a", "title": "Nie"})], tmp_path / "index")
    facts = manifest(report)
    assert (facts.articles, facts.undated, facts.first, facts.last) == (1, 1, None, None)


# --- nothing half done ----------------------------------------------------------------------


def nothing(base: Path, kind: str) -> Path:
    path = base / kind
    if kind == "all rejected":
        write(path / "a.jsonl", {"id": "a"})
    elif kind == "no article":
        path.mkdir()
        (path / "README.md").write_text("Hier liegt nichts.")
    return path


@pytest.mark.parametrize("kind", ["all rejected", "no article", "missing"])
@pytest.mark.parametrize("engine", ["whoosh", "memory"])
def test_nothing_to_index_leaves_the_index_as_it_is(tmp_path: Path, kind: str, engine: str) -> None:
    index = tmp_path / "index"
    with pytest.raises(InvalidInput):
        build([nothing(tmp_path, kind)], index, engine=engine)
    with pytest.raises(NoIndex):
        generations.current(index)
    old = build([write(tmp_path / "a.jsonl", article("a"))], index, engine=engine).generation
    with pytest.raises(InvalidInput) as raised:
        build([tmp_path / kind], index, engine=engine)
    assert kind != "all rejected" or "a.jsonl, Zeile 1" in str(raised.value)
    assert kind != "no article" or ".jsonl" in str(raised.value)
    assert kind != "missing" or "missing" in str(raised.value)
    assert generations.names(index) == [old]
    assert Corpus.open(index).generation == old
    assert list((index / "generations").iterdir()) == [generations.folder_of(index, old)]


def test_a_path_that_is_missing_after_many_batches_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers_, "CHUNK_ARTICLES", 2)
    file = write(tmp_path / "a.jsonl", *(article(str(n)) for n in range(9)))
    for workers in (1, 2):
        with pytest.raises(InvalidInput, match="nirgends"):
            build([file, tmp_path / "nirgends"], tmp_path / "index", workers=workers)
        assert list((tmp_path / "index/generations").iterdir()) == []


def test_an_unknown_engine_is_refused_before_anything_happens(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="lucene"):
        build([tmp_path], tmp_path / "index", engine="lucene")
    assert not (tmp_path / "index").exists()


def test_a_result_that_cannot_be_read_back_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = load_engine("memory")
    file = write(tmp_path / "a.jsonl", article("a"), article("b"))
    old = build([file], tmp_path / "index", engine="memory").generation
    finish = type(memory.writer(tmp_path)).finish

    def forgetful(writer: object) -> None:
        writer.delete(["b"])  # type: ignore[attr-defined]
        finish(writer)  # type: ignore[arg-type]

    monkeypatch.setattr(type(memory.writer(tmp_path)), "finish", forgetful)
    with pytest.raises(Exception, match="Geschrieben wurden 2 Artikel, wieder gelesen 1"):
        build([file], tmp_path / "index", engine="memory")
    assert generations.names(tmp_path / "index") == [old]


# --- end to end on the oracle ---------------------------------------------------------------


def test_the_memory_engine_works_end_to_end(tmp_path: Path) -> None:
    report = build([SEEDS], tmp_path, engine="memory")
    corpus = Corpus.open(tmp_path)
    assert (corpus.manifest, corpus.generation) == (report.manifest, report.generation)
    answer = corpus.search(SearchRequest("Sicherheitsgarantie"))
    assert answer.total == 4
    assert all(found.passages for found in answer.found)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Corpus, Corpus]:
    """The sample corpus in both engines."""
    base = tmp_path_factory.mktemp("both")
    for engine in ("whoosh", "memory"):
        build([SEEDS], base / engine, engine=engine, workers=1)
    return Corpus.open(base / "whoosh"), Corpus.open(base / "memory")


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": ["Sicherheitsgarantie"]},
        {"q": ['"Atlas der leisen Orte" ODER Grenzkonflikt'], "sort": ["oldest"]},
        {"q": ["Wien -Graz"], "from": ["2023-03"], "to": ["2023"], "sort": ["newest"]},
        {"agency": ["dpa", "Reuters"], "exclude.source": ["alpenbote"], "sort": ["newest"]},
        {"date": ["none"]},
    ],
    ids=str,
)
def test_both_engines_answer_alike(
    both: tuple[Corpus, Corpus], parameters: dict[str, list[str]]
) -> None:
    request = read_request({**parameters, "page_size": ["200"]})
    one, other = (corpus.search(request) for corpus in both)
    assert one.total == other.total == len(one.found)
    assert one.total > 0
    assert one.facets == other.facets
    by_id = {found.article.id: found.passages for found in one.found}
    assert by_id == {found.article.id: found.passages for found in other.found}
    if request.sort != "relevance":
        assert list(by_id) == [found.article.id for found in other.found]
