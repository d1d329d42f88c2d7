"""An index of a newer schema or another analyzer: refused with the command that rebuilds it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from newsroom import Newsroom

import corpus.build
from corpus import generations
from corpus.cli import main
from corpus.manifest import SCHEMA, Manifest
from corpus.settings import Settings
from webapp import create_app

COMMANDS = [
    "search Ausgabe", "show artikel-1", "add {input}", "remove artikel-1",
    "remove --purge artikel-1", "rollback",
]  # fmt: skip


class _Newer(Manifest):
    """A manifest that knows something of which this program has never heard."""

    __slots__ = ()

    def to_bytes(self) -> bytes:
        record = dataclasses.asdict(self) | {"schema": SCHEMA + 1, "moods": {"heiter": 3}}
        return json.dumps(record).encode()


def newer_schema(patch: pytest.MonkeyPatch) -> str:
    patch.setattr(corpus.build, "Manifest", _Newer)
    return f"Schema {SCHEMA + 1}, dieses Programm liest {SCHEMA}"


def newer_analyzer(patch: pytest.MonkeyPatch) -> str:
    patch.setattr("corpus.german.analyzer.RULES", 999)
    return "Analyse de-999-"


@pytest.fixture(params=[newer_schema, newer_analyzer])
def foreign(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Newsroom, str]:
    """Two generations of another program, and what is to be said of them."""
    room = Newsroom(tmp_path)
    with monkeypatch.context() as patch:
        sentence = request.param(patch)
        for _ in range(2):
            room.build("whoosh")
    return room, sentence


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_refuses_it_and_names_the_one_that_helps(
    foreign: tuple[Newsroom, str], command: str
) -> None:
    room, sentence = foreign
    kept = generations.names(room.index)
    arguments = command.format(input=room.input).split()
    said = CliRunner().invoke(main, [*arguments, "--index", str(room.index)])
    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr.startswith("Fehler: ")
    assert sentence in said.stderr
    assert "„corpus build“" in said.stderr
    assert said.stderr.count("\n") == 1
    assert generations.names(room.index) == kept


@pytest.mark.parametrize(
    "path",
    ["/", "/?q=Ausgabe", "/artikel/artikel-1", "/api/v1/search", "/api/v1/articles/artikel-1"],
)
def test_the_web_answers_503_with_the_same_sentence(
    foreign: tuple[Newsroom, str], path: str
) -> None:
    room, sentence = foreign
    client = create_app(Settings(index=room.index)).test_client()
    answer = client.get(path)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert sentence in answer.get_data(as_text=True)
    assert "corpus build" in answer.get_data(as_text=True)
    if path.startswith("/api/"):
        assert answer.get_json()["code"] == "unusable-index"
    room.build("whoosh")
    assert client.get(path).status_code == 200, "and the command mends it"
