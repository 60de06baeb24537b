"""All that the cells of lesson 03 use by name; the set-up cell imports it."""

import numpy as np

from helpers.data import measurements
from helpers.lessons import here
from helpers.lessons.lesson_03.exercises import ask, exercise
from helpers.lessons.lesson_03.explorers import (
    drag_one_away,
    films_where_squares_win,
    fit_by_the_number,
    least_absolute,
    least_squares,
    least_with_sliders,
    one_constant,
    price_of_one_miss,
    turn_a_alone,
    two_valleys,
    unseen_measurements,
)
from helpers.model import quadratic

__all__ = [
    "ask",
    "drag_one_away",
    "exercise",
    "films_where_squares_win",
    "fit_by_the_number",
    "here",
    "least_absolute",
    "least_squares",
    "least_with_sliders",
    "measurements",
    "np",
    "one_constant",
    "price_of_one_miss",
    "quadratic",
    "turn_a_alone",
    "two_valleys",
    "unseen_measurements",
]
