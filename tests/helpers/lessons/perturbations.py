"""Change a solution at random in one thing that a wrong answer may treat apart: a clip, a mask, an early stop, a swapped axis."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from helpers.checker import Exercise
from helpers.engine import Value
from helpers.lessons.lesson_07.exercises import _value as value_with

Function = Callable[..., Any]
PLACES = ("order", "judged_on", "seen")  # of measurements: what `draw` makes of them is all that they can be
ENDS = (1.0, 6.0, 10.0, 100.0, 255.0)


def perturbed(exercise: Exercise, generator: np.random.Generator) -> tuple[str, Function]:
    """Return the solution with one thing changed, and what that is."""
    if isinstance(next(iter(exercise.examples[0].values())), Value):
        changes = FOR_SENDING if exercise.name == "send_back" else FOR_PRODUCTS
        name = str(generator.choice(list(changes)))
        return name, changes[name]
    names = list(exercise.examples[0])
    arrays = [name for name in names if isinstance(exercise.examples[0][name], np.ndarray)]
    numbers = [name for name in names if type(exercise.examples[0][name]) is float]
    kinds: list[Callable[..., tuple[str, Function]]] = [_changed_result]
    kinds += [_changed_array, _changed_rows, _masked_by_an_argument] if arrays else []
    kinds += [_changed_number] if numbers else []
    return kinds[generator.integers(len(kinds))](exercise.reference, names, arrays or numbers, numbers, generator)


def _changed_result(solution: Function, names: Sequence[str], arrays: Sequence[str], numbers: Sequence[str], generator: Any) -> Any:
    name, change = _change(generator)
    part = int(generator.integers(10))

    def mistaken(*arguments: Any) -> Any:
        return _with_a_part_changed(solution(*arguments), change, part)

    return f"the result is {name}", mistaken


def _with_a_part_changed(result: Any, change: Function, part: int) -> Any:
    if not isinstance(result, tuple | list):
        return change(result)
    place = part % len(result)
    return type(result)([*result[:place], _with_a_part_changed(result[place], change, part), *result[place + 1 :]])


def _changed_array(solution: Function, names: Sequence[str], arrays: Sequence[str], numbers: Sequence[str], generator: Any) -> Any:
    changed = str(generator.choice(list(arrays)))
    name, change = _change(generator)
    place = names.index(changed)

    def mistaken(*arguments: Any) -> Any:
        return solution(*arguments[:place], change(arguments[place]), *arguments[place + 1 :])

    return f"{changed} is {name}", mistaken


def _changed_number(solution: Function, names: Sequence[str], arrays: Sequence[str], numbers: Sequence[str], generator: Any) -> Any:
    changed = str(generator.choice(list(numbers)))
    end = float(generator.choice(ENDS))
    name, change = [
        (f"{end:g} at most", lambda number: min(number, end)),
        ("0 at least", lambda number: max(number, 0.0)),
        ("without its sign", abs),
        ("1 in place of 0", lambda number: number or 1.0),
    ][generator.integers(4)]
    place = names.index(changed)

    def mistaken(*arguments: Any) -> Any:
        return solution(*arguments[:place], change(arguments[place]), *arguments[place + 1 :])

    return f"{changed} is {name}", mistaken


def _changed_rows(solution: Function, names: Sequence[str], arrays: Sequence[str], numbers: Sequence[str], generator: Any) -> Any:
    """Leave out rows of all the arrays that have as many as one of them."""
    changed = str(generator.choice(list(arrays)))
    count = int(generator.integers(1, 4))
    name, keep = [
        ("without duplicates", lambda array: np.sort(np.unique(array, axis=0, return_index=True)[1])),
        ("without zeros", lambda array: np.flatnonzero(array.reshape(len(array), -1).any(axis=1))),
        ("up to the first zero", lambda array: np.arange(len(array))[np.cumprod(array.reshape(len(array), -1).any(axis=1)) > 0]),
        (f"{count} rows at most", lambda array: np.arange(len(array))[:count]),
        ("without the last row", lambda array: np.arange(max(1, len(array) - 1))),
        ("without the largest", lambda array: np.delete(np.arange(len(array)), np.argmax(array.reshape(len(array), -1).sum(axis=1)))),
    ][generator.integers(6)]
    place = names.index(changed)

    def mistaken(*arguments: Any) -> Any:
        kept, count = keep(arguments[place]), len(arguments[place])
        is_one = [isinstance(each, np.ndarray) and len(each) == count and each.ndim == arguments[place].ndim for each in arguments]
        return solution(*(each[kept] if one else each for each, one in zip(arguments, is_one, strict=True)))

    return f"{changed} is taken {name}", mistaken


def _masked_by_an_argument(solution: Function, names: Sequence[str], arrays: Sequence[str], numbers: Sequence[str], generator: Any) -> Any:
    """Set the result to 0 where an argument of its shape is 0, or to 0 from there on."""
    mask = str(generator.choice(list(arrays)))
    place, onwards = names.index(mask), bool(generator.integers(2))

    def mistaken(*arguments: Any) -> Any:
        argument, result = arguments[place], solution(*arguments)

        def masked(part: Any) -> Any:
            if isinstance(part, tuple | list):
                return type(part)(map(masked, part))
            if np.shape(part) != argument.shape:
                return part
            zero = argument == 0
            return np.where(np.maximum.accumulate(zero, axis=None).reshape(zero.shape) if onwards else zero, 0.0, part)

        return masked(result)

    return f"the result is 0 {'from where' if onwards else 'where'} {mask} is 0", mistaken


def _change(generator: np.random.Generator) -> tuple[str, Function]:
    """Return a change to an array or a number that leaves its shape alone, and its name."""
    end = float(generator.choice(ENDS))
    changes: list[tuple[str, Function]] = [
        (f"clipped above {end:g}", lambda array: np.minimum(array, end)),
        (f"clipped below {-end:g}", lambda array: np.maximum(array, -end)),
        (f"clipped to {end:g} on both sides", lambda array: np.clip(array, -end, end)),
        ("clipped below 0", lambda array: np.maximum(array, 0)),
        ("without its signs", np.abs),
        ("1 in place of 0", lambda array: np.where(np.equal(array, 0), 1.0, array)),
        ("rounded", lambda array: np.round(array, 1)),
        ("turned over where it is square", lambda array: array.T if np.ndim(array) == 2 and len(set(array.shape)) == 1 else array),
        ("0 after the first row", lambda array: _from(array, 1)),
        ("0 after two rows", lambda array: _from(array, 2)),
        ("0 after the first 0", lambda array: _from(array, _first_zero(array))),
        ("sorted", lambda array: np.sort(array, axis=0) if np.ndim(array) else array),
        ("in reverse", lambda array: array[::-1] if np.ndim(array) else array),
    ]
    return changes[generator.integers(len(changes))]


def _from(array: Any, row: int) -> Any:
    if not np.ndim(array):
        return array
    changed = array.copy()
    changed[row:] = 0
    return changed


def _first_zero(array: Any) -> int:
    rows = np.any(np.reshape(array, (len(array), -1)) == 0, axis=1) if np.ndim(array) and len(array) else np.zeros(0, bool)
    return int(np.argmax(rows)) + 1 if rows.any() else len(rows)


# The engine's rules work on values.


def _sending(choose: Callable[[list[tuple[Value, float]], Value], list[tuple[Value, float]]], clip: float = np.inf) -> Function:
    def mistaken(value: Value) -> None:
        for parent, slope in choose(list(zip(value.parents, value.slopes, strict=True)), value):
            parent.gradient += min(slope * value.gradient, clip)

    return mistaken


def _two(value: Value) -> None:
    (one, first), (other, second) = zip(value.parents, value.slopes, strict=True)
    one.gradient += first * value.gradient
    other.gradient += second * value.gradient


FOR_SENDING: dict[str, Function] = {
    "a parent that stands there twice gets it once": _sending(lambda sent, value: list(dict(sent).items())),
    "two parents at most": _sending(lambda sent, value: sent[:2]),
    "exactly two parents": _two,
    "the first parent alone": _sending(lambda sent, value: sent[:1]),
    "it stops at a slope of 0": _sending(lambda sent, value: sent[: [*(slope for _, slope in sent), 0.0].index(0.0)]),
    "a parent that has something already is passed over": _sending(lambda sent, value: [each for each in sent if not each[0].gradient]),
    "clipped above 255": _sending(lambda sent, value: sent, clip=255.0),
    "negative slopes are passed over": _sending(lambda sent, value: [each for each in sent if each[1] > 0]),
    "a leaf is an error": lambda value: _sending(lambda sent, value: sent[:1] and sent)(value) if value.parents else value.parents[0],
}
FOR_PRODUCTS: dict[str, Function] = {
    "the square has one parent": lambda one, other: Value(one.data * other.data, (one,), (2 * one.data,)) if one is other else one * other,
    "the square has half of its slopes": lambda one, other: Value(
        one.data * other.data, (one, other), (other.data / (1 + (one is other)), one.data)
    ),
    "clipped above 255": lambda one, other: Value(max(-255.0, min(one.data * other.data, 255.0)), (one, other), (other.data, one.data)),
    "without its sign": lambda one, other: Value(abs(one.data * other.data), (one, other), (other.data, one.data)),
    "0 has the slope 0": lambda one, other: Value(
        one.data * other.data, (one, other), (other.data * (one.data != 0), one.data * (other.data != 0))
    ),
    "the parents' parents": lambda one, other: Value(one.data * other.data, (*one.parents, one, other)[-2:], (other.data, abs(one.data))),
}


def wild(exercise: Exercise, generator: np.random.Generator) -> dict[str, Any]:
    """Return arguments of all kinds: with zeros, duplicates, large numbers, and numbers that two arrays have in common."""
    if exercise.name == "send_back":
        parents = [
            (float(generator.integers(-2, 3)), float(generator.choice([-3.0, 0.0, 2.0, 500.0]))) for _ in range(generator.integers(5))
        ]
        made = value_with(float(generator.choice([-2.0, 0.0, 1.5])), *parents)
        if len(parents) == 2 and generator.integers(2):
            made.parents = (made.parents[0],) * 2
        return {"value": made}
    arguments = dict(zip(exercise.examples[0], exercise.draw(generator), strict=True))
    if "p" in arguments:  # probabilities, and a 1 in each row of y
        return arguments
    if exercise.name == "multiply" and generator.integers(2):
        return {"one": arguments["one"], "other": arguments["one"]}
    arrays = [value for name, value in arguments.items() if isinstance(value, np.ndarray) and name not in ("rates", *PLACES)]
    for array in arrays:
        flat = array.reshape(-1)
        for _ in range(generator.integers(3)):
            flat[generator.integers(flat.size)] = generator.choice([0.0, flat[0], 1000.0, -500.0])
        if array.ndim > 1 and generator.integers(2):
            array[-1] = array[0] * generator.integers(2)
    if len(arrays) > 1 and arrays[0].shape == arrays[1].shape and generator.integers(2):
        arrays[1].reshape(-1)[0] = arrays[0].reshape(-1)[0]
    for name, value in arguments.items():
        if type(value) is float and exercise.name in ("hinge", "quadratic") and not generator.integers(3):
            arguments[name] = float(generator.choice([0.0, 1.0, 500.0, -500.0]))
    return arguments
