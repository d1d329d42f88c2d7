"""Headers of every response: nothing from elsewhere, nothing kept, nothing passed on."""

from __future__ import annotations

from flask import Flask, Response, request

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
STATIC_SECONDS = 7 * 24 * 3600
"""How long a browser may keep style sheet and icon; their addresses change with them."""


def install(app: Flask) -> None:
    """Let `app` send them."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = STATIC_SECONDS
    app.after_request(_add)


def _add(response: Response) -> Response:
    response.headers.update(SECURITY)
    if request.endpoint != "static" or response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    return response
