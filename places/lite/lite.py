"""Build the JupyterLite edition: `python -m places.lite.lite` writes build/site/lite, the lessons with no server behind them.

Python runs in the reader's browser there, as WebAssembly: Pyodide brings the interpreter, NumPy and Matplotlib, and is fetched from
its own distribution when a lesson is opened. What Pyodide lacks are four packages of pure Python; the edition serves these itself, in
the versions of places/lite/requirements.lock. They are fetched once, into .venv-lite; a build after that needs no network.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[2]
SITE = ROOT / "build" / "site" / "lite"
LOCK = Path(__file__).with_name("requirements.lock")
WHEELS = Path(sys.prefix) / "wheels"

APPS = ["lab", "notebooks"]
CONTENTS = ["notebooks/*.ipynb", "notebooks/*.md", "helpers/**/*", "LICENSE", "LICENSE-TEXT"]
IN_PYODIDE = ["numpy", "matplotlib", "platformdirs", "traitlets", "typing-extensions"]
SERVED = ["anywidget", "comm", "ipywidgets", "psygnal"]
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
FROM_THE_KERNEL = "../../../../pypi"  # a relative address of a wheel counts from the kernel's script, extensions/@jupyterlite/…/static/

# For Python in the browser. What is under /drive is kept in the browser's storage; the rest is gone with the kernel.
ENVIRONMENT = {"LESSONS_PROGRESS": "/drive/progress", "PYTHONDONTWRITEBYTECODE": "1"}

# What JupyterLite writes into a notebook as its kernel starts. One without it would be marked as changed as soon as it is opened.
OF_ITS_KERNEL = {
    "kernelspec": {"name": "python", "display_name": "Python (Pyodide)", "language": "python"},
    "language_info": {
        "codemirror_mode": {"name": "python", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": "3.8",
    },
}

LAB = ROOT / "places" / "lab"
AS_IN_THE_LAB = LAB / "jupyter" / "labconfig" / "default_setting_overrides.json"
OUTLINE = LAB / "workspaces" / "default-37a8.jupyterlab-workspace"
SETTINGS = {"@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Markdown Preview"}}}  # for the glossary


def build(site: Path = SITE) -> None:
    """Write the edition into this folder, and remove what was there before."""
    wheels = fetch_wheels()
    with tempfile.TemporaryDirectory(prefix="lite-") as folder:
        source, made = Path(folder, "source"), Path(folder, "made")
        copy_contents(source / "files")
        write_workspaces(source / "workspaces")
        write_json(source / "jupyter-lite.json", {"jupyter-lite-schema-version": 0, "jupyter-config-data": configuration(wheels)})
        write_json(source / "overrides.json", json.loads(AS_IN_THE_LAB.read_text(encoding="utf-8")) | SETTINGS)
        run_jupyterlite(source, made)
        (made / "pypi").mkdir()
        for wheel in wheels:
            shutil.copyfile(wheel, made / "pypi" / wheel.name)
        shutil.rmtree(site, ignore_errors=True)
        site.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, site)


def copy_contents(folder: Path) -> None:
    """Copy what a reader finds in the edition: the lessons beside the helpers, as the first cell of every lesson expects them."""
    for path in contents():
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".ipynb":
            write_json(target, as_in_the_browser(nbformat.read(path, as_version=4)))
        else:
            shutil.copyfile(path, target)


def as_in_the_browser(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a lesson as JupyterLite reads it: it joins no lines of stored outputs, and shows no style of a cell that isn't trusted."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata["trusted"] = True
    notebook.metadata.update(OF_ITS_KERNEL)
    return notebook


def write_workspaces(folder: Path) -> None:
    """Write a workspace for each lesson: opened by `lab/index.html?workspace=00_start_here`, the outline is beside it.

    With `?path=` JupyterLite brings the file browser to the front, whatever a workspace or a setting says.
    """
    folder.mkdir()
    outline = json.loads(OUTLINE.read_text(encoding="utf-8"))["data"]["layout-restorer:data"]
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        document = {"path": path.relative_to(ROOT).as_posix(), "factory": "Notebook"}
        name = f"notebook:{document['path']}"
        main = {"current": name, "dock": {"type": "tab-area", "currentIndex": 0, "widgets": [name]}}
        data = {"layout-restorer:data": {**outline, "main": main}, name: {"data": document}}
        write_json(folder / f"{path.stem}.jupyterlab-workspace", {"data": data, "metadata": {"id": path.stem}})


def contents() -> Iterator[Path]:
    """Yield every file of the project that belongs to the edition."""
    for pattern in CONTENTS:
        yield from (path for path in sorted(ROOT.glob(pattern)) if path.is_file() and "__pycache__" not in path.parts)


def configuration(wheels: list[Path]) -> dict[str, object]:
    """Return what JupyterLite is told: what its kernel loads before the first cell, so that no lesson has to install anything."""
    kernel = {
        "disablePyPIFallback": True,  # whatever is not served here or by Pyodide is not fetched from anywhere
        "loadPyodideOptions": {
            "packages": [*IN_PYODIDE, *(f"{FROM_THE_KERNEL}/{wheel.name}" for wheel in wheels)],
            "env": ENVIRONMENT,
        },
    }
    return {
        "appName": "How a neural network learns",
        "litePluginSettings": {KERNEL: kernel},
        "enableMemoryStorage": True,
        "workspacesStorageDrivers": ["memoryStorageDriver"],  # a kept one would open what it was left with, even if the lesson was closed
    }


def write_json(path: Path, content: object) -> None:
    """Write a file as JSON."""
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def run_jupyterlite(source: Path, made: Path) -> None:
    """Let JupyterLite build; say what it said if it fails, and nothing otherwise."""
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--no-sourcemaps", "--no-unused-shared-packages", "--no-libarchive"]
    options = [f"--lite-dir={source}", f"--output-dir={made}", f"--source-date-epoch={epoch()}", *(f"--apps={app}" for app in APPS)]
    ran = subprocess.run([*command, *options], cwd=source, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise SystemExit(f"JupyterLite could not be built:\n{ran.stdout}{ran.stderr}")


def epoch() -> int:
    """Return the time that every file of the edition carries: the last commit's, so that the same commit gives the same bytes."""
    named = os.environ.get("SOURCE_DATE_EPOCH")
    if named:
        return int(named)
    asked = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    return int(asked.stdout) if asked.returncode == 0 else int(max(path.stat().st_mtime for path in contents()))


def fetch_wheels(folder: Path = WHEELS) -> list[Path]:
    """Return the wheels that the edition serves, exactly those of the lock; fetch them if they are not there yet."""
    wanted, stamp = locked(SERVED), folder / "requirements.txt"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        asked = folder / "wanted.txt"
        asked.write_text(wanted, encoding="utf-8")
        for_the_browser = ["--platform=any", "--implementation=py", "--python-version=3.14", "--only-binary=:all:", "--no-deps"]
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([*command, *for_the_browser, "--dest", folder, "--requirement", asked], check=True)
        asked.replace(stamp)  # only now is the folder complete
    return sorted(folder.glob("*.whl"))


def locked(names: list[str]) -> str:
    """Return the part of the lock that names these packages, with its hashes."""
    blocks = re.split(r"\n(?=\S)", LOCK.read_text(encoding="utf-8"))
    parts = [block.strip() for block in blocks if block.split("==")[0] in names]
    if len(parts) != len(names):
        raise SystemExit(f"{LOCK.name} does not name each of {', '.join(names)} once: run make lock.")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    build()
    print(SITE.relative_to(ROOT))
