"""All that the cells of lesson 06 use by name; the set-up cell imports it."""

import numpy as np

from helpers.backprop import backpropagate, random_parameters
from helpers.data import measurements, stopping_distances
from helpers.descent import gradient_descent, mae_gradient, step
from helpers.lessons import here
from helpers.lessons.lesson_06.descents import network_end
from helpers.lessons.lesson_06.exercises import ask, exercise
from helpers.lessons.lesson_06.explorers import (
    choose_a_rate,
    compare_schedules,
    cut_the_bowl,
    gallery,
    loss_after,
    one_parameter,
    shallow_direction,
)
from helpers.loss import mean_absolute_error, mean_squared_error
from helpers.model import quadratic

__all__ = [
    "ask",
    "backpropagate",
    "choose_a_rate",
    "compare_schedules",
    "cut_the_bowl",
    "exercise",
    "gallery",
    "gradient_descent",
    "here",
    "loss_after",
    "mae_gradient",
    "mean_absolute_error",
    "mean_squared_error",
    "measurements",
    "network_end",
    "np",
    "one_parameter",
    "quadratic",
    "random_parameters",
    "shallow_direction",
    "step",
    "stopping_distances",
]
