"""What every page that a browser shows must pass."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
NARROW = 390
"""The width of a telephone, in pixels."""


@cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


def violations_of(page: Page) -> list[str]:
    """Run axe on a page and tell each violation with its elements."""
    page.evaluate(axe())  # by the driver, past the site's policy, which refuses what it does not serve
    found = page.evaluate("async () => (await axe.run()).violations")
    return [f"{rule['id']}: {rule['help']}: {[node['html'] for node in rule['nodes']]}" for rule in found]


def assert_no_axe_violations(page: Page) -> None:
    """Fail on any violation of accessibility that axe can see."""
    assert violations_of(page) == []


def overflow_of(page: Page, width: int = NARROW) -> int:
    """Measure by how many pixels a page is wider than a narrow window, the window put back afterwards."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 844})
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if before is not None:
        page.set_viewport_size(before)
    return overflow


def assert_no_horizontal_scroll(page: Page) -> None:
    """Fail when a page is wider than a telephone."""
    assert overflow_of(page) == 0
