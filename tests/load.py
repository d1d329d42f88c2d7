"""Clients that ask a server without pause, from threads of their own."""

from __future__ import annotations

import http.client
import itertools
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple


class Answer(NamedTuple):
    """To one request; `status` is 0 when there was none, and `body` then says why."""

    path: str
    status: int
    body: str


@dataclass
class Load:
    """What was answered so far, unless nobody wants to know: then failures and a count."""

    answers: list[Answer] = field(default_factory=list)
    failures: list[Answer] = field(default_factory=list)
    asked: int = 0


@contextmanager
def under_load(port: int, paths: Sequence[str], clients: int, *, keep: bool) -> Iterator[Load]:
    """Let so many clients ask for the paths in turn, over connections that they keep."""
    load, stop = Load(), threading.Event()

    def ask(first: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for number in itertools.count(first):
            if stop.is_set():
                connection.close()
                return
            answer = _asked(connection, paths[number % len(paths)])
            load.asked += 1
            if answer.status != 200:
                load.failures.append(answer)
            if keep:
                load.answers.append(answer)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _asked(connection: http.client.HTTPConnection, path: str) -> Answer:
    """Ask once, and once more where the server closed an idle connection just then."""
    for fresh in (connection.sock is None, True):
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return Answer(path, response.status, response.read().decode())
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            if fresh or not isinstance(error, http.client.RemoteDisconnected | ConnectionError):
                return Answer(path, 0, repr(error))
    raise AssertionError
