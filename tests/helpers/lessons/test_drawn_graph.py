"""The drawn graph of lesson 07: where values stand, what is said at each step, and that drawing changes nothing."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from helpers.engine import Value, send_back, sending_order
from helpers.lessons.lesson_07.explorers import draw, way_back
from helpers.lessons.lesson_07.graph_layout import layout


def random_graph(seed: int, operations: int) -> Value:
    generator = np.random.default_rng(seed)
    values = [Value(float(number)) for number in generator.uniform(-2, 2, 4)]
    for _ in range(operations):
        one, other = (values[place] for place in generator.integers(len(values), size=2))
        values.append([one + other, one * other, abs(one), one.relu()][generator.integers(4)])
    return values[-1]


@pytest.mark.parametrize("seed", range(30))
def test_wires_lead_to_the_right_and_no_two_values_stand_on_each_other(seed: int) -> None:
    found = sending_order(random_graph(seed, 12))
    place_of = {value: place for place, value in enumerate(found)}
    points, ways = layout([[place_of[parent] for parent in value.parents] for value in found])
    assert len(ways) == sum(len(value.parents) for value in found)
    for (place, which), way in ways.items():
        assert way[0] == points[place_of[found[place].parents[which]]]
        assert way[-1] == points[place]
        assert all(one[0] < other[0] for one, other in itertools.pairwise(way))
    for (x, y), (other_x, other_y) in itertools.combinations(points, 2):
        assert x != other_x or abs(y - other_y) > 0.999


@pytest.mark.parametrize("seed", range(30))
def test_the_last_step_shows_what_backward_finds(seed: int) -> None:
    end = random_graph(seed, 12)
    found = sending_order(end)
    _, states = way_back(found, send_back, [value for value in found if value.parents], {})
    end.backward()
    assert list(states[-1].gradients) == [value.gradient for value in found]
    assert states[0].gradients == [None] * len(found)
    assert not any(state.late for state in states)


def test_drawing_leaves_gradients_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    a = Value(5.0)
    b = 2 * a
    a.gradient, b.gradient = 7.0, 1.5
    draw(b, names={"a": a, "b": b})
    assert (a.gradient, b.gradient) == (7.0, 1.5)
    with pytest.raises(ZeroDivisionError):
        draw(b, lambda value: 1 / 0, names={"a": a, "b": b})
    assert (a.gradient, b.gradient) == (7.0, 1.5)


def test_who_sends_too_early_is_told() -> None:
    a = Value(5.0)
    b = 2 * a
    c = 3 * b
    d = b + c
    names = {id(a): "a", id(b): "b", id(c): "c", id(d): "d"}
    found = sending_order(d)
    nodes, states = way_back(found, send_back, [d, b, c], names)
    assert [node.name for node in nodes if node.is_named] == ["d", "c", "b", "a"]
    assert states[-1].said == ("c sends: b had 1, and now has 4; 3 has 10.", "b has sent already, so this never goes on from there. ")
    assert states[0].said[1] == "send_back sends from d, then b, then c."
    assert {tuple(state.turns) for state in states} == {tuple(found.index(value) for value in (d, b, c))}
    assert states[-1].late == {found.index(b)}
    assert states[-1].gradients[found.index(a)] == 2


@pytest.mark.parametrize(("step", "shown"), [(0, 0), (2, 2), (99, 3), (-1, 0)])
def test_a_drawing_starts_where_it_is_told(step: int, shown: int) -> None:
    a, b = Value(5.0), Value(2.0)
    d = (a + b) * b
    figure = draw(d, step=step, names={"a": a, "b": b, "d": d})
    assert figure is not None
    assert figure.step == shown


def test_what_cannot_be_drawn_is_said_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert draw(3.0) is None
    assert draw(sum([Value(1.0) for _ in range(50)], Value(0.0))) is None
    said = capsys.readouterr().out
    assert said == (
        "draw shows a Value, and this is a float.\n"
        "This graph has 101 values, and draw has room for 40. Draw a part of it, or a smaller one.\n"
    )
