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


# The pages that tests are in: of a theme, with VS Code's policy or without it. Each is opened once, and emptied for the next test.
PAGES = {f"{theme}{', its policy' * policy}": (theme, policy) for theme in THEMES for policy in (False, True)}


@pytest.fixture(scope="module")
def opened() -> Iterator[dict[str, Webview]]:
    webviews: dict[str, Webview] = {}
    yield webviews
    for webview in webviews.values():
        webview.close()


@pytest.fixture
def webview(request: pytest.FixtureRequest, windowless: Browser, opened: dict[str, Webview]) -> Iterator[Webview]:
    if request.param not in opened:
        theme, policy = PAGES[request.param]
        opened[request.param] = Webview(windowless, theme, policy=policy)
    page = opened[request.param]
    page.clear()
    yield page
    keep_screenshot(page, request.node.name)
    complaints = page.complaints.copy()
    page.complaints.clear()
    assert complaints == []


def in_pages(*names: str) -> pytest.MarkDecorator:
    """Try a test in each of these pages; all but the first are for the weekly run."""
    return pytest.mark.parametrize("webview", in_turn(*((name,) for name in names), every=len(names)), indirect=True)


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
        slope=(-3, 3), x=(0, 1), step=Steps(0, 1), dashes=False, colour=["black", "blue"],
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


@pytest.mark.parametrize("ahead", in_turn((False,), (True,)))
@in_pages("dark", "light")
def test_a_live_figure_is_drawn_moves_and_is_legible(webview: Webview, ahead: bool) -> None:
    widget = live(ahead)
    output = webview.show_widget(widget)
    check_moves(ShownFigure(output.locator(".live-figure")))
    assert violations(webview.tab, ".output") == []
    widget.close()


@in_pages("dark", "light")
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


@in_pages("light, its policy", *(name for name in PAGES if name != "light, its policy"))
def test_html_is_alive_and_legible(webview: Webview) -> None:
    figure, asked = live(ahead=True), AskedQuestion(QUESTION)
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
    figure.close()
    asked.close()


@in_pages("dark", "light")
def test_stored_lessons_are_legible_before_anything_has_run(webview: Webview) -> None:
    """VS Code shows HTML before a picture, and a picture before text; the stored lessons hold no widgets."""
    shown = 0
    lessons = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
    for path in lessons if EVERYTHING else lessons[1::5]:
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


@in_pages("dark")
def test_what_comes_with_a_narrow_output_is_not_cut_off(webview: Webview) -> None:
    webview.clear(width=400)
    widget = live(ahead=False)
    output = webview.show_widget(widget)
    ShownFigure(output.locator(".live-figure")).await_drawn(1)
    webview.show_html(VERDICT.html())
    assert webview.tab.locator(".output").evaluate_all("outputs => outputs.every(each => each.scrollWidth <= each.clientWidth + 1)")
    widget.close()


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
