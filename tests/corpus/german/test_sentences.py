"""Sentence bounds in newspaper German."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.german import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Der Bund spart.|Die Länder sparen.",
        "Wer spart?|Die Länder!|Sonst niemand.",
        "Er wartet …|Dann geht er.",
        "Er wartet … und geht.",
        "Das gilt z. B. Für Wien.",
        "Das gilt z.B. in Wien.",
        "Der Klub, d. h. Der Vorstand, tagt.",
        "Dr. Eva Beispiel und Mag. Max Muster tagen.|Prof. Probe fehlt.",
        "Am 30. Dezember war Schluss.|Am 1. Jänner ging es weiter.",
        "In St. Pölten und Wr. Neustadt regnet es.",
        "Der Gipfel vom 7. bis 9. Juni.|Danach kam nichts.",
        "Es war im Jahr 2021.|Danach kam nichts.",
        "J. Beispiel und E. T. A. Muster spielen.",
        "Es kostet 3 Mio. Euro, ca. 5 Mrd. Kronen bzw. 9 Prozent.",
        "Es kostet 1.000 Euro.|Das ist viel.",
        "Der 3.1.2021 war ein Sonntag.",
        "„Wir sparen.“|Das sagte sie.",
        '"Wir sparen."|Das sagte sie.',
        "»Wir sparen!«|Das sagte sie.",
        "Sie sagte: „Wir sparen. Alle sparen.“".replace(". A", ".|A"),
        "„Sparen wir?“, fragte sie.|„Ja.“",
        "„Wir sparen!“ rief er.",
        "(Das war im Mai.)|Dann kam der Juni.",
        "Das ist alles.|2021 war anders.",
        "Mehr auf www.zeitung.example.|Und sonst?",
        "Kiew – US-Präsident Biden warnt.|Putin nicht.",
        "Ohne Punkt",
        "Eins.",
    ],
)
def test_a_full_stop_ends_a_sentence_only_where_one_ends(text: str) -> None:
    """The bar marks where sentences part."""
    assert sentences(text.replace("|", " ")) == text.split("|")


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert sentence_spans(text) == []


@given(st.text() | st.text(alphabet="aB1. !?…„“()\n"))
def test_sentences_cover_the_text_in_order_but_for_white_space(text: str) -> None:
    spans = sentence_spans(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] < after[0] for before, after in pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(text[start:end] == text[start:end].rstrip() for start, end in spans)
