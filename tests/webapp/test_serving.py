"""How the application is served: one list of arguments, a real gunicorn."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from web_server import Server

from webapp import __main__ as entry
from webapp.serving import gunicorn_arguments

PROJECT = Path(__file__).resolve().parents[2]


def test_the_procfile_repeats_the_arguments() -> None:
    (line,) = (PROJECT / "Procfile").read_text("utf-8").splitlines()
    name, _, command = line.partition(": ")
    assert name == "web"
    assert shlex.split(command.replace("$PORT", "8000")) == gunicorn_arguments(8000)


def test_the_server_answers_on_the_loopback_only(server: Server) -> None:
    assert f"127.0.0.1:{server.port}" in gunicorn_arguments(server.port)
    assert server.request("GET", "/healthz") == (200, b"ok\n")


def test_the_longest_allowed_query_fits_into_an_address(server: Server) -> None:
    status, _ = server.request("GET", "/?q=" + "%F0%9F%98%80" * 500)
    assert status == 200


def test_both_workers_answer_a_posted_search(server: Server) -> None:
    for _ in range(8):
        status, body = server.request("POST", "/api/v1/search", b'{"q": "Atlas"}')
        assert (status, json.loads(body)["total"]) == (200, 4)


@pytest.mark.parametrize("port", ["x", "0", "65536", "-1", "٨"])
def test_an_impossible_port_is_refused(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit, match="PORT muss eine Zahl"):
        entry.main()


def test_the_entry_becomes_gunicorn_with_its_own_interpreter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    called: list[list[str]] = []
    monkeypatch.setenv("PORT", "8123")
    monkeypatch.setattr("os.execv", lambda _, arguments: called.append(arguments))
    entry.main()
    assert called[0][1:] == ["-m", *gunicorn_arguments(8123)]
