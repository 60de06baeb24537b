"""A reader's own file goes to the kernel from the browser, and each file that can't be used gets a sentence where the reader looks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.accessibility import violations
from tests.browser.lab import Lab, Notebook, Window
from tests.everything import in_turn

pytestmark = [pytest.mark.browser, pytest.mark.both_front_ends]

BUTTON, AFTER = 1, 2
CELLS = ["from helpers.lessons.lesson_08.own_data import two_columns", "table = two_columns()", "len(table.x), table.names"]
ROWS = 600_000  # 12 MB: what is sent at once may have 10


@pytest.fixture(scope="module")
def notebook(window: Window, lab: Lab) -> Iterator[Notebook]:
    opened = window.open(lab.write("own_file", CELLS))
    opened.run_all()
    assert opened.errors() == []
    yield opened
    opened.close()


@pytest.fixture
def card(notebook: Notebook) -> Locator:
    return notebook.output(BUTTON).locator(".lessons")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text("hour;metres\n" + "\n".join(f"{k},5;{2 * k},00000" for k in range(ROWS)))
    return path


def choose(card: Locator, path: Path, key: str) -> Locator:
    """Choose a file by keys alone, and return where the answer to it is."""
    with card.page.expect_file_chooser() as chooser:
        card.get_by_role("button", name="Choose a file").press(key)
    chooser.value.set_files(path)
    return card.get_by_role("status")


def test_a_chosen_file_is_read_in_the_kernel(notebook: Notebook, card: Locator, own: Path) -> None:
    expect(notebook.output(AFTER)).to_contain_text("(50, ('speed_mph', 'stopping_distance_ft'))")
    assert own.stat().st_size > 10 * 2**20
    answer = choose(card, own, "Enter")
    said = f"It has {ROWS + 1:,} lines. These rows are a sample, drawn at random. Now run this cell again"
    expect(answer).to_contain_text(said, timeout=20_000)
    notebook.tab.keyboard.press("Shift+Enter")
    notebook.tab.keyboard.press("Shift+Enter")
    expect(notebook.output(BUTTON)).to_contain_text("mine.csv: x is hour, y is metres, 1,000 rows.")
    expect(notebook.output(AFTER)).to_contain_text("(1000, ('hour', 'metres'))")
    assert notebook.execute("print((table.y == 2 * (table.x - 0.5)).all())") == "True\n"


def test_a_file_that_cannot_be_used_is_told_why_and_changes_nothing(notebook: Notebook, card: Locator, tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    for content, sentence in {b"": "mine.csv is empty", b"PK\x03\x04": "mine.csv is a spreadsheet. Save it as CSV"}.items():
        mine.write_bytes(content)
        expect(choose(card, mine, "Space")).to_contain_text(sentence)
    with mine.open("wb") as file:
        file.truncate(212_000_000)
    expect(choose(card, mine, "Enter")).to_contain_text("mine.csv has 212 MB, and 20 are the most that go this way. Put it beside")
    assert notebook.execute("print(len(two_columns.__globals__['_chosen'].columns.x))") == "1000\n"


@pytest.mark.parametrize("theme", in_turn(("light",), ("dark",)))
def test_axe_finds_nothing(notebook: Notebook, card: Locator, theme: str) -> None:
    notebook.window.theme(theme)
    try:
        assert violations(notebook.tab, ".jp-OutputArea-output .lessons") == []
        notebook.window.keep_screenshot(f"own-file-{theme}")
    finally:
        notebook.window.theme("light")


@pytest.mark.weekly
def test_without_its_kernel_it_says_what_to_do(notebook: Notebook, card: Locator, own: Path) -> None:
    notebook.restart_kernel()
    expect(choose(card, own, "Enter")).to_contain_text("There is no kernel any more. Run this cell again, and choose once more.")
