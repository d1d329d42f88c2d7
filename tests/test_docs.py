"""The documentation says what the code does: examples run, and nothing goes unmentioned."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from corpus.build import build
from corpus.cli import main
from corpus.request import PARAMETERS, read_request
from corpus.search import Corpus
from corpus.wire import search_json

PROJECT = Path(__file__).resolve().parents[1]
README = (PROJECT / "README.md").read_text("utf-8")
OPERATIONS = (PROJECT / "docs/operations.md").read_text("utf-8")
ARCHITECTURE = (PROJECT / "docs/architecture.md").read_text("utf-8")
GERMAN = (PROJECT / "docs/german.md").read_text("utf-8")
EXAMPLES = re.findall(r"^\$ corpus (.+)\n((?:(?!\$ |```).*\n)*)", README + GERMAN, re.MULTILINE)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("docs") / "index"
    build([PROJECT / "seeds"], index)
    return index


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_an_example_of_the_readme_prints_what_is_shown(
    command: str, shown: str, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(PROJECT)
    result = CliRunner().invoke(main, [*shlex.split(command), "--index", str(index)])
    assert result.exit_code == 0, result.output
    pattern = re.escape(shown.strip()).replace("…", ".*")
    assert re.match(pattern, result.stdout, re.DOTALL), result.stdout


def test_the_readme_has_examples() -> None:
    assert len(EXAMPLES) >= 5


@pytest.mark.parametrize("query", re.findall(r"^\| (`[^|]+) \|", README, re.MULTILINE))
def test_a_query_of_the_table_finds_something_without_mending(query: str, index: Path) -> None:
    for q in re.findall(r"`([^`]+)`", query):
        if q.startswith("."):
            continue
        results = Corpus.open(index).search(read_request({"q": [q]}))
        assert results.query.warnings == ()
        assert results.total > 0, q


def test_the_shape_in_the_readme_is_the_shape_of_answers(index: Path) -> None:
    block = re.search(r"```json\n(.*?)```", README, re.DOTALL)
    assert block is not None
    request = read_request({"q": ["Sicherheitsgarantie"], "from": ["2023"]})
    answer = search_json(Corpus.open(index).search(request))
    assert _keys(json.loads(block[1])) == _keys(answer)


def _keys(value: object) -> object:
    """The keys of nested objects; of a list those of its first element."""
    if isinstance(value, dict):
        return {key: _keys(inner) for key, inner in value.items() if key not in _OPEN}
    return _keys(value[0]) if isinstance(value, list) and value else None


_OPEN = {"filters", "month", "day", "source", "section", "agency", "place"}


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_is_documented(name: str) -> None:
    assert f"corpus {name}" in README + OPERATIONS


@pytest.mark.parametrize(
    ("command", "option"),
    [
        (name, option)
        for name, command in sorted(main.commands.items())
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    ],
)
def test_every_option_is_documented(command: str, option: str) -> None:
    assert option in README + OPERATIONS, f"{command} {option}"


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_parameter_is_documented(name: str) -> None:
    assert f"`{name.replace('exclude.', '')}" in README or f"{name}=" in README


@pytest.mark.parametrize("name", ["CORPUS_INDEX", "CORPUS_ENGINE", "CORPUS_BASE_URL", "PORT"])
def test_every_setting_is_documented(name: str) -> None:
    assert name in README
    assert name in OPERATIONS


def test_every_module_has_its_row_in_the_architecture() -> None:
    modules = {path.stem for path in (PROJECT / "corpus").glob("*.py")} - {"__init__", "__main__"}
    packages = {path.parent.name for path in (PROJECT / "corpus").glob("*/__init__.py")}
    missing = [name for name in modules | packages if f"`{name}`" not in ARCHITECTURE]
    assert missing == []


def test_every_word_list_is_documented() -> None:
    for path in (PROJECT / "corpus/german/lexicon/words").glob("*.txt"):
        assert f"| `{path.stem}` |" in GERMAN


def test_every_make_target_explains_itself() -> None:
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony is not None
    for target in phony[1].split():
        assert re.search(rf"^{target}:.*## ", makefile, re.MULTILINE), target


def test_linked_files_exist() -> None:
    for document in (PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))):
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"
