"""`next_cursor`: a script walks through all results, and is told when it cannot go on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from web_server import Build

from corpus import generations
from corpus.additions import add
from corpus.settings import Settings
from webapp import create_app

SEARCH = "/api/v1/search"


def answer(client: FlaskClient, parameters: dict[str, str]) -> dict[str, Any]:
    response = client.get(SEARCH, query_string=parameters)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.get_json()
    return found


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_a_script_walks_through_everything(client: FlaskClient, sort: str) -> None:
    parameters = {"q": "der ODER die", "sort": sort, "page_size": "9"}
    pages = [answer(client, parameters)]
    while cursor := pages[-1]["next_cursor"]:
        pages.append(answer(client, parameters | {"cursor": cursor}))
    assert [page["page"] for page in pages] == [1] + [None] * (len(pages) - 1)
    assert {page["total"] for page in pages} == {pages[0]["total"]}
    ids = [result["id"] for page in pages for result in page["results"]]
    assert len(ids) == len(set(ids)) == pages[0]["total"] > 50
    assert all(set(page) == set(pages[0]) for page in pages)


def test_a_cursor_may_come_in_a_body(client: FlaskClient) -> None:
    first = answer(client, {"page_size": "50"})
    body = {"page_size": 50, "cursor": first["next_cursor"]}
    second = client.post(SEARCH, json=body).get_json()
    assert len(second["results"]) == second["total"] - 50
    assert second["next_cursor"] is None


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"cursor": "unsinn"}, "invalid-cursor"),
        ({"cursor": ["a", "b"]}, "repeated-parameter"),
    ],
)
def test_a_bad_cursor_is_refused(
    client: FlaskClient, parameters: dict[str, Any], code: str
) -> None:
    response = client.get(SEARCH, query_string=parameters)
    problem = response.get_json()
    assert (response.status_code, problem["code"], problem["parameter"]) == (400, code, "cursor")


def test_a_cursor_of_another_search_is_refused(client: FlaskClient) -> None:
    cursor = answer(client, {"q": "der"})["next_cursor"]
    response = client.get(SEARCH, query_string={"q": "die", "cursor": cursor})
    assert response.status_code == 400
    assert "anderen Suche" in response.get_json()["detail"]


def test_the_page_knows_no_cursor(client: FlaskClient) -> None:
    assert client.get("/?q=der&cursor=x").status_code == 400


def test_a_walk_whose_generation_is_gone_is_told_so(build_index: Build, tmp_path: Path) -> None:
    index = build_index([{"id": str(n), "title": "Wien"} for n in range(5)])
    client = create_app(Settings(index=index)).test_client()
    parameters = {"q": "Wien", "page_size": "2"}
    cursor = answer(client, parameters)["next_cursor"]
    for number in range(generations.KEPT):
        file = tmp_path / f"{number}.jsonl"
        file.write_text(json.dumps({"id": f"neu{number}", "title": "Wien"}), "utf-8")
        add([file], index)
        if number < generations.KEPT - 1:
            assert answer(client, parameters | {"cursor": cursor})["total"] == 5
    fresh = create_app(Settings(index=index)).test_client()
    response = fresh.get(SEARCH, query_string=parameters | {"cursor": cursor})
    problem = response.get_json()
    assert (response.status_code, problem["code"]) == (410, "cursor-gone")
    assert "neu beginnen" in problem["detail"]
    assert response.content_type.startswith("application/problem+json")
