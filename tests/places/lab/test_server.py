"""What a reader sees who has just called `make lab`, and what their JupyterLab lets other programs do.

That is its server extensions, and what a web page of somebody else's can reach.
"""

from __future__ import annotations

import functools
import http.server
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import chromium_or_skip
from tests.browser.lab import answers, free_port
from tests.places.lab.test_unchanged_notebooks import AUTHOR

ROOT = Path(__file__).parents[3]
LESSON = "notebooks/03_measure_the_miss.ipynb"
NOTEBOOK = "[...jupyterapp.shell.widgets('main')].find(widget => widget.content.model)"
MAKE_LAB = pytest.mark.parametrize("server", ["make lab"], indirect=True)
HERE = sys.platform != "win32" and shutil.which("make") and shutil.which("git")
pytestmark = pytest.mark.skipif(not HERE, reason="there is no make here, or no git")


def from_the_makefile() -> list[str]:
    """Return the command of `make lab`."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    command = ["make", "--dry-run", "--no-print-directory", "lab", "BROWSER=no"]
    printed = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=60).stdout
    [line] = [line for line in printed.splitlines() if "-m jupyterlab" in line]
    return [sys.executable, *shlex.split(line)[1:]]


def from_the_readme(app: str) -> list[str]:
    """Return the command that README.md gives for an app of Jupyter's, where there is no make or beside it."""
    [line] = re.findall(rf"\.venv[\\/]\w+[\\/]jupyter ({app} notebooks\S+\.ipynb)", (ROOT / "README.md").read_text(encoding="utf-8"))
    as_root = ["--allow-root"] if os.geteuid() == 0 else []
    return [sys.executable, "-m", "jupyter", *line.replace("\\", "/").split(), "--no-browser", *as_root]


COMMANDS = {
    "make lab": from_the_makefile,
    "jupyter lab": functools.partial(from_the_readme, "lab"),
    "jupyter notebook": functools.partial(from_the_readme, "notebook"),
}


class Server:
    """A server that was started in a clone of the project as a reader starts it, with nothing of this machine's settings."""

    def __init__(self, home: Path, command: list[str]) -> None:
        self.folder, self.log = home / "lessons", home / "log"
        for name in ("helpers", "places/lab", "notebooks"):
            shutil.copytree(ROOT / name, self.folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        (self.folder / "places" / "__init__.py").touch()
        shutil.copytree(ROOT / "places" / "lab" / "workspaces", self.folder / ".venv" / "workspaces")  # as the Makefile does
        for git in (["init", "--quiet"], ["add", "notebooks"], ["commit", "--quiet", "-m", "the lessons"]):
            subprocess.run(["git", *AUTHOR, *git], cwd=self.folder, check=True, timeout=60)
        environment = {
            **os.environ, "JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_DATA_DIR": str(home / "data"), "HOME": str(home),
            "JUPYTER_RUNTIME_DIR": str(home / "runtime"), "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        }  # fmt: skip
        self.port = free_port()
        command = [*command, f"--ServerApp.port={self.port}", "--ServerApp.port_retries=0", "--LabApp.expose_app_in_browser=True"]
        with self.log.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
        self.token = self._token()

    def _token(self, seconds: float = 90) -> str:
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            found = re.search(rf":{self.port}/\S*\?token=(\w+)", self.said())
            if found and answers(f"http://127.0.0.1:{self.port}/api?token={found[1]}", self.process, 30):  # it is printed a moment before
                return found[1]
            time.sleep(0.1)
        self.end()
        raise AssertionError(f"The server did not start. It said:\n{self.said()}")

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def ask(self, path: str) -> urllib.request.Request:
        """Return a question of somebody who is logged in."""
        return urllib.request.Request(f"http://127.0.0.1:{self.port}/{path}", headers={"Authorization": f"token {self.token}"})

    def status(self, path: str) -> int:
        """Return the status of what the server answers."""
        try:
            with urllib.request.urlopen(self.ask(path), timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            error.close()
            return error.code

    def end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


WEEKLY = [pytest.param(name, marks=pytest.mark.weekly) for name in COMMANDS if name != "make lab"]


@pytest.fixture(scope="module", params=["make lab", *WEEKLY])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("reader"), COMMANDS[request.param]())
    yield started
    started.end()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium_or_skip() as started:
        yield started


@pytest.fixture(scope="module")
def tab(server: Server, browser: Browser) -> Page:
    """What is seen first, with a lesson that no cell has run of."""
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto(f"http://127.0.0.1:{server.port}/lab/tree/{LESSON}?token={server.token}")
    tab.wait_for_function(f"window.jupyterapp && {NOTEBOOK}", timeout=90_000)
    tab.evaluate(f"async () => {{ const notebook = {NOTEBOOK}; await notebook.sessionContext.ready; }}")
    tab.evaluate(f"{NOTEBOOK}.sessionContext.session.kernel.info")
    tab.wait_for_timeout(2000)  # a pop-up, or the mark of a change, comes a moment after the page
    return tab


@pytest.mark.browser
@MAKE_LAB
def test_nothing_pops_up(tab: Page) -> None:
    assert tab.locator(".jp-toastContainer .jp-toast-message, .jp-Dialog").count() == 0


@pytest.mark.browser
@MAKE_LAB
def test_the_outline_is_open_and_lists_the_sections(tab: Page) -> None:
    assert tab.locator("#table-of-contents").is_visible()
    assert "What does each loss want?" in tab.locator("#table-of-contents").inner_text()


@pytest.mark.browser
@MAKE_LAB
def test_a_lesson_that_was_only_opened_counts_as_unchanged(tab: Page) -> None:
    assert tab.evaluate(f"{NOTEBOOK}.model.metadata.language_info.version")
    assert not tab.evaluate(f"{NOTEBOOK}.model.dirty")


@pytest.mark.browser
@MAKE_LAB
def test_a_lesson_has_its_style_and_its_pictures_follow_the_theme_before_a_cell_has_run(tab: Page) -> None:
    def seen() -> list[str]:
        return tab.evaluate(
            """() => [['.jp-Notebook .jp-Cell', 'maxWidth'], ['.jp-Notebook .jp-RenderedImage img', 'filter']].map(
                ([selector, property]) => getComputedStyle(document.querySelector(selector))[property])"""
        )

    tab.wait_for_selector(".jp-Notebook .jp-RenderedImage img", state="attached")
    assert seen() == ["822px", "none"]
    tab.evaluate("jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})")
    tab.wait_for_function("document.body.dataset.jpThemeLight === 'false'")
    assert seen() == ["822px", "invert(0.93) hue-rotate(180deg) brightness(1.25)"]


# What others can do.


def meant() -> set[str]:
    """Return the server extensions that CONTRIBUTING.md gives a reason for."""
    table = re.search(r"\| server extension \|.+?\n\n", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.DOTALL)
    assert table
    return set(re.findall(r"^\| `(\w+)` \| \w.+\|$", table[0], re.MULTILINE))


def test_only_those_server_extensions_are_on_that_are_meant(server):
    on = set(re.findall(r"\] (\w+) \| extension was successfully loaded", server.said()))
    assert on == meant()


@pytest.mark.parametrize("path", ["git-pull", "git-pull/api", "git-sync", "interact"])
def test_no_address_fetches_a_repository(server, path):
    assert server.status("api/status") == 200
    assert server.status(f"{path}?{urlencode({'repo': 'file:///nowhere', 'branch': 'main', 'targetpath': 'helpers'})}") == 404


@MAKE_LAB
def test_an_exported_lesson_says_in_words_what_its_figures_show(server):
    with urllib.request.urlopen(server.ask("nbconvert/html/notebooks/00_start_here.ipynb"), timeout=60) as answer:
        images = re.findall(r"<img[^>]*base64[^>]*>", answer.read().decode())
    assert images
    assert [image for image in images if ' alt="Live figure: ' not in image] == []


@contextmanager
def website(folder: Path) -> Iterator[str]:
    """Serve a folder from another site than the lab's."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    handler.func.log_message = lambda *_: None  # type: ignore[method-assign]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://localhost:{serving.server_port}"
        serving.shutdown()


def repository(folder: Path) -> str:
    """Return the address of a repository whose code would run at the next import of the helpers."""
    folder.mkdir()
    (folder / "__init__.py").write_text("print('anything at all')\n")
    identity = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "theirs"]):
        subprocess.run(["git", *identity, *command], cwd=folder, check=True, capture_output=True, timeout=60)
    return folder.as_uri()


@pytest.mark.browser
@MAKE_LAB
def test_a_page_of_another_site_can_not_replace_the_helpers(server, browser, tmp_path):
    before = {path.name: path.read_bytes() for path in (server.folder / "helpers").glob("*.py")}
    query = {"repo": repository(tmp_path / "theirs"), "branch": "main", "backup": "true", "targetpath": "helpers"}
    lab = f"http://127.0.0.1:{server.port}"
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "page.html").write_text(f"<script>location = {json.dumps(f'{lab}/git-pull/api?{urlencode(query)}')}</script>")
    with website(tmp_path / "site") as theirs:
        context = browser.new_context()
        context.new_page().goto(f"{lab}/api/status?token={server.token}")  # which logs in, as any page does
        tab = context.new_page()
        with tab.expect_response(lambda response: "/git-pull/api" in response.url) as answered:
            tab.goto(f"{theirs}/page.html")
        assert "cookie" in answered.value.request.all_headers(), "the page rides on the reader's login"
        answered.value.finished()
        status = answered.value.status
        context.close()
    assert {path.name: path.read_bytes() for path in (server.folder / "helpers").glob("*.py")} == before
    assert status == 404
