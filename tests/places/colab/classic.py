"""The classic Notebook of Colab's version, and a lesson in it as a test handles it in a real browser."""

import secrets
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page

from tests.browser.lab import SCREENSHOTS, answers, free_port
from tests.places.colab.standin import PYTHON, StandIn

# The Notebook's own: MathJax, which it brings with it, names a font that is nowhere.
NOTEBOOKS_OWN = ("font at 'about:blank'", "net::ERR_FAILED (about:blank)", "codemirror/mode/null/null.js")  # the last for a `text` block

# Ready is when the kernel has said who it is and widgets have somewhere to go; run before that, a cell shows none.
READY = """() => {
    const notebook = window.Jupyter?.notebook;
    return notebook?._fully_loaded && notebook.kernel?.is_connected() && notebook.kernel.info_reply.status === 'ok'
        && 'jupyter.widget' in notebook.kernel.comm_manager.targets;
}"""
FINISHED = """() => {
    const cells = Jupyter.notebook.get_cells().filter(cell => cell.cell_type === 'code');
    return cells.every(cell => typeof cell.input_prompt_number === 'number')
        || cells.some(cell => cell.output_area.outputs.some(output => output.output_type === 'error'));
}"""


class Classic:
    """A classic Notebook server on a free local port, with its kernels in the stand-in's environment."""

    def __init__(self, stand_in: StandIn) -> None:
        self.port = free_port()
        self.token = secrets.token_hex(16)
        self.folder = stand_in.home / "alone"
        self.folder.mkdir(exist_ok=True)
        self._log = stand_in.home / "server.log"
        with self._log.open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [PYTHON, "-m", "notebook", *self._options()], cwd=self.folder, env=stand_in.environment(), stdout=log, stderr=log
            )
        self._await_answer()

    def _options(self) -> list[str]:
        return [
            "--no-browser",
            "--allow-root",
            "--ip=127.0.0.1",
            f"--port={self.port}",
            "--port-retries=0",
            f"--notebook-dir={self.folder}",
            f"--NotebookApp.token={self.token}",
        ]

    def _await_answer(self, seconds: float = 60) -> None:
        if answers(f"{self.address}/api?token={self.token}", self._process, seconds):
            return
        self.close()
        raise RuntimeError(f"The classic Notebook did not answer within {seconds} s. It said:\n{self._log.read_text(encoding='utf-8')}")

    @property
    def address(self) -> str:
        """The server's address."""
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        """Stop the server with its kernels."""
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class ClassicNotebook:
    """One notebook, open in a window of its own, and a record of what went wrong in it."""

    def __init__(self, browser: Browser, server: Classic, path: Path) -> None:
        self.path = path
        self.complaints: list[str] = []
        self._host = urlsplit(server.address).netloc
        self._context = browser.new_context(viewport={"width": 1280, "height": 900})
        self._context.set_default_timeout(20_000)
        self._context.on("request", lambda request: self._note_address(request.url))
        self.tab: Page = self._context.new_page()
        self.tab.on("websocket", lambda socket: self._note_address(socket.url))
        self.tab.on("console", self._note_console)
        self.tab.on("pageerror", lambda error: self.complaints.append(f"page error: {error.message}\n{error.stack}"))
        place = quote(path.relative_to(server.folder).as_posix())
        self.tab.goto(f"{server.address}/notebooks/{place}?token={server.token}")
        self.tab.wait_for_function(READY, timeout=60_000)

    def _note_address(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self._host:
            self.complaints.append(f"request to another host: {url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        text = f"console error: {message.text} ({message.location.get('url')})"
        if message.type == "error" and not any(own in text for own in NOTEBOOKS_OWN):
            self.complaints.append(text)

    def clear_all(self) -> None:
        """Clear every output, as the menu does."""
        self.tab.evaluate("Jupyter.notebook.clear_all_output()")

    def run_all(self) -> None:
        """Run every cell, as the menu's Run All does, and wait until the last has finished or one has failed."""
        self.tab.evaluate("Jupyter.notebook.execute_all_cells()")
        self.tab.wait_for_function(FINISHED, timeout=120_000)
        self.await_idle()

    def await_idle(self) -> None:
        """Wait until the kernel has answered all that it was asked before now."""
        self.tab.evaluate("() => new Promise(resolve => Jupyter.notebook.kernel.kernel_info(resolve))")

    def cell(self, index: int) -> Locator:
        """Return the cell at this index, markdown cells included, from 0."""
        return self.tab.locator("#notebook-container > .cell").nth(index)

    def output(self, index: int) -> Locator:
        """Return the output of the code cell at this index."""
        return self.cell(index).locator(".output_wrapper")

    def retype(self, index: int, code: str) -> None:
        """Put the cursor into the cell at this index, type over what stands there, and run the cell with Ctrl-Enter."""
        self.cell(index).locator(".CodeMirror").click()
        self.tab.keyboard.press("ControlOrMeta+a")
        self.tab.keyboard.insert_text(code)
        self.tab.keyboard.press("Control+Enter")

    def source(self, index: int) -> str:
        """Return what stands in the cell at this index."""
        return str(self.tab.evaluate("index => Jupyter.notebook.get_cell(index).get_text()", index))

    def errors(self) -> list[str]:
        """Return the errors that stand in the outputs of the cells, as 'Name: message'."""
        return list(
            self.tab.evaluate(
                """() => Jupyter.notebook.get_cells().filter(cell => cell.cell_type === 'code').flatMap(cell =>
                    cell.output_area.outputs.filter(output => output.output_type === 'error')
                        .map(output => `${output.ename}: ${output.evalue}`))"""
            )
        )

    def streams(self, name: str) -> list[str]:
        """Return what the cells have written to 'stdout' or 'stderr'."""
        return list(
            self.tab.evaluate(
                """name => Jupyter.notebook.get_cells().filter(cell => cell.cell_type === 'code').flatMap(cell =>
                    cell.output_area.outputs.filter(output => output.name === name).map(output => output.text))""",
                name,
            )
        )

    def cells_not_run(self) -> list[str]:
        """Return the source of each code cell that has not been run since the outputs were last cleared."""
        return list(
            self.tab.evaluate(
                """() => Jupyter.notebook.get_cells()
                    .filter(cell => cell.cell_type === 'code' && typeof cell.input_prompt_number !== 'number')
                    .map(cell => cell.get_text())"""
            )
        )

    def execute(self, code: str) -> Any:
        """Return what this code prints in the notebook's kernel."""
        return self.tab.evaluate(
            """code => new Promise((resolve, reject) => {
                let text = '', error = '';
                Jupyter.notebook.kernel.execute(code, {
                    iopub: {output: message => {
                        if (message.msg_type === 'stream') text += message.content.text;
                        if (message.msg_type === 'error') error = message.content.evalue;
                    }},
                    shell: {reply: () => setTimeout(() => error ? reject(new Error(error)) : resolve(text), 200)},
                }, {silent: false, store_history: false});
            })""",
            code,
        )

    def screenshot(self, name: str) -> Path:
        """Return the path of a picture of the window, kept under build/screenshots."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.tab.screenshot(path=SCREENSHOTS / f"{name}.png")
        return SCREENSHOTS / f"{name}.png"

    def close(self) -> None:
        """Shut the kernel down and close the window without saving."""
        self.tab.evaluate("() => { Jupyter.notebook.set_dirty(false); window.onbeforeunload = null; }")
        self.tab.evaluate("() => new Promise(resolve => Jupyter.notebook.session.delete(resolve, resolve))")
        self._context.close()
