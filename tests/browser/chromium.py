"""Chromium, driven by selenium: one browser for all tests, asked in the words of a reader."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.wait import WebDriverWait

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync "
    "--window-size=1280,900"
)


def program(*names: str) -> str:
    """Where a program is.  Without it the test is skipped, or fails under CI=true."""
    for name in names:
        if found := shutil.which(name):
            return found
    reason = f"no {names[0]} on this machine"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@dataclass
class Browser:
    driver: webdriver.Chrome
    base: str

    def open(self, path: str) -> None:
        self.driver.get(self.base + path)

    def all(self, css: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def one(self, css: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def link(self, text: str) -> WebElement:
        return self.driver.find_element(
            By.XPATH, f'//*[self::a or self::button][normalize-space()="{text}"]'
        )

    def follow(self, act: Callable[[], object]) -> None:
        """Do something that leads to another page, and wait until that is there."""
        page = self.one("html")
        act()
        wait = WebDriverWait(self.driver, 10)
        wait.until(staleness_of(page))
        wait.until(lambda driver: driver.find_elements(By.CSS_SELECTOR, "footer"))

    def click(self, element: WebElement) -> None:
        """Click where the element is.  (Selenium's own click calls everything in a closed
        `details` invisible, also when the style sheet shows it.)"""
        point = ActionChains(self.driver).scroll_to_element(element).move_to_element(element)
        self.follow(point.click().perform)

    @property
    def heading(self) -> str:
        return self.one("h1").text

    @property
    def path(self) -> str:
        return self.driver.current_url.removeprefix(self.base)

    def width(self, pixels: int) -> None:
        size = {"width": pixels, "height": 800, "deviceScaleFactor": 1, "mobile": pixels < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    @property
    def content_width(self) -> int:
        return int(str(self.one("html").get_property("scrollWidth")))

    def _log(self, name: str) -> list[dict[str, str]]:
        """The entries of a log since it was last asked for."""
        return list(self.driver.get_log(name))  # type: ignore[no-untyped-call]

    def complaints(self) -> list[str]:
        """What the console says since it was last asked."""
        return [entry["message"] for entry in self._log("browser")]

    def hosts(self) -> set[str]:
        """All hosts that were asked for anything since they were last asked for."""
        messages = [json.loads(e["message"])["message"] for e in self._log("performance")]
        return {
            urlsplit(message["params"]["request"]["url"]).netloc
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        }


def start(profile: Path, *, scripts: bool) -> webdriver.Chrome:
    options = Options()
    options.binary_location = program("chromium", "chromium-browser", "google-chrome")
    for flag in [*FLAGS.split(), f"--user-data-dir={profile}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    if not scripts:
        blocked = {"profile.managed_default_content_settings.javascript": 2}
        options.add_experimental_option("prefs", blocked)
    return webdriver.Chrome(options=options, service=Service(program("chromedriver")))
