"""The command line: exit codes, what goes to stdout and stderr, and one JSON object."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corpus import generations
from corpus.cli import main

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def built(index: Path) -> Path:
    assert corpus("build", PROJECT / "seeds", "--index", index).exit_code == 0
    return index


def corpus(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def only_json(result: Result) -> dict[str, Any]:
    """The one JSON object that is all of stdout."""
    value: dict[str, Any] = json.loads(result.stdout)
    assert result.stdout.count("\n") == 1
    return value


def test_build_says_what_it_did(index: Path) -> None:
    result = corpus("build", PROJECT / "seeds", "--index", index)
    assert result.exit_code == 0
    assert "Artikel     79, 2022-01-12 bis 2024-12-31, 1 ohne Datum" in result.stdout
    assert "es gilt der Kopf" in result.stderr
    assert "Ohne Datum aufgenommen" in result.stderr


def test_build_as_json_prints_one_object_with_the_promised_keys(index: Path) -> None:
    facts = only_json(corpus("build", PROJECT / "seeds", "--index", index, "--json"))
    promised = {"generation", "engine", "articles", "rejected", "from", "to", "fingerprint"}
    assert promised <= facts.keys()
    assert (facts["articles"], facts["engine"]) == (79, "whoosh")


def test_build_reads_seeds_when_no_path_is_given(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(PROJECT)
    monkeypatch.setenv("CORPUS_INDEX", str(index))
    assert corpus("build").exit_code == 0
    assert generations.names(index) == [generations.current(index)]


def test_strict_ends_with_3_when_an_article_was_rejected_and_publishes_all_the_same(
    tmp_path: Path, index: Path
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/good.txt").write_text("date 2021-12 Ein Vorspann.\n\nEin Text.")
    (tmp_path / "articles/empty.txt").write_text("")
    arguments = ("build", tmp_path / "articles", "--index", index)
    result = corpus(*arguments, "--strict")
    assert result.exit_code == 3
    assert "empty.txt: Die Datei ist leer." in result.stderr
    assert corpus("search", "Vorspann", "--index", index, "--json").exit_code == 0
    assert corpus(*arguments).exit_code == 0


def test_many_refusals_are_printed_up_to_a_bound_and_the_rest_counted(
    tmp_path: Path, index: Path
) -> None:
    lines = ["{}"] * 70 + ['{"id": "a", "text": "Ein Text.", "date": "2020"}']
    (tmp_path / "many.jsonl").write_text("\n".join(lines))
    result = corpus("build", tmp_path / "many.jsonl", "--index", index)
    assert result.stderr.count("weder Titel noch Text") == 50
    assert "abgelehnt: und 20 weitere, alle in rejected.jsonl" in result.stderr


@pytest.mark.parametrize("what", ["missing", "empty"])
def test_nothing_to_build_fails_with_one_sentence_and_keeps_the_index(
    what: str, tmp_path: Path, built: Path
) -> None:
    before = generations.current(built)
    if what == "empty":
        (tmp_path / "empty").mkdir()
    result = corpus("build", tmp_path / what, "--index", built)
    assert result.exit_code == 1
    assert result.stderr.startswith("Fehler: ")
    assert result.stderr.count("\n") == 1
    assert generations.current(built) == before


def test_search_prints_hits_and_their_passages(built: Path) -> None:
    result = corpus("search", "Sicherheitsgarantie", "--index", built)
    assert result.exit_code == 0
    assert result.stdout.startswith("4 Treffer für Sicherheitsgarantie\n")
    assert "Im Mittelpunkt standen die Sicherheitsgarantien" in result.stdout


def test_search_takes_every_filter(built: Path) -> None:
    result = corpus(
        "search", "", "--index", built, "--json", "--from", "2022", "--to", "31.12.2023",
        "--source", "alpenbote", "--agency", "APA", "--place", "Graz", "--sort", "oldest",
        "--section", "Chronik", "--limit", "5",
    )  # fmt: skip
    query = only_json(result)["query"]
    assert query["filters"] == {
        "source": ["alpenbote"], "agency": ["APA"], "place": ["Graz"], "section": ["Chronik"],
    }  # fmt: skip
    assert (query["from"], query["to"], query["sort"]) == ("2022-01-01", "2023-12-31", "oldest")


def test_undated_articles_are_found_by_their_own_option(built: Path) -> None:
    answer = only_json(corpus("search", "", "--undated", "--index", built, "--json"))
    assert [hit["date"] for hit in answer["results"]] == [None]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--from", "2021-02-30"), "gibt es nicht"),
        (("--from", "2022", "--to", "2021"), "nach seinem Ende"),
        (("--sort", "best"), "Reihenfolge"),
        (("--limit", "201"), "höchstens 200"),
        (("--limit", "viele"), "ganze Zahl"),
    ],
)
def test_wrong_use_ends_with_2_and_one_sentence(
    arguments: tuple[str, ...], sentence: str, built: Path
) -> None:
    result = corpus("search", "Atlas", *arguments, "--index", built)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stdout == ""


def test_show_prints_an_article_as_text_and_as_json(built: Path) -> None:
    id_ = "hauptstadtblatt/2023-03-30-orvek-gibt-fehler-zu"
    text = corpus("show", id_, "--index", built)
    assert "kolossaler Irrtum" in text.stdout
    article = only_json(corpus("show", id_, "--index", built, "--json"))
    assert article["id"] == id_
    assert {"lead", "credit", "body", "sign_off", "words", "extra"} <= article.keys()


def test_an_unknown_article_fails_with_1(built: Path) -> None:
    result = corpus("show", "nirgends", "--index", built)
    assert result.exit_code == 1
    assert "„nirgends“" in result.stderr


@pytest.mark.parametrize("command", [("search", "x"), ("show", "x"), ("status",), ("verify",)])
def test_without_an_index_every_command_names_the_one_that_builds_it(
    command: tuple[str, ...], index: Path
) -> None:
    result = corpus(*command, "--index", index)
    assert result.exit_code == 1
    assert "corpus build" in result.stderr


def test_status_says_what_is_in_use(built: Path) -> None:
    facts = only_json(corpus("status", "--index", built, "--json"))
    assert facts["generation"] == generations.current(built)
    assert facts["readable"] is True
    assert "Engine      whoosh" in corpus("status", "--index", built).stdout


def test_verify_names_the_damaged_file_and_ends_with_1(built: Path) -> None:
    assert corpus("verify", "--index", built).exit_code == 0
    folder = generations.folder_of(built, generations.current(built))
    victim = sorted((folder / "engine").glob("*.pst"))[0]
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.write_bytes(bytes(data))
    result = corpus("verify", "--index", built)
    assert result.exit_code == 1
    assert victim.name in result.stderr


def test_rollback_returns_to_the_generation_before(built: Path) -> None:
    first = generations.current(built)
    assert corpus("build", PROJECT / "seeds", "--index", built).exit_code == 0
    result = corpus("rollback", "--index", built)
    assert result.exit_code == 0
    assert first in result.stdout
    assert generations.current(built) == first
    assert corpus("rollback", "--index", built).exit_code == 1
