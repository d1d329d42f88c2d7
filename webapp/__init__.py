"""The web application: pages for people, JSON for scripts, over one `corpus.search.Corpus`.

It keeps nothing: no cookies, no sessions, no log of what was asked.  `create_app` puts the
rooms together; what German the interface speaks is in `webapp.texts`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask
from werkzeug.routing import BaseConverter

from corpus import request as limits
from corpus.query import parser as query_limits
from corpus.settings import Settings
from webapp import api, errors, headers, health, pages, texts
from webapp.incoming import MAX_BODY
from webapp.opened import EXTENSION, Opened
from webapp.privacy import QuietFlask

__all__ = ["create_app"]


class _Anything(BaseConverter):
    """The rest of the path, whatever it is: an article's id may hold any character."""

    regex = "(?s:.*)"
    part_isolating = False


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application; without settings, those of the environment."""
    app = QuietFlask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.config["PROPAGATE_EXCEPTIONS"] = False  # in tests too: the 500 page is part of the product
    app.extensions[EXTENSION] = Opened(settings or Settings.from_environment())
    app.url_map.merge_slashes = False
    app.url_map.converters["anything"] = _Anything
    _prepare_templates(app)
    headers.install(app)
    errors.install(app)
    for room in (pages, api, health):
        app.register_blueprint(room.blueprint)
    return app


def _prepare_templates(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        texts=texts,
        limits=limits,
        query_limits=query_limits,
        style_address=_static_address(app, "style.css"),
        icon_address=_static_address(app, "favicon.svg"),
    )


def _static_address(app: Flask, name: str) -> str:
    """The address of a static file, which changes with its content."""
    content = Path(app.static_folder or "", name).read_bytes()
    return f"{app.static_url_path}/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"
