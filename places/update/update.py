"""Fetch newer lessons and keep everything that a reader wrote.

An update plans, copies what the reader changed, puts each file in its place in one step, and at last commits it all. It can be killed at
any moment: until that commit the next update plans anew, and finds what is already in its place.
"""

from __future__ import annotations

import os
from pathlib import Path

from places.update.clone import LAST, Clone, Trouble
from places.update.copies import copy, flush, workshop
from places.update.plan import Plan

MOST_NAMES = 8  # that a sentence lists


def update(clone: Clone) -> list[str]:
    """Bring a clone's lessons up to date, and return sentences that tell the reader what changed.

    Raises:
        Trouble: It can't be done; everything is as it was, or the next update goes on from here.
    """
    report = clone.git_folder / "lessons-report"  # there while an update runs, and after one that was interrupted
    with clone.only_this_update(), workshop(clone.folder) as folder:
        clone.make_free(interrupted=report.exists())
        report.touch()
        try:
            sentences = _bring_up_to_date(clone, report, folder)
        except Trouble:
            if not report.read_bytes():  # nothing has been changed
                report.unlink()
            raise
        report.unlink()
        return sentences


def _bring_up_to_date(clone: Clone, report: Path, folder: Path) -> list[str]:
    url, branch = clone.follows()
    last = clone.last(branch)
    new = clone.fetch(branch)
    old = new if clone.contains("HEAD", new) else last or clone.shared(new)
    differ = clone.differences(old, new)
    plan = _planned(clone, old, new, differ, folder)
    told = report.read_text(encoding="utf-8").splitlines()  # by an update that was interrupted
    own_branch = clone.branch_to_begin() if old != new else None
    if own_branch:
        told.append(f"Your work is now on a git branch of its own, {own_branch}, made from the version that you had.")
    told += _what_is_new(differ) + plan.sentences
    if plan.moves:
        copies = copy(clone.folder, sorted({*plan.changed, *clone.differences(old)}), folder)
        if copies:
            told.append(f"Copies of all that you had changed, as it was before the update, are in {copies.parent.name}/{copies.name}/")
    told = list(dict.fromkeys(told))
    (folder / "report").write_text("\n".join(told), encoding="utf-8")
    flush()
    os.replace(folder / "report", report)
    for move in plan.moves:
        move.make()
    if old != new:
        clone.commit_all(differ, new, own_branch, folder / "index")
    clone.git("update-ref", LAST, new)
    return told or [f"There is nothing newer at {url}. Your lessons are as they were."]


def _planned(clone: Clone, old: str, new: str, differ: dict[str, str], folder: Path) -> Plan:
    plan = Plan(clone, clone.export(old, folder / "old"), clone.export(new, folder / "new"))
    committed = clone.files("HEAD")
    for path in sorted({*differ, *clone.deleted_here()}, key=lambda path: (differ.get(path) != "D", path)):
        plan.add(path, committed=path in committed)
    plan.refuse_what_is_no_folder(committed | differ.keys())
    return plan


def _what_is_new(differ: dict[str, str]) -> list[str]:
    """Return sentences that say which lessons and other files are newer."""
    sentences, others = [], 0
    for kinds, words in (("A", "New lessons"), ("MT", "Newer lessons"), ("D", "No longer part of the lessons")):
        paths = [path for path, kind in differ.items() if kind in kinds]
        lessons = [Path(path).name for path in paths if path.endswith(".ipynb")]
        others += len(paths) - len(lessons)
        if lessons:
            more = len(lessons) - MOST_NAMES
            sentences.append(f"{words}: {', '.join(lessons[:MOST_NAMES])}{f' and {more} more' if more > 0 else ''}.")
    if others:
        sentences.append(f"What the lessons run on has changed in {'1 file' if others == 1 else f'{others} files'}.")
    return sentences
