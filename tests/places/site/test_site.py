"""The web site as it is built: all that stands in its files, and how its pages behave in a browser, served and opened as files."""

from __future__ import annotations

import functools
import importlib
import itertools
import pickle
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from authoring.links import published_at
from authoring.notebooks import NOTEBOOKS, canonical, execute, read
from helpers.questions import Blank, Question, Right, Table
from places.site.build import lesson_of
from places.site.files import told
from places.site.pages import Site, rows
from tests.browser.accessibility import violations
from tests.browser.chromium import find_browser, launch_options
from tests.browser.shown_figure import pixels_of
from tests.everything import EVERYTHING, in_turn
from tests.places.site.solved import MOVING, exercises_of, solved_lesson, verdicts, with_solutions

LESSONS = [Path(row.file).stem for row in rows()]
PAGES = ["index", "glossary", *LESSONS]
ALIVE = LESSONS if EVERYTHING else MOVING
HEAVIEST = 1_500_000  # bytes that a page may load in all
PHONE = {"width": 390, "height": 844}
IN_BROWSER = pytest.mark.browser
OPEN_ALL = "document.querySelectorAll('details').forEach((fold) => (fold.open = true))"
ALL_ALIVE = "[...document.querySelectorAll('[data-alive]')].every((figure) => figure.dataset.drawn)"

every_page = pytest.mark.parametrize("page", PAGES)
every_lesson = pytest.mark.parametrize("lesson", LESSONS)


def some_of(all_of_them: list[str], name: str, every: int, first: int) -> pytest.MarkDecorator:
    """Try each second, third … lesson or page daily, where they differ little in what is tested, and the others weekly."""
    return pytest.mark.parametrize(name, in_turn(*((each,) for each in all_of_them), every=every, first=first))


def some_opened(every: int, first: int) -> pytest.MarkDecorator:
    """Do daily on each second, third … lesson's page what a reader does there, and on the others weekly."""
    return pytest.mark.parametrize("opened", in_turn(*((each,) for each in LESSONS), every=every, first=first), indirect=True)


SCHEMES = [(page, scheme) for page, both in zip(PAGES, itertools.cycle((("light", "dark"), ("dark", "light")))) for scheme in both]


# What stands in the files.


class Page(HTMLParser):
    """What a test wants to know of a page's source."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attributes}))

    def all(self, *tags: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.elements if tag in tags]

    def places(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]


@functools.cache
def source(site: Path, page: str) -> Page:
    return Page((site / f"{page}.html").read_text(encoding="utf-8"))


def asked_in(lesson: str) -> dict[str, Question | Table]:
    return importlib.import_module(f"helpers.lessons.lesson_{lesson[:2]}.exercises").ask.questions


WITH_TABLES = [lesson for lesson in LESSONS if any(isinstance(each, Table) for each in asked_in(lesson).values())]


@every_page
def test_every_link_of_the_site_leads_somewhere(site, page):
    links = [each["href"] for each in source(site, page).all("a", "link")]
    links += [each["src"] for each in source(site, page).all("img", "script") if "src" in each]
    links += [each["srcset"] for each in source(site, page).all("source")]
    assert len(links) > 8
    for link in links:
        if link.startswith("https://"):
            continue
        assert not link.startswith(("/", "http", "file")), f"{link} is no relative link"
        target, _, anchor = link.partition("#")
        assert (site / (target or f"{page}.html")).is_file(), link
        if anchor:
            assert anchor in source(site, (target or page).removesuffix(".html")).places(), link


def test_every_file_of_a_figure_is_loaded_by_a_page(site):
    pages = "".join((site / f"{page}.html").read_text(encoding="utf-8") for page in PAGES)
    assert {file.stem for file in (site / "figures").iterdir()} == set(re.findall(r"figures/([\w-]+)\.webp", pages))


@every_page
def test_a_page_is_described_in_plain_words(site, page):
    [description] = [each["content"] for each in source(site, page).all("meta") if each.get("name") == "description"]
    assert 40 < len(description) < 300
    assert re.findall(r"[\[\]*`$<>]|https?:", description) == []


@every_page
def test_a_place_on_a_page_has_a_name_of_its_own(site, page):
    places = source(site, page).places()
    assert len(places) == len(set(places))


@every_lesson
def test_links_to_where_the_lesson_runs_name_this_lesson_at_the_tag_of_the_project(site, lesson):
    here, hrefs = published_at(), {each["href"] for each in source(site, lesson).all("a")}
    notebooks = f"notebooks/{lesson}.ipynb"
    assert f"https://mybinder.org/v2/gh/{here['repository']}/{here['tag']}?urlpath=lab/tree/{notebooks}" in hrefs
    assert f"https://colab.research.google.com/github/{here['repository']}/blob/{here['tag']}/{notebooks}" in hrefs
    assert not [href for href in hrefs if href.startswith("lite/")]


def test_pages_link_to_the_edition_in_the_browser_where_there_is_one(prepared):
    hrefs = [each["href"] for each in Page(Site(prepared, lite=True).lesson(prepared[0])).all("a")]
    assert f"lite/lab/index.html?workspace={prepared[0].path.stem}" in hrefs


@every_lesson
def test_every_formula_is_mathml(site, lesson):
    texts = "\n".join(cell.source for cell in read(NOTEBOOKS / f"{lesson}.ipynb").cells if cell.cell_type == "markdown")
    formulas = re.findall(r"\$\$.+?\$\$|\$[^$\n]+\$", texts, re.DOTALL)
    drawn = source(site, lesson).all("math")
    assert len(drawn) == len(formulas)
    assert not any("aria-label" in each for each in drawn)


def test_there_are_formulas_to_look_at(site):
    assert sum(len(source(site, lesson).all("math")) for lesson in LESSONS) >= 5


@every_lesson
def test_a_figure_moves_or_says_where_it_does(site, lesson):
    html = (site / f"{lesson}.html").read_text(encoding="utf-8")
    figures = re.findall(r"<figure.*?</figure>", html, re.DOTALL)
    assert figures
    for figure in figures:
        assert re.search(r'alt="(Live f|F)igure: [^"]{10,}"', figure)
        if "data-alive" not in figure and 'alt="Live figure' in figure:
            assert "mybinder.org" in figure
            assert "colab.research" in figure
            assert "make lab" in figure


def test_the_lessons_are_a_chain_with_links_at_both_ends_of_each_page(site):
    assert [each["href"] for each in source(site, "index").all("a") if each.get("class") == "begin"] == [f"{LESSONS[0]}.html"]
    for before, here, after in zip([None, *LESSONS[:-1]], LESSONS, [*LESSONS[1:], None], strict=True):
        links = source(site, here).all("a")
        for way, lesson in (("prev", before), ("next", after)):
            assert [each["href"] for each in links if each.get("rel") == way] == ([f"{lesson}.html"] * 2 if lesson else []), here


def test_most_figures_move_here(site):
    html = "".join((site / f"{lesson}.html").read_text(encoding="utf-8") for lesson in ALIVE)
    live = len(re.findall(r'alt="Live figure', html))
    assert live >= len(re.findall("data-alive", html)) > 0.6 * live


@pytest.mark.weekly  # daily, test_parts.py asks it of a figure that is not to move on a page
def test_what_is_measured_while_the_page_is_made_does_not_move(site):
    html = "".join((site / f"{lesson}.html").read_text(encoding="utf-8") for lesson in LESSONS)
    [measures] = [each for each in re.findall(r"<figure.*?</figure>", html, re.DOTALL) if "measure on this machine" in each]
    assert "data-alive" not in measures, "what is measured here is not measured on the reader's machine"


@every_lesson
def test_with_every_solution_pasted_in_a_lesson_runs_and_every_verdict_is_correct(built, lesson):
    path = NOTEBOOKS / f"{lesson}.ipynb"
    solved = execute(path, with_solutions(path)) if EVERYTHING else pickle.loads((built / "solved" / path.name).read_bytes())
    canonical(solved, path.name)  # complains of anything on stderr
    assert verdicts(solved) == dict.fromkeys(exercises_of(lesson).by_name, "correct")


@pytest.mark.weekly
def test_running_a_lesson_again_makes_the_same_bytes(prepared, site, tmp_path):
    first, row = prepared[0], rows()[0]
    again = lesson_of(row) if EVERYTHING else solved_lesson(row, tmp_path)
    assert len(again.files) >= 4
    for name, content in again.files.items():
        assert (site / name).read_bytes() == content, name
    assert (site / first.page).read_text(encoding="utf-8") == Site([again, *prepared[1:]], lite=False).lesson(again)


def test_the_end_of_the_build_says_where_the_site_is_and_what_pages_weigh(site):
    lines = told(site, [f"{page}.html" for page in PAGES]).splitlines()
    assert lines[0] == str(site / "index.html")
    weights = {line.split()[1]: int(line.split()[0]) for line in lines[2:]}
    assert weights.keys() == {f"{page}.html" for page in PAGES}
    assert max(weights.values()) < HEAVIEST / 1000


# In a browser.


@pytest.fixture(scope="module")
def chromium(site: Path) -> Iterator[Any]:  # after the lessons have run: Playwright's event loop would be in their way
    playwright = pytest.importorskip("playwright.sync_api")
    executable = find_browser(windowless=True)
    assert executable, "tests that use this are marked as browser tests, which are skipped where there is none"
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(**launch_options(executable))
        yield browser
        browser.close()


class Visit:
    """A window of a browser that notes what is asked for, and what goes wrong."""

    def __init__(self, browser: Any, address: str, **options: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options})
        self.tab = self.context.new_page()
        self.address, self.page = address, ""
        self.asked: list[str] = []
        self.answers: list[Any] = []
        self.complaints: list[str] = []
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.tab.on("response", lambda response: self.answers.append(response))
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tab.on("console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None)

    def open(self, page: str, whole: bool = False) -> Any:
        self.page = page
        self.tab.goto(f"{self.address}/{page}.html")
        if whole:
            self.to_the_end()
        return self.tab

    def to_the_end(self) -> None:
        """Scroll to the end, so that all but closed folds has been loaded. A browser may draw no frame for a tab behind others."""
        self.tab.bring_to_front()
        self.tab.evaluate(
            "async () => { for (let y = 0; y < document.documentElement.scrollHeight; y += 600) {"
            " scrollTo(0, y); await new Promise((done) => [requestAnimationFrame(() => setTimeout(done, 20)), setTimeout(done, 2000)]); } }"
        )
        self.tab.wait_for_function(f"{ALL_ALIVE} && [...document.images].every((image) => image.complete || !image.checkVisibility())")

    def weight(self) -> int:
        return sum(len(answer.body()) for answer in self.answers)


@pytest.fixture
def visit(chromium: Any, address: str) -> Iterator[Any]:
    """Return a function that opens a window on the site, wide and light if not told otherwise."""
    visits: list[Visit] = []

    def opened(at: str = address, **options: Any) -> Visit:
        visits.append(Visit(chromium, at, **options))
        return visits[-1]

    yield opened
    for each in visits:
        each.context.close()
        assert each.complaints == []


@IN_BROWSER
@pytest.mark.parametrize("page", ["index", "glossary"])
def test_a_page_asks_nobody_else_and_weighs_little(visit, page):
    window = visit()
    window.open(page, whole=True)
    check_what_was_loaded(window)


def check_what_was_loaded(window: Visit) -> None:
    assert [url for url in window.asked if not url.startswith((f"{window.address}/", "blob:", "data:"))] == []
    assert all(answer.status == 200 for answer in window.answers)
    assert 20_000 < window.weight() < HEAVIEST


@IN_BROWSER
@pytest.mark.parametrize(("page", "scheme"), in_turn(*SCHEMES, every=10, first=3))  # in both schemes, the pad of lesson 09, and figures
def test_axe_finds_nothing_on_the_whole_page(visit, page, scheme):
    tab = visit(color_scheme=scheme).open(page)
    tab.evaluate(OPEN_ALL)
    assert violations(tab, "html", whole_page=True) == []


@IN_BROWSER
@some_of(PAGES, "page", every=5, first=1)
def test_a_phone_scrolls_down_and_never_sideways(visit, page):
    window = visit(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
    tab = window.open(page, whole=True)
    tab.evaluate(OPEN_ALL)
    assert tab.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth]") == [390, 390, 390]
    reaching_out = """[...document.querySelectorAll("main :is(p, li, .code, .output, .exercise, .asks, figure, .live-figure, h1, h2)")]
        .filter((each) => each.getBoundingClientRect().right > 390).map((each) => each.outerHTML.slice(0, 200))"""
    assert tab.evaluate(reaching_out) == []
    assert not [url for url in window.asked if re.search(r"figures/\d\d-\d+\.(js|webp)$", url)], "a phone loads the forms for phones"
    small = """[...document.querySelectorAll("main :is(button, input, select, summary)")].filter((each) => each.offsetHeight
        && each.offsetHeight < 24 && each.type !== "checkbox").map((each) => each.outerHTML.slice(0, 200))"""
    assert tab.evaluate(small) == []


@IN_BROWSER
def test_a_slider_on_a_phone_follows_the_finger(visit):
    tab = visit(viewport=PHONE, has_touch=True, is_mobile=True).open("00_start_here", whole=True)
    slider = tab.locator(".live-figure input[type=range]").first
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box["width"] > 200
    tab.touchscreen.tap(box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2)
    tab.wait_for_function("JSON.parse(document.querySelector('.live-figure').dataset.values).training_steps > 200")


@IN_BROWSER
@some_of(PAGES, "page", every=6, first=0)
def test_a_page_has_one_heading_landmarks_and_a_way_past_the_navigation(visit, page):
    tab = visit().open(page)
    assert tab.locator("h1").count() == 1
    assert [tab.locator(landmark).count() for landmark in ("body > header", "main", "body > footer")] == [1, 1, 1]
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    assert tab.locator(".skip").bounding_box()["y"] >= 0
    tab.keyboard.press("Enter")
    tab.wait_for_function("document.activeElement.id === 'content'")


@IN_BROWSER
@some_of(LESSONS, "lesson", every=10, first=2)
def test_a_lesson_lists_its_sections_in_the_margin_or_on_a_phone_in_a_fold(visit, lesson):
    tab = visit().open(lesson)
    headings = tab.locator("main h2").evaluate_all("all => all.map((each) => each.firstChild.textContent.trim())")
    assert len(headings) >= 4
    assert [text.strip() for text in tab.locator(".aside .sections a").all_inner_texts()] == headings
    assert not tab.locator(".contents").is_visible()
    tab.set_viewport_size(PHONE)
    assert not tab.locator(".aside").is_visible()
    tab.locator(".contents summary").click()
    assert [text.strip() for text in tab.locator(".contents a").all_inner_texts()] == headings
    tab.locator(".contents a").last.click()
    assert tab.evaluate("scrollY") > 1000


GLIDES = """async () => {  // until it has stood still for a fifth of a second
    for (let before = -1, since = performance.now(); performance.now() - since < 200; ) {
        await new Promise(requestAnimationFrame);
        if (scrollY !== before) [before, since] = [scrollY, performance.now()];
    }
}"""
ALIVE_AROUND = """[...document.querySelectorAll("[data-alive]")].map((each) => [each, each.getBoundingClientRect()])
    .filter(([, { top, bottom }]) => bottom > -900 && top < 900).every(([each]) => each.dataset.drawn)"""


@IN_BROWSER
def test_an_address_with_a_section_opens_there(visit, site, address):
    section = source(site, "04_follow_the_slope").all("h2")[3]["id"]
    tab = visit(reduced_motion="no-preference").tab
    tab.goto(f"{address}/04_follow_the_slope.html#{section}")
    tab.wait_for_function(ALIVE_AROUND)
    tab.evaluate(GLIDES)
    assert -2 < tab.evaluate("(id) => document.getElementById(id).getBoundingClientRect().top", section) < 40


@IN_BROWSER
def test_the_index_lists_every_lesson_with_its_minutes_and_promise(visit):
    text = visit().open("index").locator(".all-lessons").inner_text()
    for row in rows():
        assert f"{row.title} {row.minutes} minutes\n\n{row.promise}" in text


PAPER = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).reduce((sum, part) => sum + Number(part), 0)"


@IN_BROWSER
def test_light_and_dark_follow_the_system_until_the_switch_is_pressed_and_then_the_switch(visit):
    window = visit(color_scheme="dark")
    tab = window.open("00_start_here")
    assert tab.evaluate(PAPER) < 150
    assert tab.locator(".theme").get_attribute("aria-label") == "Change to light colours"
    tab.locator(".theme").press("Enter")
    assert tab.evaluate(PAPER) > 700
    tab = window.open("glossary")
    assert tab.evaluate(PAPER) > 700
    tab.emulate_media(color_scheme="light")
    assert tab.evaluate(PAPER) > 700
    tab.locator(".theme").click()
    tab.reload()
    assert tab.evaluate(PAPER) < 150


@IN_BROWSER
def test_figures_follow_light_and_dark(visit):
    tab = visit(color_scheme="dark").open("04_follow_the_slope", whole=True)
    for limits in ((0, 40), (240, 256), (0, 40)):
        for picture in (tab.locator(".live-figure canvas").first, *tab.locator(".figure img:visible").all()[:1]):
            middle = np.median(pixels_of(picture.screenshot())[..., :3])
            assert limits[0] <= middle < limits[1]
        tab.locator(".theme").click()


# What moves, asks and unfolds.


@pytest.fixture(scope="module", params=LESSONS)
def opened(request: pytest.FixtureRequest, chromium: Any, address: str) -> Iterator[Visit]:
    """A page of a lesson, seen to its end, on which several tests do what a reader does one after the other."""
    window = Visit(chromium, address)
    window.open(request.param, whole=True)
    yield window
    window.context.close()


@pytest.fixture
def tab(opened: Visit) -> Iterator[Any]:
    yield opened.tab
    assert opened.complaints == []


@pytest.fixture
def lesson(opened: Visit) -> str:
    return opened.page


@IN_BROWSER
def test_a_lesson_asks_nobody_else_and_weighs_little(opened):
    check_what_was_loaded(opened)


def alive(tab: Any) -> int:
    return tab.locator("[data-alive]").count()


def ink(tab: Any, number: int = 0) -> str:
    return tab.evaluate("(number) => document.querySelectorAll('.live-figure canvas')[number].toDataURL()", number)


@IN_BROWSER
@pytest.mark.parametrize("opened", ALIVE, indirect=True)
def test_every_figure_that_is_alive_follows_its_controls(tab):
    figures = tab.locator(".live-figure")
    assert figures.count() == alive(tab) > 0
    for number in range(figures.count()):
        figure = figures.nth(number)
        before, said = ink(tab, number), figure.locator("canvas").get_attribute("aria-label")
        control = figure.locator("input[type=range], select").first
        control.focus()
        at_the_end = control.evaluate("control => control.type === 'range' && control.value === control.max")
        control.press("ArrowLeft" if at_the_end else "ArrowRight" if control.get_attribute("type") else "ArrowDown")
        tab.wait_for_function(
            "([number, said]) => document.querySelectorAll('.live-figure canvas')[number].ariaLabel !== said", arg=[number, said]
        )
        assert ink(tab, number) != before


@IN_BROWSER
@some_opened(every=4, first=3)
def test_every_question_is_alive_and_shows_no_reply_before_it_is_answered(tab, lesson):
    shown = " ".join(tab.locator("main").inner_text().split())
    questions = [each for each in asked_in(lesson).values() if isinstance(each, Question)]
    assert tab.locator("[data-asks=question]").count() == len(questions)
    for question in questions:
        box = tab.locator("[data-asks=question]").filter(has=tab.get_by_role("group", name=question.text.replace("`", ""), exact=True))
        for choice, button in zip(question.choices, box.locator("button").all(), strict=True):
            reply = choice.reply.replace("`", "")
            assert " ".join(reply.split()) not in shown
            button.press("Enter")
            said = box.locator("[role=status]").inner_text()
            assert said.endswith(reply)
            assert said.startswith("Right.") == isinstance(choice, Right)


@IN_BROWSER
@pytest.mark.parametrize("opened", in_turn(*((each,) for each in WITH_TABLES), every=3), indirect=True)  # boxes in one, lists in the other
def test_every_table_of_numbers_is_alive(tab, lesson):
    tables = [each for each in asked_in(lesson).values() if isinstance(each, Table)]
    assert tab.locator("[data-asks=table]").count() == len(tables)
    for number, table in enumerate(tables):
        earlier = sum(each.text == table.text for each in tables[:number])
        box = tab.locator("[data-asks=table]").filter(has=tab.get_by_role("group", name=table.text, exact=True)).nth(earlier)
        for blank, field in zip(table.blanks(), box.locator("input, select").all(), strict=True):
            assert field.input_value() == ""
            wrong = next(iter(blank.wrong), blank.answer + 1 if isinstance(blank, Blank) else None)
            for answer, word in ((wrong, "Not quite."), (blank.answer, "Right.")):
                if isinstance(blank, Blank):
                    field.fill(f"{answer:g}")
                    field.press("Enter")
                else:
                    field.select_option(str(answer))
                assert word in box.locator("[role=status]").inner_text()
        assert "All of it is right." in box.locator("[role=status]").inner_text()


@IN_BROWSER
@some_opened(every=3, first=1)
def test_every_exercise_is_marked_and_keeps_its_hints_and_solution_folded(tab, lesson):
    exercises = exercises_of(lesson).by_name
    sections = tab.locator("section.exercise").all()
    assert [section.get_attribute("aria-label") for section in sections] == [f"Exercise: {name}" for name in exercises]
    for section, exercise in zip(sections, exercises.values(), strict=True):
        last = exercise.solution().rstrip().splitlines()[-1].strip()
        folds = section.locator("details").all()
        assert len(folds) == len(exercise.hints) + 1
        assert section.locator("details[open]").count() == 0
        assert "run the cell again" not in section.inner_text()
        assert "make lab" in section.inner_text()
        assert not folds[-1].locator("code").first.is_visible()
        for fold in folds:
            fold.locator("summary").press("Enter")
        for hint in exercise.hints:
            assert hint.replace("`", "") in section.inner_text()
        assert last in folds[-1].inner_text()


@IN_BROWSER
def test_code_can_be_copied(visit):
    window = visit(permissions=["clipboard-read", "clipboard-write"])
    tab = window.open("01_fit_a_quadratic")
    code = tab.locator("main > .code").first
    code.locator(".copy").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_function("document.querySelector('main > .code .copy').textContent === 'Copied'")
    assert tab.evaluate("navigator.clipboard.readText()") == code.locator("code").inner_text()


@IN_BROWSER
def test_an_exercise_is_as_wide_as_its_code_where_there_is_room(visit):
    tab = visit(viewport={"width": 1280, "height": 800}).open("03_measure_the_miss")
    shown = tab.locator(".exercise .card > .code pre").evaluate_all("all => all.map((each) => [each.scrollWidth, each.clientWidth])")
    assert len(shown) == 3
    assert [widths for widths in shown if widths[0] > widths[1]] == []


@IN_BROWSER
def test_what_scrolls_sideways_can_be_reached_by_keyboard(visit):
    tab = visit(viewport=PHONE).open("05_send_the_error_back")
    boxes = tab.locator(".code pre, .output").evaluate_all(
        "all => all.map((each) => [each.scrollWidth > each.clientWidth, each.tabIndex === 0])"
    )
    assert {scrolls for scrolls, _ in boxes} == {True, False}
    assert all(scrolls == reached for scrolls, reached in boxes)


# Elsewhere than served with scripts on a screen.


@IN_BROWSER
@some_of(LESSONS, "lesson", every=10, first=4)
def test_a_page_opened_as_a_file_is_as_alive(visit, site, lesson):
    window = visit(at=site.as_uri())
    tab = window.open(lesson, whole=True)
    assert tab.locator(".live-figure").count() == alive(tab)
    tab.locator("[data-asks=question] button").first.click()
    assert tab.locator(".reply:visible").first.is_visible()
    assert all(url.startswith(("file:", "blob:", "data:")) for url in window.asked)


@IN_BROWSER
def test_a_page_without_scripts_shows_every_picture_question_and_solution(visit):
    tab = visit(java_script_enabled=False).open("01_fit_a_quadratic")
    assert tab.locator("figure img").first.is_visible()
    assert not tab.locator(".theme").is_visible()
    first = next(each for each in asked_in("01") if each)
    assert asked_in("01")[first].text.split(".")[0] in tab.locator("main").inner_text()
    assert tab.locator("[data-asks] li").count() >= 4


@IN_BROWSER
def test_a_figure_whose_frames_do_not_come_stays_a_picture_and_says_so(chromium, address):
    window = Visit(chromium, address)
    window.tab.route("**/figures/*.js", lambda route: route.abort())
    tab = window.open("00_start_here")
    note = tab.locator("figure .note", has_text="could not be made to move")
    note.wait_for()
    assert tab.locator("figure img").is_visible()
    assert window.complaints
    window.context.close()


@IN_BROWSER
@some_of(PAGES, "page", every=12, first=6)
def test_on_paper_there_is_no_navigation_and_nothing_is_dark_or_cut_off(visit, page):
    tab = visit(color_scheme="dark").open(page, whole=True)
    tab.locator(".theme").click()
    tab.locator(".theme").click()  # dark by the switch as well
    tab.emulate_media(media="print")
    tab.set_viewport_size({"width": 680, "height": 950})
    for hidden in (".top", ".aside", ".strip", ".copy", ".skip", ".bottom", ".live-controls"):
        assert not [each for each in tab.locator(hidden).all() if each.is_visible()], hidden
    assert tab.evaluate(PAPER) == 3 * 255
    assert tab.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(35, 38, 43)"
    cut = "[...document.querySelectorAll('.code pre, .output')].filter((each) => each.offsetHeight && each.scrollWidth > each.clientWidth)"
    assert tab.evaluate(f"{cut}.map((each) => each.outerHTML.slice(0, 200))") == []
    split = "[...document.querySelectorAll('figure')].filter((each) => getComputedStyle(each).breakInside !== 'avoid').length"
    assert tab.evaluate(split) == 0
    assert tab.pdf().startswith(b"%PDF")
