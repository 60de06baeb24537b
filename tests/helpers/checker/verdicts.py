"""What must hold for any verdict at all."""

import html
import re
from html.parser import HTMLParser

from helpers.checker import Verdict

TAGS = {"div", "p", "b", "span", "code", "mark", "pre", "dl", "dt", "dd", "details", "summary", "style", "script"}


class Balance(HTMLParser):
    """Follows HTML, in which every closing tag must belong to the last that was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def assert_legible(verdict: Verdict) -> None:
    """Check that any front end can be sent the verdict, and that text and HTML say the same."""
    text, page = verdict.text(), verdict.html()
    text.encode()
    assert len(text) < 3000
    assert words(unfolded(page)) == words(text)
    balance = Balance()
    balance.feed(page)
    assert balance.open == []


def unfolded(page: str) -> str:
    """Return the text that a verdict's HTML shows before anything is folded out, without the sign beside the word."""
    shown = re.sub(r"<details.*</details>|<(style|script)>.*?</\1>", "", page, flags=re.DOTALL)
    shown = re.sub(r'<span class="sign"[^>]*>.</span>', "", shown)
    shown = re.sub(r"</?(b|span|code|mark)\b[^>]*>", "", shown)
    return html.unescape(re.sub(r"</?(div|p|pre|dl|dt|dd)\b[^>]*>", "\n", shown))


def words(text: str) -> list[str]:
    """Return the words of a text; backticks stand for code, which HTML shows in another way."""
    return text.replace("`", "").split()
