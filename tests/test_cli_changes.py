"""The commands that change an index: `add`, `remove`, `remove --purge`, `watch`."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corpus import generations
from corpus.cli import main

CORPUS = Path(sys.executable).with_name("corpus")


def corpus(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def only_json(result: Result) -> dict[str, Any]:
    """The one JSON object that is all of stdout."""
    assert result.exit_code == 0, result.stderr
    value: dict[str, Any] = json.loads(result.stdout)
    assert result.stdout.count("\n") == 1
    return value


def write(path: Path, *ids: str, text: str = "Wien – Es regnet.") -> Path:
    lines = ({"id": i, "title": f"Titel {i}", "text": text, "date": "2021"} for i in ids)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """An index of the articles a, b and c."""
    index = tmp_path / "index"
    file = write(tmp_path / "abc.jsonl", "a", "b", "c")
    assert corpus("build", file, "--index", index).exit_code == 0
    return index


def total(index: Path, query: str = "") -> int:
    return int(only_json(corpus("search", query, "--index", index, "--json"))["total"])


# --- add and remove -------------------------------------------------------------------------


def test_add_says_what_it_did(tmp_path: Path, built: Path) -> None:
    file = write(tmp_path / "new.jsonl", "d", "e")
    first = corpus("add", file, "--index", built)
    assert first.exit_code == 0
    assert first.stdout.startswith("2 neu, in ")
    assert f"In Gebrauch ist {generations.current(built)} mit 5 Artikeln." in first.stdout
    write(file, "e", "d", text="Wien – Es schneit.")
    assert corpus("add", file, "--index", built).stdout.startswith("2 ersetzt, in ")
    assert corpus("add", file, "--index", built).stdout.startswith("2 unverändert, in ")
    assert (total(built), total(built, "schneit")) == (5, 2)


def test_add_as_json_is_one_object_with_the_counts(tmp_path: Path, built: Path) -> None:
    file = write(tmp_path / "new.jsonl", "d", "d", "a")
    result = corpus("add", file, "--index", built, "--json")
    facts = only_json(result)
    counts = {name: facts[name] for name in ("added", "replaced", "unchanged", "removed")}
    assert counts == {"added": 1, "replaced": 0, "unchanged": 1, "removed": 0}
    assert (facts["articles"], facts["generation"]) == (4, generations.current(built))
    assert "gibt es schon" in result.stderr


def test_add_takes_a_source_and_needs_a_path(tmp_path: Path, built: Path) -> None:
    file = write(tmp_path / "new.jsonl", "d")
    assert corpus("add", file, "--index", built, "--source", "Kurier").exit_code == 0
    answer = corpus("search", "", "--source", "Kurier", "--index", built, "--json")
    assert only_json(answer)["total"] == 1
    assert corpus("add", "--index", built).exit_code == 2


def test_remove_says_what_it_did_and_what_it_did_not_know(built: Path) -> None:
    result = corpus("remove", "a", "nirgends", "c", "--index", built)
    assert result.exit_code == 0
    assert result.stdout.startswith("2 entfernt, in ")
    assert result.stderr == "Hinweis: nicht im Index: nirgends\n"
    assert total(built) == 1


def test_remove_as_json_is_one_object(built: Path) -> None:
    facts = only_json(corpus("remove", "a", "x", "--index", built, "--json"))
    assert (facts["removed"], facts["unknown"], facts["articles"]) == (1, ["x"], 2)


@pytest.mark.parametrize("purge", [(), ("--purge",)])
def test_removing_what_is_unknown_fails_with_one_sentence(
    built: Path, purge: tuple[str, ...]
) -> None:
    before = generations.names(built)
    for id_ in ("nirgends", "\udcff"):
        result = corpus("remove", *purge, "--index", built, "--", id_)
        assert result.exit_code == 1
        assert result.stderr.startswith("Fehler: Im Index ist kein Artikel mit der id „")
        assert result.stderr.count("\n") == 1
    assert generations.names(built) == before


def test_an_id_that_looks_like_an_option_follows_two_dashes(tmp_path: Path, built: Path) -> None:
    assert corpus("add", write(tmp_path / "d.jsonl", "--d"), "--index", built).exit_code == 0
    assert corpus("remove", "--index", built, "--", "--d").exit_code == 0
    assert total(built) == 3


def test_purge_says_in_how_many_generations(tmp_path: Path, built: Path) -> None:
    assert corpus("remove", "a", "--index", built).exit_code == 0
    result = corpus("remove", "a", "--purge", "--index", built)
    assert result.exit_code == 0
    assert result.stdout.startswith("Getilgt in 2 Generationen, in ")
    assert f"In Gebrauch ist jetzt {generations.current(built)}." in result.stdout
    assert corpus("verify", "--index", built).exit_code == 0
    facts = only_json(corpus("remove", "b", "--purge", "--index", built, "--json"))
    assert list(facts["renewed"].values()) == generations.names(built)
    assert (facts["discarded"], facts["articles"]) == ([], 1)


@pytest.mark.parametrize("command", [("add", "abc.jsonl"), ("remove", "a"), ("watch", ".")])
def test_without_an_index_each_names_the_command_that_builds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "abc.jsonl", "a")
    result = corpus(*command, "--index", tmp_path / "index")
    assert result.exit_code == 1
    assert "corpus build" in result.stderr


@pytest.mark.parametrize(
    "command", [("add", "abc.jsonl"), ("remove", "a"), ("remove", "--purge", "a")]
)
def test_a_locked_index_is_one_sentence(
    tmp_path: Path, built: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    with generations.lock(built):
        result = corpus(*command, "--index", built)
    assert result.exit_code == 1
    assert result.stderr.startswith("Fehler: Am Index wird schon gearbeitet: Prozess ")
    assert total(built) == 3


def test_a_rollback_takes_an_addition_back(tmp_path: Path, built: Path) -> None:
    assert corpus("add", write(tmp_path / "d.jsonl", "d"), "--index", built).exit_code == 0
    assert total(built) == 4
    assert corpus("rollback", "--index", built).exit_code == 0
    assert total(built) == 3


# --- watch ----------------------------------------------------------------------------------


def wait_for(condition: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@contextmanager
def watching(inbox: Path, index: Path, interval: float) -> Iterator[subprocess.Popen[str]]:
    command = [CORPUS, "watch", inbox, "--index", index, "--interval", str(interval)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stderr is not None
            assert process.stderr.readline().startswith("Beobachtet wird ")
            yield process
        finally:
            if process.poll() is None:
                process.kill()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_ends_the_watching_well_and_at_once(
    tmp_path: Path, built: Path, name: str
) -> None:
    (tmp_path / "inbox").mkdir()
    with watching(tmp_path / "inbox", built, interval=3_600) as process:
        began = time.monotonic()
        process.send_signal(signal.Signals[name])
        output, complaints = process.communicate(timeout=30)
    assert (process.returncode, output, complaints) == (0, "", "")
    assert time.monotonic() - began < 5


def test_what_comes_into_the_folder_is_added_and_said_and_errors_are_lived_through(
    tmp_path: Path, built: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    before = generations.current(built)
    with watching(inbox, built, interval=0.1) as process:
        assert process.stderr is not None
        write(inbox / "d.jsonl", "d", "e")
        wait_for(lambda: generations.current(built) != before)
        assert total(built) == 5
        with generations.lock(built):
            write(inbox / "f.jsonl", "f")
            assert process.stderr.readline().startswith("Fehler: Am Index wird schon gearbeitet")
        wait_for(lambda: total(built) == 6)
        process.send_signal(signal.SIGTERM)
        output, complaints = process.communicate(timeout=30)
    assert process.returncode == 0
    assert output.count(" neu, in ") == 2
    assert f"In Gebrauch ist {generations.current(built)} mit 6 Artikeln." in output
    assert "Traceback" not in complaints


def test_an_interval_that_is_no_number_is_refused(tmp_path: Path, built: Path) -> None:
    result = corpus("watch", tmp_path, "--interval", "nan", "--index", built)
    assert (result.exit_code, "--interval" in result.stderr) == (2, True)


def test_a_search_without_words_finds_by_filters(built: Path) -> None:
    assert only_json(corpus("search", "--index", built, "--json"))["total"] == 3
    assert only_json(corpus("search", "--undated", "--index", built, "--json"))["total"] == 0
