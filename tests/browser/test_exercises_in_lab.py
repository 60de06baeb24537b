"""Verdicts and questions in a real JupyterLab: what a reader sees of them, and does with keys and mouse."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from helpers.lessons.lesson_01.exercises import ask as lesson_01_asks
from helpers.lessons.lesson_01.exercises import exercise as lesson_01
from helpers.questions import AskedQuestion, Right
from tests.browser.accessibility import violations
from tests.browser.lab import Lab, Notebook, Window
from tests.everything import EVERYTHING, in_turn

pytestmark = pytest.mark.browser

KEY, QUESTION = next(iter(lesson_01_asks.questions.items()))
RIGHT = next(place for place, choice in enumerate(QUESTION.choices) if isinstance(choice, Right))
WRONG = next(place for place, choice in enumerate(QUESTION.choices) if not isinstance(choice, Right))
HINTS = lesson_01.by_name["quadratic"].hints

STUB, MISTAKEN, RAISING, SOLVED, ENDLESS, ASKING, TABLE, NUMBERS, WORDS, STRIP = range(1, 11)
CELLS = (
    "import numpy as np\nfrom helpers.lessons import solved_so_far\nfrom helpers.lessons.lesson_01.exercises import ask, exercise",
    "@exercise\ndef quadratic(x, a, b, c):\n    ...",
    "@exercise\ndef quadratic(x, a, b, c):\n    print('<b>', x)\n    return 2 * a * x + b * x + c",
    "@exercise\ndef quadratic(x, a, b, c):\n    display(x)\n    return a * x^2 + b * x + c",
    "@exercise\ndef quadratic(x, a, b, c):\n    return a * x**2 + b * x + c",
    "@exercise\ndef quadratic(x, a, b, c):\n    while loops:\n        pass\n    return x",
    f"ask({KEY!r})",
    "solved_so_far()",
    "from helpers.lessons.lesson_04 import exercises as lesson_04\nlesson_04.ask('four cases')",
    "from helpers.lessons.lesson_06 import exercises as lesson_06\nlesson_06.ask('the gallery')",
    "from helpers.lessons import here\nhere('01', at_end=True)",
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
        MISTAKEN: "You multiplied by 2, but you need a square",
        RAISING: "Write a power with **.",
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


def test_the_map_fits_on_a_screen_and_every_name_stands_beside_its_sign(notebook: Notebook) -> None:
    table = notebook.output(TABLE).locator(".lessons")
    table.evaluate("root => root.style.width = '740px'")  # the column of a lesson
    heights = table.locator(".picture li").evaluate_all("items => items.map((item) => item.getBoundingClientRect().height)")
    assert len(heights) > 30
    assert max(heights) < 1.5 * min(heights)
    assert table.evaluate("root => root.offsetHeight") < 600, "what a window of 1280 × 720 shows of a notebook"


@pytest.mark.both_front_ends
@pytest.mark.parametrize("theme", in_turn(("light",), ("dark",)))
def test_axe_finds_nothing(notebook: Notebook, window: Window, theme: str) -> None:
    window.theme(theme)
    try:
        summaries = notebook.output(MISTAKEN).locator("summary")
        for place in range(summaries.count()):
            summaries.nth(place).click()
        notebook.output(ASKING).get_by_role("button").nth(WRONG).click()
        expect(notebook.output(ASKING).locator(".reply").nth(WRONG)).to_be_visible()
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


FORGET = "from helpers.questions import memory; [memory.keep(each.describe(), []) for each in ask.questions.values()]"


def forget(notebook: Notebook) -> None:
    """Ask the question as nobody has answered it."""
    notebook.execute(FORGET)
    notebook.run(ASKING, until=".question")


@pytest.mark.both_front_ends
def test_a_question_is_answered_by_keyboard_and_by_mouse_and_again(notebook: Notebook, window: Window) -> None:
    forget(notebook)
    question, reply = notebook.output(ASKING).get_by_role("group", name=QUESTION.text), notebook.output(ASKING).get_by_role("status")
    expect(question).to_have_count(1)
    expect(reply).to_have_text("")
    choices, signs, replies = question.get_by_role("button"), question.locator(".sign"), question.locator(".reply")
    assert choices.count() == len(QUESTION.choices)
    assert signs.all_inner_texts() == ["A", "B", "C", "D"][: len(QUESTION.choices)]
    choices.nth(WRONG).focus()
    window.tab.keyboard.press("Enter")
    expect(reply).to_have_text(f"Not quite. {QUESTION.choices[WRONG].reply}")
    expect(replies.nth(WRONG)).to_have_text(f"Not quite. {QUESTION.choices[WRONG].reply}")
    expect(signs.nth(WRONG)).to_have_text("✗")
    assert [each.is_visible() for each in replies.all()] == [place == WRONG for place in range(len(QUESTION.choices))]
    expect(notebook.output(ASKING).locator(".kicker")).to_have_text("Try another")
    choices.nth(RIGHT).focus()
    window.tab.keyboard.press("Space")
    expect(reply).to_have_text(f"Right. {QUESTION.choices[RIGHT].reply}")
    expect(signs.nth(RIGHT)).to_have_text("✓")
    expect(signs.nth(WRONG)).to_have_text("✗")
    expect(replies.nth(WRONG)).to_be_hidden()
    hollow = "sign => getComputedStyle(sign).backgroundColor === 'rgba(0, 0, 0, 0)'"
    assert [signs.nth(place).evaluate(hollow) for place in (WRONG, RIGHT)] == [True, False]
    expect(notebook.output(ASKING).locator(".kicker")).to_have_text("Solved at attempt 2")
    assert mode(notebook) == "command"
    choices.nth(WRONG).click()
    expect(replies.nth(WRONG)).to_be_visible()
    assert pressed(question) == [str(place == WRONG).lower() for place in range(len(QUESTION.choices))]
    notebook.await_idle()
    assert notebook.execute(f"print(ask._open[{KEY!r}].tried)") == f"{[RIGHT, WRONG]}\n"


@pytest.mark.both_front_ends
def test_an_answer_is_remembered_and_can_be_asked_for_again_and_leaves_one_question(notebook: Notebook) -> None:
    forget(notebook)
    question = notebook.output(ASKING)
    question.get_by_role("group").get_by_role("button").nth(WRONG).click()
    question.get_by_role("group").get_by_role("button").nth(RIGHT).click()
    notebook.await_idle()
    before = notebook.execute("import ipywidgets; print(len(ipywidgets.widgets.widget._instances))")
    for _ in range(3):
        notebook.run(ASKING, until=".question")
    expect(question.get_by_role("group")).to_have_count(1)
    expect(question.locator(".kicker")).to_have_text("You have answered this before")
    expect(question.locator(".sign").nth(RIGHT)).to_have_text("✓")
    expect(question.locator(".sign").nth(WRONG)).to_have_text("✗")
    expect(question.locator(".reply").nth(RIGHT)).to_be_visible()
    assert notebook.execute("print(len(ipywidgets.widgets.widget._instances))") == before
    question.get_by_role("button", name="Ask me again").click()
    expect(question.locator(".kicker")).to_have_text("Before you go on")
    expect(question.locator(".reply:visible")).to_have_count(0)
    notebook.await_idle()
    notebook.run(ASKING, until=".question")
    expect(question.locator(".kicker")).to_have_text("Before you go on")


# Verdicts.


@pytest.mark.both_front_ends
def test_every_state_has_its_sign_and_its_word_and_code_its_colours(notebook: Notebook, window: Window) -> None:
    for cell, sign, words in ((STUB, "…", "not started"), (MISTAKEN, "✗", "not yet"), (SOLVED, "✓", "correct")):
        card = notebook.output(cell).get_by_role("group", name=f"quadratic: {words}")
        expect(card.locator(".sign")).to_have_text(sign)
        expect(card.locator(".word")).to_have_text(words)
    card = notebook.output(MISTAKEN)
    assert card.locator(".returned mark").all_inner_texts() == ["-15", "-7", "9", "25"], "1 is right"
    assert card.locator(".expected mark").all_inner_texts() == ["9", "2", "6", "34"]
    window.tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fold = card.locator("details").last
    fold.locator("summary").click()
    colours = fold.locator("pre span:visible").evaluate_all("all => new Set(all.map((each) => getComputedStyle(each).color)).size")
    assert colours >= 4
    fold.get_by_role("button", name="Copy").click()
    expect(fold.get_by_role("button")).to_have_text("Copied ✓")
    assert window.tab.evaluate("navigator.clipboard.readText()") == lesson_01.by_name["quadratic"].solution()
    fold.locator("summary").click()


@pytest.mark.both_front_ends
def test_hints_that_are_open_stay_open_when_the_cell_is_run_again(notebook: Notebook) -> None:
    folds = notebook.output(MISTAKEN).locator("details")
    for now in ("", None):
        folds.nth(1).locator("summary").click()
        notebook.output(MISTAKEN).evaluate("output => output.querySelector('.verdict').dataset.seen = 'before'")
        notebook.run(MISTAKEN, until=".verdict:not([data-seen])")
        assert folds.nth(1).get_attribute("open") == now


# Keys.


@pytest.mark.both_front_ends
@pytest.mark.parametrize(
    ("cell", "selector"), in_turn((ASKING, ".choices button"), (STUB, "summary"), (NUMBERS, "input"), (WORDS, "select"), first=1)
)
def test_the_keys_that_run_or_leave_a_cell_are_the_notebooks(notebook: Notebook, window: Window, cell: int, selector: str) -> None:
    place = notebook.output(cell).locator(selector).first
    counts = "return [panel.model.cells.get(argument).executionCount, panel.content.activeCellIndex, panel.model.cells.length]"
    for keys, goes_on in (("Shift+Enter", 1), ("Control+Enter", 0)):
        notebook.evaluate("panel.content.activeCellIndex = argument", cell)
        notebook.output(cell).evaluate("output => output.querySelector('.card').dataset.seen = 'before'")
        place.focus()
        before = notebook.evaluate(counts, cell)
        window.tab.keyboard.press(keys)
        expect(notebook.output(cell).locator(".card:not([data-seen])")).to_be_visible()
        notebook.await_idle()
        after = notebook.evaluate(counts, cell)
        assert after[0] > before[0]
        assert after[1:] == [cell + goes_on, before[2]]
        assert mode(notebook) == "command"
    notebook.evaluate("panel.content.activeCellIndex = argument", cell)
    place.focus()
    window.tab.keyboard.press("Escape")
    assert place.evaluate("place => document.activeElement !== place && document.activeElement.contains(place)")
    assert mode(notebook) == "command"


@pytest.mark.both_front_ends
def test_what_was_typed_before_shift_and_enter_is_judged_and_kept(notebook: Notebook, window: Window) -> None:
    box = notebook.output(NUMBERS).get_by_role("textbox").nth(3)
    box.fill("-1.95")
    window.tab.keyboard.press("Shift+Enter")
    notebook.await_idle()
    expect(notebook.output(NUMBERS).get_by_role("textbox").nth(3)).to_have_value("-1.95")
    expect(notebook.output(NUMBERS).locator(".why p").nth(3)).to_contain_text("Right.")


@pytest.mark.both_front_ends
def test_a_table_is_filled_in_and_every_number_is_judged(notebook: Notebook, window: Window) -> None:
    notebook.execute(FORGET.replace("ask", "lesson_04.ask"))
    notebook.run(NUMBERS, until=".question")
    output, cells = notebook.output(NUMBERS), notebook.evaluate("return panel.content.widgets.length")
    boxes, reply, whys = output.get_by_role("textbox"), output.get_by_role("status"), output.locator(".why p")
    expect(boxes).to_have_count(4)
    boxes.nth(1).fill("1,95")
    boxes.nth(1).press("Enter")
    expect(reply).to_contain_text("2, new value: Not quite. You subtracted the size of the slope.")
    boxes.nth(2).fill("next door")
    boxes.nth(2).press("Tab")
    expect(reply).to_contain_text("A number is asked for")
    expect(whys.nth(1)).to_contain_text("Not quite. You subtracted the size of the slope.")
    expect(output.locator(".kicker")).to_contain_text("0 of 4 right")
    for place, number in enumerate(("1.95", "2.05", "\N{MINUS SIGN}2.05", "-1.95")):
        boxes.nth(place).fill(number)
        boxes.nth(place).press("Enter")
        expect(boxes.nth(place)).not_to_have_attribute("aria-invalid", "true")
    expect(reply).to_contain_text("All of it is right.")
    assert [why.split()[0] for why in whys.all_inner_texts()] == ["Right."] * 4, "each box keeps its explanation"
    assert notebook.evaluate("return panel.content.widgets.length") == cells, "no key has reached the notebook"
    for theme in ("light", "dark") if EVERYTHING else ("light",):
        window.theme(theme)
        output.evaluate("output => output.id = 'table'")
        assert violations(window.tab, "#table") == []
        window.keep_screenshot(f"table-{theme}")
    window.theme("light")
    typed = notebook.execute("print(lesson_04.ask._open['four cases'].typed)")
    assert typed.count("1.95") == 2


# Where the page stands.

TOP = "panel => panel.querySelector('.jp-WindowedPanel-outer').scrollTop"


def stands(place: Locator) -> float:
    box = place.bounding_box()
    assert box
    return box["y"]


@pytest.mark.both_front_ends
def test_a_reply_or_verdict_comes_into_view_and_nothing_moves_if_it_is(notebook: Notebook, window: Window) -> None:
    forget(notebook)
    first = notebook.output(ASKING).locator(".choices li").nth(WRONG)
    window.resize(1280, 420)
    try:
        first.evaluate("item => item.scrollIntoView({block: 'end'})")
        first.get_by_role("button").click()
        reply = notebook.output(ASKING).locator(".reply").nth(WRONG)
        expect(reply).to_be_in_viewport(ratio=1)
        before = notebook.panel.evaluate(TOP)
        first.get_by_role("button").click()
        window.tab.wait_for_timeout(300)
        assert notebook.panel.evaluate(TOP) == before
        notebook.cell(MISTAKEN).evaluate("cell => cell.scrollIntoView({block: 'end'})")
        notebook.output(MISTAKEN).evaluate("output => output.querySelector('.verdict').dataset.seen = 'before'")
        notebook.run(MISTAKEN, until=".verdict:not([data-seen])")
        expect(notebook.output(MISTAKEN).locator(".head")).to_be_in_viewport(ratio=1)
        expect(notebook.output(MISTAKEN).locator(".says").first).to_be_in_viewport(ratio=1)
        summary = notebook.output(MISTAKEN).locator("summary").first
        summary.scroll_into_view_if_needed()
        before = stands(summary)
        summary.click()
        window.tab.wait_for_timeout(300)
        assert abs(stands(summary) - before) <= 1
        summary.click()
    finally:
        window.resize(1280, 900)


def test_the_page_stays_when_a_cell_is_run_and_the_next_one_chosen(notebook: Notebook) -> None:
    notebook.show()
    notebook.press_in_cell(MISTAKEN)
    code, verdict = notebook.cell(MISTAKEN).locator(".jp-InputArea"), notebook.output(MISTAKEN).locator(".verdict")
    code.evaluate("code => code.scrollIntoView({block: 'center'})")
    verdict.evaluate("verdict => verdict.dataset.seen = 'before'")
    assert notebook.panel.evaluate(TOP) > 0, "at its upper end a page never moves by itself"
    before = stands(code)
    notebook.tab.keyboard.press("Shift+Enter")
    expect(notebook.output(MISTAKEN).locator(".verdict:not([data-seen])")).to_be_visible()
    notebook.evaluate("await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));")
    assert abs(stands(code) - before) <= 1
    assert notebook.evaluate("return panel.content.activeCellIndex;") == RAISING


# Light and dark.

# The contrast of each visible text with what is painted behind it. A colour is measured as a canvas paints it, whatever it is written in.
CONTRASTS = """root => {
    const context = Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d', {willReadFrequently: true});
    const paint = (colours) => {
        for (const colour of colours) { context.fillStyle = colour; context.fillRect(0, 0, 1, 1); }
        return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const light = (rgb) => {
        const [r, g, b] = rgb.map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const found = [];
    for (const each of root.querySelectorAll('*')) {
        const own = [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
        if (!own || !each.checkVisibility() || each.closest('style, script, .unseen')) continue;
        const behind = [];
        for (let node = each; node; node = node.parentElement) behind.unshift(getComputedStyle(node).backgroundColor);
        const [paper, ink] = [light(paint(['white', ...behind])), light(paint([getComputedStyle(each).color]))];
        const contrast = (Math.max(paper, ink) + 0.05) / (Math.min(paper, ink) + 0.05);
        found.push([contrast, each.className + ': ' + each.textContent.slice(0, 40)]);
    }
    return found.sort((one, other) => one[0] - other[0]);
}"""


@pytest.mark.both_front_ends
@pytest.mark.parametrize("theme", in_turn(("light",), ("dark",), first=1))
def test_all_words_of_all_cards_stand_out_from_what_is_behind_them(notebook: Notebook, window: Window, theme: str) -> None:
    window.theme(theme)
    try:
        for place in (WRONG, RIGHT):
            notebook.output(ASKING).get_by_role("group").get_by_role("button").nth(place).click()
        for cell in (STUB, MISTAKEN, SOLVED, ASKING, NUMBERS, WORDS, TABLE, STRIP):
            notebook.output(cell).evaluate("output => output.querySelectorAll('details').forEach((fold) => (fold.open = true))")
            contrasts = notebook.output(cell).locator(".lessons").evaluate(CONTRASTS)
            assert len(contrasts) >= 4
            assert contrasts[0][0] >= 4.5, contrasts[0]
            notebook.output(cell).evaluate("output => output.querySelectorAll('details').forEach((fold) => (fold.open = false))")
    finally:
        window.theme("light")


@pytest.mark.weekly
def test_no_white_scrollbar_stands_beside_a_dark_lesson(notebook: Notebook, window: Window) -> None:
    window.theme("dark")
    try:
        assert notebook.panel.locator(".jp-WindowedPanel-outer").evaluate("panel => getComputedStyle(panel).scrollbarColor") != "auto"
    finally:
        window.theme("light")


# The way.


@pytest.mark.both_front_ends
def test_the_strip_leads_to_the_next_lesson(notebook: Notebook, window: Window, lab: Lab) -> None:
    lab.write("02_bend_lines_with_relu_units", ["'here is lesson 2'"])
    notebook.show()
    strip = notebook.output(STRIP).get_by_role("navigation")
    expect(strip).to_contain_text("Lesson 1: 1 of 2 exercises solved here.")
    expect(strip.get_by_role("link", name="1 Fit a quadratic: 1 of 2 exercises solved")).to_have_attribute("aria-current", "page")
    opens_a_tab = window.tab.url.endswith(".ipynb") and "/notebooks/" in window.tab.url
    if opens_a_tab:
        with window.tab.context.expect_page() as opened:
            strip.get_by_role("link", name="Bend lines with ReLU units ›").click()
        opened.value.get_by_text("here is lesson 2").wait_for()
        opened.value.close()
    else:
        strip.get_by_role("link", name="Bend lines with ReLU units ›").click()
        window.tab.get_by_text("here is lesson 2").first.wait_for()
        window.tab.evaluate(
            """async () => {
                const next = [...jupyterapp.shell.widgets('main')].find((each) => each.context?.path.startsWith('02'));
                await next.sessionContext.ready;  // JupyterLab raises an error when a notebook vanishes while its kernel starts
                await next.sessionContext.shutdown();
                next.dispose();
            }"""
        )
    notebook.show()


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
def test_a_question_answers_when_the_kernel_is_gone_and_the_next_kernel_remembers(notebook: Notebook) -> None:
    forget(notebook)
    question = notebook.output(ASKING)
    question.get_by_role("group").get_by_role("button").nth(RIGHT).click()
    notebook.await_idle()
    notebook.restart_kernel()
    question.get_by_role("group").get_by_role("button").nth(WRONG).click()
    expect(question.get_by_role("status")).to_contain_text(QUESTION.choices[WRONG].reply)
    question.get_by_role("button").nth(RIGHT).click()
    expect(question.get_by_role("status")).to_contain_text(QUESTION.choices[RIGHT].reply)
    notebook.execute(CELLS[0])
    notebook.run(ASKING, until=".question")
    expect(question.locator(".kicker")).to_have_text("You have answered this before")
    expect(question.locator(".reply:visible")).to_have_text(f"Right. {QUESTION.choices[RIGHT].reply}")


def test_a_page_without_scripts_has_a_question_with_its_choices_and_no_reply(chromium: Browser) -> None:
    asked = AskedQuestion(QUESTION)
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.set_content(f"<!doctype html><html lang='en'><title>A page</title><main><h1>A page</h1>{asked.html()}</main>")
    assert tab.get_by_role("listitem").all_inner_texts() == [choice.choice for choice in QUESTION.choices]
    assert QUESTION.choices[RIGHT].reply not in tab.inner_text("body")
    context.close()
    asked.close()
