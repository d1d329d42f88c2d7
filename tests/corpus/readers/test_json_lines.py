"""JSON Lines: the keys of archives, and one report line for whatever is no article."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Block
from corpus.dates import DateInterval
from corpus.readers import Found, Reading, Rejected, Remark, read
from corpus.readers.decoding import MAX_ARTICLE_BYTES
from corpus.readers.json_lines import LONGEST_ID, MAX_DEPTH, _parse

BEFORE = json.dumps({"id": "davor", "title": "Davor", "date": "2021-12-29"}).encode()
AFTER = json.dumps({"id": "danach", "title": "Danach", "date": "2021-12-31"}).encode()


def read_lines(folder: Path, *lines: bytes, name: str = "archiv.jsonl") -> list[Reading]:
    path = folder / name
    data = b"\n".join(lines) + b"\n"
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return list(read(path))


def as_line(**keys: Any) -> bytes:
    return json.dumps({"date": "2021-12-30"} | keys, ensure_ascii=False).encode()


def only_article(folder: Path, **keys: Any) -> Article:
    (found,) = read_lines(folder, as_line(**keys))
    assert isinstance(found, Found)
    return found.article


def nested(levels: int) -> bytes:
    """An article whose `baum` makes the line nest in so many levels."""
    arrays = levels - 1
    return b'{"title": "Tief", "date": "2021", "baum": ' + b"[" * arrays + b"]" * arrays + b"}"


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.jsonl.gz", "a.ndjson.gz", "A.JSONL.GZ"])
def test_plain_and_packed_archives_are_read_alike(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    data = BEFORE + b"\n\n" + AFTER
    path.write_bytes(gzip.compress(data) if name.lower().endswith("gz") else data)
    found = list(read(path))
    assert [(f.article.id, f.line) for f in found if isinstance(f, Found)] == [
        ("davor", 1),
        ("danach", 3),
    ]


def test_all_keys_with_a_meaning_find_their_place(tmp_path: Path) -> None:
    article = only_article(
        tmp_path,
        id="77",
        title=" Der  Bund\nspart ",
        text="Kürzungen im Jänner. Wien/Graz – Der Bund spart.\n\nMehr dazu. (APA, 30.12.2021)",
        date="2021-12",
        source="Der Alpenbote",
        section="Inland",
        url="https://zeitung.example/77",
        authors=["Eva Beispiel", "Max Muster"],
        ressortleitung={"name": "Ida", "seit": 2020},
    )
    assert article == Article(
        id="77",
        title="Der Bund spart",
        date=DateInterval.of_day(date(2021, 12, 30)),
        source="Der Alpenbote",
        section="Inland",
        url="https://zeitung.example/77",
        lead="Kürzungen im Jänner.",
        body=(Block("paragraph", "Wien/Graz – Der Bund spart."), Block("paragraph", "Mehr dazu.")),
        places=("Wien", "Graz"),
        agencies=("APA",),
        authors=("Eva Beispiel", "Max Muster"),
        sign_off="(APA, 30.12.2021)",
        extra={"ressortleitung": {"name": "Ida", "seit": 2020}},
    )


def test_other_names_of_the_same_keys(tmp_path: Path) -> None:
    line = b'{"title": "T", "published": "2021-12-30T23:30:00Z", "outlet": "O", "category": "K"}'
    (found,) = read_lines(tmp_path, line)
    assert isinstance(found, Found)
    article = found.article
    assert (article.source, article.section) == ("O", "K")
    assert article.date == DateInterval.of_day(date(2021, 12, 31))
    assert article.extra == {}


@pytest.mark.parametrize("empty", [None, ""])
def test_the_other_name_counts_when_the_first_is_empty(tmp_path: Path, empty: str | None) -> None:
    article = only_article(
        tmp_path, title="T", date=empty, published="2021", source=empty, outlet="O"
    )
    assert (article.date, article.source) == (DateInterval.of_year(2021), "O")


def test_numbers_are_taken_as_text_and_null_as_missing(tmp_path: Path) -> None:
    article = only_article(tmp_path, id=77, title=2021, text=None, source=None, date=2021)
    assert (article.id, article.title, article.source) == ("77", "2021", None)
    assert article.date == DateInterval.of_year(2021)


@pytest.mark.parametrize(
    ("authors", "expected"),
    [("Eva", ("Eva",)), (["Eva", ""], ("Eva",)), ([], ()), (None, ()), ("", ())],
)
def test_authors_are_a_name_or_a_list(
    tmp_path: Path, authors: object, expected: tuple[str, ...]
) -> None:
    assert only_article(tmp_path, title="T", authors=authors).authors == expected


def test_a_missing_id_is_a_hash_of_source_date_title_url_and_text(tmp_path: Path) -> None:
    keys = {"source": "S", "title": "T", "url": "U", "text": "X"}
    same = only_article(tmp_path, **keys).id
    assert same == only_article(tmp_path, **keys, rubrik="egal").id
    others = [keys | {key: "anders"} for key in keys] + [keys | {"date": "2020"}]
    assert len({same, *(only_article(tmp_path, **other).id for other in others)}) == 6


def test_without_a_date_an_article_is_kept_and_that_is_said(tmp_path: Path) -> None:
    remark, found = read_lines(tmp_path, b'{"title": "Zeitlos"}')
    assert type(remark) is Remark
    assert str(remark).endswith(
        "archiv.jsonl, Zeile 1: Ohne Datum aufgenommen; kein Zeitraum wird den Artikel finden."
    )
    assert isinstance(found, Found)
    assert found.article.date is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"title": "Kaputt"', "Das JSON ist fehlerhaft bei Zeichen 19."),
        (b"Der Bund spart.", "Das JSON ist fehlerhaft bei Zeichen 1."),
        (as_line(title="T", date="2021-02-30"),
         "Das Datum „2021-02-30“ gibt es nicht; erwartet wird etwa 2021-12-30 oder 30.12.2021."),
        (as_line(title="T", date="03/04/2021"),
         ("Das Datum „03/04/2021“ ist zweideutig: gemeint sein kann 03.04.2021 oder 04.03.2021; "
          "bitte mit Punkten schreiben.")),
        (as_line(title="T", date="x" * 41),
         "Das Datum hat mehr als 40 Zeichen; erwartet wird etwa 30.12.2021."),
        (as_line(title=" ", text="\n"), "Der Artikel hat weder Titel noch Text."),
        (as_line(), "Der Artikel hat weder Titel noch Text."),
        (b'{"title": "T", "wert": NaN}',
         "Das JSON enthält eine Zahl, die keine ist, oder eine zu lange."),
        (b'{"title": "T", "wert": -1e999}',
         "Das JSON enthält eine Zahl, die keine ist, oder eine zu lange."),
        (b'{"title": "T", "wert": ' + b"9" * 5000 + b"}",
         "Das JSON enthält eine Zahl, die keine ist, oder eine zu lange."),
        (nested(MAX_DEPTH + 1), "Das JSON ist in mehr als 50 Ebenen geschachtelt."),
        (nested(900), "Das JSON ist in mehr als 50 Ebenen geschachtelt."),
        (nested(100_000), "Das JSON ist in mehr als 50 Ebenen geschachtelt."),
        (b'["title", "T"]', "Die Zeile ist kein JSON-Objekt."),
        (b'"Der Bund spart"', "Die Zeile ist kein JSON-Objekt."),
        (as_line(title=["T"]), "Der Wert von „title“ ist kein Text."),
        (as_line(title=True), "Der Wert von „title“ ist kein Text."),
        (as_line(title="T", text={"absatz": 1}), "Der Wert von „text“ ist kein Text."),
        (as_line(title="T", authors={"a": 1}), "Der Wert von „authors“ ist kein Text."),
        (as_line(title="T", date=None, published=[1]), "Der Wert von „published“ ist kein Text."),
        (as_line(title="T", id="x" * (LONGEST_ID + 1)), "Die „id“ ist kein Text bis 500 Zeichen."),
        (as_line(title="T", id=["x"]), "Die „id“ ist kein Text bis 500 Zeichen."),
        (b'{"title": "T\0"}', "Das ist keine Textdatei (sie enthält Nullbytes)."),
        (b'{"title": "T\x81"}', "Die Zeichen sind weder UTF-8 noch Windows-1252."),
    ],
    ids=lambda value: value[:40].decode(errors="replace") if isinstance(value, bytes) else "",
)  # fmt: skip
def test_a_bad_line_17_is_one_report_line_and_the_rest_is_read(
    tmp_path: Path, line: bytes, reason: str
) -> None:
    blank = [b""] * 15
    readings = read_lines(tmp_path, BEFORE, *blank, line, AFTER)
    assert [r.article.id for r in readings if isinstance(r, Found)] == ["davor", "danach"]
    (rejected,) = (r for r in readings if not isinstance(r, Found))
    assert type(rejected) is Rejected
    assert str(rejected) == f"{tmp_path}/archiv.jsonl, Zeile 17: {reason}"


@pytest.mark.parametrize(
    ("line", "title", "remark"),
    [
        ('{"title": "Größe", "date": "2021"}'.encode("cp1252"), "Größe",
         "Die Zeichen sind kein UTF-8; gelesen als Windows-1252."),
        (b'{"title": "Halb \\ud83d", "date": "2021", "\\udc00": ["\\ud800"]}', "Halb \ufffd",
         "Halbe Zeichen (einzelne Surrogate) sind durch „\ufffd“ ersetzt."),
        (b'{"title": "T", "date": "2021", "text": "So ist es. (APA, 1.1.2022)"}', "T",
         "Die Signatur nennt 1. Jänner 2022, der Kopf 2021; es gilt der Kopf."),
        (b'{"title": "T"}', "T", "Ohne Datum aufgenommen; kein Zeitraum wird den Artikel finden."),
    ],
    ids=["windows-1252", "surrogates", "contradiction", "undated"],
)  # fmt: skip
def test_what_was_assumed_about_a_line_is_one_remark(
    tmp_path: Path, line: bytes, title: str, remark: str
) -> None:
    readings = read_lines(tmp_path, BEFORE, line, AFTER)
    titles = [r.article.title for r in readings if isinstance(r, Found)]
    assert titles == ["Davor", title, "Danach"]
    (said,) = (r for r in readings if not isinstance(r, Found))
    assert type(said) is Remark
    assert str(said) == f"{tmp_path}/archiv.jsonl, Zeile 2: {remark}"


def test_a_surrogate_pair_is_one_character_and_needs_no_remark(tmp_path: Path) -> None:
    (found,) = read_lines(tmp_path, b'{"title": "\\ud83d\\ude42", "date": "2021"}')
    assert isinstance(found, Found)
    assert found.article.title == "🙂"


def test_fifty_levels_are_read(tmp_path: Path) -> None:
    (found,) = read_lines(tmp_path, nested(MAX_DEPTH))
    assert isinstance(found, Found)


@pytest.mark.parametrize("name", ["archiv.jsonl", "archiv.jsonl.gz"])
def test_a_line_of_50_mb_is_one_report_line_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    huge = b'{"title": "' + b"x" * (50 * 2**20) + b'"}'
    before, rejected, after = read_lines(tmp_path, BEFORE, huge, AFTER, name=name)
    assert isinstance(before, Found)
    assert isinstance(after, Found)
    assert after.line == 3
    reason = "Das sind mehr als 8 MB für einen Artikel; bitte aufteilen."
    assert rejected == Rejected(str(tmp_path / name), 2, reason)


def test_a_line_at_the_limit_is_read(tmp_path: Path) -> None:
    frame = b'{"title": "T", "date": "2021", "x": ""}'
    full = frame[:-2] + b"x" * (MAX_ARTICLE_BYTES - 1 - len(frame)) + frame[-2:]
    assert [type(r) for r in read_lines(tmp_path, full, AFTER)] == [Found, Found]
    assert [type(r) for r in read_lines(tmp_path, full + b" ", AFTER)] == [Rejected, Found]


def test_a_truncated_gzip_gives_what_it_has_and_one_report_line(tmp_path: Path) -> None:
    path = tmp_path / "archiv.jsonl.gz"
    lines = [as_line(title=hashlib.sha256(bytes([n])).hexdigest()) for n in range(200)]
    half = gzip.compress(b"\n".join(lines))[:5000]
    path.write_bytes(half)
    whole_lines = zlib.decompressobj(wbits=31).decompress(half).count(b"\n")
    *found, rejected = read(path)
    assert all(isinstance(reading, Found) for reading in found)
    assert len(found) == whole_lines > 50
    assert str(rejected) == (
        f"{path}, Zeile {whole_lines + 1}: "
        "Ab hier ist die gzip-Datei beschädigt oder unvollständig."
    )


@pytest.mark.parametrize(
    "data",
    [b"kein gzip", gzip.compress(b"x" * 99)[:5], gzip.compress(BEFORE)[:12] + b"\xff" * 20],
    ids=["other", "header", "garbled"],
)
def test_a_file_that_is_no_gzip_is_one_report_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "archiv.jsonl.gz"
    path.write_bytes(data)
    (rejected,) = read(path)
    assert str(rejected) == (
        f"{path}, Zeile 1: Ab hier ist die gzip-Datei beschädigt oder unvollständig."
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "Die Datei ist leer."),
        (b"\n \n\n", "Die Datei ist leer."),
        ((BEFORE + b"\n" + AFTER + b"\n").decode().encode("utf-16"),
         "Die Datei ist UTF-16; bitte als UTF-8 speichern."),
    ],
    ids=["empty", "blank", "utf16"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["archiv.jsonl", "archiv.jsonl.gz"])
def test_a_file_without_any_line_to_read_is_one_report_line(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    (rejected,) = read(path)
    assert type(rejected) is Rejected
    assert str(rejected) == f"{path}: {reason}"


keys = st.sampled_from(
    ["id", "title", "text", "date", "published", "source", "outlet", "section", "url", "authors"]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("zeilen")


@given(st.dictionaries(keys | st.text(), values, max_size=6) | values)
def test_any_json_is_an_article_that_can_be_stored_or_one_report_line(
    folder: Path, value: object
) -> None:
    readings = read_lines(folder, json.dumps(value).encode())
    decided = [r for r in readings if not isinstance(r, Remark)]
    assert len(decided) == 1
    if isinstance(decided[0], Found):
        article = decided[0].article
        assert Article.from_stored(article.to_stored()) == article


@given(st.binary())
def test_any_bytes_are_read_to_their_end(folder: Path, data: bytes) -> None:
    readings = read_lines(folder, data, AFTER)
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        assert isinstance(readings[-1], Found)


def test_keys_with_names_of_the_reader_itself_are_extras_like_any_other() -> None:
    record, _ = _parse('{"title": "T", "model_extra": 1, "model_fields": 2, "copy": 3}')
    assert record.model_extra == {"model_extra": 1, "model_fields": 2, "copy": 3}


@pytest.mark.parametrize("key", ["source", "outlet", "section", "category"])
def test_a_filter_value_of_any_length_is_none(tmp_path: Path, key: str) -> None:
    """tantivy cuts what is longer than 65,535 bytes."""
    whole, too_long = (as_line(title="T", **{key: "x" * length}) for length in (500, 501))
    found, refused = read_lines(tmp_path, whole, too_long)
    assert isinstance(found, Found)
    assert isinstance(refused, Rejected)
    assert refused.reason == f"Der Wert von „{key}“ hat mehr als 500 Zeichen."
