"""All that the cells of lesson 02 use by name; the set-up cell imports it."""

import numpy as np

from helpers.data import measurements
from helpers.lessons import here
from helpers.lessons.lesson_02.exercises import ask, exercise
from helpers.lessons.lesson_02.explorers import (
    add_three_units,
    broken_line,
    fold_a_sheet,
    follow_the_parabola,
    read_a_layer,
    slide_a_hinge,
)
from helpers.model import quadratic

__all__ = [
    "add_three_units",
    "ask",
    "broken_line",
    "exercise",
    "fold_a_sheet",
    "follow_the_parabola",
    "here",
    "measurements",
    "np",
    "quadratic",
    "read_a_layer",
    "slide_a_hinge",
]
