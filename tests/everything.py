"""Whether the tests are to try everything, as they do once a week, or a part of it that stands for the rest."""

import os
from typing import Any

import pytest

EVERYTHING = os.environ.get("TEST_EVERYTHING") == "yes"


def in_turn(*cases: tuple[Any, ...], every: int = 2, first: int = 0) -> list[Any]:
    """Return these cases of a test, of which all but each second one, or each third, are for the weekly run only.

    The `first` one that is tried daily differs between tests of the same lessons, so that each lesson has its turn in some of them.
    """
    return [pytest.param(*case, marks=[] if number % every == first else [pytest.mark.weekly]) for number, case in enumerate(cases)]
