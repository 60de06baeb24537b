"""JupyterLab, on a reader's machine and on Binder."""
