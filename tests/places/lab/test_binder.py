"""What Binder makes of the project: the image it would build, the packages in it, and where its links open.

No image is built here, since that takes Docker and the network. repo2docker itself, which is Binder's builder, writes the
Dockerfile; what its steps find and install is followed from there.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import urllib.request
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import rattler
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from authoring import links
from tests.browser.lab import answers, free_port

ROOT = Path(__file__).parents[3]
PLACE = ROOT / "places" / "lab"
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
CONDA = [each for each in ENVIRONMENT["dependencies"] if isinstance(each, str)]
[PIP] = [each["pip"] for each in ENVIRONMENT["dependencies"] if isinstance(each, dict)]
LINK = re.compile(r"https://mybinder\.org/v2/[^\s)\"'\]]+")
LESSON_00 = "notebooks/00_start_here.ipynb"

with_repo2docker = pytest.mark.skipif(sys.platform == "win32", reason="repo2docker does not support Windows")


def tracked() -> list[str]:
    """Return the path of each file that git has, or would have once what is new is added."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True, timeout=60).stdout.split("\0")
    return [name for name in names if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what Binder gets: the project's files, and nothing that was made from them."""
    folder = tmp_path_factory.mktemp("binder")
    for name in tracked():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def dockerfile(clone: Path) -> str:
    command = ["-m", "repo2docker", "--no-build", "--debug", "--user-id", "1000", "--user-name", "reader", "."]
    ended = subprocess.run([sys.executable, *command], cwd=clone, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    assert "Building conda environment for python=3.12" in ended.stderr
    return ended.stdout


# The image.


@with_repo2docker
def test_the_environment_file_decides_and_nothing_else_installs(dockerfile: str) -> None:
    assert dockerfile.lstrip().startswith("FROM ")
    assert dockerfile.count("${MAMBA_EXE} env update") == 1
    assert '${MAMBA_EXE} env update -p ${NB_PYTHON_PREFIX} --file "environment.yml"' in dockerfile
    assert "pip install" not in dockerfile, "repo2docker would take pyproject.toml or a requirements.txt as well"
    assert "WORKDIR ${REPO_DIR}" in dockerfile


@with_repo2docker
def test_the_image_starts_from_the_python_that_is_pinned(dockerfile: str) -> None:
    assert re.search(r"^COPY \S+ \S*environment-2epy-2d3-2e12-2dlinux\S* /tmp/env/environment\.lock$", dockerfile, re.MULTILINE)


@with_repo2docker
def test_binder_itself_installs_no_server_extension_but_those_that_are_told(dockerfile: str) -> None:
    """Before the project's packages, repo2docker installs a server and more, from a lock of its own."""
    files = importlib.metadata.files("jupyter-repo2docker") or []
    [pinned] = [path for path in files if path.name == "environment.py-3.12-linux-64.lock"]
    names = re.findall(r"/([\w.-]+)-[^-/\s]+-[^-/\s]+\.(?:conda|tar\.bz2)", pinned.read_text("utf-8"))
    assert len(names) > 100
    own = {"jupyter-offlinenotebook", "jupyter-resource-usage", "jupyterhub-singleuser"}
    with_extensions = {"jupyterlab", "notebook", "notebook-shim", "jupyter-lsp", "jupyter_server_terminals"}
    libraries = {
        "jupyter_client", "jupyter_core", "jupyter_events", "jupyter_server", "jupyterlab_pygments", "jupyterlab_server",
        "jupyterlab_widgets", "jupyterhub-base", "nbclient", "nbconvert-core", "nbformat",
    }  # fmt: skip
    assert {name for name in names if re.match("jupyter|nb|notebook", name)} == own | with_extensions | libraries
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in contributing for name in own)


@with_repo2docker
def test_the_lock_is_there_when_pip_asks_for_it(dockerfile: str) -> None:
    """repo2docker may copy environment.yml alone, and the rest only after it is installed; a lock would then be missing."""
    copied = dockerfile.index("COPY --chown=1000:1000 src/ ${REPO_DIR}/\n")
    assert copied < dockerfile.index("env update")
    assert "environment.yml ${REPO_DIR}/" not in dockerfile


def test_what_conda_is_asked_for_can_be_read() -> None:
    specs = {spec.name.normalized: spec for spec in map(rattler.MatchSpec, CONDA)}
    assert set(specs) == {"python", "pip"}
    assert specs["python"].version == "3.12.*"
    assert ENVIRONMENT["channels"] == ["conda-forge"]


def test_pip_finds_the_whole_lock_from_the_folder_of_the_environment_file(clone: Path) -> None:
    """Conda and mamba write the section for pip into a file beside environment.yml, and give that to pip.

    All of it is installed here already, so pip needs no network to go through it.
    """
    assert PIP == ["-r places/lab/requirements.lock"]
    beside = clone / "from-environment.requirements.txt"
    beside.write_text("\n".join(PIP) + "\n", encoding="utf-8")
    asked = ["install", "--dry-run", "--no-deps", "--no-index", "--no-input", "--disable-pip-version-check", "--require-hashes"]
    asked += ["-r", beside.name]
    said = subprocess.run([sys.executable, "-m", "pip", *asked], cwd=clone, capture_output=True, text=True, timeout=120, check=False)
    assert said.returncode == 0, said.stderr
    satisfied = re.findall(r"^Requirement already satisfied: ([\w.-]+)==", said.stdout, re.MULTILINE)
    here = {canonicalize_name(each.name) for each in locked() if each.marker is None or each.marker.evaluate()}
    assert {canonicalize_name(name) for name in satisfied} == here
    assert "Would install" not in said.stdout


# How JupyterLab opens there.


@with_repo2docker
def test_the_image_is_finished_by_what_tells_jupyterlab_how_to_open(dockerfile: str) -> None:
    assert dockerfile.index("env update") < dockerfile.index("RUN ./postBuild")


@pytest.fixture(scope="module")
def finished(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment variables of a shell on Binder, in which postBuild has finished the environment and the home."""
    home, environment = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("environment")
    venv.create(environment, symlinks=True)
    (environment / "share").symlink_to(Path(sys.prefix) / "share")
    [packages] = environment.glob("lib/python*/site-packages")
    (packages / "here.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    said = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "PYTHON"))}
    said |= {"HOME": str(home), "VIRTUAL_ENV": str(environment), "PATH": f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(["./postBuild"], cwd=clone, env=said, check=True, timeout=60)
    return said


@with_repo2docker
def test_jupyterlab_is_told_on_binder_what_make_lab_tells_it(finished: dict[str, str]) -> None:
    told, home = Path(finished["VIRTUAL_ENV"], "etc", "jupyter"), Path(finished["HOME"])
    for folder, there in (("jupyter", told), ("workspaces", home / ".jupyter" / "lab" / "workspaces")):
        names = [path.relative_to(PLACE / folder) for path in (PLACE / folder).rglob("*") if path.is_file()]
        assert names
        assert [name for name in names if (there / name).read_bytes() != (PLACE / folder / name).read_bytes()] == []
    classes = json.loads((told / "jupyter_server_config.json").read_text(encoding="utf-8"))["ServerApp"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert len(classes) == 2
    assert [f"--ServerApp.{name}={named}" for name, named in classes.items() if f"--ServerApp.{name}={named} " not in makefile] == []
    modules = [named.rpartition(".")[0] for named in classes.values()]
    find = f"from importlib.util import find_spec; assert all(map(find_spec, {modules}))"
    subprocess.run(["python", "-c", find], cwd=home, env=finished, check=True, timeout=60)


@pytest.fixture
def binder(clone: Path, finished: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The address of a JupyterLab as Binder starts it, with nothing on its command line."""
    port = free_port()
    command = ["python", "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}", "--IdentityProvider.token="]
    log = (tmp_path / "log").open("wb")
    server = subprocess.Popen([*command, f"--ServerApp.root_dir={clone}"], cwd=finished["HOME"], env=finished, stdout=log, stderr=log)
    try:
        assert answers(f"http://127.0.0.1:{port}/api", server, 60), (tmp_path / "log").read_text("utf-8")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)
        log.close()


@pytest.mark.weekly
@with_repo2docker
def test_jupyterlab_opens_on_binder_as_after_make_lab(binder: str) -> None:
    def told(path: str) -> dict[str, Any]:
        with urllib.request.urlopen(f"{binder}/{path}", timeout=30) as answer:
            return dict(json.load(answer))

    def setting(plugin: str) -> dict[str, Any]:
        return {name: each.get("default") for name, each in told(f"lab/api/settings/@jupyterlab/{plugin}")["schema"]["properties"].items()}

    assert setting("apputils-extension:notification")["fetchNews"] == "false"
    assert setting("notebook-extension:tracker")["codeCellConfig"]["lineWrap"] is True
    assert told("lab/api/workspaces/default")["data"]["layout-restorer:data"]["left"]["current"] == "@jupyterlab/toc:plugin"
    assert told(f"api/contents/{LESSON_00}")["content"]["metadata"]["language_info"]["version"], "or else the tab is marked as changed"


# The packages.


def locked() -> list[Requirement]:
    lines = (ROOT / "places" / "lab" / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return [Requirement(line.split("\\")[0]) for line in lines if re.match(r"\w", line)]


def on_binder() -> dict[str, str]:
    """Return the version of each package that the lock gives to Linux with Python 3.12."""
    binder = {
        "python_version": "3.12", "python_full_version": "3.12.12", "sys_platform": "linux", "platform_system": "Linux", "os_name": "posix",
        "platform_machine": "x86_64", "implementation_name": "cpython", "platform_python_implementation": "CPython", "extra": "",
    }  # fmt: skip
    asked = [each for each in locked() if each.marker is None or each.marker.evaluate(binder)]
    return {canonicalize_name(each.name): next(iter(each.specifier)).version for each in asked}


def test_what_a_lesson_in_jupyterlab_needs_is_installed_with_all_that_it_needs_itself() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = [*project["project"]["dependencies"], *project["dependency-groups"]["lab"], "ipykernel"]
    installed, seen = on_binder(), set[str]()
    while needed:
        requirement = Requirement(needed.pop())
        name = canonicalize_name(requirement.name)
        if name in seen or (requirement.marker and not requirement.marker.evaluate({"extra": "", "python_version": "3.12"})):
            continue
        seen.add(name)
        assert name in installed, f"{requirement} is not in the lock"
        assert requirement.specifier.contains(installed[name], prereleases=True), (str(requirement), installed[name])
        needed += importlib.metadata.requires(name) or []
    assert {"jupyterlab", "ipywidgets", "anywidget", "numpy", "matplotlib", "ipykernel"} <= seen


def test_what_binder_gets_is_what_is_tested_and_not_what_tests_it() -> None:
    tested = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    everything = {canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", tested, re.MULTILINE)}
    binder = on_binder()
    assert binder.items() <= everything.items()
    assert not {"playwright", "mypy", "pytest", "ruff", "jupyter-repo2docker", "ipympl"} & binder.keys()


# The links.


PUBLISHED = {**links.published_at(), "repository": "ada/engine", "owner": "ada", "name": "engine"}


def binder_links() -> list[tuple[str, str]]:
    """Return each link to Binder with the name of the file that it stands in."""
    texts = [name for name in tracked() if name.endswith((".md", ".ipynb"))]
    published = links.with_badges((ROOT / "README.md").read_text(encoding="utf-8"), PUBLISHED)
    return [
        (name, link)
        for name in texts
        for link in LINK.findall(published if name == "README.md" else (ROOT / name).read_text(encoding="utf-8"))
    ]


def test_every_link_opens_a_lesson_that_there_is_in_jupyterlab() -> None:
    found = binder_links()
    assert [link for name, link in found if name == "README.md" and LESSON_00 in link], "lesson 00 is where a reader begins"
    for name, link in found:
        parts = urlsplit(link)
        query = parse_qs(parts.query, strict_parsing=True)
        assert set(query) == {"urlpath"}, (name, link)
        [path] = query["urlpath"]
        assert path.startswith("lab/tree/"), (name, link)
        assert path.removeprefix("lab/tree/") in tracked(), (name, link)


def test_every_link_builds_the_tag_that_the_project_names() -> None:
    for name, link in binder_links():
        assert urlsplit(link).path == f"/v2/gh/ada/engine/{PUBLISHED['tag']}", (name, link)
