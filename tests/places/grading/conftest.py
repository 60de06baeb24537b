"""A course for all tests of a module, made once."""

import pytest

from tests.places.grading.course import Course


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = Course(tmp_path_factory.mktemp("a course") / "release")
    made.release()
    made.begin()
    return made
