"""One mapping from errors to HTTP: a page for people, problem+json (RFC 9457) below `/api/`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import HTTPException

from corpus.errors import (
    CorpusError,
    CursorGone,
    InvalidRequest,
    NoIndex,
    UnknownArticle,
    UnusableIndex,
)
from webapp import texts
from webapp.form import make_form

API_PREFIX = "/api/"
RETRY_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Problem:
    """What a client is told: a status, a sentence, a code for scripts, the parameter."""

    status: int
    detail: str
    code: str
    parameter: str | None = None
    headers: list[tuple[str, str]] = field(default_factory=list)

    @property
    def title(self) -> str:
        return texts.STATUS_TITLES.get(self.status, texts.STATUS_TITLES[400])


def problem_of(error: Exception) -> Problem:
    """The problem that an error is; whatever is not known here is internal."""
    match error:
        case CursorGone():
            return Problem(410, str(error), error.code, error.parameter)
        case InvalidRequest():
            return Problem(400, str(error), error.code, error.parameter)
        case UnknownArticle():
            return Problem(404, str(error), "unknown-article")
        case NoIndex() | UnusableIndex():
            code = "no-index" if isinstance(error, NoIndex) else "unusable-index"
            return Problem(503, str(error), code, headers=[("Retry-After", str(RETRY_SECONDS))])
        case HTTPException(code=int(status)) if status in texts.STATUS_DETAILS:
            code = texts.STATUS_CODES[status]
            return Problem(status, texts.STATUS_DETAILS[status], code, headers=_allow(error))
        case HTTPException(code=int(status)) if 400 <= status < 500:
            return Problem(status, texts.STATUS_DETAILS[400], texts.STATUS_CODES[400])
    return Problem(500, texts.STATUS_DETAILS[500], texts.STATUS_CODES[500])


def install(app: Flask) -> None:
    """Let `app` answer errors this way."""
    for kind in (CorpusError, HTTPException):
        app.register_error_handler(kind, _answer)


def _answer(error: Exception) -> Response:
    problem = problem_of(error)
    if request.path.startswith(API_PREFIX):
        response = _as_json(problem)
    elif isinstance(error, InvalidRequest | NoIndex | UnusableIndex):
        response = _as_form(problem, error)
    else:
        response = Response(render_template("error.html", problem=problem), problem.status)
    response.headers.extend(problem.headers)
    return response


def _as_json(problem: Problem) -> Response:
    record = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "parameter": problem.parameter,
    }
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return Response(text, problem.status, content_type="application/problem+json; charset=utf-8")


def _as_form(problem: Problem, error: CorpusError) -> Response:
    """The form again, with the input kept and the sentence beside the field at fault."""
    form = make_form(g.get("parameters", {}), private=request.method == "POST", error=error)
    return Response(render_template("error.html", problem=problem, form=form), problem.status)


def _allow(error: HTTPException) -> list[tuple[str, str]]:
    methods = getattr(error, "valid_methods", None)
    return [("Allow", ", ".join(sorted(methods)))] if methods else []
