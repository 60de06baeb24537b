"""Builds the site: runs every lesson, makes the pages, and writes what they need beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from nbformat import NotebookNode

from authoring.notebooks import AT_ONCE, NOTEBOOKS, execute
from helpers import web_pages
from helpers.browser import script
from helpers.cards import sheet
from helpers.checker import verdict
from helpers.lessons import way
from helpers.lessons.lesson_09 import pad
from helpers.live import widget
from helpers.questions import asked
from places.site.files import NotOurs, check, write
from places.site.lesson import Lesson
from places.site.pages import Row, Site, rows, terms_of

__all__ = ["NotOurs", "build"]

ASSETS = Path(__file__).parent / "assets"
LONGEST_CELL = 600  # seconds: some figures draw every position twice, for a wide page and for a phone


def build(output: Path, lite: bool) -> list[str]:
    """Build the site in a folder; return the names of its pages.

    Raises:
        NotOurs: The folder holds something that was not built here.
        Broken: A lesson does not run.
    """
    check(output)
    files = files_of(lessons_of(lesson_of), lite)
    write(output, files)
    return [name for name in files if name.endswith(".html")]


def lessons_of(make: Callable[[Row], Lesson]) -> list[Lesson]:
    """Return what `make` makes of each row of README's table, in order, several at once."""
    with ProcessPoolExecutor(AT_ONCE, mp_context=get_context("spawn")) as pool:  # a thread would leave its event loop open
        return list(pool.map(make, rows()))


def lesson_of(row: Row, run: Callable[[Path], NotebookNode] | None = None) -> Lesson:
    """Return a lesson that has been run, by `run` if not as it is shipped, with its figures compressed for its page."""
    path = NOTEBOOKS / row.file
    lesson = Lesson(path, row.title, row.minutes, row.promise, (run or run_for_page)(path))
    lesson.prepare(terms_of(lesson))
    for cell in lesson.notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []  # megabytes, which would be copied from process to process: all that is shown of them has been taken
    return lesson


def run_for_page(path: Path, notebook: NotebookNode | None = None, stills: bool = False) -> NotebookNode:
    """Run a lesson in the way that lets figures and questions carry a form without a kernel.

    `notebook` is what to run if not its file; with `stills` the figures don't move.
    """
    return execute(path, notebook, timeout=LONGEST_CELL, **{web_pages.EXPORT: web_pages.STILLS if stills else "1"})


def files_of(lessons: Sequence[Lesson], lite: bool) -> dict[str, bytes]:
    """Return all files of the site by their names."""
    site = Site(lessons, lite)
    pages = {"index.html": site.index(), "glossary.html": site.glossary()}
    pages |= {lesson.page: site.lesson(lesson) for lesson in lessons}
    files = {name: html.encode() for name, html in pages.items()} | assets()
    for lesson in lessons:
        files |= lesson.files
    return files


def assets() -> dict[str, bytes]:
    """Return the one script and the one style sheet that all pages share, and the icon."""
    live, questions = Path(widget.__file__).parent, asked.HERE
    scripts = [
        _scoped(widget.SCRIPT, "figure"),
        *(_scoped(questions / f"{kind}.js", kind) for kind in ("question", "table")),
        _scoped(pad.SCRIPT, "pad"),
        (ASSETS / "site.js").read_text(encoding="utf-8"),
    ]
    styles = [path.read_text(encoding="utf-8") for path in (live / "live.css", ASSETS / "site.css")]
    return {
        "assets/site.js": "\n".join(['"use strict";', "const lessons = { mounts: {} };", *scripts]).encode(),
        "assets/site.css": "\n".join([sheet(questions / "question.css", verdict.SHEET, way.SHEET, pad.SHEET), *styles]).encode(),
        "assets/icon.svg": (ASSETS / "icon.svg").read_bytes(),
    }


def _scoped(module: Path, kind: str) -> str:
    """Return a module as a plain script, since a page that is opened as a file may load no modules; its `mount` is kept for the page."""
    return f"{{\n{script(module)}\nlessons.mounts.{kind} = mount;\n}}"
