"""The numbers of a 1-2-1 network on one measurement, in the order in which a walk forward and back finds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

Numbers = Mapping[str, float]

GIVEN = {
    "x": 1.0, "y": 3.0, "W1[0,0]": 2.0, "W1[0,1]": -1.0, "b1[0]": -0.5, "b1[1]": 0.5, "W2[0,0]": 1.0, "W2[1,0]": -2.0, "b2[0]": 0.5,
}  # fmt: skip


@dataclass(frozen=True)
class Stop:
    """A stop of the walk, at which one number is found.

    Args:
        name: Whose value it is, or along what it is the slope: "hidden[0,1]".
        is_slope: Whether it is a slope.
        number: The number.
        rule: How it is found, in names.
        line: Which of the rules that stand beside the graph finds it, from 1.
        values, slopes: Names of the numbers that it is made of.
        wires: Names of the wires along which it comes.
        sums: The arithmetic, in numbers, each beside the wire or node where it arises.
        hint: What to say to a wrong guess.
    """

    name: str
    is_slope: bool
    number: float
    rule: str
    line: int
    values: tuple[str, ...] = ()
    slopes: tuple[str, ...] = ()
    wires: tuple[str, ...] = ()
    sums: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""

    @property
    def asks(self) -> str:
        """What a reader is asked to guess."""
        return f"{'slope along ' if self.is_slope else ''}{self.name}"


def stops(given: Numbers) -> list[Stop]:
    """Return the 19 stops of the walk for given inputs, a target, weights and biases."""
    forward = _forward(given)
    values = {**given, **{stop.name: stop.number for stop in forward}}
    return [*forward, *_backward(values)]


def loss_of(given: Numbers) -> float:
    """Return the loss."""
    return _forward(given)[-1].number


def written(number: float) -> str:
    """Return a number with four digits at most, and a real minus sign."""
    return f"{number + 0.0:.4g}".replace("-", "−")


def _times(one: float, other: float) -> str:
    return f"{written(one)} × {written(other)} = {written(one * other)}"


def _plus(*numbers: float) -> str:
    rest = "".join(f" {'−' if number < 0 else '+'} {written(abs(number))}" for number in numbers[1:])
    return f"{written(numbers[0])}{rest} = {written(sum(numbers))}"


def _forward(given: Numbers) -> list[Stop]:
    made = [_weighted(unit, given) for unit in (0, 1)]
    made += [_bent(unit, made[unit].number) for unit in (0, 1)]
    hidden, weights = [stop.number for stop in made[2:]], ("W2[0,0]", "W2[1,0]")
    products = [one * given[weight] for one, weight in zip(hidden, weights, strict=True)]
    sums = {weight: _times(one, given[weight]) for one, weight in zip(hidden, weights, strict=True)}
    output = sum(products) + given["b2[0]"]
    sums["outputs"] = _plus(*products, given["b2[0]"])
    made_of = ("hidden[0,0]", "hidden[0,1]", *weights, "b2[0]")
    rule, hint = "outputs = each hidden number × its W2, plus b2[0]", "Multiply each hidden number by its W2. Add both, and b2[0]."
    made.append(Stop("outputs", False, output, rule, 3, made_of, (), (*weights, "b2[0]"), sums, hint))
    size = abs(output - given["y"])
    sums = {"loss": f"|{written(output)} − {written(given['y'])}| = {written(size)}"}
    hint = "How far is it from outputs to y? A distance has no sign."
    return [*made, Stop("loss", False, size, "loss = | outputs − y |", 4, ("outputs", "y"), (), ("loss", "y"), sums, hint)]


def _weighted(unit: int, given: Numbers) -> Stop:
    weight, bias, z = f"W1[0,{unit}]", f"b1[{unit}]", f"z[0,{unit}]"
    product = given["x"] * given[weight]
    sums = {weight: _times(given["x"], given[weight]), z: _plus(product, given[bias])}
    rule, hint = f"{z} = x × {weight} + {bias}", f"Multiply x by {weight}, then add {bias}."
    return Stop(z, False, product + given[bias], rule, 1, ("x", weight, bias), (), (weight, bias), sums, hint)


def _bent(unit: int, z: float) -> Stop:
    name, number = f"hidden[0,{unit}]", max(z, 0.0)
    sums = {f"relu {unit}": f"relu({written(z)}) = {written(number)}"}
    hint = "A ReLU keeps a positive number, and turns any other into 0."
    return Stop(name, False, number, f"{name} = relu(z[0,{unit}])", 2, (f"z[0,{unit}]",), (), (f"relu {unit}",), sums, hint)


def _backward(values: Numbers) -> list[Stop]:
    up = float(np.sign(values["outputs"] - values["y"]))
    hint = "If outputs rises by a little, does the loss rise or fall?"
    sums = {"loss": _times(1, up)}
    made = [Stop("outputs", True, up, "slope along outputs = sign(outputs − y)", 5, ("outputs", "y"), ("loss",), ("loss",), sums, hint)]
    made += [_product(f"W2[{unit},0]", up, "outputs", f"hidden[0,{unit}]", values) for unit in (0, 1)]
    made.append(_handed_on("b2[0]", up, "outputs"))
    made += [_product(f"hidden[0,{unit}]", up, "outputs", f"W2[{unit},0]", values) for unit in (0, 1)]
    through = []
    for unit in (0, 1):
        open_, arriving = float(values[f"z[0,{unit}]"] > 0), up * values[f"W2[{unit},0]"]
        through.append(arriving * open_)
        sums = {f"relu {unit}": _times(arriving, open_)}
        hint = f"Is z[0,{unit}] positive? Then times 1. If not, times 0."
        rule = f"slope along z[0,{unit}] = slope along hidden[0,{unit}] × {written(open_)}"
        rule += "" if open_ else ": the ReLU stops it"
        made_of = ((f"z[0,{unit}]",), (f"hidden[0,{unit}]",))
        made.append(Stop(f"z[0,{unit}]", True, through[-1], rule, 9, *made_of, (f"relu {unit}",), sums, hint))
    made += [_product(f"W1[0,{unit}]", through[unit], f"z[0,{unit}]", "x", values) for unit in (0, 1)]
    made += [_handed_on(f"b1[{unit}]", through[unit], f"z[0,{unit}]") for unit in (0, 1)]
    return [*made, _joined(through, values)]


def _product(name: str, upstream: float, of: str, factor: str, values: Numbers) -> Stop:
    """Return the stop at which the slope that arrives is multiplied by what the weight, or the hidden number, meets there."""
    wire = factor if factor.startswith("W") else name
    rule, hint = (
        f"slope along {name} = slope along {of} × {factor}",
        f"Multiply the slope that arrives from {of} by {factor}.",
    )
    number = upstream * values[factor]
    line = 8 if factor.startswith("W") else 6
    return Stop(name, True, number, rule, line, (factor,), (of,), (wire,), {wire: _times(upstream, values[factor])}, hint)


def _handed_on(name: str, upstream: float, of: str) -> Stop:
    rule, hint = f"slope along {name} = slope along {of}", f"{name} is simply added: {of} moves just as far."
    return Stop(name, True, upstream, rule, 7, (), (of,), (name,), {}, hint)


def _joined(through: list[float], values: Numbers) -> Stop:
    weights = ("W1[0,0]", "W1[0,1]")
    ways = [slope * values[weight] for slope, weight in zip(through, weights, strict=True)]
    sums = {weight: _times(slope, values[weight]) for slope, weight in zip(through, weights, strict=True)} | {
        "x": "= " + _plus(*ways).partition(" =")[0]
    }
    hint = "Two paths lead here: multiply along each, then add."
    rule = "slope along x = both paths added"
    return Stop("x", True, sum(ways), rule, 8, weights, ("z[0,0]", "z[0,1]"), weights, sums, hint)
