"""One family of cards: the look that questions, verdicts, the strip of a lesson and the map of the machine share.

Every tone of `card.css` is mixed from one hue and the front end's own ink and paper, so the light and the dark theme of JupyterLab,
Notebook, VS Code, Colab and the web pages need no rules of their own.
"""

import functools
import html
import re
from pathlib import Path

CARD = Path(__file__).parent / "card.css"


@functools.cache
def sheet(*files: Path) -> str:
    """Return the style sheet of all cards, followed by these files, without what only their readers need."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in (CARD, *files))
    text = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    text = re.sub(r"\.lessons (?!\{)", ":is(.lessons, #lessons) ", text)  # no id is meant: it outweighs what a front end says of all HTML
    return re.sub(r";? ?([{};]) ?", r"\1", text).strip()


def words(text: str) -> str:
    """Return a sentence as HTML, with what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))


@functools.lru_cache(maxsize=100)  # every verdict on an exercise holds its solution
def coloured(code: str) -> str:
    """Return Python as HTML with a class for each kind of token, as `card.css` names them."""
    from pygments import highlight  # IPython has loaded it by the time that a verdict is shown
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    return str(highlight(code, PythonLexer(), HtmlFormatter(nowrap=True))).rstrip("\n")
