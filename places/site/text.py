"""The text of a lesson as HTML: nbconvert's Markdown, with links between pages, places to link to, and formulas."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from places.site.formula import mathml

FOLD = re.compile(r"&lt;(/?(?:details|summary))&gt;")


def plain(text: str) -> str:
    """Return HTML without its tags."""
    return html.unescape(re.sub(r"<[^>]*>", "", text))


def slug(text: str) -> str:
    """Return words as they stand in an address: "What is a layer?" is what-is-a-layer."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def address(target: str) -> str:
    """Return where a link of a notebook leads on the site."""
    return re.sub(r"^glossary\.md\b", "glossary.html", re.sub(r"^(\w+)\.ipynb\b", r"\1.html", target))


class Renderer(IPythonRenderer):
    """Renders the text of one page; afterwards `sections` are its second-level headings, as pairs of id and title.

    Args:
        terms: The terms that are introduced on this page, each with the id to link to.
    """

    def __init__(self, terms: Mapping[str, str] | None = None) -> None:
        super().__init__(escape=True)
        self.terms = dict(terms or {})
        self.sections: list[tuple[str, str]] = []

    def heading(self, text: str, level: int, **_: Any) -> str:
        """Return a heading that can be linked to."""
        id_ = slug(plain(text))
        if level == 1:
            return f"<h1>{text}</h1>\n"
        if level == 2:
            self.sections.append((id_, text))
        anchor = f'<a class="anchor" href="#{id_}" aria-label="Link to the section {html.escape(plain(text))}">#</a>'
        return f'<h{level} id="{id_}">{text} {anchor}</h{level}>\n'

    def strong(self, text: str) -> str:
        """Return stressed text; a term where it first stands has the id that the glossary links to."""
        id_ = self.terms.pop(plain(text), None)
        return f'<dfn id="{id_}">{text}</dfn>' if id_ else f"<strong>{text}</strong>"

    def paragraph(self, text: str) -> str:
        """Return a paragraph; one that sets an exercise, and a formula of its own, look different."""
        if text.startswith("<math ") and text.endswith("</math>"):
            return f'<div class="formula wide">{text}</div>\n'
        kind = ' class="task"' if text.startswith("<strong>Exercise.</strong>") else ""
        return f"<p{kind}>{text}</p>\n"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Return a link, to the page that a notebook has become."""
        return f'<a href="{html.escape(address(url))}">{text}</a>'

    def table(self, text: str) -> str:
        """Return a table that scrolls in a box of its own where it is too wide."""
        return f'<div class="wide"><table>\n{text}</table></div>\n'

    def block_html(self, text: str) -> str:
        """Return the tags of a fold as they are, and all other HTML as text."""
        return FOLD.sub(r"<\1>", html.escape(text))

    def block_math(self, body: str) -> str:
        """Return a formula on a line of its own."""
        return mathml(body, block=True)

    def inline_math(self, body: str) -> str:
        """Return a formula in a line of text."""
        return mathml(body, block=False)


def rendered(source: str, renderer: Renderer | None = None) -> str:
    """Return Markdown as HTML."""
    return str(MarkdownWithMath(renderer=renderer or Renderer()).render(source))


def rendered_line(source: str) -> str:
    """Return one paragraph of Markdown as HTML without the paragraph."""
    return rendered(source).strip().removeprefix("<p>").removesuffix("</p>")
