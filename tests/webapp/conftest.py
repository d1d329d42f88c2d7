"""Fixtures of the web tests: the seeds built once, the application over them, real servers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from html_page import Get, Page
from web_server import Build, Server, serving

from corpus.build import build
from corpus.settings import Settings
from webapp import create_app

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds") / "index"
    build([PROJECT / "seeds"], folder, workers=1)
    return folder


@pytest.fixture(scope="session")
def app(index: Path) -> Flask:
    return create_app(Settings(index=index))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def get(client: FlaskClient) -> Get:
    """Asks for a page that must be there."""

    def page(address: str) -> Page:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return Page(response.text)

    return page


@pytest.fixture(scope="session")
def build_index(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Builds an index of records in JSON Lines."""

    def from_records(records: list[dict[str, object]]) -> Path:
        folder = tmp_path_factory.mktemp("records")
        lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
        (folder / "articles.jsonl").write_text("".join(lines), "utf-8")
        build([folder / "articles.jsonl"], folder / "index", workers=1)
        return folder / "index"

    return from_records


@pytest.fixture(scope="session")
def server(index: Path) -> Iterator[Server]:
    """The seeds behind a real gunicorn, as `corpus serve` starts it."""
    with serving(index) as running:
        yield running
