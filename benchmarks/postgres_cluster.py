"""A PostgreSQL server of our own: in a folder, on a Unix socket, as a user without rights."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "256MB",
    "work_mem": "64MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "autovacuum": "off",
    "jit": "off",
}
"""No network; otherwise what is usual on a small server.  Compiling queries takes longer than
they do."""

STARTS_WITHIN = 30
"""Seconds."""

UNPRIVILEGED = ("postgres", "nobody")


def why_not() -> str | None:
    """Why there can be no server here, None if there can."""
    missing = [name for name in ("initdb", "postgres", "psql") if _program(name) is None]
    return f"{', '.join(missing)} not found" if missing else None


def _program(name: str) -> str | None:
    """A program on the PATH or where Debian keeps it, the newest version first."""
    kept = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
        key=lambda path: [int(number) for number in re.findall(r"\d+", str(path.parent))],
        reverse=True,
    )
    return shutil.which(name) or next(map(str, kept), None)


def _identity() -> dict[str, Any]:
    """Arguments for processes that must not run as root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return {}
    users = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = next(users[name] for name in UNPRIVILEGED if name in users)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def create_cluster(folder: Path) -> None:
    """Let initdb fill the folder; the one above becomes passable for the server's user."""
    folder.mkdir(mode=0o700)
    identity = _identity()
    if identity:
        folder.parent.chmod(0o711)
        os.chown(folder, identity["user"], identity["group"])
    command = [str(_program("initdb")), "--no-sync", "--auth=trust", "--username=bench"]
    command += ["--encoding=UTF8", "--locale=C.UTF-8", "--pgdata", str(folder)]
    subprocess.run(command, check=True, capture_output=True, cwd=folder, **identity)


@contextmanager
def server(folder: Path) -> Iterator[None]:
    """A server on this folder while the block runs."""
    command = [str(_program("postgres")), "-D", str(folder), "-k", str(folder)]
    for name, value in SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    with (folder.parent / f"{folder.name}.log").open("ab") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, cwd=folder, **_identity()
        )
    try:
        _wait(folder, process)
        yield
    finally:
        process.send_signal(signal.SIGINT)  # ends its sessions instead of waiting for them
        process.wait(STARTS_WITHIN)


def _wait(folder: Path, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        asked = [*psql_command(folder), "-c", "SELECT 1"]
        if subprocess.run(asked, check=False, capture_output=True).returncode == 0:
            return
        time.sleep(0.05)
    log = folder.parent / f"{folder.name}.log"
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text('utf-8', 'replace')}")


def psql_command(folder: Path) -> list[str]:
    """psql on that server, printing nothing but rows."""
    quiet = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
    return [str(_program("psql")), *quiet, "-h", str(folder), "-U", "bench", "-d", "postgres"]
