"""What sets up and runs the second leg of the tests, under the versions that Colab has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_house import FAKE_PYTHON, ROOT, House, with_make

MAKES_ANY = FAKE_PYTHON.replace(
    'mkdir -p .venv/bin; cp "$0" .venv/bin/python', 'for last do :; done; mkdir -p "$last/bin"; cp "$0" "$last/bin/python"'
)


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = House(tmp_path / "a folder with spaces")
    made.python.write_text(MAKES_ANY, encoding="utf-8")
    place = made.folder / "places" / "colab"
    place.mkdir()
    shutil.copy(ROOT / "places" / "colab" / "find_python.sh", place)
    (place / "requirements.lock").write_text("numpy==2.1.3\n", encoding="utf-8")
    return made


@with_make
def test_test_colab_makes_both_environments_and_runs_its_folder(house):
    said = house.make("test-colab", f"COLAB_PYTHON={house.python}", version="3.13")
    assert said.returncode == 0, said.stderr
    calls = house.calls()
    assert [call for call in calls if call.startswith("-m venv")] == ["-m venv .venv", "-m venv .venv-colab"]
    assert any("pip sync" in call and call.endswith("--require-hashes places/colab/requirements.lock") for call in calls)
    assert calls[-1].startswith("-m pytest ")
    assert calls[-1].endswith(" tests/places/colab")


@with_make
def test_a_python_that_is_not_colabs_is_told_and_what_to_install(house):
    said = house.make("test-colab", f"COLAB_PYTHON={house.python}", version="3.12")
    assert said.returncode != 0
    assert f"COLAB_PYTHON={house.python} is Python 3.12, and not the Python 3.13 that Colab has." in said.stderr
    assert "sudo apt install python3.13 python3.13-venv" in said.stderr
    assert "make test-colab COLAB_PYTHON=/path/to/python3.13" in said.stderr
    assert not (house.folder / ".venv-colab").exists()
    assert not any("pytest" in call for call in house.calls())


def found(version: str, folder: Path, **environment: str) -> subprocess.CompletedProcess:
    command = ["sh", str(ROOT / "places" / "colab" / "find_python.sh"), version]
    passed_on = {key: value for key, value in os.environ.items() if key != "COLAB_PYTHON"}
    return subprocess.run(command, cwd=folder, env=passed_on | environment, capture_output=True, text=True, timeout=60, check=False)


@with_make
def test_a_python_of_the_version_is_found_on_the_path(tmp_path):
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    said = found(version, tmp_path, PATH=path)
    assert said.returncode == 0, said.stderr
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    assert subprocess.run([said.stdout.strip(), "-c", code], capture_output=True, text=True, check=True).stdout.strip() == version


@with_make
def test_a_python_of_a_version_that_is_nowhere_is_told(tmp_path):
    said = found("3.99", tmp_path)
    assert (said.returncode, said.stdout) == (1, "")
    assert "Colab has Python 3.99, so its stand-in needs one, and none was found." in said.stderr


def collected(*asked: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *asked]
    environment = {**os.environ, "BROWSER_TESTS": ""}  # where they are required, to collect and not run them is a failure
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.weekly
def test_folders_with_an_environment_of_their_own_are_left_out_of_a_run_of_all():
    ended = collected("tests/places", "--doctest-modules")
    assert ended.returncode == pytest.ExitCode.OK, ended.stdout + ended.stderr
    assert "tests/places/site/test_" in ended.stdout
    assert not [place for place in ("colab", "grading", "lite") if f"tests/places/{place}/" in ended.stdout]


@pytest.mark.weekly
def test_folders_with_an_environment_of_their_own_are_run_when_they_are_asked_for():
    ended = collected("tests/places/colab/test_what_colab_lacks.py", "tests/places/grading", "tests/places/lite/")
    assert ended.returncode == pytest.ExitCode.OK, ended.stdout + ended.stderr
    assert all(f"tests/places/{place}/test_" in ended.stdout for place in ("colab", "grading", "lite"))
