"""All that the cells of lesson 00 use by name; the set-up cell imports it."""

import numpy as np

from helpers.data import measurements
from helpers.lessons import here, solved_so_far
from helpers.lessons.lesson_00.exercises import ask, exercise
from helpers.lessons.lesson_00.explorers import watch_it_learn

__all__ = ["ask", "exercise", "here", "measurements", "np", "solved_so_far", "watch_it_learn"]
