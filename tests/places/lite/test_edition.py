"""The JupyterLite edition as files, and in a browser that reaches no other host: as a reader sees it before Python is there."""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest
from playwright.sync_api import Browser, expect

from tests.places.lite.conftest import ROOT
from tests.places.lite.edition import KERNEL, Edition, LiteWindow

LESSONS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
FIRST = "notebooks/00_start_here.ipynb"
LINK = "lab/index.html?workspace=00_start_here"


@pytest.fixture(scope="module")
def configuration(site: Path) -> dict:
    return json.loads((site / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]


# As files.


def test_it_holds_every_lesson_beside_the_helpers(site):
    there = {path.relative_to(site / "files").as_posix() for path in (site / "files").rglob("*") if path.is_file()}
    asked = subprocess.run(["git", "ls-files", "helpers", "notebooks"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert there == {*asked.stdout.split(), "LICENSE", "LICENSE-TEXT"}
    assert len(LESSONS) == 10
    for name in there:
        assert content(site / "files" / name) == content(ROOT / name), f"{name} has changed since make lite"


def content(path: Path) -> object:
    return nbformat.read(path, as_version=4).cells if path.suffix == ".ipynb" else path.read_bytes()


def test_every_file_is_listed_so_that_the_kernel_finds_it(site):
    listed = set()
    for path in (site / "api" / "contents").rglob("all.json"):
        entries = json.loads(path.read_text(encoding="utf-8"))["content"]
        listed |= {entry["path"] for entry in entries if entry["type"] != "directory"}
    assert listed == {path.relative_to(site / "files").as_posix() for path in (site / "files").rglob("*") if path.is_file()}


def test_the_front_ends_of_the_widgets_are_there(site, configuration):
    extensions = {extension["name"]: extension["load"] for extension in configuration["federated_extensions"]}
    assert {"@jupyter-widgets/jupyterlab-manager", "@jupyterlite/pyodide-kernel-extension", "anywidget"} <= extensions.keys()
    for name, load in extensions.items():
        assert (site / "extensions" / name / load).is_file()


def test_the_wheels_that_it_serves_are_those_of_the_lock_and_need_nothing_compiled(site, configuration):
    lock = (ROOT / "places" / "lite" / "requirements.lock").read_text(encoding="utf-8")
    wheels = {path.name: path for path in (site / "pypi").glob("*.whl")}
    assert sorted(name.split("-")[0] for name in wheels) == ["anywidget", "comm", "ipywidgets", "psygnal"]
    for name, path in wheels.items():
        package, version, *_ = name.split("-")
        assert f"\n{package}=={version} " in lock
        with zipfile.ZipFile(path) as archive:
            assert not [each for each in archive.namelist() if each.endswith((".so", ".pyd"))]
    loaded = configuration["litePluginSettings"][KERNEL]["loadPyodideOptions"]["packages"]
    assert {each.split("/")[-1] for each in loaded if each.endswith(".whl")} == wheels.keys()


def test_what_the_helpers_import_is_loaded_before_the_first_cell(configuration):
    loaded = configuration["litePluginSettings"][KERNEL]["loadPyodideOptions"]["packages"]
    names = {re.sub(r"[-_.]+", "-", each.split("/")[-1].split("-")[0] if each.endswith(".whl") else each) for each in loaded}
    needed = {"anywidget", "ipywidgets", "matplotlib", "numpy", "platformdirs", "traitlets"}  # IPython is part of the kernel
    assert needed <= names


def test_it_is_small_and_has_no_source_maps(site):
    files = [path for path in site.rglob("*") if path.is_file()]
    assert not [path for path in files if path.suffix == ".map"]
    assert sum(path.stat().st_size for path in files) < 30e6


def test_building_it_again_gives_the_same_bytes(site, tmp_path):
    python = ROOT / ".venv-lite" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    code = f"from pathlib import Path; from places.lite import lite; lite.build(Path({str(tmp_path / 'again')!r}))"
    subprocess.run([python, "-c", code], cwd=ROOT, check=True, timeout=120)

    def files(folder: Path) -> dict[str, bytes]:
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    first, second = files(site), files(tmp_path / "again")
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


# In a browser that reaches nothing else, Pyodide's distribution included.


@pytest.fixture(scope="module")
def offline(site: Path) -> Iterator[Edition]:
    with Edition(site) as edition:
        yield edition


@pytest.fixture(scope="module")
def pyodide(site: Path) -> str:
    """Return where the kernel looks for Pyodide unless it is told otherwise."""
    [schema] = (site / "extensions" / "@jupyterlite").rglob("kernel.v0.schema.json")
    return json.loads(schema.read_text(encoding="utf-8"))["properties"]["pyodideUrl"]["default"]


@pytest.mark.browser
@pytest.mark.parametrize("page", [LINK, f"notebooks/index.html?path={FIRST}"], ids=["lab", "notebooks"])
def test_a_lesson_opens_with_its_stored_outputs_and_asks_only_for_pyodide(chromium: Browser, offline, pyodide, page):
    window = LiteWindow(chromium, offline, page)
    try:
        window.notebook(FIRST, state="unknown")
        figure = window.tab.locator(".jp-OutputArea img").first
        expect(figure).to_be_visible()
        assert figure.evaluate("image => image.complete && image.naturalWidth") > 400
        cell = window.tab.locator(".jp-Notebook .jp-Cell").first
        assert cell.evaluate("cell => getComputedStyle(cell).maxWidth") == "822px", "the lesson's style is left out"
        expect(window.tab.get_by_role("heading", name="Start here")).to_be_visible()
        expect(window.tab.get_by_role("group", name="The machine you are building")).to_contain_text("weighted_sum")
        question = window.tab.locator(".jp-OutputArea pre").filter(has_text="From step 800 to step 1000")
        assert "\n    A  It shrinks a little at every step\n    B" in question.inner_text()
        window.tab.wait_for_timeout(500)  # for what else it might ask
        assert set(window.elsewhere.asked) == {f"{urlsplit(pyodide).netloc}:443"}
        assert window.complaints
        assert all(pyodide in complaint for complaint in window.complaints)  # that Pyodide cannot be had, and nothing else
    finally:
        window.close()


@pytest.mark.browser
def test_a_link_opens_its_lesson_beside_the_outline_though_it_was_closed_before(chromium: Browser, offline):
    window = LiteWindow(chromium, offline, LINK)
    try:
        for _ in range(2):
            window.notebook(FIRST, state="unknown")
            outline = window.tab.locator("#table-of-contents")
            expect(outline).to_be_visible()
            expect(outline.get_by_text("What did you just see?")).to_be_visible()
            window.tab.evaluate("jupyterapp.shell.currentWidget.close()")
            window.tab.wait_for_timeout(1500)  # in which JupyterLab writes down what is open
            window.tab.goto(f"{window.address}{LINK}")
            window.tab.wait_for_function("window.jupyterapp && jupyterapp.restored.then(() => true)")
    finally:
        window.close()


@pytest.mark.browser
def test_before_a_lesson_is_opened_no_other_host_is_asked(chromium: Browser, offline):
    window = LiteWindow(chromium, offline, "lab/index.html?path=notebooks/glossary.md")
    try:
        expect(window.tab.locator(".jp-MarkdownViewer h1")).to_contain_text("Glossary")
        extensions = window.tab.evaluate("Object.keys(_JUPYTERLAB)")
        assert {"@jupyter-widgets/jupyterlab-manager", "anywidget"} <= set(extensions)
        window.tab.wait_for_timeout(500)
        assert window.elsewhere.asked == []
        assert window.complaints == []
    finally:
        window.close()
