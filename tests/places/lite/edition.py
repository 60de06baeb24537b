"""The JupyterLite edition as it is built, served on a local port, and handled in a real browser."""

from __future__ import annotations

import functools
import http.server
import json
import mimetypes
import threading
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from playwright.sync_api import Browser, ProxySettings

from tests.browser.lab import Notebook, Window

PREFIX = "/a-site/lite/"  # as below a project's pages, and not at the root of a server
PYODIDE = "/pyodide/"
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"

for ending, kind in {".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm"}.items():
    mimetypes.add_type(kind, ending)  # a machine's own table may know them by other names, which a browser refuses

Change = Callable[[dict[str, Any]], None]


class Edition:
    """A server of files: the edition below `PREFIX`, and Pyodide, if there is a folder with it, below `PYODIDE`."""

    def __init__(self, site: Path, pyodide: Path | None = None, change: Change | None = None) -> None:
        """Serve this folder; `change` may change what Pyodide's kernel is told."""
        self.pyodide = pyodide
        self._configuration = json.loads((site / "jupyter-lite.json").read_text(encoding="utf-8"))
        self._tell_the_kernel(change)
        handler = functools.partial(_Handler, {PREFIX: site, **({PYODIDE: pyodide} if pyodide else {})}, self._files())
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def _tell_the_kernel(self, change: Change | None) -> None:
        data = self._configuration["jupyter-config-data"]
        data["exposeAppInBrowser"] = True  # lets a test drive it as it drives JupyterLab
        settings = data["litePluginSettings"][KERNEL]
        if self.pyodide is not None:
            settings["pyodideUrl"] = f"{PYODIDE}pyodide.mjs"
        if change is not None:
            change(settings)

    def _files(self) -> dict[str, bytes]:
        return {f"{PREFIX}jupyter-lite.json": json.dumps(self._configuration).encode()}

    def address(self, port: int | None = None) -> str:
        """Return the address of the edition."""
        return f"http://127.0.0.1:{port or self._server.server_port}{PREFIX}"

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Answers with files of several folders, and with some that are only in memory."""

    def __init__(self, folders: dict[str, Path], files: dict[str, bytes], *arguments: Any) -> None:
        self._folders, self._files = folders, files
        super().__init__(*arguments)

    def do_GET(self) -> None:
        content = self._files.get(urllib.parse.urlsplit(self.path).path)
        if content is None:
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def translate_path(self, path: str) -> str:
        plain = urllib.parse.unquote(urllib.parse.urlsplit(path).path)
        for prefix, folder in self._folders.items():
            if plain.startswith(prefix):
                found = (folder / plain.removeprefix(prefix)).resolve()
                if found.is_relative_to(folder.resolve()):
                    return str(found)
        return str(Path(__file__).parent / "nothing is here")

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Elsewhere:
    """All other hosts: a proxy that refuses whatever it is asked for, and writes it down. A browser's workers go through it as well."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Refusal(http.server.BaseHTTPRequestHandler):
            def _refuse(self) -> None:
                asked.append(self.path)
                self.send_error(502)

            do_CONNECT = do_GET = do_HEAD = do_POST = _refuse  # noqa: N815 - the library's names

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Refusal)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def proxy(self) -> ProxySettings:
        """Return how a browser is told of it."""
        return {"server": f"http://127.0.0.1:{self._server.server_port}", "bypass": "127.0.0.1"}

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class LiteWindow(Window):
    """One browser window with the edition open in it; no other host can be reached from it."""

    def __init__(self, browser: Browser, edition: Edition, page: str, *, width: int = 1280, height: int = 900, dark: bool = False) -> None:
        """Open a page of the edition, as in "lab/index.html?path=notebooks/00_start_here.ipynb"."""
        self.address = edition.address()
        self.complaints: list[str] = []
        self.said: list[str] = []
        self.elsewhere = Elsewhere()
        self._context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            proxy=self.elsewhere.proxy(),
        )
        self._context.set_default_timeout(60_000)
        self.tab = self._context.new_page()
        self.tab.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        self.tab.on("pageerror", lambda error: self._complain(f"page error: {error.message}\n{error.stack}"))
        self.tab.goto(f"{self.address}{page}")
        self.tab.wait_for_function("window.jupyterapp && jupyterapp.restored.then(() => true)", timeout=120_000)

    def close(self) -> None:
        super().close()
        self.elsewhere.close()

    def notebook(self, path: str, state: str = "idle") -> Notebook:
        """Return the notebook at this path, which the page opens by itself, when its kernel is in this state."""
        self.tab.wait_for_function(
            """([path, state]) => {
                const panel = [...jupyterapp.shell.widgets('main')].find(widget => widget.context?.path === path);
                return panel?.sessionContext.session?.kernel?.status === state;
            }""",
            arg=[path, state],
            timeout=300_000,
        )
        return Notebook(self, path)
