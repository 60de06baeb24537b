"""What is kept of what a reader solved, and that nothing can spoil it."""

import contextlib
import json
import multiprocessing
import os
import random
import re
import socket
import string
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest

from helpers import progress
from helpers.lessons import all_exercises, solved_so_far
from tests.everything import EVERYTHING


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LESSONS_PROGRESS", str(tmp_path / "progress"))
    monkeypatch.setattr(progress, "_said_so", False)
    return tmp_path / "progress"


def test_the_folder_is_the_users_own_unless_it_is_named(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    assert progress.folder() == folder
    monkeypatch.delenv("LESSONS_PROGRESS")
    assert progress.folder() == Path(platformdirs.user_data_dir("how-a-network-learns", appauthor=False))
    monkeypatch.setenv("LESSONS_PROGRESS", "")
    assert progress.folder().name == "how-a-network-learns"


def test_looking_makes_no_folder(folder: Path) -> None:
    assert progress.solved() == set()
    assert not folder.exists()


def test_what_is_recorded_is_solved_in_a_file_of_its_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    progress.record("01", "quadratic")
    progress.record("01", "quadratic")
    progress.record("05", "__mul__")
    assert progress.solved() == {("01", "quadratic"), ("05", "__mul__")}
    assert sorted(path.name for path in folder.iterdir()) == ["01.quadratic.solved", "05.__mul__.solved"]
    assert all(path.stat().st_size < 100 for path in folder.iterdir())
    assert capsys.readouterr().out == ""


def test_reset_forgets_and_says_what(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    progress.record("01", "residuals")
    progress.record("00", "weighted_sum")
    (folder / "notes.txt").write_text("mine")
    (folder / "01.other.solved").write_text("not ours")
    progress.reset()
    assert capsys.readouterr().out == "Forgotten: 00 weighted_sum, 01 residuals.\n"
    assert progress.solved() == set()
    assert sorted(path.name for path in folder.iterdir()) == ["01.other.solved", "notes.txt"]
    progress.reset()
    assert capsys.readouterr().out == "There was nothing to forget.\n"


def test_reset_says_what_it_cannot_remove(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    progress.record("01", "residuals")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    progress.reset()
    assert "01 residuals" in capsys.readouterr().out.splitlines()[1]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("01.quadratic.solved", b""),
        ("01.quadratic.solved", b"{"),
        ("01.quadratic.solved", b"\xff\xfe\x00"),
        ("01.quadratic.solved", b"null"),
        ("01.quadratic.solved", b"[" * 100_000),
        ("01.quadratic.solved", json.dumps({"lesson": "01", "exercise": "residuals"}).encode()),
        ("01.quadratic.solved", json.dumps({"lesson": "01"}).encode()),
        ("1.quadratic.solved", json.dumps({"lesson": "1", "exercise": "quadratic"}).encode()),
        ("01.quadratic.solved.bak", json.dumps({"lesson": "01", "exercise": "quadratic"}).encode()),
        ("unfinished-abc", json.dumps({"lesson": "01", "exercise": "quadratic"}).encode()),
        (".DS_Store", b"\x00"),
    ],
)
def test_files_that_are_broken_or_not_ours_are_passed_over(folder: Path, name: str, content: bytes) -> None:
    progress.record("01", "residuals")
    (folder / name).write_bytes(content)
    assert progress.solved() == {("01", "residuals")}
    if name == "01.quadratic.solved":
        progress.record("01", "quadratic")
        assert progress.solved() == {("01", "residuals"), ("01", "quadratic")}


def test_a_folder_in_the_place_of_a_file_is_passed_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "01.quadratic.solved").mkdir(parents=True)
    assert progress.solved() == set()
    progress.record("01", "quadratic")
    assert "cannot be kept" in capsys.readouterr().out
    assert [path.name for path in folder.iterdir()] == ["01.quadratic.solved"]


def make_fifo(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    with contextlib.chdir(path.parent), socket.socket(socket.AF_UNIX) as listener:  # a socket's path has to be short
        listener.bind(path.name)


def make_huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**40)  # with nothing in it: it takes no room


def make_unreadable(path: Path) -> None:
    path.write_text(json.dumps({"lesson": "01", "exercise": "quadratic"}))
    path.chmod(0)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize(
    "make",
    [
        make_fifo,
        make_socket,
        make_huge,
        pytest.param(make_unreadable, marks=pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="root reads everything")),
        pytest.param(lambda path: path.symlink_to(path), id="a link to itself"),
        pytest.param(lambda path: path.symlink_to("nothing"), id="a link to nothing"),
        pytest.param(lambda path: path.symlink_to("/dev/zero"), id="a device without end"),
        pytest.param(lambda path: (make_fifo(path.with_name("fifo")), path.symlink_to("fifo")), id="a link to a pipe"),
    ],
)
def test_what_is_no_plain_small_file_is_passed_over_and_replaced(folder: Path, make: Callable[[Path], object]) -> None:
    progress.record("01", "residuals")
    make(folder / "01.quadratic.solved")
    code = "from helpers import progress; print(progress.solved()); progress.record('01', 'quadratic'); print(len(progress.solved()))"
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_AS, (2**32, 2**32)); {code}"
    ended = subprocess.run([sys.executable, "-c", limited], capture_output=True, text=True, timeout=30, check=False)
    assert (ended.stdout, ended.stderr) == ("{('01', 'residuals')}\n2\n", "")


def test_where_nothing_can_be_written_it_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("LESSONS_PROGRESS", str(tmp_path / "file" / "folder"))
    progress.record("01", "quadratic")
    progress.record("01", "residuals")
    said = capsys.readouterr().out
    assert re.fullmatch(r"Your progress cannot be kept in .*folder \(.*\)\. Everything else works as it should\.\n", said)
    assert progress.solved() == set()
    progress.reset()
    assert capsys.readouterr().out == "There was nothing to forget.\n"


def test_a_file_is_whole_or_not_there(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full)
        progress.record("01", "quadratic")
    assert list(folder.iterdir()) == []
    assert "No space left on device" in capsys.readouterr().out


def write_again_and_again(name: str, times: int) -> None:
    for _ in range(times):
        progress.record("01", name)
        progress.record("01", "both")


def test_two_kernels_at_once_spoil_nothing(folder: Path) -> None:
    context = multiprocessing.get_context("spawn")
    kernels = [context.Process(target=write_again_and_again, args=(name, 150 if EVERYTHING else 50)) for name in ("one", "other")]
    for kernel in kernels:
        kernel.start()
    seen: set[tuple[str, str]] = set()
    while any(kernel.is_alive() for kernel in kernels):
        now = progress.solved()
        assert now >= seen  # what was solved once stays solved, at every moment
        seen = now
    assert [kernel.exitcode for kernel in kernels] == [0, 0]
    assert progress.solved() == {("01", "one"), ("01", "other"), ("01", "both")}
    assert len(list(folder.iterdir())) == 3


def test_two_threads_at_once_spoil_nothing(folder: Path) -> None:
    threads = [threading.Thread(target=write_again_and_again, args=(str(place), 30)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert progress.solved() == {("01", name) for name in ("0", "1", "2", "3", "both")}
    assert len(list(folder.iterdir())) == 5


ALL = [(exercises.lesson, name) for exercises in all_exercises() for name in exercises.by_name]


def test_a_code_takes_what_is_solved_to_another_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = ALL[::3]
    for lesson, name in mine:
        progress.record(lesson, name)
    code = solved_so_far().code()
    assert f'solved_so_far("{code}")' in solved_so_far().text()
    monkeypatch.setenv("LESSONS_PROGRESS", str(tmp_path / "another machine"))
    assert solved_so_far().solved == frozenset()
    progress.record(*ALL[1])
    table = solved_so_far(f"  {code.lower().replace('-', ' ')} ")  # as one copies it
    assert table.solved == {*mine, ALL[1]} == progress.solved()
    assert table.remark == f"New from this code: {', '.join(f'{lesson} {name}' for lesson, name in mine)}."
    assert solved_so_far(code).remark == "This code says nothing new."


def test_every_set_of_exercises_has_a_code_of_its_own() -> None:
    assert progress.code_of([]) == "" == solved_so_far().code()
    groups = {progress.code_of([pair]).split("-")[0] for pair in ALL}
    assert len(groups) == len(ALL), "two exercises have the same letters: call one of them something else"
    assert progress.solved_by(progress.code_of(ALL), ALL) == (set(ALL), 0)
    assert progress.code_of(reversed(ALL)) == progress.code_of(ALL)


def test_a_code_from_other_lessons_gives_what_these_have() -> None:
    code = progress.code_of([ALL[0], ("07", "momentum"), ("08", "adam")])
    table = solved_so_far(code)
    assert table.solved == {ALL[0]}
    assert table.remark == "New from this code: 00 weighted_sum. It also names 2 that these lessons do not have."


WHOLE = progress.code_of(ALL)


@pytest.mark.parametrize("code", [" ", "hello", "AAA", WHOLE[:-4], WHOLE[4:], 7, None, "ÄÖÜ-ÄÖÜ", "A" * 10_000])
def test_what_is_no_code_is_told_and_changes_nothing(code: object) -> None:
    progress.record(*ALL[0])
    table = solved_so_far(code)  # type: ignore[arg-type]
    assert table.remark.startswith("This is no progress code")
    assert table.remark in table.text()
    assert progress.solved() == {ALL[0]}


def slips(code: str) -> set[str]:
    """Return the letters of a code with any one of them changed, and with any two neighbours swapped."""
    letters = code.replace("-", "")
    changed = {letters[:at] + other + letters[at + 1 :] for at in range(len(letters)) for other in string.ascii_uppercase + string.digits}
    swapped = {letters[:at] + letters[at + 1] + letters[at] + letters[at + 2 :] for at in range(len(letters) - 1)}
    return (changed | swapped) - {letters}


def test_every_letter_changed_and_every_two_swapped_are_told() -> None:
    generator = random.Random(1)
    codes = [progress.code_of(generator.sample(ALL, generator.randint(1, len(ALL)))) for _ in range(60 if EVERYTHING else 20)]
    slipped = [slip for code in [WHOLE, *codes] for slip in slips(code)]
    assert len(slipped) > (50_000 if EVERYTHING else 15_000)

    def is_told(code: str) -> bool:
        with contextlib.suppress(ValueError):
            progress.solved_by(code, ALL)
            return False
        return True

    assert [slip for slip in slipped if not is_told(slip)] == []


@pytest.mark.parametrize(
    ("pairs", "code"), [([("01", "quadratic")], "IMB-AVO"), ([("00", "weighted_sum"), ("01", "residuals")], "IOC-PQE-GXN")]
)
def test_a_code_from_before_is_still_taken(pairs: list[tuple[str, str]], code: str) -> None:
    """Its check is three letters, not four, and tells almost every slip."""
    assert progress.solved_by(code, ALL) == (set(pairs), 0)
    with pytest.raises(ValueError, match="Copy it once more"):
        progress.solved_by(code[:-1] + "7", ALL)


def test_lessons_are_in_order_and_no_exercise_is_there_twice() -> None:
    assert [exercises.lesson for exercises in all_exercises()] == sorted({exercises.lesson for exercises in all_exercises()})
    assert all(re.fullmatch(r"\d\d", exercises.lesson) for exercises in all_exercises())
