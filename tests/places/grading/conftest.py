"""A course for all tests of a module: a copy of one that is made once."""

import shutil

import pytest

from tests.places.grading.course import Course


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = Course(tmp_path_factory.mktemp("a course") / "release")
    made.release()
    made.begin()
    return made


@pytest.fixture(scope="module")
def course(begun: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    folder = tmp_path_factory.mktemp("a course") / "release"
    shutil.copytree(begun.folder, folder)
    return Course(folder)
