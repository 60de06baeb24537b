"""What a notebook becomes when a reader exports it: the description of each picture goes along."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from traitlets.config.loader import PyFileConfigLoader

exporters = pytest.importorskip("nbconvert.exporters")
bs4 = pytest.importorskip("bs4")
TOLD = Path(__file__).parents[3] / "places" / "lab" / "jupyter"
WORDS = 'Live figure: <b> & "c" at a = 2'
WAYS = {"HTML": exporters.HTMLExporter, "slides": exporters.SlidesExporter}


def image_in(way: str, **options: bool) -> dict[str, str]:
    """Return the attributes of the picture in a notebook that is exported as `make setup` tells nbconvert."""
    output = nbformat.v4.new_output("display_data", {"image/png": "QUJD\n", "text/plain": WORDS}, metadata={"image/png": {"alt": WORDS}})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("words"), nbformat.v4.new_code_cell("…", outputs=[output])])
    told = PyFileConfigLoader("jupyter_server_config.py", path=str(TOLD)).load_config()
    page, _ = WAYS[way](config=told, **options).from_notebook_node(notebook)
    [image] = bs4.BeautifulSoup(page, "html.parser").find_all("img")
    return image.attrs


@pytest.mark.parametrize("way", WAYS)
def test_it_says_in_words_what_a_picture_shows(way: str) -> None:
    assert image_in(way) == {"alt": WORDS, "src": "data:image/png;base64,QUJD"}


def test_a_picture_stays_where_html_is_sanitized() -> None:
    assert image_in("HTML", sanitize_html=True)["src"].strip() == "data:image/png;base64,QUJD"
