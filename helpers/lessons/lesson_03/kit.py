"""All that the cells of lesson 03 use by name; the set-up cell imports it."""

import numpy as np

from helpers.data import measurements
from helpers.lessons import here
from helpers.lessons.lesson_03.exercises import ask, exercise
from helpers.lessons.lesson_03.explorers import (
    along_one_parameter,
    drag_one_away,
    fit_by_the_number,
    kinks,
    landscape_and_fit,
    least_with_sliders,
    one_constant,
    sticks_to_one_number,
    unseen_measurements,
)
from helpers.model import quadratic, residuals

__all__ = [
    "along_one_parameter",
    "ask",
    "drag_one_away",
    "exercise",
    "fit_by_the_number",
    "here",
    "kinks",
    "landscape_and_fit",
    "least_with_sliders",
    "measurements",
    "np",
    "one_constant",
    "quadratic",
    "residuals",
    "sticks_to_one_number",
    "unseen_measurements",
]
