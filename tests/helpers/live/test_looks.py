"""How controls look, from what a lesson says to what the browser is told."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import rgb_to_hsv, to_rgb
from matplotlib.figure import Figure

from helpers import live, plots
from helpers.live import Handle, LiveFigure, Log, Steps, Styled, Track
from helpers.live.controls import controls_of
from helpers.live.looks import turns_dark

LIVE = Path(live.__file__).parent
LOOKS = {"slow": ("#808080", "dots"), "fast": ("tab:blue", "plain")}


def specs(**controls: Any) -> dict[str, dict[str, Any]]:
    made, _ = controls_of(lambda **_: None, controls)
    return {control.name: control.spec() for control in made}


def test_a_look_says_only_what_is_not_as_usual() -> None:
    plain, styled = specs(a=(0, 3))["a"], specs(a=Styled((0, 3)))["a"]
    assert styled == plain
    spec = specs(a=Styled((0, 3), color="C0", linestyle=":", group="unit 1", label="hinge"))["a"]
    assert spec == plain | {"color": "#1f77b4", "line": "dotted", "group": "unit 1", "label": "hinge"}


def test_a_look_changes_nothing_about_where_a_control_starts() -> None:
    looks = {"a": Styled((0, 5)), "b": Styled(True), "c": Styled(ipywidgets.FloatSlider(1.5))}
    made, _ = controls_of(lambda a=2, b=True, c=3.0: None, looks)
    assert [control.start for control in made] == [2, True, 1.5]


def test_a_stop_is_as_precise_as_it_has_to_be() -> None:
    spec = specs(rate=Log(0.001, 10, 81))["rate"]
    assert spec["labels"][:3] == ["0.001", "0.00112", "0.00126"]
    assert spec["labels"][-2:] == ["8.9", "10"]
    assert len(set(spec["labels"])) == 81
    for label, stop in zip(spec["labels"], spec["positions"], strict=True):
        assert float(label) == pytest.approx(stop, rel=0.02)
    assert "labels" not in specs(a=(0, 3, 0.125))["a"]
    assert "labels" not in specs(a=(0, 500_000, 500))["a"]


def test_a_number_between_two_stops_is_shown_in_full() -> None:
    made, _ = controls_of(lambda **_: None, {"rate": Log(0.001, 10, 81)})
    assert made[0].label(0.012345) == "0.012345"


def test_a_track_says_what_each_stop_does() -> None:
    track = Track(["slow"] * 2 + ["fast"] * 2, LOOKS, name="MSE", when={"loss": "MSE", "up": True})
    [band] = specs(a=Styled((0, 3), tracks=[track]), loss=["MAE", "MSE"], up=False)["a"]["bands"]
    assert band == {
        "name": "MSE",
        "words": ["slow", "slow", "fast", "fast"],
        "looks": {"slow": ["#808080", "dots"], "fast": ["#1f77b4", "plain"]},
        "when": {"loss": 1, "up": True},
    }


@pytest.mark.parametrize(
    ("controls", "says"),
    [
        ({"a": Styled((0, 3), color="blueish")}, "needs a colour of Matplotlib's"),
        ({"a": Styled((0, 3), linestyle="~")}, "no line style '~'"),
        ({"a": Styled((0, 3), above="b")}, "above 'b': both have to be numbers"),
        ({"a": Styled((0, 3), above="a")}, "above 'a': both have to be numbers"),
        ({"a": Styled((0, 3), tracks=[Track(["slow"], LOOKS)])}, "has 4 stops, so its track needs as many words; it has 1"),
        ({"a": Styled((0, 1), tracks=[Track(["slow", "odd"], LOOKS)])}, "no look for 'odd'"),
        ({"a": Styled((0, 1), tracks=[Track(["x", "x"], {"x": ("red", "waves")})])}, "no pattern 'waves'; there are: plain, dots"),
        ({"a": Styled((0, 1), tracks=[Track(["slow"] * 2, LOOKS, when={"b": 1})])}, "depends on 'b', which is no control"),
        ({"a": Styled((0, 1), tracks=[Track(["slow"] * 2, LOOKS, when={"c": "z"})]), "c": ["x", "y"]}, "c is one of x, y, not 'z'"),
        ({"a": Styled([1, 2], tracks=[Track(["slow"] * 2, LOOKS)])}, "a is no slider"),
        ({"a": Styled([1, 2], under=plt.figure().gca())}, "a is no slider"),
        ({"a": Styled((0, 3), under="axes")}, "under axes, not under 'axes'"),
        ({"a": Steps(0, 3, seconds=0)}, "seconds above 0"),
    ],
)
def test_a_look_that_makes_no_sense_says_what_it_needs(controls: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        specs(**controls)


def test_controls_stand_where_a_figure_can_have_them() -> None:
    with pytest.raises(ValueError, match="'below', 'above', 'beside' the picture; controls_at is 'left'"):
        LiveFigure(plt.figure(), lambda a=1: None, a=(0, 3), controls_at="left")


@pytest.mark.parametrize(("name", "tag", "shown"), [("hinge 2", None, "2"), ("point", None, ""), ("hinge 2", "b", "b")])
def test_a_handle_carries_its_number(name: str, tag: str | None, shown: str) -> None:
    figure, axes = plt.subplots()
    widget = LiveFigure(figure, lambda a=1: None, a=(0, 3), handles=[Handle(name, axes, x="a", y=0, tag=tag, grip="above")])
    [track] = widget._drawing.tracks()
    assert track["tag"] == shown
    assert track["grip"][1] < 0


def test_a_label_follows_its_line_wherever_it_is_moved() -> None:
    x = np.linspace(0, 1, 11)
    figure, axes = plots.blank()
    line = plots.curve(x, x, axes)
    words = plots.label(line, "model")
    axes.set(xlim=(-1, 2), ylim=(-1, 2))
    widget = LiveFigure(figure, lambda a=1.0: line.set_ydata(a * x), a=(-1.0, 1.0))
    places = []
    for a in (1.0, 0.0, -0.5):
        widget.a = a
        places.append(words.get_window_extent().y0)
    assert widget._drawing.picture.moving >= {line, words}
    below = axes.transData.transform([(0, 1), (0, 0), (0, -0.5)])[:, 1]
    assert np.diff(places) == pytest.approx(np.diff(below), abs=0.5)
    assert words.get_color() == line.get_color()


def test_a_label_goes_and_comes_with_its_line() -> None:
    figure, axes = plots.blank()
    x = np.linspace(0, 1, 11)
    line = plots.curve(x, x, axes)
    plots.label(line, "model")
    axes.set(xlim=(-1, 2), ylim=(-1, 2))
    widget = LiveFigure(figure, lambda a=1.0: line.set_ydata(a * x), a=(-1.0, 10.0))
    shown = []
    for a in (9.0, 1.0, 9.0, 0.0):
        widget.a = a
        shown.append(any(stroke.style.fill for run in widget._drawing.frame for stroke in run))
    assert shown == [False, True, False, True]


def test_a_picture_gives_way_to_its_controls_but_not_for_ever() -> None:
    widget = LiveFigure(plt.figure(figsize=(6, 6)), lambda a=1: None, a=(0, 3))
    drawing = widget._drawing
    assert drawing.fit(2000, 450)
    assert drawing.picture.size == (600, 450)
    drawing.fit(2000, 10)
    assert drawing.picture.size == (600, 300)
    assert drawing.fit(2000)
    assert drawing.picture.size == (600, 600)


# In a dark theme.

DARK = re.search(r"--live-dark: invert\(([\d.]+)\) hue-rotate\(180deg\) brightness\(([\d.]+)\)", (LIVE / "live.css").read_text())
TURNED = np.array([[-0.574, 1.43, 0.144], [0.426, 0.43, 0.144], [0.426, 1.43, -0.856]])  # Filter Effects Module 1 on hue-rotate
COLOURS = {name: value for name, value in vars(plots).items() if name.isupper() and isinstance(value, str)}


def in_the_dark(colour: str) -> Any:
    """Return what a browser makes of a colour in a dark theme, as red, green and blue from 0 to 1."""
    assert DARK is not None
    inverted, brighter = map(float, DARK.groups())
    return np.clip(np.clip(TURNED @ (inverted + np.array(to_rgb(colour)) * (1 - 2 * inverted)), 0, 1) * brighter, 0, 1)


def luminance(colour: Any) -> float:
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: Any, other: Any) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def hue(colour: Any) -> float:
    return float(rgb_to_hsv(colour)[0] * 360)


@pytest.mark.parametrize("colour", [*COLOURS.values(), plots.STYLE["axes.edgecolor"], plots.STYLE["text.color"]])
def test_every_colour_of_the_series_can_be_read_in_the_dark_and_keeps_its_hue(colour: str) -> None:
    paper, ink = (in_the_dark(each) for each in (plots.STYLE["figure.facecolor"], colour))
    assert contrast(paper, ink) >= 4.5
    assert luminance(paper) < 0.01
    if rgb_to_hsv(to_rgb(colour))[1] > 0:
        assert abs(hue(in_the_dark(colour)) - hue(to_rgb(colour))) < 12


@pytest.mark.parametrize("name", COLOURS)
def test_every_colour_of_the_series_can_be_seen_on_white(name: str) -> None:
    assert contrast(np.array(to_rgb(COLOURS[name])), np.ones(3)) >= 3  # WCAG 1.4.11, for graphics


# What the three kinds of dichromats see, of linear red, green and blue: Machado, Oliveira and Fernandes, 2009, at full severity.
VISION = {
    "all colours": np.eye(3),
    "no red": np.array([[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.0520]]),
    "no green": np.array([[0.3673, 0.8606, -0.2280], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]]),
    "no blue": np.array([[1.2555, -0.0767, -0.1788], [-0.0784, 0.9308, 0.1476], [0.0047, 0.6914, 0.3039]]),
}
XYZ = np.array([[0.4339, 0.3762, 0.1899], [0.2126, 0.7152, 0.0722], [0.0177, 0.1095, 0.8729]])  # as parts of white


def as_seen(colour: str, vision: Any) -> Any:
    """Return lightness, and what is red or green and yellow or blue of a colour (CIELAB, 1976)."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt(XYZ @ np.clip(vision @ linear, 0, 1))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("vision", VISION)
def test_no_two_colours_of_the_series_look_alike_however_one_sees_colour(vision: str) -> None:
    seen = {name: as_seen(colour, VISION[vision]) for name, colour in COLOURS.items()}
    distance = {(one, other): np.linalg.norm(seen[one] - seen[other]) for one, other in itertools.combinations(seen, 2)}
    assert min(distance.values()) > 10, min(distance, key=distance.__getitem__)


def test_there_are_colours_to_look_at() -> None:
    assert {"DATA", "MODEL", "OTHER_MODEL", "LOSS", "GRADIENT", "PATH", "TRACE"} <= COLOURS.keys()


def test_photographs_and_figures_on_dark_paper_stay_as_they_are() -> None:
    figure, axes = plots.blank()
    axes.contourf(np.eye(3))
    assert turns_dark(figure)
    axes.imshow(np.zeros((2, 2, 3)))
    assert not turns_dark(figure)
    assert not turns_dark(Figure(facecolor="black"))
    plt.close(figure)
