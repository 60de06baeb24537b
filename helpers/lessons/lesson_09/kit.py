"""All that the cells of lesson 09 use by name; the set-up cell imports it."""

import numpy as np

from helpers.backprop import layer_backward, relu_backward
from helpers.classify import random_layers, read
from helpers.data import digits
from helpers.descent import numerical_gradient, step
from helpers.held_out import minibatches
from helpers.lessons import here, solved_so_far
from helpers.lessons.lesson_09.exercises import ask, exercise
from helpers.lessons.lesson_09.explorers import (
    compare_losses,
    show_confusions,
    show_digits,
    show_mistakes,
    show_weights,
    trained_before,
)
from helpers.lessons.lesson_09.pad import read_my_hand
from helpers.model import layer, network, relu

__all__ = [
    "ask",
    "compare_losses",
    "digits",
    "exercise",
    "here",
    "layer",
    "layer_backward",
    "minibatches",
    "network",
    "np",
    "numerical_gradient",
    "random_layers",
    "read",
    "read_my_hand",
    "relu",
    "relu_backward",
    "show_confusions",
    "show_digits",
    "show_mistakes",
    "show_weights",
    "solved_so_far",
    "step",
    "trained_before",
]
