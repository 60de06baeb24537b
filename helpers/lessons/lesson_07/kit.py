"""All that the cells of lesson 07 use by name; the set-up cell imports it."""

from collections import Counter

import numpy as np

from helpers.backprop import backpropagate, random_parameters
from helpers.data import measurements
from helpers.descent import mae_gradient
from helpers.engine import Value
from helpers.lessons import here
from helpers.lessons.lesson_07.exercises import ask, exercise
from helpers.lessons.lesson_07.explorers import draw, find_the_cause, mysterious_loss, roll_down_a_valley, watch_it_fit
from helpers.lessons.lesson_07.in_pytorch import run_or_recall
from helpers.loss import mean_absolute_error
from helpers.model import quadratic

__all__ = [
    "Counter",
    "Value",
    "ask",
    "backpropagate",
    "draw",
    "exercise",
    "find_the_cause",
    "here",
    "mae_gradient",
    "mean_absolute_error",
    "measurements",
    "mysterious_loss",
    "np",
    "quadratic",
    "random_parameters",
    "roll_down_a_valley",
    "run_or_recall",
    "watch_it_fit",
]
