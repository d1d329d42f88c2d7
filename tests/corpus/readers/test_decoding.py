"""Bytes to text: strictly, and never silently."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.decoding import NotText, decode, without_surrogates


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_utf8_is_read_as_it_is(text: str) -> None:
    assert decode(b"\xef\xbb\xbf" + text.encode()) == (text, False)


def test_windows_1252_is_read_and_said_so() -> None:
    text = "„Österreich“ – 3 € für Übergrößen"
    assert decode(text.encode("cp1252")) == (text, True)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("Jänner".encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + "Jänner".encode("utf-16-be"), "UTF-16"),
        ("Jänner".encode("utf-16-le"), "keine Textdatei"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "keine Textdatei"),
        (b"J\x81nner", "weder UTF-8 noch Windows-1252"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(NotText, match=reason):
        decode(data)


@given(st.binary())
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except NotText:
        return
    assert "\0" not in text
    text.encode()


@pytest.mark.parametrize(
    ("text", "mended"),
    [("a\ud800b", "a\ufffdb"), ("\udc00", "\ufffd"), ("\ud83d\ude42", "🙂"), ("Jänner", "Jänner")],
)
def test_halves_of_surrogate_pairs_become_replacement_characters(text: str, mended: str) -> None:
    assert without_surrogates(text) == mended


@given(st.text())
def test_text_without_surrogates_can_always_be_stored(text: str) -> None:
    mended = without_surrogates(text)
    mended.encode()
    assert without_surrogates(mended) == mended
