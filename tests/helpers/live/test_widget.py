"""The live figure as a widget: its values, what it sends and shows, its errors, and that it lets go of everything."""

from __future__ import annotations

import base64
import gc
import json
import math
import re
import statistics
import weakref
from typing import Any

import ipywidgets
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
import traitlets
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure

from helpers.live import LiveFigure, Log, conversation, drawing, frames_ahead, kept_values, live, running_cell, still
from helpers.live import widget as widget_module
from helpers.live.page_form import FORM
from tests.everything import EVERYTHING
from tests.helpers.live.pixels import complaint
from tests.helpers.live.scenes import SCENES
from tests.helpers.live.screen import Screen, matplotlib_draws, pixels_of

X = np.linspace(0, 1, 20)


@pytest.fixture(autouse=True)
def no_open_figures():
    plt.close("all")
    yield
    assert plt.get_fignums() == []


@pytest.fixture(autouse=True)
def not_exporting(monkeypatch):
    monkeypatch.delenv("LESSONS_EXPORT", raising=False)


class Lesson:
    """A figure with a curve and a title, its redraw function, and how often that was called."""

    def __init__(self) -> None:
        self.figure, self.axes = plt.subplots(figsize=(2, 1.5), dpi=100)
        self.axes.set(ylim=(-6, 6), xticks=[], yticks=[])
        (self.curve,) = self.axes.plot(X, X)
        self.calls: list[tuple[float, bool]] = []

    def redraw(self, a=1.0, up=True):
        self.calls.append((a, up))
        self.curve.set_ydata(a * X if up else -a * X)
        self.axes.set_title(f"MAE {a:.2f}")

    def live(self, **options) -> LiveFigure:
        return LiveFigure(self.figure, self.redraw, **{"a": (-5.0, 5.0)} | options)


@pytest.fixture
def lesson():
    made = Lesson()
    yield made
    plt.close(made.figure)


def receive(widget: LiveFigure, **message) -> None:
    widget._handle_custom_msg(message, [])


def registered() -> int:
    """Return how many widgets are kept for messages from the browser."""
    module = ipywidgets.widgets.widget
    return len(module._instances if hasattr(module, "_instances") else ipywidgets.Widget.widgets)


def blank() -> Figure:
    return Figure(figsize=(2, 1.5), dpi=100)


# Values


def test_each_control_is_a_trait(lesson):
    widget = lesson.live()
    assert (widget.a, widget.up) == (1.0, True)
    assert widget.has_trait("a")
    widget.a = 2
    assert widget.a == 2.0
    assert type(widget.a) is float
    assert lesson.calls[-1] == (2.0, True)


def test_values_can_be_observed(lesson):
    widget, seen = lesson.live(), []
    widget.observe(lambda change: seen.append((change["old"], change["new"])), "a")
    widget.a = 2
    receive(widget, kind="set", id=1, values={"a": 3.0, "up": True})
    receive(widget, kind="rest", values={"a": 4.0, "up": True})
    assert seen == [(1.0, 2.0), (2.0, 3.0), (3.0, 4.0)]


@pytest.mark.parametrize("link", [ipywidgets.link, traitlets.link])
def test_two_figures_can_be_linked(link):
    one, other = Lesson(), Lesson()
    left, right = one.live(), other.live()
    screen = Screen().connect(right)
    link((left, "a"), (right, "a"))
    receive(left, kind="set", id=1, values={"a": 3.0, "up": True})
    assert (right.a, other.calls[-1][0]) == (3.0, 3.0)
    assert screen.messages[-1][0]["values"] == {"a": 3.0, "up": True}
    right.a = -2
    assert (left.a, one.calls[-1][0]) == (-2.0, -2.0)


@pytest.mark.parametrize("value", [7, -5.01, "1", None, math.nan, True])
def test_a_value_outside_is_refused_and_changes_nothing(lesson, value):
    widget = lesson.live()
    screen = Screen().connect(widget)
    calls, messages, before = len(lesson.calls), len(screen.messages), screen.picture()
    with pytest.raises(traitlets.TraitError, match=r"^a (goes|takes a number) from −5 to 5"):
        widget.a = value
    assert widget.a == 1.0
    assert (len(lesson.calls), len(screen.messages)) == (calls, messages)
    assert np.array_equal(screen.picture(), before)


def test_the_same_value_again_draws_nothing(lesson):
    widget = lesson.live()
    calls = len(lesson.calls)
    widget.a = 1.0
    assert len(lesson.calls) == calls


def test_reset_puts_every_control_back(lesson):
    widget = lesson.live()
    screen = Screen().connect(widget)
    widget.a = 4
    widget.reset()
    start = screen.picture()
    widget.a, widget.up = 4, False
    assert not np.array_equal(screen.picture(), start)
    widget.reset()
    assert (widget.a, widget.up) == (1.0, True)
    assert np.array_equal(screen.picture(), start)


def test_a_widget_may_stand_for_a_control(lesson):
    slider = ipywidgets.FloatSlider(2.0, min=0.0, max=4.0)
    widget = lesson.live(a=slider)
    assert widget.a == 2.0
    slider.value = 3.0
    assert lesson.calls[-1] == (3.0, True)
    widget.a = 1.5
    assert slider.value == 1.5
    widget.close()
    slider.value = 4.0
    assert (widget.a, lesson.calls[-1][0]) == (1.5, 1.5)


def test_fixed_arguments_are_passed_on():
    seen = []

    def redraw(a, data):
        seen.append((a, data))

    LiveFigure(blank(), redraw, a=(0, 4), data=ipywidgets.fixed("same"))
    assert {data for _, data in seen} == {"same"}


def test_a_figure_without_controls_is_a_figure_too():
    widget = LiveFigure(blank(), lambda: "two lines that cross")
    assert widget.describe() == "Figure: two lines that cross"
    assert Screen().connect(widget).messages[0][0]["controls"] == []
    assert still(blank(), "words").describe() == "Figure: words"


# What is refused at once


def test_what_is_no_figure_is_refused():
    _, axes = plt.subplots()
    with pytest.raises(TypeError) as raised:
        LiveFigure(axes, lambda: None)
    assert str(raised.value) == "live needs a figure first, as in `figure, axes = plt.subplots()`; it got Axes."
    plt.close("all")


@pytest.mark.parametrize("name", ["close", "layout", "observe", "png"])
def test_a_name_that_the_figure_needs_is_refused(name):
    def redraw(**values): ...

    with pytest.raises(ValueError, match="for itself") as raised:
        LiveFigure(blank(), redraw, **{name: (0, 1)})
    assert str(raised.value) == f"a live figure needs the name {name!r} for itself: please call the argument something else."


@pytest.mark.parametrize("figure", [lambda a=1: None, np.sin])
def test_live_without_a_figure_says_what_to_write(figure):
    with pytest.raises(TypeError, match=r"write @live\(figure, a=\(-5, 5\)\) above the function"):
        live(figure)


@pytest.mark.parametrize("make", [lambda: plt.subplots(), lambda: plt.figure(7).add_subplot().plot([0, 1])])
def test_a_function_that_draws_another_figure_is_told_so(make):
    figure, _ = plt.subplots()
    with pytest.raises(ValueError, match="the function makes a figure of its own each time"):
        LiveFigure(figure, lambda a: make(), a=(0, 3))
    assert plt.get_fignums() == []


def test_a_figure_that_the_function_closes_again_is_its_own_affair():
    figure, axes = plt.subplots()
    other, _ = plt.subplots()

    def redraw(a):
        helper = plt.figure()
        plt.close(helper)
        plt.figure(figure)
        assert plt.gca() is axes

    LiveFigure(figure, redraw, a=(0, 3)).a = 2
    assert plt.gcf() is other
    plt.close(other)


def test_pyplot_keeps_its_own_figures_to_itself(lesson):
    other, others_axes = plt.subplots()
    widget = LiveFigure(lesson.figure, lambda a: plt.title(f"a = {a}"), a=(0, 3))
    widget.a = 2
    assert (lesson.axes.get_title(), others_axes.get_title()) == ("a = 2", "")
    assert plt.get_fignums() == [other.number]
    plt.close(other)


def names_used_again():
    """Return a namespace in which two cells have been run that give the same names to two figures' things."""
    cell = """
fig, ax = plt.subplots()
line, = ax.plot([0, 1], [0, 1])

def move(a=1.0):
    line.set_ydata([0, a])

def redraw(a=1.0):
    move(a)

widgets.append(LiveFigure(fig, redraw, a=(0.0, 5.0)))
lines.append(line)
"""
    space = {"plt": plt, "LiveFigure": LiveFigure, "widgets": [], "lines": []}
    exec(cell, space)
    exec(cell, space)
    return space


def test_names_that_another_figure_has_by_now_are_named():
    space = names_used_again()
    first, second = space["widgets"]
    first.a = 3
    error = first._whole()["error"]
    assert error.startswith("ValueError: line now belongs to another figure, so this function would change that one.")
    assert list(space["lines"][1].get_ydata()) == [0, 1], "the other figure stays as it is"
    second.a = 3
    assert second._whole()["error"] == ""
    assert list(space["lines"][1].get_ydata()) == [0, 3]


def test_figures_made_in_a_loop_are_told_apart():
    space = {"plt": plt, "LiveFigure": LiveFigure, "widgets": []}
    exec(
        """
for colour in ("red", "blue"):
    fig, axs = plt.subplots(1, 2)
    lines = [ax.plot([0, 1], color=colour)[0] for ax in axs]
    widgets.append(LiveFigure(fig, lambda a=1.0: [line.set_ydata([0, a]) for line in lines], a=(0.0, 5.0)))
""",
        space,
    )
    first, second = space["widgets"]
    first.a = second.a = 2
    assert "lines now belongs to another figure" in first._whole()["error"]
    assert second._whole()["error"] == ""


def test_a_function_with_a_history_is_called_once_before_anything_shows(lesson):
    path = []

    def redraw(a=1.0):
        path.append(a)
        lesson.curve.set_ydata(a * X)

    widget = LiveFigure(lesson.figure, redraw, a=(0.0, 5.0))
    assert path == [1.0]
    Screen().connect(widget)
    widget.a = 2
    assert path == [1.0, 2.0]


def test_an_error_at_the_first_call_is_the_cells_error(lesson):
    def redraw(a):
        raise ZeroDivisionError("at the start")

    widgets = registered()
    with pytest.raises(ZeroDivisionError, match="at the start"):
        LiveFigure(lesson.figure, redraw, a=(0, 4))
    gc.collect()  # a complaint of a half-made widget's end would be an error here
    assert registered() == widgets


@pytest.mark.parametrize("wrong", [{"a": "words"}, {"z": (0, 1)}])
def test_a_half_made_figure_ends_without_a_complaint(lesson, wrong):
    with pytest.raises((TypeError, ValueError)):
        lesson.live(**wrong)
    gc.collect()
    plt.close(lesson.figure)


# Errors later on


def test_an_error_is_told_and_the_last_good_picture_stays(lesson):
    def redraw(a):
        if a == 3:
            raise ValueError("three is too many")
        lesson.redraw(a)

    widget = LiveFigure(lesson.figure, redraw, a=(0, 5))
    screen = Screen().connect(widget)
    widget.a = 1
    good = screen.picture()
    widget.a = 3
    message, buffers = screen.messages[-1]
    assert message["error"].startswith("ValueError: three is too many\n")
    assert 'raise ValueError("three is too many")' in message["error"]
    assert ("packet" in message, buffers) == (False, [])
    assert np.array_equal(screen.picture(), good)
    widget.a = 4
    message, _ = screen.messages[-1]
    assert (message["error"], message["values"]) == ("", {"a": 4})
    assert not np.array_equal(screen.picture(), good)


def test_an_error_from_the_browser_is_told_the_same_way(lesson):
    def redraw(a):
        return 1 / (a - 3)

    widget = LiveFigure(lesson.figure, redraw, a=(0, 5))
    screen = Screen().connect(widget)
    receive(widget, kind="set", id=7, values={"a": 3})
    message, _ = screen.messages[-1]
    assert message["error"].startswith("ZeroDivisionError: division by zero\nreturn 1 / (a - 3)")
    assert (message["id"], widget.a) == (7, 3)
    receive(widget, kind="set", id=8, values={"a": 4})
    assert screen.messages[-1][0]["error"] == ""


def test_the_line_that_is_named_is_the_readers():
    def redraw(a):
        return statistics.mean([1] * a)

    widget = LiveFigure(blank(), redraw, a=(0, 5))
    widget.a = 0
    assert "\nreturn statistics.mean([1] * a)   (line " in widget._whole()["error"]


def test_words_about_a_picture_with_an_error_do_not_call_it_good(lesson):
    def redraw(a):
        if a == 3:
            raise ValueError("no")
        lesson.redraw(a)

    widget = LiveFigure(lesson.figure, redraw, a=(0, 5))
    widget.a = 2
    widget.a = 3
    assert widget.describe() == "Live figure: an error at a = 3"


def test_an_error_is_still_told_to_a_screen_that_comes_later(lesson):
    def redraw(a):
        lesson.curve.set_ydata(1 / (a - 3) * X)

    widget = LiveFigure(lesson.figure, redraw, a=(0, 5))
    widget.a = 2
    good = Screen().connect(widget).picture()
    widget.a = 3
    late = Screen().connect(widget)
    assert late.messages[0][0]["error"].startswith("ZeroDivisionError")
    assert np.array_equal(late.picture(), good)


def test_an_interruption_is_told_in_words():
    def redraw(a):
        if a == 3:
            raise KeyboardInterrupt

    widget = LiveFigure(blank(), redraw, a=(0, 5))
    widget.a = 3
    assert widget._whole()["error"] == "Stopped. Move a control to draw again."


def test_a_value_from_the_browser_that_does_not_fit_changes_nothing(lesson):
    widget = lesson.live()
    screen = Screen().connect(widget)
    receive(widget, kind="set", id=1, values={"up": False, "a": 99})
    assert (widget.a, widget.up) == (1.0, True)
    message, _ = screen.messages[-1]
    assert message["error"] == "TraitError: a goes from −5 to 5; 99 is outside."
    assert message["id"] == 1
    receive(widget, kind="set", id=2, values={"up": False, "a": 2})
    assert (widget.a, widget.up, screen.messages[-1][0]["error"]) == (2.0, False, "")


def test_an_error_of_somebody_who_observes_is_told_too(lesson):
    widget = lesson.live()
    screen = Screen().connect(widget)
    widget.observe(lambda change: 1 / 0, "a")
    receive(widget, kind="set", id=1, values={"a": 2, "up": True})
    assert screen.messages[-1][0]["error"].startswith("ZeroDivisionError")


def figure_of_two_markers() -> tuple[Figure, Any, list[Any]]:
    figure, (left, right) = plt.subplots(1, 2, figsize=(3, 1.5), dpi=100)
    markers = [axes.plot([0], [0], "o")[0] for axes in (left, right)]
    words = right.text(0, 1, "")
    for axes in (left, right):
        axes.set(xlim=(-1, 4), ylim=(-1, 4))
    plt.close(figure)

    def redraw(rate=0, step=0):
        markers[0].set_data([rate], [step])
        markers[1].set_data([rate], [rate])
        words.set_text("" if step < 2 else f"rate {rate}")

    return figure, redraw, [*markers, words]


def test_frames_are_the_same_where_a_control_is_said_to_move_only_some_artists():
    slow, quick = figure_of_two_markers(), figure_of_two_markers()
    options = {"ahead": True, "rate": (0, 3), "step": (0, 3)}
    whole = LiveFigure(slow[0], slow[1], **options)
    figure, redraw, (first, second, words) = quick
    partly = LiveFigure(figure, redraw, moves={"step": [first, words], "rate": [first, second, words]}, **options)
    drawn = [[stroke for run in frame for stroke in run] for frame in whole._conversation.ahead.frames]
    assert [[stroke for run in frame for stroke in run] for frame in partly._conversation.ahead.frames] == drawn
    assert len(set(map(tuple, drawn))) == 16
    whole.close()
    partly.close()


def test_what_a_control_does_not_move_is_not_looked_at():
    figure, redraw, (first, _, words) = figure_of_two_markers()
    widget = LiveFigure(figure, redraw, ahead=True, rate=(0, 3), step=(0, 3), moves={"step": [first, words]})
    recorded: list[Any] = []
    record = widget._drawing.picture.recorder.record
    widget._drawing.picture.recorder.record = lambda artist: recorded.append(artist) or record(artist)
    widget._conversation._draw_ahead()
    assert recorded.count(first) >= 16
    assert recorded.count(words) < 16  # it stays empty from step 0 to step 1
    widget.close()


def test_what_is_said_to_move_is_not_looked_for():
    figure, redraw, (first, second, words) = figure_of_two_markers()
    calls: list[int] = []
    moves = {"step": [first, words], "rate": [first, second, words]}
    widget = LiveFigure(figure, lambda rate, step: calls.append(1) or redraw(rate, step), ahead=True, rate=(0, 3), step=(0, 3), moves=moves)
    assert len(calls) == 1 + 16 + 1  # as it is made, at each position, and where it stands
    widget.close()


def test_what_moves_is_told_by_controls_of_the_figure():
    figure, redraw, artists = figure_of_two_markers()
    with pytest.raises(ValueError, match=r"^moves names 'steps', which is no control of this figure\.$"):
        LiveFigure(figure, redraw, ahead=True, rate=(0, 3), step=(0, 3), moves={"steps": artists})


def test_an_error_of_somebody_who_observes_is_told_where_an_ahead_figure_rests(lesson):
    widget = lesson.live(ahead=True, a=(0.0, 2.0, 1.0))
    screen = Screen().connect(widget)
    widget.observe(lambda change: 1 / 0, "a")
    receive(widget, kind="rest", view="view 1", values={"a": 2.0, "up": True})
    assert screen.messages[-1][0]["error"].startswith("ZeroDivisionError")


def test_a_screen_is_answered_where_an_ahead_figure_rests_on_an_error(lesson):
    def redraw(a=1.0):
        lesson.curve.set_ydata(1 / (a - 2) * X)

    widget = LiveFigure(lesson.figure, redraw, ahead=True, a=(0.0, 3.0, 1.0))
    lesson.figure.set_size_inches(6.4, 1.5)
    screen = Screen().connect(widget)
    receive(widget, kind="rest", view="view 1", values={"a": 2.0})
    assert screen.messages[-1][0]["error"].startswith("ZeroDivisionError")
    receive(widget, kind="hello", view="view 2", page="", serial=0, ratio=3, width=450)
    message, _ = screen.messages[-1]
    assert message["ahead"]["errors"]["2"].startswith("ZeroDivisionError")
    assert message["ratio"] == 3


def test_whatever_fails_is_answered(lesson, monkeypatch):
    widget = lesson.live()
    screen = Screen().connect(widget)

    def layers(ratio):
        raise RuntimeError("no room for pictures")

    monkeypatch.setattr(widget._drawing.picture, "layers", layers)
    receive(widget, kind="set", id=3, view="view 1", values={"a": 2, "up": True})
    message, _ = screen.messages[-1]
    assert (message["id"], message["view"]) == (3, "view 1")
    assert message["error"] == "RuntimeError: no room for pictures" + message["error"].partition("pictures")[2]


def test_what_is_printed_is_shown_and_goes_again(capsys):
    def redraw(a):
        if a > 2:
            print("more than two:", a)
        if a == 4:
            raise ValueError("four")

    widget = LiveFigure(blank(), redraw, a=(0, 5))
    screen = Screen().connect(widget)
    printed = []
    for a in (3, 1, 4, 5):
        widget.a = a
        printed.append(screen.messages[-1][0]["printed"])
    assert capsys.readouterr().out == ""
    assert printed == ["more than two: 3", "", "more than two: 4", "more than two: 5"]


def test_much_that_is_printed_is_cut():
    widget = LiveFigure(blank(), lambda a: print("x" * 10_000 * a, "end"), a=(0, 2))
    assert widget._whole()["printed"].endswith("x end")
    assert len(widget._whole()["printed"]) == 2000


# What is shown


def test_the_sentence_says_title_and_values(lesson):
    widget = lesson.live()
    assert widget.describe() == "Live figure: MAE 1.00 at a = 1, up = on"
    assert repr(widget) == widget.describe()
    widget.a, widget.up = -2.5, False
    assert widget.describe() == "Live figure: MAE -2.50 at a = −2.5, up = off"


def test_the_sentence_takes_what_the_function_returns():
    widget = LiveFigure(blank(), lambda a, learning_rate: f"{a} points", a=["few", "many"], learning_rate=Log(0.01, 1, 3))
    assert widget.describe() == "Live figure: few points at a = few, learning rate = 0.1"


def test_the_sentence_takes_all_titles_as_plain_words():
    figure = blank()
    left, right = figure.subplots(1, 2)
    figure.suptitle("all")
    left.set_title("$x^2$ and\nmore", loc="left")
    right.set_title("end")
    assert LiveFigure(figure, lambda a: None, a=(0, 2)).describe() == "Live figure: all, x^2 and more, end at a = 1"


def test_no_title_is_no_excuse_for_an_empty_sentence():
    assert LiveFigure(blank(), lambda a: None, a=(0, 2)).describe() == "Live figure: a picture at a = 1"


def test_an_output_carries_every_form_that_is_asked_for(lesson, monkeypatch):
    widget = lesson.live()
    bundle, _ = widget._repr_mimebundle_()
    assert bundle["text/plain"] == widget.describe()
    picture = pixels_of(base64.b64decode(bundle["image/png"]))
    assert complaint(Screen().connect(widget).picture(), picture[..., :3]) == ""
    monkeypatch.setenv("LESSONS_EXPORT", "1")
    page_bundle, _ = widget._repr_mimebundle_()
    assert page_bundle[FORM]["text"] == widget.describe()
    assert "text/html" not in bundle
    assert not {"text/html", "image/png"} & page_bundle.keys(), "nobody reads it, and it holds every picture once more"


@pytest.mark.parametrize(
    ("most", "drawn"), [({}, 11), ({"most_on_page": 5}, 3), ({"ahead": True}, 11), ({"ahead": True, "most_on_page": 5}, 3)]
)
def test_a_page_draws_no_more_positions_than_a_figure_allows(most, drawn, monkeypatch):
    monkeypatch.setenv("LESSONS_EXPORT", "1")
    figure = blank()
    widget = live(figure, a=(0.0, 1.0, 0.1), **most)(lambda a=0.0: figure.suptitle(f"{a:g}"))
    form = widget._repr_mimebundle_()[0][FORM]
    assert form["wide"]["whole"]["ahead"]["counts"] == [drawn]
    assert form["lacks"] == ("stops" if drawn < 11 else "")


def test_the_bundle_names_the_widget(lesson):
    widget = lesson.live()
    view = widget._repr_mimebundle_()[0]["application/vnd.jupyter.widget-view+json"]
    assert view == {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}


def test_the_state_that_opens_a_widget_is_whole(lesson):
    widget = lesson.live()
    picture = widget.get_state()["_picture"]
    assert {"controls", "packet", "layers", "size", "values", "text"} <= set(picture)
    screen = Screen()
    screen.receive(picture, picture.pop("buffers"))
    assert np.array_equal(screen.picture(), Screen().connect(widget).picture())


def test_asking_for_the_state_does_not_confuse_a_browser(lesson):
    """A kernel is asked for the state when a notebook with widgets is saved, or opened a second time."""
    widget = lesson.live()
    screen = Screen().connect(widget)
    for a in (2, 3, 4):
        widget.a = a
    widget.up = False
    widget.get_state()
    lesson.curve.set(linewidth=9, color="r")
    widget.a = -1
    fresh = Screen().connect(widget)
    assert np.array_equal(screen.picture(), fresh.picture())


def test_a_converted_notebook_says_in_words_what_the_figure_shows(lesson):
    exporters = pytest.importorskip("nbconvert.exporters")
    data, metadata = lesson.live()._repr_mimebundle_()
    cell = nbformat.v4.new_code_cell("…", outputs=[nbformat.v4.new_output("display_data", data, metadata=metadata)])
    page, _ = exporters.HTMLExporter(template_name="classic").from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    assert re.findall(r'alt="([^"]*)"', page) == ["Live figure: MAE 1.00 at a = 1, up = on"]


def test_pyplot_no_longer_has_the_figure(lesson):
    assert lesson.figure.number in plt.get_fignums()
    lesson.live()
    assert plt.get_fignums() == []


def test_live_shows_a_figure_and_stands_for_it(lesson, capsys):
    shown = live(lesson.figure, a=(0, 4))(lesson.redraw)
    assert isinstance(shown, LiveFigure)
    assert capsys.readouterr().out == "Live figure: MAE 1.00 at a = 1, up = on\n"


# Talking with the browser


def test_an_answer_says_what_it_answers(lesson):
    widget = lesson.live()
    screen = Screen().connect(widget)
    receive(widget, kind="set", view="live-7", id=5, values={"a": 2.5, "up": False})
    message, _ = screen.messages[-1]
    assert (message["kind"], message["view"], message["id"]) == ("frame", "live-7", 5)
    assert message["values"] == {"a": 2.5, "up": False}
    assert message["ms"] > 0
    assert message["text"] == "Live figure: MAE 2.50 at a = 2.5, up = off"
    assert lesson.calls[-1] == (2.5, False)
    assert len(screen.messages) == 2, "one answer, though two values changed"


def test_choices_travel_as_their_place():
    options = {"first": np.arange(3), "second": np.arange(5)}
    widget = LiveFigure(blank(), lambda data: None, data=options)
    screen = Screen().connect(widget)
    receive(widget, kind="set", id=1, values={"data": 1})
    assert widget.data is options["second"]
    assert screen.messages[-1][0]["values"] == {"data": 1}
    assert screen.messages[-1][0]["text"] == "Live figure: a picture at data = second"


def test_an_ahead_figure_draws_where_it_came_to_rest(lesson):
    widget = lesson.live(ahead=True, a=(0.0, 2.0, 1.0))
    screen = Screen().connect(widget)
    receive(widget, kind="rest", view="live-7", values={"a": 2.0, "up": False})
    assert lesson.calls[-1] == (2.0, False)
    assert widget.describe() == "Live figure: MAE 2.00 at a = 2, up = off"
    message, buffers = screen.messages[-1]
    assert (message["kind"], message["values"], buffers) == ("values", {"a": 2.0, "up": False}, [])
    assert (message["view"], message["serial"]) == ("live-7", widget._conversation.serial)


def test_an_ahead_figure_tells_the_browser_of_values_set_in_python(lesson):
    widget = lesson.live(ahead=True, a=(0.0, 2.0, 1.0))
    screen = Screen().connect(widget)
    widget.a = 2
    message, buffers = screen.messages[-1]
    assert (message["kind"], message["values"], buffers) == ("values", {"a": 2.0, "up": True}, [])


def test_a_browser_that_has_everything_is_sent_nothing(lesson):
    widget = lesson.live()
    screen = Screen().connect(widget)
    messages = len(screen.messages)
    receive(widget, kind="hello", serial=widget._conversation.serial, ratio=1, width=900)
    assert len(screen.messages) == messages


def test_a_browser_that_missed_something_is_sent_everything(lesson):
    widget = lesson.live()
    screen = Screen().connect(widget)
    serial = widget._conversation.serial
    del widget.send
    widget.a = 3  # not seen by the screen
    widget.send = screen.receive
    receive(widget, kind="hello", serial=serial, ratio=1, width=900)
    assert np.array_equal(screen.picture(), Screen().connect(widget).picture())


def test_a_denser_screen_is_sent_a_denser_picture(lesson):
    widget = lesson.live()
    widget.a = 3
    screen = Screen().connect(widget)
    receive(widget, kind="hello", serial=widget._conversation.serial, ratio=1.5, width=900)
    assert screen.picture().shape == (225, 300, 3)
    assert screen.messages[-1][0]["ratio"] == 1.5
    widget.a = 2
    assert screen.messages[-1][0]["kind"] == "frame"
    assert "layers" not in screen.messages[-1][0], "what stands still is sent once"


@pytest.mark.parametrize("ahead", [False, True])
def test_a_narrow_page_has_the_figure_laid_out_anew(ahead):
    figure = Figure(figsize=(6.4, 3), dpi=100)
    axes = figure.subplots()
    axes.imshow(np.eye(3), extent=(0, 1, 0, 1), aspect="auto")
    (line,) = axes.plot([0, 1], [0, 1])
    widget = LiveFigure(figure, lambda a: line.set_ydata([a, 1]), ahead=ahead, a=(0.0, 1.0, 0.5))
    widget.a = 1.0
    widget.reset()
    screen = Screen().connect(widget)
    receive(widget, kind="gone", view=f"{id(screen)}")
    for width, wanted in ((500, 500), (100, drawing.NARROWEST), (2000, 640)):
        before = len(screen.messages)
        receive(widget, kind="hello", serial=widget._conversation.serial, ratio=1, width=width)
        assert screen.size == (wanted, 300)
        assert widget._drawing.picture.moving == {line}
        assert sum("layers" in message for message, _ in screen.messages[before:]) == 1, "the picture is sent once"
        if ahead:
            screen.look_up(1)
        assert screen.picture().shape == (300, wanted, 3)
    line.axes.figure.set_size_inches(6.4, 3)
    assert complaint(screen.picture(), matplotlib_draws(figure)) == ""


# A reader deletes a cell, and may undo it


@pytest.mark.parametrize("ahead", [False, True])
def test_a_figure_that_nobody_sees_gives_memory_back_and_returns(lesson, ahead):
    widget = lesson.live(ahead=ahead, a=(0.0, 3.0, 1.0))
    widget.a = 3
    screen = Screen().connect(widget)
    receive(widget, kind="hello", page="one", view="first", serial=widget._conversation.serial, ratio=1, width=900)
    receive(widget, kind="gone", view="first")
    receive(widget, kind="unseen", page="one")
    receive(widget, kind="unseen", page="")
    assert is_open(widget)
    assert widget._conversation.ahead is None
    assert not widget._drawing.picture.recorded
    widget.a = 2  # by a link, say
    screen.messages.clear()
    receive(widget, kind="hello", page="one", view="second", serial=0, ratio=1, width=900)
    message, _ = screen.messages[-1]
    assert "layers" in message
    assert ("ahead" in message) is ahead
    if ahead:
        screen.look_up(2, 1)
    assert complaint(screen.picture(), matplotlib_draws(lesson.figure)) == ""


def test_of_many_figures_that_nobody_sees_the_last_ones_return():
    widgets = [LiveFigure(blank(), lambda: "") for _ in range(conversation.MOST_UNSEEN + 3)]
    for widget in widgets:
        receive(widget, kind="hello", page="page", view="view", serial=0, ratio=1, width=900)
        receive(widget, kind="unseen", page="page")
    assert [is_open(widget) for widget in widgets] == [False] * 3 + [True] * conversation.MOST_UNSEEN
    for widget in widgets:
        widget.close()


def test_a_figure_that_another_page_still_shows_keeps_its_frames(lesson):
    widget = lesson.live(ahead=True, a=(0.0, 2.0, 1.0))
    for page in ("one", "other", "loaded again"):
        receive(widget, kind="hello", page=page, view=f"{page} view", serial=widget._conversation.serial, ratio=1, width=900)
    receive(widget, kind="left", page="loaded again")
    receive(widget, kind="unseen", page="one")
    assert widget._conversation.ahead is not None
    receive(widget, kind="unseen", page="other")
    assert widget._conversation.ahead is None


# Several views of one figure


@pytest.mark.parametrize("ahead", [False, True])
def test_two_views_of_different_width_do_not_fight(ahead):
    figure, axes = plt.subplots(figsize=(6.4, 3), dpi=100)
    (line,) = axes.plot([0, 1], [0, 1])
    calls = []

    def redraw(a=0.0):
        calls.append(a)
        line.set_ydata([a, 1])

    widget = LiveFigure(figure, redraw, ahead=ahead, a=(0.0, 1.0, 0.5))
    screen = Screen()
    widget.send = screen.receive

    def hello(view, width, ratio=1):
        receive(widget, kind="hello", view=view, page="page", serial=widget._conversation.serial, ratio=ratio, width=width)

    hello("wide", 900)
    hello("narrow", 500, ratio=2)
    assert (screen.size, screen.ratio) == ((500, 300), 2)
    sent, drawn = len(screen.messages), len(calls)
    for _ in range(20):
        hello("wide", 900)
        hello("narrow", 500, ratio=2)
    assert (len(screen.messages), len(calls)) == (sent, drawn), "nothing has changed"
    receive(widget, kind="gone", view="narrow")
    assert (screen.size, screen.ratio) == ((640, 300), 1)
    receive(widget, kind="gone", view="wide")
    assert screen.size == (640, 300)


def test_a_page_that_is_left_takes_its_views_along():
    figure, _ = plt.subplots(figsize=(6.4, 3), dpi=100)
    widget = LiveFigure(figure, lambda a: None, a=(0, 2))
    screen = Screen()
    widget.send = screen.receive
    for page, width in (("one", 450), ("two", 550)):
        receive(widget, kind="hello", view=f"{page} view", page=page, serial=0, ratio=1, width=width)
    assert screen.size == (450, 300)
    receive(widget, kind="left", page="one")
    assert screen.size == (550, 300)


def test_other_messages_are_no_matter(lesson):
    widget = lesson.live()
    receive(widget, kind="something new")
    receive(widget)
    assert widget.a == 1.0


def test_what_begins_to_move_later_is_sent_with_new_layers(lesson):
    def redraw(a):
        lesson.curve.set_ydata(a * X)
        lesson.axes.set_facecolor("w" if a != 3 else "#ffff00")

    widget = LiveFigure(lesson.figure, redraw, a=(0, 5))
    screen = Screen().connect(widget)
    widget.a = 1
    widget.a = 3
    assert "layers" in screen.messages[-1][0]
    assert (screen.picture() == [255, 255, 0]).all(axis=2).sum() > 5000
    widget.a = 4
    assert "layers" not in screen.messages[-1][0]
    assert not (screen.picture() == [255, 255, 0]).all(axis=2).any()


def test_serial_numbers_rise(lesson):
    widget = lesson.live()
    screen = Screen().connect(widget)
    for a in range(4):
        widget.a = a
    serials = [message["serial"] for message, _ in screen.messages]
    assert serials == sorted(set(serials))


# Drawn ahead


AHEAD = ["titles", "limits", "more_and_more_artists", "everything_anew", "shown_and_hidden", "another_order", "only_in_the_middle"]
AHEAD_TOO = ["line_with_markers", "filled_between", "level_sticks", "scale_of_an_axis"]


@pytest.mark.parametrize("name", [*AHEAD, *(pytest.param(name, marks=pytest.mark.weekly) for name in AHEAD_TOO)])
def test_frames_drawn_ahead_are_those_of_the_kernel(name):
    stops = np.linspace(0, 1, 5 if EVERYTHING else 3)
    figure, redraw = SCENES[name].figure()
    ahead = Screen().connect(LiveFigure(figure, lambda t: redraw(t), ahead=True, t=(0.0, 1.0, stops[1])))
    figure, redraw_again = SCENES[name].figure()
    widget = LiveFigure(figure, lambda t: redraw_again(t), t=(0.0, 1.0, stops[1]))
    kernel = Screen().connect(widget)
    for index, t in enumerate(stops):
        widget.t = t
        ahead.look_up(index)
        assert np.array_equal(ahead.picture(), kernel.picture())
        assert ahead.ahead["texts"][index] == widget.describe()


def test_frames_are_in_the_order_of_all_positions(lesson):
    widget = LiveFigure(lesson.figure, lesson.redraw, ahead=True, a=(0.0, 2.0, 1.0), up=True)
    screen = Screen().connect(widget)
    assert screen.ahead["counts"] == [3, 2]
    assert screen.ahead["texts"] == [f"Live figure: MAE {a:.2f} at a = {a}, up = {up}" for a in range(3) for up in ("off", "on")]
    assert len(screen.ahead["frames"]) == 6
    assert widget.describe() == "Live figure: MAE 1.00 at a = 1, up = on", "it stands where it stood"


def test_a_figure_drawn_ahead_is_not_drawn_again_for_the_browser(lesson):
    widget = lesson.live(ahead=True, a=(0.0, 2.0, 1.0))
    calls = len(lesson.calls)
    Screen(2).connect(widget)
    widget.html()
    assert len(lesson.calls) == calls


@pytest.mark.usefixtures("unhinted")
def test_frames_drawn_ahead_still_fit_when_something_else_moves_later():
    figure, redraw = SCENES["only_in_the_middle"].figure()
    widget = LiveFigure(figure, lambda t: redraw(t), ahead=True, t=(0.0, 1.0, 1.0))
    before = Screen().connect(widget)
    before.look_up(0)
    picture = before.picture()
    widget.t = 0.5  # between the stops, where the curve and the words are others
    after = Screen().connect(widget)
    for screen in (before, after):
        screen.look_up(0)
        assert complaint(screen.picture(), picture) == ""


def test_an_error_ahead_is_kept_for_its_position(lesson):
    def redraw(a):
        lesson.redraw(a)
        if a == 3:
            raise ValueError("three")

    widget = LiveFigure(lesson.figure, redraw, ahead=True, a=(0, 4))
    screen = Screen().connect(widget)
    assert set(screen.ahead["errors"]) == {"3"}
    assert screen.ahead["errors"]["3"].startswith('ValueError: three\nraise ValueError("three")')
    assert screen.ahead["texts"][3] == "Live figure: an error at a = 3"
    assert screen.ahead["frames"][3] == []
    screen.look_up(4)
    assert screen.picture().any()


def test_too_many_frames_are_refused_before_they_are_drawn():
    calls = []
    with pytest.raises(ValueError, match="too many") as raised:
        LiveFigure(blank(), lambda a, b: calls.append(a), ahead=True, a=(0.0, 5.0, 0.01), b=(0, 99))
    assert str(raised.value) == ("501 × 100 = 50,100 pictures are too many to draw ahead: use fewer or coarser controls, or ahead=False.")
    assert len(calls) < 10


def test_a_long_preparation_tells_how_far_it_is(lesson, monkeypatch):
    monkeypatch.setattr(frames_ahead, "SLOW", 0.0)
    widget = lesson.live(ahead=True, prepare=False, a=(0.0, 5.0, 0.05))
    screen = Screen().connect(widget)
    widget.prepare()
    parts = [message["part"] for message, _ in screen.messages if message.get("kind") == "progress"]
    assert len(parts) > 1
    assert parts == sorted(parts)
    assert parts[-1] == 1


# The form that needs no kernel


def test_the_page_needs_nothing_else(lesson):
    lesson.axes.set_title('a <b> & "c" $</script>$')
    page = LiveFigure(lesson.figure, lambda a: lesson.curve.set_ydata(a * X), ahead=True, a=(0, 4)).html()
    assert not re.search(r"https?:|//[a-z]+\.", page)
    assert not re.search(r"\b(src|href)=\"(?!data:)", page)
    assert "import " not in page
    assert page.count("</script>") == 1
    assert "a &lt;b> &amp; &quot;c&quot;" in page


def test_the_page_of_a_figure_that_needs_its_kernel_is_a_still_picture(lesson):
    page = lesson.live().html()
    assert "<script" not in page
    assert 'alt="Live figure: MAE 1.00 at a = 1, up = on"' in page
    assert "Run this lesson to move the controls of this figure." in page


@pytest.mark.browser
@pytest.mark.usefixtures("unhinted")
def test_the_page_is_alive_without_a_kernel(page):
    scene = SCENES["line_with_dashes"]
    figure, redraw = scene.figure()
    widget = LiveFigure(figure, lambda t: redraw(t), ahead=True, t=(0.0, 1.0, 0.25))
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.set_content(widget.html())
    page.locator("input[type=range]").focus()
    page.keyboard.press("End")
    page.wait_for_function("document.querySelector('.live-figure').dataset.values === '{\"t\":1}'")
    address = page.evaluate("document.querySelector('canvas').toDataURL()")
    fresh, redraw_fresh = scene.figure(2)
    redraw_fresh(1.0)
    assert complaint(pixels_of(base64.b64decode(address.partition(",")[2]))[..., :3], matplotlib_draws(fresh), 2) == ""
    assert page.locator("canvas").get_attribute("aria-label") == "Live figure: a picture at t = 1"
    assert [url for url in requests if not url.startswith(("data:", "blob:"))] == []


@pytest.mark.browser
def test_the_page_keeps_the_last_good_picture_at_an_error(page, lesson):
    def redraw(a):
        lesson.redraw(a)
        if a == 3:
            raise ValueError("three")

    page.set_content(LiveFigure(lesson.figure, redraw, ahead=True, a=(0, 4)).html())
    pixels = "document.querySelector('canvas').toDataURL()"
    values = "document.querySelector('.live-figure').dataset.values"
    page.wait_for_function(f"{values} === '{{\"a\":2}}'")
    good = page.evaluate(pixels)
    page.locator("input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".live-error")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")  # so that all is painted
    assert page.locator(".live-error").inner_text().startswith("ValueError: three")
    assert page.evaluate(pixels) == good
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"{values} === '{{\"a\":4}}'")
    assert page.locator(".live-error").count() == 0
    assert page.evaluate(pixels) != good


# Letting go


def test_a_closed_figure_is_freed():
    made = Lesson()
    widget = made.live(a=ipywidgets.FloatSlider(1.0, min=-5, max=5))
    Screen().connect(widget)
    widget.a = 2
    gone = [weakref.ref(thing) for thing in (widget, made.figure, made.curve, widget._drawing.picture)]
    widget.close()
    del widget, made
    gc.collect()
    assert [ref() for ref in gone] == [None] * 4


@pytest.fixture
def only_what_is_new():
    """Let the garbage collector see only what is made from now on, which takes it far less time."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("only_what_is_new")
def test_running_a_cell_again_and_again_keeps_nothing():
    widgets = registered()

    def run():
        made = Lesson()
        made.live().close()
        gc.collect()
        return sum(issubclass(type(thing), (Figure, LiveFigure)) for thing in gc.get_objects())

    counts = [run() for _ in range(3)]
    assert len(set(counts)) == 1
    assert registered() == widgets


def test_closing_twice_is_no_matter(lesson):
    widget = lesson.live()
    widget.close()
    widget.close()
    widget.a = 3  # nobody is told
    assert widget.a == 3.0


class Shell:
    """As much of IPython's shell as says which cell runs."""

    def __init__(self) -> None:
        self.cell, self.run = "", ""

    def get_parent(self):
        return {"metadata": {"cellId": self.cell} if self.cell else {}, "header": {"msg_id": self.run} if self.run else {}}


@pytest.fixture
def shell(monkeypatch):
    made = Shell()
    for module in (kept_values, running_cell, widget_module):
        monkeypatch.setattr(module, "get_ipython", lambda: made)
    monkeypatch.setattr(running_cell, "_made", {})
    return made


def is_open(widget: LiveFigure) -> bool:
    return widget.comm is not None


def test_a_cell_that_runs_again_closes_what_it_made_before(shell):
    shell.cell, shell.run = "cell 1", "run 1"
    one, two = LiveFigure(blank(), lambda: ""), LiveFigure(blank(), lambda: "")
    shell.cell, shell.run = "cell 2", "run 2"
    other = LiveFigure(blank(), lambda: "")
    assert [is_open(widget) for widget in (one, two, other)] == [True, True, True]
    shell.cell, shell.run = "cell 1", "run 3"
    again = LiveFigure(blank(), lambda: "")
    assert [is_open(widget) for widget in (one, two, other, again)] == [False, False, True, True]


def test_where_cells_have_no_names_nothing_is_closed(shell):
    shell.run = "run 1"
    one = LiveFigure(blank(), lambda: "")
    shell.run = "run 2"
    two = LiveFigure(blank(), lambda: "")
    assert [is_open(widget) for widget in (one, two)] == [True, True]


def test_a_figure_is_shown_once_in_a_run_of_a_cell(shell, monkeypatch):
    shown = []
    monkeypatch.setattr(widget_module, "display", lambda data, **_: shown.append(data["text/plain"]))
    shell.cell, shell.run = "cell 1", "run 1"
    widget = LiveFigure(blank(), lambda: "words")
    widget._ipython_display_()
    widget._ipython_display_()
    shell.run = "run 2"
    widget._ipython_display_()
    assert shown == ["Figure: words"] * 2


def test_messages_are_plain_json(lesson):
    widget = LiveFigure(lesson.figure, lesson.redraw, a=np.float64(1.0), up=np.True_)
    screen = Screen().connect(widget)
    receive(widget, kind="set", id=1, values={"a": 2, "up": False})
    for message, _ in screen.messages:
        json.dumps(message, allow_nan=False)


@pytest.mark.usefixtures("only_what_is_new")
@pytest.mark.parametrize("ahead", [False, True])
def test_a_figure_at_rest_keeps_no_picture_in_memory(ahead):
    figure, axes = plt.subplots(figsize=(6.4, 4.8), layout="constrained")
    axes.set(xlabel="$x$", title="$y^2$")
    (line,) = axes.plot([0, 1], [0, 1], label="a line")
    axes.legend()
    widget = live(figure, ahead=ahead, a=(0, 3))(lambda a=1: line.set_ydata([0, a]))
    widget.png()
    receive(widget, kind="hello", ratio=2, serial=-1, width=500, page="a")
    widget.close()
    gc.collect()
    assert [each for each in gc.get_objects() if type(each) is RendererAgg] == []
