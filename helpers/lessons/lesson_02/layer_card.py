"""A layer as a graph, as a matrix and as numbers: whatever a reader points at, or moves to by Tab, lights up in all three.

The matrices stand in Falk's scheme: each result is to the right of its row of x, and below its column of W.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.cards import sheet

Array = NDArray[np.float64]

SHEET = Path(__file__).parent / "layer_card.css"
WIDTH, HEIGHT, RADIUS = 260, 250, 22  # CSS pixels: of the graph, and of the circles in it
HINT = "Point at a weight, a line, a unit or a result, or press Tab."


class LayerCard:
    """A layer of units without biases that reads some measurements; its parts are linked by style sheet alone, so it needs no script.

    Args:
        x: The measurements, shape (n, inputs).
        W: The weights, shape (inputs, units).
    """

    def __init__(self, x: Array, W: Array) -> None:
        self.x, self.W, self.z = x, W, x @ W

    def sentences(self) -> dict[str, str]:
        """Return what is said of each weight ("w12": from input 1 to unit 2), unit ("u2") and result ("r12": of row 1, unit 2)."""
        said = {}
        for (i, j), weight in np.ndenumerate(self.W):
            place = f"row {i + 1}, column {j + 1}"
            said[f"w{i + 1}{j + 1}"] = f"The weight {_number(weight)} leads from input {i + 1} to unit {j + 1}: {place}."
        for j, column in enumerate(self.W.T):
            terms = _sum([f"{_number(abs(weight))} · x{'₁₂₃₄'[i]}" for i, weight in enumerate(column)], column)
            said[f"u{j + 1}"] = f"Unit {j + 1} owns column {j + 1}: it adds up {terms}."
        for (n, j), result in np.ndenumerate(self.z):
            products = " + ".join(f"{_number(a)} · {_in_brackets(b)}" for a, b in zip(self.x[n], self.W[:, j], strict=True))
            said[f"r{n + 1}{j + 1}"] = f"Measurement {n + 1}, unit {j + 1}: {products} = {_number(result)}."
        return said

    def text(self) -> str:
        """Return the card as plain text: the three matrices, and what each unit adds up."""
        matrices = (f"{name} =\n{np.array2string(values)}" for name, values in (("x", self.x), ("W", self.W), ("x @ W", self.z)))
        units = (sentence for key, sentence in self.sentences().items() if key[0] == "u")
        return "\n".join([*matrices, *units])

    def html(self) -> str:
        """Return the card as HTML."""
        keys = self.sentences()
        said = "".join(f'<p data-lit="{key}">{sentence}</p>' for key, sentence in keys.items())
        corner = f'<div class="corner" aria-hidden="true">{_heads("x", len(self.W))}</div>'
        matrices = self._inputs() + corner + self._weights() + self._results()
        return (
            f'<div class="lessons"><style>{sheet(SHEET)}{_links(list(keys))}</style>'
            f'<div class="card layer" role="group" aria-label="A layer and its matrix">{self._graph()}<div class="numbers">'
            f'<div class="matrices">{matrices}</div><div class="says" aria-hidden="true"><p class="hint">{HINT}</p>{said}</div>'
            "</div></div></div>"
        )

    def _graph(self) -> str:
        inputs, units = self.W.shape
        left = [(RADIUS + 4, HEIGHT * (i + 1) / (inputs + 1)) for i in range(inputs)]
        right = [(WIDTH - RADIUS - 4, HEIGHT * (j + 0.5) / units) for j in range(units)]
        lines = "".join(self._edge(i, j, a, c) for i, a in enumerate(left) for j, c in enumerate(right))
        circles = [_circle(place, f"x{'₁₂₃₄'[i]}", lit=" ".join(self._of_input(i))) for i, place in enumerate(left)]
        circles += [_circle(place, f"z{'₁₂₃₄'[j]}", lit=" ".join(self._of_unit(j)), key=f"u{j + 1}") for j, place in enumerate(right)]
        said = f"{inputs} inputs, {units} units, and a line with its weight from each input to each unit"
        size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        return f'<svg {size} role="img" aria-label="{said}">{lines}{"".join(circles)}</svg>'

    def _edge(self, i: int, j: int, start: tuple[float, float], end: tuple[float, float]) -> str:
        key, (a, b), (c, d) = f"w{i + 1}{j + 1}", start, end
        lit = f"{key} u{j + 1} " + " ".join(f"r{n + 1}{j + 1}" for n in range(len(self.x)))
        x, y = a + 0.7 * (c - a), b + 0.7 * (d - b)
        path = f'd="M{a} {b:.1f}L{c} {d:.1f}"'
        number = f'<text x="{x:.1f}" y="{y + 4:.1f}">{_number(self.W[i, j])}</text>'
        return f'<g data-is="{key}"><path class="reach" {path}/><path data-lit="{lit}" {path}/>{number}</g>'

    def _of_input(self, i: int) -> list[str]:
        """Return the keys at which an input lights up: its weights, all units, and all results."""
        weights = [f"w{i + 1}{j + 1}" for j in range(self.W.shape[1])]
        return [*weights, *(key for key in self.sentences() if key[0] in "ur")]

    def _of_unit(self, j: int) -> list[str]:
        """Return the keys at which a unit lights up: itself, its weights, and its results."""
        return [key for key in self.sentences() if key == f"u{j + 1}" or (len(key) == 3 and key[2] == str(j + 1))]

    def _inputs(self) -> str:
        rows, columns = self.x.shape
        results = [" ".join(f"r{n + 1}{j + 1}" for j in range(self.W.shape[1])) for n in range(rows)]
        cells = "".join(f'<span class="cell" data-lit="{results[n]}">{_number(value)}</span>' for (n, _), value in np.ndenumerate(self.x))
        return _matrix("inputs", "x, two measurements", columns, _heads("x", columns) + cells)

    def _weights(self) -> str:
        head = "".join(_button(f"u{j + 1}", f"unit {j + 1}", self.sentences()[f"u{j + 1}"], f"u{j + 1}") for j in range(self.W.shape[1]))
        cells = ""
        for (i, j), weight in np.ndenumerate(self.W):
            key = f"w{i + 1}{j + 1}"
            lit = f"{key} u{j + 1} " + " ".join(f"r{n + 1}{j + 1}" for n in range(len(self.x)))
            cells += _button(key, _number(weight), self.sentences()[key], lit)
        return _matrix("weights", "W, the weights", self.W.shape[1], head + cells)

    def _results(self) -> str:
        cells = ""
        for (n, j), value in np.ndenumerate(self.z):
            key = f"r{n + 1}{j + 1}"
            cells += _button(key, _number(value), self.sentences()[key], f"{key} u{j + 1}")
        return _matrix("results", "x @ W, the results", self.z.shape[1], _heads("z", self.z.shape[1]) + cells)

    def __repr__(self) -> str:
        return self.text()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": self.html()}


def _links(keys: list[str]) -> str:
    """Return the rule that lights up what belongs to the part under the pointer, or else to the part that has the focus."""
    pointed = [f'.layer:has([data-is="{key}"]:hover) [data-lit~="{key}"]' for key in keys]
    focused = [f'.layer:not(:has([data-is]:hover)):has([data-is="{key}"]:focus) [data-lit~="{key}"]' for key in keys]
    parts = ",".join(f":is(.lessons,#lessons) {each}" for each in pointed + focused)
    return f"{parts}{{background-color:var(--lamp);font-weight:700;stroke:var(--accent);stroke-width:4;visibility:visible}}"


def _heads(letter: str, count: int) -> str:
    return "".join(f'<span class="head">{letter}{"₁₂₃₄"[place]}</span>' for place in range(count))


def _matrix(kind: str, name: str, columns: int, cells: str) -> str:
    return f'<div class="matrix {kind}" role="group" aria-label="{name}" style="--columns:{columns}">{cells}</div>'


def _button(key: str, shown: str, said: str, lit: str) -> str:
    return f'<button type="button" class="cell" data-is="{key}" data-lit="{lit}" aria-label="{said}">{shown}</button>'


def _circle(place: tuple[float, float], name: str, lit: str, key: str = "") -> str:
    x, y = place
    own = f' data-is="{key}"' if key else ""
    return f'<g{own}><circle data-lit="{lit}" cx="{x}" cy="{y:.1f}" r="{RADIUS}"/><text x="{x}" y="{y + 5:.1f}">{name}</text></g>'


def _sum(terms: list[str], signs: Array) -> str:
    first, *rest = (f"{'−' if sign < 0 else '+'} {term}" for term, sign in zip(terms, signs, strict=True))
    return " ".join([first.removeprefix("+ ").replace("− ", "−"), *rest])


def _in_brackets(value: float) -> str:
    return f"({_number(value)})" if value < 0 else _number(value)


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "−")
