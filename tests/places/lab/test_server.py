"""What a reader's JupyterLab lets other programs do: its server extensions, and what a web page of somebody else's can reach."""

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

from tests.browser.chromium import chromium_or_skip
from tests.browser.lab import NOTIFICATIONS, answers, free_port

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(sys.platform == "win32" or shutil.which("make") is None, reason="there is no make here")


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
    """A server that was started in a copy of the project as a reader starts it, with nothing of this machine's settings."""

    def __init__(self, home: Path, command: list[str], notifications: dict[str, object] | None = NOTIFICATIONS) -> None:
        self.folder, self.log = home / "lessons", home / "log"
        for name in ("helpers", "places/lab", "notebooks"):
            shutil.copytree(ROOT / name, self.folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        (self.folder / "places" / "__init__.py").touch()
        settings = home / "settings" / "@jupyterlab" / "apputils-extension"
        settings.mkdir(parents=True)
        if notifications is not None:
            (settings / "notification.jupyterlab-settings").write_text(json.dumps(notifications), encoding="utf-8")
        environment = {
            **os.environ, "JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_DATA_DIR": str(home / "data"), "HOME": str(home),
            "JUPYTER_RUNTIME_DIR": str(home / "runtime"), "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        }  # fmt: skip
        self.port = free_port()
        command = [*command, f"--ServerApp.port={self.port}", "--ServerApp.port_retries=0"]
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


@pytest.fixture(scope="module", params=["make lab", pytest.param("jupyter lab", marks=pytest.mark.weekly), "jupyter notebook"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("reader"), COMMANDS[request.param]())
    yield started
    started.end()


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


@pytest.mark.parametrize("server", ["make lab"], indirect=True)
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
@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
@pytest.mark.parametrize("server", ["make lab"], indirect=True)
def test_a_page_of_another_site_can_not_replace_the_helpers(server, tmp_path):
    before = {path.name: path.read_bytes() for path in (server.folder / "helpers").glob("*.py")}
    query = {"repo": repository(tmp_path / "theirs"), "branch": "main", "backup": "true", "targetpath": "helpers"}
    lab = f"http://127.0.0.1:{server.port}"
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "page.html").write_text(f"<script>location = {json.dumps(f'{lab}/git-pull/api?{urlencode(query)}')}</script>")
    with website(tmp_path / "site") as theirs, chromium_or_skip() as browser:
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
