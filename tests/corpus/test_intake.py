"""What comes in: how far the reading is, how much text there is, which ids were seen."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from corpus.errors import InvalidInput
from corpus.intake import Intake, Progress, text_size, write_findings
from corpus.readers import Rejected, Remark


def lines(ids: Iterable[str]) -> bytes:
    records = (
        {"id": id_, "title": "T", "date": "2021", "text": f"Wien – {id_} " * 30} for id_ in ids
    )
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def numbers(count: int, start: int = 0) -> list[str]:
    return [str(number) for number in range(start, start + count)]


def plain(folder: Path) -> list[Path]:
    (folder / "a.jsonl").write_bytes(lines(numbers(300)))
    return [folder / "a.jsonl"]


def packed(folder: Path) -> list[Path]:
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(lines(numbers(300))))
    return [folder / "a.jsonl.gz"]


def texts(folder: Path) -> list[Path]:
    for number in numbers(300):
        (folder / f"{number}.txt").write_text(f"date 2021 Vorspann {number}.\n\nWien – Es regnet.")
    return [folder]


def mixed(folder: Path) -> list[Path]:
    for name in ("x/y", "z"):
        (folder / name).mkdir(parents=True)
    (folder / "x/y/a.jsonl").write_bytes(lines(numbers(100)))
    (folder / "x/b.ndjson.gz").write_bytes(gzip.compress(lines(numbers(100, 100))))
    (folder / "c.jsonl").write_bytes(lines(numbers(99, 200)))
    (folder / "z/d.txt").write_text("Ein Vorspann.\n\nWien – Es regnet.")
    return [folder / "x", folder / "c.jsonl", folder / "z"]


KINDS = {"plain": plain, "gzip": packed, "texts": texts, "mixed": mixed}


@pytest.mark.parametrize("kind", KINDS)
def test_progress_rises_to_the_end_of_the_bytes_and_of_the_articles(
    tmp_path: Path, kind: str
) -> None:
    seen: list[Progress] = []
    paths = KINDS[kind](tmp_path)
    articles = list(Intake(on_progress=seen.append).articles(paths))
    size = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    assert [reached.articles for reached in seen] == list(range(1, 301))
    assert len(articles) == 300
    assert {reached.bytes_total for reached in seen} == {size}
    read = [reached.bytes_read for reached in seen]
    assert read == sorted(read)
    assert 0 < read[0] <= read[-1] == size


def test_progress_comes_before_its_article_is_used(tmp_path: Path) -> None:
    seen: list[Progress] = []
    for count, _ in enumerate(Intake(on_progress=seen.append).articles(plain(tmp_path)), 1):
        assert len(seen) == count


def test_bytes_of_what_is_refused_count_too(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"kaputt\n" * 500 + lines(["a"]) + b"kaputt")
    seen: list[Progress] = []
    intake = Intake(on_progress=seen.append)
    assert [article.id for article in intake.articles([tmp_path])] == ["a"]
    assert len(intake.rejected) == 501
    assert 500 * 7 < seen[0].bytes_read <= seen[0].bytes_total == (501 * 7 + len(lines(["a"])) - 1)


def test_several_additions_of_one_intake_know_the_ids_of_the_earlier(tmp_path: Path) -> None:
    heard: list[Rejected] = []
    intake = Intake(on_finding=heard.append)
    (tmp_path / "a.jsonl").write_bytes(lines(["a", "b"]))
    (tmp_path / "b.jsonl").write_bytes(lines(["b", "c", "c"]))
    first = [article.id for article in intake.articles([tmp_path / "a.jsonl"])]
    second = [article.id for article in intake.articles([tmp_path / "b.jsonl"])]
    assert (first, second) == (["a", "b"], ["c"])
    assert [rejected.line for rejected in intake.rejected] == [1, 3]
    assert heard == intake.rejected


def test_remarks_and_refusals_are_kept_apart_and_heard_in_order(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"title": "Ohne Datum"}\n{}\n{"title": "Auch nicht"}\n')
    heard: list[Rejected] = []
    intake = Intake(on_finding=heard.append)
    assert len(list(intake.articles([tmp_path]))) == 2
    assert [finding.line for finding in heard] == [1, 2, 3]
    assert [finding.line for finding in intake.remarks] == [1, 3]
    assert [finding.line for finding in intake.rejected] == [2]
    assert all(isinstance(finding, Remark) for finding in intake.remarks)


def test_only_the_given_files_of_a_folder_are_read(tmp_path: Path) -> None:
    texts(tmp_path)
    only = {tmp_path / "7.txt", tmp_path / "12.txt", tmp_path / "fehlt.txt"}
    articles = Intake().articles([tmp_path], only=only)
    assert [article.id for article in articles] == ["12", "7"]


def test_a_missing_path_is_refused_when_its_turn_comes(tmp_path: Path) -> None:
    articles = Intake().articles([*plain(tmp_path), tmp_path / "fehlt"])
    assert [next(articles).id for _ in range(300)] == numbers(300)
    with pytest.raises(InvalidInput, match="fehlt"):
        next(articles)


def test_the_size_of_text_counts_packed_files_threefold(tmp_path: Path) -> None:
    paths = mixed(tmp_path)
    size = {path.name: path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()}
    expected = size["a.jsonl"] + 3 * size["b.ndjson.gz"] + size["c.jsonl"] + size["d.txt"]
    assert text_size(paths) == text_size([tmp_path]) == expected
    assert text_size([*paths, tmp_path / "fehlt"]) == expected
    assert text_size([]) == 0
    (tmp_path / "verweis").symlink_to(tmp_path / "nirgends")
    assert text_size([tmp_path]) == expected


def test_findings_are_appended_as_a_line_each(tmp_path: Path) -> None:
    path = tmp_path / "rejected.jsonl"
    write_findings(path, [])
    assert path.read_bytes() == b""
    write_findings(path, [Rejected("ä.txt", None, "„Zeile“\nzwei"), Rejected("b", 3, "x")])
    write_findings(path, [Remark("c", 1, "\u2028")])
    assert [json.loads(line) for line in path.read_bytes().splitlines()] == [
        {"file": "ä.txt", "line": None, "reason": "„Zeile“\nzwei"},
        {"file": "b", "line": 3, "reason": "x"},
        {"file": "c", "line": 1, "reason": "\u2028"},
    ]
