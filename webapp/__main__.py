"""`python -m webapp`: serve on 127.0.0.1, port `PORT` (8000), as `corpus serve` does."""

from __future__ import annotations

import os
import sys

from webapp.serving import gunicorn_arguments


def main() -> None:
    """Become gunicorn; the interpreter is kept, so that no PATH decides which one it is."""
    port = os.environ.get("PORT") or "8000"
    if not (port.isascii() and port.isdigit() and 0 < int(port) <= 65535):
        sys.exit(f"Fehler: PORT muss eine Zahl von 1 bis 65535 sein, nicht „{port}“.")
    arguments = [sys.executable, "-m", *gunicorn_arguments(int(port))]
    os.execv(sys.executable, arguments)  # noqa: S606 - our own interpreter


if __name__ == "__main__":
    main()
