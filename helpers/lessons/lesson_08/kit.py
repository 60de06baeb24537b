"""All that the cells of lesson 08 use by name; the set-up cell imports it."""

import numpy as np

from helpers.data import measurements, second_film
from helpers.descent import mae_gradient, step
from helpers.lessons import here
from helpers.lessons.lesson_03.explorers import least_squares
from helpers.lessons.lesson_08.exercises import ask, exercise
from helpers.lessons.lesson_08.explorers import cloud_of_gradients, seen_and_unseen, watch_it_memorise
from helpers.lessons.lesson_08.own_data import two_columns
from helpers.lessons.lesson_08.reports import four_reports
from helpers.lessons.lesson_08.trainings import train_sizes
from helpers.loss import mean_absolute_error, mean_squared_error
from helpers.model import quadratic

__all__ = [
    "ask",
    "cloud_of_gradients",
    "exercise",
    "four_reports",
    "here",
    "least_squares",
    "mae_gradient",
    "mean_absolute_error",
    "mean_squared_error",
    "measurements",
    "np",
    "quadratic",
    "second_film",
    "seen_and_unseen",
    "step",
    "train_sizes",
    "two_columns",
    "watch_it_memorise",
]
