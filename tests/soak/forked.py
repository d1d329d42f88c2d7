"""A change to an index in a process of its own, which may be killed on its way.

A process is killed after some time, or just before one of its steps: a file opened for writing,
linked, renamed or removed, a folder made.  The steps hit moments that are over in microseconds.
"""

from __future__ import annotations

import mmap
import os
import select
import signal
import struct
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from corpus import generations

HANGS = 60
"""Seconds after which a change that has not ended is ended, which is a fault."""

_STEPS = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "shutil.rmtree"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Kill(NamedTuple):
    """When to kill: after so many seconds, or before a step, counted from 1."""

    after: float | None = None
    step: int | None = None


class Ended(NamedTuple):
    """A change that is over: how, when, and where its processes complain.

    `steps` is how many it made, `placed` the one that moved a generation among the others.
    """

    status: int
    at: float
    complaints: int
    steps: int
    placed: int

    @property
    def well(self) -> bool:
        return self.status == 0

    @property
    def killed(self) -> bool:
        return os.WIFSIGNALED(self.status) and os.WTERMSIG(self.status) == signal.SIGKILL


def run(change: Callable[[], object], kill: Kill = Kill()) -> Ended:  # noqa: B008 - immutable
    """Let a forked process do it.

    Every process of the change holds the writing end of a pipe as its standard error, so the
    reading end is at its end once the last one is gone.
    """
    reading, writing = os.pipe()
    with mmap.mmap(-1, _Steps.SIZE) as shared:
        child = os.fork()
        if child == 0:
            os.dup2(writing, 2)
            signal.alarm(HANGS)
            sys.addaudithook(_Steps(shared, kill.step))
            _do_and_exit(change)
        os.close(writing)
        if kill.after is not None:
            time.sleep(kill.after)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        return Ended(status, time.monotonic(), reading, *_Steps.read(shared))


def complaints(ended: Ended, seconds: float) -> str | None:
    """What the processes of a change wrote; None when one still lives `seconds` after its end."""
    said = b""
    try:
        while True:
            left = max(0.0, ended.at + seconds - time.monotonic())
            if not select.select([ended.complaints], [], [], left)[0]:
                return None
            if not (piece := os.read(ended.complaints, 65536)):
                return said.decode()
            said += piece
    finally:
        os.close(ended.complaints)


class _Steps:
    """An audit hook that counts steps where the parent sees them, and kills before one."""

    _FORMAT = "ii"
    SIZE = struct.calcsize(_FORMAT)

    def __init__(self, shared: mmap.mmap, last: int | None) -> None:
        self._shared, self._last = shared, last
        self._steps = self._placed = 0

    @classmethod
    def read(cls, shared: mmap.mmap) -> tuple[int, int]:
        steps, placed = struct.unpack(cls._FORMAT, shared[:])
        return steps, placed

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event not in _STEPS and not (event == "open" and arguments[2] & _WRITING):
            return
        self._steps += 1
        if not self._placed and event == "os.rename" and _is_generation(arguments[1]):
            self._placed = self._steps
        self._shared[:] = struct.pack(self._FORMAT, self._steps, self._placed)
        if self._steps == self._last:
            os.kill(os.getpid(), signal.SIGKILL)


def _is_generation(path: str | os.PathLike[str]) -> bool:
    there = Path(path)
    return there.parent.name == "generations" and bool(generations._NAME.fullmatch(there.name))


def _do_and_exit(change: Callable[[], object]) -> NoReturn:
    code = 1
    try:
        change()
        code = 0
    except BaseException:  # noqa: BLE001 - a forked child must never return from here
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)
