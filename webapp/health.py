"""For whatever watches over the server: is the process alive, is an index open."""

from __future__ import annotations

from flask import Blueprint, Response

from corpus.errors import CorpusError
from webapp.errors import problem_of
from webapp.opened import corpus

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return _plain("ok")


@blueprint.get("/readyz")
def ready() -> Response:
    """An index is open; if not, why."""
    try:
        return _plain(f"ok {corpus().generation}")
    except CorpusError as error:
        problem = problem_of(error)
        response = _plain(problem.detail)
        response.status_code = problem.status
        response.headers.extend(problem.headers)
        return response


def _plain(text: str) -> Response:
    return Response(text + "\n", content_type="text/plain; charset=utf-8")
