"""All that the cells of lesson 01 use by name; the set-up cell imports it."""

import inspect

import numpy as np

from helpers import plots
from helpers.data import measurements
from helpers.lessons import here
from helpers.lessons.lesson_01.exercises import ask, exercise
from helpers.lessons.lesson_01.explorers import compare_two_fits, fit_with_sticks, turn_knob, turn_one_knob_at_a_time, watch_a_patient_hand
from helpers.live import live, still

__all__ = [
    "ask",
    "compare_two_fits",
    "exercise",
    "fit_with_sticks",
    "here",
    "inspect",
    "live",
    "measurements",
    "np",
    "plots",
    "still",
    "turn_knob",
    "turn_one_knob_at_a_time",
    "watch_a_patient_hand",
]
