"""Whether the tests are to try everything, as they do once a week, or a part of it that stands for the rest."""

import os
from typing import Any

import pytest

EVERYTHING = os.environ.get("TEST_EVERYTHING") == "yes"


def in_turn(*cases: Any) -> list[Any]:
    """Return these cases of a test, of which each second one is for the weekly run only."""
    return [pytest.param(*case, marks=[pytest.mark.weekly] if number % 2 else []) for number, case in enumerate(cases)]
