"""Verdicts and questions in a real JupyterLab: what a reader sees of them, and does with keys and mouse."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from helpers.lessons.lesson_01.exercises import ask as lesson_01_asks
from helpers.lessons.lesson_01.exercises import exercise as lesson_01
from helpers.questions import AskedQuestion, Right
from tests.browser.accessibility import violations
from tests.browser.lab import Lab, Notebook, Window

pytestmark = pytest.mark.browser

KEY, QUESTION = next(iter(lesson_01_asks.questions.items()))
RIGHT = next(place for place, choice in enumerate(QUESTION.choices) if isinstance(choice, Right))
WRONG = next(place for place, choice in enumerate(QUESTION.choices) if not isinstance(choice, Right))
HINTS = lesson_01.by_name["quadratic"].hints

STUB, MISTAKEN, RAISING, SOLVED, ENDLESS, ASKING, TABLE = range(1, 8)
CELLS = (
    "import numpy as np\nfrom helpers.lessons import solved_so_far\nfrom helpers.lessons.lesson_01.exercises import ask, exercise",
    "@exercise\ndef quadratic(x, a, b, c):\n    ...",
    "@exercise\ndef quadratic(x, a, b, c):\n    print('<b>', x)\n    return 2 * a * x + b * x + c",
    "@exercise\ndef quadratic(x, a, b, c):\n    display(x)\n    return a * x^2 + b * x + c",
    "@exercise\ndef quadratic(x, a, b, c):\n    return a * x**2 + b * x + c",
    "@exercise\ndef quadratic(x, a, b, c):\n    while loops:\n        pass\n    return x",
    f"ask({KEY!r})",
    "solved_so_far()",
)


@pytest.fixture(scope="module")
def notebook(window: Window, lab: Lab) -> Iterator[Notebook]:
    window.theme("light")
    opened = window.open(lab.write("exercises", [CELLS[0] + "\nloops = False", *CELLS[1:]]))
    opened.run_all()
    expect(opened.output(ASKING).get_by_role("group")).to_be_visible()
    yield opened
    opened.close()


def mode(notebook: Notebook) -> str:
    return str(notebook.evaluate("return panel.content.mode"))


@pytest.mark.both_front_ends
def test_every_verdict_is_shown(notebook: Notebook) -> None:
    assert notebook.errors() == []
    for cell, words in {
        STUB: "quadratic: not started",
        MISTAKEN: "You multiplied by 2 where a square is asked for",
        RAISING: "A power is written **.",
        SOLVED: "quadratic: correct",
        ENDLESS: "Your function returns x as it was given.",
        TABLE: "1 of",
    }.items():
        expect(notebook.output(cell)).to_contain_text(words)
    expect(notebook.output(MISTAKEN)).to_contain_text("It printed:")
    expect(notebook.output(MISTAKEN)).to_contain_text("<b> [-2. -1.  0.  1.  3.]")
    assert notebook.output(RAISING).locator(".jp-OutputArea-child").count() == 1  # what it displays is in the verdict
    expect(notebook.output(RAISING)).to_contain_text("array([-2., -1.,  0.,  1.,  3.])")
    expect(notebook.output(RAISING)).to_contain_text("in line 4  return a * x^2 + b * x + c")


@pytest.mark.both_front_ends
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(notebook: Notebook, window: Window, theme: str) -> None:
    window.theme(theme)
    try:
        summaries = notebook.output(MISTAKEN).locator("summary")
        for place in range(summaries.count()):
            summaries.nth(place).click()
        notebook.output(ASKING).get_by_role("button").nth(WRONG).click()
        expect(notebook.output(ASKING).locator(".question-reply p")).to_be_visible()
        assert violations(window.tab, ".jp-Cell-outputArea") == []
        for place in range(summaries.count()):
            summaries.nth(place).click()
    finally:
        window.theme("light")


@pytest.mark.both_front_ends
def test_hints_and_solution_open_and_close_by_keyboard(notebook: Notebook, window: Window) -> None:
    folds = notebook.output(STUB).locator("details")
    assert folds.count() == len(HINTS) + 1
    hint = folds.first.locator("p")
    expect(hint).to_be_hidden()
    folds.first.locator("summary").focus()
    window.tab.keyboard.press("Enter")
    expect(hint).to_be_visible()
    window.tab.keyboard.press("Tab")
    window.tab.keyboard.press("Space")
    expect(folds.nth(1).locator("p")).to_be_visible()
    window.tab.keyboard.press("Space")
    expect(folds.nth(1).locator("p")).to_be_hidden()
    assert mode(notebook) == "command"
    folds.last.locator("summary").click()
    expect(folds.last).to_contain_text("return a * x**2 + b * x + c")


def pressed(question: Locator) -> list[str | None]:
    return [button.get_attribute("aria-pressed") for button in question.get_by_role("button").all()]


@pytest.mark.both_front_ends
def test_a_question_is_answered_by_keyboard_and_by_mouse_and_again(notebook: Notebook, window: Window) -> None:
    notebook.run(ASKING)
    question, reply = notebook.output(ASKING).get_by_role("group", name=QUESTION.text), notebook.output(ASKING).get_by_role("status")
    expect(question).to_have_count(1)
    expect(reply).to_have_text("")
    choices = question.get_by_role("button")
    assert choices.count() == len(QUESTION.choices)
    choices.nth(WRONG).focus()
    window.tab.keyboard.press("Enter")
    expect(reply).to_contain_text("not quite.")
    expect(reply).to_contain_text(QUESTION.choices[WRONG].reply)
    choices.nth(RIGHT).focus()
    window.tab.keyboard.press("Space")
    expect(reply).to_contain_text("right.")
    expect(reply).to_contain_text(QUESTION.choices[RIGHT].reply)
    assert mode(notebook) == "command"
    choices.nth(WRONG).click()
    expect(reply).to_contain_text(QUESTION.choices[WRONG].reply)
    assert pressed(question) == [str(place == WRONG).lower() for place in range(len(QUESTION.choices))]
    notebook.await_idle()
    assert notebook.execute(f"print(ask._open[{KEY!r}].chosen)") == f"{WRONG}\n"


@pytest.mark.both_front_ends
def test_asking_again_asks_anew_and_leaves_one_question(notebook: Notebook) -> None:
    question = notebook.output(ASKING)
    question.get_by_role("button").nth(RIGHT).click()
    expect(question.get_by_role("status")).to_contain_text("right.")
    before = notebook.execute("import ipywidgets; print(len(ipywidgets.widgets.widget._instances))")
    for _ in range(3):
        notebook.run(ASKING)
    expect(question.get_by_role("group")).to_have_count(1)
    expect(question.get_by_role("status")).to_have_text("")
    assert notebook.execute("print(len(ipywidgets.widgets.widget._instances))") == before


@pytest.mark.both_front_ends
def test_stopping_a_check_is_told_and_breaks_nothing(notebook: Notebook) -> None:
    notebook.execute("loops = True")
    notebook.show()
    notebook.evaluate(
        """panel.content.activeCellIndex = argument;
        const running = jupyterapp.commands.execute('notebook:run-cell');
        await new Promise(resolve => setTimeout(resolve, 500));
        await panel.sessionContext.session.kernel.interrupt();
        await running;""",
        ENDLESS,
    )
    expect(notebook.output(ENDLESS)).to_contain_text("The check was stopped before it came to an end.")
    assert notebook.execute("print(quadratic(2.0, 1, 1, 1))") == "7.0\n"
    assert notebook.errors() == []
    notebook.execute("loops = False")


@pytest.mark.both_front_ends
def test_a_question_answers_when_the_kernel_is_gone(notebook: Notebook) -> None:
    notebook.restart_kernel()
    question = notebook.output(ASKING)
    question.get_by_role("button").nth(WRONG).click()
    expect(question.get_by_role("status")).to_contain_text(QUESTION.choices[WRONG].reply)
    question.get_by_role("button").nth(RIGHT).click()
    expect(question.get_by_role("status")).to_contain_text(QUESTION.choices[RIGHT].reply)


def test_a_page_without_a_kernel_has_questions_that_answer(chromium: Browser) -> None:
    asked = AskedQuestion(QUESTION)
    for scripts in (True, False):
        context = chromium.new_context(java_script_enabled=scripts)
        tab = context.new_page()
        tab.set_content(f"<!doctype html><html lang='en'><title>A page</title><main><h1>A page</h1>{asked.html()}</main>")
        if scripts:
            tab.get_by_role("button").nth(RIGHT).click()
            expect(tab.get_by_role("status")).to_contain_text(QUESTION.choices[RIGHT].reply)
            assert violations(tab, "main") == []
        else:
            assert tab.get_by_role("listitem").all_inner_texts() == [choice.choice for choice in QUESTION.choices]
            assert QUESTION.choices[RIGHT].reply not in tab.inner_text("body")
        context.close()
    asked.close()


@pytest.mark.both_front_ends
def test_a_table_is_filled_in_and_every_number_is_judged(window: Window, lab: Lab) -> None:
    opened = window.open(lab.write("table", ["from helpers.lessons.lesson_04.exercises import ask", 'ask("four cases")']))
    opened.run_all()
    output = opened.output(1)
    boxes, reply = output.get_by_role("textbox"), output.get_by_role("status")
    expect(boxes).to_have_count(4)
    boxes.nth(1).fill("1,95")
    boxes.nth(1).press("Enter")
    expect(reply).to_contain_text("2, new value: not quite. That subtracts the size of the gradient.")
    boxes.nth(1).fill("next door")
    boxes.nth(1).press("Tab")
    expect(reply).to_contain_text("A number is asked for")
    for place, number in enumerate(("1.95", "2.05", "\N{MINUS SIGN}2.05", "-1.95")):
        boxes.nth(place).fill(number)
        boxes.nth(place).press("Enter")
        expect(boxes.nth(place)).not_to_have_attribute("aria-invalid", "true")
    expect(reply).to_contain_text("All of it is right.")
    assert opened.evaluate("return panel.content.widgets.length") == 2, "no key has reached the notebook"
    for theme in ("light", "dark"):
        window.theme(theme)
        assert violations(window.tab, ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell-outputArea") == []
        window.screenshot(f"table-{theme}")
    window.theme("light")
    typed = opened.execute("print(ask._open['four cases'].typed)")
    assert typed.count("1.95") == 2
    opened.close()
