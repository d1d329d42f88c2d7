"""What is broken is called broken: an engine's own exceptions end at its door.

That no damage goes unnoticed is the manifest's business (tests/corpus/test_generations.py);
here it is that none of it surfaces as an exception that nobody above knows.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.engines import Engine, EngineRequest
from corpus.errors import UnusableIndex
from corpus.query.plan import Any, Sequence, Term
from corpus.request import SORTS

from .opening import Opening
from .samples import DAY, FACET_NAMES, day, document, ids, write

DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "garbage": lambda data: random.Random(len(data)).randbytes(len(data)),
    "flipped": lambda data: bytes(byte ^ 0xFF for byte in data),
    "zeros": lambda data: bytes(len(data)),
    "half": lambda data: data[: len(data) // 2],
    "but the last byte": lambda data: data[:-1],
    "empty": lambda _: b"",
}


def everything(engine: Engine, folder: Path) -> list[object]:
    """Use all that a reader offers."""
    reader = engine.reader(folder)
    try:
        plan = Any((Term("lemma", "wien"), Sequence("exact", ("graz", "wien"))))
        answers = [
            reader.search(
                EngineRequest(plan, days=days, sort=sort, facets=FACET_NAMES, periods=(DAY,))
            )
            for sort in SORTS
            for days in (None, day("2021-12-30"))
        ]
        return [
            answers,
            reader.stored(ids(answers[0])),
            list(reader.documents()),
            reader.count("title", "wien"),
            reader.terms("lemma", "", 5),
        ]
    finally:
        reader.close()


class Damage(Opening):
    @pytest.mark.parametrize("kind", [*DAMAGES, "missing"])
    @pytest.mark.filterwarnings(
        # a library that fails in the middle of opening leaves its files to the garbage collector
        "ignore::pytest.PytestUnraisableExceptionWarning"
    )
    def test_a_damaged_file_is_an_unusable_index(
        self, engine: Engine, folder: Path, tmp_path: Path, kind: str
    ) -> None:
        dated = [
            document(f"d{n}", "graz wien " * n, title="wien", source="s", days=day("2021-12-30"))
            for n in range(1, 40)
        ]
        write(engine, folder, dated[:20], dated[20:])
        whole = everything(engine, folder)
        sentences = []
        for path in sorted(folder.iterdir()):
            broken = tmp_path / "broken"
            shutil.copytree(folder, broken)
            if kind == "missing":
                (broken / path.name).unlink()
            else:
                (broken / path.name).write_bytes(DAMAGES[kind](path.read_bytes()))
            try:
                got = everything(engine, broken)
            except UnusableIndex as error:
                sentences.append(str(error))
            else:
                assert kind != "missing" or got == whole, f"{path.name} is not missed"
            shutil.rmtree(broken)
        assert sentences
        assert all("corpus build" in sentence for sentence in sentences)

    def test_a_folder_without_an_index_is_an_unusable_index(
        self, engine: Engine, folder: Path, tmp_path: Path
    ) -> None:
        for nothing in (folder, tmp_path / "nirgends", Path(__file__)):
            with pytest.raises(UnusableIndex, match="corpus build"):
                engine.reader(nothing)
