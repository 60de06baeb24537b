"""The web pages, built once for all processes that test them, and a server for them."""

from __future__ import annotations

import functools
import http.server
import os
import pickle
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from places.site.build import files_of, lessons_of, run_all
from places.site.files import write
from places.site.lesson import Lesson

PATIENCE = 600  # seconds that a process waits for another one's build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the site in "a site" and its lessons in "lessons": the first process that asks builds it for all of them."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, ready = shared / "web pages", shared / "web pages are built"
    try:
        folder.mkdir()
    except FileExistsError:
        end = time.monotonic() + PATIENCE
        while not ready.exists():
            assert time.monotonic() < end, "the process that began to build the web pages has not ended"
            time.sleep(0.5)
        return folder
    lessons = lessons_of(run_all())
    (folder / "lessons").write_bytes(pickle.dumps(lessons))
    write(folder / "a site", files_of(lessons, lite=False))
    ready.touch()
    return folder


@pytest.fixture(scope="session")
def prepared(built: Path) -> list[Lesson]:
    return pickle.loads((built / "lessons").read_bytes())


@pytest.fixture(scope="session")
def site(built: Path) -> Path:
    return built / "a site"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and writes nothing."""

    def log_message(self, *_: Any) -> None:
        """Keep still."""


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Serve the site under a path of its own, as GitHub does."""
    handler = functools.partial(Quiet, directory=str(site.parent))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/a%20site"
    server.shutdown()
    server.server_close()
    thread.join()
