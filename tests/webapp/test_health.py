"""Without an index every answer says so and how to get one; with the next build all is well."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.build import build
from corpus.settings import Settings
from webapp import create_app

PROJECT = Path(__file__).resolve().parents[2]
NEEDS_INDEX = [
    "/",
    "/?q=Wien",
    "/artikel/x",
    "/api/v1/search?q=Wien",
    "/api/v1/articles/x",
    "/readyz",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def bare(folder: Path) -> FlaskClient:
    return create_app(Settings(index=folder)).test_client()


@pytest.mark.parametrize("path", NEEDS_INDEX)
def test_without_an_index_the_answer_is_503_with_the_command_that_builds(
    path: str, bare: FlaskClient
) -> None:
    response = bare.get(path)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert "corpus build" in response.get_data(as_text=True)


def test_the_problem_has_a_code(bare: FlaskClient) -> None:
    problem = bare.get("/api/v1/search").get_json()
    assert (problem["status"], problem["code"]) == (503, "no-index")


def test_the_page_keeps_what_was_typed_meanwhile(bare: FlaskClient) -> None:
    assert 'value="Wien"' in bare.get("/?q=Wien").text


def test_a_damaged_index_is_503_too(folder: Path, bare: FlaskClient) -> None:
    folder.mkdir()
    (folder / "CURRENT").write_text("20200101T000000.000Z-00000000\n")
    response = bare.get("/api/v1/search")
    assert (response.status_code, response.get_json()["code"]) == (503, "unusable-index")
    assert response.headers["Retry-After"] == "30"


def test_a_build_is_noticed_without_a_restart(folder: Path, bare: FlaskClient) -> None:
    assert bare.get("/?q=Atlas").status_code == 503
    build([PROJECT / "seeds/alpenbote"], folder, workers=1)
    assert all(bare.get(path).status_code in (200, 404) for path in NEEDS_INDEX)
    assert "25 Artikel" in bare.get("/").text
    build([PROJECT / "seeds"], folder, workers=1)
    assert "79 Artikel" in bare.get("/").text
    assert "seeland-zeitung" in bare.get("/").text


def test_help_and_liveness_need_no_index(bare: FlaskClient) -> None:
    assert bare.get("/hilfe").status_code == 200
    assert bare.get("/healthz").text == "ok\n"


def test_settings_come_from_the_environment(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORPUS_INDEX", str(index))
    assert create_app().test_client().get("/readyz").status_code == 200
