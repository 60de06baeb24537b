"""What an instructor and a student look at in a browser after the marking: nothing that was handed in runs there."""

from __future__ import annotations

import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from nbformat import NotebookNode

from tests.browser.chromium import chromium_or_skip
from tests.browser.lab import answers, free_port
from tests.places.grading.course import GRADER, ROOT, Course, answer, cell_of, code
from tests.places.grading.test_trouble import function

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Route

TOKEN = "of-the-instructor"
START_A_KERNEL = (
    "fetch('/api/kernels',{method:'POST',headers:{'X-XSRFToken':(document.cookie.match(/_xsrf=([^;]*)/)||[])[1]}});"
    "window.reached=(window.reached||0)+1"
)
IMAGE = f'<img src=x onerror="{START_A_KERNEL}">'
SCRIPT = f"<script>{START_A_KERNEL}</script>"
FENCES = ("`" * 3, "`" * 4, "~~~", "`" * 12)

TEXTS = [
    IMAGE,
    SCRIPT,
    f'<svg onload="{START_A_KERNEL}">',
    f"<iframe srcdoc='{SCRIPT}'></iframe>",
    f'<details open ontoggle="{START_A_KERNEL}">x</details>',
    f"<style>@keyframes a{{}}</style><b style='animation:a 1s' onanimationstart=\"{START_A_KERNEL}\">x</b>",
    f"[look](javascript:{START_A_KERNEL.replace(' ', '')})",
    f"[look](JaVaScRiPt&colon;{START_A_KERNEL.replace(' ', '')})",
    "<javascript:reached=1>",
    f'![x](x"onerror="{START_A_KERNEL})',
    f"$$ {IMAGE} $$ and \\\\[ {IMAGE} \\\\] and $ {IMAGE} $",
    f"\\begin{{equation}} {IMAGE} \\end{{equation}}",
    f"$\\href{{javascript:{START_A_KERNEL}}}{{x}}$ $\\require{{html}}\\style{{x}}{{x}}$",
    *(f"{fence}\n{IMAGE}\n{fence}\n{IMAGE}\n{fence}\n{SCRIPT}" for fence in FENCES),
    f"```\r{IMAGE}\r```\r\r{IMAGE}",
    f"    {IMAGE}\n\n{IMAGE}",
    f"</code></pre></div>{IMAGE}",
    f"</textarea></title>{SCRIPT}",
    f"x\n{'`' * 3}\u2028{IMAGE}\x0c{'`' * 3}\n{SCRIPT}",
    f"{{{{ self.__init__.__globals__ }}}} {IMAGE}",
]
CODES = [
    f"%%html\n{IMAGE}\n{SCRIPT}",
    f"%%javascript\n{START_A_KERNEL}",
    f'"""</pre></div>{IMAGE}"""',
    f"# {SCRIPT}",
    f"</pre>{IMAGE}",
]
OUTPUTS = {
    "text/html": IMAGE + SCRIPT,
    "image/svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg' onload=\"{START_A_KERNEL}\"/>",
    "text/markdown": IMAGE,
    "text/latex": f"$${IMAGE}$$",
    "application/javascript": START_A_KERNEL,
    "image/png": f'x" onerror="{START_A_KERNEL}',
    "text/plain": IMAGE,
}


def raise_html(notebook: NotebookNode) -> None:
    """Let every text that a verdict quotes be HTML: an exception's name and message, what is printed, what the line says."""
    body = f"print({IMAGE!r})\nraise type({SCRIPT!r}, (Exception,), {{}})({IMAGE!r})  # {SCRIPT}"
    answer(notebook, "quadratic", function(body))
    answer(notebook, "residuals", f"def residuals(y, predictions):\n    return {IMAGE!r}")


def hand_in_pages(notebook: NotebookNode) -> None:
    raise_html(notebook)
    new = nbformat.v4
    notebook.cells += [new.new_markdown_cell(text) for text in TEXTS] + [new.new_raw_cell(text) for text in (IMAGE, SCRIPT)]
    raw = new.new_raw_cell(IMAGE)
    raw.metadata = NotebookNode(raw_mimetype="text/html", format="text/html")
    shown = code("1")
    shown["outputs"] = [new.new_output("display_data", data={kind: value}) for kind, value in OUTPUTS.items()]
    shown.metadata = NotebookNode(magics_language='html"><script>reached=1</script>', tags=[SCRIPT])
    odd = code("2")
    odd["id"] = f'x"><{SCRIPT}'
    odd["cell_type"] = SCRIPT
    notebook.cells += [raw, shown, odd, *map(code, CODES)]
    cell_of(notebook, "quadratic").metadata.nbgrader.grade_id = "quadratic-answer"
    notebook.metadata = NotebookNode(title=SCRIPT, authors=[{"name": IMAGE}], kernelspec={"name": SCRIPT, "language": SCRIPT})
    notebook.metadata.language_info = NotebookNode(name=SCRIPT, pygments_lexer='x"><script>reached=1</script>')


def hand_in_a_picture(notebook: NotebookNode) -> None:
    picture = nbformat.v4.new_markdown_cell(f"![a](attachment:a.svg) {IMAGE}")
    picture["attachments"] = {"a.svg": {"image/svg+xml": OUTPUTS["image/svg+xml"]}}
    notebook.cells.append(picture)


@pytest.fixture(scope="module")
def marked(course: Course) -> Course:
    path = course.hand_in("hostile", "01", hand_in_pages)
    course.hand_in("pictured", "01", hand_in_a_picture)
    (path.parent / "page.html").write_text(SCRIPT, encoding="utf-8")
    course.hand_in("<img src=x onerror=reached=1>", "01")
    course.hand_in('"onmouseover="reached=1', "01")
    (course.place("<script>reached=1<", "01").parent / "x<img src=x onerror=reached=1>.ipynb").touch()
    course.mark(ends_well=None)  # it complains of some
    return course


@contextmanager
def formgrader(course: Course) -> Iterator[str]:
    """Start the instructor's server; return its address."""
    assert GRADER is not None
    address, home = f"http://127.0.0.1:{free_port()}", course.folder.parent / "home"
    options = [f"--ServerApp.port={address.rsplit(':')[-1]}", f"--IdentityProvider.token={TOKEN}", "--ServerApp.port_retries=0"]
    environment = {**os.environ, "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / "no settings"), "JUPYTER_RUNTIME_DIR": str(home)}
    with (course.folder.parent / "server.log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            [ROOT / GRADER / "jupyter-server", "--no-browser", "--allow-root", *options],
            cwd=course.folder,
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            assert answers(f"{address}/api", server, 60)
            yield address
        finally:
            server.terminate()
            server.wait(60)


def ask(address: str, path: str) -> Any:
    with urllib.request.urlopen(
        urllib.request.Request(f"{address}/{path}", headers={"Authorization": f"token {TOKEN}"}), timeout=20
    ) as found:
        return json.load(found)


def stay_here(route: Route) -> None:
    if route.request.url.startswith(("http://127.0.0.1:", "file:", "data:")):
        route.continue_()
    else:
        route.abort()


@contextmanager
def browsing() -> Iterator[BrowserContext]:
    with chromium_or_skip() as browser:
        context = browser.new_context()
        context.route("**/*", stay_here)
        yield context
        context.close()


def reached_on(page: Page, address: str) -> dict[str, object]:
    """Return what a page holds of what was handed in, after all of its links were tried that could run something."""
    page.goto(address)
    page.wait_for_load_state("load")
    for link in page.locator("a[href^='javascript' i]").all():
        link.dispatch_event("click")
    time.sleep(1)
    handlers = "[...document.querySelectorAll('#notebook *')].filter(each => [...each.attributes].some(one => one.name.startsWith('on')))"
    found = {"ran": page.evaluate("window.reached || 0"), "handlers": page.evaluate(f"{handlers}.length")}
    return {**found, "in frames": page.locator("#notebook iframe, #notebook script").count()}


NOTHING = {"ran": 0, "handlers": 0, "in frames": 0}


@pytest.mark.browser
def test_nothing_that_was_handed_in_runs_in_the_formgrader(marked: Course) -> None:
    lesson = f"lesson_01/{marked.handed_out('01').stem}"
    with formgrader(marked) as address, browsing() as context:
        page = context.new_page()
        page.goto(f"{address}/?token={TOKEN}")
        shown = ask(address, f"formgrader/api/submitted_notebooks/{lesson}")
        submissions = [f"submissions/{each['id']}/" for name in ("hostile", "pictured") for each in shown if each["student"] == name]
        pages = ["", "manage_submissions/lesson_01", "gradebook", "gradebook/lesson_01", f"gradebook/{lesson}"]
        pages += ["manage_students", "manage_students/hostile", "manage_students/hostile/lesson_01", *submissions]
        assert {name: reached_on(page, f"{address}/formgrader/{name}") for name in pages} == dict.fromkeys(pages, NOTHING)
        assert page.locator("#notebook .nbgrader_cell").count() >= 2
        with pytest.raises(urllib.error.HTTPError) as missing:  # where a page of the student's would be one of the instructor's server
            ask(address, f"formgrader/{submissions[0]}page.html")
        missing.value.close()
        assert ask(address, "api/kernels") == []


@pytest.mark.browser
@pytest.mark.parametrize("student", ["hostile", "pictured"])
def test_nothing_that_was_handed_in_runs_in_the_feedback(marked: Course, student: str) -> None:
    marked.run("nbgrader", "generate_feedback", "--assignment=lesson_01", f"--student={student}")
    folder = marked.folder / "feedback" / student / "lesson_01"
    [path] = folder.glob("*.html")
    with browsing() as context:
        page = context.new_page()
        assert reached_on(page, path.as_uri()) == NOTHING
        text = page.locator("#notebook").first.inner_text()
    assert IMAGE in text
    assert sorted(each.name for each in folder.iterdir()) == [path.name]


def test_the_text_of_a_lesson_is_shown_as_it_is_meant(marked: Course) -> None:
    marked.run("nbgrader", "generate_feedback", "--assignment=lesson_01", "--student=hostile")
    [path] = (marked.folder / "feedback" / "hostile" / "lesson_01").glob("*.html")
    page = path.read_text(encoding="utf-8")
    assert "<h1 id=" in page
    assert "<strong>" in page
