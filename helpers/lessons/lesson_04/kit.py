"""All that the cells of lesson 04 use by name; the set-up cell imports it."""

import numpy as np

from helpers.data import measurements
from helpers.lessons import here
from helpers.lessons.lesson_03.explorers import least_absolute
from helpers.lessons.lesson_04.exercises import ask, exercise
from helpers.lessons.lesson_04.explorers import (
    follow_the_path,
    hover_at_the_bottom,
    lengths_of_gradients,
    nudge_a_knob,
    touch_three_dots,
    walk_the_landscape,
    watch_the_pulls,
)
from helpers.loss import mean_absolute_error, mean_squared_error
from helpers.model import quadratic, residuals

__all__ = [
    "ask",
    "exercise",
    "follow_the_path",
    "here",
    "hover_at_the_bottom",
    "least_absolute",
    "lengths_of_gradients",
    "mean_absolute_error",
    "mean_squared_error",
    "measurements",
    "np",
    "nudge_a_knob",
    "quadratic",
    "residuals",
    "touch_three_dots",
    "walk_the_landscape",
    "watch_the_pulls",
]
