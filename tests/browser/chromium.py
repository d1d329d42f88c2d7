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
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
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
        """Load a page, and wait for the focus that it sets: keys pressed earlier go astray."""
        self.driver.get(self.base + path)
        for field in self.all("[autofocus]"):
            self._wait(lambda _, field=field: self.driver.switch_to.active_element == field)

    def type(self, text: str) -> None:
        """Type into the focused field, and wait until all of it has arrived."""
        ActionChains(self.driver).send_keys(text).perform()
        self._wait(lambda driver: driver.switch_to.active_element.get_property("value") == text)

    def _wait(self, condition: Callable[[webdriver.Chrome], object]) -> None:
        WebDriverWait(self.driver, 10, poll_frequency=0.05).until(condition)

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
        self._wait(lambda _: _is_gone(page))
        self._wait(lambda driver: driver.find_elements(By.CSS_SELECTOR, "footer"))

    def click(self, element: WebElement) -> None:
        """Click where the element is.  (Selenium's own click calls everything in a closed
        `details` invisible, also when the style sheet shows it.)"""
        ActionChains(self.driver).scroll_to_element(element).perform()
        self._wait(lambda _: element.rect == element.rect)  # a jump to an anchor has ended
        self.follow(ActionChains(self.driver).move_to_element(element).click().perform)

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


def _is_gone(page: WebElement) -> bool:
    try:
        return not page.is_enabled()
    except WebDriverException:  # stale, or, in the middle of the change, no node at all
        return True


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
