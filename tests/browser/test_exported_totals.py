"""The exports after lifting: the control totals come by themselves, on a page that is sound in both languages."""

from django.urls import reverse
from playwright.sync_api import expect

from tests import later_world
from tests.browser.pages import checked_pages, in_both_languages
from tests.cast import KEY
from tests.web.visitors import PAPER, visitor

browser_context_args = in_both_languages()
pages = checked_pages()


def test_the_control_totals_come_by_themselves(transactional_db, pages, settings, tmp_path):
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "anonymity.key")
    (tmp_path / "anonymity.key").write_text(KEY.secret.hex(), encoding="ascii")
    pages.come_as(visitor(later_world.lifted(), "office"))
    pages.page.goto(f"{pages.site}{reverse('office:exports', kwargs=PAPER)}")
    expect(pages.page.locator("#totals").get_by_role("status")).to_contain_text("119), 1 AB, 1 CB, 0 MQ.")
    pages.check_as_it_is()
