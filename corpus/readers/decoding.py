"""Bytes to text: UTF-8 strictly, then Windows-1252, and never silently."""

from __future__ import annotations

MAX_ARTICLE_BYTES = 8 * 2**20
"""Bytes of one text file or one JSON line; a newspaper page has some 30,000."""

TOO_LONG = f"Das sind mehr als {MAX_ARTICLE_BYTES // 2**20} MB für einen Artikel; bitte aufteilen."
ASSUMED_CP1252 = "Die Zeichen sind kein UTF-8; gelesen als Windows-1252."


UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
IS_UTF16 = "Die Datei ist UTF-16; bitte als UTF-8 speichern."


class NotText(Exception):
    """The bytes are no text; the message is the German reason for the report."""


def decode(data: bytes) -> tuple[str, bool]:
    """The text, and whether Windows-1252 had to be assumed.

    Raises NotText for binary data, UTF-16 and what neither encoding can be.
    """
    if data.startswith(UTF16_MARKS):
        raise NotText(IS_UTF16)
    if b"\0" in data:
        raise NotText("Das ist keine Textdatei (sie enthält Nullbytes).")
    try:
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), True
    except UnicodeDecodeError as error:
        raise NotText("Die Zeichen sind weder UTF-8 noch Windows-1252.") from error


def without_surrogates(text: str) -> str:
    """Halves of surrogate pairs, as JSON escapes can smuggle them in, become U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
