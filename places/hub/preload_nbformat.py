"""What a server does at its first notebook, done before servers are forked: the compiled schema of the format alone is megabytes."""

import babel.dates  # noqa: F401 - for JupyterLab's translations
import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

_cells = [new_markdown_cell("a"), new_code_cell("a", outputs=[new_output("stream", text="a"), new_output("display_data")])]
nbformat.validate(nbformat.reads(nbformat.writes(new_notebook(cells=_cells)), as_version=4))
