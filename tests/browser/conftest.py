"""A real browser before a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import Browser, start
from selenium import webdriver
from web_server import Server, serving

from corpus.build import build

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    index = tmp_path_factory.mktemp("browser") / "index"
    build([PROJECT / "seeds"], index, workers=1)
    with serving(index) as server:
        yield server


@pytest.fixture(scope="session", params=["with scripts", "without scripts"])
def started(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[webdriver.Chrome]:
    """The product has no scripts: a browser that refuses them must notice no difference."""
    driver = start(tmp_path_factory.mktemp("profile"), scripts=request.param == "with scripts")
    yield driver
    driver.quit()


@pytest.fixture
def browser(started: webdriver.Chrome, site: Server) -> Browser:
    browser = Browser(started, site.base)
    browser.width(1280)
    browser.complaints()
    browser.hosts()
    return browser
