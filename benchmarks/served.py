"""gunicorn on a free port, as `corpus serve` starts it, ended by its pid."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parent.parent
OURS = "webapp:create_app()"
FIXED = "benchmarks.fixed_body:create_app()"
FIXED_BODY = "BENCH_FIXED_BODY"
"""Environment variable with the file of the bytes that FIXED answers with."""

STARTS_WITHIN = 30
"""Seconds."""


class Server(NamedTuple):
    port: int
    pid: int


@contextmanager
def serving(
    index: Path,
    application: str = OURS,
    *,
    workers: int = 2,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """The application on this index while the block runs; `environment` is added to ours."""
    from webapp.serving import gunicorn_arguments  # with it Flask, which no build should carry

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = gunicorn_arguments(port)[:-1]
    command = [sys.executable, "-m", *arguments, "--workers", str(workers), application]
    variables = os.environ | {"CORPUS_INDEX": str(index), "PYTHONPATH": str(PROJECT)}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, env=variables | dict(environment or {})
        )
        try:
            if not _answers(port, process):
                log.seek(0)
                raise RuntimeError(f"gunicorn did not start:\n{log.read().decode()}")
            yield Server(port, process.pid)
        finally:
            process.terminate()
            process.wait(STARTS_WITHIN)


def _answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return True
        time.sleep(0.05)
    return False
