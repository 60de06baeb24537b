"""The web pages, built once for all processes that test them, and a server for them."""

from __future__ import annotations

import http.server
import os
import pickle
import sys
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from places.site.build import files_of, lesson_of, lessons_of
from places.site.files import write
from places.site.lesson import Lesson
from tests.everything import EVERYTHING
from tests.places.site.made_once import made_once
from tests.places.site.solved import solved_lesson, warm_kernels


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the site in "a site", its lessons in "lessons" and, but for the weekly run, the solved ones in "solved"."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    return made_once(shared / "web pages", build_site)


def build_site(folder: Path) -> None:
    """Run each lesson once, to see its verdicts and to make its page; in the weekly run the pages are those of the lessons as shipped.

    Daily, figures move on the pages of some lessons, and all others show them as they start.
    """
    solved = folder / "solved"
    solved.mkdir()
    with warm_kernels() if sys.platform == "linux" and not EVERYTHING else nullcontext():
        lessons = lessons_of(lesson_of if EVERYTHING else partial(solved_lesson, folder=solved))
    (folder / "lessons").write_bytes(pickle.dumps(lessons))
    write(folder / "a site", files_of(lessons, lite=False))


@pytest.fixture(scope="session")
def prepared(built: Path) -> list[Lesson]:
    return pickle.loads((built / "lessons").read_bytes())


@pytest.fixture(scope="session")
def site(built: Path) -> Path:
    return built / "a site"


# What a page meets in a browser that may keep nothing.
FORBIDDEN = """<head><script>Object.defineProperty(window, "localStorage", {get() {
    throw new DOMException("The operation is insecure.", "SecurityError"); }});</script>"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and writes nothing; a page that is asked for with `?forbidden` may keep nothing in the browser."""

    def do_GET(self) -> None:
        if not self.path.endswith("?forbidden"):
            super().do_GET()
            return
        page = Path(self.translate_path(self.path)).read_text(encoding="utf-8").replace("<head>", FORBIDDEN, 1).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: Any) -> None:
        """Keep still."""


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Serve the site under a path of its own, as GitHub does."""
    handler = partial(Quiet, directory=str(site.parent))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/a%20site"
    server.shutdown()
    server.server_close()
    thread.join()
