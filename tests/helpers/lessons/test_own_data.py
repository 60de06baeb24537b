"""A reader's own file in lesson 08: whatever it looks like, two columns of numbers, or a sentence that says what is wrong."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from helpers.data import stopping_distances
from helpers.lessons.lesson_08 import own_data
from helpers.lessons.lesson_08.chosen_file import FileButton
from helpers.lessons.lesson_08.own_data import BadFile, read_columns, two_columns

PAIRS = [(k / 4, k * k / 8 - 3) for k in range(24)]


def written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def rows(between: str, ending: str = "\n", comma: bool = False) -> str:
    text = ending.join(f"{x}{between}{y}" for x, y in PAIRS)
    return text.replace(".", ",") if comma else text


GOOD = {
    "commas": rows(","),
    "commas and a header": "hour,metres\n" + rows(","),
    "commas and spaces": rows(", "),
    "semicolons and decimal commas": "hour;metres\r\n" + rows(";", "\r\n", comma=True),
    "tabs and decimal commas": rows("\t", comma=True),
    "spaces": "\n\n" + rows("   ") + "\n\n",
    "a mark in front": b"\xef\xbb\xbf" + ("hour,metres\n" + rows(",")).encode(),
    "old letters": "hour;H\u00f6he\n".encode("latin-1") + rows(";").encode(),
    "quotation marks": "\n".join(f'"{x}","{y}"' for x, y in PAIRS),
    "one lone quotation mark": 'hour,"metres\n' + rows(","),
    "comments": "# by hand\n" + rows(",") + "\n# end",
    "names before and a third number": "who,hour,metres,more\n" + "\n".join(f"p{k},{x},{y},7" for k, (x, y) in enumerate(PAIRS)),
    "rows with gaps": "hour,metres\n1,\nNA,2\n" + rows(",") + "\n,\nnan,3\ninf,2\n1e999,1",
}


@pytest.mark.parametrize("name", GOOD)
def test_two_columns_are_read_whatever_parts_them(name: str, tmp_path: Path) -> None:
    columns = read_columns(written(tmp_path / "mine.csv", GOOD[name]))
    assert np.allclose([columns.x, columns.y], np.transpose(PAIRS))


def test_a_header_names_the_columns_and_remarks_say_what_was_done(tmp_path: Path) -> None:
    def read(name: str) -> object:
        return read_columns(written(tmp_path / "mine.csv", GOOD[name]))

    assert read("commas").names == ("column 1", "column 2")
    assert read("commas and a header").names == ("hour", "metres")
    assert read("old letters").names == ("hour", "H\u00f6he")
    assert read("commas and a header").remarks == ()
    assert read("semicolons and decimal commas").remarks == ("The columns are parted by semicolons, and the numbers have decimal commas.",)
    assert read("names before and a third number").names == ("hour", "metres")
    assert read("names before and a third number").remarks == ("It has 4 columns. These are the first two of numbers.",)
    assert read("rows with gaps").remarks == ("6 rows were left out: a number is missing there.",)


BAD = {
    "no numbers": ("red,blue\nup,down\n" * 20, "has no column of numbers"),
    "one column": ("hour\n" + "\n".join(str(x) for x, _ in PAIRS), "has one column. It needs two"),
    "one column with decimal commas": (
        "\n".join(f"{x:.2f}".replace(".", ",") for x, _ in PAIRS),
        "one column, of numbers with decimal commas",
    ),
    "one column beside words": ("\n".join(f"p{k},{x}" for k, (x, _) in enumerate(PAIRS)), "one column with numbers, number 2"),
    "three rows": ("1,2\n3,4\n5,6", "has 3 rows with two numbers. .* at least 20"),
    "nothing": ("", "is empty"),
    "every x the same": ("\n".join(f"3,{y}" for _, y in PAIRS), "every x is 3"),
    "every y the same": ("\n".join(f"{x},3" for x, _ in PAIRS), "every y is 3"),
    "a spreadsheet": (b"PK\x03\x04" + bytes(40), "is a spreadsheet. Save it as CSV"),
    "UTF-16": (rows(",").encode("utf-16"), "is written in UTF-16"),
    "a picture": (b"\x89PNG\r\n" + bytes(40), "is no text"),
    "one endless line": ("1," * 9000, "a line of more than"),
    "huge numbers": (rows(",") + "\n1e200,3", "too large to square"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_told_what_is_wrong_and_the_lesson_goes_on(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, sentence = BAD[name]
    path = written(tmp_path / "mine.csv", content)
    with pytest.raises(BadFile, match=sentence):
        read_columns(path)
    columns = two_columns(path)
    assert np.array_equal([columns.x, columns.y], stopping_distances())
    (said,) = capsys.readouterr().out.splitlines()
    assert "mine.csv" in said
    assert said.endswith("Until then, we go on with the cars of lesson 06.")


def test_a_file_that_is_not_there_is_looked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path / "mine.csv", rows(","))
    two_columns(tmp_path / "mien.csv")
    two_columns(tmp_path)
    two_columns(7)  # type: ignore[arg-type]
    missing, folder, nothing = capsys.readouterr().out.splitlines()
    assert "In that folder there are: mine.csv." in missing
    assert "is a folder" in folder
    assert 'two_columns("my.csv")' in nothing


def test_of_many_rows_a_thousand_are_drawn_and_said_to_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path / "mine.csv", "t,v\n" + "\n".join(f"{k},{2 * k}" for k in range(200_000)))
    columns = two_columns(path)
    assert (len(columns.x), columns.names) == (1000, ("t", "v"))
    assert np.array_equal(columns.y, 2 * columns.x)
    assert columns.x.mean() == pytest.approx(100_000, rel=0.06)  # about three standard errors of such a mean
    assert "It has 200,001 lines. These rows are a sample, drawn at random." in capsys.readouterr().out
    assert np.array_equal(read_columns(path).x, columns.x)


class Page:
    """The page's part of the button: it sends a file in parts, each as soon as it is asked for."""

    def __init__(self, button: FileButton, monkeypatch: pytest.MonkeyPatch) -> None:
        self.button, self.asked = button, list[dict[str, Any]]()
        monkeypatch.setattr(button, "send", self.asked.append)

    def send(self, name: str, content: bytes, part: int = 100, at_most: int = 1_000) -> dict[str, Any]:
        """Return the last answer to this file, or to so many of its parts."""
        self.asked.append({"id": name, "received": 0})
        for _ in range(at_most):
            start = self.asked[-1].get("received")
            if start is None:
                break
            message = {"id": name, "name": name, "size": len(content)}
            self.button._receive(self.button, message, [memoryview(content[start : start + part])])
        return self.asked[-1]


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Page:
    monkeypatch.setattr(own_data, "_chosen", own_data._Chosen())
    two_columns()
    assert "Run this cell to choose a file of your own." in capsys.readouterr().out
    button = own_data._chosen.button
    assert button
    return Page(button, monkeypatch)


def test_a_chosen_file_is_what_the_cell_returns_when_it_is_run_again(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    assert np.array_equal([two_columns().x, two_columns().y], stopping_distances())
    page.send("half.csv", b"7," * 500, at_most=3)  # and then another one is chosen
    answer = page.send("mine.csv", ("hour,metres\n" + rows(",")).encode())
    assert answer["isRead"]
    assert answer["said"] == "mine.csv: x is hour, y is metres, 24 rows. Now run this cell again, and then those below it."
    capsys.readouterr()
    columns = two_columns()
    assert np.allclose([columns.x, columns.y], np.transpose(PAIRS))
    assert capsys.readouterr().out.startswith("mine.csv: x is hour, y is metres, 24 rows.\n")


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_that_is_chosen_leaves_what_there_was(name: str, page: Page) -> None:
    content, sentence = BAD[name]
    bad = content if isinstance(content, bytes) else content.encode()
    first = page.send("bad.csv", bad)
    assert not first["isRead"]
    assert re.search(f"^(In )?bad.csv .*{sentence}.* we go on with the cars of lesson 06.$", first["said"])
    page.send("mine.csv", rows(",").encode())
    assert page.send("worse.csv", bad)["said"].endswith("Until then, we go on with the file before.")
    assert len(two_columns().x) == len(PAIRS)


def test_a_web_page_has_no_button_that_nobody_answers(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("LESSONS_EXPORT", "1")
    two_columns()
    assert capsys.readouterr().out == "cars.csv: x is speed_mph, y is stopping_distance_ft, 50 rows.\n"
