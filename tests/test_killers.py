"""What would end a worker process is refused before it reaches the engine, on every way in.

tantivy ends its process, beyond any exception, for a limit of 0 or of 10¹² and for a phrase of one
word, and deep nesting ends Python.  So all of it is asked in a process of its own, which runs this
file: it must live to its end, and each answer must be an answer or a refusal with its code.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from corpus.build import build
from corpus.cli import main as command_line
from corpus.errors import InvalidRequest
from corpus.request import read_request
from corpus.search import Corpus
from corpus.settings import Settings
from webapp import create_app

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
FINE = "fine"
Parameters = dict[str, list[str]]

KILLERS: dict[str, tuple[Parameters, str]] = {
    "9,000 nested brackets": ({"q": ["(" * 9_000 + "Wien" + ")" * 9_000]}, "query-too-long"),
    "248 nested brackets": ({"q": ["(" * 248 + "Wien" + ")" * 248]}, "nested-too-deeply"),
    "490 brackets that never close": ({"q": ["(" * 490 + "Wien"]}, "nested-too-deeply"),
    "490 negations": ({"q": ["-" * 490 + "Wien"]}, FINE),
    "a hundred words of negation": ({"q": ["NICHT " * 78 + "Wien"]}, FINE),
    "a page of 10**12": ({"page_size": [str(10**12)]}, "invalid-value"),
    "a page of 10**9 - 1": ({"page_size": [str(10**9 - 1)]}, "page-too-large"),
    "a page of 201": ({"page_size": ["201"]}, "page-too-large"),
    "a page of 0": ({"page_size": ["0"]}, "invalid-value"),
    "a page of -1": ({"page_size": ["-1"]}, "invalid-value"),
    "page 0": ({"page": ["0"]}, "invalid-value"),
    "page 10**8": ({"page": [str(10**8)]}, "page-too-far"),
    "page 10**4000": ({"page": ["1" + "0" * 4_000]}, "invalid-value"),
    "the last page there is": ({"page": ["50"], "page_size": ["200"]}, FINE),
    "a phrase of one word": ({"q": ['"Wien"']}, FINE),
    "a phrase of one hyphenated word": ({"q": ['"US-Präsident"']}, FINE),
    "one letter, hyphen, one letter": ({"q": ["a-b"]}, FINE),
    "an empty phrase": ({"q": ['""']}, FINE),
    "a phrase of blanks": ({"q": ['"   "']}, FINE),
    "a phrase of signs": ({"q": ['"… – !"']}, FINE),
    "a phrase of nothing": ({"q": ['"']}, FINE),
    "a phrase of 80 words": ({"q": ['"' + "in " * 80 + '"']}, FINE),
    "a phrase of 81 words": ({"q": ['"' + "in " * 81 + '"']}, "too-many-words"),
    "80 words": ({"q": [" ODER ".join("a" for _ in range(71))]}, FINE),
    "100 filters": ({"source": [f"s{n}" for n in range(50)],
                     "exclude.place": [f"p{n}" for n in range(50)]}, FINE),
    "101 filters": ({"source": [f"s{n}" for n in range(101)]}, "too-many-filters"),
    "half characters": ({"q": ["\udcff Wien \ud800"]}, FINE),
    "a phrase of half characters": ({"q": ['"\udcff \ud800"']}, FINE),
    "half characters as a filter": ({"source": ["\udcff"], "exclude.agency": ["\ud800"]}, FINE),
    "NUL": ({"q": ["\0Wien\0", ]}, FINE),
    "NUL in a phrase": ({"q": ['"\0 \0"']}, FINE),
    "NUL as a filter": ({"place": ["\0"]}, FINE),
    "the position without a term": ({"q": ["\u2060"]}, FINE),
    "the separator of the streams": ({"q": ['"\u2060 \u2060" Wien\u2060Graz']}, FINE),
    "the first and the last day": ({"from": ["0001"], "to": ["9999"]}, FINE),
    "the year 0": ({"from": ["0000"]}, "unreadable-date"),
    "the year 10000": ({"to": ["10000"]}, "unreadable-date"),
}  # fmt: skip


# --- in the process that must live ----------------------------------------------------------


def by_the_library(corpus: Corpus, parameters: Parameters) -> str:
    try:
        results = corpus.search(read_request(parameters))
    except InvalidRequest as error:
        return error.code
    assert len(results.found) <= results.total
    return FINE


def by_json(response: Any) -> str:
    if response.status_code == 200:
        return FINE
    return str((response.get_json(silent=True) or {}).get("code") or response.status)


def by_the_page(response: Any) -> str:
    return {200: FINE, 400: "refused", 414: "refused"}.get(response.status_code, response.status)


def by_the_command_line(index: Path, parameters: Parameters) -> str:
    options = {"page_size": "--limit", "from": "--from", "to": "--to"}
    facets = ("source", "section", "agency", "place")
    arguments = ["search", "--index", str(index)]
    for name, values in parameters.items():
        for value in values:
            if name in options or name in facets:
                arguments += [options.get(name, f"--{name}"), value]
    result = CliRunner().invoke(command_line, [*arguments, "--", *parameters.get("q", [""])])
    if result.exception and not isinstance(result.exception, SystemExit):
        return repr(result.exception)
    return {0: FINE, 2: "refused"}.get(result.exit_code, f"exit {result.exit_code}")


def ask_everything(index: Path) -> None:
    """Prints a line of JSON for each killer: what came of it on each way in."""
    corpus = Corpus.open(index)
    client = create_app(Settings(index=index)).test_client()
    api = "/api/v1/search"
    for name, (parameters, _) in KILLERS.items():
        outcomes = {
            "library": by_the_library(corpus, parameters),
            "JSON by GET": by_json(client.get(api, query_string=sendable(parameters))),
            "JSON by POST": by_json(client.post(api, data=as_json(parameters))),
            "page": by_the_page(client.get("/", query_string=sendable(parameters))),
            "form": by_the_page(client.post("/", data=sendable(parameters))),
            "command line": by_the_command_line(index, parameters),
        }
        print(json.dumps({"name": name, "outcomes": outcomes}), flush=True)


def sendable(parameters: Parameters) -> dict[str, list[Any]]:
    """Half characters as a client would send them: as bytes that are no UTF-8."""
    return {
        name: [value.encode("utf-8", "surrogatepass") for value in values]
        for name, values in parameters.items()
    }


def as_json(parameters: Parameters) -> str:
    """A single value as a string, like numbers; half characters as escapes."""
    return json.dumps({n: v[0] if len(v) == 1 else v for n, v in parameters.items()})


# --- the test -------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def outcomes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, str]]:
    """What came of each killer; the process that asked must have ended well."""
    index = tmp_path_factory.mktemp("killers") / "index"
    build([SEEDS], index, engine=request.param, workers=1)
    command = [sys.executable, __file__, str(index)]
    asked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert asked.returncode == 0, asked.stderr[-3_000:]
    answers = [json.loads(line) for line in asked.stdout.splitlines()]
    return {answer["name"]: answer["outcomes"] for answer in answers}


@pytest.mark.parametrize("name", KILLERS)
def test_every_way_in_answers_or_refuses_and_the_process_lives(
    outcomes: dict[str, dict[str, str]], name: str
) -> None:
    parameters, expected = KILLERS[name]
    broadly = FINE if expected == FINE else "refused"
    if "half characters" in name:
        refusable = outcomes[name].pop("JSON by POST")
        assert refusable in (FINE, "invalid-body"), "JSON may refuse escapes of half characters"
    else:
        assert outcomes[name]["JSON by POST"] == expected
    assert outcomes[name]["library"] == outcomes[name]["JSON by GET"] == expected
    assert outcomes[name]["page"] == outcomes[name]["form"] == broadly
    if not parameters.keys() & {"page", "exclude.place", "exclude.agency"}:
        assert outcomes[name]["command line"] == broadly


if __name__ == "__main__":
    ask_everything(Path(sys.argv[1]))
