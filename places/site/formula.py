"""Formulas as MathML, which browsers draw and screen readers read by themselves, made while the site is built."""

from __future__ import annotations

from latex2mathml.converter import convert


def mathml(tex: str, block: bool) -> str:
    """Return a formula of TeX as MathML."""
    return convert(tex.strip(), display="block" if block else "inline")
