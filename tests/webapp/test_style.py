"""Looks that can be measured: contrast, nothing from elsewhere, no script, no inline style."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

WEBAPP = Path(__file__).resolve().parents[2] / "webapp"
STYLE = (WEBAPP / "static/style.css").read_text("utf-8")
TEMPLATES = sorted((WEBAPP / "templates").glob("*.html"))

PAIRS = [
    ("ink", "ground"), ("ink", "raised"), ("ink", "band"), ("muted", "ground"), ("muted", "raised"),
    ("muted", "band"), ("link", "ground"), ("link", "raised"), ("link", "band"),
    ("visited", "ground"), ("on-brand", "brand"), ("on-brand", "brand-strong"),
    ("brand-ink", "band"), ("brand-ink", "raised"), ("on-mark", "mark"), ("error", "error-ground"),
    ("error", "ground"), ("error", "raised"), ("ink", "warning-ground"), ("ground", "ink"),
]  # fmt: skip


def colours(scheme: str) -> dict[str, str]:
    light, dark = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    return found | (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else {}
    )


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(text: str, ground: str, scheme: str) -> None:
    found = colours(scheme)
    high, low = sorted((luminance(found[text]), luminance(found[ground])), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["ground", "raised", "band"])
def test_the_focus_stands_out_from_every_ground(ground: str, scheme: str) -> None:
    found = colours(scheme)
    high, low = sorted((luminance(found["focus"]), luminance(found[ground])), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= 3


def test_the_style_sheet_loads_nothing() -> None:
    assert re.search(r"url\(|@import|@font-face", STYLE) is None


def test_every_colour_is_a_measured_pair() -> None:
    body = re.sub(r"@media print \{.*", "", STYLE, flags=re.DOTALL)
    rules = re.sub(r":root \{.*?\}", "", body, flags=re.DOTALL)
    assert re.search(r":\s*[^;]*#[0-9a-f]{3,8}\b[^{]*;", rules) is None


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_script_no_inline_style_and_no_other_host(template: Path) -> None:
    text = template.read_text("utf-8")
    assert re.search(r"<script|<style|\sstyle=|\son[a-z]+=|https?://|\|\s*safe", text) is None
