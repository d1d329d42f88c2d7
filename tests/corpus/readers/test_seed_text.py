"""The text form: a header line with date, lead and credit, then paragraphs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.article import Article, Block
from corpus.dates import DateInterval
from corpus.readers import Found, Reading, Rejected, Remark, read
from corpus.readers.decoding import MAX_ARTICLE_BYTES

BODY = "\n\nWien – Der Bund spart im Jänner.\n"


def read_text(folder: Path, content: str | bytes, name: str = "artikel.txt") -> list[Reading]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read(path))


def one(readings: list[Reading]) -> Article:
    (found,) = (reading for reading in readings if isinstance(reading, Found))
    return found.article


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("date 2021-12-30", DateInterval.of_day(date(2021, 12, 30))),
        ("date 2021-12", DateInterval.of_month(2021, 12)),
        (" date 2021-12", DateInterval.of_month(2021, 12)),
        ("\ufeffdate 2021-12", DateInterval.of_month(2021, 12)),
        ("\n\ndate\t2021", DateInterval.of_year(2021)),
    ],
)
def test_the_header_says_the_date(tmp_path: Path, header: str, expected: DateInterval) -> None:
    (found,) = read_text(tmp_path, f"{header} Die Lage ist ernst. Foto: APA{BODY}")
    assert isinstance(found, Found)
    assert found.article == Article(
        id="artikel",
        title="Die Lage ist ernst",
        title_derived=True,
        date=expected,
        lead="Die Lage ist ernst.",
        credit="APA",
        body=(Block("paragraph", "Wien – Der Bund spart im Jänner."),),
        places=("Wien",),
    )


def test_a_header_with_nothing_but_the_date_has_no_lead(tmp_path: Path) -> None:
    article = one(read_text(tmp_path, f"date 2021-12{BODY}\nMehr dazu.\n"))
    assert article.lead is None
    assert len(article.body) == 2


def test_a_single_paragraph_is_the_body(tmp_path: Path) -> None:
    article = one(read_text(tmp_path, "date 2021-12 Der Bund spart."))
    assert (article.lead, article.body) == (None, (Block("paragraph", "Der Bund spart."),))


def test_without_a_header_the_article_is_undated_and_that_is_said(tmp_path: Path) -> None:
    remark, found = read_text(tmp_path, "Die Lage ist ernst." + BODY)
    assert type(remark) is Remark
    assert str(remark) == (
        f"{tmp_path}/artikel.txt: Ohne Datum aufgenommen; kein Zeitraum wird den Artikel finden."
    )
    assert isinstance(found, Found)
    assert found.article.date is None
    assert found.article.lead == "Die Lage ist ernst."


def test_windows_1252_is_read_and_said_so(tmp_path: Path) -> None:
    remark, found = read_text(tmp_path, f"date 2021-12 Größe{BODY}".encode("cp1252"))
    assert str(remark).endswith(
        "artikel.txt: Die Zeichen sind kein UTF-8; gelesen als Windows-1252."
    )
    assert isinstance(found, Found)
    assert found.article.lead == "Größe"


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"", None, "Die Datei ist leer."),
        (b" \n\n\t", None, "Die Datei ist leer."),
        (b"\xef\xbb\xbf", None, "Die Datei ist leer."),
        (b"\x89PNG\r\n\0\0", None, "Das ist keine Textdatei (sie enthält Nullbytes)."),
        ("date 2021-12 Jänner".encode("utf-16"), None,
         "Die Datei ist UTF-16; bitte als UTF-8 speichern."),
        (b"date 2021-12 J\x81nner", None, "Die Zeichen sind weder UTF-8 noch Windows-1252."),
        (b"date 2021-02-30 Der Bund spart.", 1,
         "Das Datum „2021-02-30“ gibt es nicht; erwartet wird etwa 2021-12-30 oder 30.12.2021."),
        (b"date 30.12.2021 Der Bund spart.", 1,
         "Das Datum „30.12.2021“ im Kopf hat nicht die Form JJJJ-MM-TT."),
        (b"date 2021-12-30T10:00 Der Bund", 1,
         "Das Datum „2021-12-30T10:00“ im Kopf hat nicht die Form JJJJ-MM-TT."),
        (b"date 2021-12-30 \n\n", None, "Nach dem Datum folgt weder Titel noch Text."),
        (b"x" * (MAX_ARTICLE_BYTES + 1), None,
         "Das sind mehr als 8 MB für einen Artikel; bitte aufteilen."),
    ],
    ids=["empty", "blank", "only-bom", "binary", "utf16", "neither", "impossible", "german",
         "time", "only-date", "too-long"],
)  # fmt: skip
def test_bad_input_is_one_line_with_file_line_and_reason(
    tmp_path: Path, content: bytes, line: int | None, reason: str
) -> None:
    path = tmp_path / "artikel.txt"
    where = f"{path}: " if line is None else f"{path}, Zeile {line}: "
    (rejected,) = read_text(tmp_path, content)
    assert type(rejected) is Rejected
    assert rejected == Rejected(str(path), line, reason)
    assert str(rejected) == where + reason
