"""A JupyterLab of one's own, and its notebooks as a test handles them in a real browser.

`Lab` is the server, `Window` one browser window with JupyterLab in it, `Notebook` one open notebook. The tests and the
benchmarks share this module, so both drive the same thing. The server has Jupyter Notebook as well; `notebook_7` opens its windows.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import nbformat
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, WebSocket

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "build" / "screenshots"

# What JupyterLab itself writes whenever a kernel restarts under it, as its debugger's and subshells' requests are cut off, and
# what it raises when a page of Jupyter Notebook hears of a plugin's settings before it knows the plugin.
JUPYTERLABS_OWN = (
    "Could not restore the debugger state",
    "Canceled future for",
    "Cannot read properties of undefined (reading 'schema')",
    'can\'t access property "schema"',  # the same in Firefox
    'download failed (font-family: "MJX',  # Firefox, of a font of MathJax that is no longer wanted
    ".woff2)",  # one of Jupyter Notebook's own fonts, now and then asked for without its cookie; lessons bring none
)

# JupyterLab's first start asks in a pop-up whether to fetch news; it covers the notebook and would reach another host.
NOTIFICATIONS = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}


PATIENCE = 120  # seconds

SHOWN_OUTPUTS = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell-outputArea"
# JupyterLab leaves out what is out of sight.
ALL_IN_SIGHT = ".jp-Cell, .jp-Cell-outputArea { content-visibility: visible !important; }"


def in_time(script: str) -> str:
    """Return an async function in JavaScript that does what this one does, but fails where Playwright would wait for ever.

    A kernel that is gone, or a connection that was lost, never answers.
    """
    late = f"new Promise((_, reject) => setTimeout(() => reject(new Error('no answer in {PATIENCE} s')), {1000 * PATIENCE}))"
    return f"(...given) => Promise.race([({script})(...given), {late}])"


class Lab:
    """A JupyterLab server on a free local port, in temporary folders: nothing of the user's is read or written."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="lab-"))
        self.folder = self.home / "notebooks"
        self.port = free_port()
        self.token = secrets.token_hex(16)
        self.folder.mkdir()
        # A lesson's first cell looks for helpers/ beside or above the lesson, as in the project itself.
        shutil.copytree(ROOT / "helpers", self.home / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
        settings = self.home / "settings" / "@jupyterlab" / "apputils-extension"
        settings.mkdir(parents=True)
        (settings / "notification.jupyterlab-settings").write_text(json.dumps(NOTIFICATIONS), encoding="utf-8")
        self._log = (self.home / "server.log").open("w", encoding="utf-8")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *self._options()],
            cwd=self.folder,
            env=self._environment(),
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        self._await_answer()

    def _options(self) -> list[str]:
        return [
            "--no-browser",
            "--allow-root",
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={self.port}",
            "--ServerApp.port_retries=0",
            f"--ServerApp.root_dir={self.folder}",
            f"--IdentityProvider.token={self.token}",
            "--ServerApp.kernel_websocket_connection_class=places.lab.quick_channel.QuickChannel",
            "--LabApp.expose_app_in_browser=True",
            "--JupyterNotebookApp.expose_app_in_browser=True",
            "--LabApp.extension_manager=readonly",
        ]

    def _environment(self) -> dict[str, str]:
        return os.environ | {
            "JUPYTER_CONFIG_DIR": str(self.home / "config"),
            "JUPYTER_DATA_DIR": str(self.home / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.home / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(self.home / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.home / "workspaces"),
            "JUPYTER_PREFER_ENV_PATH": "1",  # the kernel of this environment, not one of the user's
            "IPYTHONDIR": str(self.home / "ipython"),
            "LESSONS_PROGRESS": str(self.home / "progress"),
            "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
        }

    def _await_answer(self, seconds: float = 60) -> None:
        if answers(f"{self.address()}/api?token={self.token}", self._process, seconds):
            return
        log = (self.home / "server.log").read_text(encoding="utf-8")
        self.close()
        raise RuntimeError(f"JupyterLab did not answer within {seconds} s. It said:\n{log}")

    def address(self, port: int | None = None) -> str:
        """Return the server's address, or that of a proxy on another local port."""
        return f"http://127.0.0.1:{port or self.port}"

    def write(self, name: str, cells: Iterable[str]) -> str:
        """Return the path, relative to the server's folder, of a new notebook with these code cells."""
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(source) for source in cells],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        )
        nbformat.write(notebook, self.folder / f"{name}.ipynb")
        return f"{name}.ipynb"

    def add(self, notebook: Path) -> str:
        """Return the path, relative to the server's folder, of a copy of this notebook."""
        shutil.copy(notebook, self.folder / notebook.name)
        return notebook.name

    def close(self) -> None:
        """Stop the server with its kernels, and remove its folders."""
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class Window:
    """One browser window with JupyterLab in it, and a record of what went wrong in it."""

    def __init__(
        self, browser: Browser, lab: Lab, *, width: int = 1280, height: int = 900, scale: float = 1, port: int | None = None
    ) -> None:
        self.lab = lab
        self.address = lab.address(port)
        self.complaints: list[str] = []
        self._context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=scale)
        self._context.set_default_timeout(20_000)
        self._context.on("request", self._note_request)
        self.tab: Page = self._start()

    def _start(self) -> Page:
        tab = self._new_tab("lab?reset")
        tab.evaluate("jupyterapp.commands.execute('application:toggle-left-area')")
        return tab

    def _new_tab(self, path: str) -> Page:
        """Return a new tab with one of the server's pages, once its app is ready."""
        tab = self._context.new_page()
        tab.on("websocket", self._note_websocket)
        tab.on("console", self._note_console)
        tab.on("pageerror", lambda error: self._complain(f"page error: {error.message}\n{error.stack}"))
        tab.goto(f"{self.address}/{path}{'&' if '?' in path else '?'}token={self.lab.token}")
        tab.wait_for_function("window.jupyterapp && jupyterapp.restored.then(() => true)", timeout=60_000)
        return tab

    def _note_request(self, request: Request) -> None:
        self._note_address(request.url)

    def _note_websocket(self, socket: WebSocket) -> None:
        self._note_address(socket.url)

    def _note_address(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != urlsplit(self.address).netloc:
            self._complain(f"request to another host: {url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._complain(f"console error: {message.text} ({message.location.get('url')})")

    def _complain(self, text: str) -> None:
        if not any(own in text for own in JUPYTERLABS_OWN):
            self.complaints.append(text)

    def open(self, path: str) -> "Notebook":
        """Return the notebook at this path, opened, with its kernel ready to run cells."""
        self.tab.evaluate(
            in_time(
                """async path => {
                    const panel = await jupyterapp.commands.execute('docmanager:open', {path, factory: 'Notebook'});
                    await panel.context.ready;
                    await panel.sessionContext.ready;
                    await panel.revealed;
                }"""
            ),
            path,
        )
        return Notebook(self, path)

    def theme(self, name: str) -> None:
        """Show JupyterLab in its 'light' or its 'dark' theme."""
        theme = f"JupyterLab {name.capitalize()}"
        self.tab.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', {theme})", theme)
        self.tab.wait_for_function(f"document.body.dataset.jpThemeName === '{theme}' && !document.querySelector('#jupyterlab-splash')")

    def resize(self, width: int, height: int = 900) -> None:
        """Give the window this size, in CSS pixels."""
        self.tab.set_viewport_size({"width": width, "height": height})

    def screenshot(self, name: str) -> Path:
        """Return the path of a picture of the window, kept under build/screenshots."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.tab.screenshot(path=SCREENSHOTS / f"{name}.png")
        return SCREENSHOTS / f"{name}.png"

    def keep_screenshot(self, name: str) -> None:
        """Keep a picture that no test looks at, where KEEP_SCREENSHOTS=yes asks for it."""
        if os.environ.get("KEEP_SCREENSHOTS") == "yes":
            self.screenshot(name)

    def close(self) -> None:
        """Close the window; kernels go on until their notebooks or the server are closed."""
        self._context.close()


class Notebook:
    """One notebook, open in a window."""

    def __init__(self, window: Window, path: str) -> None:
        self.window = window
        self.path = path

    @property
    def tab(self) -> Page:
        """The tab that the notebook is in."""
        return self.window.tab

    def evaluate(self, script: str, argument: Any = None) -> Any:
        """Return what this body of an async JavaScript function returns; in it `panel` is the notebook, and `soon()` a moment to await.

        A frame is nothing to wait for: a browser that is busy elsewhere, or hidden, may draw none.
        """
        return self.tab.evaluate(
            in_time(
                f"""async ([path, argument]) => {{
                    const panel = [...jupyterapp.shell.widgets('main')].find(widget => widget.context?.path === path);
                    const soon = () => new Promise((done) => setTimeout(done, 10));
                    {script}
                }}"""
            ),
            [self.path, argument],
        )

    @property
    def panel(self) -> Locator:
        """The notebook's own part of the window."""
        return self.tab.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")

    def cell(self, index: int) -> Locator:
        """Return the cell at this index, markdown cells included, from 0."""
        return self.panel.locator(f'.jp-Cell[data-windowed-list-index="{index}"]')

    def output(self, index: int) -> Locator:
        """Return the output area of the code cell at this index."""
        return self.cell(index).locator(".jp-Cell-outputArea")

    def show(self) -> None:
        """Bring this notebook to the front of its window."""
        self.evaluate("jupyterapp.shell.activateById(panel.id); await panel.revealed;")

    def run_all(self) -> None:
        """Run every cell, as the menu's Run All does, and wait until the last has finished."""
        self.show()
        self.evaluate("await jupyterapp.commands.execute('notebook:run-all-cells');")
        self.await_idle()

    def run(self, index: int, times: int = 1, until: str = "*") -> None:
        """Run the cell at this index, as Ctrl-Enter does, so many times; each time wait until its output shows `until`, a selector."""
        self.show()
        self.evaluate(
            """const [index, times, until] = argument;
            panel.content.activeCellIndex = index;
            for (let i = 0; i < times; i++) {
                await jupyterapp.commands.execute('notebook:run-cell');
                while (!panel.content.widgets[index].node.querySelector(until)) await soon();
            }""",
            [index, times, until],
        )
        self.await_idle()

    def await_idle(self) -> None:
        """Wait until the kernel has answered all that it was asked before now."""
        self.evaluate("await panel.sessionContext.session.kernel.requestKernelInfo();")

    def execute(self, code: str) -> str:
        """Return what this code prints in the notebook's kernel; raise RuntimeError with its traceback when it fails."""
        text, error = self.evaluate(
            """const future = panel.sessionContext.session.kernel.requestExecute({code: argument, store_history: false});
            let text = '', error = '';
            future.onIOPub = message => {
                if (message.header.msg_type === 'stream') text += message.content.text;
                if (message.header.msg_type === 'error') error = message.content.traceback.join('\\n');
            };
            await future.done;
            return [text, error];""",
            code,
        )
        if error:
            raise RuntimeError(error)
        return text

    def errors(self) -> list[str]:
        """Return the errors that stand in the outputs of the cells, as 'Name: message'."""
        return self.evaluate(
            """return [...panel.model.cells].filter(cell => cell.type === 'code').flatMap(cell =>
                cell.outputs.toJSON().filter(output => output.output_type === 'error')
                    .map(output => `${output.ename}: ${output.evalue}`));"""
        )

    def cells_not_run(self) -> list[str]:
        """Return the source of each code cell that has not been run since the outputs were last cleared."""
        return self.evaluate(
            """return [...panel.model.cells]
                .filter(cell => cell.type === 'code' && cell.sharedModel.getSource().trim() && cell.executionCount === null)
                .map(cell => cell.sharedModel.getSource());"""
        )

    def restart_kernel(self) -> None:
        """Restart the kernel, as the menu does after its question, and wait until the new one is ready."""
        self.evaluate("await panel.sessionContext.restartKernel(); await panel.sessionContext.ready;")

    def clear(self, index: int) -> None:
        """Clear the output of the cell at this index, as the menu does."""
        self.evaluate("panel.content.activeCellIndex = argument; await jupyterapp.commands.execute('notebook:clear-cell-output');", index)

    def press_in_cell(self, index: int, *keys: str) -> None:
        """Press these keys with the cell at this index chosen and none being written in."""
        self.evaluate("panel.content.activeCellIndex = argument; panel.content.mode = 'command'; panel.content.node.focus();", index)
        for key in keys:
            self.tab.keyboard.press(key)

    @contextmanager
    def keys_left_to(self, own: bool) -> Iterator[None]:
        """See that all keys that are pressed meanwhile are left to what has the focus, or, where they aren't its `own`, none of them.

        It is asked as Notebook 7 asks: before what has the focus hears of the key. JupyterLab asks afterwards.
        """
        keys = self.tab.evaluate_handle(
            """() => {
                const left = [], ended = new AbortController();
                const ask = ({key, target}) => {
                    if (!['Shift', 'Control'].includes(key)) left.push([key, target.closest('[data-lm-suppress-shortcuts]') !== null]);
                };
                document.addEventListener('keydown', ask, {capture: true, signal: ended.signal});
                return {left, end: () => ended.abort()};
            }"""
        )
        yield
        left = keys.evaluate("({left, end}) => (end(), left)")
        assert {is_left for _, is_left in left} == {own}, left

    def clear_all(self) -> None:
        """Clear every output, as the menu does."""
        self.show()
        self.evaluate("await jupyterapp.commands.execute('notebook:clear-all-cell-outputs');")

    @contextmanager
    def all_in_sight(self) -> Iterator[None]:
        """Lay out every cell for a while, as one that is in sight."""
        style = self.tab.add_style_tag(content=ALL_IN_SIGHT)
        try:
            yield
        finally:
            style.evaluate("style => style.remove()")

    def height(self) -> int:
        """Return the height of all cells together, in CSS pixels."""
        return self.evaluate("return panel.content.node.querySelector('.jp-WindowedPanel-inner').scrollHeight;")

    def scroll_to_top(self) -> None:
        """Show the notebook from its first cell on."""
        self.evaluate(
            """panel.content.activeCellIndex = 0;
            panel.content.node.querySelector('.jp-WindowedPanel-outer').scrollTop = 0;
            await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));"""
        )

    def close(self) -> None:
        """Shut the kernel down and close the notebook without saving."""
        self.evaluate(
            """await panel.sessionContext.shutdown();
            await panel.context.save();
            panel.dispose();"""
        )


def answers(address: str, process: subprocess.Popen[Any], seconds: float) -> bool:
    """Wait until this address answers, and return whether it did within so many seconds and before the process ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def free_port() -> int:
    """Return the number of a port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
