"""Pages visited one after the other, each checked once: sound in both languages, whoever comes."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Locator, Page

from tests.browser.checks import assert_sound_at_every_width, follow


class Pages:
    """A browser that goes where it is told, as whom it is told, and fails on whatever is wrong there."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.seen: set[tuple[str, str]] = set()

    def come_as(self, client: Client) -> None:
        """Take over the cookies of somebody signed in elsewhere."""
        context: BrowserContext = self.page.context
        context.clear_cookies()
        cookies = [{"name": name, "value": cookie.value, "url": self.site} for name, cookie in client.cookies.items()]
        context.add_cookies(cookies)

    def check(self, address: str) -> None:
        """Open an address and check the page that comes, if it is a new one."""
        self._open(address)
        found = (self.page.url, self.page.title())
        if found not in self.seen:
            self.seen.add(found)
            self.check_as_it_is()

    def check_again(self, address: str) -> None:
        """Open an address and check the page that comes, seen before or not: its state is another one."""
        self._open(address)
        self.check_as_it_is()

    def follow(self, link: Locator) -> None:
        """Follow a link to the page that it leads to, and check that, once it is there."""
        follow(link)
        self.check_as_it_is()

    def leave(self) -> None:
        """Turn away from a page that goes on by itself, before what it waits for is done."""
        self.page.goto("about:blank")

    def _open(self, address: str) -> None:
        self.page.goto(address if address.startswith(self.site) else f"{self.site}{address}")

    def check_as_it_is(self) -> None:
        """Check the page that is open and was waited for, with all that it folds away, in its browser's language."""
        assert self.page.evaluate("navigator.language.startsWith(document.documentElement.lang)")
        self.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert_sound_at_every_width(self.page)


def in_both_languages() -> Callable[..., dict]:
    """Make the fixture by which the tests of a file browse in French, then in English."""

    @pytest.fixture(params=["fr-FR", "en-GB"], name="browser_context_args")
    def in_each(browser_context_args: dict, request: pytest.FixtureRequest) -> dict:
        return {**browser_context_args, "locale": request.param}

    return in_each


def checked_pages() -> Callable[..., Iterator[Pages]]:
    """Make the fixture of the pages that the tests of a file visit."""

    @pytest.fixture(name="pages")
    def checked(page: Page, complaints: list[str], live_server) -> Iterator[Pages]:
        yield Pages(page, live_server.url)
        assert [found for found in complaints if "the server responded with a status of 4" not in found] == []

    return checked
