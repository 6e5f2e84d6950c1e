"""Whoever comes to a desk after somebody has left it presses Back, in a browser that keeps pages, and sees nothing."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserType, Page, expect

from tests.browser.test_account_journey import come_in
from tests.cast import CLAIRE
from tests.web.shared.olivia import settled

KEPT_NOT = "--disable-back-forward-cache"
"""What the driver starts browsers with, and people do not."""

CHROMIUM = shutil.which("chromium")


@pytest.fixture
def page_that_keeps(
    browser_type: BrowserType, browser_type_launch_args: dict, browser_context_args: dict
) -> Iterator[Page]:
    """A browser with its cache of pages, on plain http, as it comes out of the box."""
    if CHROMIUM is None:
        pytest.skip("chromium-headless-shell keeps no pages: install the Debian package chromium")
    args = {**browser_type_launch_args, "executable_path": CHROMIUM}
    browser = browser_type.launch(**args, ignore_default_args=[KEPT_NOT])
    yield browser.new_context(**browser_context_args).new_page()
    browser.close()


def test_back_shows_nothing_once_somebody_has_left(transactional_db, live_server, page_that_keeps):
    page = page_that_keeps
    settled(CLAIRE.login, secret="")
    come_in(page, live_server.url)
    page.goto(f"{live_server.url}/epreuves/")
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", name="Se connecter")).to_be_visible()
    # The driver's own way back waits for a page that is loaded, which a kept one never is.
    page.evaluate("setTimeout(() => history.back())")
    page.wait_for_url(lambda url: "/connexion/?next=" in url, timeout=10_000)
    assert CLAIRE.login not in page.content()
