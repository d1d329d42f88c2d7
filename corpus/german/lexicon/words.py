"""The word lists that are written for this project: `words/*.txt`, one entry a line."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "words"


def lines(name: str) -> list[str]:
    """The entries of a list; what follows a # is a comment."""
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    return [entry for line in text.splitlines() if (entry := line.partition("#")[0].strip())]
