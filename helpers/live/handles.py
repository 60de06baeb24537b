"""Points of a picture that a reader can drag."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from helpers.live.controls import Control, Number

GRIPS = {"on": (0, 0), "above": (0, -26), "below": (0, 26), "left": (-26, 0), "right": (26, 0)}  # CSS pixels across and down


@dataclass(frozen=True)
class Beside:
    """A place at some distance from where a control stands: a handle there follows the control, and does not set it."""

    control: str
    distance: float


@dataclass(frozen=True)
class Handle:
    """A point that can be dragged by mouse and touch and moved with the arrow keys; it sets one or two controls of its figure.

    It is no artist: draw a marker where it stands, in the function of the figure, as for anything else that moves. Its ring has the
    colour of the first control that it sets, if that has one.

    Args:
        name: What it is called for those who do not see it, such as "point on the landscape".
        axes: The axes in whose coordinates it stands.
        x, y: For each direction the name of the control that it sets, the number at which it always stands, or a place `Beside` a control.
        tag: What stands beside it, such as a number; the number that ends its name, if nothing is said.
        grip: Where the reader takes hold of it: "on" the point, or "above", "below", "left" or "right" of it, so that what it points
            at stays in sight.
    """

    name: str
    axes: Axes
    x: str | float | Beside
    y: str | float | Beside
    tag: str | None = None
    grip: str = "on"

    def sets(self) -> list[str]:
        """Return the names of the controls that it sets."""
        return [end for end in (self.x, self.y) if isinstance(end, str)]

    def needs(self) -> list[str]:
        """Return the names of the controls that it sets or follows."""
        return self.sets() + [end.control for end in (self.x, self.y) if isinstance(end, Beside)]

    def check(self, controls: Sequence[Control]) -> None:
        """Raise ValueError or TypeError, with a sentence that says what is needed, unless the handle fits these controls."""
        if not isinstance(self.axes, Axes):
            raise TypeError(f"the handle {self.name!r} needs the axes that it stands in; it got {type(self.axes).__name__}.")
        if not self.axes.transData.is_separable:
            raise ValueError(f"the handle {self.name!r} needs axes in which x goes across and y goes up; these are others.")
        if self.grip not in GRIPS:
            raise ValueError(f"the handle {self.name!r} has its grip {', '.join(map(repr, GRIPS))} the point, not {self.grip!r}.")
        numbers = {control.name for control in controls if isinstance(control, Number)}
        bound = self.sets()
        if not bound:
            raise ValueError(f"the handle {self.name!r} would not move: give the name of a control for x or y.")
        if len(set(bound)) < len(bound):
            raise ValueError(f"the handle {self.name!r} sets {bound[0]!r} in both directions: use two controls, or one and a number.")
        known = ", ".join(sorted(numbers)) or "none"
        for name in bound:
            if name not in numbers:
                raise ValueError(f"the handle {self.name!r} is to set {name!r}, which is no number among the controls; those are: {known}.")
        for name in self.needs():
            if name not in numbers:
                raise ValueError(f"the handle {self.name!r} is beside {name!r}, which is no number among the controls; those are: {known}.")

    def track(self, controls: Sequence[Control], height: float) -> dict[str, Any]:
        """Return where each stop of its controls lies, in CSS pixels from the left and from the top of a figure that is `height` high."""
        by_name = {control.name: control for control in controls}
        x, y = (_places(end, by_name) for end in (self.x, self.y))
        transform = self.axes.transData.transform
        across = transform(np.stack(np.broadcast_arrays(x, y[0]), axis=1))[:, 0]
        down = height - transform(np.stack(np.broadcast_arrays(x[0], y), axis=1))[:, 1]
        tag = (re.search(r"\d+$", self.name) or [""])[0] if self.tag is None else self.tag
        color = next(by_name[end].look.spec().get("color", "") for end in self.sets())
        ends = {"x": _end(self.x, across), "y": _end(self.y, down)}
        return {"name": self.name, "tag": tag, "grip": GRIPS[self.grip], "color": color, **ends}


def _places(end: str | float | Beside, controls: Mapping[str, Control]) -> np.ndarray:
    """Return where the handle can be in one direction, in the coordinates of its axes."""
    if isinstance(end, Beside):
        return np.asarray(controls[end.control].positions(), dtype=float) + end.distance
    return np.asarray(controls[end].positions() if isinstance(end, str) else [end], dtype=float)


def _end(end: str | float | Beside, pixels: np.ndarray) -> dict[str, Any]:
    name = end.control if isinstance(end, Beside) else end if isinstance(end, str) else None
    return {"control": name, "sets": isinstance(end, str), "pixels": pixels.round(2).tolist()}
