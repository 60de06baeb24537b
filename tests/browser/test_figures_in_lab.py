"""The live figure in a real JupyterLab: a reader's keys, mouse and mistakes, several views, and what stays behind."""

import base64
import json
import re
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser, expect

from tests.browser.accessibility import violations
from tests.browser.lab import SHOWN_OUTPUTS, Lab, Notebook, Window
from tests.browser.shown_figure import ANTIALIASING, ShownFigure, difference, displaced, pixels_of
from tests.everything import EVERYTHING, in_turn

pytestmark = pytest.mark.browser

SET_UP = """
import base64, gc, io, time
import ipywidgets, matplotlib.pyplot as plt, numpy as np
from helpers.live import Handle, LiveFigure, Steps, conversation, live
from helpers.plots import COLUMN

draw_ahead, drawn_ahead = conversation.draw_ahead, []
conversation.draw_ahead = lambda drawing, *given: drawn_ahead.append(1) or draw_ahead(drawing, *given)
x = np.linspace(-2, 2, 50)

def picture_of(widget, scale=1):
    file = io.BytesIO()
    widget._drawing.figure.savefig(file, dpi=scale * widget._drawing.figure.dpi, format="png")
    print(base64.b64encode(file.getvalue()).decode())
"""

# What Matplotlib can draw as paths can move. Each kind has a function that draws it into an empty axes for a value of a.
KINDS = """
import matplotlib
from matplotlib.patches import Circle, FancyArrowPatch, Polygon, Wedge

t = np.linspace(0, 1, 30)

KINDS = {
    "line": lambda axes, a: axes.plot(t, t**a),
    "dashes": lambda axes, a: axes.plot(t, t**a, "--", linewidth=3),
    "dash-dots": lambda axes, a: axes.plot(t, t**a, "-.", color="C1", alpha=0.5),
    "gaps": lambda axes, a: axes.plot(t, np.where((t > 0.4) & (t < 0.6), np.nan, t**a)),
    "markers": lambda axes, a: axes.plot(t[::4], t[::4]**a, "s", markersize=8, markerfacecolor="none"),
    "line with markers": lambda axes, a: axes.plot(t[::4], t[::4]**a, "o-"),
    "steps": lambda axes, a: axes.step(t[::3], t[::3]**a),
    "scatter": lambda axes, a: axes.scatter(t[::2], t[::2]**a, s=20 * a * t[::2] + 5, c=t[::2], edgecolors="k"),
    "bars": lambda axes, a: axes.bar(t[::6], t[::6]**a, width=0.1, edgecolor="k"),
    "fill between": lambda axes, a: axes.fill_between(t, 0, t**a, alpha=0.4),
    "sticks": lambda axes, a: axes.vlines(t[::3], 0, t[::3]**a, linestyles="dashed"),
    "error bars": lambda axes, a: axes.errorbar(t[::5], t[::5]**a, yerr=a / 20, fmt="o", capsize=4),
    "stems": lambda axes, a: axes.stem(t[::4], t[::4]**a),
    "polygon": lambda axes, a: axes.add_patch(Polygon([(0, 0), (1 / a, 1), (1, 0.2)], facecolor="C2", edgecolor="k", joinstyle="round")),
    "circle": lambda axes, a: axes.add_patch(Circle((0.5, 0.5), a / 10, fill=False, linewidth=2)),
    "wedge": lambda axes, a: axes.add_patch(Wedge((0.5, 0.5), 0.4, 0, 60 * a, clip_on=True)),
    "arrow": lambda axes, a: axes.annotate("", (a / 4, 0.9), (0.1, 0.1), arrowprops={"arrowstyle": "-|>", "linewidth": 2}),
    "curved arrow": lambda axes, a: axes.add_patch(
        FancyArrowPatch((0.1, 0.1), (a / 4, 0.9), connectionstyle="arc3,rad=0.3", mutation_scale=15)
    ),
    "quiver": lambda axes, a: axes.quiver(t[::8], t[::8], np.full(4, a - 2), np.ones(4)),
    "contours": lambda axes, a: axes.contour(t, t, np.hypot(*np.meshgrid(t - a / 4, t)), levels=5),
    "spans": lambda axes, a: (axes.axvspan(0.1, a / 4, alpha=0.3), axes.axhline(a / 4, color="k")),
    "text": lambda axes, a: axes.text(0.1, a / 4, f"a is {a:.1f}", rotation=20),
    "mathtext": lambda axes, a: axes.text(0.1, a / 4, rf"$\\frac{{{a:.1f}}}{{\\sqrt{{x}}}} \\geq \\Sigma$", size=16),
    "legend": lambda axes, a: (axes.plot(t, t**a, label="t"), axes.legend(loc="upper left" if a < 2 else "lower right", labels=[""])),
}

kinds_figure, kinds_axes = plt.subplots(4, 6, figsize=(9, 6))
for axes in kinds_axes.flat:
    axes.set_axis_off()

@live(kinds_figure, a=(1.0, 3.0))
def kinds(a=1.0):
    for axes, draw in zip(kinds_axes.flat, KINDS.values()):
        for artist in [*axes.lines, *axes.collections, *axes.patches, *axes.texts]:
            artist.remove()
        axes.set(xlim=(-0.05, 1.05), ylim=(-0.05, 1.05))
        draw(axes, a)
"""

RERUN = """
rerun_figure = plt.figure(figsize=(2, 1))
rerun_text = rerun_figure.text(0.5, 0.5, "")

@live(rerun_figure, a=(-5, 5))
def rerun(a=1):
    rerun_text.set_text(str(a))
"""

# Each of these stands in a cell of its own; a test finds its figure by the name.
FIGURES = {
    "kernel": """
        kernel_figure, kernel_axes = plt.subplots(figsize=(6, 3))
        kernel_curve, = kernel_axes.plot(x, x)
        kernel_axes.set(ylim=(-10, 10))

        @live(kernel_figure, a=(-5, 5), b=(-5.0, 5.0), flag=True, kind=["line", "parabola"])
        def kernel(a=1, b=0.0, flag=True, kind="line"):
            if a == 5:
                raise ValueError("five is one too many")
            kernel_curve.set_ydata(a * x + b if kind == "line" else a * x**2 + b)
            kernel_curve.set_linestyle("-" if flag else "--")
            kernel_axes.set_title(f"{kind} with slope {a}")
        """,
    "ahead": """
        ahead_figure, ahead_axes = plt.subplots(figsize=(4, 3))
        ahead_curve, = ahead_axes.plot(x, x)
        ahead_axes.set(ylim=(-10, 10))

        @live(ahead_figure, a=(-5, 5), flag=True, ahead=True)
        def ahead(a=1, flag=True):
            if a == 5:
                raise ValueError("five is one too many")
            ahead_curve.set_ydata(a * x)
            ahead_curve.set_linestyle("-" if flag else "--")
            ahead_axes.set_title(f"slope {a}")
        """,
    "slow": """
        slow_figure, slow_axes = plt.subplots(figsize=(3, 2))
        slow_curve, = slow_axes.plot(x, x)
        slow_axes.set(ylim=(-10, 10))
        calls = 0

        @live(slow_figure, a=(0, 500))
        def slow(a=1):
            global calls
            calls += 1
            time.sleep(0.02)
            slow_curve.set_ydata(a / 50 * np.sin(x * 3))
            slow_axes.set_title(f"a is {a}")
        """,
    "linked": """
        def small(ahead):
            figure, axes = plt.subplots(figsize=(3, 2))
            curve, = axes.plot(x, x)
            axes.set(ylim=(-10, 10))

            def redraw(a=1):
                curve.set_ydata(a * x)
                axes.set_title(f"slope {a}")

            return LiveFigure(figure, redraw, ahead=ahead, a=(-5, 5))

        left, right = small(False), small(True)
        link = ipywidgets.link((left, "a"), (right, "a"))
        ipywidgets.VBox([left, right])
        """,
    "dragged": """
        dragged_figure, dragged_axes = plt.subplots(figsize=(5, 3))
        dragged_axes.set(xlim=(-6, 6), ylim=(-6, 6))
        dragged_dots, = dragged_axes.plot([1, 4], [0, 2], "o")

        def move_dots(a=1, b=0.0, height=2.0):
            dragged_dots.set_data([a, 4], [b, height])
            dragged_axes.set_title(f"at {a} and {b:.1f}, and {height:.1f}")

        handles = [Handle("dot", dragged_axes, x="a", y="b"), Handle("bead", dragged_axes, x=4, y="height")]
        dragged = live(dragged_figure, handles=handles, a=(-5, 5), b=(-5.0, 5.0), height=(-5.0, 5.0))(move_dots)
        """,
    "dragged_ahead": """
        ahead_dots_figure, ahead_dots_axes = plt.subplots(figsize=(5, 3))
        ahead_dots_axes.set(xlim=(-6, 6), ylim=(-6, 6))
        ahead_dots, = ahead_dots_axes.plot([1], [0], "o")

        @live(ahead_dots_figure, ahead=True, handles=[Handle("dot", ahead_dots_axes, x="a", y="b")], a=(-5, 5), b=(-5, 5))
        def dragged_ahead(a=1, b=0):
            ahead_dots.set_data([a], [b])
            ahead_dots_axes.set_title(f"at {a} and {b}")
        """,
    "played": """
        played_figure, played_axes = plt.subplots(figsize=(COLUMN, 3))  # as wide as there is room for
        played_axes.set(xlim=(-1, 9), ylim=(-1, 9))
        played_dot, = played_axes.plot([0], [0], "o")

        @live(played_figure, ahead=True, step=Steps(0, 8, seconds=0.3), rate=[1, 2])
        def played(step=0, rate=1):
            played_dot.set_data([step], [step / rate])
            played_axes.set_title(f"step {step}")
        """,
    "photograph": """
        photograph_figure, photograph_axes = plt.subplots(figsize=(3, 2))
        photograph_axes.imshow(np.full((2, 2, 3), 0.5))

        @live(photograph_figure, a=(-5, 5))
        def photograph(a=1):
            photograph_axes.set_title(f"a is {a}")
        """,
    "again": "kernel",
    **({"kinds": KINDS} if EVERYTHING else {}),  # test_scenes.py and test_gallery.py in tests/helpers/live draw more kinds daily
    "rerun": RERUN,
    "other": RERUN.replace("rerun", "other"),
}
CELLS = FIGURES | {"rerun once more": "if rerun.a == 5:\n    display(rerun)"}  # shows nothing until a test asks for it
DRAWN = ".live-figure[data-drawn]"
START = {
    "kernel": {"a": 1, "b": 0, "flag": True, "kind": 0},
    "ahead": {"a": 1, "flag": True},
    "dragged": {"a": 1, "b": 0, "height": 2},
    "dragged_ahead": {"a": 1, "b": 0},
    "played": {"step": 0, "rate": 0},
}


def cells() -> list[str]:
    """Return the cells of the notebook of this module: what all need, then one figure each."""
    return [SET_UP, *(textwrap.dedent(source) for source in CELLS.values())]


@pytest.fixture(scope="module")
def notebook(window: Window, lab: Lab) -> Iterator[Notebook]:
    opened = window.open(lab.write("figures", cells()))
    opened.run_all()
    assert opened.errors() == []
    yield opened
    opened.close()


def cell_of(name: str) -> int:
    return 1 + list(CELLS).index(name)


def view(notebook: Notebook, name: str, nth: int = 0) -> ShownFigure:
    """Return a figure of the notebook, in view and drawn."""
    notebook.show()
    output = notebook.output(cell_of(name))
    output.scroll_into_view_if_needed()
    figure = ShownFigure(output.locator(".live-figure").nth(nth))
    expect(figure.root).to_have_attribute("data-drawn", re.compile(r"\d+"))
    return figure


def fresh(notebook: Notebook, name: str, nth: int = 0) -> ShownFigure:
    """Return a figure of the notebook, in view, with its controls put back to their start."""
    figure = view(notebook, name, nth)
    figure.reset()
    figure.await_values(**START.get(name, {"a": 1}))
    expect(figure.message).to_be_empty()
    return figure


def value(notebook: Notebook, name: str) -> str:
    """Return a value as the kernel prints it, once it has worked off what was sent to it."""
    return notebook.execute(f"print({name})").strip()


def await_value(notebook: Notebook, name: str, expected: str, seconds: float = 10) -> None:
    """Wait until the kernel has taken a value of a figure that was drawn ahead, whose picture doesn't wait for the kernel."""
    end = time.monotonic() + seconds
    while (taken := value(notebook, name)) != expected:
        assert time.monotonic() < end, f"{name} is {taken}, not {expected}"


@contextmanager
def hurried(notebook: Notebook, longer: int = 5000) -> Iterator[None]:
    """Let what the page waits for as long as this, in ms, or longer, come after a twentieth of the time.

    It waits ten seconds before it calls a figure closed, because a cell that is moved loses its view for a moment.
    """
    notebook.window.tab.evaluate(
        """longer => {
            window.unhurried = window.setTimeout;
            window.setTimeout = (action, ms, ...rest) => unhurried(action, ms >= longer ? ms / 20 : ms, ...rest);
        }""",
        longer,
    )
    try:
        yield
    finally:
        notebook.window.tab.evaluate("() => { window.setTimeout = unhurried; }")


def matplotlibs(notebook: Notebook, name: str, scale: int = 1) -> NDArray[np.uint8]:
    """Return the picture of a figure as Matplotlib itself draws it at this moment."""
    return pixels_of(base64.b64decode(notebook.execute(f"picture_of({name}, {scale})")))


def assert_same(ours: NDArray[np.uint8], theirs: NDArray[np.uint8], scale: int = 1) -> None:
    """Hold a picture with a title over its axes against Matplotlib's own."""
    title, below = slice(None, len(ours) // 8), slice(len(ours) // 8, None)
    assert displaced(ours[title], theirs[title], reach=scale) < 0.02
    assert difference(ours[below], theirs[below]) < ANTIALIASING


def test_figures_that_have_room_are_drawn_ahead_once(notebook: Notebook) -> None:
    figures = "ahead", "linked", "dragged_ahead", "played"
    for name in figures:
        view(notebook, name)
    notebook.window.tab.wait_for_timeout(1000)  # they have told the kernel what room they have, twice
    assert value(notebook, "len(drawn_ahead)") == str(len(figures))


@pytest.mark.both_front_ends
@pytest.mark.parametrize("name", in_turn(("kernel",), ("ahead",)))
def test_arrow_keys_step(notebook: Notebook, name: str) -> None:
    figure = fresh(notebook, name)
    before = figure.drawn
    figure.press("a", "ArrowRight", 2)
    figure.await_values(a=3)
    assert figure.drawn > before
    assert "slope 3 at a = 3" in figure.label
    assert figure.box("a").input_value() == "3"
    await_value(notebook, f"{name}.a", "3")  # an ahead figure tells its kernel once it has come to rest
    figure.press("a", "ArrowLeft")
    figure.await_values(a=2)
    figure.press("a", "Home")
    figure.await_values(a=-5)


@pytest.mark.both_front_ends
@pytest.mark.parametrize("name", in_turn(("kernel",), ("ahead",)))
def test_a_drag_follows_the_mouse(notebook: Notebook, name: str) -> None:
    figure = fresh(notebook, name)
    before = figure.drawn
    figure.drag("a", 0.9, 0.1)
    figure.await_values(a=-4)
    assert figure.drawn >= before + 3, "the picture moved while the mouse did, not only at the end"
    assert "slope -4" in figure.label
    await_value(notebook, f"{name}.a", "-4")


@pytest.mark.parametrize(
    ("typed", "shown"), in_turn(("2.34", 2.34), ("-2,5", -2.5), ("\N{MINUS SIGN}1", -1), (" 5 ", 5), ("1e-3", 0.001), every=4, first=1)
)
def test_a_typed_number_counts(notebook: Notebook, typed: str, shown: float) -> None:
    figure = fresh(notebook, "kernel")
    figure.type("b", typed)
    figure.await_values(b=shown)
    assert float(value(notebook, "kernel.b")) == shown
    expect(figure.message).to_be_empty()


@pytest.mark.parametrize(
    "typed", in_turn(*((typed,) for typed in ("seven", "", "nan", "1e999", "5.1", "1 2", "0x3", "<b>3</b>", "None")), every=9)
)
def test_typed_nonsense_changes_nothing_and_is_told(notebook: Notebook, typed: str) -> None:
    figure = fresh(notebook, "kernel")
    figure.type("b", "1.5")
    figure.await_values(b=1.5)
    figure.type("b", typed)
    expect(figure.message).to_contain_text("b takes a number from −5 to 5")
    expect(figure.box("b")).to_have_attribute("aria-invalid", "true")
    assert value(notebook, "kernel.b") == "1.5"
    assert figure.values["b"] == 1.5
    figure.box("b").press("Escape")
    expect(figure.box("b")).to_have_value("1.5")
    expect(figure.message).to_be_empty()
    expect(figure.box("b")).not_to_have_attribute("aria-invalid", "true")


def test_a_whole_number_is_asked_for_where_only_one_fits(notebook: Notebook) -> None:
    figure = fresh(notebook, "kernel")
    figure.type("a", "1.5")
    expect(figure.message).to_contain_text("a takes a whole number from −5 to 5")
    assert value(notebook, "kernel.a") == "1"


@pytest.mark.both_front_ends
def test_checkbox_and_list(notebook: Notebook) -> None:
    figure = fresh(notebook, "kernel")
    figure.control("flag").uncheck()
    figure.await_values(flag=False)
    figure.control("kind").select_option(label="parabola")
    figure.await_values(flag=False, kind=1)
    assert value(notebook, "kernel.flag, kernel.kind") == "False parabola"
    assert "parabola with slope 1 at a = 1, b = 0, flag = off, kind = parabola" in figure.label
    assert_same(figure.pixels(), matplotlibs(notebook, "kernel"))
    figure = fresh(notebook, "ahead")
    figure.control("flag").focus()
    notebook.window.tab.keyboard.press("Space")
    figure.await_values(flag=False)


@pytest.mark.both_front_ends
def test_reset_puts_every_control_back(notebook: Notebook) -> None:
    figure = fresh(notebook, "kernel")
    figure.type("a", "-3")
    figure.type("b", "2")
    figure.control("flag").uncheck()
    figure.control("kind").select_option(label="parabola")
    figure.await_values(a=-3, b=2, flag=False, kind=1)
    figure.reset()
    figure.await_values(**START["kernel"])
    assert value(notebook, "kernel.a, kernel.b, kernel.flag, kernel.kind") == "1 0.0 True line"
    expect(figure.control("flag")).to_be_checked()
    expect(figure.box("a")).to_have_value("1")


@pytest.mark.both_front_ends
@pytest.mark.parametrize("name", ["kernel", "ahead"])
def test_an_error_is_told_and_the_last_good_picture_stays(notebook: Notebook, name: str) -> None:
    figure = fresh(notebook, name)
    figure.press("a", "ArrowRight", 3)
    figure.await_values(a=4)
    good = figure.pixels()
    figure.press("a", "ArrowRight")
    expect(figure.message).to_contain_text("ValueError: five is one too many")
    expect(figure.message).to_contain_text('raise ValueError("five is one too many")')
    assert np.array_equal(figure.pixels(), good)
    figure.press("a", "ArrowLeft", 2)
    figure.await_values(a=3)
    expect(figure.message).to_be_empty()


def test_of_500_fast_changes_the_last_one_counts(notebook: Notebook) -> None:
    figure = fresh(notebook, "slow")
    before = int(value(notebook, "calls"))
    figure.slider("a").evaluate(
        """async slider => {
            for (let i = 1; i <= 500; i++) {
                slider.value = (i * 167) % 500 || 499;
                slider.dispatchEvent(new Event('input', {bubbles: true}));
                if (i % 10 === 0) await new Promise(requestAnimationFrame);
            }
            slider.value = 321;
            slider.dispatchEvent(new Event('input', {bubbles: true}));
        }"""
    )
    figure.await_values(a=321)
    assert value(notebook, "slow.a") == "321"
    assert int(value(notebook, "calls")) - before < 250, "values that nobody waits for any more are left out"
    assert_same(figure.pixels(), matplotlibs(notebook, "slow"))
    drawn = figure.drawn
    notebook.window.tab.wait_for_timeout(500)
    assert figure.drawn == drawn, "nothing comes limping after"
    assert figure.values == {"a": 321}


def test_500_fast_changes_ahead_send_only_the_last(notebook: Notebook) -> None:
    figure = fresh(notebook, "ahead")
    figure.press("a", "ArrowRight")
    await_value(notebook, "ahead.a", "2")  # so it is at rest
    notebook.evaluate(
        """window.told = 0;
        panel.sessionContext.session.kernel.anyMessage.connect((_, {direction}) => (window.told += direction === 'send'));"""
    )
    told = figure.slider("a").evaluate(
        """async slider => {
            for (let i = 0; i <= 500; i++) {
                slider.value = i % 10;
                slider.dispatchEvent(new Event('input', {bubbles: true}));
                if (i % 10 === 0) await new Promise(requestAnimationFrame);
            }
            const told = window.told;
            slider.value = 3;
            slider.dispatchEvent(new Event('input', {bubbles: true}));
            slider.dispatchEvent(new Event('change', {bubbles: true}));
            return told;
        }"""
    )
    assert told == 0
    figure.await_values(a=-2)
    assert value(notebook, "ahead.a") == "-2"
    assert_same(figure.pixels(), matplotlibs(notebook, "ahead"))


def press_button(figure: ShownFigure, name: str) -> None:
    figure.root.get_by_role("button", name=f"{name}, step").click()


@pytest.mark.both_front_ends
def test_steps_are_taken_back_and_on(notebook: Notebook) -> None:
    figure = fresh(notebook, "played")
    press_button(figure, "Next")
    press_button(figure, "Next")
    figure.await_values(step=2)
    press_button(figure, "Back")
    figure.await_values(step=1)
    for _ in range(3):
        press_button(figure, "Back")
    figure.await_values(step=0)


@pytest.mark.both_front_ends
def test_steps_play_to_their_end_and_then_from_the_start(notebook: Notebook) -> None:
    figure = fresh(notebook, "played")
    seen = figure.root.evaluate_handle(
        """root => {
            const seen = [];
            new MutationObserver(() => seen.push(JSON.parse(root.dataset.values).step)).observe(root, {attributeFilter: ['data-values']});
            return seen;
        }"""
    )
    press_button(figure, "Play")
    expect(figure.root.get_by_role("button", name="Pause, step")).to_have_text("Pause")
    figure.await_values(step=8)
    expect(figure.root.get_by_role("button", name="Play, step")).to_have_text("Play")
    steps = [step for step in seen.json_value() if step]
    assert sorted(set(steps)) == list(range(1, 9)), "no step is left out"
    await_value(notebook, "played.step", "8")
    press_button(figure, "Play")
    figure.await_values(step=1)
    press_button(figure, "Pause")


@pytest.mark.parametrize("stop", in_turn(("Pause",), ("Next",), ("Back",), ("key",), ("reset",), every=4))
def test_playing_ends_when_anything_else_moves_the_control(notebook: Notebook, stop: str) -> None:
    figure = fresh(notebook, "played")
    press_button(figure, "Play")
    figure.await_values(step=2)
    if stop == "key":
        figure.press("step", "ArrowRight")
    elif stop == "reset":
        figure.reset()
    else:
        press_button(figure, stop)
    expect(figure.root.get_by_role("button", name="Play, step")).to_be_visible()
    stands = figure.slider("step").input_value()
    notebook.window.tab.wait_for_timeout(600)  # twice as long as a step takes
    assert figure.slider("step").input_value() == stands
    if stop == "reset":
        assert stands == "0"


def test_another_control_may_move_while_steps_play(notebook: Notebook) -> None:
    figure = fresh(notebook, "played")
    press_button(figure, "Play")
    figure.await_values(step=1)
    figure.control("rate").select_option(index=1)
    figure.await_values(step=8, rate=1)


def test_an_ahead_figure_at_rest_waits_for_no_answer(notebook: Notebook) -> None:
    figure = fresh(notebook, "ahead")
    with hurried(notebook, 1000):  # so that a kernel is called busy when it hasn't answered for a twentieth of the time
        figure.press("a", "ArrowRight")
        await_value(notebook, "ahead.a", "2")
        notebook.window.tab.wait_for_timeout(200)
        expect(figure.message).to_be_empty()


@pytest.mark.parametrize("name", in_turn(("kernel",), ("ahead",)))
def test_a_late_answer_does_not_take_a_control_back(notebook: Notebook, name: str) -> None:
    figure = fresh(notebook, name)
    figure.slider("a").evaluate(
        """slider => {
            window.shownOnTheWay = [];
            const note = () => shownOnTheWay.push(Number(slider.getAttribute('aria-valuetext')));
            new MutationObserver(note).observe(slider, {attributes: true, attributeFilter: ['aria-valuetext']});
        }"""
    )
    notebook.evaluate("panel.sessionContext.session.kernel.requestExecute({code: 'time.sleep(0.5)'});")
    figure.press("a", "ArrowRight", 3)
    figure.await_values(a=4)
    await_value(notebook, f"{name}.a", "4")
    on_the_way = notebook.window.tab.evaluate("shownOnTheWay")
    assert on_the_way == sorted(on_the_way), "the slider jumped back while the reader moved it on"


def test_an_answer_does_not_wipe_out_what_is_being_typed(notebook: Notebook) -> None:
    figure = fresh(notebook, "kernel")
    notebook.evaluate("panel.sessionContext.session.kernel.requestExecute({code: 'time.sleep(0.3)'});")
    figure.press("a", "ArrowRight")
    figure.box("b").fill("2")
    figure.await_values(a=2, b=0)
    figure.box("b").press("Enter")
    figure.await_values(a=2, b=2)


def test_a_figure_that_moves_while_a_cell_runs_takes_nothing_of_its_output(notebook: Notebook) -> None:
    """JupyterLab 4.4 and newer bring what a widget's page says to a thread of its own, which runs beside the cells."""
    figure = fresh(notebook, "slow")
    figure.press("a", "ArrowRight", 3)
    figure.await_values(a=4)
    figure.slider("a").evaluate("slider => { window.slowSlider = slider; }")
    printed = notebook.evaluate(
        """const code = 'for i in range(100):\\n    print(i)\\n    time.sleep(0.01)';
        const future = panel.sessionContext.session.kernel.requestExecute({code});
        let text = '';
        future.onIOPub = message => (text += message.header.msg_type === 'stream' ? message.content.text : '');
        for (let i = 0; i < 60; i++) {
            slowSlider.value = 100 + i;
            slowSlider.dispatchEvent(new Event('input', {bubbles: true}));
            await new Promise(resolve => setTimeout(resolve, 15));
        }
        while (!text.endsWith('99\\n')) await new Promise(resolve => setTimeout(resolve, 50));
        return text;"""
    )
    figure.await_values(a=159)
    assert printed.split() == [str(i) for i in range(100)]


def test_a_value_set_in_python_moves_the_figure(notebook: Notebook) -> None:
    for name in ("kernel", "ahead"):
        figure = fresh(notebook, name)
        notebook.execute(f"{name}.a = -2")
        figure.await_values(a=-2)
        expect(figure.box("a")).to_have_value("−2")
        assert figure.slider("a").evaluate("slider => slider.value") == "3"


@pytest.mark.both_front_ends
def test_two_views_of_one_figure_move_together(notebook: Notebook) -> None:
    one, other = fresh(notebook, "kernel"), view(notebook, "again")
    one.press("a", "ArrowRight", 2)
    one.await_values(a=3)
    other.await_values(a=3)
    other.press("a", "ArrowLeft")
    one.await_values(a=2)
    expect(one.box("a")).to_have_value("2")
    assert np.array_equal(one.pixels(), other.pixels())


@pytest.mark.both_front_ends
def test_linked_figures_in_a_box_move_together(notebook: Notebook) -> None:
    left, right = view(notebook, "linked", 0), view(notebook, "linked", 1)
    for mover, follower, shown in ((left, right, 4), (right, left, -2)):
        mover.type("a", str(shown))
        mover.await_values(a=shown)
        follower.await_values(a=shown)
        expect(follower.box("a")).to_have_value(str(shown).replace("-", "−"))
    assert value(notebook, "left.a, right.a") == "-2 -2"


@pytest.mark.both_front_ends
def test_keys_in_a_control_are_not_the_notebooks(notebook: Notebook) -> None:
    figure = fresh(notebook, "kernel")
    count = notebook.evaluate("return panel.model.cells.length;")
    figure.slider("a").focus()
    for key in ("d", "d", "a", "b", "x", "0", "0"):
        notebook.window.tab.keyboard.press(key)
    figure.control("flag").focus()
    for key in ("d", "d", "a", "Enter"):
        notebook.window.tab.keyboard.press(key)
    assert notebook.evaluate("return panel.model.cells.length;") == count
    expect(notebook.window.tab.locator(".jp-Dialog")).to_have_count(0)


def test_every_control_has_its_own_name(notebook: Notebook) -> None:
    for name in ("kernel", "ahead", "slow", "again"):
        root = view(notebook, name).root
        expect(root.get_by_role("slider", name="a", exact=True)).to_have_count(1)
        expect(root.get_by_role("textbox", name="a as a number")).to_have_count(1)
        expect(root.get_by_role("img", name="Live figure: ")).to_have_count(1)
    expect(view(notebook, "kernel").root.get_by_role("checkbox", name="flag", exact=True)).to_have_count(1)
    expect(view(notebook, "kernel").root.get_by_role("combobox", name="kind", exact=True)).to_have_count(1)
    identifiers = notebook.window.tab.evaluate("[...document.querySelectorAll('.live-figure [id]')].map(node => node.id)")
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.both_front_ends
def test_every_control_is_reached_with_the_tab_key(notebook: Notebook) -> None:
    figure = fresh(notebook, "kernel")
    figure.slider("a").focus()
    seen = []
    for _ in range(7):
        seen.append(figure.root.evaluate("() => document.activeElement.dataset.control ?? document.activeElement.textContent"))
        notebook.window.tab.keyboard.press("Tab")
    assert seen == ["a", "a", "b", "b", "flag", "kind", "Reset"]


@pytest.mark.both_front_ends
@pytest.mark.parametrize("theme", in_turn(("dark",), ("light",)))
def test_axe_finds_nothing_in_any_output(notebook: Notebook, theme: str) -> None:
    figure = fresh(notebook, "kernel")
    figure.press("a", "End")
    expect(figure.message).to_contain_text("five is one too many")
    notebook.window.theme(theme)
    for name in FIGURES:
        view(notebook, name)
        notebook.window.keep_screenshot(f"figures-{theme}-{name}")
    with notebook.all_in_sight():
        assert violations(notebook.tab, SHOWN_OUTPUTS) == []


@pytest.mark.both_front_ends  # after the one before, which has the dark theme already
@pytest.mark.parametrize(("theme", "paper"), [("dark", 22), ("light", 255)])
def test_a_picture_follows_the_theme_unless_there_is_a_photograph_in_it(notebook: Notebook, theme: str, paper: int) -> None:
    figures = view(notebook, "kernel"), view(notebook, "photograph")
    notebook.window.theme(theme)
    assert [np.median(pixels_of(figure.canvas.screenshot())[..., :3]) for figure in figures] == pytest.approx([paper, 255], abs=3)


@pytest.mark.both_front_ends
def test_a_narrow_window_gets_a_narrower_figure_not_smaller_text(notebook: Notebook) -> None:
    figure = fresh(notebook, "kernel")
    assert figure.pixels().shape[1] == 600
    notebook.window.resize(600)
    try:
        await_width(figure, "canvas.width < 600")
        shown = figure.canvas.evaluate("canvas => canvas.getBoundingClientRect().width")
        assert shown == pytest.approx(figure.pixels().shape[1], abs=1)
        assert shown <= notebook.output(cell_of("kernel")).evaluate("output => output.clientWidth")
        figure.press("a", "ArrowLeft")
        figure.await_values(a=0)
        assert_same(figure.pixels(), matplotlibs(notebook, "kernel"))
        notebook.window.keep_screenshot("figures-narrow")
    finally:
        notebook.window.resize(1280)
    await_width(figure, "canvas.width === 600")


def await_width(figure: ShownFigure, condition: str) -> None:
    """Wait until the canvas has the width that this condition asks of it."""
    figure.root.page.wait_for_function(f"canvas => {condition}", arg=figure.canvas.element_handle())


@pytest.mark.weekly
def test_a_high_density_screen_gets_twice_the_pixels(chromium: Browser, lab: Lab) -> None:
    window = Window(chromium, lab, scale=2)
    try:
        notebook = window.open(lab.write("dense", cells()[:3]))
        notebook.run_all()
        for name, width in (("kernel", 600), ("ahead", 400)):
            figure = view(notebook, name)
            await_width(figure, f"canvas.width === {2 * width}")
            assert figure.canvas.evaluate("canvas => canvas.getBoundingClientRect().width") == width
            figure.press("a", "ArrowRight", 2)
            figure.await_values(a=3)
            window.tab.wait_for_timeout(400)
            assert_same(figure.pixels(), matplotlibs(notebook, name, scale=2), scale=2)  # sharp, not blown up
        assert window.complaints == []
        notebook.close()
    finally:
        window.close()


@pytest.mark.weekly  # daily the pages of tests/browser/test_vscode_rules.py, tests/helpers/live and the site are alive without them
def test_a_page_without_kernel_or_network_is_alive(notebook: Notebook, chromium: Browser, tmp_path: Path) -> None:
    fresh(notebook, "ahead")
    page = tmp_path / "figure.html"
    html = base64.b64decode(notebook.execute("print(base64.b64encode(ahead.html().encode()).decode())")).decode()
    page.write_text(f"<!doctype html><html lang=en><meta charset=utf-8><title>A figure</title><main>{html}</main>", encoding="utf-8")
    context = chromium.new_context(offline=True)
    tab, complaints = context.new_page(), []
    tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: complaints.append(error.message))
    tab.on("request", lambda request: None if request.url.startswith(("file:", "data:", "blob:")) else complaints.append(request.url))
    tab.goto(page.as_uri())
    figure = ShownFigure(tab.locator(".live-figure"))
    figure.await_values(a=1)
    figure.press("a", "ArrowRight", 2)
    figure.await_values(a=3)
    figure.control("flag").uncheck()
    figure.await_values(a=3, flag=False)
    assert "slope 3" in figure.label
    notebook.execute("ahead.a, ahead.flag = 3, False")
    half = (slice(None, None, 2), slice(None, None, 2))
    assert figure.pixels()[half].shape == matplotlibs(notebook, "ahead").shape, "a page of its own is sharp on any screen"
    figure.reset()
    figure.await_values(a=1, flag=True)
    assert violations(tab, "main") == []
    assert complaints == []
    context.close()


PLACES = """
extents = [axes.get_position().transformed(kinds_figure.transFigure).extents for axes in kinds_axes.flat]
print([[int(side) for side in sides] for sides in extents])
"""
FITTED_TO_PIXELS = ("markers", "line with markers", "error bars", "stems", "text", "mathtext")


@pytest.mark.weekly
def test_the_canvas_shows_what_matplotlib_draws(notebook: Notebook) -> None:
    figure = view(notebook, "kinds")
    figure.await_values(a=1)
    first = figure.pixels()
    figure.type("a", "2.3")
    figure.await_values(a=2.3)
    ours, theirs = figure.pixels(), matplotlibs(notebook, "kinds")
    notebook.window.keep_screenshot("figures-kinds")
    names = notebook.execute("print(*KINDS, sep='\\n')").splitlines()
    places = json.loads(notebook.execute(PLACES))
    wrong, stood_still = [], []
    for name, (left, bottom, end, top) in zip(names, places, strict=True):
        place = slice(600 - top, 600 - bottom), slice(left, end)
        if name in FITTED_TO_PIXELS:
            right = displaced(ours[place], theirs[place], reach=1) < 0.02
        else:
            right = difference(ours[place], theirs[place]) < ANTIALIASING
        if not right:
            wrong.append(name)
        if difference(ours[place], first[place]) < 2 * ANTIALIASING:
            stood_still.append(name)
    assert stood_still == [], "only what moves is drawn as strokes"
    assert wrong == []


# What a figure leaves behind.

COUNT = """
def count(kind):
    return sum(isinstance(thing, kind) for thing in gc.get_objects())

gc.collect()
print(len(plt.get_fignums()), len(ipywidgets.widgets.widget._instances), count(LiveFigure), count(plt.Figure))
"""
MEMORY = "import psutil; gc.collect(); print(len(gc.get_objects()), psutil.Process().memory_info().rss)"


def test_5_runs_of_a_cell_leave_as_many_figures_behind_as_one(notebook: Notebook) -> None:
    notebook.run(cell_of("rerun"), until=DRAWN)
    counts = notebook.execute(COUNT)
    notebook.run(cell_of("rerun"), times=4, until=DRAWN)
    assert notebook.execute(COUNT) == counts
    assert notebook.output(cell_of("rerun")).locator(".live-figure").count() == 1


@pytest.mark.weekly
def test_200_runs_of_a_cell_leave_as_much_behind_as_one(notebook: Notebook) -> None:
    notebook.run(cell_of("rerun"), times=50, until=DRAWN)
    counts, memory = notebook.execute(COUNT), notebook.execute(MEMORY)
    notebook.run(cell_of("rerun"), times=150, until=DRAWN)
    assert notebook.execute(COUNT) == counts
    assert notebook.output(cell_of("rerun")).locator(".live-figure").count() == 1
    objects, resident = (int(after) - int(before) for after, before in zip(notebook.execute(MEMORY).split(), memory.split(), strict=True))
    assert objects / 150 < 3
    # The kernel keeps the input of every run, and a signature of every message; one figure that stayed would be ten times this.
    assert resident / 150 < 60_000


@pytest.mark.both_front_ends
def test_a_figure_whose_output_is_cleared_gives_memory_back_and_returns(notebook: Notebook) -> None:
    notebook.run(cell_of("rerun"), until=DRAWN)
    view(notebook, "rerun")
    with hurried(notebook):
        notebook.clear(cell_of("rerun"))
        assert value(notebook, "len(rerun._drawing.picture.recorded) > 0") == "True", "not at once"
        notebook.window.tab.wait_for_timeout(1200)
    forgotten = "[len(each._drawing.picture.recorded) == 0 for each in (rerun, other)]"
    assert value(notebook, forgotten) == "[True, False]"
    notebook.execute("rerun.a = 5")
    notebook.run(cell_of("rerun once more"), until=DRAWN)
    for cell, name in (("rerun once more", "rerun"), ("other", "other")):
        again = view(notebook, cell)
        notebook.execute(f"{name}.a = 3")
        again.await_values(a=3)


@pytest.mark.parametrize(("keys", "name"), in_turn(("dd", "ahead"), ("x", "rerun")))
def test_a_figure_comes_back_when_its_cell_does(notebook: Notebook, keys: str, name: str) -> None:
    notebook.run(cell_of(name), until=DRAWN)
    fresh(notebook, name).press("a", "ArrowRight")
    view(notebook, name).await_values(a=2)
    with hurried(notebook):
        notebook.press_in_cell(cell_of(name), *keys)
        notebook.window.tab.wait_for_timeout(1200)
    assert value(notebook, f"{name}._conversation.pages") == "set()", "it has been told that nobody sees it"
    notebook.press_in_cell(0, "z")
    again = view(notebook, name)
    again.await_values(a=2)
    again.press("a", "ArrowRight")
    again.await_values(a=3)
    await_value(notebook, f"{name}.a", "3")


def test_word_that_the_kernel_is_there_is_not_taken_for_its_end(notebook: Notebook) -> None:
    figure = fresh(notebook, "kernel")
    notebook.evaluate(
        """const renderer = panel.content.rendermime.createRenderer('application/vnd.jupyter.widget-view+json');
        const model = await (await renderer._manager.promise).get_model(argument);
        model.comm_live = true;""",
        value(notebook, "kernel.model_id"),
    )
    figure.press("a", "ArrowRight")
    figure.await_values(a=2)
    expect(figure.message).to_be_empty()


def test_a_picture_that_is_slow_to_decode_is_no_error(notebook: Notebook) -> None:
    notebook.window.tab.evaluate(
        """() => {
            window.decodedAtOnce = window.createImageBitmap;
            window.createImageBitmap = (blob) => new Promise((done) => setTimeout(() => done(decodedAtOnce(blob)), 800));
        }"""
    )
    try:
        notebook.run(cell_of("rerun"), until=DRAWN)
    finally:
        notebook.window.tab.evaluate("() => { window.createImageBitmap = decodedAtOnce; }")
    notebook.await_idle()
    expect(view(notebook, "rerun").message).to_be_empty()


# Handles. A step of 1 in the axes of these figures is some 30 pixels across and 20 up.

STOPS = ("dragged", {"a": 4, "b": -2.5}), ("dragged_ahead", {"a": 4, "b": -3})


@pytest.mark.both_front_ends
@pytest.mark.parametrize(("name", "stop"), in_turn(*STOPS))
def test_a_handle_is_dragged_with_the_mouse(notebook: Notebook, name: str, stop: dict[str, float]) -> None:
    figure = fresh(notebook, name)
    before = figure.drawn
    end = figure.place_of("dot", stop)
    figure.drag_handle("dot", end)
    figure.await_values(**stop)
    assert figure.drawn >= before + 3, "the picture moved while the mouse did, not only at the end"
    assert figure.place_of_handle("dot") == pytest.approx(end, abs=1.5)
    assert figure.box("a").input_value() == "4"
    notebook.window.tab.wait_for_timeout(400)
    assert float(value(notebook, f"{name}.b")) == stop["b"]


@pytest.mark.parametrize(("name", "stop"), in_turn(*STOPS, first=1))
def test_a_handle_is_dragged_with_a_finger(notebook: Notebook, name: str, stop: dict[str, float]) -> None:
    figure = fresh(notebook, name)
    figure.drag_handle("dot", figure.place_of("dot", stop), touch=True)
    figure.await_values(**stop)


@pytest.mark.both_front_ends
@pytest.mark.parametrize("name", in_turn(("dragged",), ("dragged_ahead",)))
def test_arrow_keys_move_a_handle_from_stop_to_stop(notebook: Notebook, name: str) -> None:
    figure = fresh(notebook, name)
    keyboard = notebook.window.tab.keyboard
    figure.handle("dot").focus()
    keyboard.press("ArrowRight")
    keyboard.press("ArrowUp")
    keyboard.press("ArrowUp")
    step = 0.1 if name == "dragged" else 1
    figure.await_values(a=2, b=2 * step)
    keyboard.press("ArrowDown")
    keyboard.press("Shift+ArrowLeft")
    figure.await_values(a=-5, b=step)  # it stops at the end of its control
    expect(figure.handle("dot")).to_have_attribute("aria-label", f"dot, a = −5, b = {step}; arrow keys move it")
    assert f"at -5 and {step}" in figure.label
    expect(figure.root.locator("[aria-live]")).to_contain_text(f"at -5 and {step}")


def test_a_handle_that_is_bound_in_one_direction_keeps_to_it(notebook: Notebook) -> None:
    figure = fresh(notebook, "dragged")
    x, y = figure.place_of_handle("bead")
    figure.drag_handle("bead", (x - 60, y + 40))
    left, down = figure.place_of_handle("bead")
    assert left == pytest.approx(x, abs=0.5)
    assert down == pytest.approx(y + 40, abs=3)
    figure.handle("bead").focus()
    notebook.window.tab.keyboard.press("ArrowLeft")
    figure.await_values(a=1, b=0)


def test_a_handle_stands_where_its_controls_say(notebook: Notebook) -> None:
    figure = fresh(notebook, "dragged")
    figure.press("a", "End")
    figure.type("b", "-3.14")  # between two stops
    figure.await_values(a=5, b=-3.14)
    assert figure.place_of_handle("dot") == pytest.approx(figure.place_of("dot", {"a": 5, "b": -3.14}), abs=1)
    notebook.execute("dragged.a, dragged.b = -4, 2.0")
    figure.await_values(a=-4, b=2)
    assert figure.place_of_handle("dot") == pytest.approx(figure.place_of("dot", {"a": -4, "b": 2}), abs=1)


def test_a_handle_follows_the_limits_of_its_axes(notebook: Notebook) -> None:
    figure = fresh(notebook, "dragged")
    x, _ = figure.place_of_handle("dot")
    notebook.execute("dragged_axes.set_xlim(0, 6); dragged.a = 2; dragged.a = 1")
    figure.await_values(a=1)
    expect(figure.message).to_be_empty()
    try:
        assert figure.place_of_handle("dot")[0] < x - 40
    finally:
        notebook.execute("dragged_axes.set_xlim(-6, 6); dragged.a = 2; dragged.a = 1")


# The last of all, since it ends the kernel that all have.


@pytest.mark.both_front_ends
def test_a_restarted_kernel_is_told_and_ahead_goes_on(notebook: Notebook, window: Window) -> None:
    ahead, figure = fresh(notebook, "ahead"), fresh(notebook, "kernel")
    figure.press("a", "ArrowRight", 2)
    figure.await_values(a=3)
    notebook.restart_kernel()
    figure.press("a", "ArrowRight")
    expect(figure.message).to_contain_text("The kernel has restarted")
    expect(figure.message).to_contain_text("Run All Above")
    for control in figure.root.locator("input, select, .live-controls button").all():
        expect(control).to_be_disabled()
    assert "slope 3" in figure.label, "the last good picture stays"
    notebook.output(cell_of("kernel")).evaluate("output => output.id = 'under-test'")
    assert violations(window.tab, "#under-test") == []
    ahead.press("a", "ArrowRight", 2)
    ahead.await_values(a=3)
    assert "slope 3" in ahead.label
    expect(ahead.message).to_be_empty()
    window.keep_screenshot("figures-restarted")
    before = figure.root.element_handle()
    figure.message.get_by_role("button", name="Run all above, and this cell").click()
    before.wait_for_element_state("hidden")
    notebook.output(cell_of("kernel")).locator(DRAWN).wait_for()
    figure = view(notebook, "kernel")
    figure.await_values(a=1)  # on a fresh kernel it begins as stored
    expect(figure.message).to_be_empty()
    figure.press("a", "ArrowRight")
    figure.await_values(a=2)
