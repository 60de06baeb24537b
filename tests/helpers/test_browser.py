"""The scripts of the widgets: small modules, joined into one."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from helpers import browser
from helpers.browser import module, script
from helpers.lessons.lesson_09 import pad
from helpers.live import widget
from helpers.questions import asked

ENTRIES = [widget.SCRIPT, asked.HERE / "question.js", asked.HERE / "table.js", pad.SCRIPT]
TOP_LEVEL = re.compile(r"^(?:export )?(?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)
IMPORTED = re.compile(r'^import \{ ([^}]+) \} from "(.+)";$', re.MULTILINE)


def write(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.js").write_text(text)
    return folder / "entry.js"


def test_what_a_module_imports_stands_before_it_once(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        entry='import { two } from "./two.js";\nimport { one } from "./one.js";\n\nexport function go() {}\n\nexport default { go };\n',
        two='import { one } from "./one.js";\n\nexport const two = 2 * one;\n',
        one="export const one = 1;\n",
    )
    assert module(entry) == "const one = 1;\n\nconst two = 2 * one;\n\nexport function go() {}\n\nexport default { go };\n"
    assert script(entry) == "const one = 1;\n\nconst two = 2 * one;\n\nfunction go() {}\n\n"


def test_a_module_that_is_missing_is_named(tmp_path: Path) -> None:
    entry = write(tmp_path, entry='import { one } from "./missing.js";\n')
    with pytest.raises(FileNotFoundError, match=r"missing\.js"):
        module(entry)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda path: path.stem)
def test_no_two_modules_of_a_widget_give_a_name_twice(entry: Path) -> None:
    names = Counter(TOP_LEVEL.findall(module(entry)))
    assert len(names) > 3
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda path: path.stem)
def test_nothing_of_a_module_is_left_in_a_script(entry: Path) -> None:
    assert not re.search(r"^(import|export)\b", script(entry), re.MULTILINE)


def test_what_a_module_imports_is_exported_there_and_used() -> None:
    folders = {Path(browser.__file__).parent, *(entry.parent for entry in ENTRIES)}
    modules = [path for folder in folders for path in folder.glob("*.js")]
    assert len(modules) > len(ENTRIES)
    for path in modules:
        text = path.read_text(encoding="utf-8")
        imports = IMPORTED.findall(text)
        assert len(imports) == len(re.findall(r"^import\b", text, re.MULTILINE)), f"{path}: an import in another form"
        for names, source in imports:
            exported = (path.parent / source).read_text(encoding="utf-8")
            for name in names.split(", "):
                assert re.search(rf"^export (async )?(function|class|const) {name}\b", exported, re.MULTILINE), f"{path}: {name}"
                assert len(re.findall(rf"\b{name}\b", text)) > 1, f"{path}: {name} is not used"
