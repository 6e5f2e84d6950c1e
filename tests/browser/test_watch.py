"""The watch on the browser bites: each complaint is seen once, on pages made for it."""

import pytest
from playwright.sync_api import Page

from tests.browser.checks import assert_no_axe_violations, assert_no_horizontal_scroll, overflow_of, violations_of


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("setTimeout(() => { throw new Error('boom') })", "page: "),
        ("console.error('boom')", "console: boom"),
        ("fetch('http://192.0.2.1/').catch(() => {})", "outside: http://192.0.2.1/"),
    ],
    ids=["error", "console", "outside"],
)
def test_a_complaint_is_heard(script: str, complaint: str, watched_page: Page, complaints: list[str]) -> None:
    watched_page.evaluate(script)
    watched_page.evaluate("new Promise(settle => setTimeout(settle))")
    assert [found for found in complaints if found.startswith(complaint)]
    complaints.clear()


def test_axe_sees_a_field_without_a_label(watched_page: Page) -> None:
    watched_page.set_content("<html lang='fr'><title>Lot</title><main><h1>Lot</h1><input></main>")
    assert [found for found in violations_of(watched_page) if found.startswith("label:")]


def test_a_page_wider_than_a_telephone_is_seen(watched_page: Page) -> None:
    watched_page.set_content("<main style='width: 500px'>Lot</main>")
    assert overflow_of(watched_page) > 0


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize("address", ["/", "/saisie/"])
def test_the_doors_are_sound(address: str, live_server, watched_page: Page) -> None:
    watched_page.goto(f"{live_server.url}{address}")
    assert watched_page.get_by_role("main").is_visible()
    assert_no_axe_violations(watched_page)
    assert_no_horizontal_scroll(watched_page)
