"""All that the cells of lesson 01 use by name; the set-up cell imports it."""

import numpy as np

from helpers.data import measurements
from helpers.lessons import here
from helpers.lessons.lesson_01.exercises import ask, exercise
from helpers.lessons.lesson_01.explorers import (
    compare_two_fits,
    fit_with_sticks,
    machine_path,
    turn_one_knob_at_a_time,
    watch_the_machine,
    watch_two_hands,
)

__all__ = [
    "ask",
    "compare_two_fits",
    "exercise",
    "fit_with_sticks",
    "here",
    "machine_path",
    "measurements",
    "np",
    "turn_one_knob_at_a_time",
    "watch_the_machine",
    "watch_two_hands",
]
