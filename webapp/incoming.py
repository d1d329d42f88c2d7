"""From what a client sent to parameters: names, each with its list of values.

What the parameters mean is decided in `corpus.request` alone, for page and JSON alike.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl

from flask import Request
from pydantic import Field, TypeAdapter, ValidationError

from corpus.errors import InvalidRequest
from corpus.request import MAX_REACH, as_parameters
from webapp import texts

Parameters = dict[str, list[str]]

MAX_BODY = 64 * 1024
MAX_FIELDS = 1_000
"""Parameters in one request; far more than the limits on filters let pass."""

_Number = Annotated[int | float, Field(allow_inf_nan=False)]
_BODY = TypeAdapter(dict[str, str | _Number | list[str]])


def sent_parameters(request: Request) -> Parameters:
    """The parameters of a page: address and form together.

    The single field `request` of a form holds them all, encoded as a query string; the links
    of a search without a trace are buttons that send it.
    """
    parameters = request.args.to_dict(flat=False)
    if request.method != "POST":
        return parameters
    form = request.form.to_dict(flat=False)
    if "request" in form:
        encoded = form.pop("request")
        form = _merged(form, _decoded(encoded))
    return _merged(parameters, form)


def posted_json(request: Request) -> Parameters:
    """The parameters of a JSON body, whatever media type it claims, and of the address.

    Raises InvalidRequest with the code `invalid-body`.
    """
    try:
        body = _BODY.validate_json(request.get_data(cache=False), strict=True)
    except ValidationError as error:
        raise _invalid_body(error) from error
    parameters = {
        name: value if isinstance(value, list) else [str(value)] for name, value in body.items()
    }
    return _merged(request.args.to_dict(flat=False), parameters)


def single_id(id_: str, parameters: Parameters) -> str:
    """The id of an article: from the path, or, with an empty path, the parameter `id`."""
    return id_ or "".join(parameters.pop("id", [])[:1])


def refuse_any(parameters: Parameters) -> None:
    """Raise InvalidRequest unless there are no parameters."""
    for name in parameters:
        raise InvalidRequest(
            texts.NO_PARAMETER.format(name=name[:60]),
            code="unknown-parameter",
            parameter=name[:60],
        )


def take_rank(parameters: Parameters) -> int | None:
    """Remove `nr`, the number of the hit that led to an article, and return it, from 1."""
    values = [value for value in parameters.pop("nr", []) if value]
    if not values:
        return None
    rank = values[0]
    if len(values) > 1 or not (rank.isascii() and rank.isdigit() and len(rank) <= 5):
        rank = "0"
    if not 1 <= int(rank) <= MAX_REACH:
        raise InvalidRequest(
            texts.BAD_RANK.format(limit=texts.number(MAX_REACH)),
            code="invalid-value",
            parameter="nr",
        )
    return int(rank)


def take_cursor(parameters: Parameters) -> str:
    """Remove `cursor`, where a walk through all results goes on, and return it."""
    values = [value for value in parameters.pop("cursor", []) if value]
    if len(values) > 1:
        raise InvalidRequest(texts.REPEATED_CURSOR, code="repeated-parameter", parameter="cursor")
    return "".join(values)


def _decoded(encoded: list[str]) -> Parameters:
    try:
        return as_parameters(
            pair for text in encoded for pair in parse_qsl(text, max_num_fields=MAX_FIELDS)
        )
    except ValueError as error:
        raise InvalidRequest(texts.BAD_FORM, code="invalid-value", parameter="request") from error


def _merged(first: Parameters, second: Parameters) -> Parameters:
    return {name: first.get(name, []) + second.get(name, []) for name in {**first, **second}}


def _invalid_body(error: ValidationError) -> InvalidRequest:
    location = error.errors(include_url=False, include_input=False)[0]["loc"]
    name = str(location[0])[:60] if location else None
    return InvalidRequest(
        texts.BODY_VALUE.format(name=name) if name else texts.BODY_NOT_JSON,
        code="invalid-body",
        parameter=name,
    )
