"""All that the cells of lesson 05 use by name; the set-up cell imports it."""

import numpy as np

from helpers.backprop import random_parameters
from helpers.data import measurements
from helpers.descent import step
from helpers.lessons import here
from helpers.lessons.lesson_05.chain import chain_of_slopes
from helpers.lessons.lesson_05.exercises import ask, exercise
from helpers.lessons.lesson_05.explorers import compare_seeds, cost_of_gradients, nudged_gradients, walk_the_graph, watch_it_train
from helpers.loss import mean_absolute_error
from helpers.model import layer, network, relu

__all__ = [
    "ask",
    "chain_of_slopes",
    "compare_seeds",
    "cost_of_gradients",
    "exercise",
    "here",
    "layer",
    "mean_absolute_error",
    "measurements",
    "network",
    "np",
    "nudged_gradients",
    "random_parameters",
    "relu",
    "step",
    "walk_the_graph",
    "watch_it_train",
]
