"""Every response carries the headers that keep readers safe and what they read private."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.settings import Settings
from webapp import create_app

ANSWERS = [
    ("GET", "/", 200),
    ("GET", "/?q=Wien", 200),
    ("POST", "/", 200),
    ("HEAD", "/?q=Wien", 200),
    ("OPTIONS", "/", 200),
    ("GET", "/?page=0", 400),
    ("GET", "/hilfe", 200),
    ("GET", "/artikel/nichts", 404),
    ("GET", "/gibtsnicht", 404),
    ("DELETE", "/", 405),
    ("GET", "/static/style.css", 200),
    ("GET", "/static/nichts", 404),
    ("GET", "/healthz", 200),
    ("GET", "/readyz", 200),
    ("GET", "/api/v1/search?q=Wien", 200),
    ("GET", "/api/v1/search?page=0", 400),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_response_has_the_security_headers_and_no_cookie(
    method: str, path: str, status: int, client: FlaskClient
) -> None:
    with client.open(path, method=method) as response:
        assert response.status_code == status
    assert response.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Permissions-Policy" in response.headers
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_only_static_files_may_be_kept(
    method: str, path: str, status: int, client: FlaskClient
) -> None:
    with client.open(path, method=method) as response:
        cached = response.headers["Cache-Control"]
    if path == "/static/style.css":
        assert cached == "public, max-age=604800"
    else:
        assert cached == "no-store"


def test_the_address_of_the_style_sheet_changes_with_it(client: FlaskClient) -> None:
    assert '<link rel="stylesheet" href="/static/style.css?v=' in client.get("/hilfe").text


def test_the_page_of_an_internal_error_has_them_too(index: Path) -> None:
    app = create_app(Settings(index=index))
    for name in ("/kaputt", "/api/kaputt"):
        app.add_url_rule(name, name, lambda: str(1 // 0))
    for path in ("/api/kaputt", "/kaputt"):
        response = app.test_client().get(path)
        assert response.status_code == 500
        assert response.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
