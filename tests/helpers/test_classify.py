"""A classifier's gradients: against central differences and an independent library, at any depth, and with mistakes swapped in."""

from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from helpers import classify
from helpers.classify import accuracy, backward, cross_entropy, forward, random_layers, read, softmax, softmax_backward, train
from helpers.data import digits
from helpers.descent import numerical_gradient
from helpers.model import layer

SIZES = st.integers(1, 4)
# No smaller example is looked for where one fails, which takes nine tenths of the time.
SEARCH = settings(database=None, report_multiple_bugs=False, max_examples=40, phases=[Phase.explicit, Phase.generate])


def one_hot(random: np.random.Generator, n: int, classes: int) -> np.ndarray:
    return np.eye(classes)[random.integers(0, classes, n)]


def by_autograd(x: np.ndarray, y: np.ndarray, layers: list[tuple[np.ndarray, np.ndarray]]) -> list[Any]:
    """Return the gradients of the cross-entropy by HIPS autograd, from the scores by another formula: log of the sum of powers."""

    def loss(parameters: list[Any]) -> Any:
        scores = x
        for place, (W, b) in enumerate(parameters):
            scores = anp.dot(anp.maximum(scores, 0.0) if place else scores, W) + b
        return anp.mean(anp.log(anp.sum(anp.exp(scores), axis=1)) - anp.sum(scores * y, axis=1))

    return autograd.grad(loss)(layers)


@given(st.integers(0, 10_000), st.lists(SIZES, min_size=2, max_size=5), SIZES)
@SEARCH
def test_the_way_back_is_what_autograd_computes_at_any_depth(seed: int, sizes: list[int], n: int) -> None:
    random = np.random.default_rng(seed)
    x, y = random.normal(size=(n, sizes[0])), one_hot(random, n, sizes[-1])
    layers = [(W, random.normal(size=b.shape)) for W, b in random_layers(sizes, seed)]
    arrays = forward(x, layers)
    assert len(arrays) == len(layers) + 1
    for before, (W, b) in zip(arrays[:-1], layers, strict=True):
        assume((np.abs(layer(before, W, b)) > 1e-6).all())
    gradients = backward(softmax_backward(softmax(arrays[-1]), y), arrays, layers)
    for mine, theirs in zip(gradients, by_autograd(x, y, layers), strict=True):
        for one, other in zip(mine, theirs, strict=True):
            assert one.shape == other.shape
            assert np.allclose(one, other, rtol=1e-9, atol=1e-12)


@given(st.integers(0, 10_000), SIZES, SIZES)
@SEARCH
def test_p_minus_y_is_what_nudging_the_scores_measures(seed: int, n: int, classes: int) -> None:
    random = np.random.default_rng(seed)
    scores, y = random.normal(0, 2, (n, classes)), one_hot(random, n, classes)
    measured = numerical_gradient(lambda flat: cross_entropy(softmax(flat.reshape(scores.shape)), y), scores.ravel())
    assert np.allclose(softmax_backward(softmax(scores), y).ravel(), measured, atol=1e-7)


WRONG: dict[str, tuple[str, Any]] = {
    "y − p": ("softmax_backward", lambda p, y: (y - p) / len(y)),
    "a sum": ("softmax_backward", lambda p, y: p - y),
    "the mean over all numbers": ("softmax_backward", lambda p, y: (p - y) / y.size),
}
WRONG_RULES: dict[str, tuple[str, Any]] = {
    "no mask": ("relu_backward", lambda upstream, x: upstream),
    "a mask that lets 0 through": ("relu_backward", lambda upstream, x: upstream * (x >= 0)),
    "no ReLU on the way": ("relu", lambda z: z),
}


@pytest.mark.parametrize(("name", "wrong"), WRONG.values(), ids=WRONG)
def test_a_wrong_gradient_is_caught(name: str, wrong: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), name, wrong)
    with pytest.raises(AssertionError):
        test_p_minus_y_is_what_nudging_the_scores_measures()


@pytest.mark.parametrize(("name", "wrong"), WRONG_RULES.values(), ids=WRONG_RULES)
def test_a_wrong_rule_is_caught(name: str, wrong: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classify, name, wrong)
    with pytest.raises(AssertionError):
        test_the_way_back_is_what_autograd_computes_at_any_depth()


@pytest.mark.filterwarnings("error")
def test_no_score_is_too_large() -> None:
    assert softmax(np.array([[1e6, 0.0], [-1e6, -1e6]])).tolist() == [[1, 0], [0.5, 0.5]]


def test_a_training_takes_every_row_once_in_a_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[float] = []

    def watched(x: np.ndarray, layers: Any) -> Any:
        seen.extend(x[:, 0].tolist())
        return forward(x, layers)

    monkeypatch.setattr(classify, "forward", watched)
    x = np.arange(10.0)[:, None]
    layers = random_layers((1, 2), 0)
    train(x, np.eye(2)[np.arange(10) % 2], layers, 0.01, epochs=2, size=4)
    first, second = seen[:10], seen[10:]
    assert sorted(first) == sorted(second) == list(range(10))
    assert first != second
    assert all((mine == other).all() for mine, other in zip(layers[0], random_layers((1, 2), 0)[0], strict=True))


def test_the_digits_are_what_their_makers_say() -> None:
    images, labels = digits()
    assert (images.shape, labels.shape) == ((1797, 64), (1797,))
    assert images.dtype == np.float64
    assert np.isin(images * 16, range(17)).all()
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_it_learns_to_read() -> None:
    images, labels = digits()
    order, y = np.random.default_rng(0).permutation(1797), np.eye(10)[labels]
    layers = train(images[order[:1415]], y[order[:1415]], random_layers((64, 32, 10)), 0.3, epochs=30)
    assert accuracy(read(images[order[1415:]], layers), y[order[1415:]]) > 0.975
