"""Formulas as MathML, which browsers draw and screen readers read by themselves, made while the site is built."""

from __future__ import annotations

import html
import re
from xml.etree.ElementTree import Element, fromstring

from latex2mathml.converter import convert

SPOKEN = {"=": "equals", "+": "plus", "−": "minus", "·": "times", "∑": "sum", "(": "open bracket", ")": "close bracket"}
BAR = "|"


def mathml(tex: str, block: bool) -> str:
    """Return a formula of TeX as MathML, with the same in words for whoever can't see it."""
    made = convert(tex.strip(), display="block" if block else "inline")
    label = html.escape(in_words(made))
    return made.replace("<math ", f'<math role="math" aria-label="{label}" ', 1)


def in_words(formula: str) -> str:
    """Return a formula of MathML as one would read it aloud."""
    words = re.sub(r"\s+", " ", _read(fromstring(formula))).strip()
    opens = iter(range(words.count(BAR)))
    return re.sub(r"\|", lambda _: "end of absolute value" if next(opens) % 2 else "absolute value of", words)


def _read(node: Element) -> str:
    kind = node.tag.partition("}")[2]
    parts = [_read(child) for child in node]
    if kind == "mfrac":
        return f"the fraction {parts[0]} over {parts[1]}, end of fraction,"
    if kind == "msub":
        return f"{parts[0]} sub {parts[1]}"
    if kind == "msup":
        return f"{parts[0]} squared" if parts[1].strip() == "2" else f"{parts[0]} to the power of {parts[1]}"
    if kind == "munderover":
        return f"the {parts[0]} from {parts[1]} to {parts[2]} of"
    if parts:
        return " ".join(parts)
    text = (node.text or "").replace("\xa0", " ")
    return SPOKEN.get(text.strip(), text)
