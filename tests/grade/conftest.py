"""A course for all tests of a module, made once."""

import pytest

from tests.grade.course import GRADER, Course


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave these tests out where nothing has set up the grader."""
    if GRADER is None:
        for item in items:
            if "tests/grade/" in item.path.as_posix():
                item.add_marker(pytest.mark.skip(reason="make test-grade sets up the grader and runs this"))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = Course(tmp_path_factory.mktemp("a course") / "release")
    made.release()
    made.begin()
    return made
