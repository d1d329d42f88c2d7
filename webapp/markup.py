"""Text with marks as safe HTML: the only place where markup is made from an article's text."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

OPEN, CLOSE = Markup("<mark>"), Markup("</mark>")


def marked(text: str, spans: Iterable[tuple[int, int]]) -> Markup:
    """The escaped text with `<mark>` around each span; spans are ascending and apart."""
    pieces = []
    position = 0
    for start, end in spans:
        pieces += [escape(text[position:start]), OPEN, escape(text[start:end]), CLOSE]
        position = end
    pieces.append(escape(text[position:]))
    return Markup("").join(pieces)
