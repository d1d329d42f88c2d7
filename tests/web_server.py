"""A real gunicorn on a free port, started as `corpus serve` does and ended by its pid."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from webapp.serving import gunicorn_arguments

STARTS_WITHIN = 30

Build = Callable[[list[dict[str, object]]], Path]
"""The fixture `build_index`."""


@dataclass
class Server:
    port: int
    log: Path
    last: str = ""
    """All that was written, once the server has ended."""

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def request(
        self, method: str, target: str, body: bytes | None = None, content_type: str = ""
    ) -> tuple[int, bytes]:
        """Send `target` exactly as written: no client library resolves or encodes it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Content-Type": content_type} if content_type else {}
        connection.request(method, target, body, headers)
        response = connection.getresponse()
        answer = response.status, response.read()
        connection.close()
        return answer

    def send(self, raw: bytes) -> bytes:
        """Send bytes and read until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(raw)
            with contextlib.suppress(ConnectionError):
                connection.shutdown(socket.SHUT_WR)
            answer = b""
            with contextlib.suppress(ConnectionError):
                while piece := connection.recv(65536):
                    answer += piece
            return answer

    def written(self) -> str:
        """All that the server wrote to stdout and stderr so far."""
        return self.log.read_text("utf-8", "replace")


@contextlib.contextmanager
def serving(
    index: Path, *, application: str = "webapp:create_app()", path: Path | None = None,
    arguments: tuple[str, ...] = (),
) -> Iterator[Server]:  # fmt: skip
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*gunicorn_arguments(port)[:-1], *arguments, application]
    environment = os.environ | {"CORPUS_INDEX": str(index)}
    if path is not None:
        environment["PYTHONPATH"] = os.pathsep.join([str(path), os.environ.get("PYTHONPATH", "")])
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log")
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", *command],
                stdout=output, stderr=subprocess.STDOUT, env=environment, cwd=folder,
            )  # fmt: skip
        server = Server(port, log)
        try:
            _wait(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(30)
            server.last = server.written()


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", server.port), timeout=1).close()
            return
        time.sleep(0.05)
    raise AssertionError(f"the server did not start:\n{server.written()}")
