"""Requests to a local server by several clients at once, each on a connection kept open."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Sequence
from itertools import count

CLIENTS = 8


class Connection:
    """A client that does the least: it reads the status and as many bytes as are announced."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._stream = self._socket.makefile("rb")

    def get(self, target: str) -> bytes:
        """The body.  Raises RuntimeError unless the status is 200."""
        request = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        self._socket.sendall(request.encode())
        status, length = self._stream.readline(), 0
        while (line := self._stream.readline()).strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        body = self._stream.read(length)
        if b" 200 " not in status:
            raise RuntimeError(f"{target}: {status!r} {body[:300]!r}")
        return body

    def close(self) -> None:
        self._stream.close()
        self._socket.close()


def requests_per_second(port: int, targets: Sequence[str], seconds: float) -> float:
    """How many requests eight clients are answered, asking the targets in turn."""
    began = time.perf_counter()
    done = _run(port, targets, lambda _: time.perf_counter() - began < seconds)
    return done / (time.perf_counter() - began)


def send(port: int, targets: Sequence[str]) -> None:
    """Send each target once, by eight clients."""
    _run(port, targets, lambda number: number < len(targets))


def _run(port: int, targets: Sequence[str], goes_on: Callable[[int], bool]) -> int:
    """Number of answers; the first failure of a client is raised here."""
    numbers, done, failures = count(), count(), list[Exception]()

    def client() -> None:
        connection = Connection(port)
        try:
            while goes_on(number := next(numbers)):
                connection.get(targets[number % len(targets)])
                next(done)
        except (OSError, RuntimeError) as error:
            failures.append(error)
        finally:
            connection.close()

    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in clients:
        thread.start()
    for thread in clients:
        thread.join()
    if failures:
        raise failures[0]
    return next(done)
