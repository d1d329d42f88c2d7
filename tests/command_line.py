"""The command line in processes that are forked from one which has imported everything.

A command takes a few hundredths of a second, and may be given what hurts it: a bound for the
size of files, as a full disk, or a user who may do nothing.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

NOBODY = 65534
"""A user without rights; only root can become it, and needs to, for whom permissions are none."""


class Said(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def refused(self) -> bool:
        """Whether it failed as it should: with one sentence, and not a word more."""
        sentence = self.err.startswith("Fehler: ") and self.err.endswith(".\n")
        return self.code == 1 and not self.out and sentence and self.err.count("\n") == 1


@dataclass
class CommandLine:
    """Runs `corpus` with arguments."""

    process: subprocess.Popen[str]

    def __call__(
        self, *arguments: object, largest: int | None = None, user: int | None = None
    ) -> Said:
        """No file may grow beyond `largest` bytes."""
        wanted = {"arguments": [str(a) for a in arguments], "largest": largest, "user": user}
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(wanted) + "\n")
        self.process.stdin.flush()
        return Said(*json.loads(self.process.stdout.readline()))


@contextmanager
def command_line() -> Iterator[CommandLine]:
    command = [sys.executable, "-W", "ignore", __file__]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield CommandLine(process)
        assert process.stdin
        process.stdin.close()


def nobody() -> int | None:
    """The user to become, so that permissions count: one without rights where this is root."""
    return NOBODY if os.geteuid() == 0 else None


def _serve() -> None:
    _import_everything()
    for line in sys.stdin:
        wanted = json.loads(line)
        pipes = [os.pipe(), os.pipe()]
        child = os.fork()
        if child == 0:
            for descriptor, (_, writing) in enumerate(pipes, 1):
                os.dup2(writing, descriptor)
            _run(**wanted)
        said = [_read(*pipe) for pipe in pipes]
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(json.dumps([code, *said]), flush=True)


def _read(reading: int, writing: int) -> str:
    os.close(writing)
    with open(reading, encoding="utf-8") as file:
        return file.read()


def _run(arguments: list[str], largest: int | None, user: int | None) -> NoReturn:
    from corpus.cli import main

    code: Any = 70
    try:
        if largest is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
        if user is not None:
            os.setgroups([])
            os.setgid(user)
            os.setuid(user)
        main(arguments)
    except SystemExit as exit_:
        code = exit_.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _import_everything() -> None:
    """Let every command run once here: a user without rights may not even read Python's files."""
    from click.testing import CliRunner

    from corpus.cli import main

    with tempfile.TemporaryDirectory() as folder:
        index = ["--index", f"{folder}/index"]
        for id_ in ("eins", "zwei", "drei"):
            Path(folder, f"{id_}.txt").write_text("date 2021-12 Der Anlass.\n\nWien – Ein Text.\n")
        for command in (
            ["build", folder, "--engine", "whoosh"], ["build", folder, "--engine", "tantivy"],
            ["add", "nirgends"], ["search", "Wien"], ["verify"], ["show", "drei"],
            ["remove", "eins"], ["remove", "--purge", "zwei"], ["rollback"],
        ):  # fmt: skip
            CliRunner().invoke(main, [*command, *index])


if __name__ == "__main__":
    _serve()
