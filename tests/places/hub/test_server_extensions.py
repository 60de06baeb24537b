"""Which extensions a learner's server has on, here and on a cluster. `make test-hub` runs this; it needs the hub's environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
import yaml

pytest.importorskip("jupyterhub", reason="make test-hub runs this: it needs the hub's environment")

from places.hub.__main__ import free_ports
from places.hub.git_pull_link import REPOSITORIES

ROOT = Path(__file__).resolve().parents[3]
SINGLEUSER_VALUES = yaml.safe_load((ROOT / "places" / "hub" / "zero-to-jupyterhub.yaml").read_text(encoding="utf-8"))["singleuser"]
LIST_EXTENSIONS = """
from jupyter_server.serverapp import ServerApp
server = ServerApp.instance()
server.initialize(argv=[], new_httpserver=False)
print(*sorted(name for name, extension in server.extension_manager.extensions.items() if extension.enabled))
"""


def server_environment(settings: Path, home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "PYTHON"))}
    return {**kept, "HOME": str(home), "JUPYTER_CONFIG_PATH": str(settings), "PYTHONPATH": str(ROOT), **more}


@pytest.fixture
def cluster_settings(tmp_path: Path) -> Path:
    """A folder with the settings that the values for a cluster give a server."""
    file = SINGLEUSER_VALUES["extraFiles"]["server"]
    made = tmp_path / "settings"
    made.mkdir()
    (made / Path(file["mountPath"]).name).write_text(json.dumps(file["data"]), encoding="utf-8")
    return made


def extensions_on(settings: Path, home: Path) -> set[str]:
    command, environment = [sys.executable, "-c", LIST_EXTENSIONS], server_environment(settings, home)
    said = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, timeout=120, check=True)
    return set(said.stdout.split())


def test_only_what_we_mean_is_on(tmp_path, cluster_settings):
    ours = {"jupyterlab", "places.hub.lesson_pull"}
    assert extensions_on(ROOT / "places" / "hub" / "jupyter", tmp_path) == ours
    assert extensions_on(cluster_settings, tmp_path) == ours | {"jupyter_lsp", "jupyter_server_terminals", "notebook_shim"}


@contextmanager
def server_of_a_cluster(settings: Path, home: Path) -> Iterator[str]:
    [port] = free_ports(1)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}", "--allow-root", "--IdentityProvider.token=known"]
    environment = server_environment(settings, home, **{REPOSITORIES: SINGLEUSER_VALUES["extraEnv"][REPOSITORIES]})
    running = subprocess.Popen(command, cwd=home, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(30)


def status_of(address: str) -> int:
    request = urllib.request.Request(address, headers={"Authorization": "token known"})
    end = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except urllib.error.URLError:  # it is not there yet
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def test_on_a_cluster_a_link_asks_and_can_ask_only_for_what_is_named(tmp_path, cluster_settings):
    home = tmp_path / "home"
    home.mkdir()
    named, other = {"repo": SINGLEUSER_VALUES["extraEnv"][REPOSITORIES]}, {"repo": "https://github.com/mallory/lessons"}
    with server_of_a_cluster(cluster_settings, home) as server:
        assert status_of(f"{server}/git-pull?{urlencode(named)}") == 200
        assert status_of(f"{server}/git-pull?{urlencode(other)}") == 403
        assert status_of(f"{server}/git-pull/api?{urlencode(named)}") == 404
    assert [each.name for each in home.iterdir() if not each.name.startswith(".")] == []
