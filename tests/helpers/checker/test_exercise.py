"""`@exercise`: what it recognises, what it says, and what it does not let a reader's function do."""

import _thread
import inspect
import io
import random
import re
import signal
import subprocess
import sys
import threading
import time
import types
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from IPython.core.displaypub import CapturingDisplayPublisher

from helpers import progress
from helpers.checker import Exercise, Exercises, Mistake, Verdict, judging, run
from helpers.checker.answer import look_at, show
from helpers.checker.definition import fits, is_stub, takes
from helpers.checker.judging import check as verdict_on
from helpers.checker.known_mistakes import AT_ONCE
from tests.helpers.checker.hostile import define
from tests.helpers.checker.verdicts import assert_legible, unfolded, words


def shifted(x, by, times=2.0):
    """Return x moved by so much, times over.

    >>> print(shifted(np.array([1.0]), 2.0))
    [5.]
    """
    return x + times * by


def average(values):
    """Return the mean of the values, a float."""
    return float(np.mean(values))


def apply_to_all(function, values):
    """Return what the function makes of each value."""
    return np.array([function(value) for value in values])


ARRAY = Exercise(
    shifted,
    examples=[(np.array([1.0, 0.37, 5.0]), 2.0), (np.array([0.5, -1.5]), -3.0, 1.0), (np.array([2.5]), 0.25)],
    draw=lambda generator: (generator.uniform(-3, 3, 4), generator.uniform(1, 2)),
    mistakes=[
        Mistake("You subtracted.", lambda x, by, times=2.0: x - times * by),
        Mistake("You multiplied, and printed.", lambda x, by, times=2.0: (print("mistaken"), x * by)[1]),
        Mistake("You ask for a name.", lambda x, by, times=2.0: x.name),
    ],
    hints=["The first hint, with `code < code`.", "The second hint."],
)
NUMBER = Exercise(
    average,
    examples=[(np.array([1.0, 2.0, 6.1]),), (np.array([0.5, -4.0]),), (np.array([3.0, 1.0, 1.0, 1.5]),)],
    draw=lambda generator: (generator.uniform(1, 3, 5),),
    hints=["One.", "Two."],
)
FUNCTION = Exercise(
    apply_to_all,
    examples=[(np.sin, np.array([1.0, 2.0])), (abs, np.array([-1.0, 2.0, 3.0]))],
    draw=lambda generator: (np.cos, generator.uniform(1, 3, 5)),
)


def check(exercise: Exercise, body: str, limit: float = 5.0) -> Verdict:
    """Return what is said of a function with this body."""
    return verdict_on(exercise, cell(exercise, "\n".join(["def NAME(PARAMETERS):", *(f"    {line}" for line in body.split("\n"))])), limit)


def cell(exercise: Exercise, source: str) -> Any:
    return define(source, exercise.name, takes(exercise.reference).strip("()"), exercise.reference)


# What is right.


@pytest.mark.parametrize(
    "body",
    [
        "return x + times * by",
        "return by * times + x",
        "return np.add(x, times * by)",
        "return np.array([each + times * by for each in x])",
        "y = x.copy()\ny += times * by\nreturn y",
        "print('on the way')\nreturn x + times * by",
        "return (x[::-1] + times * by)[::-1]",
        "return np.asfortranarray(x + times * by)",
        "return (x + times * by).astype('>f8')",
        "return (x + times * by).astype(np.longdouble)",
        "return (x + times * by) * (1 + 1e-15)",
        "warnings.warn('text')\nreturn x + times * by",
        "def inner(i): return i + times * by\nreturn inner(x)",
        "return kept.append(1) or x + times * by",
        "try:\n    raise ValueError\nexcept ValueError:\n    return x + times * by",
    ],
)
def test_an_array_is_right_however_it_is_made(body: str) -> None:
    verdict = check(ARRAY, body)
    assert verdict.state == "correct", verdict
    assert verdict.hints == ()
    assert_legible(verdict)


@pytest.mark.parametrize(
    "body",
    [
        "return np.mean(values)",
        "return float(np.sum(values) / len(values))",
        "return sum(values) / len(values)",
        "return sum(values.tolist()) / len(values)",
        "return np.longdouble(values.mean())",
        "total = 0.0\nfor value in values:\n    total += value\nreturn total / values.size",
    ],
)
def test_a_number_is_right_however_it_is_made(body: str) -> None:
    assert check(NUMBER, body).state == "correct"


def test_a_whole_number_will_do_for_a_number() -> None:
    def count(values):
        """Return how many values there are."""
        return float(len(values))

    exercise = Exercise(count, examples=[(np.zeros(3),), (np.zeros(2),)], draw=lambda generator: (np.zeros(generator.integers(5, 9)),))
    assert verdict_on(exercise, lambda values: len(values)).state == "correct"
    assert verdict_on(exercise, lambda values: np.int64(len(values))).state == "correct"
    assert verdict_on(exercise, lambda values: True).state == "not yet"


def test_defaults_may_be_added_and_annotations_may_say_anything() -> None:
    assert (
        verdict_on(ARRAY, cell(ARRAY, "def NAME(x: undefined_ if False else 1, by=1, times=2.0): return x + times * by")).state == "correct"
    )


@pytest.mark.parametrize(
    "source",
    [
        "def NAME(x, by, times=2.0, more=None): return right(x, by, times)",
        "def NAME(x, by, times=2.0, *more): return right(x, by, times)",
        "def NAME(x, by, times=2.0, **more): return right(x, by, times)",
        "def NAME(x, by, times=2.0, *, more=1): return right(x, by, times)",
        "def shown(f):\n    @functools.wraps(f)\n    def inner(*args, **kwargs): return f(*args, **kwargs)\n    return inner\n"
        "@shown\ndef NAME(x, by, times=2.0): return x + times * by",
        "def above(i, by): return i + by\ndef NAME(PARAMETERS): return above(x, times * by)",
    ],
)
def test_what_no_teacher_would_refuse_is_right(source: str) -> None:
    assert verdict_on(ARRAY, cell(ARRAY, source)).state == "correct"


def doubled(number):
    """Return twice the number."""
    return 2 * number


DOUBLED = Exercise(doubled, examples=[(1.5,), (0.0,)], draw=lambda generator: (float(generator.uniform(1, 2)),))


def test_a_cache_is_looked_through() -> None:
    assert verdict_on(DOUBLED, cell(DOUBLED, "@functools.lru_cache\ndef NAME(number): return number + number")).state == "correct"
    assert verdict_on(DOUBLED, cell(DOUBLED, "@functools.cache\ndef NAME(number): ...")).state == "not started"
    said = verdict_on(DOUBLED, cell(DOUBLED, "@functools.cache\ndef NAME(number): return number / 0")).text()
    assert "Something is divided by zero" in said
    assert "return number / 0" in said
    said = verdict_on(ARRAY, cell(ARRAY, "@functools.cache\ndef NAME(PARAMETERS): return x + times * by")).text()
    assert "can't hold an array" in said


def rectified(z):
    """Return z with 0 in place of every negative number."""
    return np.maximum(z, 0)


RECTIFIED = Exercise(
    rectified, examples=[(np.array([-1.5, 2.5]),), (np.array([-1.0, -2.0]),)], draw=lambda generator: (generator.normal(0, 1, 2),)
)


def test_whole_numbers_are_numbers_whatever_is_drawn() -> None:
    for _ in range(30):
        assert check(RECTIFIED, "return np.array([max(0, each) for each in z])").state == "correct"
    assert "True and False" in check(RECTIFIED, "return z > 0").text()


@pytest.mark.parametrize("runs", [1, 2])
def test_a_helper_below_the_function_is_told_to_stand_above_it_each_time(runs: int) -> None:
    function = cell(ARRAY, "def NAME(PARAMETERS):\n    return below(x, times * by)\n\ndef below(i, by):\n    return i + by\n")
    if runs == 1:  # the cell has not come to the helper yet
        del function.__globals__["below"]
    verdict = verdict_on(ARRAY, function)
    assert verdict.reasons == (
        "Your function uses `below`, which the cell defines only below it. Put it above: your function is checked right where it ends.",
    )


def test_a_function_may_be_an_argument() -> None:
    assert check(FUNCTION, "return np.array([function(value) for value in values])").state == "correct"
    verdict = check(FUNCTION, "return function(values) + 1")
    assert ("call", "apply_to_all(function=sin, values=[1, 2])") in verdict.example
    assert verdict.reasons == ("Every value is too large by 1.",)


# What is not yet.


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return None", "not started"),
        ("x", "returns None: is there a `return`?"),
        ("print(x + times * by)", "`print` only shows a value"),
        ("if by > 0: return x + times * by", "is there a way through it without a `return`?"),
        ("return list(x + times * by)", "The numbers are right, but they come in a list: return an array of shape (3,)."),
        ("return tuple(x + times * by)", "they come in a tuple"),
        ("return [list(x + times * by)]", "they come in a list"),
        ("return np.matrix(x + times * by)", "they come in a matrix"),
        ("return (x + times * by)[:, None]", "their shape is (3, 1): return an array of shape (3,)."),
        ("return np.array([x + times * by])", "their shape is (1, 3)"),
        ("return (x + times * by).astype(object)", "their dtype is object: it should be float64"),
        ("return (x + times * by).astype(complex)", "they are complex"),
        ("return (x + times * by).astype(np.float32)", "they are rounded to float32"),
        ("return (x + times * by).astype(int)", "All decimals are cut off"),
        ("return np.round(x + times * by, 1)", "rounded to one decimal"),
        (
            "return np.round(x + times * by, 5)",
            "right for the lesson's examples, and wrong for new ones drawn at random. The values are rounded to 5",
        ),
        ("return (x + times * by) * 1.00001", "very close, but not equal"),
        ("return -(x + times * by)", "The sign is reversed everywhere"),
        ("return np.abs(x + times * by)", "The sizes are right, but some signs are not."),
        ("return 2 * (x + times * by)", "Your values are twice what they should be"),
        ("return (x + times * by) / 2", "Your values are half of what they should be"),
        ("return (x + times * by) * 1.5", "Your values are 1.5 times what they should be"),
        (
            "return (x + times * by) * len(x)",
            "Your values are 3 times too large, and 3 is n, the number of elements: a division by n is missing.",
        ),
        ("return (x + times * by) / len(x)", "Your values are 3 times too small, and 3 is n"),
        ("return x + times * by + 1", "Every value is too large by 1."),
        ("return x + times * by - 0.25", "Every value is too small by 0.25."),
        ("return x + by + times", "all values are off by one and the same number"),
        ("return (x + times * by)[::-1]", "in reverse order"),
        ("return np.sort(x + times * by)", "in another order"),
        ("y = x + times * by\ny[0] = 0\nreturn y", "2 of 3 values are right; the first that is not has the index 0."),
        ("y = x + times * by\nreturn y if len(y) == 3 else 2 * y", "Your function is right on 1 of the lesson's 3 examples"),
        ("return x", "returns `x` as it was given"),
        ("return np.zeros(len(x))", "Every value is 0"),
        ("return np.full(len(x), 3.0)", "the same number, whatever goes in"),
        ("return x * np.nan", "There is nan in the answer"),
        ("return x / 0", "There is inf in the answer"),
        ("return x ** 3", "The values are not the expected ones yet."),
        ("return x > 0", "True and False"),
        ("return np.sqrt(-1 - x ** 2 + 0j)", "complex numbers"),
        ("return (x + times * by)[0]", "This is the first value only: if there is a loop, does the `return` stand inside it?"),
        ("for each in x: y = each + times * by\nreturn y", "This is the last value only"),
        ("return sum(x + times * by)", "This is the sum of the expected values."),
        ("return np.mean(x + times * by)", "This is the mean of the expected values."),
        ("return max(x + times * by)", "This is the largest of the expected values."),
        ("return min(x + times * by)", "This is the smallest of the expected values."),
        ("return 17.0", "This is a single number."),
        ("return (each + times * by for each in x)", "returns a generator, and an array of shape (3,) is expected. In round brackets"),
        (
            "return np.append(x + times * by, 0)",
            "returns an array of shape (4,), and an array of shape (3,) is expected. Look at the shapes.",
        ),
        ("return 'text'", "returns a string"),
        ("return {'x': 1}", "returns a dict"),
        ("return np.sum", "Call it, with brackets after its name"),
        ("return np.array(['a', 'b', 'c'])", "an array of shape (3,) and dtype str32"),
        ("x += times * by\nreturn x", "changes its argument `x` in place"),
        ("y = x + times * by\nx += 1000\nx -= 1000\nreturn y", "in place, and puts it back only nearly"),
        ("x[0] = 1\nreturn undefined", "NameError"),  # and not what it did to its argument
        ("return np.floor(x + times * by)", "All values are rounded down to whole numbers"),
        ("return np.ceil(x + times * by)", "All values are rounded up to whole numbers"),
        ("y = np.zeros(len(x))\ny[0] = x[0] + times * by\nreturn y", "Only the first value is filled in"),
        ("y = np.zeros(len(x))\ny[-1] = x[-1] + times * by\nreturn y", "Only the last value is filled in"),
        ("return np.minimum(x + times * by, 4)", "No number in your answers is above 4"),
        ("x *= 1\nx[0] = x[0] + 1\nx[0] -= 1\nx.shape = (-1, 1)\nreturn x + times * by", "changes its argument `x` in place"),
        ("return x + times * by + np.random.normal()", "answers differently"),
        ("kept.append(1)\nreturn x + len(kept)", "answers differently"),
        ("y = buffer.setdefault(0, np.zeros(9))[:len(x)]\ny[:] = x + times * by\nreturn y", "is changed by its next call"),
    ],
)
def test_the_reason_is_named(body: str, words: str) -> None:
    verdict = check(ARRAY, body)
    if words == "not started":
        assert verdict.state == "not started"
    else:
        assert verdict.state == "not yet"
        assert words in " ".join(verdict.reasons)
    assert_legible(verdict)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return [np.mean(values)]", "The numbers are right, but they come in a list: return a single number."),
        ("return np.array(np.mean(values))", "they come in an array of shape (): return a single number, as `float(...)` makes it."),
        ("return np.mean(values, keepdims=True)", "they come in an array of shape (1,): return a single number"),
        ("return np.sum(values)", "Your values are 3 times too large, and 3 is n"),
        ("return 0.0", "Your answer is 0, whatever goes in"),
        ("return np.sum(values) / 2", "It is divided by 2 where it should be by n."),
        ("return np.sum(values) / (len(values) - 1)", "It is divided by n − 1 where it should be by n."),
        ("return np.sum(values) / (len(values) + 1)", "It is divided by n + 1 where it should be by n."),
        ("return np.floor(np.mean(values))", "All values are rounded down"),
        ("return np.mean(values) / len(values)", "Your values are 3 times too small, and 3 is n"),
        ("return values / len(values)", "returns an array of shape (3,), and a single number is expected. What makes one number of many?"),
        ("return str(np.mean(values))", "returns a string, and a single number is expected."),
        ("return complex(np.mean(values))", "they are complex"),
        ("return bool(np.mean(values))", "True and False"),
        ("return np.std(values) + 9", "The values are not the expected ones yet."),
        (
            "return np.mean(values) if len(values) < 4 else 0.0",
            "Your function is right on 2 of the lesson's 3 examples; this is the first on which it is not.",
        ),
    ],
)
def test_the_reason_is_named_for_a_number_too(body: str, words: str) -> None:
    verdict = check(NUMBER, body)
    assert verdict.state == "not yet"
    assert words in " ".join(verdict.reasons)


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("return yy", "return yy", "Nothing is called `yy` here: what is given to the function is `x`, `by`, `times`."),
        ("total = x\nreturn totl", "return totl", "did you mean `total`?"),
        ("return sift(x)", "return sift(x)", "did you mean `shifted`?"),
        ("return x + time * by", "return x + time * by", ""),
        ("return x + tims * by", "return x + tims * by", "did you mean `times`?"),
        ("return plt", "return plt", "`plt` is imported by the first code cell of the lesson: run that cell first."),
        ("total += x\nreturn total", "total += x", "This name is used before it has a value"),
        ("return x ^ 2", "return x ^ 2", "a power is written `**`"),
        ("return by ^ 2", "return by ^ 2", "a power is written `**`"),
        ("return math.sqrt(x)", "return math.sqrt(x)", "take one number"),
        ("return x + float(x)", "return x + float(x)", "take one number"),
        ("return times(by)", "return times(by)", "between two factors write `*`"),
        ("return x + np.zeros(7)", "return x + np.zeros(7)", "lengths do not fit"),
        ("if x > 0:\n    return x", "if x > 0:", "needs one yes or no"),
        ("return x[7]", "return x[7]", "goes past the end"),
        ("return [1, 2][7]", "return [1, 2][7]", "goes past the end"),
        ("return x[0, 0]", "return x[0, 0]", "fewer axes"),
        ("return x[0][0]", "return x[0][0]", "this is a single number"),
        ("return by[0]", "return by[0]", "is not one"),
        ("for each in by: pass", "for each in by: pass", "a single value"),
        ("return np.added(x)", "return np.added(x)", "spelled as in the lesson"),
        ("import undefined", "import undefined", "The import found nothing"),
        ("return 1 / 0", "return 1 / 0", "divided by zero"),
        ("return print() + x", "return print() + x", "None, which stands for nothing"),
        ("def inner(i): return i\nreturn inner()", "return inner()", "`inner` is called without `i`."),
        ("def inner(i): return i\nreturn inner(1, 2)", "return inner(1, 2)", "`inner` takes 1 positional argument but 2 were given."),
        ("return NAME(x, by, times)", "return shifted(x, by, times)", "calls itself, and never comes to an end"),
        ("return np.ones((10**7, 10**7))", "return np.ones((10**7, 10**7))", "more memory than there is"),
        ("return math.exp(10**6)", "return math.exp(10**6)", "larger than Python's floats can be"),
        ("return input('How much?')", "return input('How much?')", "comes in through its arguments"),
        ("exit()", "exit()", "would end the whole notebook"),
        ("quit()", "quit()", "would end the whole notebook"),
        ("sys.exit(1)", "sys.exit(1)", "would end the whole notebook"),
        (
            "return np.ones((2, 3)) @ np.ones((2, 3))",
            "return np.ones((2, 3)) @ np.ones((2, 3))",
            "the columns of the first must be as many",
        ),
        ("return np.dot(np.ones((2, 3)), np.ones((2, 3)))", "return np.dot(np.ones((2, 3)), np.ones((2, 3)))", "the columns of the first"),
        ("return [1, 2][x[0]]", "return [1, 2][x[0]]", "The index of a list is one whole number"),
        ("return x[by]", "return x[by]", "An index is a whole number"),
        ("return np.array([[1], [2, 3]])", "return np.array([[1], [2, 3]])", "have different lengths"),
        ("y = x.copy()\ny[y > 0] = np.ones(7)", "y[y > 0] = np.ones(7)", "A mask picks out fewer places"),
        ("return np.array([2]) ** -1", "return np.array([2]) ** -1", "can't be raised to a negative power"),
        ("return (1, 2) * by", "return (1, 2) * by", "take what is in it one by one"),
        ("return x * abs", "return x * abs", "A function is used as if it were a number"),
        ("raise NotImplementedError", "raise NotImplementedError", "Write your own code"),
        ("raise KeyboardInterrupt", "raise KeyboardInterrupt", "interrupts its work"),
    ],
)
def test_an_exception_is_explained_with_its_line(body: str, line: str, words: str) -> None:
    verdict = check(ARRAY, body)
    assert verdict.state == "not yet"
    assert words in " ".join(verdict.reasons)
    shown = dict(verdict.example)
    number = next(
        number for number, text in enumerate(f"def shifted():\n{body}".split("\n"), 1) if text.replace("NAME", "shifted").strip() == line
    )
    assert shown[f"in line {number}"] == line
    assert shown["call"] == "shifted(x=[1, 0.37, 5], by=2)"
    assert shown["raised"].split(":")[0] in verdict.reasons[0]
    assert "helpers" not in verdict.text()
    assert "Traceback" not in verdict.text()
    assert_legible(verdict)


def test_the_line_is_the_readers_own_even_where_numpy_raises() -> None:
    source = "def wrong(i):\n    return np.reshape(i, (7, 7))\n\ndef NAME(PARAMETERS):\n    return wrong(x)\n"
    assert dict(verdict_on(ARRAY, cell(ARRAY, source)).example)["in line 2"] == "return np.reshape(i, (7, 7))"


def test_without_source_there_is_no_line() -> None:
    names: dict[str, Any] = {}
    exec("def shifted(x, by, times=2.0):\n    return undefined", names)
    verdict = verdict_on(ARRAY, names["shifted"])
    assert [label for label, _ in verdict.example] == ["call", "raised", "expected"]
    names = {}
    exec("def shifted(x, by, times=2.0):\n    ...", names)
    assert verdict_on(ARRAY, names["shifted"]).state == "not started"


def test_a_known_mistake_is_told_whatever_form_its_numbers_have() -> None:
    assert check(ARRAY, "return x - times * by").reasons == ("You subtracted.",)
    assert check(ARRAY, "return list(x - times * by)").reasons == ("You subtracted.",)
    assert check(ARRAY, "return (x - times * by).astype(np.longdouble)").reasons == ("You subtracted.",)
    assert check(ARRAY, "return x * by").reasons == ("You multiplied, and printed.",)
    assert check(ARRAY, "return x.name").reasons == ("You ask for a name.",)
    assert check(ARRAY, "return x.another").reasons != ("You ask for a name.",)
    assert check(ARRAY, "return (x - times * by) if len(x) < 4 else x").reasons != ("You subtracted.",)


def test_a_known_mistake_must_be_the_same_mistake_with_new_examples_too() -> None:
    body = "if x.tolist() in ([1.0, 0.37, 5.0], [0.5, -1.5], [2.5]): return x - times * by\nreturn x * 17"
    assert check(ARRAY, body).reasons != ("You subtracted.",)


def test_what_is_right_for_the_fixed_examples_alone_is_not_right() -> None:
    body = "return {3: np.array([5.0, 4.37, 9.0]), 2: np.array([-2.5, -4.5]), 1: np.array([3.0])}.get(len(x), x)"
    verdict = check(ARRAY, body)
    assert verdict.state == "not yet"
    assert "wrong for new ones drawn at random" in verdict.text()


def test_as_many_digits_are_shown_as_it_takes_to_see_a_difference() -> None:
    shown = dict(check(ARRAY, "return x + times * by + 1e-8").example)
    assert shown["returned"] != shown["expected"]
    assert dict(check(ARRAY, "return [*(x + times * by)]").example)["returned"] == "[5, 4.37, 9]"


def test_returning_an_argument_itself_is_not_right() -> None:
    def rectified(z):
        """Return z where it is positive and 0 elsewhere, a new array."""
        return np.maximum(z, 0)

    exercise = Exercise(
        rectified, examples=[(np.array([1.0, 2.0]),), (np.array([3.0]),)], draw=lambda generator: (generator.uniform(1, 2, 3),)
    )
    for function in (lambda z: z, lambda z: z[:], lambda z: np.asarray(z).reshape(-1)):
        verdict = verdict_on(exercise, function)
        assert "returns its argument `z` itself, or a view of it" in verdict.text()
    assert verdict_on(exercise, lambda z: z.copy()).state == "correct"


# What stands in the place of a function.


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("class NAME: pass", "yours is a class"),
        ("class NAME(type): pass", "yours is a class"),
        ("NAME = abs", "yours is made in another way"),
        ("NAME = functools.partial(right)", "yours is a partial"),
        ("NAME = staticmethod(right)", "yours is a staticmethod"),
        ("NAME = 3", "yours is a single number"),
        ("NAME = 'text'", "yours is a string"),
        ("NAME = None", "yours is None"),
        ("NAME = Raises()", "yours is a Raises"),
        ("def NAME(PARAMETERS): yield x", "yours is a generator (it says `yield`)"),
        ("async def NAME(PARAMETERS): return x", "yours is an asynchronous function (`async def`)"),
        ("async def NAME(PARAMETERS): yield x", "yours is an asynchronous function"),
        ("def NAME(x): return x", "`shifted` must take `(x, by, times=2)`; yours takes `(x)`."),
        ("def NAME(x, by): return x", "yours takes `(x, by)`"),
        ("def NAME(by, x, times=2): return x", "yours takes `(by, x, times=2)`"),
        ("def NAME(x, by, times): return x", "yours takes `(x, by, times)`"),
        ("def NAME(x, by, times=2, *, more): return x", "yours takes `(x, by, times=2, *, more)`"),
        ("def NAME(*x, **by): return x", "yours takes `(*x, **by)`"),
        ("def NAME(x, by, *, times=2): return x", "yours takes `(x, by, *, times=2)`"),
        ("def NAME(x, by, /, times=2): return x", "yours takes `(x, by, /, times=2)`"),
        ("def NAME(x, *rest, by, times='a'): return x", "yours takes `(x, *rest, by, times='a')`"),
        ("def NAME(): return 1", "yours takes `()`"),
    ],
)
def test_another_definition_is_told_what_it_is(source: str, words: str) -> None:
    verdict = verdict_on(ARRAY, cell(ARRAY, source))
    assert verdict.state == "not yet"
    assert words in verdict.text()
    assert_legible(verdict)


@pytest.mark.parametrize(
    "body", ["...", "pass", "'''Docstring.'''", "'''Docstring.'''\n...", "'''Docstring.'''\npass\n...", "return ...", "return"]
)
@pytest.mark.parametrize("head", ["def f():", "def f(x, y=1, *z):", "def f(x: int) -> 'int':"])
def test_stubs_are_recognised(head: str, body: str) -> None:
    assert is_stub(made(head, body))


@pytest.mark.parametrize(
    "body", ["return 1", "x = 1", "return x", "return []", "print()", "while True: pass", "raise ValueError", "return True", "return 300"]
)
def test_what_does_anything_is_no_stub(body: str) -> None:
    assert not is_stub(made("def f(x=1):", body))


def test_a_stub_in_a_function_is_a_stub() -> None:
    name = 1

    def stub(x):
        """Docstring."""
        ...

    def no_stub(x):
        return name

    assert is_stub(stub)
    assert not is_stub(no_stub)


def made(head: str, body: str) -> types.FunctionType:
    names: dict[str, Any] = {}
    exec("\n".join([head, *(f"    {line}" for line in body.split("\n"))]), names)
    return names["f"]


@pytest.mark.parametrize(
    "written", ["()", "(x)", "(x, y=3)", "(*x)", "(x, *, y)", "(x, /, y, *z, u=1, **v)", "(x, /)", "(*, x, y=2)", "(x, *y, **z)"]
)
def test_parameters_are_written_as_the_reader_wrote_them(written: str) -> None:
    function = made(f"def f{written}:", "return 1")
    assert takes(function) == written == str(inspect.signature(function))
    assert fits(function, function)


# Verdicts.


def test_a_verdict_reads_as_a_reader_sees_it() -> None:
    verdict = check(ARRAY, "print('first', x[0])\nreturn x - times * by")
    assert verdict.text() == (
        "shifted: not yet\n"
        "You subtracted.\n"
        "    call      shifted(x=[1, 0.37, 5], by=2)\n"
        "    returned  [-3, -3.63, 1]\n"
        "    expected  [5, 4.37, 9]\n"
        "It printed:\n"
        "    first 1.0\n"
        "Until yours is correct, the lesson goes on with its own solution."
    )
    assert repr(verdict) == verdict.text()
    assert words(unfolded(verdict.html())) == words(verdict.text())
    assert verdict._repr_mimebundle_() == {"text/plain": verdict.text(), "text/html": verdict.html()}


def test_hints_and_solution_fold_out_and_need_no_mouse() -> None:
    shown = check(ARRAY, "return 1").html()
    assert shown.count("<details") == shown.count("<summary") == 3
    assert re.findall(r"<summary[^>]*>([^<]*)", shown) == ["Hint 1 of 2", "Hint 2 of 2", "Solution"]
    assert "<details open" not in shown
    assert "code &lt; code</code>" in shown
    source = re.sub(r"<[^>]*>", "", shown.split('<div class="source">')[1].split("</pre>")[0])
    assert "    return x + times * by" in source
    assert "Return x moved by so much" in source
    assert "the second hint" not in unfolded(check(ARRAY, "return 1").html()).lower()
    solved = check(ARRAY, "return x + times * by").html()
    assert solved.count("<summary") == 1
    assert "The lesson's own solution" in solved.replace("&#x27;", "'")


def test_text_that_could_be_code_or_cannot_be_sent_is_harmless() -> None:
    verdict = check(ARRAY, "print('<script>alert(1)</script>', chr(0xd800), chr(27) + '[31m', chr(0))\nreturn '<b>' + chr(0xd800)")
    assert "<script>alert" not in verdict.html()
    assert verdict.html().count("<script>") == 1
    assert "<b>" not in verdict.html()
    assert "\x1b" not in verdict.text() + verdict.html()
    assert_legible(verdict)


@pytest.mark.parametrize(
    "body",
    ["return x - times * by", "return x + 1", "return undefined", "x[0] = 1", "return", "return object()", "raise ValueError(object())"],
)
def test_the_same_answer_is_told_the_same_to_the_last_byte(body: str) -> None:
    assert len({check(ARRAY, body).html() for _ in range(5)}) == 1


# Looking at answers.


@given(arrays.arrays(np.float64, arrays.array_shapes(min_dims=0, max_dims=3, max_side=5)))
def test_numbers_are_copied_out_as_they_are(numbers: np.ndarray) -> None:
    answer = look_at(numbers)
    assert answer.kind == "array"
    assert answer.numbers is not None
    assert answer.numbers.tobytes() == numbers.tobytes()
    assert not np.may_share_memory(answer.numbers, numbers)
    assert answer.same(look_at(numbers.copy()))
    if numbers.size:
        other = numbers.copy()
        other.flat[0] = 1.0 if numbers.flat[0] != 1.0 else 2.0
        assert not answer.same(look_at(other))


@given(
    st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3), lambda inner: st.lists(inner, max_size=4))
)
def test_any_python_value_can_be_looked_at(value: Any) -> None:
    answer = look_at(value)
    assert answer.same(look_at(value))
    assert answer.describe()
    assert answer.show()
    if isinstance(value, float | int):
        assert answer.kind == ("number" if abs(value) < 1e300 or isinstance(value, float) else answer.kind)


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        (3.0, "3"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (1 / 3, "0.333333"),
        (1e20, "1e+20"),
        (np.nan, "nan"),
        (-np.inf, "-inf"),
        (1 + 2j, "1+2j"),
        (-1j, "0-1j"),
        ([1.0, 2.5], "[1, 2.5]"),
        ([], "[]"),
        ([[1.0], [2.0]], "[[1], [2]]"),
        (np.arange(20.0), "[0, 1, 2, 3, 4, 5, 6, … 20 in all]"),
    ],
)
def test_numbers_are_shown_as_a_reader_writes_them(numbers: Any, shown: str) -> None:
    assert show(np.array(numbers)) == shown


class AnswersByLeaving(type):
    def __eq__(cls, other: object) -> bool:
        raise SystemExit

    __hash__ = type.__hash__


class OfThose(metaclass=AnswersByLeaving):
    pass


class HasNoClass:
    @property
    def __class__(self) -> type:
        raise SystemExit


def test_nothing_is_asked_of_an_answer() -> None:
    assert look_at(OfThose()).type_name == "OfThose"
    assert look_at(OfThose).describe() == "a class"
    assert look_at(HasNoClass()).type_name == "HasNoClass"
    assert look_at([HasNoClass(), OfThose()]).numbers is None


def test_what_is_too_large_is_not_copied() -> None:
    assert look_at(np.broadcast_to(1.0, (10**6, 10**6))).describe() == "an array of shape (1000000, 1000000)"
    assert look_at(np.zeros(20_000)).numbers is None
    assert look_at([0.0] * 20_000).numbers is None
    assert look_at([np.zeros(6_000)] * 2).numbers is None
    assert look_at([[[[[[[[1.0]]]]]]]]).numbers is None
    assert len(look_at(np.zeros((2,) * 12)).show()) < 500


def test_what_is_printed_is_kept_up_to_a_limit() -> None:
    function = cell(ARRAY, "def NAME(PARAMETERS):\n    for i in range(100): print('x' * 1000)\n")
    assert all(len(outcome.printed) == run.MOST_PRINTED for outcome in run.watch(function, ARRAY.examples).outcomes)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(
    arrays.arrays(np.float64, st.integers(1, 4), elements=st.floats(-1e6, 1e6)),
    st.sampled_from(["scale", "shift", "one"]),
    st.floats(-1e6, 1e6).filter(lambda value: abs(value) > 1e-5),
)
def test_no_wrong_number_is_taken_for_right(noise: np.ndarray, kind: str, amount: float) -> None:
    def answer(x, by, times=2.0):
        right = x + times * by
        if kind == "scale":
            return right * (1 + amount) if abs(amount) > 1e-5 else right * 2
        if kind == "shift":
            return right + amount
        right[len(noise) % len(right)] += amount
        return right

    verdict = verdict_on(ARRAY, answer)
    assert verdict.state == "not yet"
    assert verdict.reasons


# What a function must not do to others.


LEFT_BEHIND = """
def NAME(PARAMETERS):
    while not stop.is_set():
        try:
            time.sleep(0.01)
            print('again')
        except BaseException: pass
"""


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "PATIENCE", 0.1)


@pytest.mark.usefixtures("patience")
@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "while True: print('again')",
        "while True:\n    try:\n        print('again')\n    except Exception: pass",
        "return sum(i for i in itertools.count())",
        "while True: time.sleep(0.001)",
        "for i in itertools.count():\n    x = np.sin(x)",
    ],
)
def test_what_never_ends_is_stopped(body: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = threading.active_count()
    started = time.monotonic()
    verdict = check(ARRAY, body, limit=0.1)
    assert time.monotonic() - started < 5
    assert verdict.reasons == ("Your function had not come to an end after 0.1 seconds: is there a loop that never stops?",)
    assert ("It printed:" in verdict.text()) == ("print" in body)
    assert threading.active_count() == before
    assert capsys.readouterr() == ("", "")
    assert_legible(verdict)


@pytest.mark.usefixtures("patience")
def test_what_will_not_be_stopped_is_left_behind_and_never_heard_again(capsys: pytest.CaptureFixture[str]) -> None:
    stop = threading.Event()
    function = cell(ARRAY, LEFT_BEHIND)
    function.__globals__["stop"] = stop
    own = sys.stdout, sys.stderr
    try:
        assert verdict_on(ARRAY, function, limit=0.1).reasons[0].startswith("Your function had not come to an end")
        left = [thread for thread in threading.enumerate() if thread.daemon and thread.name.endswith("(_run)")]
        assert len(left) == 1
        print("mine")
        assert check(ARRAY, "print('theirs')\nreturn x + times * by").printed == "theirs"
        time.sleep(0.1)
        print("mine", file=sys.stderr)
        assert capsys.readouterr() == ("mine\n", "mine\n")
    finally:
        stop.set()
        left[0].join(5)
        sys.stdout, sys.stderr = own
    assert not left[0].is_alive()


@pytest.mark.usefixtures("patience")
def test_waiting_gets_longer_than_computing_where_the_two_can_be_told_apart() -> None:
    if not hasattr(time, "pthread_getcpuclockid"):
        pytest.skip("this platform cannot tell computing from waiting")
    assert check(ARRAY, "time.sleep(0.04)\nreturn x + times * by", limit=0.3).state == "correct"


@pytest.mark.usefixtures("patience")
def test_a_function_that_ends_while_its_clock_is_read_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_late(_: int) -> float:
        [thread] = [thread for thread in threading.enumerate() if thread.name.endswith("(_run)")]
        thread.join()
        raise OSError("a thread that has ended has no clock")

    monkeypatch.setattr(time, "clock_gettime", too_late)
    assert check(ARRAY, "time.sleep(0.04)\nreturn x + times * by", limit=0.3).state == "correct"


def test_a_reader_can_stop_the_check() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background may ignore it
    timer = threading.Timer(0.2, _thread.interrupt_main)
    timer.start()
    try:
        verdict = check(ARRAY, "while True: pass", limit=60)
    finally:
        timer.join()
        signal.signal(signal.SIGINT, before)
    assert verdict.reasons == ("The check was stopped before it came to an end. Run the cell again to have your function checked.",)


def test_a_reader_can_stop_it_at_any_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(judging, "watch", interrupted)
    assert check(ARRAY, "return x").reasons == (judging.STOPPED,)


def test_where_there_are_no_threads_it_runs_all_the_same(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert check(ARRAY, "print('a')\nreturn x + times * by").printed == "a"
    assert check(ARRAY, "return x - times * by").reasons == ("You subtracted.",)
    assert "would end the whole notebook" in check(ARRAY, "exit()").text()
    print("mine")
    assert capsys.readouterr().out == "mine\n"


@pytest.mark.skipif(sys.version_info < (3, 12), reason="places without threads have a newer Python")
@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "while True:\n    try:\n        print('again')\n    except BaseException: pass",
        "return sum(i for i in itertools.count())",
        "return sum(map(lambda i: 0, itertools.count()))",
        "def f(): return f() if f else 0\nwhile True:\n    try: f()\n    except RecursionError: pass",
    ],
)
def test_where_there_are_no_threads_what_never_ends_is_stopped(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    verdict = check(ARRAY, body, limit=0.1)
    assert verdict.reasons == ("Your function had not come to an end after 0.1 seconds: is there a loop that never stops?",)
    assert not any(sys.monitoring.get_tool(tool) for tool in range(6))
    assert check(ARRAY, "return x + times * by").state == "correct"


def test_what_is_printed_or_displayed_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    body = "print('one')\nsys.stderr.write('two\\n')\nwarnings.warn('unseen')\nprint('three', end='')\n"
    verdict = check(ARRAY, body + "print(' four', file=sys.stdout, flush=True)\nreturn x + times * by")
    assert verdict.printed == "one\ntwo\nthree four"
    assert check(ARRAY, "for i in range(9): print(i)").printed == "0\n1\n2\n…"
    assert check(ARRAY, "print('x' * 500)").printed == "x" * 100
    assert capsys.readouterr() == ("", "")


def test_display_prints_in_a_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    class Publisher(CapturingDisplayPublisher):
        """Does as a kernel's does: hooks see a message first, and may keep it."""

        def __init__(self):
            super().__init__()
            self.hooks = []

        def register_hook(self, hook):
            self.hooks.append(hook)

        def unregister_hook(self, hook):
            self.hooks.remove(hook)

    publisher = Publisher()
    monkeypatch.setattr(run, "get_ipython", lambda: types.SimpleNamespace(display_pub=publisher))
    function = cell(ARRAY, "def NAME(PARAMETERS):\n    show({'content': {'data': {'text/plain': 'shown'}}})\n    return x + times * by\n")
    function.__globals__["show"] = lambda message: [hook(message) for hook in publisher.hooks]
    assert verdict_on(ARRAY, function).printed == "shown"
    assert publisher.hooks == []


def test_everything_is_as_it_was() -> None:
    np.random.seed(5)
    random.seed(5)
    streams, states, filters = (
        (sys.stdout, sys.stderr, input),
        (np.random.get_state()[1].tolist(), random.getstate()),
        list(warnings.filters),
    )
    errors, printing = np.geterr(), np.get_printoptions()
    check(
        ARRAY,
        "np.random.seed(1)\nrandom.seed(1)\nwarnings.simplefilter('error')\nnp.seterr(all='raise')\nnp.set_printoptions(precision=1)\n"
        "sys.stdout = sys.stderr = io.StringIO()\nreturn x",
    )
    assert streams == (sys.stdout, sys.stderr, input)
    assert states == (np.random.get_state()[1].tolist(), random.getstate())
    assert filters == warnings.filters
    assert (errors, printing) == (np.geterr(), np.get_printoptions())


TO_THE_STREAMS = """
del sys.stdout, sys.stderr
sys.stdout = sys.stderr = None
sys.stdout = sys.stderr = 3
sys.stdout, sys.stderr = sys.stderr, sys.stdout
sys.stdout = sys.stderr
sys.stdout.close(); sys.stderr.close()
sys.__stdout__.close(); sys.__stderr__.close()
sys.stdout.detach()
sys.stderr.buffer.close()
sys.stdout.name = sys.stderr.name = "mine"
del sys.stdout.name
sys.stdout.write = sys.stderr.write = None
del sys.stdin, sys.__stdin__, sys.__stdout__, sys.__stderr__
sys.stdin = sys.__stdin__ = sys.__stdout__ = sys.__stderr__ = None
del sys.displayhook, sys.excepthook
sys.displayhook = sys.excepthook = None
del builtins.print, builtins.input
builtins.print = builtins.input = None
"""
PRINT_ON = """
import builtins, sys
from tests.helpers.checker.test_exercise import ARRAY, TO_THE_STREAMS, check
def everything():
    streams = [getattr(sys, name, None) for name in ("stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__")]
    return [*streams, sys.displayhook, sys.excepthook, *(vars(builtins).get(name) for name in ("print", "input"))]
before = everything()
for line in TO_THE_STREAMS.strip().splitlines():
    check(ARRAY, "import builtins\\n" + line + "\\nreturn x + times * by")
    assert [one is other for one, other in zip(before, everything(), strict=True)] == [True] * len(before), line
    assert check(ARRAY, "print('kept')\\nreturn x + times * by").printed == "kept", line
    for name in ("stdout", "stderr", "__stdout__", "__stderr__"):
        print(line, file=getattr(sys, name))
"""


def test_whatever_is_done_to_the_standard_streams_everybody_prints_on() -> None:
    ended = subprocess.run([sys.executable, "-c", PRINT_ON], capture_output=True, text=True, timeout=120, check=False)
    twice = [line for line in TO_THE_STREAMS.strip().splitlines() for _ in range(2)]
    assert (ended.returncode, ended.stdout.splitlines(), ended.stderr.splitlines()) == (0, twice, twice)


def test_names_are_as_they_were() -> None:
    function = cell(ARRAY, "def NAME(PARAMETERS): return x\nexit = 'mine'\n")
    names = dict(function.__globals__)
    verdict_on(ARRAY, function)
    assert function.__globals__ == names
    del function.__globals__["shifted"]
    verdict_on(ARRAY, function)
    assert "shifted" not in function.__globals__


def test_a_function_that_calls_its_own_name_calls_itself_and_not_the_solution() -> None:
    function = cell(ARRAY, "def NAME(PARAMETERS): return shifted(x, by, times)\n")
    function.__globals__["shifted"] = shifted  # as after an earlier run of the cell
    assert "calls itself" in verdict_on(ARRAY, function).text()
    assert function.__globals__["shifted"] is shifted


def test_exit_does_not_reach_the_kernel() -> None:
    function = cell(ARRAY, "def NAME(PARAMETERS):\n    exit()\n    quit()\n")
    left: list[str] = []
    function.__globals__.update(exit=lambda: left.append("exit"), quit=lambda: left.append("quit"))
    assert "would end the whole notebook" in verdict_on(ARRAY, function).text()
    assert left == []


def test_numpy_in_pieces_is_no_reason_to_raise(monkeypatch: pytest.MonkeyPatch) -> None:
    function = cell(ARRAY, "def NAME(PARAMETERS): return x + 7 * by")
    for name in ("allclose", "isclose", "errstate", "asarray", "may_share_memory"):
        with monkeypatch.context() as patched:
            patched.setattr(np, name, None)
            verdict = verdict_on(ARRAY, function)
        assert verdict.state == "not yet"
        assert verdict.reasons


def test_hundreds_of_checks_leave_nothing_behind() -> None:
    threads = threading.active_count()
    for _ in range(200):
        check(ARRAY, "return x + times * by")
    assert threading.active_count() == threads


# The decorator.


@pytest.fixture
def lesson() -> Exercises:
    return Exercises("07", ARRAY, NUMBER)


def test_the_decorator_returns_the_readers_function_once_it_is_correct(lesson: Exercises, capsys: pytest.CaptureFixture[str]) -> None:
    right = cell(ARRAY, "def NAME(PARAMETERS): return x + times * by")
    wrong = cell(ARRAY, "def NAME(PARAMETERS): return x")
    stub = cell(ARRAY, "def NAME(PARAMETERS): ...")
    assert lesson(wrong) is shifted
    assert lesson(stub) is shifted
    assert progress.solved() == set()
    assert lesson(right) is right
    assert progress.solved() == {("07", "shifted")}
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if line.startswith("shifted")] == [
        "shifted: not yet",
        "shifted: not started",
        "shifted: correct",
    ]
    assert lesson(wrong) is shifted
    assert progress.solved() == {("07", "shifted")}


def test_an_unknown_name_is_told_and_comes_back_as_it_was(lesson: Exercises, capsys: pytest.CaptureFixture[str]) -> None:
    def shift(x):
        return x

    assert lesson(shift) is shift
    assert capsys.readouterr().out == "There is no exercise called shift; those of this lesson are shifted, average.\n"


@pytest.mark.parametrize(
    "source", ["NAME = 3", "NAME = Raises()", "NAME = OfEqualTypes", "NAME = None", "NAME = lambda: 1", "NAME = functools.partial(right)"]
)
def test_nothing_that_is_decorated_raises(lesson: Exercises, source: str, capsys: pytest.CaptureFixture[str]) -> None:
    thing = cell(ARRAY, source)
    assert lesson(thing) is thing
    assert capsys.readouterr().out.startswith("There is no exercise called ")


def test_the_exercises_are_a_mapping_to_look_into(lesson: Exercises) -> None:
    assert list(lesson.by_name) == ["shifted", "average"]
    assert lesson.by_name["shifted"].reference is shifted
    assert len(lesson.by_name["shifted"].examples) == 3
    assert lesson.by_name["shifted"].mistakes[0].sentence == "You subtracted."
    with pytest.raises(TypeError):
        lesson.by_name["more"] = ARRAY  # type: ignore[index]


def test_an_exercise_needs_a_function_and_examples_that_fit() -> None:
    with pytest.raises(TypeError, match="must be a plain function"):
        Exercise(np.sin, examples=[(1.0,)], draw=lambda generator: (1.0,))
    with pytest.raises(TypeError):
        Exercise(average, examples=[(1.0, 2.0)], draw=lambda generator: (1.0,))


def test_a_reference_that_fails_is_no_readers_fault() -> None:
    def broken(x):
        raise ValueError

    exercise = Exercise(broken, examples=[(np.zeros(2),)], draw=lambda generator: (np.zeros(2),))
    assert judging.CANNOT_CHECK in verdict_on(exercise, lambda x: x).text()


def test_standard_streams_that_are_no_files_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setattr(sys, "stderr", None)
    assert check(ARRAY, "print('a')\nreturn x + times * by").printed == "a"


def test_two_arguments_run_together_are_told_apart() -> None:
    assert "`x` times `by` is written with a `*` between them" in " ".join(check(ARRAY, "return xby").reasons)


def test_an_array_of_the_notebook_is_not_an_argument() -> None:
    function = cell(ARRAY, "def NAME(PARAMETERS): return x + times * y")
    function.__globals__["y"] = np.arange(3.0)
    assert "uses the notebook's own `y`" in " ".join(verdict_on(ARRAY, function).reasons)


def test_an_attribute_is_not_a_name_of_the_notebook() -> None:
    function = cell(ARRAY, "def NAME(PARAMETERS): return (lambda: x.real + times)()")
    function.__globals__["real"] = np.arange(3.0)
    assert "notebook's own" not in verdict_on(ARRAY, function).text()
    function = cell(ARRAY, "def NAME(PARAMETERS): return (lambda: x + real)()")
    function.__globals__["real"] = np.arange(3.0)
    assert "uses the notebook's own `real`" in verdict_on(ARRAY, function).text()


def counted(inputs):
    """Return twice how many inputs there are."""
    return 2.0 * len(inputs)


COUNTED = Exercise(counted, examples=[(np.zeros(3),), (np.zeros(2),)], draw=lambda generator: (np.zeros(generator.integers(5, 9)),))


def test_where_already_the_first_example_stops_nothing_is_said_to_be_right() -> None:
    right = "For some arguments your answer is right."
    assert right in check(COUNTED, "return 6.0 if len(inputs) == 3 else 1 / 0").text()
    assert right not in check(COUNTED, "return 4.0 if len(inputs) == 2 else 1 / 0").text()


def test_a_function_of_pythons_with_nearly_the_name_of_an_argument_is_named() -> None:
    said = check(COUNTED, "return 2.0 * input").text()
    assert "`input` is a function that Python has by itself: did you mean your argument `inputs`?" in said


def test_an_exception_from_another_function_says_whose_line_it_is() -> None:
    function = cell(FUNCTION, "def NAME(PARAMETERS):\n    return earlier(function)\n")
    source = "def earlier(p):\n    return 2 * p\n"
    exec(compile(source, "<another cell>", "exec"), function.__globals__)
    verdict = verdict_on(FUNCTION, function)
    assert dict(verdict.example)["in line 2"] == "return earlier(function)"
    assert "It comes from inside `earlier`, which this line calls" in verdict.reasons[0]


def test_a_function_that_is_given_is_told_to_be_called() -> None:
    function = cell(FUNCTION, "def NAME(PARAMETERS): return earlier(values)")
    exec("def earlier(p, x, y): pass", function.__globals__)
    said = verdict_on(FUNCTION, function).reasons[0]
    assert "`earlier` is called without `x` and `y`. The function to call here is the argument `function`." in said


def test_an_argument_that_is_ignored_is_named() -> None:
    def scaled(x, factor):
        """Return x times the factor."""
        return x * factor

    exercise = Exercise(
        scaled,
        examples=[(np.array([1.0, 2.5]), 2.0), (np.array([1.0, 2.5]), 0.5), (np.array([4.0]), 3.0)],
        draw=lambda generator: (generator.uniform(1, 2, 3), 3.0),
    )
    assert "Whatever `factor` is, your answer is the same" in verdict_on(exercise, lambda x, factor: x * 7.0 + 1).text()


def test_the_example_that_is_shown_is_one_on_which_the_sentence_is_true() -> None:
    verdict = check(ARRAY, "if len(x) == 2: return None\nreturn x + times * by + (len(x) == 3) * x")
    assert "is there a way through it without a `return`?" in verdict.text()
    assert dict(verdict.example)["returned"] == "None"
    verdict = check(SEVERAL, MIDDLE + "return m + (len(values) == 2) * values[0] ** 3, weight * (values - m) ** 3")
    assert "Look at the mean" in verdict.text()
    assert dict(verdict.example)["call"] == "spread(values=[0.5, -4], weight=-1.5)"


def test_a_known_mistake_is_known_by_what_it_does_and_not_by_the_words_of_an_exception() -> None:
    def product(x, W):
        """Return the product of x and W."""
        return x @ W

    exercise = Exercise(
        product,
        examples=[(np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([[1.0, 2.5], [3.0, 4.0]])), (np.ones((1, 2)), np.ones((2, 3)))],
        draw=lambda generator: (generator.normal(0, 1, (4, 2)), generator.normal(0, 1, (2, 3))),
        mistakes=[Mistake("W is turned over.", lambda x, W: x @ W.T), Mistake("One of them.", lambda x, W: max(x, 0))],
    )
    loops = "return np.array([[sum(row[k] * W[j][k] for k in range(len(row))) for j in range(W.shape[1])] for row in x])"
    for body in ("return x @ W.T", "return np.dot(x, W.T)", "return np.einsum('ij,kj->ik', x, W)", loops):
        assert check(exercise, body).reasons == ("W is turned over.",)
    assert check(exercise, "if x > 0: return x\nreturn W").reasons == ("One of them.",)
    assert check(exercise, "return x @ W @ W").reasons != ("W is turned over.",)


# Several values at once, what only a probe can see, and two mistakes together.


def spread(values, weight):
    """Return the mean of the values, and each value's distance from it, weighted."""
    return np.mean(values), weight * (values - np.mean(values))


def spread_with(middle=np.mean, distance=np.subtract, factor=1.0):
    """Return `spread` with something in it done in another way."""

    def mistaken(values, weight):
        return middle(values), factor * weight * distance(values, middle(values))

    return mistaken


SEVERAL = Exercise(
    spread,
    examples=[(np.array([1.0, 2.0, 6.3]), 2.0), (np.array([0.5, -4.0]), -1.5)],
    draw=lambda generator: (generator.uniform(1, 3, 5), 2.0),
    parts=("the mean", "the distances"),
    mistakes=[
        Mistake("This is the sum.", spread_with, middle=np.sum),
        Mistake("These are sums, not differences.", spread_with, distance=np.add),
        Mistake("The weight counts twice.", spread_with, factor=2.0),
        Mistake("The weight is left out.", lambda values, weight: spread(values, 1.0)),
    ],
)
MIDDLE = "m = np.mean(values)\n"


def test_several_values_are_right_in_a_tuple_or_a_list() -> None:
    assert check(SEVERAL, MIDDLE + "return m, weight * (values - m)").state == "correct"
    assert check(SEVERAL, MIDDLE + "return [m, weight * (values - m)]").state == "correct"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return m", "returns a single number. It should return 2 values, separated by commas: the mean and the distances."),
        ("return m, values, m", "returns 3 values. It should return 2 values"),
        ("return weight * (values - m), m", "in another order"),
        ("return np.sum(values), weight * (values - m) + 100", "This is the sum. There is something else wrong with the distances."),
        ("return m + 1, weight * (values - m)", "Look at the mean. Every value is too large by 1. Right already: the distances."),
        ("return m, list(weight * (values - m))", "Look at the distances. The numbers are right, but they come in a list"),
        ("return m, -weight * (values - m)", "Look at the distances. The sign is reversed everywhere"),
        ("return m, None", "Look at the distances."),
        ("return m, 2 * weight * (values - m)", "The weight counts twice."),
        ("return m, 2 * weight * (values + m)", "Two things are wrong at once. These are sums, not differences. The weight counts twice."),
        ("m = np.sum(values)\nreturn m, weight * (values + m)", "Two things are wrong at once. This is the sum. These are sums"),
    ],
)
def test_of_several_values_it_is_said_which_one_is_wrong(body: str, words: str) -> None:
    verdict = check(SEVERAL, MIDDLE + body)
    assert verdict.state == "not yet"
    assert words in " ".join(verdict.reasons)
    assert_legible(verdict)


@pytest.mark.parametrize(
    "body", ["return m, 3 * weight * (values + m)", "return m + 1, 2 * weight * (values + m)", "return m, 3 * (values - m)"]
)
def test_two_mistakes_are_not_seen_where_there_is_another(body: str) -> None:
    assert AT_ONCE[2] not in check(SEVERAL, MIDDLE + body).text()


def test_several_values_must_be_new_and_stay() -> None:
    assert "itself, or a view of it" in " ".join(check(PAIR, "return values, values + 1").reasons)
    body = "buffer.setdefault(len(values), values + 1)[:] = values + 1\nreturn values.copy(), buffer[len(values)]"
    assert "changed by its next call" in " ".join(check(PAIR, body).reasons)


def both(values):
    """Return the values, and one more than each."""
    return values.copy(), values + 1


PAIR = Exercise(
    both,
    examples=[(np.array([1.0, 2.0]),), (np.array([4.0, 2.5]),)],
    draw=lambda generator: (generator.uniform(1, 3, 2),),
    parts=("the values", "one more"),
)


class Counter:
    def __init__(self, count: float) -> None:
        self.count = count

    def __repr__(self) -> str:
        return f"Counter({self.count})"


def advance(counter, by):
    """Let the counter go on by so many."""
    counter.count += by


def what_it_shows(function, counter, by):
    if function(counter, by) is not None:
        raise run.CannotJudge("The counter itself is to change; there is nothing to return.")
    return counter.count


SEEN = Exercise(
    advance,
    examples=[(Counter(1.0), 2.0), (Counter(5.5), 4.0)],
    draw=lambda generator: (Counter(generator.uniform()), generator.uniform()),
    probe=what_it_shows,
    mistakes=[Mistake("What was there is forgotten.", lambda counter, by: setattr(counter, "count", by))],
)


@pytest.mark.parametrize(
    ("body", "state", "words"),
    [
        ("counter.count += by", "correct", ""),
        ("counter.count = counter.count + by", "correct", ""),
        ("counter.count = by", "not yet", "What was there is forgotten."),
        ("return counter.count + by", "not yet", "The counter itself is to change; there is nothing to return."),
        ("counter.count -= by", "not yet", "expected"),
        ("counter.missing += by", "not yet", "AttributeError"),
    ],
)
def test_a_probe_sees_what_a_function_does_to_its_argument(body: str, state: str, words: str) -> None:
    verdict = check(SEEN, body)
    assert verdict.state == state
    assert words in verdict.text()
    assert "CannotJudge" not in verdict.text()
    if state == "not yet":
        assert ("call", "advance(counter=Counter(1.0), by=2)") in verdict.example
    assert SEEN.examples[0]["counter"].count == 1.0
    assert_legible(verdict)


class Made:
    """A class that a notebook may define anew."""


def make_one():
    """Return something of the class that the notebook defines."""
    return Made()


def test_a_solution_that_stands_in_takes_its_names_from_the_notebook():
    """Where a lesson defines a class of its own, what follows in the notebook is made of that one."""
    notebook = {"Made": type("Made", (), {})}
    exec("def make_one():\n    ...", notebook)
    there = Exercise(make_one, examples=[()], draw=lambda generator: (), in_notebook=True)
    assert type(there.stand_in(notebook["make_one"])()) is notebook["Made"]
    here = Exercise(make_one, examples=[()], draw=lambda generator: ())
    assert here.stand_in(notebook["make_one"]) is make_one
    assert there.stand_in(7) is make_one
