"""No word of a query in any log: a secret is planted everywhere and looked for in the output."""

from __future__ import annotations

import logging
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from gunicorn.config import Config  # type: ignore[import-untyped]
from web_server import Server, serving

from corpus.search import Corpus
from webapp.privacy import QuietLogger, describe

SECRET = "geheimwort"

BROKEN = """
from corpus.search import Corpus
from webapp import create_app


def explode(self, request):
    try:
        raise KeyError(request.q)
    except KeyError as error:
        raise RuntimeError(f"kaputt bei {request.q}") from error


Corpus.search = explode


def application():
    app = create_app()

    def outermost(environ, start_response):
        asked = environ["RAW_URI"] + environ["QUERY_STRING"]
        if "vorher" in asked:
            raise ValueError(asked)
        if "nachher" in asked:
            return midway(asked, start_response)
        if "kopf" in asked:
            start_response("200 OK", [("X-" + asked, asked)])
        if "fehlerstrom" in asked:
            import threading
            thread = threading.Thread(target=lambda: int(asked))
            thread.start()
            thread.join()
        return app(environ, start_response)

    return outermost


def midway(asked, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield b"Anfang"
    raise ValueError(asked)
"""


@pytest.fixture(scope="module")
def broken(index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose engine fails on every search, and which fails around the application."""
    folder = tmp_path_factory.mktemp("broken")
    (folder / "broken_app.py").write_text(textwrap.dedent(BROKEN))
    with serving(index, application="broken_app:application()", path=folder) as running:
        yield running


@pytest.fixture(scope="module")
def talkative(index: Path) -> Iterator[Server]:
    """A server told to log as much as gunicorn can."""
    with serving(index, arguments=("--log-level", "debug", "--access-logfile", "-")) as running:
        yield running


RAW = {
    "malformed request line": f"GET /?q={SECRET} viel zu viel HTTP/1.1\r\n\r\n",
    "no request line at all": f"{SECRET}\r\n\r\n",
    "unknown version": f"GET /?q={SECRET} HTTP/9.9\r\n\r\n",
    "unknown method": f"{SECRET.upper()}! /?q={SECRET} HTTP/1.1\r\nHost: x\r\n\r\n",
    "too long an address": f"GET /?q={SECRET * 2000} HTTP/1.1\r\nHost: x\r\n\r\n",
    "malformed header": f"GET /?q={SECRET} HTTP/1.1\r\n{SECRET}\r\n\r\n",
    "forbidden header name": f"GET / HTTP/1.1\r\nHost: x\r\nX {SECRET}: {SECRET}\r\n\r\n",
    "too large a header": f"GET /?q={SECRET} HTTP/1.1\r\nHost: x\r\nX: {SECRET * 2000}\r\n\r\n",
    "too many headers": f"GET /?q={SECRET} HTTP/1.1\r\n" + f"X: {SECRET}\r\n" * 200 + "\r\n",
    "bad length": f"POST /?q={SECRET} HTTP/1.1\r\nHost: x\r\nContent-Length: {SECRET}\r\n\r\n",
    "bad coding": f"POST /?q={SECRET} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: {SECRET}\r\n\r\n",
    "bad chunk": "POST /api/v1/search HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    f"{SECRET}\r\n{SECRET}\r\n",
    "expectation": f"GET /?q={SECRET} HTTP/1.1\r\nHost: x\r\nExpect: {SECRET}\r\n\r\n",
    "cut short": f"POST /?q={SECRET} HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nq={SECRET}",
    "cut in the first line": f"GET /?q={SECRET}",
}


def search_in_every_way(server: Server) -> None:
    for target in (f"/?q={SECRET}", f"/?q=a&from={SECRET}", f"/?{SECRET}=1", f"/artikel/{SECRET}",
                   f"/api/v1/search?q={SECRET}", f"/{SECRET}"):  # fmt: skip
        server.request("GET", target)
        server.request("HEAD", target)
    server.request("POST", "/", f"q={SECRET}".encode(), "application/x-www-form-urlencoded")
    server.request("POST", "/api/v1/search", f'{{"q": "{SECRET}"}}'.encode(), "application/json")
    server.request("POST", "/api/v1/search", f'{{"{SECRET}": {{}}}}'.encode(), "application/json")
    server.request("POST", "/", SECRET.encode() * 10_000, "application/x-www-form-urlencoded")


def settled(server: Server) -> str:
    """What was written, once nothing more comes."""
    written, before = server.written(), ""
    while written != before:
        time.sleep(0.1)
        written, before = server.written(), written
    return written.lower()


def test_ordinary_use_writes_nothing_at_all(server: Server) -> None:
    before = settled(server)
    search_in_every_way(server)
    assert settled(server) == before
    assert SECRET not in before


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW)
def test_a_broken_request_is_logged_without_a_byte_of_it(raw: str, server: Server) -> None:
    server.send(raw.encode())
    assert SECRET not in settled(server)


def test_the_planted_faults_do_reach_the_log(server: Server) -> None:
    before = settled(server).count("unlesbare anfrage")
    server.send(RAW["malformed request line"].encode())
    written = settled(server)
    assert written.count("unlesbare anfrage") == before + 1
    assert "invalidhttpversion" in written or "invalidrequestline" in written


def test_an_exception_in_the_engine_names_lines_of_code_only(broken: Server) -> None:
    for target in (f"/?q={SECRET}", f"/api/v1/search?q={SECRET}"):
        status, body = broken.request("GET", target)
        assert status == 500
        assert SECRET not in body.decode()
        assert "schiefgegangen" in body.decode()
    search_in_every_way(broken)
    written = settled(broken)
    assert "runtimeerror" in written
    assert "from keyerror" in written
    assert "broken_app.py:10 explode" in written
    assert SECRET not in written


@pytest.mark.parametrize("where", ["vorher", "nachher", "kopf", "fehlerstrom"])
def test_an_exception_around_the_application_is_quiet_too(where: str, broken: Server) -> None:
    before = settled(broken)
    broken.send(f"GET /{where}?q={SECRET} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    written = settled(broken)
    assert len(written) > len(before)
    assert SECRET not in written


def test_no_configuration_makes_it_talk(talkative: Server) -> None:
    search_in_every_way(talkative)
    for raw in RAW.values():
        talkative.send(raw.encode())
    assert "booting worker" in settled(talkative)
    assert SECRET not in settled(talkative)


def test_a_server_that_ends_says_nothing_either(index: Path) -> None:
    with serving(index) as server:
        search_in_every_way(server)
    assert "Worker exiting" in server.last
    assert "Shutting down: Master" in server.last
    assert "Unlesbare" not in server.last
    assert SECRET not in server.last


def test_an_unhandled_exception_is_described_without_message_and_locals(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def explode(self: Corpus, request: object) -> None:
        local = SECRET
        raise RuntimeError(local)

    monkeypatch.setattr(Corpus, "search", explode)
    response = client.get(f"/?q={SECRET}")
    assert response.status_code == 500
    assert "RuntimeError" in caplog.text
    assert "explode" in caplog.text
    assert SECRET not in caplog.text


def test_a_description_follows_causes_and_stops_at_a_circle() -> None:
    inner, outer = ValueError(SECRET), RuntimeError(SECRET)
    outer.__cause__, inner.__context__ = inner, outer
    assert describe(outer) == "RuntimeError\n  from ValueError"
    assert describe(None) == ""


# --- gunicorn's messages one by one, as its source writes them


@pytest.fixture
def logger(caplog: pytest.LogCaptureFixture) -> Iterator[QuietLogger]:
    logger = QuietLogger(Config())
    logger.error_log.propagate = True
    yield logger
    logger.error_log.propagate = False


@pytest.mark.parametrize("method", ["exception", "error", "warning", "critical", "info", "debug"])
@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("Error handling request %s %s", ("GET", f"/?q={SECRET}")),
        (f"Invalid request from ip=127.0.0.1: {SECRET}", ()),
        ("Socket error processing request.", ()),
    ],
)
def test_while_an_exception_is_handled_nothing_of_a_message_is_kept(
    method: str, message: str, arguments: tuple[str, ...],
    logger: QuietLogger, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    with caplog.at_level(logging.DEBUG, "gunicorn.error"):
        try:
            int(SECRET)
        except ValueError:
            getattr(logger, method)(message, *arguments)
            logger.log("error", message, *arguments, exc_info=True)
    assert SECRET not in caplog.text
    assert "ValueError" in caplog.text


def test_what_a_server_says_of_itself_is_kept(
    logger: QuietLogger, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "gunicorn.error"):
        logger.info("Listening at: %s (%s)", "http://127.0.0.1:8000", 7)
        try:
            sys.exit(0)
        except SystemExit:
            logger.info("Worker exiting (pid: %s)", 7)
        logger.critical("WORKER TIMEOUT (pid:%s)", 7)
    assert [record.getMessage() for record in caplog.records] == [
        "Listening at: http://127.0.0.1:8000 (7)", "Worker exiting (pid: 7)",
        "WORKER TIMEOUT (pid:7)",
    ]  # fmt: skip
