"""The pages of the site, made from templates by nbconvert."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from nbconvert.exporters import TemplateExporter

from authoring.glossary import Entry, entries
from authoring.links import published_at
from helpers.lessons import series
from helpers.lessons.way import Lesson as Stop
from helpers.lessons.way import Way
from places.site.lesson import Lesson
from places.site.text import plain, rendered, rendered_line, slug

ROOT = Path(__file__).parent.parent.parent
LINK = r"\[\d\d (?P<title>[^\]]+)\]\(notebooks/(?P<file>\w+\.ipynb)\)"
ROW = re.compile(rf"^\| {LINK} \| (?P<minutes>\d+) \| (?P<promise>[^|]+) \| ", re.MULTILINE)
LITE = "lite/lab/index.html?workspace={stem}"
BINDER = "https://mybinder.org/v2/gh/{repository}/{tag}?urlpath=lab/tree/notebooks/{notebook}"
COLAB = "https://colab.research.google.com/github/{repository}/blob/{tag}/notebooks/{notebook}"
FIRST = "00_start_here.ipynb"


@dataclass(frozen=True)
class Row:
    """What README says of one lesson."""

    title: str
    file: str
    minutes: str
    promise: str


def rows() -> list[Row]:
    """Return the lessons as README lists them."""
    return [Row(**match.groupdict()) for match in ROW.finditer((ROOT / "README.md").read_text(encoding="utf-8"))]


def introduction() -> str:
    """Return README's first paragraph, which says what the lessons are."""
    return (ROOT / "README.md").read_text(encoding="utf-8").split("\n\n")[1]


def term_id(entry: Entry) -> str:
    """Return the id of the element where a term first stands, in its lesson as in the glossary."""
    return f"term-{slug(plain(entry.term))}"


def terms_of(lesson: Lesson) -> dict[str, str]:
    """Return where on its page each term that first stands in a lesson is."""
    return {entry.term: term_id(entry) for entry in entries() if entry.lesson.name == lesson.path.name}


def page_of(lesson: Stop) -> str:
    """Return where the page of a lesson is, seen from another's."""
    return f"{Path(lesson.file).stem}.html"


def words(text: str) -> str:
    """Return a sentence as HTML, with what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))


class Site:
    """Makes the pages: `lesson`, `index` and `glossary` return their HTML.

    Args:
        lessons: All lessons, in order, prepared.
        lite: Whether pages link to the edition that runs in the browser.
    """

    def __init__(self, lessons: Sequence[Lesson], lite: bool) -> None:
        self.lessons, self.lite, self.entries = list(lessons), lite, entries()
        base = str(Path(__file__).parent / "templates")
        self.exporter = TemplateExporter(template_name="lesson", extra_template_basedirs=[base], template_file="index.html.j2")
        self.exporter.register_filter("words", words)

    def lesson(self, lesson: Lesson) -> str:
        """Return the page of a lesson."""
        known = {
            "lesson": lesson,
            "last": self.lessons[-1],
            "way": [Way(series(), lesson.number, at_end=at_end, address=page_of).html(styled=False) for at_end in (False, True)],
        }
        page, _ = self.exporter.from_notebook_node(lesson.notebook, resources={"site": self._known(lesson.path.name) | known})
        return str(page)

    def index(self) -> str:
        """Return the page that the site begins with."""
        cells = [cell for cell in self.lessons[0].notebook.cells if cell.cell_type == "code"]
        outputs = [output for cell in cells for output in cell.metadata.shown["outputs"]]
        first = next(output for output in outputs if output["kind"] == "figure")
        return self._page("home.html.j2", introduction=rendered(introduction()), figure=first)

    def glossary(self) -> str:
        """Return the page with all terms."""
        letters = []
        for letter, group in groupby(self.entries, key=lambda entry: entry.term[0].upper()):
            terms = [
                {
                    "id": term_id(entry),
                    "term": rendered_line(entry.term),
                    "sentence": rendered_line(entry.sentence),
                    "lesson": next(lesson for lesson in self.lessons if lesson.path.name == entry.lesson.name),
                }
                for entry in group
            ]
            letters.append((letter, terms))
        return self._page("glossary.html.j2", letters=letters)

    def _page(self, template: str, **known: Any) -> str:
        return str(self.exporter.environment.get_template(template).render(resources={"site": self._known(FIRST) | known}))

    def _known(self, notebook: str) -> dict[str, Any]:
        here = {**published_at(), "notebook": notebook, "stem": Path(notebook).stem}
        return {
            "lessons": self.lessons,
            "lite": LITE.format(**here) if self.lite else "",
            "binder": BINDER.format(**here),
            "colab": COLAB.format(**here),
            "repository": f"https://github.com/{here['repository']}",
            "notebook": notebook,
        }
