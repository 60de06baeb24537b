"""Make build/pyodide, a Pyodide that the edition can be tested with offline: `python -m tests.places.lite.pyodide`.

It is the Pyodide that the edition's kernel asks for, from npm, and of its packages those of pure Python that the kernel needs, in the
versions of Pyodide's own list. NumPy and Matplotlib for Pyodide come with its full distribution alone; with that one unpacked in a
folder, `make test-lite PYODIDE=folder` runs every lesson.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FOLDER = HERE.parents[2] / "build" / "pyodide"
CORE = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"]
ASKED_FOR = ["package.json", "package-lock.json", "pyodide.txt"]


def make(folder: Path = FOLDER) -> None:
    """Make the folder, unless it is there and made from what is asked for now."""
    stamp = folder / "made-from"
    asked_for = "".join((HERE / name).read_text(encoding="utf-8") for name in ASKED_FOR)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == asked_for:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("There is no npm here to fetch Pyodide with: install Node.js, or name a whole Pyodide with PYODIDE=folder.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _fetch_core(npm, folder)
    _fetch_packages(folder)
    stamp.write_text(asked_for, encoding="utf-8")


def _fetch_core(npm: str, folder: Path) -> None:
    fetched = folder / "npm"
    fetched.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / name, fetched / name)
    subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=fetched, check=True)
    for name in [*CORE, "pyodide-lock.json"]:
        shutil.copyfile(fetched / "node_modules" / "pyodide" / name, folder / name)
    shutil.rmtree(fetched)


def _fetch_packages(folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps"]
    for_the_browser = ["--only-binary=:all:", "--platform=any", "--implementation=py", "--python-version=3.14"]
    subprocess.run([*command, *for_the_browser, "--dest", folder, "--requirement", HERE / "pyodide.txt"], check=True)
    path = folder / "pyodide-lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    lock["packages"] = {name: package for name, package in lock["packages"].items() if _is_there(folder, package)}
    path.write_text(json.dumps(lock), encoding="utf-8")


def _is_there(folder: Path, package: dict[str, Any]) -> bool:
    """Return whether a package was fetched, and enter its hash: Pyodide packs the same content anew."""
    wheel = folder / package["file_name"]
    if wheel.exists():
        package["sha256"] = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return wheel.exists()


def packages(folder: Path) -> set[str]:
    """Return the names of the packages that a Pyodide brings."""
    lock = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))
    return {re.sub(r"[-_.]+", "-", name).lower() for name in lock["packages"]}


if __name__ == "__main__":
    make()
