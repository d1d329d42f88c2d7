"""The engine contract, and each engine against it."""

import pytest

for _part in (
    "contract", "counting", "damage", "forming", "matching", "oracle", "restricting", "resuming",
    "segments", "storing",
):  # fmt: skip
    pytest.register_assert_rewrite(f"{__name__}.{_part}")
