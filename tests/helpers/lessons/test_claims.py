"""What the lessons say in words and no cell prints: each sentence is computed here, so that it cannot become false unnoticed."""

import ast
import contextlib
import inspect
import io
import itertools
import json
import re
from collections import Counter
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
import pytest

from helpers import backprop, classify, engine, plots
from helpers.backprop import backpropagate, random_parameters, train
from helpers.data import digits, measurements, second_film, stopping_distances
from helpers.descent import (
    gradient_descent,
    halving_schedule,
    largest_stable_rate,
    mae_gradient,
    momentum_step,
    numerical_gradient,
    step,
    sweep,
)
from helpers.held_out import already_seen, minibatches, split
from helpers.lessons.lesson_00 import exercises as questions_00
from helpers.lessons.lesson_00 import explorers as lesson_00
from helpers.lessons.lesson_01 import exercises as questions_01
from helpers.lessons.lesson_01 import explorers as lesson_01
from helpers.lessons.lesson_02 import exercises as questions_02
from helpers.lessons.lesson_02 import explorers as lesson_02
from helpers.lessons.lesson_02 import folded_sheet
from helpers.lessons.lesson_03 import exercises as questions_03
from helpers.lessons.lesson_03 import explorers as lesson_03
from helpers.lessons.lesson_04 import exercises as questions_04
from helpers.lessons.lesson_04 import explorers as lesson_04
from helpers.lessons.lesson_05 import chain, graph_numbers
from helpers.lessons.lesson_05 import exercises as questions_05
from helpers.lessons.lesson_05 import explorers as lesson_05
from helpers.lessons.lesson_06 import exercises as questions_06
from helpers.lessons.lesson_06 import explorers as lesson_06
from helpers.lessons.lesson_06.descents import network_end
from helpers.lessons.lesson_07 import exercises as questions_07
from helpers.lessons.lesson_07 import explorers as lesson_07
from helpers.lessons.lesson_07 import in_pytorch
from helpers.lessons.lesson_08 import exercises as questions_08
from helpers.lessons.lesson_08 import explorers as lesson_08
from helpers.lessons.lesson_08.reports import four_reports
from helpers.lessons.lesson_08.trainings import Trained, train_sizes
from helpers.lessons.lesson_09 import exercises as questions_09
from helpers.lessons.lesson_09 import explorers as lesson_09
from helpers.lessons.lesson_09.three_losses import HELD_OUT, trainings
from helpers.live import LiveFigure
from helpers.loss import best_constant, mean_absolute_error, mean_squared_error
from helpers.model import hinge, layer, network, quadratic, relu, residuals
from tests.everything import EVERYTHING

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"
x, y = measurements()


def sum_of_lengths(a: float, b: float, c: float) -> float:
    return float(np.abs(residuals(quadratic(x, a, b, c), y)).sum())


def run_the_shown_machine(old: str = "", new: str = "", steps: int = 60) -> list[float]:
    """Return a, b, c as two cells of lesson 01 leave them, edited as a reader is asked to."""
    cells = json.loads((NOTEBOOKS / "01_fit_a_quadratic.ipynb").read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells]
    machine = "\n".join(source for source in sources if source.startswith(("def sticks(", "a, b, c = ")))
    assert old in machine
    assert "range(1, 61)" in machine
    names: dict[str, Any] = {"np": np, "quadratic": quadratic, "residuals": residuals, "x": x, "y": y}
    exec(machine.replace(old, new).replace("61", str(steps + 1)), names)
    return [float(names[name]) for name in "abc"]


@pytest.fixture(scope="module")
def history() -> list[list[np.ndarray]]:
    return train(x[:, None], y[:, None], random_parameters(16, 8), 0.1, 1000)  # as `watch_it_learn` does


@pytest.fixture(scope="module")
def misses(history: list[list[np.ndarray]]) -> np.ndarray:
    """The mean miss before and after each step of lesson 00's network."""
    return np.array([mean_absolute_error(network(x[:, None], *parameters), y[:, None]) for parameters in history])


class TestTheMeasurements:
    def test_they_are_the_twenty_of_the_series(self) -> None:
        assert x.tolist() == np.linspace(-2, 2, 20).tolist()
        # fmt: off
        assert y.tolist() == [9.3, 6.0, 6.1, 4.8, 0.8, 0.5, 1.3, 0.5, 0.7, 0.0, 2.1, 2.7, 2.9, 5.2, 6.1, 6.5, 9.7, 10.7, 15.1, 17.0]
        # fmt: on

    def test_they_form_a_valley_lowest_near_the_middle_and_highest_on_the_right(self) -> None:
        assert abs(x[y.argmin()]) < 0.2
        assert y.argmax() == 19
        assert y[0] > y[5:15].max()

    def test_no_quadratic_runs_through_all_of_them(self) -> None:
        best = np.linalg.lstsq(np.stack([x**2, x, np.ones(20)], axis=1), y, rcond=None)[0]
        assert np.abs(residuals(quadratic(x, *best), y)).max() > 1


class TestLesson00:
    def test_25_numbers_of_which_16_are_random_and_9_zero(self, history: list[list[np.ndarray]]) -> None:
        numbers = np.concatenate([part.ravel() for part in history[0]])
        assert (len(numbers), (numbers != 0).sum(), (numbers == 0).sum()) == (25, 16, 9)

    def test_all_dots_begin_above_the_line(self, history: list[list[np.ndarray]]) -> None:
        assert (network(x[:, None], *history[0]) < y[:, None]).all()

    def test_no_unit_is_dead_from_the_start(self, history: list[list[np.ndarray]]) -> None:
        for W1, b1, _, _ in history:
            assert (x[:, None] @ W1 + b1 > 0).any(axis=0).all()

    def test_most_numbers_change_at_each_step_and_only_a_little(self, history: list[list[np.ndarray]]) -> None:
        for before, after in itertools.pairwise(history):
            changes = np.concatenate([(other - one).ravel() for one, other in zip(before, after, strict=True)])
            assert (changes != 0).sum() >= 18
            assert np.abs(changes).max() < 0.16

    def test_it_rises_and_falls_between_800_and_1000(self, misses: np.ndarray) -> None:
        at_its_stops = misses[[stop for stop in lesson_00.STOPS if stop >= 800]].round(2)
        assert len(at_its_stops) == 9
        assert (np.diff(at_its_stops) > 0).sum() >= 3
        assert (np.diff(at_its_stops) < 0).sum() >= 3

    def test_it_finds_a_curve_that_goes_down_turns_and_goes_up(self, history: list[list[np.ndarray]]) -> None:
        left, middle, right = network(np.array([[-2.0], [0.0], [2.0]]), *history[1000])[:, 0]
        assert left > middle + 5
        assert right > middle + 5

    def test_what_is_drawn_after_0_steps_is_not_what_is_drawn_after_1000(self, misses: np.ndarray) -> None:
        assert misses[-1] < misses[0] / 5


class TestLesson01:
    def test_the_best_place_for_a_has_moved_when_the_hand_comes_back(self) -> None:
        turns = lesson_01.turn_one_knob_at_a_time(x, y, "abc", 2)
        assert (turns[1]["a"], turns[4]["a"]) == (4.2, 3.4)

    def test_it_moves_wherever_among_equals_the_reader_left_c(self) -> None:
        now = {"a": 4.2, "b": 2.3}
        sums = {stop: lesson_01.sum_of_lengths(now | {"c": stop}, x, y) for stop in lesson_01.STOPS.tolist()}
        as_good = [stop for stop, total in sums.items() if total < min(sums.values()) + 1e-9]
        found = {lesson_01.turn_knob("a", now | {"c": stop}, x, y)["a"] for stop in as_good}
        assert max(found) <= 3.6

    def test_the_best_stop_of_b_is_not_0_wherever_among_equals_the_reader_left_a(self) -> None:
        sums = {stop: lesson_01.sum_of_lengths({"a": stop, "b": 0, "c": 0}, x, y) for stop in lesson_01.STOPS.tolist()}
        for stop in [stop for stop, total in sums.items() if total < min(sums.values()) + 1e-9]:
            assert lesson_01.turn_knob("b", {"a": stop, "b": 0.0, "c": 0.0}, x, y)["b"] > 1

    @pytest.mark.parametrize("order", ["abc", "cba"])
    def test_no_turn_makes_the_sticks_longer_and_none_moves_without_gain(self, order: str) -> None:
        turns = lesson_01.turn_one_knob_at_a_time(x, y, order, 10)
        for before, after in itertools.pairwise(turns):
            assert after == before or sum_of_lengths(**after) < sum_of_lengths(**before) - 1e-9

    @pytest.mark.parametrize("order", ["abc", "cba"])
    def test_it_does_not_hang_on_how_the_computer_rounds(self, order: str) -> None:
        backwards = lesson_01.turn_one_knob_at_a_time(x[::-1], y[::-1], order, 10)
        assert backwards == lesson_01.turn_one_knob_at_a_time(x, y, order, 10)

    def test_both_hands_are_stuck_at_different_places_within_six_rounds(self) -> None:
        rests = [lesson_01.turn_one_knob_at_a_time(x, y, order)[-1] for order in ("abc", "cba")]
        assert rests == [{"a": 3.1, "b": 2.1, "c": 1.0}, {"a": 2.7, "b": 2.3, "c": 1.5}]
        for rest in rests:
            for name in "abc":
                assert lesson_01.turn_knob(name, rest, x, y) == rest

    def test_from_the_second_place_two_sliders_help(self) -> None:
        assert sum_of_lengths(2.8, 2.3, 1.4) < sum_of_lengths(2.7, 2.3, 1.5) - 0.1

    def test_no_setting_of_the_sliders_gets_where_the_machine_does(self) -> None:
        a, b, c = np.meshgrid(*3 * [lesson_01.STOPS], indexing="ij")
        sums = np.abs(a[..., None] * x**2 + b[..., None] * x + c[..., None] - y).sum(axis=-1)
        best = np.unravel_index(sums.argmin(), sums.shape)
        assert (a[best], b[best], c[best], sums[best].round(2)) == (3.0, 2.0, 1.1, 13.7)
        assert sum_of_lengths(**lesson_01.machine_path(x, y)[-1]) == pytest.approx(13.62, abs=0.005)

    def test_after_50_steps_there_is_little_left_to_gain(self) -> None:
        sums = [sum_of_lengths(**parameters) for parameters in lesson_01.machine_path(x, y)]
        assert len(sums) == 61
        assert sums[50] < sums[60] + 0.2 < sums[30] - 5

    def test_the_machine_turns_each_knob_by_its_own_amount(self) -> None:
        path = np.array([list(parameters.values()) for parameters in lesson_01.machine_path(x, y)])
        for turned in np.abs(np.diff(path, axis=0)):
            assert len(set(turned.round(9))) == 3

    def test_at_the_start_b_helps_least_and_a_most(self) -> None:
        a, b, c = (108 - sum_of_lengths(*place) for place in ((0.01, 0, 0), (0, 0.01, 0), (0, 0, 0.01)))
        assert abs(b) < 1e-9
        assert a > c + 0.1 > 0.2
        assert (y >= 0).all()

    def test_the_code_that_is_shown_is_the_machine_of_the_figure(self) -> None:
        assert run_the_shown_machine() == pytest.approx(list(lesson_01.machine_path(x, y)[-1].values()), abs=1e-9)

    def test_from_5_5_5_it_finds_its_way_in_120_steps(self) -> None:
        assert round(sum_of_lengths(*run_the_shown_machine("0, 0, 0", "5, 5, 5", steps=120)), 1) == 13.6

    def test_told_to_shrink_the_longest_stick_the_shown_machine_beats_both_fits_at_that(self) -> None:
        found = run_the_shown_machine(".sum()", ".max()", steps=300)
        fits = [lesson_01.machine_path(x, y)[-1], lesson_01.turn_one_knob_at_a_time(x, y, "cba")[-1]]
        longest = [np.abs(residuals(quadratic(x, *fit), y)).max() for fit in (found, *(fit.values() for fit in fits))]
        assert np.round(longest, 1).tolist() == [1.5, 2.1, 1.7]
        assert sum_of_lengths(*found) > 16

    def test_the_machine_is_better_in_one_way_and_the_hand_in_the_other(self) -> None:
        machine, hand = lesson_01.machine_path(x, y)[-1], lesson_01.turn_one_knob_at_a_time(x, y, "cba")[-1]
        lengths = [np.abs(residuals(quadratic(x, **fit), y)) for fit in (machine, hand)]
        assert lengths[0].sum() < lengths[1].sum() - 0.9
        assert lengths[0].max() > lengths[1].max() + 0.3


class TestLesson02:
    def test_k_units_miss_the_parabola_by_12_over_k_squared(self) -> None:
        for k in (1, 2, 3, 4, 7, 8, 16):
            knots = np.linspace(-2, 2, k + 1)
            places = np.concatenate([knots, (knots[:-1] + knots[1:]) / 2, np.linspace(-2, 2, 997)])
            outputs = network(places[:, None], *lesson_02.broken_line(k))[:, 0]
            assert np.abs(outputs - quadratic(places, 3, 2, 1)).max() == pytest.approx(12 / k**2)
            assert outputs[: k + 1] == pytest.approx(quadratic(knots, 3, 2, 1))

    def test_each_of_its_units_has_its_hinge_at_the_left_end_of_a_piece(self) -> None:
        W1, b1, _, b2 = lesson_02.broken_line(4)
        assert [hinge(w, b) for w, b in zip(W1[0], b1, strict=True)] == [-2, -1, 0, 1]
        assert b2 == quadratic(-2.0, 3, 2, 1)

    @pytest.mark.parametrize("units", [1, 2, 3, 4, 5, 6, 8, 16])
    def test_the_grids_have_the_middle_of_every_piece(self, units: int) -> None:
        grid = np.linspace(-2, 2, 961)
        knots = np.linspace(-2, 2, units + 1)
        for middle in (knots[:-1] + knots[1:]) / 2:
            assert np.abs(grid - middle).min() < 1e-12

    def test_three_units_follow_the_marble_more_closely_than_any_parabola(self) -> None:
        least = mean_absolute_error(quadratic(x, *lesson_03.least_absolute(x, y)), y)
        outputs = three_units((-1.0, -0.1, 1.2), (9.0, 5.5, 6.5), 0.5, x)
        assert (round(least, 2), round(mean_absolute_error(outputs, y), 2)) == (0.68, 0.54)

    def test_the_hint_leads_below_1(self) -> None:
        assert mean_absolute_error(three_units((-0.5, 0.0, 1.0), (6.0, 5.0, 7.0), 0.5, x), y) < 1

    def test_two_units_with_negative_output_weights_draw_the_hill(self) -> None:
        assert three_units((0.0, 0.0, 1.0), (-4.0, -4.0, 0.0), 9.0, x) == pytest.approx(lesson_02.hill(x))

    def test_without_negative_output_weights_a_sum_is_convex(self) -> None:
        random = np.random.default_rng(0)
        grid = np.linspace(-3, 3, 601)
        w, b = random.normal(size=(2, 200, 5, 1))
        sums = (random.uniform(0, 3, (200, 5, 1)) * relu(w * grid + b)).sum(axis=1)
        assert np.diff(sums, 2).min() > -1e-9

    def test_a_convex_curve_misses_the_hill_by_4_somewhere(self) -> None:
        ends, top = lesson_02.hill(np.array([-2.0, 2.0])), lesson_02.hill(np.array([0.0]))
        assert (ends.tolist(), top.tolist()) == ([1, 1], [9])
        assert top[0] - (ends.mean() + 4) == 4  # in the middle it is no higher than the mean of its ends

    def test_a_valley_with_a_level_bottom_needs_no_negative_output_weight(self) -> None:
        heights = three_units((-1.0, 1.0, 1.0), (2.0, 3.0, 0.0), 0.0, np.array([-2.0, -1.0, 0.0, 1.0, 2.0]))
        assert heights.tolist() == [2, 0, 0, 0, 3]

    def test_relu_lets_a_positive_factor_pass_and_a_negative_one_not(self) -> None:
        z = np.random.default_rng(0).normal(size=100)
        assert relu(2 * z) / 2 == pytest.approx(relu(z))
        assert not np.allclose(relu(-z), -relu(z))

    def test_of_the_changes_of_a_unit_only_doubling_and_halving_keeps_its_line(self) -> None:
        grid = np.linspace(-4, 4, 81)
        line = 4 * relu(2 * grid + 3)
        changed = [v * relu(w * grid + b) for w, b, v in ((-1, -1.5, -8), (4, 6, 2), (4, 3, 2), (4, 6, 4))]
        assert [bool(np.allclose(other, line)) for other in changed] == [False, True, False, False]
        assert hinge(-1, -1.5) == hinge(4, 6) == hinge(2, 3) == -1.5

    def test_the_sheet_is_level_in_the_middle_rises_beyond_creases_1_and_2_and_falls_beyond_3(self) -> None:
        heights = []
        for weight in lesson_02.FOLDS:
            unit = folded_sheet.unit_at((0.9, -0.9), weight)
            heights.append(np.sign(folded_sheet.height([unit], np.array([[0.0, 0.0], [0.8, -0.8], [1.5, -1.5]]))).tolist())
        assert heights == [[0, 0, 1], [0, 0, 1], [0, 0, -1]]

    @pytest.mark.parametrize(
        ("creases", "pieces"),
        [
            ([(0.4, 0.0), (1.0, 0.0), (-0.8, 0.0)], 4),  # side by side
            ([(0.5, 0.5), (1.0, 0.0), (0.0, 1.0)], 7),  # the first one runs through (1, 0) and (0, 1), the others meet in (1, 1)
            ([(0.5, 0.5), (1.0, 0.0), (0.2, -0.4)], 6),  # all of them through (1, 0)
        ],
    )
    def test_three_creases_make_at_most_7_pieces(self, creases: list[tuple[float, float]], pieces: int) -> None:
        units = [folded_sheet.unit_at(crease, 1.0) for crease in creases]
        assert len(folded_sheet.facets(units, np.array([0.3, -1.0]))) == pieces

    def test_no_three_creases_make_more_than_7_pieces(self) -> None:
        places = np.random.default_rng(0).uniform(-1.9, 1.9, (300, 3, 2))
        counts = [len(folded_sheet.facets([folded_sheet.unit_at(tuple(p), 1.0) for p in each], np.array([0.0, -1.0]))) for each in places]
        assert max(counts) == 7


def three_units(hinges: tuple[float, ...], weights: tuple[float, ...], bias: float, inputs: np.ndarray) -> np.ndarray:
    """Return what the three units of lesson 02's figure draw together."""
    W1, b1 = lesson_02.LEANINGS[None, :], -lesson_02.LEANINGS * np.array(hinges)
    return network(inputs[:, None], W1, b1, np.array(weights)[:, None], np.array([bias]))[:, 0]


@pytest.fixture(scope="module")
def dragged() -> dict[float, tuple[np.ndarray, np.ndarray]]:
    """The two fits with the dragged reading at each height of its slider, at its own time."""
    fits = {}
    for height in np.arange(-3, 30.1, 0.5).tolist():
        targets = y.copy()
        targets[lesson_03.DRAGGED] = height
        fits[height] = lesson_03.least_absolute(x, targets), lesson_03.least_squares(x, targets)
    return fits


class TestLesson03:
    def test_every_constant_between_the_two_middle_targets_is_best_and_no_other(self) -> None:
        constants = np.linspace(-5, 25, 3001).round(2)
        losses = np.array([mean_absolute_error(constant, y) for constant in constants])
        best = constants[losses < losses.min() + 1e-9]
        assert (best.min(), best.max(), losses.min().round(3)) == (4.8, 5.2, 3.77)
        assert (y < 4.85).sum() == (y > 5.15).sum() == 10
        assert best_constant(y) == 5.0

    def test_the_mean_alone_has_the_least_mse(self) -> None:
        constants = np.linspace(-5, 25, 3001).round(2)
        losses = np.array([mean_squared_error(constant, y) for constant in constants])
        assert constants[losses < losses.min() + 1e-9].tolist() == [y.mean().round(2)] == [5.4]

    def test_over_constants_the_mae_has_a_kink_at_each_target_and_straight_pieces_between(self) -> None:
        places = np.unique(y)
        for left, right in itertools.pairwise([-10, *places, 30]):
            losses = [mean_absolute_error(number, y) for number in np.linspace(left, right, 5)]
            assert np.diff(losses, 2) == pytest.approx(0, abs=1e-9)
        for place in places:
            assert np.diff([mean_absolute_error(number, y) for number in (place - 0.01, place, place + 0.01)], 2) > 1e-4

    def test_the_best_fits_are_those_of_the_series(self) -> None:
        assert lesson_03.least_absolute(x, y) == pytest.approx([3.0553, 1.9693, 1.0172], abs=1e-4)
        assert lesson_03.least_squares(x, y) == pytest.approx([2.9921, 2.1221, 0.9905], abs=1e-4)

    def test_no_other_fit_nearby_has_a_smaller_mae(self) -> None:
        best = lesson_03.least_absolute(x, y)
        least = mean_absolute_error(quadratic(x, *best), y)
        for size in (1e-4, 1e-2, 1):
            for change in np.random.default_rng(0).normal(0, size, (500, 3)):
                assert mean_absolute_error(quadratic(x, *(best + change)), y) > least

    def test_while_the_dot_is_above_the_curve_of_mae_does_not_move_and_below_it_rests_again(self, dragged: dict[float, Any]) -> None:
        heights = [quadratic(x[lesson_03.DRAGGED], *absolute) for absolute, _ in dragged.values()]
        above = [absolute for (absolute, _), here, height in zip(dragged.values(), heights, dragged, strict=True) if height > here + 0.01]
        below = [absolute for (absolute, _), here, height in zip(dragged.values(), heights, dragged, strict=True) if height < here - 0.01]
        assert len(above) > 50
        assert len(below) > 5
        assert np.ptp(above, axis=0) == pytest.approx(0, abs=1e-9)
        assert np.ptp(below, axis=0) == pytest.approx(0, abs=1e-9)
        assert not np.allclose(above[0], below[0], atol=1e-3)
        assert np.allclose(above[0], below[0], atol=0.1)  # it moves a little

    def test_the_curve_of_mse_goes_about_a_tenth_of_the_way(self, dragged: dict[float, Any]) -> None:
        here = [quadratic(x[lesson_03.DRAGGED], *squared) for _, squared in dragged.values()]
        assert np.diff(here) / np.diff(list(dragged)) == pytest.approx(0.094, abs=0.001)

    def test_far_to_the_right_the_curve_of_mae_goes_through_the_dot_at_any_height(self, dragged: dict[float, Any]) -> None:
        times, targets = x.copy(), y.copy()
        times[lesson_03.DRAGGED] = 6
        for targets[lesson_03.DRAGGED] in dragged:
            fit = lesson_03.least_absolute(times, targets)
            assert quadratic(times, *fit)[lesson_03.DRAGGED] == pytest.approx(targets[lesson_03.DRAGGED], abs=1e-9)
        assert (np.delete(x, lesson_03.DRAGGED) ** 2).sum() < 6**2  # why it has to

    def test_turning_a_towards_the_wrong_dot_gains_more_there_than_it_costs_at_all_the_others(self) -> None:
        times = x.copy()
        times[lesson_03.DRAGGED] = 6
        figure = lesson_03.turn_a_alone(times, y)
        one, others = [], []
        for a in np.arange(3, -0.21, -0.2).round(1).tolist():
            figure.a = a
            found = re.search(r"missed by (.*?) cm, all the others together by (.*?) cm", figure.describe())
            assert found is not None
            one.append(float(found[1]))
            others.append(float(found[2]))
        misses = np.abs(residuals(quadratic(times, -0.2, 2, 1), y))
        assert (one[-1], sum((one[-1], others[-1]))) == pytest.approx((misses[lesson_03.DRAGGED], misses.sum()), abs=0.1)
        assert one[-1] < 1
        assert np.diff(one) == pytest.approx(-7.2, abs=0.11)  # rounded to a millimetre
        assert np.abs(np.diff(others)).max() < 6

    def test_huber_lies_on_the_square_of_a_small_miss_and_goes_on_straight(self) -> None:
        small, large = np.linspace(0, 1, 50), np.linspace(1, 9, 50)
        assert lesson_03.huber(-small) == pytest.approx(small**2)
        assert np.diff(lesson_03.huber(-large)) == pytest.approx(np.diff(large) * 2)  # as steep as the square is at 1

    def test_the_first_figure_says_on_which_side_of_the_dot_each_curve_passes(self) -> None:
        figure = lesson_03.drag_one_away(x, y)
        seen = set()
        for distance in (-2.8, 5.2, 29.2):
            for time in (x[lesson_03.DRAGGED], 6.0):
                figure.distance, figure.time = distance, time
                times, targets = x.copy(), y.copy()
                times[lesson_03.DRAGGED], targets[lesson_03.DRAGGED] = time, distance
                said = re.findall(r"passes (.*?),|the least MSE (.*?) at distance", figure.describe())
                for fit, words in zip((lesson_03.least_absolute, lesson_03.least_squares), map("".join, said), strict=True):
                    miss = quadratic(times, *fit(times, targets))[lesson_03.DRAGGED] - distance
                    side = "above" if miss > 0 else "below"
                    assert words == ("through the dot" if abs(miss) < 0.05 else f"{abs(miss):.1f} cm {side} the dot")
                    seen.add(words.split()[-3] if "cm" in words else words)
        assert seen == {"above", "below", "through the dot"}

    def test_squares_are_nearer_with_a_bell_curve_and_sizes_with_one_wrong_reading(self) -> None:
        assert 0.68 < lesson_03.films_where_squares_win(0, films=2000) / 2000 < 0.73
        assert lesson_03.films_where_squares_win(1, films=2000) / 2000 < 0.01

    def test_on_the_map_a_kink_is_where_the_curve_runs_through_a_dot(self) -> None:
        for at, target in zip(x, y, strict=True):
            ends = np.stack(plots.crease(at, target, 1.0), axis=1)
            for part in (0.1, 0.5, 0.9):
                a, b = ends[0] + part * (ends[1] - ends[0])
                assert quadratic(at, a, b, 1) == pytest.approx(target, abs=1e-9)

    def test_straight_across_the_map_the_mae_falls_and_then_rises_in_straight_pieces(self) -> None:
        for b in (-3.0, 0.0, 2.0, 7.0):
            places = np.sort((y - b * x - 1) / x**2)
            inside = [-1, *places[(places > -1) & (places < 7)], 7]
            assert len(inside) > 10
            slopes = [
                (mean_absolute_error(quadratic(x, right, b, 1), y) - mean_absolute_error(quadratic(x, left, b, 1), y)) / (right - left)
                for left, right in itertools.pairwise(inside)
            ]
            assert np.all(np.diff(slopes) > 0)
            assert slopes[0] < 0 < slopes[-1]
            for left, right in itertools.pairwise(inside):
                losses = [mean_absolute_error(quadratic(x, a, b, 1), y) for a in np.linspace(left, right, 5)]
                assert np.diff(losses, 2) == pytest.approx(0, abs=1e-9)

    def test_each_landscape_is_one_valley(self) -> None:
        pairs = np.random.default_rng(0).uniform([-1, -3], [7, 7], (300, 2, 2))
        for loss in (mean_absolute_error, mean_squared_error):
            for one, other in pairs:  # convex: no point between two others is higher than the line between them
                ends = [loss(quadratic(x, *end, 1), y) for end in (one, other)]
                assert loss(quadratic(x, *(one + other) / 2, 1), y) <= np.mean(ends) + 1e-9

    def test_the_game_is_won_in_the_notebook_and_on_a_page_and_not_at_its_start(self) -> None:
        unseen = lesson_03.unseen_measurements()
        best = lesson_03.least_absolute(*unseen)
        assert np.abs(best).max() < 3
        least = mean_absolute_error(quadratic(unseen[0], *best), unseen[1])
        assert least <= lesson_03.least_with_sliders(*unseen) < least + 0.02
        whole = itertools.product(range(-3, 4), repeat=3)  # the stops that a page has
        losses = np.array([mean_absolute_error(quadratic(unseen[0], *stops), unseen[1]) for stops in whole])
        assert (losses < lesson_03.FOUND).sum() == 1
        for parameters in ((0, 0, 0), (3, 2, 1)):
            assert mean_absolute_error(quadratic(unseen[0], *parameters), unseen[1]) > 2


def mae(parameters: Any) -> float:
    return float(mean_absolute_error(quadratic(x, *parameters), y))


def slope_of_mae(parameters: np.ndarray) -> np.ndarray:
    return mae_gradient(parameters, x, y)


@pytest.fixture(scope="module")
def descent() -> np.ndarray:
    return gradient_descent(slope_of_mae, np.zeros(3), 0.1, 100)


def on_the_map(loss: Any) -> Any:
    """Return the gradient over a and b, with c = 1, that the map of lesson 04 shows."""
    return lesson_04._slopes_over_a_and_b(x, y, 1)[0 if loss is mean_absolute_error else 1]


class TestLesson04:
    def test_the_first_figure_walks_right_from_0_left_from_6_and_ends_at_the_bottom(self) -> None:
        first, *_, last = lesson_04._knob_walk(0, x, y, 2, 1)
        assert first.words(2, 0.74).splitlines()[2:] == ["slope: −0.147 / 0.1 = −1.47", "step: 0.00 − 0.5 · (−1.47) = 0.74"]
        assert first.slope < 0 < lesson_04._knob_walk(6, x, y, 2, 1)[0].slope
        for start in (0, 2, 4, 6):
            walk = lesson_04._knob_walk(start, x, y, 2, 1)
            assert walk[-1].loss < 0.75
        assert last.a == pytest.approx(3.07, abs=0.01)

    def test_along_a_a_tenth_to_the_right_of_0_brings_a_tenth_of_the_slope(self) -> None:
        assert mae([0.1, 2, 1]) - mae([0, 2, 1]) == pytest.approx(-0.147, abs=5e-4)

    def test_a_nudge_to_one_side_is_off_by_a_tenth_of_what_ten_times_the_nudge_is(self) -> None:
        def squared(a: float) -> float:
            return float(mean_squared_error(quadratic(x, a, 2, 1), y))

        off = [(squared(1 + h) - squared(1)) / h + 15.4951567 for h in (1, 0.1, 0.01)]
        assert off == pytest.approx([3.896, 0.3896, 0.03896], rel=1e-3)
        both = [abs((squared(1 + h) - squared(1 - h)) / (2 * h) + 15.4951567) for h in (1e-4, 1e-8, 1e-11, 1e-14)]
        assert both[0] < 1e-7 < both[2] < both[3]
        assert both[1] < 1e-6

    def test_the_curve_fits_itself_by_nudging_alone(self) -> None:
        path = gradient_descent(lambda p: numerical_gradient(mae, p), np.zeros(3), 0.1, 60)
        assert mae(path[-1]) < 0.69

    def test_the_tables_are_right(self) -> None:
        two = np.array([1.0, -2.0]), np.array([4.0, 3.0])
        before, after = (np.abs(quadratic(two[0], a, 0, 1) - two[1]) for a in (1, 1.1))
        expected = np.stack([before, after, (after - before) / 0.1], axis=1)
        assert [blank.answer for blank in questions_04.ask.questions["two misses"].blanks()] == pytest.approx(expected.ravel())
        each = [mae_gradient(np.array([1.0, 0.0, 1.0]), two[0][[i]], two[1][[i]]) for i in (0, 1)]
        expected = np.array([*each, np.mean(each, axis=0)])
        assert [blank.answer for blank in questions_04.ask.questions["three slopes"].blanks()] == pytest.approx(expected.ravel())

    def test_only_one_rule_gives_both_slopes(self) -> None:
        at, r = np.array([1.0, -2.0]), np.array([-2.0, 2.0])
        rules = {"x²": at**2, "r": r, "r · x²": r * at**2, "sign(r) · x²": np.sign(r) * at**2, "sign(r) · x": np.sign(r) * at}
        assert list(rules) == [choice.choice for choice in questions_04.ask.questions["which rule"].choices]
        assert [name for name, slopes in rules.items() if slopes.tolist() == [-1, 4]] == ["sign(r) · x²"]

    def test_what_the_first_step_misses_of_its_forecast_is_the_dot_on_the_curve(self) -> None:
        slopes = slope_of_mae(np.zeros(3))
        after = step(np.zeros(3), slopes, 0.1)
        left_behind = np.abs(quadratic(x, *after))[y == 0]
        assert len(left_behind) == 1
        assert 0.1 * np.sum(slopes**2) - (mae(np.zeros(3)) - mae(after)) == pytest.approx(left_behind[0] / 20)
        assert round(left_behind[0] / 20, 3) == 0.005

    def test_no_direction_promises_more_than_straight_against_the_gradient(self) -> None:
        slopes = slope_of_mae(np.zeros(3))
        moves = np.random.default_rng(0).normal(size=(10_000, 3))
        moves *= 0.1 * np.linalg.norm(slopes) / np.linalg.norm(moves, axis=1, keepdims=True)
        assert 0.305 < (-moves @ slopes).max() < 0.1 * slopes @ slopes

    def test_along_a_many_creases_make_the_slope_jump_and_one_makes_it_change_its_sign(self) -> None:
        creases = np.sort((y - 2 * x - 1) / x**2)
        inside = creases[(creases > 0) & (creases < 6)]
        slopes = [slope_of_mae(np.array([a, 2, 1]))[0] for a in [0, *(inside[:-1] + inside[1:]) / 2, 6]]
        assert len(inside) == 17
        assert (np.diff(slopes) > 0).all()
        assert (np.diff(np.sign(slopes)) != 0).sum() == 1

    def test_every_start_on_the_map_leads_into_the_same_hollow(self) -> None:
        for a in np.arange(-0.6, 4.21, 0.3):
            for b in np.arange(-0.6, 3.61, 0.3):
                path = gradient_descent(on_the_map(mean_absolute_error), np.array([a, b]), lesson_04.MAP_RATE, lesson_04.MAP_STEPS)
                assert mae([*path[-1], 1]) < 0.75

    def test_the_mae_keeps_hopping_across_both_creases_and_the_steps_of_the_mse_fade(self) -> None:
        steps, paths = {}, {}
        for loss in (mean_absolute_error, mean_squared_error):
            paths[loss] = gradient_descent(on_the_map(loss), np.zeros(2), lesson_04.MAP_RATE, 3000)
            steps[loss] = np.linalg.norm(np.diff(paths[loss], axis=0), axis=1)
        assert steps[mean_absolute_error].min() > 0.005
        shown = paths[mean_absolute_error][lesson_04.HOVER_STEPS - lesson_04.HOVERING :]
        for dot in (0, 12):  # whose creases cross at the lowest point
            signs = np.sign(quadratic(x[dot], shown[:, 0], shown[:, 1], 1) - y[dot])
            assert (np.diff(signs) != 0).sum() >= 10
        fading = steps[mean_squared_error][5:100]
        assert (np.diff(fading[fading > 1e-6]) < 0).all()
        assert steps[mean_squared_error][lesson_04.HOVER_STEPS] < 1e-6

    def test_with_three_knobs_too_it_never_rests(self) -> None:
        long = gradient_descent(slope_of_mae, np.zeros(3), 0.1, 3000)
        assert min(np.linalg.norm(slope_of_mae(place)) for place in long) > 0.09
        assert np.abs(long[-500:] - lesson_03.least_absolute(x, y)).max() < 0.2

    def test_near_the_bottom_the_slope_along_a_flips(self, descent: np.ndarray) -> None:
        slopes = np.array([slope_of_mae(place)[0] for place in descent[-10:]])
        assert set(slopes.round(2)) <= {-0.08, -0.09, 0.32}
        assert 2 <= (slopes > 0.3).sum() <= 3

    def test_the_lowest_point_is_a_single_corner_with_three_dots_and_0_among_its_slopes(self) -> None:
        best = lesson_03.least_absolute(x, y)
        touched = np.abs(residuals(quadratic(x, *best), y)) < 1e-9
        assert touched.sum() == 3
        for nudge in 1e-6 * np.eye(3):
            assert mae(best) - mae(best - nudge) < 0 < mae(best + nudge) - mae(best)
        for direction in np.random.default_rng(0).normal(size=(2000, 3)):
            assert mae(best + 1e-6 * direction / np.linalg.norm(direction)) > mae(best) + 1e-9


@pytest.fixture(scope="module")
def walk() -> LiveFigure:
    return lesson_05.walk_the_graph()


class TestLesson05:
    def test_the_numbers_on_the_graph_are_those_of_backpropagation(self) -> None:
        random = np.random.default_rng(0)
        for _ in range(200):
            given = {name: float(random.integers(-4, 5)) / 2 for name in graph_numbers.GIVEN}
            walk = graph_numbers.stops(given)
            W1, b1 = np.array([[given["W1[0,0]"], given["W1[0,1]"]]]), np.array([given["b1[0]"], given["b1[1]"]])
            W2, b2 = np.array([[given["W2[0,0]"]], [given["W2[1,0]"]]]), np.array([given["b2[0]"]])
            inputs, targets = np.array([[given["x"]]]), np.array([[given["y"]]])
            loss, *gradients = backpropagate(inputs, targets, W1, b1, W2, b2)
            assert walk[lesson_05.LOSS_STOP - 1].number == graph_numbers.loss_of(given) == loss
            found = {stop.name: stop.number for stop in walk if stop.is_slope}
            for name, gradient in zip(("W1", "b1", "W2", "b2"), gradients, strict=True):
                expected = {f"{name}[{','.join(map(str, place))}]": slope for place, slope in np.ndenumerate(gradient)}
                assert {each: found[each] for each in expected} == expected
            back, *_ = backprop.layer_backward(gradients[1][None, :], inputs, W1)
            assert found["x"] == back.item()

    def test_each_number_of_the_walk_is_the_result_of_the_sum_that_stands_beside_it(self) -> None:
        for stop in graph_numbers.stops(graph_numbers.GIVEN):
            results = [words.rpartition("= ")[2] for words in stop.sums.values()]
            if stop.name == "x":
                assert results == ["−2", "0", "−2 + 0"]
            elif results:
                assert results[-1] == graph_numbers.written(stop.number)

    def test_a_right_guess_shows_the_next_number_and_a_wrong_one_a_hint(self, walk: LiveFigure) -> None:
        figure = walk
        figure.reset()
        stops = list(enumerate(graph_numbers.stops(graph_numbers.GIVEN)))
        for place, stop in stops if EVERYTHING else stops[::6]:
            figure.step = place
            shown = f"{stop.asks} {graph_numbers.written(stop.number)}"
            assert f"{stop.asks} = ?" in figure.describe()
            figure.guess = stop.number + 1
            assert f"✗ Not {graph_numbers.written(stop.number + 1)}" in figure.describe()
            assert f"{stop.hint} Try again, or press Enter to see it." in figure.describe()
            assert f", {shown}" not in figure.describe()
            figure.guess = stop.number
            assert "✓ Yes." in figure.describe()
            assert "Press Enter to go on." in figure.describe()
            assert "= ?" not in figure.describe(), "it asks for one number at a time"
            assert f", {shown}" in figure.describe()
            figure.guess = None

    def test_a_nudge_moves_the_loss_as_the_green_number_says_until_it_is_past_a_bend(self, walk: LiveFigure) -> None:
        figure = walk
        figure.reset()
        figure.step = 19
        for name in graph_numbers.GIVEN.keys() - {"y"}:
            figure.change = name
            assert "✓" in figure.describe()
        with figure.hold_trait_notifications():
            figure.change, figure.by = "W2[0,0]", 2.0
        assert "W2[0,0] + 2: loss 1 → 2, not 2 × −1.5 = −3: it went past a bend" in figure.describe()

    def test_five_starts_and_where_they_end(self, history: list[list[np.ndarray]]) -> None:
        runs = {name: train(x[:, None], y[:, None], lesson_05._start(name, 8), 0.1, 1000) for name in lesson_05.STARTS.values()}
        ends = {name: mean_absolute_error(network(x[:, None], *run[-1]), y[:, None]) for name, run in runs.items()}
        assert ends["random"] < 0.8
        assert all((mine == other).all() for mine, other in zip(runs["random"][-1], history[-1], strict=True))
        for W1, b1, W2, _ in runs["alike"]:
            assert np.ptp(W1) + np.ptp(b1) + np.ptp(W2) < 1e-9
        assert ends["zero"] == pytest.approx(3.77)
        for W1, b1, W2, _ in runs["zero"]:
            assert not np.any(W1) | np.any(b1) | np.any(W2)
        for W1, b1, W2, _ in runs["dead"]:
            assert (x[:, None] @ W1 + b1 <= 0).all()
            assert all((mine == first).all() for mine, first in zip((W1, b1, W2), runs["dead"][0], strict=False))
        first = mean_absolute_error(network(x[:, None], *runs["large"][0]), y[:, None])
        assert first > 50
        assert ends["large"] > 1.5 * ends["random"]

    def test_some_of_twelve_seeds_had_stopped_too_early_and_others_stay_above_the_lowest_end(self) -> None:
        def ends(steps: int) -> tuple[list[list[np.ndarray]], np.ndarray]:
            trained = lesson_05.trained_from(x, y, range(12), steps)
            return trained, np.array([mean_absolute_error(network(x[:, None], *each), y[:, None]) for each in trained])

        (_, few), (trained, many) = ends(4000), ends(40_000)
        more = ends(100_000)[1] if EVERYTHING else many
        assert [seed for seed in range(12) if few[seed] > 0.75 and many[seed] < 0.55] == [2, 5, 6]
        assert [few[10].round(2), many[10].round(2), more[10].round(2)] == [0.82] * 3
        assert [many[0].round(2), more[0].round(2)] == [1.45] * 2
        z = layer(x[:, None], *trained[0][:2])
        assert (z <= 0).all(axis=0).sum() == 3
        assert (z[:5] <= 0).all()
        assert np.ptp(network(x[:5, None], *trained[0])) == 0

    def test_seeds_that_are_trained_together_end_where_each_would_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(lesson_05, "HALVINGS", 0)
        for seed, together in zip((0, 5), lesson_05.trained_from(x, y, (0, 5), 100), strict=True):
            alone = train(x[:, None], y[:, None], random_parameters(seed, 8), 0.1, 100)[-1]
            assert all(np.allclose(mine, other) for mine, other in zip(together, alone, strict=True))

    def test_ten_times_the_weights_make_a_hundred_times_the_outputs(self) -> None:
        once, larger = (network(x[:, None], *lesson_05._start(name, 8)) for name in ("random", "large"))
        assert larger == pytest.approx(100 * once)

    def test_the_slopes_of_the_chain_are_those_of_its_loss(self) -> None:
        for w in np.linspace(-1, 4, 11):
            values, links, slopes = chain.numbers_of(w)
            before, after = (chain.numbers_of(w + nudge)[0] for nudge in (-1e-6, 1e-6))
            if w != 0:
                assert slopes[0] == pytest.approx((after[3] - before[3]) / 2e-6)
            assert slopes == [links[0] * links[1] * links[2], links[1] * links[2], links[2]]
            assert values[3] == abs(max(3 * w, 0) - 10)

    def test_the_walk_along_the_chain_says_each_product(self) -> None:
        figure, said = chain.chain_of_slopes(), []
        for figure.step in range(4):
            said.append(figure.describe())
        assert [each.partition(". ")[0].removeprefix("Live figure: ") for each in said] == [
            "Forward: w = 2 gives a loss of 4",
            "Slope of the loss along h: 1 × −1 = −1",
            "Slope of the loss along z: −1 × 1 = −1",
            "Slope of the loss along w: −1 × 3 = −3",
        ]

    def test_nudged_gradients_are_those_of_the_walk_back(self) -> None:
        parameters = random_parameters(16, 8)
        _, *gradients = backpropagate(x[:, None], y[:, None], *parameters)
        for mine, other in zip(gradients, lesson_05.nudged_gradients(x[:, None], y[:, None], parameters), strict=True):
            assert mine.shape == other.shape
            assert mine == pytest.approx(other, abs=1e-7)

    def test_with_a_mask_that_is_always_true_the_network_still_learns_somehow(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(backprop, "relu_backward", lambda upstream, z: upstream * (relu(z) >= 0))
        end = train(x[:, None], y[:, None], random_parameters(16, 8), 0.1, 1000)[-1]
        assert 0.9 < mean_absolute_error(network(x[:, None], *end), y[:, None]) < 1.3


def plain_descent(rate: float, squared: bool, is_network: bool) -> tuple[list[float], int]:
    """Return the losses of one descent, step by step, and how many units are silent at the end: no axis of rates, nothing shared."""
    inputs, targets = x[:, None], y[:, None]
    parts = random_parameters(16, 8) if is_network else [np.zeros(3)]
    losses, silent = [], 0
    for _ in range(301):
        if is_network:
            W1, b1, W2, b2 = parts
            z = inputs @ W1 + b1
            r = relu(z) @ W2 + b2 - targets
            silent = int(np.sum(np.all(z <= 0, axis=0)))
        else:
            r = quadratic(x, *parts[0]) - y
        losses.append(float(np.mean(r**2 if squared else np.abs(r))))
        upstream = (2 * r if squared else np.sign(r)) / 20
        if is_network:
            gradients_2 = backprop.layer_backward(upstream, relu(z), W2)
            gradients_1 = backprop.layer_backward(backprop.relu_backward(gradients_2[0], z), inputs, W1)
            parts = [step(old, g, rate) for old, g in zip(parts, (*gradients_1[1:], *gradients_2[1:]), strict=True)]
        else:
            parts = [step(parts[0], np.array([np.sum(upstream * x**2), np.sum(upstream * x), np.sum(upstream)]), rate)]
    return losses, silent


def in_words(losses: list[float], silent: int) -> str:
    """Return the state of a descent by the rules that lesson 06 gives, worked out in the plainest way."""
    late, before = losses[251:], losses[201:251]
    if any(not np.isfinite(loss) for loss in late) or losses[300] > 100 * losses[0]:
        return "blows up"
    if silent >= 5:
        return "dies"
    mean, highest, lowest = sum(late) / 50, max(late), min(late)
    fall = sum(before) / 50 - mean
    if fall > mean / 100 and 2 * fall > highest - lowest:
        return "crawls"
    return "bounces" if highest - lowest > mean / 20 or 2 * mean > losses[0] else "arrives"


class TestLesson06:
    @pytest.mark.filterwarnings("ignore::RuntimeWarning")  # a rate that is too high overflows, which is the point
    def test_the_state_in_words_is_right_for_random_settings(self) -> None:
        random = np.random.default_rng(0)
        seen, other = [], 0
        for _ in range(200 if EVERYTHING else 50):
            rate, squared, is_network = float(10 ** random.uniform(-3, 1)), bool(random.integers(2)), bool(random.integers(2))
            runs = (lesson_06.network_runs if is_network else lesson_06.quadratic_runs)(x, y, np.array([rate]), squared)
            state = lesson_06.state_of(runs.losses[0], int(runs.silent[0]), 8 if is_network else 0)
            with np.errstate(all="ignore"):
                plain = in_words(*plain_descent(rate, squared, is_network))
            seen.append(state)
            other += state != plain
        assert other == 0
        assert set(seen) == {"crawls", "arrives", "bounces", "blows up", "dies"}

    def test_the_gallery_shows_what_its_answers_say(self) -> None:
        for letter, losses in lesson_06.gallery_curves(x, y).items():
            units, silent = (8, 8) if letter == "E" else (8, 0) if letter == "G" else (0, 0)
            assert lesson_06.state_of(losses, silent, units) == questions_06.GALLERY[letter][0]
        assert lesson_06.network_runs(x, y, np.array([2.0]), False).silent[0] == 8

    def test_the_table_of_rates(self) -> None:
        losses = sweep(np.array([0.001, 0.01, 0.1, 0.3, 1, 3, 10]), 3000, x, y)
        assert losses[:, 1000].round(3).tolist() == [3.183, 0.68, 0.681, 0.688, 1.544, 5.552, 5.908]

    def test_under_the_mae_a_bounce_stays_within_about_three_times_the_rate(self) -> None:
        for rate in (10, 100, 1000, 10_000):
            assert sweep(np.array([rate]), 3000, x, y)[0].max() < 3.5 * rate

    def test_the_threshold_of_the_mse_and_1_per_cent_above_it(self) -> None:
        limit = largest_stable_rate(x)
        assert limit == pytest.approx(0.22153, abs=1e-5)
        below, above = (lesson_06.quadratic_runs(x, y, np.array([part * limit]), True, 200).losses[0, -1] for part in (0.99, 1.01))
        assert (round(below, 2), round(above)) == (0.69, 122790)

    def test_each_cut_through_the_bowl_has_the_curvature_that_the_matrix_gives_its_direction(self) -> None:
        powers = np.stack([x**2, np.ones(20)], axis=1)
        matrix, figure = 2 * powers.T @ powers / 20, lesson_06.cut_the_bowl(x)
        for degrees in range(0, 181, 5):
            figure.degrees = degrees
            along = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
            assert f"{degrees}° from a: curvature {along @ matrix @ along:.2f}" in figure.describe()
            assert along @ matrix @ along <= np.linalg.eigvalsh(matrix)[-1]

    def test_at_rate_2_and_over_every_network_dies_under_the_mae(self) -> None:
        for seed in range(20 if EVERYTHING else 5):
            runs = lesson_06.network_runs(x, y, np.array([2.0, 5.0]), False, 2000, seed)
            assert runs.silent.tolist() == [8, 8]

    def test_halving_reaches_the_least_mae_and_three_dots(self) -> None:
        place = np.zeros(3)
        for done in range(1000):
            place = step(place, slope_of_mae(place), halving_schedule(0.3, done, 50))
        assert mae(place) == pytest.approx(0.67917, abs=1e-5)
        assert (np.abs(residuals(quadratic(x, *place), y)) < 1e-4).sum() == 3

    def test_raw_speeds_have_curvatures_of_4_670_000_to_1_and_standardised_ones_of_6(self) -> None:
        speed, _ = stopping_distances()
        ratios = []
        for inputs in (speed, (speed - speed.mean()) / speed.std()):
            powers = np.stack([inputs**2, inputs, np.ones(50)], axis=1)
            curvatures = np.linalg.eigvalsh(2 * powers.T @ powers / 50)
            ratios.append(curvatures[-1] / curvatures[0])
        assert ratios == pytest.approx([4_669_816, 6.1], rel=0.01)

    def test_the_fit_of_the_cars_hardly_depends_on_c_because_a_and_b_make_up_for_it(self) -> None:
        speed, distance = stopping_distances()
        powers = np.stack([speed**2, speed, np.ones(50)], axis=1)
        best = np.linalg.lstsq(powers, distance, rcond=None)[0]
        losses, with_a_kept = [], []
        for c in (-12, best[2], 17):
            a, b = np.linalg.lstsq(powers[:, :2], distance - c, rcond=None)[0]
            losses.append(np.mean((quadratic(speed, a, b, c) - distance) ** 2))
            b = np.linalg.lstsq(powers[:, 1:2], distance - c - best[0] * speed**2, rcond=None)[0][0]
            with_a_kept.append(np.mean((quadratic(speed, best[0], b, c) - distance) ** 2))
        assert np.array(losses) / losses[1] == pytest.approx([1.02, 1, 1.02], abs=0.005)
        assert min(with_a_kept[0], with_a_kept[2]) > 1.08 * losses[1]

    def test_one_parameter_settles_lands_swings_and_blows_up_at_its_limit(self) -> None:
        targets = y - 3 * x**2 - 2 * x
        ends = {}
        for rate in (0.1, 0.5, 0.9, 1, 1.1):
            c = 0.0
            for _ in range(20):
                c -= rate * np.mean(2 * (c - targets))
            ends[rate] = abs(c - targets.mean()) / abs(targets.mean())
        assert [round(end, 2) for end in ends.values()] == [0.01, 0, 0.01, 1, 38.34]

    def test_the_curvature_along_a(self) -> None:
        slope = [np.mean(2 * x**2 * (quadratic(x, a, 0, 0) - y)) for a in (0, 1)]
        assert slope[1] - slope[0] == pytest.approx(2 * np.mean(x**4))
        assert round(2 * np.mean(x**4), 1) == 7.8

    def test_the_steepest_direction_lies_some_20_degrees_from_a_and_b_mixes_with_neither(self) -> None:
        turns = np.radians(np.arange(181))
        curvatures = [2 * np.mean(quadratic(x, np.cos(turn), 0, np.sin(turn)) ** 2) for turn in turns]
        assert int(np.argmax(curvatures)) == 23
        assert max(curvatures) == pytest.approx(9.03, abs=0.005)
        assert 2 / largest_stable_rate(x) == pytest.approx(max(curvatures), rel=1e-4)

    @pytest.mark.filterwarnings("ignore::RuntimeWarning")  # it overflows, which is the point
    def test_how_a_network_ends(self) -> None:
        assert network_end(x, y, 2.0, squared=False) == "3.770, 8 of 8 units dead"
        assert np.abs(y - np.median(y)).mean() == pytest.approx(3.77)  # as low as a flat line gets
        assert network_end(x, y, 0.5, squared=True) == "nan from step 7 on"
        losses = lesson_06.network_runs(x, y, np.array([0.5]), True).losses[0]
        assert (np.isinf(losses[6]), np.isnan(losses[6]), np.isnan(losses[7])) == (True, False, True)

    def test_no_gradient_of_the_mae_is_long_however_far_out(self) -> None:
        powers = np.stack([x**2, x, np.ones_like(x)], axis=1)
        signs = np.sign(np.random.default_rng(0).normal(size=(20_000, 3)) @ powers.T)  # of all directions, which include the farthest
        assert np.linalg.norm(signs @ powers / len(x), axis=1).max() < 1.8

    def test_after_a_thousand_steps_a_range_of_rates_is_equally_good(self) -> None:
        rates = np.geomspace(0.001, 10, 81)
        low, high = lesson_06.good_range(rates, sweep(rates, 1000, x, y)[:, 1000])
        assert (round(low, 3), round(high, 2)) == (0.005, 0.16)

    def test_a_schedule_that_wins(self) -> None:
        ends = []
        for late in (lambda done: 0.1, lambda done: 0.1 if done < 2000 else halving_schedule(0.05, done - 2000, 100)):
            parameters, last = random_parameters(16, 8), []
            for done in range(3000):
                loss, *gradients = backpropagate(x[:, None], y[:, None], *parameters)
                parameters = [old - late(done) * slope for old, slope in zip(parameters, gradients, strict=True)]
                last.append(float(loss))
            ends.append((round(min(last[-100:]), 3), round(max(last[-100:]), 3)))
        assert ends == [(0.514, 0.657), (0.503, 0.503)]


lesson_07_exercise = questions_07.exercise
ALL_QUESTIONS = [
    *(questions_00, questions_01, questions_02, questions_03, questions_04, questions_05, questions_06, questions_07),
    questions_08,
    questions_09,
]
QUESTIONS = {f"{number:02}": questions for number, questions in enumerate(ALL_QUESTIONS)}


RATES_07 = np.geomspace(0.0001, 0.1, 31)


def engine_of_07() -> dict[str, Any]:
    """Return the names that the cells of lesson 07 define before its network, with the solutions in place of the exercises."""
    cells = code_of("07")
    names: dict[str, Any] = {"Counter": Counter, "np": np, "draw": lambda *_, **__: None, "x": x, "y": y}
    names |= {"multiply": engine.multiply, "send_back": engine.send_back}
    for name in ("multiply", "send_back"):
        names[name] = lesson_07_exercise.by_name[name].stand_in(FunctionType(getattr(engine, name).__code__, names))
    for cell in cells[cells.index(next(cell for cell in cells if cell.startswith("class Value"))) :]:
        if cell.startswith("x, y = "):
            return names
        if not cell.startswith(("@exercise", "ask(")):
            exec(cell, names)
    raise AssertionError


def code_of(lesson: str) -> list[str]:
    (path,) = NOTEBOOKS.glob(f"{lesson}_*.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def without_types_and_words(function: ast.FunctionDef) -> str:
    """Return the code of a function without its docstring and its annotations."""
    kept = [part for part in function.body if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))]
    bare = [ast.Assign([part.target], part.value, lineno=0) if isinstance(part, ast.AnnAssign) and part.value else part for part in kept]
    return "\n".join([", ".join(each.arg for each in function.args.args), *map(ast.unparse, bare)])


class TestLesson07:
    def test_the_engine_in_the_notebook_is_the_one_in_helpers(self) -> None:
        ours = {each.name: each for each in ast.parse(inspect.getsource(engine)).body if isinstance(each, ast.FunctionDef)}
        typed = [part for cell in code_of("07") for part in ast.parse(cell).body if isinstance(part, ast.FunctionDef)]
        typed = [part for part in typed if part.name in ours and not part.decorator_list]
        assert {each.name for each in typed} == ours.keys() - {"multiply", "send_back"}
        for each in typed:
            assert without_types_and_words(each) == without_types_and_words(ours[each.name])
            assert ast.get_docstring(each) == ast.get_docstring(ours[each.name])

    def test_it_is_under_sixty_lines(self) -> None:
        starts = ("class Value", "def add", "def relu", "def size", "def as_value", "Value.", "def count", "def sending", "def backward")
        cells = [cell for cell in code_of("07") if cell.startswith(starts)]
        assert len(cells) == len(starts) + 1  # two give Value its methods
        cells += [lesson_07_exercise.by_name[name].solution() for name in ("multiply", "send_back")]
        without_docstrings = [re.sub(r'""".*?"""', "", cell, flags=re.DOTALL) for cell in cells]
        assert sum(bool(line.strip()) for cell in without_docstrings for line in cell.split("\n")) < 60

    def test_it_agrees_with_lesson_05_to_ten_decimals(self) -> None:
        names = engine_of_07()
        exec(next(cell for cell in code_of("07") if cell.startswith("def loss_of")), names)
        parameters = random_parameters(16, 8)
        values = [[names["Value"](number) for number in array.ravel().tolist()] for array in parameters]
        names["loss_of"](*values).backward()
        _, *by_hand = backpropagate(x[:, None], y[:, None], *parameters)
        for mine, theirs in zip(values, by_hand, strict=True):
            assert [value.gradient for value in mine] == pytest.approx(theirs.ravel(), abs=1e-10)

    def test_a_long_chain_needs_no_deep_stack(self) -> None:
        names = engine_of_07()
        end = start = names["Value"](1.0)
        for _ in range(20_000):
            end = end + start
        end.backward()
        assert start.gradient == 20_001

    @pytest.mark.parametrize(("order", "sends", "slope"), [("dcb", "send_back", 8), ("dcb", "overwrite", 6), ("dbc", "send_back", 2)])
    def test_what_breaks_without_adding_up_and_in_a_wrong_order(self, order: str, sends: str, slope: float) -> None:
        names = engine_of_07()
        values = {name: names[name] for name in "abcd"}
        for value in values.values():
            value.gradient = 0.0
        values["d"].gradient = 1.0
        for name in order:
            names[sends](values[name])
        assert values["a"].gradient == slope

    def test_the_careless_loop_swings_at_every_rate(self) -> None:
        losses, lengths = lesson_07.careless_descent(x, y, RATES_07, False)
        for row in losses:
            turn = int(np.argmax(np.diff(row) > 0))
            assert row[turn] < 2.01
            assert row[turn:].max() > 5.2
        ours = int(np.abs(RATES_07 - 0.01).argmin())
        assert (losses[ours][22].round(2), losses[ours][22:].max().round(2)) == (1.9, 5.34)
        assert 29 < lengths[ours].max() < 30
        cured, gradients = lesson_07.careless_descent(x, y, RATES_07[[ours]], True)
        assert cured.min() == pytest.approx(0.68, abs=0.005)
        assert np.all(np.diff(cured[0])[:300] < 0)
        assert gradients.max() < lesson_07.LONGEST == 1.8

    def test_the_engine_in_the_careless_loop_is_momentum_without_friction(self) -> None:
        names = engine_of_07()
        exec(next(cell for cell in code_of("07") if cell.startswith("def descend")), names)
        losses = names["descend"](0.01, 60)
        assert losses == pytest.approx(lesson_07.careless_descent(x, y, np.array([0.01]), False)[0][0][:60], abs=1e-9)

    def test_the_valley_tells_none_some_and_too_much_momentum_apart(self) -> None:
        heights = {momentum: lesson_07.valley_path(momentum_step, momentum) ** 2 @ lesson_07.CURVATURES / 2 for momentum in (0.0, 0.9, 1.0)}
        assert lesson_07.CURVATURES[1] / lesson_07.CURVATURES[0] == pytest.approx(400)
        assert heights[0.9][-1] < 0.001 < 1 < heights[0.0][-1]
        assert heights[1.0][-20:].max() > heights[1.0][0]

    def test_the_page_to_copy_holds_the_engine_of_the_cells(self) -> None:
        text = (NOTEBOOKS / "07_let_the_computer_find_the_slopes.ipynb").read_text(encoding="utf-8")
        (page,) = (source for cell in json.loads(text)["cells"] if (source := "".join(cell["source"])).startswith("<details>"))
        (page,) = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
        names: dict[str, Any] = {}
        exec(page, names)
        shown = {ast.unparse(part) for part in ast.parse(page).body}
        ours = {part.name for part in ast.parse(inspect.getsource(engine)).body if isinstance(part, ast.FunctionDef)}
        cells = [cell for cell in code_of("07") if cell.startswith(("class Value", "def ", "Value."))]
        for part in (part for cell in cells for part in ast.parse(cell).body):
            if isinstance(part, ast.ClassDef | ast.Assign) or getattr(part, "name", "") in ours:
                assert ast.unparse(part) in shown
        a, b = names["Value"](-2.0), names["Value"](3.0)
        (abs(a * b - 1) + 2 * a.relu()).backward()
        assert (a.gradient, b.gradient) == (-3, 2)

    def training(self, rate: float, momentum: float, steps: int) -> tuple[list[float], list[list[float]]]:
        """Return what the lesson's own loop returns, run by its own engine."""
        names = engine_of_07() | {"momentum_step": momentum_step}
        for cell in code_of("07"):
            if cell.startswith(("def in_values", "def loss_of", "def set_to_zero", "def take_step", "def train(")):
                exec(cell, names)
        trained: tuple[list[float], list[list[float]]] = names["train"](names["in_values"](random_parameters(16, 8)), rate, momentum, steps)
        return trained

    def test_pytorch_learned_the_same(self) -> None:
        stored = json.loads(in_pytorch.STORED.read_text(encoding="utf-8"))
        assert stored["cell"] == in_pytorch.fingerprint(in_pytorch.the_cell()), "run helpers.lessons.lesson_07.in_pytorch where PyTorch is"
        assert f"settings = {json.dumps(stored['settings'])}" in "\n".join(code_of("07"))
        losses, fits = self.training(**stored["settings"])
        assert losses == pytest.approx(stored["losses"], abs=1e-6)
        assert len(fits) == 301

    def test_pytorch_learns_the_same(self) -> None:
        pytest.importorskip("torch")
        names: dict[str, Any] = {}
        exec(in_pytorch.the_cell(), names)
        parameters = random_parameters(16, 8)
        for momentum, steps in ((0.0, 1), (0.0, 50), (0.9, 301)):
            losses, weights = names["train_in_pytorch"](x, y, parameters, 0.02, momentum, steps)
            assert losses == pytest.approx(self.training(0.02, momentum, steps)[0], abs=1e-6)
            if steps == 1:
                for theirs, mine in zip(weights, backpropagate(x[:, None], y[:, None], *parameters)[1:], strict=True):
                    assert theirs.grad.numpy() == pytest.approx(mine, abs=1e-6)

    def test_without_pytorch_stored_losses_are_shown_and_said_to_be_stored(self, capsys: pytest.CaptureFixture[str]) -> None:
        def train(*_: object, **__: object) -> Any:
            raise ImportError

        losses = in_pytorch.run_or_recall(train, x, y, [], rate=0.5, momentum=0.9, steps=301)
        assert len(losses) == 301
        said = capsys.readouterr().out.splitlines()
        assert re.fullmatch(r"PyTorch isn't installed here. PyTorch [\w.+]+ gave these losses, and we stored them.", said[0])
        assert said[1:] == ["They are for other settings: rate=0.02, momentum=0.9, steps=301."]


def split_by(seed: int) -> tuple[Trained, np.ndarray, np.ndarray, np.ndarray]:
    """Return networks trained on fifteen of the twenty, with their losses on these, on the other five, and on the second film."""
    x_train, y_train, x_val, y_val = split(x, y, np.random.default_rng(seed).permutation(20), 5)
    trained = train_sizes(x_train, y_train)
    return trained, trained.losses(x_train, y_train), trained.losses(x_val, y_val), trained.losses(*second_film())


class TestLesson08:
    def test_newtons_curve_has_a_loss_of_about_1_on_the_film_and_the_line_a_larger_one_than_the_quadratic(self) -> None:
        x_film, y_film = second_film()
        assert mean_squared_error(quadratic(x_film, 3, 2, 1), y_film) == pytest.approx(1, abs=0.02)
        by_line = mean_squared_error(np.interp(x_film, x, y), y_film)
        assert by_line > 1.3 * mean_squared_error(quadratic(x_film, *lesson_03.least_squares(x, y)), y_film)

    def test_the_largest_network_overfits_and_the_smallest_underfits(self) -> None:
        trained, seen, unseen, film = split_by(5)
        assert unseen.size == 112
        assert (trained.units[0], trained.units[-1], trained.steps[-1]) == (2, 128, 3000)
        for losses in (seen, unseen, film):
            assert losses[-1, 0] > 3
        assert seen[-1, -1] < 0.05
        assert 2 < unseen[-1, -1] / unseen[:, -1].min() < 2.2
        assert trained.steps[unseen[:, -1].argmin()] == 150
        assert film[-1, -1] > 1.3 * film[:, -1].min()
        best, least_seen = (np.unravel_index(losses.argmin(), losses.shape) for losses in (unseen, seen))
        assert (trained.units[best[1]], unseen[best].round(2), film[best].round(2)) == (8, 0.9, 1.18)
        assert (trained.units[least_seen[1]], trained.steps[least_seen[0]]) == (128, 3000)

    def test_whatever_is_held_out_the_largest_network_ends_above_its_least_loss_on_the_film(self) -> None:
        for seed in range(6):
            film = split_by(seed)[3][:, -1]
            assert film[-1] > 1.05 * film.min()

    def test_what_is_chosen_by_five_pictures_is_worse_on_the_film_by_far_on_average(self) -> None:
        told, true = [], []
        for seed in range(10):
            _, _, unseen, film = split_by(seed)
            best = np.unravel_index(unseen.argmin(), unseen.shape)
            told.append(unseen[best])
            true.append(film[best])
        assert np.mean(true) > 1.4 * np.mean(told)
        assert sum(np.less(told, true)) == 9
        assert max(np.subtract(true, told)).round(1) == 1.3

    def test_of_four_reports_one_is_clean_and_all_claim_too_little(self) -> None:
        reports = four_reports()
        assert [already_seen(each.chosen, each.fitted).size for each in reports] == [20, 3, 0, 1]
        assert all(each.claimed < each.film for each in reports)

    def test_a_batch_of_five_is_right_on_average_and_varies_as_told(self) -> None:
        full = mae_gradient(np.zeros(3), x, y)
        assert full.round(2).tolist() == [-1.47, -0.01, -0.95]
        for size, spread in ((1, 1.31), (5, 0.53), (10, 0.31)):
            drawn = lesson_08.batch_gradients(minibatches, mae_gradient, size)
            assert drawn.mean(axis=0) == pytest.approx(full, abs=0.15)
            assert drawn[:, 0].std() == pytest.approx(spread, abs=0.02)

    def test_batches_of_one_are_fastest_at_first_and_then_bounce(self) -> None:
        one, five, all_twenty = (lesson_08.batch_descent(minibatches, mae_gradient, size) for size in (1, 5, 20))
        assert (len(one), len(five), len(all_twenty)) == (501, 101, 26)
        assert one[60] < 0.8 < five[12] < all_twenty[3]  # after three epochs
        assert np.ptp(one[-100:]) > 0.3
        assert five[20] == pytest.approx(all_twenty[20], abs=0.3)  # four steps of a batch are one of all


class TestLesson09:
    IMAGES, LABELS = digits()
    NAMES = ("train", "read")

    def test_the_loop_in_the_notebook_is_the_one_in_helpers(self) -> None:
        ours = {each.name: each for each in ast.parse(inspect.getsource(classify)).body if isinstance(each, ast.FunctionDef)}
        typed = [part for cell in code_of("09") for part in ast.parse(cell).body if isinstance(part, ast.FunctionDef)]
        typed = [part for part in typed if part.name in self.NAMES]
        assert [each.name for each in typed] == list(self.NAMES)
        for each in typed:
            written, held = (without_types_and_words(one) for one in (each, ours[each.name]))
            assert written == held.replace("return list(layers)", "return layers")

    def test_the_page_that_holds_it_all_is_the_same_training_in_numpy_alone(self) -> None:
        start, rest = (cell for cell in code_of("09") if re.match("(images|random).*W1", cell, re.DOTALL))
        assert len((start + "\n" + rest).splitlines()) == 20
        page: dict[str, Any] = {"np": np, "digits": digits}
        exec(start, page)
        layers = classify.train(self.IMAGES[:1415], page["y"][:1415], classify.random_layers((64, 32, 10)), rate=0.3, epochs=30)
        with contextlib.redirect_stdout(io.StringIO()):
            exec(rest, page)
        for ours, its in zip(itertools.chain(*layers), (page[name] for name in ("W1", "b1", "W2", "b2")), strict=True):
            np.testing.assert_allclose(its, ours, atol=1e-9)

    def test_a_nudge_of_a_millionth_leaves_the_accuracy_alone(self) -> None:
        layers, y = classify.random_layers((64, 32, 10)), np.eye(10)[self.LABELS]
        before = classify.accuracy(classify.read(self.IMAGES, layers), y)
        for place in range(0, 64 * 32, 101):
            (W, b), last = layers
            nudged = W.copy()
            nudged.flat[place] += 1e-6
            assert classify.accuracy(classify.read(self.IMAGES, [(nudged, b), last]), y) == before

    def test_the_mean_absolute_error_never_learns_to_read_and_the_others_do(self) -> None:
        right, said = trainings(self.IMAGES, self.LABELS, lesson_09.RATES)
        absolute, squared, entropy = right
        assert absolute.max() < 0.25
        assert np.abs(said[0, :, -1]).max() < 0.3
        assert np.abs(said[0, :3, -1]).max() < 0.05
        at = int(np.abs(lesson_09.RATES - 0.3).argmin())
        assert entropy[at, 1] > 0.8 > squared[at, 1]
        assert entropy[at, -1] > squared[at, -1] > 0.9
        assert entropy[-1, -1] < 0.15  # at rate 3

    def test_to_say_0_to_everything_costs_a_tenth(self) -> None:
        assert np.abs(0 - np.eye(10)[self.LABELS]).mean() == pytest.approx(0.1)

    def test_the_file_holds_fourteen_forms_and_the_last_three_are_held_out(self) -> None:
        text = "".join(map(str, self.LABELS))
        starts = [found.start() for found in re.finditer("(?=0123456789012345)", text)]
        forms = [start for start, before in zip(starts, [-100, *starts], strict=False) if start - before > 20]
        assert len(forms) == 14
        assert len(text) - forms[-3] == HELD_OUT == len(text) - 1415

    def test_it_reads_new_forms_worse_than_digits_held_out_at_random(self) -> None:
        y, forms = np.eye(10)[self.LABELS], np.arange(len(self.IMAGES))

        def score(order: np.ndarray, seed: int) -> float:
            seen, unseen = order[:1415], order[1415:]
            layers = classify.train(self.IMAGES[seen], y[seen], classify.random_layers((64, 32, 10), seed), rate=0.3, epochs=30)
            return classify.accuracy(classify.read(self.IMAGES[unseen], layers), y[unseen])

        both = [(score(np.random.default_rng(seed).permutation(forms), seed), score(forms, seed)) for seed in range(7 if EVERYTHING else 3)]
        assert all(random > new for random, new in both)
        assert (round(both[0][0], 3), round(both[0][1], 3)) == (0.982, 0.916)

    def test_four_hidden_layers_read_new_forms_better_than_one_from_each_start(self) -> None:
        y = np.eye(10)[self.LABELS]

        def score(sizes: tuple[int, ...], seed: int) -> float:
            layers = classify.train(self.IMAGES[:1415], y[:1415], classify.random_layers(sizes, seed), rate=0.1, epochs=30)
            return classify.accuracy(classify.read(self.IMAGES[1415:], layers), y[1415:])

        one, four = ([score(sizes, seed) for seed in range(1, 6)] for sizes in ((64, 32, 10), (64, 32, 32, 32, 32, 10)))
        assert all(deep > shallow for shallow, deep in zip(one, four, strict=True))
        assert min(max(one) - min(one), max(four) - min(four)) > 0.015

    def test_a_raised_score_moves_the_loss_by_its_probability_and_the_right_one_by_1_less(self) -> None:
        scores, right, h = np.array([1.0, 2.0, 0.0]), np.array([1.0, 0.0, 0.0]), 0.001
        p = np.exp(scores) / np.exp(scores).sum()
        moved = [classify.cross_entropy(classify.softmax((scores + h * up)[np.newaxis]), right[np.newaxis]) for up in np.eye(3)]
        slopes = (np.array(moved) + np.log(p[0])) / h
        assert slopes.round(3).tolist() == (p - right).round(3).tolist() == [-0.755, 0.665, 0.09]


class TestTheQuestions:
    @pytest.mark.parametrize(("lesson", "questions"), QUESTIONS.items())
    def test_a_lesson_asks_all_its_questions_and_no_others(self, lesson: str, questions: object) -> None:
        (path,) = NOTEBOOKS.glob(f"{lesson}_*.ipynb")
        code = "\n".join("".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"])
        assert sorted(re.findall(r'ask\("(.+?)"\)', code)) == sorted(questions.ask.questions)

    def test_at_the_ends_a_moves_the_curve_by_4(self) -> None:
        moved = quadratic(np.array([-2.0, 0.0, 2.0]), 1, 0, 0) - quadratic(np.array([-2.0, 0.0, 2.0]), 0, 0, 0)
        assert moved.tolist() == [4, 0, 4]
