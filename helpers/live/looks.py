"""How a control looks: its colour, the group that it stands in, and what its stops do, as a band along its slider."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import is_color_like, to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.image import AxesImage, BboxImage, FigureImage

IMAGES = (AxesImage, BboxImage, FigureImage)
PATTERNS = ("plain", "dots", "stripes", "bars", "checks")
LINES = {"-": "solid", "--": "dashed", "-.": "dashed", ":": "dotted"}


@dataclass(frozen=True)
class Track:
    """A band along a slider that says what each of its stops does, in colour, pattern and word.

    Args:
        words: One word for each stop of the slider, in order: `["crawls"] * 20 + ["arrives"] * 30`.
        looks: For each word its colour, as Matplotlib takes it, and a pattern: "plain", "dots", "stripes", "bars" or "checks".
        name: What stands before the band, where a slider has more than one.
        when: Values of other controls at which the band is shown: `{"model": "a network"}`. It is hidden at others.
    """

    words: Sequence[str]
    looks: Mapping[str, tuple[str, str]]
    name: str = ""
    when: Mapping[str, Any] = field(default_factory=dict)

    def check(self, name: str, stops: int) -> None:
        """Raise ValueError, with a sentence that says what is needed, unless the track fits a control with so many stops."""
        if len(self.words) != stops:
            raise ValueError(f"{name} has {stops} stops, so its track needs as many words; it has {len(self.words)}.")
        missing = [word for word in self.words if word not in self.looks]
        if missing:
            advice = f"add it to looks, as {{{missing[0]!r}: ('#bbbbbb', 'dots')}}"
            raise ValueError(f"the track of {name} has no look for {missing[0]!r}: {advice}.")
        for word, (color, pattern) in self.looks.items():
            _check_color(f"the track of {name}, {word!r},", color)
            if pattern not in PATTERNS:
                raise ValueError(f"the track of {name}, {word!r}, has no pattern {pattern!r}; there are: {', '.join(PATTERNS)}.")


@dataclass(frozen=True)
class Styled:
    """An abbreviation of a control with a look: `hinge_1=Styled((-2, 2), group="unit 1", color=plots.PATH, linestyle="--")`.

    Args:
        abbreviation: What `live` takes without a look: `(low, high)`, `Log(0.001, 10)`, a list of options.
        color: The colour of what the control moves, as Matplotlib takes it.
        linestyle: "-", "--", "-." or ":", as that line is drawn, so that it is told apart without colour too.
        group: The name of what the control is a part of. Controls of one group stand together under its name.
        label: What a reader sees instead of the argument's name.
        above: The name of a control whose value this one always stays above, so that two of a kind can't change places.
        tracks: Bands that say what each stop does.
        under: Axes with this number across. Its slider then stands below the picture, with its ends under their places in these axes.
    """

    abbreviation: Any
    color: str = ""
    linestyle: str = "-"
    group: str = ""
    label: str = ""
    above: str = ""
    tracks: Sequence[Track] = ()
    under: Axes | None = None

    def check(self, name: str) -> None:
        """Raise ValueError, with a sentence that says what is needed, unless the look makes sense."""
        if self.color:
            _check_color(name, self.color)
        if self.linestyle not in LINES:
            raise ValueError(f"{name} has no line style {self.linestyle!r}; there are: {', '.join(map(repr, LINES))}.")
        if not isinstance(self.under, Axes | None):
            raise ValueError(f"{name} is to stand under axes, not under {self.under!r}.")

    def spec(self) -> dict[str, Any]:
        """Return what the browser needs to know, without what is as usual."""
        color, line = (to_hex(self.color), LINES[self.linestyle]) if self.color else ("", "")
        known = {"color": color, "line": line, "group": self.group, "label": self.label, "above": self.above, "under": bool(self.under)}
        return {key: value for key, value in known.items() if value}


def _check_color(what: str, color: Any) -> None:
    if not is_color_like(color):
        raise ValueError(f'{what} needs a colour of Matplotlib\'s, such as "#0072B2" or "tab:blue", not {color!r}.')


def turns_dark(figure: Figure) -> bool:
    """Return whether light and dark may change places in a figure's picture where the page is dark.

    A figure on dark paper is left as it is, and so is one with an image: swapped, a photograph would be a negative.
    """
    return min(to_rgb(figure.get_facecolor())) > 0.5 and not any(figure.findobj(kind) for kind in IMAGES)
