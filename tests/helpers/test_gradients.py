"""Every gradient of the series: against central differences, against an independent library, on kinks, and with mistakes swapped in."""

import itertools
from collections.abc import Callable
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers import backprop
from helpers.backprop import backpropagate, layer_backward, random_parameters, relu_backward, train
from helpers.data import measurements
from helpers.descent import gradient_descent, mae_gradient, numerical_gradient, step, sweep
from helpers.engine import Value, multiply, send_back
from helpers.loss import mean_absolute_error, mean_squared_error
from helpers.model import layer, network, quadratic, relu

x, y = measurements()
SIZES = st.integers(1, 5)
NEAR_A_KINK = 1e-3  # central differences mean nothing across one
# What a mistake fails on is not kept, nor is a smaller one looked for, which takes nine tenths of the time.
SEARCH = settings(database=None, report_multiple_bugs=False, phases=[Phase.explicit, Phase.generate])
CLOSE = {"rtol": 1e-6, "atol": 1e-6}


def numbers(*shape: int) -> st.SearchStrategy[np.ndarray]:
    return arrays(np.float64, shape, elements=st.floats(-3, 3, width=32))


@st.composite
def networks(draw: Any) -> tuple[np.ndarray, ...]:
    n, inputs, units, outputs = (draw(SIZES) for _ in range(4))
    shapes = ((n, inputs), (n, outputs), (inputs, units), (units,), (units, outputs), (outputs,))
    return tuple(draw(numbers(*shape)) for shape in shapes)


def by_autograd(inputs: np.ndarray, targets: np.ndarray, parameters: list[np.ndarray]) -> list[np.ndarray]:
    """Return the gradients of the mean absolute error by HIPS autograd, whose conventions on kinks are its own."""

    def loss(parameters: list[Any]) -> Any:
        W1, b1, W2, b2 = parameters
        return anp.mean(anp.abs(anp.dot(anp.maximum(anp.dot(inputs, W1) + b1, 0.0), W2) + b2 - targets))

    return autograd.grad(loss)(parameters)


def by_differences(inputs: np.ndarray, targets: np.ndarray, parameters: list[np.ndarray]) -> list[np.ndarray]:
    """Return the gradients of the mean absolute error by central differences, with the lessons' own function."""

    def gradient_of(place: int) -> np.ndarray:
        def loss(flat: np.ndarray) -> Any:
            changed = [*parameters[:place], flat.reshape(parameters[place].shape), *parameters[place + 1 :]]
            return mean_absolute_error(network(inputs, *changed), targets)

        return numerical_gradient(loss, parameters[place].ravel()).reshape(parameters[place].shape)

    return [gradient_of(place) for place in range(4)]


def is_near_a_kink(inputs: np.ndarray, targets: np.ndarray, parameters: list[np.ndarray]) -> bool:
    W1, b1, _, _ = parameters
    return bool((np.abs(layer(inputs, W1, b1)) < NEAR_A_KINK).any() or (np.abs(network(inputs, *parameters) - targets) < NEAR_A_KINK).any())


@given(numbers(3), st.integers(1, 8).flatmap(lambda n: st.tuples(numbers(n), numbers(n))))
@SEARCH
def test_the_rule_is_what_nudging_measures(parameters: np.ndarray, pair: tuple[np.ndarray, np.ndarray]) -> None:
    inputs, targets = pair
    assume((np.abs(quadratic(inputs, *parameters) - targets) > NEAR_A_KINK).all())
    measured = numerical_gradient(lambda p: mean_absolute_error(quadratic(inputs, *p), targets), parameters)
    assert np.allclose(mae_gradient(parameters, inputs, targets), measured, **CLOSE)


def test_at_the_start_it_is_the_one_of_the_series() -> None:
    assert mae_gradient(np.zeros(3), x, y).round(4).tolist() == [-1.4731, -0.0053, -0.95]


def test_on_a_kink_a_measurement_counts_as_0() -> None:
    assert mae_gradient(np.array([1.0, 0.0, 1.0]), np.array([2.0, 1.0]), np.array([5.0, 0.0])).tolist() == [0.5, 0.5, 0.5]


@given(numbers(4), st.floats(0.01, 1))
@SEARCH
def test_central_differences_of_a_parabola_are_exact_for_any_nudge(parameters: np.ndarray, h: float) -> None:
    found = numerical_gradient(lambda p: p @ p + p[0] * p[3], parameters, h)
    exact = 2 * parameters + np.array([parameters[3], 0, 0, parameters[0]])
    assert np.allclose(found, exact, atol=1e-9)


def test_the_nudge_is_taken_to_both_sides() -> None:
    assert numerical_gradient(lambda p: np.abs(p[0]), np.zeros(1)).tolist() == [0]


def test_nothing_is_changed_in_place() -> None:
    parameters, gradient = np.array([1.0, 2.0, 3.0]), np.array([0.5, -0.5, 0.0])
    step(parameters, gradient, 0.1)
    gradient_descent(lambda p: p, parameters, 0.1, 3)
    numerical_gradient(lambda p: p @ p, parameters)
    assert (parameters.tolist(), gradient.tolist()) == ([1, 2, 3], [0.5, -0.5, 0])


def test_a_path_has_the_start_and_every_step() -> None:
    path = gradient_descent(lambda p: 2 * p, np.array([8.0, -4.0]), 0.25, 3)
    assert path.tolist() == [[8, -4], [4, -2], [2, -1], [1, -0.5]]


def test_a_sweep_is_the_loop_for_every_rate() -> None:
    rates, steps = np.array([0.001, 0.1, 0.3, 1.0, 10.0]), 50
    for rate, losses in zip(rates, sweep(rates, steps, x, y), strict=True):
        path = gradient_descent(lambda p: mae_gradient(p, x, y), np.zeros(3), rate, steps)
        assert losses == pytest.approx([mean_absolute_error(quadratic(x, *p), y) for p in path])


@given(networks())
@SEARCH
def test_backpropagation_is_what_nudging_measures_and_what_autograd_computes(given: tuple[np.ndarray, ...]) -> None:
    inputs, targets, *parameters = given
    assume(not is_near_a_kink(inputs, targets, parameters))
    loss, *gradients = backpropagate(inputs, targets, *parameters)
    assert loss == mean_absolute_error(network(inputs, *parameters), targets)
    columns = (gradients, by_differences(inputs, targets, parameters), by_autograd(inputs, targets, parameters), parameters)
    for mine, measured, theirs, parameter in zip(*columns, strict=True):
        assert mine.shape == parameter.shape
        assert mine.dtype == np.float64
        assert np.allclose(mine, measured, **CLOSE)
        assert np.allclose(mine, theirs, rtol=1e-12, atol=1e-12)


@given(networks())
def test_on_kinks_slopes_count_as_0(given: tuple[np.ndarray, ...]) -> None:
    inputs, targets, W1, b1, W2, b2 = given
    for gradient in backpropagate(inputs, network(inputs, W1, b1, W2, b2), W1, b1, W2, b2):
        assert not np.any(gradient)
    _, dW1, db1, dW2, _ = backpropagate(inputs, targets, 0 * W1, 0 * b1, W2, b2)
    assert not any(map(np.any, (dW1, db1, dW2)))


@given(networks())
def test_layers_and_relus_send_back_what_autograd_does(given: tuple[np.ndarray, ...]) -> None:
    inputs, _, W, b, _, _ = given
    z = layer(inputs, W, b)
    upstream = np.cos(z)  # anything of that shape
    theirs = autograd.grad(lambda parts: anp.sum(upstream * (anp.dot(parts[0], parts[1]) + parts[2])))([inputs, W, b])
    for mine, other in zip(layer_backward(upstream, inputs, W), theirs, strict=True):
        assert np.allclose(mine, other)
    assume((z != 0).all())
    assert np.allclose(relu_backward(upstream, z), autograd.grad(lambda z: anp.sum(upstream * anp.maximum(z, 0.0)))(z))


def test_a_relu_at_0_sends_nothing_back() -> None:
    assert relu_backward(np.ones(3), np.array([-1.0, 0.0, 1.0])).tolist() == [0, 0, 1]


def test_training_takes_the_steps_that_it_says() -> None:
    start = random_parameters(16, 8)
    history = train(x[:, None], y[:, None], start, 0.1, 3)
    assert len(history) == 4
    for before, after in itertools.pairwise(history):
        _, *gradients = backpropagate(x[:, None], y[:, None], *before)
        for old, gradient, new in zip(before, gradients, after, strict=True):
            assert (old - 0.1 * gradient == new).all()
    assert all((mine == first).all() for mine, first in zip(history[0], start, strict=True))


def as_values(array: np.ndarray) -> Any:
    return [as_values(part) for part in array] if array.ndim else Value(float(array))


def test_two_ways_to_a_number_add_up() -> None:
    a = Value(5.0)
    b = 2 * a
    c = 3 * b
    (b + c).backward()
    assert a.gradient == 8


def test_ten_thousand_terms_need_no_recursion() -> None:
    terms = [Value(1.0) for _ in range(10_000)]
    sum(terms, Value(0.0)).backward()
    assert {term.gradient for term in terms} == {1}


@pytest.mark.parametrize("seed", range(5))
def test_its_gradients_are_those_of_the_matrices(seed: int) -> None:
    parameters = random_parameters(seed, 3)
    parameters[1] += 0.3
    _, *expected = backpropagate(x[:, None], y[:, None], *parameters)
    W1, b1, W2, b2 = map(as_values, parameters)
    total = Value(0.0)
    for at, target in zip(x.tolist(), y.tolist(), strict=True):
        hidden = [(at * w + b).relu() for w, b in zip(W1[0], b1, strict=True)]
        total += abs(sum((h * v[0] for h, v in zip(hidden, W2, strict=True)), b2[0]) - target)
    (total * (1 / len(x))).backward()
    mine = [[w.gradient for w in W1[0]], [b.gradient for b in b1], [v[0].gradient for v in W2], [b2[0].gradient]]
    for gradients, array in zip(mine, expected, strict=True):
        assert gradients == pytest.approx(array.ravel(), abs=1e-10)


@given(st.lists(st.tuples(st.sampled_from("+-*ra"), st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=25), numbers(3))
@settings(SEARCH, suppress_health_check=[HealthCheck.filter_too_much])  # most long graphs blow up, or end at a kink
def test_any_graph_agrees_with_autograd(steps: list[tuple[str, int, int]], leaves: np.ndarray) -> None:
    def built(values: list[Any], relu: Callable[[Any], Any], size: Callable[[Any], Any]) -> list[Any]:
        values = list(values)
        for kind, i, j in steps:
            one, other = values[i % len(values)], values[j % len(values)]
            made = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b * 0.5}.get(kind)
            values.append(made(one, other) if made else relu(one) if kind == "r" else size(one))
        return values

    mine = [Value(leaf) for leaf in leaves.tolist()]
    all_values = built(mine, Value.relu, abs)
    assume(all(1e-9 < abs(value.data) < 1e6 for value in all_values))
    all_values[-1].backward()
    theirs = autograd.grad(lambda p: built([p[0], p[1], p[2]], lambda z: anp.maximum(z, 0.0), anp.abs)[-1])(leaves)
    assert [value.gradient for value in mine] == pytest.approx(theirs, rel=1e-9, abs=1e-9)


def test_gradients_add_up_until_they_are_set_to_0() -> None:
    a = Value(3.0)
    loss = a * a * a
    loss.backward()
    loss.backward()
    assert a.gradient == 2 * 27
    a.gradient = 0.0
    loss.backward()
    assert a.gradient == 27


def test_kinks_count_as_0() -> None:
    a = Value(0.0)
    (a.relu() + abs(a)).backward()
    assert a.gradient == 0


def test_plain_numbers_may_stand_on_either_side() -> None:
    a = Value(2.0)
    made = 1 - (3 * a - 1) + (a - 4) * 2 + (5 + a)
    made.backward()
    assert (made.data, a.gradient) == (-4 + -4 + 7, -3 + 2 + 1)
    assert repr(made) == "Value(-1, gradient 1)"


# A wrong gradient must be caught: each of these stands in for a line of the code, and then the checks above must fail.


def forward_difference(loss: Any, parameters: np.ndarray, h: float = 1e-6) -> np.ndarray:
    return np.array([(loss(parameters + h * unit) - loss(parameters)) / h for unit in np.eye(len(parameters))])


RIGHT = mae_gradient
WRONG_QUADRATIC = {
    "the residual reversed": lambda p, x, y: -RIGHT(p, x, y),
    "a sum": lambda p, x, y: len(x) * RIGHT(p, x, y),
    "the squared error's": lambda p, x, y: 2 * np.mean((quadratic(x, *p) - y) * np.stack([x**2, x, np.ones_like(x)]), axis=1),
    "x left out": lambda p, x, y: np.full(3, RIGHT(p, x, y)[2]),
    "x outside the mean": lambda p, x, y: RIGHT(p, x, y)[2] * np.array([np.mean(x**2), np.mean(x), 1]),
}


@pytest.mark.parametrize("wrong", WRONG_QUADRATIC.values(), ids=WRONG_QUADRATIC)
def test_a_wrong_gradient_of_the_quadratic_is_caught(wrong: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "mae_gradient", wrong)
    with pytest.raises(AssertionError):
        test_the_rule_is_what_nudging_measures()


def test_a_forward_difference_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "numerical_gradient", forward_difference)
    with pytest.raises(AssertionError):
        test_central_differences_of_a_parabola_are_exact_for_any_nudge()
    with pytest.raises(AssertionError):
        test_the_nudge_is_taken_to_both_sides()


WRONG_RULES: dict[str, tuple[str, Any]] = {
    "the mask dropped": ("relu_backward", lambda upstream, z: upstream),
    "the mask after the ReLU": ("relu_backward", lambda upstream, z: upstream * (relu(z) >= 0)),
    "upstream dropped": ("relu_backward", lambda upstream, z: (z > 0) * 1.0),
    "the bias not added up": ("layer_backward", lambda u, x, W: (u @ W.T, x.T @ u, u[0])),
    "the mean for the sum": ("layer_backward", lambda u, x, W: (u @ W.T, x.T @ u / len(x), u.mean(axis=0))),
    "upstream dropped in a layer": ("layer_backward", lambda u, x, W: (np.ones_like(u) @ W.T, x.T @ u, u.sum(axis=0))),
    "the squared error's": ("np", type("numpy", (), {"sign": staticmethod(lambda r: 2 * r)})),
    "the sign dropped": ("np", type("numpy", (), {"sign": staticmethod(np.ones_like)})),
}


@pytest.mark.parametrize(("name", "wrong"), WRONG_RULES.values(), ids=WRONG_RULES)
def test_a_wrong_backward_rule_is_caught(name: str, wrong: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backprop, name, wrong)
    with pytest.raises(AssertionError):
        test_backpropagation_is_what_nudging_measures_and_what_autograd_computes()


def overwrite(value: Value) -> None:
    for parent, slope in zip(value.parents, value.slopes, strict=True):
        parent.gradient = slope * value.gradient


WRONG_ENGINE: dict[str, tuple[str, Any]] = {
    "= for +=": ("send_back", overwrite),
    "the slopes changed about": ("multiply", lambda a, b: Value(a.data * b.data, (a, b), (a.data, b.data))),
    "one parent only": ("multiply", lambda a, b: Value(a.data * b.data, (a,), (b.data,))),
}


@pytest.mark.parametrize(("name", "wrong"), WRONG_ENGINE.values(), ids=WRONG_ENGINE)
def test_a_wrong_engine_is_caught(name: str, wrong: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"helpers.engine.{name}", wrong)
    with pytest.raises(AssertionError):
        test_any_graph_agrees_with_autograd()


def test_the_rules_of_the_engine_are_plain_functions() -> None:
    product = multiply(Value(3.0), Value(-2.0))
    product.gradient = 10.0
    send_back(product)
    assert (product.data, [parent.gradient for parent in product.parents]) == (-6, [-20, 30])


def test_the_squared_errors_gradient_is_another() -> None:
    measured = numerical_gradient(lambda p: mean_squared_error(quadratic(x, *p), y), np.array([1.0, 1.0, 1.0]))
    assert not np.allclose(measured, mae_gradient(np.array([1.0, 1.0, 1.0]), x, y), atol=0.1)
