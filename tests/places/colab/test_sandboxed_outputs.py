"""What a lesson shows, where each output is a sandboxed frame of another origin, as on Colab, and shares nothing with its neighbours.

The frames here are stricter than Colab's: their origin is opaque, so that storage throws and the page around them is out of reach.
In place of Colab's widget manager there is a small model; behind it are the real figures and questions.
"""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Frame, FrameLocator, Page, expect

from helpers import plots
from helpers.checker.judging import check
from helpers.lessons.lesson_00.exercises import exercise
from helpers.lessons.lesson_01.exercises import ask
from helpers.live import Handle, LiveFigure
from helpers.questions import AskedQuestion, Right
from tests.browser.shown_figure import ShownFigure

pytestmark = pytest.mark.browser

ADDRESS = "http://127.0.0.1:9/"  # the browser is answered before it asks there
PAGE = "<!doctype html><html lang='en'><title>Outputs</title><body>{frames}"
FRAME = '<iframe title="Output {number}" sandbox="allow-scripts" style="width: 900px; height: {height}px" srcdoc="{content}"></iframe>'
FORGET_AFTER = "const FORGET_AFTER = 10000;"

# A module is imported from a blob, as anywidget does; a message goes to Python, and what comes back of it to all who listen.
GLUE = """
window.bytes = (text) => new DataView(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
window.show = async (number, esm, css, state) => {
  const listeners = {};
  const model = {
    get: (name) => state[name],
    set(name, value) {
      state[name] = value;
      for (const listener of listeners[`change:${name}`] ?? []) listener();
    },
    save_changes: () => window.toKernel(number, "state", JSON.stringify(state)),
    send: (message) => window.toKernel(number, "custom", JSON.stringify(message)),
    on: (name, listener) => (listeners[name] ??= []).push(listener),
    off: (name, listener) => (listeners[name] = (listeners[name] ?? []).filter((each) => each !== listener)),
  };
  window.fromKernel = (message, buffers) => {
    for (const listener of listeners["msg:custom"] ?? []) listener(message, buffers.map(window.bytes));
  };
  window.commClosed = () => (listeners["comm_live_update"] ?? []).forEach((listener) => listener());
  if (state._picture) state._picture.buffers = state._picture.buffers.map(window.bytes);
  const style = document.createElement("style");
  style.textContent = css;
  document.head.append(style);
  const module = await import(URL.createObjectURL(new Blob([esm], { type: "text/javascript" })));
  const el = document.createElement("div");
  document.body.append(el);
  window.away = module.default.render({ model, el });
};
"""


class Outputs:
    """A page with one sandboxed frame for each output, and what its frames have sent to the kernel."""

    def __init__(self, page: Page, contents: Sequence[str], height: int = 700) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.widgets: dict[int, Any] = {}
        self.states: list[dict[str, Any]] = []
        page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(error.message))
        page.on("request", lambda request: self._note(request.url))
        page.expose_binding("toKernel", self._take)
        frames = [
            FRAME.format(number=number, height=height, content=html.escape(f"<!doctype html><html lang='en'><body>{content}"))
            for number, content in enumerate(contents)
        ]
        page.route(ADDRESS, lambda route: route.fulfill(body=PAGE.format(frames="".join(frames)), content_type="text/html"))
        page.goto(ADDRESS)

    def _note(self, url: str) -> None:
        if url != ADDRESS and not url.startswith(("blob:", "data:", "about:")):
            self.complaints.append(f"request: {url}")

    def frame(self, number: int) -> Frame:
        return self.page.frames[1 + number]

    def inside(self, number: int) -> FrameLocator:
        return self.page.frame_locator("iframe").nth(number)

    def show(self, number: int, widget: Any, script: Callable[[str], str] = str) -> None:
        """Show a widget in a frame as anywidget would: its module, its style and its state, and messages from then on."""
        state = {name: value for name, value in widget.get_state().items() if name not in ("_esm", "_css")}
        if isinstance(widget, LiveFigure):
            state["_picture"] = _for_json(widget._whole())
            widget.send = lambda message, buffers=(): self._deliver(widget, message, buffers)
            widget.close = lambda: self._close(widget)
        state = {name: value for name, value in state.items() if name in ("_picture", "_question", "tried", "typed")}
        self.widgets[number] = widget
        self.frame(number).evaluate(f"() => {{ {GLUE} }}")
        self.frame(number).evaluate(
            "([number, esm, css, state]) => show(number, esm, css, state)", [number, script(widget._esm), widget._css, state]
        )

    def _take(self, source: Any, number: int, kind: str, content: str) -> None:
        if kind == "custom":
            self.widgets[number]._receive(self.widgets[number], json.loads(content), [])
        else:
            self.states.append(json.loads(content))

    def _shown(self, widget: Any) -> list[int]:
        return [number for number, each in self.widgets.items() if each is widget]

    def _deliver(self, widget: Any, message: dict[str, Any], buffers: Sequence[bytes]) -> None:
        sent = [json.loads(json.dumps(message)), [_base64(buffer) for buffer in buffers]]
        for number in self._shown(widget):
            self.frame(number).evaluate("([message, buffers]) => fromKernel(message, buffers)", sent)

    def _close(self, widget: Any) -> None:
        for number in self._shown(widget):
            self.frame(number).evaluate("commClosed()")

    def figure(self, number: int) -> FramedFigure:
        shown = FramedFigure(self.inside(number).locator(".live-figure"))
        shown.await_drawn(1)
        return shown


class FramedFigure(ShownFigure):
    """A figure in a frame whose page can't be reached from the page around it, which is where others wait from."""

    def _await(self, script: str, argument: Any, seconds: float = 10) -> None:
        arrived = self.root.evaluate(
            """async (root, [script, argument, end]) => {
                const holds = eval(script), started = performance.now();
                while (!holds([root, argument])) {
                    if (performance.now() - started > end) return false;
                    await new Promise((resolve) => setTimeout(resolve, 20));
                }
                return true;
            }""",
            [script, argument, seconds * 1000],
        )
        assert arrived, f"{script} of {argument} did not come true"


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _for_json(picture: dict[str, Any]) -> dict[str, Any]:
    return {**picture, "buffers": [_base64(buffer) for buffer in picture["buffers"]]}


def line_of(ahead: bool = False, handles: bool = False) -> LiveFigure:
    x = np.linspace(-2, 2, 9)
    figure, axes = plots.measurements(x, x)
    line = plots.curve(x, x, axes)
    (end,) = axes.plot([2], [2], "o")

    def redraw(a: float = 1.0, b: float = 0.0) -> None:
        line.set_ydata(a * x + b)
        end.set_ydata([b])
        axes.set_title(f"a = {a:g}, b = {b:g}")

    points = [Handle("end", axes, x=2.0, y="b")] if handles else []
    return LiveFigure(figure, redraw, ahead=ahead, handles=points, a=(-2, 2, 0.5), b=(-2, 2, 0.5))


@pytest.fixture
def outputs(chromium: Browser) -> Iterator[Callable[..., Outputs]]:
    """Return a function that opens a page with these outputs."""
    context = chromium.new_context(viewport={"width": 1000, "height": 1600})
    context.set_default_timeout(20_000)
    opened: list[Outputs] = []

    def made(*contents: str, height: int = 700) -> Outputs:
        opened.append(Outputs(context.new_page(), contents, height))
        return opened[-1]

    yield made
    complaints = [complaint for each in opened for complaint in each.complaints]
    context.close()
    assert complaints == []


def test_a_frame_has_no_origin_no_storage_and_no_page_around_it(outputs):
    frame = outputs("").frame(0)
    assert frame.evaluate("self.origin") == "null"
    for forbidden in ("localStorage.length", "document.cookie", "parent.document"):
        assert frame.evaluate(f"() => {{ try {{ return {forbidden}; }} catch (error) {{ return error.name; }} }}") == "SecurityError"


@pytest.mark.parametrize("ahead", [False, True], ids=["by the kernel", "ahead"])
def test_a_live_figure_follows_keys_mouse_and_handle(outputs, ahead):
    page = outputs("")
    page.show(0, line_of(ahead, handles=True))
    figure = page.figure(0)
    picture = figure.pixels()
    figure.press("a", "ArrowRight", times=2)
    figure.await_values(a=2, b=0)
    assert (figure.pixels() != picture).any()
    figure.drag("b", 0.25)
    figure.await_values(a=2, b=-1)
    figure.drag_handle("end", figure.place_of("end", {"b": 1.5}))
    figure.await_values(a=2, b=1.5)
    assert figure.label == "Live figure: a = 2, b = 1.5 at a = 2, b = 1.5"
    assert figure.message.inner_text() == ""


@pytest.mark.parametrize("ahead", [False, True], ids=["by the kernel", "ahead"])
def test_a_figure_that_is_shown_in_two_frames_is_one_figure(outputs, ahead):
    page, widget = outputs("", ""), line_of(ahead)
    page.show(0, widget)
    page.show(1, widget)
    one, other = page.figure(0), page.figure(1)
    one.press("a", "ArrowRight", times=2)
    other.await_values(a=2, b=0)
    assert other.box("a").input_value() == "2"
    other.press("b", "ArrowRight")
    one.await_values(a=2, b=0.5)
    assert one.box("b").input_value() == "0.5"
    assert (widget.a, widget.b) == (2, 0.5)


def test_a_figure_that_one_frame_no_longer_shows_goes_on_in_the_other(outputs):
    page, widget = outputs("", ""), line_of()
    for number in (0, 1):
        assert FORGET_AFTER in widget._esm
        page.show(number, widget, lambda script: script.replace(FORGET_AFTER, "const FORGET_AFTER = 50;"))
    one, other = page.figure(0), page.figure(1)
    one.press("a", "ArrowRight")
    other.await_values(a=1.5, b=0)
    page.frame(0).evaluate("away()")
    page.page.wait_for_timeout(300)
    other.press("a", "ArrowRight")
    other.await_values(a=2, b=0)
    assert other.message.inner_text() == ""


def test_a_question_replies_by_keyboard_and_tells_the_kernel(outputs):
    page = outputs("")
    question = next(iter(ask.questions.values()))
    page.show(0, AskedQuestion(question))
    right = next(place for place, choice in enumerate(question.choices) if isinstance(choice, Right))
    button = page.inside(0).get_by_role("button").nth(right)
    button.focus()
    page.page.keyboard.press("Enter")
    expect(page.inside(0).get_by_role("status")).to_contain_text(question.choices[right].reply)
    assert page.states[-1]["tried"] == [right]


def test_a_verdict_is_legible_and_folds_out_by_keyboard(outputs):
    def weighted_sum(weights, inputs):
        return weights * inputs

    page = outputs(check(exercise.by_name["weighted_sum"], weighted_sum).html())
    inside = page.inside(0)
    expect(inside.locator("body")).to_contain_text("weighted_sum: not yet")
    folds = inside.locator("details")
    assert folds.count() == len(exercise.by_name["weighted_sum"].hints) + 1
    for place, key in enumerate(("Enter", "Space")):
        folds.nth(place).locator("summary").focus()
        page.page.keyboard.press(key)
        expect(folds.nth(place).locator("p")).to_be_visible()


def test_what_needs_no_kernel_is_alive(outputs):
    question = next(iter(ask.questions.values()))
    page = outputs(line_of(ahead=True).html(), AskedQuestion(question).html())
    figure = page.figure(0)
    picture = figure.pixels()
    figure.press("a", "ArrowRight", times=2)
    figure.await_values(a=2, b=0)
    figure.drag("b", 0.25)
    figure.await_values(a=2, b=-1)
    assert (figure.pixels() != picture).any()
    page.inside(1).get_by_role("button").first.click()
    expect(page.inside(1).get_by_role("status")).to_contain_text(question.choices[0].reply)
