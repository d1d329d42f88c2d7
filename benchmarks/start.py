"""How soon the command line answers: whole processes, on the index of the seeds."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.measure import Times, commands_take_turns
from corpus.build import build

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
PEER = "import whoosh.index, whoosh.searching, click"
"""What any command line over Whoosh has to import before it can do anything."""


def search_command(index: Path) -> list[str] | None:
    """A search from the command line; None when there is no command `corpus` here."""
    command = Path(sys.executable).with_name("corpus")
    if not command.is_file():
        return None
    return [str(command), "search", "Regierung", "--index", str(index)]


def measure_start(folder: Path, repetitions: int) -> tuple[Times, Times] | None:
    """Ours and the bare imports; None when there is no command `corpus` here."""
    index = folder / "seeds-index"
    build([SEEDS], index, engine="whoosh")
    ours = search_command(index)
    if ours is None:
        return None
    peer = [sys.executable, "-c", PEER]
    times = commands_take_turns({"ours": ours, "stock": peer}, repetitions)
    return times["ours"], times["stock"]
