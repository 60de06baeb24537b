"""The lessons in JupyterLite, with Python in the browser: `make lite`."""
