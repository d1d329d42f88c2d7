"""What the JSON endpoint is compared with: the same application, answering with fixed bytes."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask, Response

import webapp
from benchmarks.served import FIXED_BODY


def create_app() -> Flask:
    """Our application; only its search does not search."""
    body = Path(os.environ[FIXED_BODY]).read_bytes()
    app = webapp.create_app()
    app.view_functions["api.search"] = lambda: Response(
        body, content_type="application/json; charset=utf-8"
    )
    return app
