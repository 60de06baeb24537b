"""Questions: what is shown, what is not, and what stays behind."""

import itertools
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import ipywidgets
import pytest

from helpers import progress
from helpers.lessons import all_exercises, lessons
from helpers.questions import AskedQuestion, AskedTable, Blank, Question, Questions, Right, Table, Word, Wrong, memory
from helpers.questions.asked import FORM

QUESTION = Question(
    "Which of `these` <is> it?",
    Wrong("The first", "Reply to the first."),
    Right("The `second`", "Reply to the second, </script> and all."),
    Wrong("The third", "Reply to the third."),
)
ASKED = """Which of `these` <is> it?
    A  The first
    B  The `second`
    C  The third"""
WRITTEN_ANEW = Question("Which of these is it now?", *QUESTION.choices)
LESSONS = [pytest.param(lesson, id=lesson.__name__.split(".")[-1]) for lesson in lessons()]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of this test's own for what is remembered."""
    monkeypatch.setenv("LESSONS_PROGRESS", str(tmp_path / "progress"))
    monkeypatch.setattr(memory, "_not_written", {})
    return tmp_path / "progress"


@pytest.fixture
def ask() -> Iterator[Questions]:
    questions = Questions({"one": QUESTION, "other": QUESTION})
    yield questions
    for asked in questions._open.values():
        asked.close()


def test_a_question_is_shown_with_its_choices_and_without_its_replies(ask: Questions, capsys: pytest.CaptureFixture[str]) -> None:
    ask("one")
    assert capsys.readouterr().out == ASKED + "\n"


def test_a_front_end_gets_the_text_and_the_widget(ask: Questions) -> None:
    ask("one")
    asked = ask._open["one"]
    bundle, metadata = asked._repr_mimebundle_()
    assert metadata == {}
    assert set(bundle) == {"text/plain", "application/vnd.jupyter.widget-view+json"}
    assert bundle["text/plain"] == repr(asked) == ASKED
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == asked.model_id


def test_a_line_that_is_too_long_for_a_notebook_is_broken_between_words() -> None:
    words = "one of many words, " * 10
    lines = repr(AskedQuestion(Question(words, Right(words, "Yes."), Wrong("no", "No.")))).splitlines()
    assert max(map(len, lines)) <= 88
    assert " ".join(lines).split() == f"{words} A {words} B no".split()
    assert [line[:5].strip() for line in lines] == ["one o", "words", "of ma", "A", "", "", "B"]


def test_the_browser_gets_all_that_it_needs_to_answer_without_the_kernel() -> None:
    asked = AskedQuestion(QUESTION)
    state = asked.get_state()
    assert state["tried"] == []
    assert state["_question"]["text"] == QUESTION.text
    assert [choice["letter"] for choice in state["_question"]["choices"]] == ["A", "B", "C"]
    assert [choice["verdict"] for choice in state["_question"]["choices"]] == ["not quite", "right", "not quite"]
    assert [choice["reply"] for choice in state["_question"]["choices"]] == [choice.reply for choice in QUESTION.choices]
    asked.close()


def test_a_page_gets_a_question_that_lives_without_a_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = AskedQuestion(QUESTION)
    assert FORM not in asked._repr_mimebundle_()[0]
    monkeypatch.setenv("LESSONS_EXPORT", "1")
    assert asked._repr_mimebundle_()[0][FORM] == {"kind": "question", "still": asked._still, "content": asked._question}
    page = asked.html()
    still = re.search(r"<noscript>(.*?)</noscript>", page)
    assert still
    assert still[1] == '<p>Which of `these` &lt;is&gt; it?</p><ol type="A"><li>The first</li><li>The `second`</li><li>The third</li></ol>'
    assert page.count("</script>") == 1
    assert "export" not in page
    assert json.dumps("Reply to the first.") in page
    asked.close()


def test_an_unknown_key_is_told_the_others(ask: Questions, capsys: pytest.CaptureFixture[str]) -> None:
    ask("two")
    ask(3)  # type: ignore[arg-type]
    ask(["one"])  # type: ignore[arg-type]
    assert capsys.readouterr().out == "".join(
        f"There is no question called {key}; those of this lesson are 'one', 'other'.\n" for key in ("'two'", "3", "['one']")
    )


def test_asking_again_leaves_nothing_behind(ask: Questions, capsys: pytest.CaptureFixture[str]) -> None:
    ask("one")
    ask("other")
    widgets = getattr(ipywidgets.widgets.widget, "_instances", None)
    widgets = ipywidgets.Widget.widgets if widgets is None else widgets  # as ipywidgets 7 calls them
    first, before = ask._open["one"], len(widgets)
    assert before >= 2
    for _ in range(50):
        ask("one")
    assert len(widgets) == before
    assert first.comm is None
    assert ask._open["one"].comm is not None
    assert ask._open["other"].comm is not None
    assert len(set(capsys.readouterr().out.split("\n\n"))) == 1


@pytest.mark.parametrize(
    ("text", "choices", "words"),
    [
        ("Which?", [Right("a", "b")], "two choices or more"),
        ("Which?", [], "two choices or more"),
        ("Which?", [Wrong("a", "b"), Wrong("c", "d")], "exactly one Right"),
        ("Which?", [Right("a", "b"), Right("c", "d")], "exactly one Right"),
        ("Which?", [Right("a", "b"), Wrong("a", "d")], "the same choice twice"),
        ("Which?", [Right("a", "b"), Wrong("c", " ")], "needs words"),
        ("Which?", [Right("a", "b"), Wrong("", "d")], "needs words"),
        (" ", [Right("a", "b"), Wrong("c", "d")], "needs words"),
        ("Which?", [Right("a", "b"), *(Wrong(str(i), "c") for i in range(26))], "up to 26"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(text: str, choices: list[Wrong], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Question(text, *choices)


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_choice_of_every_lesson_has_a_reply_of_its_own(lesson: ModuleType) -> None:
    assert lesson.ask.questions
    for key, question in lesson.ask.questions.items():
        assert key == key.lower().strip()
        if isinstance(question, Table):
            replies = [*itertools.chain(*(blank.wrong.values() for blank in question.blanks())), *(b.otherwise for b in question.blanks())]
            assert all(reply[-1] in ".?" for reply in replies)
            sentences = [blank.why for blank in question.blanks() if re.search("[a-z]{2}", blank.why)]  # the others are sums, or nothing
            assert all(why[-1] in ".?" for why in sentences)
            continue
        assert question.text.endswith("?")
        for choice in question.choices:
            assert choice.reply[-1] in ".?", choice
            assert not choice.choice.endswith(".")


def test_no_notebook_shows_an_answer() -> None:
    asked = [question for lesson in LESSONS for question in lesson.values[0].ask.questions.values()]
    replies = [choice.reply for question in asked if isinstance(question, Question) for choice in question.choices]
    blanks = [blank for table in asked if isinstance(table, Table) for blank in table.blanks()]
    replies += [said for blank in blanks for said in (blank.why, *blank.wrong.values())]
    for notebook in (Path(__file__).parents[3] / "notebooks").glob("*.ipynb"):
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        everything = json.dumps(cells, ensure_ascii=False)
        assert not [reply for reply in replies if re.search("[a-z]{2}", reply) and reply in everything]
    assert len(all_exercises()) == len(LESSONS)


# Tables to fill in.

TABLE = Table(
    "Fill in what `twice` makes of it.",
    ("number", "twice", "why"),
    [
        ("one", Blank(2.0, {1.0: "That is once.", 4.0: "That is twice twice."}, "Double it.", "1 + 1."), "sum"),
        ("two", Blank(4.0), "</script>"),
    ],
)


def test_a_table_is_shown_with_dots_and_without_its_answers(capsys: pytest.CaptureFixture[str]) -> None:
    ask = Questions({"table": TABLE})
    ask("table")
    shown = "Fill in what `twice` makes of it.\n    number  twice  why\n    one     …      sum\n    two     …      </script>\n"
    assert capsys.readouterr().out == shown
    ask._open["table"].close()


def test_a_table_takes_all_its_replies_to_the_browser_and_to_a_page() -> None:
    asked = AskedTable(TABLE)
    blank = asked.get_state()["_question"]["rows"][0][1]
    assert blank == {
        "answer": 2.0,
        "wrong": [[1.0, "That is once."], [4.0, "That is twice twice."]],
        "otherwise": "Double it.",
        "why": "1 + 1.",
    }
    assert asked.get_state()["typed"] == []
    page = asked.html()
    assert page.count("</script>") == 1
    assert "<td>…</td>" in page
    asked.close()


@pytest.mark.parametrize(
    ("columns", "rows", "words"),
    [
        (("a", "b"), [("one",)], "needs 2 cells in each row"),
        (("a", "b"), [(Blank(1.0), "x")], "a name in the first cell"),
        (("a", "b"), [("one", "two")], "nothing to fill in"),
        (("a", "b"), [], "nothing to fill in"),
        (("a", "b"), [("one", Blank(1.0, {1.0: "no"}))], "is wrong as well"),
        (("a", "b"), [("one", Blank(float("nan")))], "is no number"),
        (("a", "b"), [("one", Word("up"))], "must offer"),
        (("a", "b"), [("one", Word("up", {"up": "no"}))], "is wrong as well"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(columns: tuple[str, ...], rows: list[tuple[str | Blank, ...]], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Table("Fill in.", columns, rows)


WORDS = Table(
    "What does it do?",
    ("slope", "the loss"),
    [("3", Word("rises", {"stays": "Only at slope 0."}, why="Uphill.")), ("0", Word("stays"))],
    {"the loss": ("falls", "stays", "rises")},
)


def test_a_column_can_offer_words_to_choose_from(capsys: pytest.CaptureFixture[str]) -> None:
    ask = Questions({"words": WORDS})
    ask("words")
    shown = "What does it do?\n    slope  the loss\n    3      …\n    0      …\n    the loss: falls, stays, rises\n"
    assert capsys.readouterr().out == shown
    first = ask._open["words"].get_state()["_question"]["rows"][0][1]
    assert first["words"] == ["falls", "stays", "rises"]
    assert (first["answer"], first["wrong"]) == ("rises", [["stays", "Only at slope 0."]])
    ask._open["words"].close()


# What is remembered.


def test_an_answer_is_remembered_when_the_question_is_asked_again(ask: Questions, folder: Path) -> None:
    ask("one")
    ask._open["one"].tried = [0, 1]
    assert ask.answered() == ["one", "other"]  # two keys of one question
    ask("one")
    assert ask._open["one"].tried == [0, 1]
    later = AskedQuestion(QUESTION)
    assert later.tried == [0, 1]
    later.tried = []
    assert ask.answered() == []
    assert list(folder.iterdir()) == []
    later.close()


def test_a_table_is_remembered_and_another_question_is_not(folder: Path) -> None:
    asked = AskedTable(TABLE)
    asked.typed = ["1", ""]
    again, other = AskedTable(TABLE), AskedTable(WORDS)
    assert (again.typed, other.typed) == (["1", ""], [])
    assert len(list(folder.iterdir())) == 1
    for each in (asked, again, other):
        each.close()


@pytest.mark.parametrize("tried", [[3], [-1], [0, 0], [0, 1, 2, 0]])
def test_what_the_browser_sends_and_makes_no_sense_is_not_remembered(tried: list[int], folder: Path) -> None:
    asked = AskedQuestion(QUESTION)
    asked.tried = tried
    assert not folder.exists()
    asked.close()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000, b"null", *(json.dumps({"question": "NAME", "answer": answer}).encode() for answer in (
        None, 1, [3], [True], ["0"], [0, 0], [[0]], [0.0], list(range(1000)), {"0": 1},
    )), b'{"question": "another", "answer": [0]}', b'{"answer": [0]}'],
)  # fmt: skip
def test_whatever_else_stands_in_the_file_of_an_answer_is_ignored(content: bytes, folder: Path) -> None:
    asked = AskedQuestion(QUESTION)
    asked.tried = [1]
    (path,) = folder.iterdir()
    path.write_bytes(content.replace(b"NAME", path.stem.encode()))
    again = AskedQuestion(QUESTION)
    assert again.tried == []
    again.tried = [2]
    assert memory.recall(QUESTION.describe()) == [2]
    for each in (asked, again):
        each.close()


def test_a_pipe_or_a_folder_in_the_place_of_an_answer_keeps_nobody_waiting(folder: Path) -> None:
    asked = AskedQuestion(QUESTION)
    asked.tried = [1]
    (path,) = folder.iterdir()
    path.unlink()
    path.mkdir()
    assert memory.recall(QUESTION.describe()) == []
    asked.tried = [1, 0]
    assert memory.recall(QUESTION.describe()) == [1, 0], "it lasts as long as the kernel"
    path.rmdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(path)
        monkey = AskedQuestion(WRITTEN_ANEW)
        assert monkey.tried == []
        memory._not_written.clear()
        assert memory.recall(QUESTION.describe()) == []
        monkey.close()
    asked.close()


def test_where_nothing_can_be_written_an_answer_lasts_as_long_as_the_kernel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("LESSONS_PROGRESS", str(tmp_path / "file" / "folder"))
    asked = AskedQuestion(QUESTION)
    asked.tried = [0]
    again = AskedQuestion(QUESTION)
    assert again.tried == [0]
    assert capsys.readouterr() == ("", "")
    for each in (asked, again):
        each.close()


def test_a_question_that_is_written_anew_is_asked_anew() -> None:
    asked = AskedQuestion(QUESTION)
    asked.tried = [1]
    anew = AskedQuestion(WRITTEN_ANEW)
    assert anew.tried == []
    for each in (asked, anew):
        each.close()


def test_progress_that_is_forgotten_takes_the_answers_along(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = AskedQuestion(QUESTION)
    asked.tried = [1]
    (folder / "0123456789abcdeg.answer").write_text("somebody's")
    progress.reset()
    assert [path.name for path in folder.iterdir()] == ["0123456789abcdeg.answer"]
    assert AskedQuestion(QUESTION).tried == []
    asked.close()
