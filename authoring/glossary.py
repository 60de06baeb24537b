"""Write the glossary: `python -m authoring.glossary` collects every term where it first stands in bold, with the sentence around it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
GLOSSARY = NOTEBOOKS / "glossary.md"
HEAD = """# Glossary

Every term of the lessons, with the sentence in which it first stands, and the lesson to find it in. (Written by `make notebooks`.)
"""

# What stands in bold and is no term: headings, things to press, and words that are only stressed.
NOT_TERMS = {
    "you will learn", "you need", "exercise", "notice", "what to notice", "training steps", "reset", "turns taken", "show the picture",
    "next", "back", "play", "to both sides", "measure on this machine", "set gradients to 0", "start", "green", "multiplied", "slopes",
    "flips over", "zero lies inside", "notice what each of them does", "?", "by", "change", "draw a digit", "draw again", "size", "units",
    "turn the line", "drag the raw c",
}  # fmt: skip
MOST_WORDS = 4  # of a term; what is longer is a sentence that is stressed
BOLD = re.compile(r"\*\*([^*]+)\*\*")
LEANS = re.compile(r"(That|This|Such|Its|It|They|The second|An order|A curve like this)\b")  # on the sentence before
SENTENCE = re.compile(r"(?<=[.!?])(?:\)?\s+)(?=[A-Z(`*$])")


@dataclass(frozen=True)
class Entry:
    """A term, the sentence that introduces it, and the lesson's file."""

    term: str
    sentence: str
    lesson: Path

    def line(self) -> str:
        """Return the entry as a line of Markdown."""
        number = self.lesson.name[:2]
        return f"- **{self.term}** ([lesson {number}]({self.lesson.name})): {self.sentence}"


def entries(notebooks: Path = NOTEBOOKS) -> list[Entry]:
    """Return the terms of all lessons in alphabetical order, each where it first stands."""
    found: dict[str, Entry] = {}
    for lesson in sorted(notebooks.glob("[0-9]*.ipynb")):
        for cell in json.loads(lesson.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                for entry in _of_text("".join(cell["source"]), lesson):
                    found.setdefault(entry.term, entry)
    return sorted(found.values(), key=lambda entry: entry.term.lower())


def _of_text(text: str, lesson: Path) -> list[Entry]:
    made, before = [], ""
    for block in re.split(r"\n\s*\n|\n(?=- |\|)|\$\$.*?\$\$", text, flags=re.DOTALL):
        plain = re.sub(r"\s+", " ", block.lstrip("-# ")).strip()
        for sentence in SENTENCE.split(plain):
            whole = f"{before} {sentence}" if LEANS.match(sentence) and before[-1:] in (".", "?", ")") else sentence
            before = sentence
            for term in BOLD.findall(sentence):
                if term.lower().strip(".:") not in NOT_TERMS and len(term.split()) <= MOST_WORDS:
                    made.append(Entry(term, BOLD.sub(r"\1", whole).strip("() ").removesuffix(":").removesuffix(".") + ".", lesson))
    return made


def glossary(notebooks: Path = NOTEBOOKS) -> str:
    """Return the text of the glossary."""
    return "\n".join([HEAD, *(entry.line() for entry in entries(notebooks))]) + "\n"


if __name__ == "__main__":
    GLOSSARY.write_text(glossary(), encoding="utf-8")
