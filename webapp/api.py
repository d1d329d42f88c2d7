"""The JSON interface: the same parameters as the page, the shape of `corpus.wire`."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, request

from corpus.cursor import read_cursor
from corpus.request import read_request
from corpus.wire import API, article_json, search_json
from webapp.incoming import posted_json, refuse_any, single_id, take_cursor
from webapp.opened import corpus, opened

blueprint = Blueprint("api", __name__, url_prefix=API)


@blueprint.route("/search", methods=["GET", "POST"])
def search() -> Response:
    """A page of results; by POST the parameters are a JSON object."""
    if request.method == "POST":
        parameters = posted_json(request)
    else:
        parameters = request.args.to_dict(flat=False)
    cursor_text = take_cursor(parameters)
    asked = read_request(parameters)
    cursor = read_cursor(cursor_text, asked) if cursor_text else None
    results = corpus().search(asked, cursor)
    record = search_json(results, opened().settings.base_url, resumed=cursor is not None)
    return _as_json(record)


@blueprint.get("/articles/<anything:id_>")
def article(id_: str) -> Response:
    """One article, whole."""
    parameters = request.args.to_dict(flat=False)
    id_ = single_id(id_, parameters)
    refuse_any(parameters)
    return _as_json(article_json(corpus().article(id_), opened().settings.base_url))


def _as_json(record: dict[str, Any]) -> Response:
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return Response(text, content_type="application/json; charset=utf-8")
