"""What a build makes of bad input: counted, named, and never in the way of the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus import generations
from corpus.build import BuildReport, build
from corpus.errors import InvalidInput
from corpus.search import Corpus

TEXT = "date 2021-12 Die Lage ist ernst.\n\nWien – Der Bund spart. (APA, 30.12.2021)\n"


def build_from(folder: Path, index: Path) -> BuildReport:
    return build([folder], index, engine="whoosh", workers=1)


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "artikel"
    folder.mkdir()
    return folder


def test_of_two_articles_with_one_id_the_later_is_refused_and_named(
    inputs: Path, tmp_path: Path
) -> None:
    lines = [{"id": i, "title": title, "date": "2021"} for i, title in ["1A", "2B", "1C"]]
    (inputs / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    report = build_from(inputs, tmp_path / "index")
    assert [str(rejected) for rejected in report.rejected] == [
        f"{inputs}/a.jsonl, Zeile 3: Die id „1“ gibt es schon; es bleibt der frühere Artikel."
    ]
    corpus = Corpus.open(tmp_path / "index")
    assert corpus.article("1").title == "A"
    assert corpus.manifest.articles == 2
    corpus.close()


def test_an_id_is_taken_across_files_and_formats(inputs: Path, tmp_path: Path) -> None:
    (inputs / "a.txt").write_text(TEXT, encoding="utf-8")
    (inputs / "b.jsonl").write_text('{"id": "a", "title": "T", "date": "2021"}', encoding="utf-8")
    report = build_from(inputs, tmp_path / "index")
    assert [(r.file, r.line) for r in report.rejected] == [(f"{inputs}/b.jsonl", 1)]


def test_bad_input_of_every_kind_leaves_the_good_in_the_index(inputs: Path, tmp_path: Path) -> None:
    (inputs / "gut.txt").write_text(TEXT, encoding="utf-8")
    (inputs / "ohne-datum.txt").write_text("Der Bund spart.\n\nMehr dazu.", encoding="utf-8")
    (inputs / "leer.txt").write_bytes(b"")
    (inputs / "binaer.txt").write_bytes(b"\0\1\2")
    (inputs / "utf16.txt").write_bytes("Jänner".encode("utf-16"))
    (inputs / "unmoeglich.txt").write_text("date 2021-02-30 Der Bund spart.", encoding="utf-8")
    (inputs / "verweis.txt").symlink_to(tmp_path / "fehlt")
    (inputs / "archiv.jsonl").write_text(
        '{"title": "T", "date": "2021"}\n{"title": "T\n{"section": "S"}\n', encoding="utf-8"
    )
    report = build_from(inputs, tmp_path / "index")
    assert report.manifest is not None
    assert report.manifest.articles == 3
    assert report.manifest.undated == 1
    named = [(Path(rejected.file).name, rejected.line) for rejected in report.rejected]
    assert sorted(named, key=str) == [
        ("archiv.jsonl", 2),
        ("archiv.jsonl", 3),
        ("binaer.txt", None),
        ("leer.txt", None),
        ("unmoeglich.txt", 1),
        ("utf16.txt", None),
        ("verweis.txt", None),
    ]
    assert [Path(remark.file).name for remark in report.remarks] == ["ohne-datum.txt"]
    folder = generations.folder_of(tmp_path / "index", report.generation)
    kept = [json.loads(line) for line in (folder / "rejected.jsonl").read_bytes().splitlines()]
    assert kept == [{"file": r.file, "line": r.line, "reason": r.reason} for r in report.rejected]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "Dort liegt kein Artikel; gelesen werden .txt, .jsonl und .jsonl.gz."),
        (b"", "Kein Artikel war lesbar (1 abgelehnt; der erste: {}/a.txt: Die Datei ist leer.)"),
    ],
    ids=["empty folder", "nothing readable"],
)
def test_without_a_single_article_the_index_in_use_stays(
    inputs: Path, tmp_path: Path, content: bytes | None, message: str
) -> None:
    index = tmp_path / "index"
    good = inputs / "gut.txt"
    good.write_text(TEXT, encoding="utf-8")
    before = build_from(inputs, index).generation
    good.unlink()
    if content is not None:
        (inputs / "a.txt").write_bytes(content)
    with pytest.raises(InvalidInput) as caught:
        build_from(inputs, index)
    assert str(caught.value) == message.format(inputs)
    assert generations.current(index) == before
    assert len(list((index / "generations").iterdir())) == 1


def test_a_missing_path_is_named_and_the_index_in_use_stays(inputs: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    (inputs / "gut.txt").write_text(TEXT, encoding="utf-8")
    before = build_from(inputs, index).generation
    with pytest.raises(InvalidInput, match="fehlt“ gibt es nicht"):
        build_from(inputs / "fehlt", index)
    assert generations.current(index) == before
