"""The web pages under the hand, in Chromium, Firefox and WebKit: what a reader presses, drags, types, unfolds and comes back to."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

from places.site.pages import rows
from tests.browser.tabs import ENGINES, Tab, tab_or_skip
from tests.everything import EVERYTHING

pytestmark = pytest.mark.browser

LESSONS = [Path(row.file).stem for row in rows()]
FIGURE, QUESTION, TABLE, PADS = "04_follow_the_slope", "01_fit_a_quadratic", "04_follow_the_slope", "09_read_handwriting"
SLIDER, BOX, HANDLE = ".live-figure input[type=range]", ".live-figure input[type=text]", ".live-figure .live-handle"

PAPER = ".pad-paper"
RING = [(0.5 + 0.2 * math.sin(2 * math.pi * i / 24), 0.5 - 0.3 * math.cos(2 * math.pi * i / 24)) for i in range(25)]
READ = "return [...document.querySelectorAll('.lessons:has(> .pad)')].map((pad) => pad.dataset.answer).join() === given[0]"

# How long each answer of the first pad takes, in ms, from a pointer's move to the bars.
TIMED = """window.took = [];
    const pad = document.querySelector(".lessons:has(> .pad)");
    new MutationObserver(() => took.push(Number(pad.dataset.took))).observe(pad, {attributeFilter: ["data-took"]});"""

# To the end and back, as a reader scrolls, so that every figure comes alive.
THROUGH = """for (let y = 0; y < document.documentElement.scrollHeight; y += 600) {
    scrollTo({top: y, behavior: "instant"}); await new Promise((done) => setTimeout(done, 20)); }
    return [...document.querySelectorAll("[data-alive]")].every((figure) => figure.dataset.drawn);"""
ALIVE = "return document.querySelectorAll(given[0]).length > 0"
VALUE = "return document.querySelectorAll(given[0])[given[1]].value"
PICTURE = "return document.querySelector('.live-figure canvas').toDataURL()"
LABEL = "return document.querySelector('.live-figure canvas').getAttribute('aria-label')"


@pytest.fixture(scope="module", params=[pytest.param(engine, marks=pytest.mark.engine(engine)) for engine in ENGINES])
def tab(request: pytest.FixtureRequest, site: Path) -> Iterator[Tab]:  # the site first: an event loop would be in the lessons' way
    with tab_or_skip(request.param) as opened:
        yield opened


def tried_daily_in(*daily: str) -> pytest.MarkDecorator:
    """Run a test in these engines, and weekly in the others, where daily another test would see the same fault."""
    marks = {engine: [] if engine in daily else [pytest.mark.weekly] for engine in ENGINES}
    engines = [pytest.param(engine, marks=[pytest.mark.engine(engine), *more]) for engine, more in marks.items()]
    return pytest.mark.parametrize("tab", engines, indirect=True)


@pytest.fixture(autouse=True)
def nothing_goes_wrong(tab: Tab) -> Iterator[None]:
    """See that the page on which a test ends has not complained."""
    yield
    assert tab.complaints() == []


def go_to(tab: Tab, page: str) -> None:
    """Open a page, unless an earlier test has and it is still there."""
    if tab.run("return location.href") != page:
        tab.open(page)


@pytest.fixture
def figure(tab: Tab, address: str) -> Tab:
    """A lesson whose first figure is alive."""
    go_to(tab, f"{address}/{FIGURE}.html")
    tab.run("document.querySelector('[data-alive]').scrollIntoView()")
    tab.wait_for(ALIVE, SLIDER)
    tab.place(SLIDER)
    return tab


# Lessons that no other test opens in this engine; in Chromium the tests of the whole site open all of them.
OPENED_DAILY = {"firefox": ["index", LESSONS[6]], "webkit": [LESSONS[5]]}


@tried_daily_in(*OPENED_DAILY)
def test_nothing_goes_wrong_on_any_page(tab: Tab, address: str, request: pytest.FixtureRequest) -> None:
    for page in ["index", "glossary", *LESSONS] if EVERYTHING else OPENED_DAILY[request.node.callspec.params["tab"]]:
        tab.open(f"{address}/{page}.html")
        tab.wait_for(THROUGH)
        assert tab.complaints() == [], page


@tried_daily_in("firefox", "webkit")
def test_arrow_keys_home_and_end_move_a_slider_and_its_figure(figure: Tab) -> None:
    figure.run("document.querySelector(given[0]).focus()", SLIDER)
    lowest, highest = figure.run("const s = document.querySelector(given[0]); return [s.min, s.max].map(Number)", SLIDER)
    figure.press("End")
    assert float(figure.run(VALUE, SLIDER, 0)) == highest
    figure.press("Home", "ArrowRight")
    assert lowest < float(figure.run(VALUE, SLIDER, 0)) < (lowest + highest) / 2
    before, said = figure.run(PICTURE), figure.run(LABEL)
    figure.press("ArrowRight", "ArrowRight")
    figure.wait_for("return document.querySelector('.live-figure canvas').getAttribute('aria-label') !== given[0]", said)
    assert figure.run(PICTURE) != before


@tried_daily_in("firefox", "webkit")
def test_a_slider_follows_the_mouse(figure: Tab) -> None:
    said = figure.run(LABEL)
    figure.drag([figure.place(SLIDER, (part, 0.5)) for part in (0.5, 0.6, 0.7, 0.9)])
    lowest, highest = figure.run("const s = document.querySelector(given[0]); return [s.min, s.max].map(Number)", SLIDER)
    assert float(figure.run(VALUE, SLIDER, 0)) > lowest + 0.8 * (highest - lowest)
    figure.wait_for("return document.querySelector('.live-figure canvas').getAttribute('aria-label') !== given[0]", said)


@tried_daily_in("firefox", "webkit")
def test_a_number_that_is_typed_after_an_arrow_key_is_taken(figure: Tab) -> None:
    """Firefox fires no event for a number that stood in the box before its arrow key was pressed."""
    first, at = figure.run(VALUE, BOX, 0), figure.run(VALUE, SLIDER, 0)
    figure.click(BOX)
    figure.press("ArrowUp")
    assert (figure.run(VALUE, BOX, 0), figure.run(VALUE, SLIDER, 0)) != (first, at)
    figure.run("document.querySelector(given[0]).select()", BOX)
    figure.press(*first, "Enter")
    figure.wait_for("return document.querySelector(given[0]).value === given[1]", BOX, first)
    assert figure.run(VALUE, SLIDER, 0) == at


def test_a_handle_follows_the_mouse(tab: Tab, address: str) -> None:
    go_to(tab, f"{address}/{FIGURE}.html")
    tab.wait_for(THROUGH)
    x, y = tab.place(HANDLE)
    label = "return document.querySelector(given[0]).closest('.live-figure').querySelector('canvas').getAttribute('aria-label')"
    said = tab.run(label, HANDLE)
    tab.drag([(x, y), (x + 15, y - 10), (x + 90, y - 20), (x + 180, y - 30)])
    assert tab.run(label, HANDLE) != said


@tried_daily_in("firefox", "webkit")
def test_a_question_shows_the_reply_to_each_choice_and_takes_the_right_one(tab: Tab, address: str) -> None:
    go_to(tab, f"{address}/{QUESTION}.html")
    choices = tab.run("return document.querySelectorAll('.question')[0].querySelectorAll('.choices button').length")
    seen = set()
    for number in range(choices):
        tab.click(".question .choices button", number)
        replies = "return [...document.querySelector('.question').querySelectorAll('.reply')].filter((reply) => !reply.hidden)"
        seen.add(tab.wait_for(f"{replies}.at(-1).textContent"))
    signs = tab.run("return [...document.querySelector('.question').querySelectorAll('.choices .sign')].map((s) => s.textContent)")
    assert signs.count("✓") == 1
    assert signs.count("✗") == choices - 1
    assert len(seen) > 1


def test_a_fold_opens_by_mouse_and_by_key_and_moves_nothing_above_it(tab: Tab, address: str) -> None:
    go_to(tab, f"{address}/{QUESTION}.html")
    tab.wait_for(THROUGH)
    fold = "section.exercise details > summary"
    top = tab.place(fold)[1]
    tab.click(fold)
    assert tab.run("return document.querySelector('section.exercise details').open")
    middle = "const box = document.querySelector(given[0]).getBoundingClientRect(); return (box.top + box.bottom) / 2"
    assert tab.run(middle, fold) == pytest.approx(top, abs=2)
    tab.run("document.querySelector(given[0]).focus()", fold)
    tab.press("Enter")
    assert not tab.run("return document.querySelector('section.exercise details').open")


@tried_daily_in("firefox", "webkit")
def test_the_theme_is_switched_and_remembered(tab: Tab, address: str) -> None:
    paper = "return getComputedStyle(document.body).backgroundColor"
    go_to(tab, f"{address}/{QUESTION}.html")
    before = tab.run(paper)
    tab.click(".theme")
    after = tab.run(paper)
    assert after != before
    tab.open(f"{address}/glossary.html")
    assert tab.run(paper) == after
    tab.click(".theme")
    assert tab.run(paper) == before


@tried_daily_in("firefox", "webkit")
def test_what_was_filled_in_is_as_it_was_when_the_reader_comes_back(tab: Tab, address: str) -> None:
    """WebKit empties boxes whose autocomplete is off when it goes back to a page; what is said of them must fit what stands in them."""
    tab.open(f"{address}/{TABLE}.html")
    box = "[data-asks=table] input[type=text]"
    tab.wait_for(ALIVE, box)
    tab.click(box)
    tab.press("7", "Enter")
    said = "return document.querySelector('[data-asks=table]').innerText"
    replied = tab.wait_for("const t = document.querySelector('[data-asks=table]').innerText; return /right|quite/i.test(t) && t")
    tab.open(f"{address}/glossary.html")
    tab.back()
    time.sleep(0.5)  # what is asked of a page that is being left is lost
    tab.wait_for(ALIVE, box)
    kept = tab.run(VALUE, box, 0) == "7"
    assert ("quite" in tab.run(said).lower() or "right" in tab.run(said).lower()) == kept or tab.run(said) == replied


# As many letters as the browser still takes.
FULL = """for (let many = 2 ** 24, all = ""; many >= 1; many /= 2) {
    try { localStorage.setItem("all there is", all + "x".repeat(many)); all += "x".repeat(many); } catch {} }"""


@tried_daily_in("chromium")
def test_a_page_works_where_there_is_no_room_to_keep_anything(tab: Tab, address: str) -> None:
    tab.open(f"{address}/glossary.html")
    tab.run(FULL)
    check_that_it_works(tab, address, f"{QUESTION}.html")


@tried_daily_in("firefox", "webkit")
def test_a_page_works_where_it_may_keep_nothing(tab: Tab, address: str) -> None:
    check_that_it_works(tab, address, f"{QUESTION}.html?forbidden")


def check_that_it_works(tab: Tab, address: str, page: str) -> None:
    try:
        tab.open(f"{address}/{page}")
        tab.wait_for(ALIVE, ".question .choices button")
        tab.run("document.querySelector('.question .choices button').click()")
        tab.wait_for("return [...document.querySelectorAll('.question .reply')].some((reply) => !reply.hidden)")
        tab.run("document.querySelector('.theme').click()")
        assert tab.run("return document.documentElement.dataset.theme") in ("light", "dark")
        assert tab.complaints() == []
    finally:
        tab.open(f"{address}/glossary.html")
        tab.run("localStorage.clear()")


# Whether a section's heading is at the top, and the page has stood still for half a second.
AT_TOP = """const heading = document.getElementById(document.querySelectorAll(".aside .sections a")[given[0]].hash.slice(1));
    for (let before = -1, since = performance.now(); performance.now() - since < 500; ) {
        await new Promise(requestAnimationFrame);
        if (scrollY !== before) [before, since] = [scrollY, performance.now()];
    }
    return Math.abs(heading.getBoundingClientRect().top - 19) < 21;"""


@tried_daily_in("firefox", "webkit")
def test_a_page_glides_to_a_section_and_stops_at_its_heading(tab: Tab, address: str) -> None:
    go_to(tab, f"{address}/{FIGURE}.html")
    tab.click(".aside .sections a", 3)
    tab.wait_for(AT_TOP, 3)


@tried_daily_in("webkit")
def test_on_paper_an_image_takes_the_place_of_a_canvas(figure: Tab) -> None:
    """WebKitGTK prints a canvas black."""
    figure.run("dispatchEvent(new Event('beforeprint'))")
    assert figure.run("return document.querySelector('.live-paper').src") == figure.run(PICTURE)
    rules = "return [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule.media?.mediaText === 'print')"
    assert "canvas:has(+ .live-paper" in figure.run(f"{rules}.map((rule) => rule.cssText).join()")


@pytest.fixture
def pads(tab: Tab, address: str) -> Tab:
    """Lesson 09, with nothing on either of its pads."""
    tab.open(f"{address}/glossary.html")
    tab.run("localStorage.clear()")
    tab.open(f"{address}/{PADS}.html")
    tab.wait_for(READ, ",")
    return tab


@tried_daily_in("webkit")  # and in Chromium in JupyterLab
def test_a_pad_reads_what_the_mouse_draws_within_50_ms_until_it_is_undone_or_cleared(pads: Tab) -> None:
    pads.run(TIMED)
    for number in range(2):  # Undo, Clear
        pads.drag([pads.place(PAPER, point) for point in RING])
        pads.wait_for(READ, "0,")
        bars = pads.run("return [...document.querySelectorAll('.pad-bars')[0].querySelectorAll('.pad-bar')].map((bar) => bar.clientWidth)")
        assert bars[0] == max(bars) > sum(bars[1:])
        pads.click(".pad-buttons button", number)
        pads.wait_for(READ, ",")
    took = pads.run("return took")
    print(f"{len(took)} answers, {median(took):.0f} ms at the median, {max(took):.0f} at most")
    assert len(took) > 10
    assert median(took) < 50


@tried_daily_in("firefox")
def test_a_pad_is_drawn_on_by_keys_and_each_remembers_its_own_drawing(pads: Tab, address: str) -> None:
    for number, digit in enumerate("47"):
        pads.run("document.querySelectorAll(given[0])[given[1]].focus()", PAPER, number)
        pads.press(digit, "ArrowRight", "Shift+ArrowDown")
    pads.wait_for(READ, "4,7")
    pads.open(f"{address}/glossary.html")
    pads.open(f"{address}/{PADS}.html")
    pads.wait_for(READ, "4,7")
