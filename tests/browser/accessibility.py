"""What axe finds wrong with a part of a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Rules about whole pages; an output area is only a part of JupyterLab's page, whose landmarks are not ours.
PAGE_RULES = ("region", "page-has-heading-one", "landmark-one-main", "bypass", "document-title", "html-has-lang")


def violations(tab: Page, selector: str, whole_page: bool = False) -> list[str]:
    """Return one line for each element under the selector that breaks a rule of axe; raise when nothing matches it.

    Rules about whole pages count only where the page is ours.
    """
    if not tab.locator(selector).count():
        raise AssertionError(f"nothing to check: no element matches {selector}")
    options = {"resultTypes": ["violations"], "rules": {rule: {"enabled": whole_page} for rule in PAGE_RULES}}
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(Axe().axe_script)
    found = tab.evaluate("async ([context, options]) => (await axe.run(context, options)).violations", [selector, options])
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']}: {node['html'][:200]}"
        for violation in found
        for node in violation["nodes"]
    ]
