"""All that the cells of lesson 07 use by name; the set-up cell imports it."""

import inspect

import numpy as np

from helpers import engine
from helpers.backprop import backpropagate, random_parameters
from helpers.data import measurements
from helpers.descent import mae_gradient
from helpers.engine import Value
from helpers.lessons import here
from helpers.lessons.lesson_07.exercises import ask, exercise
from helpers.lessons.lesson_07.explorers import find_the_cause, mysterious_loss
from helpers.loss import mean_absolute_error
from helpers.model import quadratic

__all__ = [
    "Value",
    "ask",
    "backpropagate",
    "engine",
    "exercise",
    "find_the_cause",
    "here",
    "inspect",
    "mae_gradient",
    "mean_absolute_error",
    "measurements",
    "mysterious_loss",
    "np",
    "quadratic",
    "random_parameters",
]
