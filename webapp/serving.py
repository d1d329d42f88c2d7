"""How the application is served: the one list of gunicorn's arguments.

`corpus serve` runs them, the Procfile repeats them, and a test compares the two.
"""

from __future__ import annotations

WORKERS = 2
THREADS = 4
LONGEST_REQUEST_LINE = 8190
"""Bytes, the most gunicorn allows: 500 characters outside the BMP take 6,000 in an address."""


def gunicorn_arguments(port: int) -> list[str]:
    """The command that serves on 127.0.0.1, `gunicorn` first."""
    return [
        "gunicorn",
        "--no-control-socket",
        "--worker-class", "gthread",
        "--workers", str(WORKERS),
        "--threads", str(THREADS),
        "--bind", f"127.0.0.1:{port}",
        "--limit-request-line", str(LONGEST_REQUEST_LINE),
        "--logger-class", "webapp.privacy.QuietLogger",
        "webapp:create_app()",
    ]  # fmt: skip
