"""All that the cells of lesson 06 use by name; the set-up cell imports it."""

import numpy as np

from helpers.backprop import backpropagate, random_parameters
from helpers.data import measurements, stopping_distances
from helpers.descent import gradient_descent, mae_gradient, numerical_gradient, step
from helpers.lessons import here
from helpers.lessons.lesson_03.explorers import least_absolute, least_squares
from helpers.lessons.lesson_06.exercises import ask, exercise
from helpers.lessons.lesson_06.explorers import (
    choose_a_rate,
    compare_schedules,
    gallery,
    least_absolute_from_0,
    loss_after,
    network_runs,
    stopping_curves,
)
from helpers.loss import mean_absolute_error, mean_squared_error
from helpers.model import quadratic, residuals

__all__ = [
    "ask",
    "backpropagate",
    "choose_a_rate",
    "compare_schedules",
    "exercise",
    "gallery",
    "gradient_descent",
    "here",
    "least_absolute",
    "least_absolute_from_0",
    "least_squares",
    "loss_after",
    "mae_gradient",
    "mean_absolute_error",
    "mean_squared_error",
    "measurements",
    "network_runs",
    "np",
    "numerical_gradient",
    "quadratic",
    "random_parameters",
    "residuals",
    "step",
    "stopping_curves",
    "stopping_distances",
]
