"""Every form that our outputs have, in a page with the rules of VS Code, in its light and its dark theme."""

import json
import os
import re
from collections.abc import Iterator

import matplotlib.pyplot as plt
import pytest
from playwright.sync_api import Browser, expect

from helpers.checker import Verdict
from helpers.lessons.lesson_01.exercises import ask as lesson_01
from helpers.lessons.lesson_04.exercises import ask as lesson_04
from helpers.lessons.machine import Machine
from helpers.live import Handle, LiveFigure, Steps
from helpers.questions import AskedQuestion, Right
from tests.browser.accessibility import violations
from tests.browser.lab import ROOT, SCREENSHOTS
from tests.browser.shown_figure import ShownFigure
from tests.browser.vscode import NBEXTENSIONS, THEMES, Webview
from tests.everything import EVERYTHING, in_turn

pytestmark = pytest.mark.browser

QUESTION = next(iter(lesson_01.questions.values()))
RIGHT = next(place for place, choice in enumerate(QUESTION.choices) if isinstance(choice, Right))
VERDICT = Verdict(
    "quadratic",
    "not yet",
    ("You wrote `a * x`, but `a` belongs to the square.",),
    (("quadratic(2, 1, 1, 1)", "5"), ("expected", "7")),
    printed="x is 2",
    closing="Change it and run the cell again.",
    hints=("Look at `a`.", "A power is written **."),
    solution="return a * x**2 + b * x + c",
)
MACHINE = Machine({"01": ["quadratic", "residuals"], "02": ["relu"]}, frozenset({("01", "quadratic")}))


@pytest.fixture(autouse=True)
def no_complaint() -> None:
    """Nothing here happens in a window of Jupyter: `webview` looks for what goes wrong in its own page."""


@pytest.fixture(params=THEMES)
def webview(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Webview]:
    opened = Webview(chromium, request.param)
    yield opened
    keep_screenshot(opened, request.node.name)
    opened.close()
    assert opened.complaints == []


def keep_screenshot(webview: Webview, name: str) -> None:
    """Keep a picture that no test looks at, where KEEP_SCREENSHOTS=yes asks for it."""
    if os.environ.get("KEEP_SCREENSHOTS") == "yes":
        webview.tab.screenshot(path=SCREENSHOTS / f"vscode-{name}.png", full_page=True)


def live(ahead: bool) -> LiveFigure:
    figure, axes = plt.subplots(figsize=(5, 3))
    axes.set(xlim=(-4, 4), ylim=(-4, 4))
    [line] = axes.plot([-4, 4], [0, 0])
    [dot] = axes.plot([0], [0], "o")

    def redraw(slope: int = 1, x: int = 0, step: int = 0, dashes: bool = False, colour: str = "black") -> None:
        if slope == 3:
            raise ValueError("three is one too many")
        line.set(ydata=[-4 * slope, 4 * slope], linestyle="--" if dashes else "-", color=colour)
        dot.set_data([x], [step])
        axes.set_title(f"slope {slope}")

    return LiveFigure(
        figure, redraw, ahead, handles=[Handle("dot", axes, x="x", y=0)],
        slope=(-3, 3), x=(-1, 1), step=Steps(0, 2), dashes=False, colour=["black", "blue"],
    )  # fmt: skip


def check_moves(figure: ShownFigure) -> None:
    figure.await_drawn(1)
    figure.press("slope", "ArrowLeft", 2)
    figure.await_values(slope=-1)
    assert "slope -1" in figure.label
    picture = figure.pixels()
    figure.drag("slope", 0.65)
    figure.await_values(slope=1)
    assert (figure.pixels() != picture).any()
    figure.press("slope", "End")
    expect(figure.message).to_contain_text("three is one too many")
    figure.type("slope", "2,5")
    expect(figure.message).to_contain_text("slope takes a whole number")
    figure.handle("dot").focus()
    figure.root.page.keyboard.press("ArrowRight")
    expect(figure.box("x")).to_have_value("1")


@pytest.mark.parametrize(
    ("webview", "ahead"), in_turn(("light", False), ("light", True), ("dark", True), ("dark", False)), indirect=["webview"]
)
def test_a_live_figure_is_drawn_moves_and_is_legible(webview: Webview, ahead: bool) -> None:
    widget = live(ahead)
    output = webview.show_widget(widget)
    check_moves(ShownFigure(output.locator(".live-figure")))
    assert violations(webview.tab, ".output") == []
    widget.close()


def test_questions_are_answered_with_keys_and_are_legible(webview: Webview) -> None:
    asked, table = QUESTION.asked(), lesson_04.questions["four cases"].asked()
    output = webview.show_widget(asked)
    output.get_by_role("button").nth(RIGHT).focus()
    webview.tab.keyboard.press("Enter")
    expect(output.get_by_role("status")).to_contain_text(QUESTION.choices[RIGHT].reply)
    output = webview.show_widget(table)
    output.get_by_role("textbox").first.fill("1.95")
    output.get_by_role("textbox").first.press("Enter")
    expect(output.get_by_role("status")).not_to_be_empty()
    webview.tab.wait_for_timeout(200)
    assert asked.tried == [RIGHT], "the kernel knows as well"
    assert table.typed[0] == "1.95"
    assert violations(webview.tab, ".output") == []
    asked.close()
    table.close()


@pytest.mark.parametrize("policy", [False, True], ids=["as-is", "with-its-policy"])
def test_html_is_alive_and_legible(chromium: Browser, policy: bool) -> None:
    figure, asked = live(ahead=True), AskedQuestion(QUESTION)
    for theme in THEMES if EVERYTHING else ["dark" if policy else "light"]:
        webview = Webview(chromium, theme, policy=policy)
        check_moves(ShownFigure(webview.show_html(figure.html()).locator(".live-figure")))
        output = webview.show_html(asked.html())
        output.get_by_role("button").nth(RIGHT).click()
        expect(output.get_by_role("status")).to_contain_text(QUESTION.choices[RIGHT].reply)
        webview.show_html(MACHINE.html())
        folds = webview.show_html(VERDICT.html()).locator("details")
        assert folds.count() == 3
        for place, key in enumerate(["Enter", "Space", "Enter"]):
            folds.nth(place).locator("summary").focus()
            webview.tab.keyboard.press(key)
            expect(folds.nth(place).locator("p, pre").first).to_be_visible()
        assert violations(webview.tab, ".output") == []
        keep_screenshot(webview, f"html-{theme}-{policy}")
        webview.close()
        assert webview.complaints == []
    figure.close()
    asked.close()


def test_stored_lessons_are_legible_before_anything_has_run(webview: Webview) -> None:
    """VS Code shows HTML before a picture, and a picture before text; the stored lessons hold no widgets."""
    shown = 0
    lessons = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
    for path in lessons if EVERYTHING else lessons[webview.theme == "dark" :: 5]:  # some of the lessons daily, light or dark
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for form in (output.get("data", {}) for output in cell.get("outputs", [])):
                assert not any(kind.startswith("application/") for kind in form)
                if "text/html" in form:
                    shown += 1
                    webview.show_html("".join(form["text/html"]))
    assert shown > (40 if EVERYTHING else 5)
    for summary in webview.tab.locator("summary").all():
        summary.click()
    assert violations(webview.tab, ".output") == []


def test_what_comes_with_a_narrow_output_is_not_cut_off(chromium: Browser) -> None:
    webview, widget = Webview(chromium, "dark", width=400), live(ahead=True)
    output = webview.show_widget(widget)
    ShownFigure(output.locator(".live-figure")).await_drawn(1)
    webview.show_html(VERDICT.html())
    assert webview.tab.locator(".output").evaluate_all("outputs => outputs.every(each => each.scrollWidth <= each.clientWidth + 1)")
    webview.close()
    widget.close()
    assert webview.complaints == []


def test_vscode_finds_the_script_of_every_widget_in_the_environment_and_asks_no_other_host() -> None:
    """It looks in each nbextensions/*/extension.js for a call of requirejs' config, and reads the innermost braces of it."""
    widgets = [live(ahead=False), AskedQuestion(QUESTION), lesson_04.questions["four cases"].asked()]
    asked_for = {widget.get_state()["_model_module"] for widget in widgets}
    assert asked_for == {"anywidget"}
    entry = (NBEXTENSIONS / "anywidget" / "extension.js").read_text(encoding="utf-8")
    [call] = re.findall(r"(?:window\.)?requirejs\?\.config\(\{(.*?)\)", entry, re.DOTALL)
    [(module, place)] = re.findall(r"""["']?([\w-]+)["']?\s*:\s*["']([^"']+)["']""", call.split("{")[-1].split("}")[0])
    assert module == "anywidget"
    assert 'define(["@jupyter-widgets/base"]' in (NBEXTENSIONS.parent / f"{place}.js").read_text(encoding="utf-8")
    for widget in widgets:
        widget.close()
