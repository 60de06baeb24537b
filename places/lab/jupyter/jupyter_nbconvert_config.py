"""What `jupyter nbconvert` is told. The server reads this too, for JupyterLab's "Save and Export Notebook As"."""

from html import escape


def describe_images(notebook, resources):
    """Return the notebook with every described picture as HTML, because nbconvert's own templates leave descriptions out."""
    if not resources.get("should_sanitize_html"):  # that would take the picture away
        for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
            words = output.get("metadata", {}).get("image/png", {}).get("alt")
            if words and "text/html" not in output.data:
                output.data["text/html"] = f'<img alt="{escape(words)}" src="data:image/png;base64,{output.data["image/png"].strip()}">'
    return notebook, resources


c = get_config()  # noqa: F821
c.HTMLExporter.preprocessors = [describe_images]  # slides are HTML too
