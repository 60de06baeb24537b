"""Each lesson as a reader meets it on Colab's versions: Run All, and then by hand, in the classic Notebook in a real browser."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from authoring.notebooks import read
from helpers.questions import Question, Table, Word
from tests.authoring.test_notebooks import exercise_in, exercises_of
from tests.browser.shown_figure import ShownFigure
from tests.browser.test_pad_in_lab import RING, answer, draw
from tests.places.colab.classic import Classic, ClassicNotebook
from tests.places.colab.standin import LESSONS, StandIn

pytestmark = pytest.mark.browser

# A number box has as many digits as tell a stop from its neighbours: what it shows is the value, rounded.
FOLLOWED = """([root, name]) => {
    const typed = root.querySelector(`input[type="text"][data-control="${name}"]`).value.replaceAll("−", "-");
    const [digits, exponent = "0"] = typed.split("e");
    const half = 0.5 * 10 ** (Number(exponent) - (digits.split(".")[1] ?? "").length);
    return Math.abs(JSON.parse(root.dataset.values)[name] - Number(typed)) <= 1.000001 * half;
}"""
HANDLES = {"02": 9, "03": 4, "04": 2}
PADS = {"09": 2}
FILES = {"08": 1}
# What has to be set before these sliders move anything: another control, and the option to choose or the number to type.
MOVES_NOTHING_ALONE = {("05", "by"): ("change", "W2[0,0]"), ("09", "rate"): ("step", "4")}
ASKS = re.compile(r'^ask\("(.+)"\)$', re.MULTILINE)


@pytest.fixture(scope="package")
def server(stand_in: StandIn) -> Iterator[Classic]:
    with Classic(stand_in) as started:
        yield started


@pytest.fixture(scope="module", params=LESSONS, ids=lambda path: path.stem)
def lesson(request: pytest.FixtureRequest, stand_in: StandIn, chromium: Browser, server: Classic) -> Iterator[ClassicNotebook]:
    notebook = ClassicNotebook(chromium, server, stand_in.alone(request.param, f"{request.param.stem}-in-classic"))
    notebook.clear_all()
    notebook.run_all()
    yield notebook
    notebook.close()


@pytest.fixture(autouse=True)
def no_complaint(lesson: ClassicNotebook) -> Iterator[None]:
    """Fail a test during which the page asked another host for something, or wrote an error to its console."""
    yield
    complaints = lesson.complaints.copy()
    lesson.complaints.clear()
    assert complaints == []


def live_figures(lesson: ClassicNotebook) -> list[ShownFigure]:
    figures = [ShownFigure(root) for root in lesson.tab.locator(".live-figure").all()]
    assert figures, "a lesson has at least one"
    for figure in figures:
        figure.root.scroll_into_view_if_needed()
        figure.await_drawn(1)
    return figures


def sliders(figure: ShownFigure) -> list[str]:
    """Return the names of the controls that have a slider."""
    return [str(slider.get_attribute("data-control")) for slider in figure.root.locator('input[type="range"]').all()]


def assert_moved(figure: ShownFigure, name: str, drawn: int, words: str, picture: Any) -> None:
    """Check that the picture has followed a control to where it stands now, and is another than it was."""
    figure.await_change(words)  # a box that shows 0 allows for half a unit, and so for the place where lesson 02's first hinge begins
    figure._await(FOLLOWED, name)
    assert figure.drawn > drawn
    assert (figure.pixels() != picture).any(), f"{words!r} stands still"
    assert figure.message.inner_text() == ""


def set_what_it_needs(lesson: ClassicNotebook, figure: ShownFigure, name: str) -> None:
    """Set the other control without which a slider moves nothing at the start."""
    if (lesson.path.name[:2], name) in MOVES_NOTHING_ALONE:
        control, value = MOVES_NOTHING_ALONE[lesson.path.name[:2], name]
        words = figure.label
        if figure.box(control).count():
            figure.type(control, value)
        else:
            figure.control(control).select_option(label=value)
        figure.await_change(words)


def back_to(figure: ShownFigure, start: dict[str, Any]) -> None:
    figure.reset()
    figure.await_values(**start)


def test_run_all_reaches_the_bottom(lesson: ClassicNotebook) -> None:
    assert lesson.errors() == []
    assert lesson.cells_not_run() == []
    assert lesson.streams("stderr") == []


def test_every_live_figure_follows_keys_and_mouse(lesson: ClassicNotebook, record_property: Any) -> None:
    moved = 0
    for figure in live_figures(lesson):
        figure.root.scroll_into_view_if_needed()
        start = figure.values
        for name in sliders(figure):
            set_what_it_needs(lesson, figure, name)
            share = figure.slider(name).evaluate("slider => (slider.value - slider.min) / (slider.max - slider.min)")
            before = figure.drawn, figure.label, figure.pixels()
            figure.press(name, "ArrowLeft" if share > 0.5 else "ArrowRight", times=2)
            figure.press(name, "PageDown" if share > 0.5 else "PageUp")  # a tenth: some pictures are flat where they begin
            assert_moved(figure, name, *before)
            back_to(figure, start)
            set_what_it_needs(lesson, figure, name)
            before = figure.drawn, figure.label, figure.pixels()
            figure.drag(name, 0.2 if share > 0.5 else 0.8)
            assert_moved(figure, name, *before)
            back_to(figure, start)
            moved += 1
    assert moved
    record_property("sliders moved by key and by mouse", moved)


def test_every_handle_is_dragged(lesson: ClassicNotebook, record_property: Any) -> None:
    dragged = 0
    for figure in live_figures(lesson):
        start = figure.values
        for handle in figure.root.locator(".live-handle").all():
            name = str(handle.get_attribute("aria-label")).split(",")[0]
            figure.canvas.scroll_into_view_if_needed()
            x, y = figure.place_of_handle(name)
            width = figure.canvas.bounding_box()["width"]
            before = figure.drawn, figure.label, figure.pixels()
            figure.drag_handle(name, (x + width * (0.25 if x < width / 2 else -0.25), y - 30))  # as far as to the next of few stops
            figure.await_change(before[1])
            for control in sliders(figure):
                assert_moved(figure, control, *before)
            assert figure.place_of_handle(name) != (x, y)
            back_to(figure, start)
            dragged += 1
    assert dragged == HANDLES.get(lesson.path.name[:2], 0)
    record_property("handles dragged", dragged)


def test_every_pad_reads_what_is_drawn(lesson: ClassicNotebook, record_property: Any) -> None:
    pads = lesson.tab.locator(".lessons:has(> .pad)")
    expect(pads).to_have_count(PADS.get(lesson.path.name[:2], 0))
    kinds = "Jupyter.notebook.get_cells().map(cell => cell.cell_type)"
    cells = lesson.tab.evaluate(kinds)
    for pad in pads.all():
        pad.scroll_into_view_if_needed()
        draw(pad, RING)
        answer(pad, 0)
        expect(pad.locator(".is-best .pad-digit")).to_have_text("0")
        pad.locator(".pad-paper").focus()
        for key, digit in (("3", 3), ("Control+z", 0), ("3", 3)):  # the Notebook would make a heading of the cell at a 3
            lesson.tab.keyboard.press(key)
            answer(pad, digit)
    assert lesson.tab.evaluate(kinds) == cells, "no key has reached the notebook"
    record_property("pads drawn on", pads.count())


def test_a_chosen_file_is_read(lesson: ClassicNotebook, tmp_path: Path) -> None:
    buttons = lesson.tab.get_by_role("button", name="Choose a file").all()
    assert len(buttons) == FILES.get(lesson.path.name[:2], 0)
    for button in buttons:
        own = tmp_path / "mine.csv"
        own.write_text("hour,metres\n" + "\n".join(f"{k},{2 * k}" for k in range(90_000)))  # more than one message holds
        with lesson.tab.expect_file_chooser() as chooser:
            button.click()
        chooser.value.set_files(own)
        answered = lesson.tab.get_by_role("status").filter(has_text="mine.csv: x is hour, y is metres, 1,000 rows.")
        expect(answered).to_be_visible(timeout=20_000)


def test_every_question_is_answered_and_replies(lesson: ClassicNotebook, record_property: Any) -> None:
    questions = importlib.import_module(f"helpers.lessons.lesson_{lesson.path.name[:2]}.exercises").ask.questions
    asked = {
        key: index for index, cell in enumerate(read(lesson.path).cells) if cell.cell_type == "code" for key in ASKS.findall(cell.source)
    }
    assert asked.keys() == questions.keys()
    cells = lesson.tab.evaluate("Jupyter.notebook.ncells()")
    for key, index in asked.items():
        (choose if isinstance(questions[key], Question) else fill_in)(lesson.output(index), questions[key])
    assert lesson.tab.evaluate("Jupyter.notebook.ncells()") == cells, "no key has reached the notebook"
    record_property("questions answered", len(asked))


def plain(text: str) -> str:
    return text.replace("`", "")


def choose(output: Locator, question: Question) -> None:
    """Choose every answer with the mouse, and the first and the last with the keyboard too."""
    buttons, reply = output.get_by_role("group", name=plain(question.text)).get_by_role("button"), output.get_by_role("status")
    expect(buttons).to_have_count(len(question.choices))
    expect(reply).to_have_text("")
    for place, choice in enumerate(question.choices):
        buttons.nth(place).click()
        expect(reply).to_contain_text(plain(choice.reply))
    for place, key in ((0, "Enter"), (len(question.choices) - 1, "Space")):
        buttons.nth(place).focus()
        buttons.page.keyboard.press(key)
        expect(reply).to_contain_text(plain(question.choices[place].reply))


def fill_in(output: Locator, table: Table) -> None:
    """Go from blank to blank with the Tab key, type each number, and step down each list to its word with the arrow key."""
    blanks, reply = output.locator("td :is(input, select)"), output.get_by_role("status")
    expect(blanks).to_have_count(len(table.blanks()))
    keyboard = output.page.keyboard
    blanks.first.focus()
    for place, blank in enumerate(table.blanks()):
        expect(blanks.nth(place)).to_be_focused()
        if isinstance(blank, Word):
            offered = blanks.nth(place).locator("option").all_inner_texts()
            for _ in range(offered.index(blank.answer)):
                keyboard.press("ArrowDown")
        else:
            keyboard.type(str(blank.answer))
        keyboard.press("Tab")
    expect(reply).to_contain_text("All of it is right.")


def test_hints_fold_out_by_keyboard(lesson: ClassicNotebook) -> None:
    index, _ = [(index, name) for index, cell in enumerate(read(lesson.path).cells) if (name := exercise_in(cell))][-1]
    folds = lesson.output(index).locator("details")
    for place, key in enumerate(("Enter", "Space")):
        expect(folds.nth(place)).not_to_have_attribute("open", "")
        folds.nth(place).locator("summary").focus()
        lesson.tab.keyboard.press(key)
        expect(folds.nth(place)).to_have_attribute("open", "")


def test_an_exercise_is_typed_and_judged(lesson: ClassicNotebook, record_property: Any) -> None:
    index, name = next((index, name) for index, cell in enumerate(read(lesson.path).cells) if (name := exercise_in(cell)))
    output = lesson.output(index)
    expect(output).to_contain_text(f"{name}: not started")
    folds = output.locator("details")
    assert folds.count() >= 3
    solution = exercises_of(lesson.path.name).by_name[name].solution()
    lesson.retype(index, solution)
    expect(output).to_contain_text(f"{name}: correct")
    assert lesson.source(index).strip() == solution.strip()
    assert lesson.errors() == []
    record_property("exercises typed in", 1)
