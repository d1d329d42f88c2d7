"""Files and folders: what is read, in which order, under which id and source."""

from __future__ import annotations

import gzip
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import InvalidInput
from corpus.readers import Found, Rejected, read

TEXT = "date 2021-12 Die Lage ist ernst.\n\nWien – Der Bund spart.\n"
LINE = '{"id": "zeile", "title": "T", "date": "2021"}\n'


def write(folder: Path, **files: str) -> Path:
    """Files by their names, with `__` for the slash and `_` for the full stop."""
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def ids(path: Path) -> list[str]:
    return [reading.article.id for reading in read(path) if isinstance(reading, Found)]


def test_a_folder_is_walked_in_sorted_order_and_the_path_is_the_id(tmp_path: Path) -> None:
    write(tmp_path, b_txt=TEXT, a_txt=TEXT, land__tirol__c_txt=TEXT, land__a_txt=TEXT, c_jsonl=LINE)
    assert ids(tmp_path) == ["a", "b", "zeile", "land/a", "land/tirol/c"]


def test_a_path_may_be_a_file(tmp_path: Path) -> None:
    write(tmp_path, land__a_txt=TEXT)
    (found,) = read(tmp_path / "land" / "a.txt")
    assert isinstance(found, Found)
    assert (found.article.id, found.article.source) == ("a", None)
    assert (found.file, found.line) == (f"{tmp_path}/land/a.txt", None)


def test_the_first_sub_folder_is_the_source_unless_one_is_given(tmp_path: Path) -> None:
    write(tmp_path, alpenbote__tirol__a_txt=TEXT, b_txt=TEXT)
    sources = {f.article.id: f.article.source for f in read(tmp_path) if isinstance(f, Found)}
    assert sources == {"alpenbote/tirol/a": "alpenbote", "b": None}
    given = {f.article.source for f in read(tmp_path, "Der Bote") if isinstance(f, Found)}
    assert given == {"Der Bote"}


def test_ids_have_composed_umlauts_whatever_the_file_system_wrote(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "jänner.txt")
    (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert ids(tmp_path) == ["jänner"]


def test_hidden_files_and_readmes_are_no_articles(tmp_path: Path) -> None:
    write(tmp_path, README_md="#", readme_txt=TEXT, a_txt=TEXT)
    (tmp_path / ".versteckt.txt").write_text(TEXT, encoding="utf-8")
    assert [type(reading) for reading in read(tmp_path)] == [Found]


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "leer").mkdir()
    assert list(read(tmp_path)) == []


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="gibt es nicht; bitte den Pfad prüfen"):
        list(read(tmp_path / "fehlt"))


@pytest.mark.parametrize("name", ["bild.png", "text.pdf", "ohne-endung", "archiv.json", "a.txt.gz"])
def test_an_unknown_suffix_is_one_report_line(tmp_path: Path, name: str) -> None:
    write(tmp_path, a_txt=TEXT)
    (tmp_path / name).write_bytes(b"\x89PNG\0")
    (rejected,) = (reading for reading in read(tmp_path) if not isinstance(reading, Found))
    assert type(rejected) is Rejected
    assert str(rejected) == (
        f"{tmp_path}/{name}: Die Endung ist unbekannt; "
        "gelesen werden .txt, .jsonl, .jsonl.gz, .ndjson, .ndjson.gz."
    )
    assert ids(tmp_path) == ["a"]


@pytest.mark.parametrize("name", ["b.txt", "b.jsonl", "b.jsonl.gz"])
def test_a_broken_link_is_one_report_line_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    write(tmp_path, a_txt=TEXT, c_txt=TEXT)
    (tmp_path / name).symlink_to(tmp_path / "fehlt")
    first, rejected, last = read(tmp_path)
    assert isinstance(first, Found)
    assert isinstance(last, Found)
    assert str(rejected) == (f"{tmp_path}/{name}: Das ist keine gewöhnliche Datei, oder sie fehlt.")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "b.txt")
    (rejected,) = read(tmp_path)
    assert isinstance(rejected, Rejected)


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "b.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    yield path
    path.chmod(0o600)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_one_report_line(locked: Path) -> None:
    (rejected,) = read(locked.parent)
    assert str(rejected) == f"{locked}: Die Datei ist nicht lesbar: Permission denied."


@pytest.mark.parametrize("name", ["b.txt", "b.jsonl", "b.jsonl.gz"])
def test_a_file_that_fails_while_it_is_read_is_one_report_line(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same as root: the disk refuses."""
    (tmp_path / name).write_bytes(gzip.compress(LINE.encode()))
    write(tmp_path, a_txt=TEXT, c_txt=TEXT)
    really_open = Path.open

    def failing_open(path: Path, *args: Any, **kwargs: Any) -> Any:
        if path.name == name:
            raise OSError(5, "Input/output error")
        return really_open(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", failing_open)
    first, rejected, last = read(tmp_path)
    assert isinstance(first, Found)
    assert isinstance(last, Found)
    assert str(rejected) == f"{tmp_path}/{name}: Die Datei ist nicht lesbar: Input/output error."


def test_a_folder_without_permission_is_one_report_line_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, a_txt=TEXT, gesperrt__b_txt=TEXT, land__c_txt=TEXT)
    really_scan = os.scandir

    def refusing_scan(path: Any = ".") -> Any:
        if os.fspath(path).endswith("gesperrt"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return really_scan(path)

    monkeypatch.setattr(os, "scandir", refusing_scan)
    readings = list(read(tmp_path))
    assert [r.article.id for r in readings if isinstance(r, Found)] == ["a", "land/c"]
    (rejected,) = (r for r in readings if not isinstance(r, Found))
    assert str(rejected) == f"{tmp_path}/gesperrt: Der Ordner ist nicht lesbar: Permission denied."


@pytest.mark.parametrize("content", [TEXT, ""])
def test_a_name_that_is_no_utf8_is_shown_as_far_as_it_is(tmp_path: Path, content: str) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/j\xe4nner.txt"))
    file.write_text(content, encoding="utf-8")
    (reading,) = read(tmp_path)
    assert reading.file == f"{tmp_path}/j\ufffdnner.txt"
    if isinstance(reading, Found):
        assert reading.article.id == "j\ufffdnner"
