"""The soak programs, briefly: killed changes, and publications under a server at work."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from newsroom import WHOOSH_WARNINGS

TESTS = Path(__file__).parents[1]


def soak(program: str, *arguments: object) -> str:
    """What the program said, which must have found no fault."""
    ignored = (*WHOOSH_WARNINGS, "This process")  # is multi-threaded, says Python 3.12 of forking
    strict = ["-W", "error", *(f"-Wignore:{start}" for start in ignored)]
    command = [sys.executable, *strict, "-m", f"soak.{program}", *map(str, arguments)]
    paths = [str(TESTS), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    said = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=240, env=environment
    )
    assert said.returncode == 0, said.stdout + said.stderr
    return said.stdout


def test_a_killed_change_leaves_the_old_or_the_new_index() -> None:
    said = soak("kill_changes", "--rounds", 50, "--workers-every", 17)
    assert re.search(r"^50 rounds: 0 broken, \d+ old, \d+ new$", said, re.MULTILINE)
    for kind in ("build", "add", "publish", "remove", "purge", "rollback"):
        assert re.search(rf"^{kind} [1-9]\d* rounds: 0 broken, ", said, re.MULTILINE), kind


def test_a_server_holds_no_more_after_many_publications() -> None:
    said = soak("publications", "--publications", 25)
    for engine in ("whoosh", "tantivy"):
        summary = rf"^{engine}: 25 publications, [1-9]\d+ requests: 0 faults$"
        assert re.search(summary, said, re.MULTILINE), engine
