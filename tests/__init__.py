"""The tests, in the same tree as what they test; `browser` has the lessons in JupyterLab and Jupyter Notebook."""
