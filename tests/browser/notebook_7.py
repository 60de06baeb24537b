"""Jupyter Notebook 7 in a real browser. It has JupyterLab's parts and another shell: each notebook is a page, in a tab of its own."""

from playwright.sync_api import Page

from tests.browser.lab import Notebook, Window, in_time


class NotebookWindow(Window):
    """One browser window with Jupyter Notebook in it; `tab` is the tab in front."""

    def _start(self) -> Page:
        self._shown_in = "light"
        return self._context.new_page()  # an empty one, until a notebook is opened

    def open(self, path: str) -> "NotebookPage":
        """Return the notebook at this path, opened in a tab of its own, with its kernel ready to run cells."""
        tab = self._new_tab(f"notebooks/{path}")
        tab.wait_for_function("jupyterapp.shell.currentWidget?.context", timeout=60_000)
        tab.evaluate(
            in_time(
                """async () => {
                    const panel = jupyterapp.shell.currentWidget;
                    await panel.context.ready;
                    await panel.sessionContext.ready;
                    await panel.revealed;
                }"""
            )
        )
        notebook = NotebookPage(self, path, tab)
        notebook.show()
        return notebook

    def theme(self, name: str) -> None:
        """Show the tab in front, and each one that comes to the front from now on, in the 'light' or in the 'dark' theme."""
        if self.tab.url != "about:blank":
            super().theme(name)
        self._shown_in = name

    def bring_to_front(self, tab: Page) -> None:
        """Show this tab, in the theme that was asked for last: a tab doesn't notice when another one changes it."""
        if self.tab is not tab:
            self.tab = tab
            tab.bring_to_front()
            self.theme(self._shown_in)


class NotebookPage(Notebook):
    """One notebook, open in a tab of its own."""

    def __init__(self, window: NotebookWindow, path: str, tab: Page) -> None:
        super().__init__(window, path)
        self.window: NotebookWindow = window
        self._tab = tab

    @property
    def tab(self) -> Page:
        """The tab that the notebook is in."""
        return self._tab

    def show(self) -> None:
        """Bring this notebook's tab to the front."""
        self.window.bring_to_front(self._tab)

    def close(self) -> None:
        """Shut the kernel down and close the tab without saving."""
        self.evaluate("await panel.sessionContext.shutdown();")
        self._tab.close()
        if self.window.tab is self._tab:
            self.window.bring_to_front(self._tab.context.pages[-1])
