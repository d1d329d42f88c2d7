"""What all tests share: the hypothesis profile, and the way to data beside the project."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("default", deadline=None, max_examples=60)
settings.register_profile("thorough", deadline=None, max_examples=2_000)
settings.load_profile("default")  # the other one by pytest --hypothesis-profile=thorough

_SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Finds real articles in `../shared`.  Without them a test is skipped; under CI=true it
    fails, so that nobody takes a machine without the data for a proof.
    """

    def find(path: str) -> Path:
        found = _SHARED / path
        if not found.exists():
            reason = f"shared/{path} does not lie beside the project folder"
            if os.environ.get("CI") == "true":
                pytest.fail(reason)
            pytest.skip(reason)
        return found

    return find
