"""All that the cells of lesson 04 use by name; the set-up cell imports it."""

import numpy as np

from helpers.data import measurements
from helpers.lessons import here
from helpers.lessons.lesson_04.exercises import ask, exercise
from helpers.lessons.lesson_04.explorers import hover_at_a_crease, walk_one_knob, walk_the_map, watch_it_fit
from helpers.loss import mean_absolute_error, mean_squared_error
from helpers.model import quadratic

__all__ = [
    "ask",
    "exercise",
    "here",
    "hover_at_a_crease",
    "mean_absolute_error",
    "mean_squared_error",
    "measurements",
    "np",
    "quadratic",
    "walk_one_knob",
    "walk_the_map",
    "watch_it_fit",
]
