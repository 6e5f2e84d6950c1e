"""What every page that a browser shows must pass."""

import json
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.templatetags.static import static
from playwright.sync_api import BrowserContext, Locator, Page, Request

from tests.hostile.network import is_near

AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
ADD = """
(address) => new Promise((added) => {
  const script = Object.assign(document.createElement("script"), { src: address });
  script.onload = script.onerror = () => { script.remove(); added(Boolean(window.axe)); };
  document.head.append(script);
})
"""
"""Adds a script to a page for as long as it takes to be read; tells whether axe came by it."""

INPUT = ("keydown", "pointerdown")
WIDE, ZOOMED, NARROW = 1280, 640, 390
"""The widths of a desk's screen, of the same screen at 200 %, and of a telephone, in pixels."""


@cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


def violations_of(page: Page) -> list[str]:
    """Run axe on a page and tell each violation with its elements."""
    add_axe(page)
    found = page.evaluate("async () => (await axe.run({resultTypes: ['violations']})).violations")
    return [f"{rule['id']}: {rule['help']}: {[node['html'] for node in rule['nodes']]}" for rule in found]


def add_axe(page: Page) -> None:
    """Let a page that is all there have axe: as a script of the site, or else from the driver.

    A browser keeps the scripts of a site, and what it made of them. What the driver brings it takes in anew on every
    page, half a megabyte handed on three times; but where the site does not answer it comes all the same.
    """
    page.wait_for_load_state()
    if not page.evaluate("Boolean(window.axe)") and not page.evaluate(ADD, static(AXE.name)):
        page.evaluate(axe())


def assert_no_axe_violations(page: Page) -> None:
    """Fail on any violation of accessibility that axe can see."""
    found = violations_of(page)
    assert not found, "\n".join([page.url, *found])


def overflow_of(page: Page, width: int = NARROW) -> int:
    """Measure by how many pixels a page is wider than a narrow window, the window put back afterwards."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 844})
    overflow = overflow_in(page)
    if before is not None:
        page.set_viewport_size(before)
    return overflow


def overflow_in(page: Page) -> int:
    """Measure by how many pixels a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def assert_no_horizontal_scroll(page: Page) -> None:
    """Fail when a page is wider than a telephone."""
    assert overflow_of(page) == 0


def cut_tables_of(page: Page) -> list[str]:
    """Tell the heads of each table that reaches out of what holds it: its last columns are out of sight."""
    return page.evaluate(
        """() => [...document.querySelectorAll("table")]
        .filter((one) => one.getBoundingClientRect().right > one.parentElement.getBoundingClientRect().right + 1)
        .map((one) => one.tHead?.innerText ?? "")"""
    )


def follow(link: Locator) -> None:
    """Follow a link, or send a form, and wait for the page that comes; nothing is known of it before."""
    with link.page.expect_navigation():
        link.click()


def assert_sound_at_every_width(page: Page) -> None:
    """Fail on a violation, a page wider than its window or a table cut off: on a desk, at 200 %, on a telephone.

    Axe runs once a visit: on a desk's screen in French, on a telephone in English.
    """
    looked_at = NARROW if page.evaluate("navigator.language").startswith("en") else WIDE
    for width in (WIDE, ZOOMED, NARROW):
        page.set_viewport_size({"width": width, "height": 844})
        if width == looked_at:
            assert_no_axe_violations(page)
        assert not (cut := cut_tables_of(page)), f"{page.url} cuts off at {width} pixels: {cut}"
        assert overflow_in(page) == 0, f"{page.url} is wider than {width} pixels"


def count_input(page: Page) -> None:
    """Count, from the next page on, every key that goes down and every press of a mouse or a finger."""
    kinds = json.dumps(INPUT)
    page.add_init_script(
        f"for (const kind of {kinds}) addEventListener(kind, () => sessionStorage.setItem("
        "kind, Number(sessionStorage.getItem(kind)) + 1), true)"
    )


def input_of(page: Page) -> dict[str, int]:
    """Tell how many keys went down and how many presses there were."""
    return {kind: int(page.evaluate(f"sessionStorage.getItem('{kind}')") or 0) for kind in INPUT}


def complaints_of(context: BrowserContext) -> list[str]:
    """Gather from now on all that goes wrong in a browser, and let it reach nothing outside this machine."""
    found: list[str] = []

    def note_outside(request: Request) -> None:
        host = urlsplit(request.url).hostname
        if not is_near(host):
            found.append(f"outside: {request.url}")

    context.on("request", note_outside)
    context.on("console", lambda message: found.append(f"console: {message.text}") if message.type == "error" else None)
    context.on("weberror", lambda error: found.append(f"page: {error.error}"))
    return found


def excuse(complaints: list[str], status: int) -> None:
    """Forget what the browser itself says of an answer that the test asked for; fail if it said nothing."""
    expected = [found for found in complaints if f"the server responded with a status of {status}" in found]
    assert expected
    complaints[:] = [found for found in complaints if found not in expected]
