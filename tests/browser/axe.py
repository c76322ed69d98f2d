"""What axe finds in a page; asked in the page, so that only its faults are sent back."""

from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Page

# Off by default, though WCAG 2.2 asks for it.
ALL: Final[dict[str, Any]] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# Those that look at colours, for a page that has changed nothing else.
COLOURS: Final[dict[str, Any]] = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}

FAULTS = """(options) => axe.run(options).then(({violations}) => violations.flatMap(
    ({id, nodes}) => nodes.map(({html, failureSummary}) => `${id}: ${html.slice(0, 200)}: ${failureSummary}`)))"""


def faults(page: Page, options: dict[str, Any] = ALL) -> list[str]:
    """Return what axe finds, a line for each element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return list(page.evaluate(FAULTS, options))
