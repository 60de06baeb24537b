"""Handles: what fits them, and where they say their stops are."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers.live import Beside, Handle, LiveFigure, Steps, Styled


@pytest.fixture
def axes():
    figure, made = plt.subplots(figsize=(4, 3))
    made.set(xlim=(-6, 6), ylim=(-6, 6))
    yield made
    plt.close(figure)


def with_handle(handle, ahead=False, axes=None):
    axes = axes or handle.axes
    (dot,) = axes.plot([0], [0], "o")

    def redraw(a=1, b=0.0, flag=True):
        dot.set_data([a], [b])

    return LiveFigure(axes.figure, redraw, ahead=ahead, handles=[handle], a=(-5, 5), b=(-5.0, 5.0, 0.5))


def test_it_says_where_matplotlib_puts_each_stop(axes):
    widget = with_handle(Handle("dot", axes, x="a", y="b"))
    (track,) = widget._whole()["handles"]
    assert (track["name"], track["x"]["control"], track["y"]["control"]) == ("dot", "a", "b")
    pixels = axes.transData.transform([(a, 0) for a in range(-5, 6)])
    assert track["x"]["pixels"] == pytest.approx(pixels[:, 0], abs=0.01)
    pixels = axes.transData.transform([(0, b) for b in np.arange(-5, 5.1, 0.5)])
    assert track["y"]["pixels"] == pytest.approx(300 - pixels[:, 1], abs=0.01)


def test_on_a_logarithmic_axis_too(axes):
    axes.set(xscale="log", xlim=(0.5, 20), ylim=(0, 10))
    figure = LiveFigure(axes.figure, lambda rate: None, handles=[Handle("rate", axes, x="rate", y=5)], rate=(1, 16))
    (track,) = figure._whole()["handles"]
    one, *_, sixteen = track["x"]["pixels"]
    assert track["x"]["pixels"][3] == pytest.approx(one + (sixteen - one) / 2, abs=0.02)  # 4, halfway between 1 and 16
    assert track["y"] == {"control": None, "sets": False, "pixels": [pytest.approx(300 - axes.transData.transform((1, 5))[1], abs=0.01)]}


def test_beside_a_control_it_stands_away_from_that_and_does_not_set_it(axes):
    (track,) = with_handle(Handle("dot", axes, x=Beside("a", 1.5), y="b"))._whole()["handles"]
    assert (track["x"]["control"], track["x"]["sets"], track["y"]["sets"]) == ("a", False, True)
    pixels = axes.transData.transform([(a + 1.5, 0) for a in range(-5, 6)])
    assert track["x"]["pixels"] == pytest.approx(pixels[:, 0], abs=0.01)


def test_its_ring_has_the_colour_of_what_it_sets(axes):
    handle, controls = Handle("dot", axes, x=Beside("a", 1), y="b"), {"a": Styled((-5, 5), color="red"), "b": Styled((-5, 5), color="blue")}
    (track,) = LiveFigure(axes.figure, lambda a, b: None, handles=[handle], **controls)._whole()["handles"]
    assert track["color"] == "#0000ff"
    assert with_handle(Handle("dot", axes, x="a", y="b"))._whole()["handles"][0]["color"] == ""


@pytest.mark.parametrize(
    ("x", "y", "complaint"),
    [
        (1, 2, "'dot' would not move: give the name of a control"),
        ("a", "a", "sets 'a' in both directions"),
        ("c", 0, "'c', which is no number among the controls; those are: a, b"),
        ("flag", 0, "'flag', which is no number among the controls"),
        (Beside("c", 1), "b", "is beside 'c', which is no number among the controls; those are: a, b"),
        (Beside("a", 1), 2, "'dot' would not move: give the name of a control"),
    ],
)
def test_what_makes_no_sense_is_told(axes, x, y, complaint):
    with pytest.raises(ValueError, match=complaint):
        with_handle(Handle("dot", axes, x=x, y=y))


def test_it_needs_axes_with_x_across_and_y_up(axes):
    with pytest.raises(TypeError, match="needs the axes that it stands in; it got Figure"):
        with_handle(Handle("dot", axes.figure, x="a", y="b"), axes=axes)
    figure, polar = plt.subplots(subplot_kw={"projection": "polar"})
    with pytest.raises(ValueError, match="axes in which x goes across"):
        with_handle(Handle("dot", polar, x="a", y="b"))
    plt.close(figure)


def test_a_frame_says_where_it_stands_only_when_that_has_changed(axes):
    widget = with_handle(Handle("dot", axes, x="a", y="b"))
    widget.a = 0  # what moves is known from now on
    sent = []
    widget.send = lambda message, buffers=None: sent.append(message)
    widget.a = 2
    axes.set_xlim(-10, 10)
    widget.a = 3
    widget.a = 4
    assert [bool(message.get("handles")) for message in sent] == [False, True, False]
    assert sent[1]["handles"] == widget._whole()["handles"]


def test_ahead_its_axes_must_keep_their_limits(axes):
    def redraw(a=1):
        axes.set_xlim(-10 - a, 10)

    with pytest.raises(ValueError, match="cannot be drawn ahead while the limits of its axes change: use ahead=False"):
        LiveFigure(axes.figure, redraw, ahead=True, handles=[Handle("dot", axes, x="a", y=0)], a=(-5, 5))


def test_a_page_without_a_kernel_has_it_too(axes):
    html = with_handle(Handle("dot", axes, x="a", y="b"), ahead=True).html()
    assert '"handles": [{"name": "dot"' in html


def test_a_page_that_keeps_only_what_plays_has_no_handle_for_the_rest(axes):
    (dot,) = axes.plot([0], [0], "o")

    def redraw(step=0, a=0.01):
        dot.set_data([a], [step / 10])

    dragged, playing = Handle("dragged", axes, x="a", y=0), Handle("playing", axes, x=0, y="step")
    follower = Handle("follower", axes, x=Beside("a", 1), y="step")
    figure = LiveFigure(axes.figure, redraw, handles=[dragged, playing, follower], step=Steps(0, 40), a=(-5.0, 5.0, 0.01))
    figure.prepare_for_page()
    shown = figure._page.exported()["wide"]["whole"]
    assert [control["name"] for control in shown["controls"]] == ["step"]
    assert [handle["name"] for handle in shown["handles"]] == ["playing"]
