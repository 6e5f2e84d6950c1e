"""What a browser could not save before the lock, or before another came: told, and saved only when one says so."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from tests import world
from tests.browser.at_the_portal import crash, kept_in, saved, sign_in, type_sheet, wait_until_saved
from tests.browser.checks import assert_sound_at_every_width
from tests.browser.leaving import LEFT, cut, lock_elsewhere, mend, new_page, open_again, type_unsaved
from tests.marks import second_acts
from tests.web.portal.conftest import open_window


def test_a_mark_refused_by_the_lock_stays_refused_when_the_office_opens_the_batch(desk, page, context):
    sign_in(page, desk)
    page.clock.install()
    cut(context)
    page.keyboard.type("1213")
    page.clock.run_for(2_000)
    expect(page.get_by_text("Le réseau ne répond pas").first).to_be_visible()
    lock_elsewhere(desk)
    mend(context)
    page.clock.run_for(20_000)
    expect(page.locator("#status")).to_contain_text("est verrouillé")
    row = page.get_by_role("row").nth(1)
    expect(row).to_contain_text("Saisi ici auparavant et pas enregistré : 12.")
    assert_sound_at_every_width(page)
    open_again(desk)
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/notes") else None)
    page.clock.run_for(120_000)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_role("link", name="Rouvrir la page").click()
    expect(page.get_by_text(LEFT)).to_be_visible()
    assert sent == []
    assert saved(desk) == ["15"] * 8


@pytest.fixture
def left(desk, page, context) -> Page:
    """A new page on the batch, opened again, in a browser that went down with two marks before the lock."""
    sign_in(page, desk)
    type_unsaved(page, "1213")
    crash(page)
    lock_elsewhere(desk)
    open_again(desk)
    return new_page(context, f"{desk.address}lot/")


def test_what_was_kept_before_the_lock_is_told_and_taken_line_by_line(desk, left):
    expect(left.locator(".left-behind li")).to_have_count(2)
    expect(left.locator(".left-behind li").first).to_contain_text("ligne 1")
    expect(left.locator(".left-behind li").first).to_contain_text(": 12 (enregistré : 15)")
    assert_sound_at_every_width(left)
    assert (saved(desk), kept_in(left)) == (["15"] * 8, 1)
    left.get_by_role("button", name="les enregistrer").click()
    expect(left.get_by_text(LEFT)).to_be_hidden()
    row = left.get_by_role("row").nth(1)
    told = "Saisi ici auparavant et pas enregistré : 12. Enregistré ici en ce moment : 15."
    expect(row).to_contain_text(told)
    left.reload()
    expect(row).to_contain_text(told)
    assert (saved(desk), kept_in(left)) == (["15"] * 8, 1)
    for _ in range(2):
        left.keyboard.type("15")
    wait_until_saved(left)
    assert (saved(desk), kept_in(left)) == (["15"] * 8, 0)


def test_what_was_kept_before_the_lock_is_thrown_away_when_one_says_so(desk, left):
    left.get_by_role("button", name="Les jeter").click()
    expect(left.get_by_text(LEFT)).to_be_hidden()
    assert (saved(desk), kept_in(left)) == (["15"] * 8, 0)


def test_what_was_kept_under_a_sheet_printed_since_is_saved_only_when_taken(desk, page, context):
    sign_in(page, desk)
    type_unsaved(page, "1213")
    crash(page)
    world.give_back(desk.batch)
    world.lend(desk.batch, "CHARLIE")
    again = new_page(context, f"{desk.address}lot/")
    expect(again.get_by_text(LEFT)).to_be_visible()
    expect(again.get_by_role("textbox").first).to_have_value("")
    assert saved(desk) == [""] * 8
    again.get_by_role("button", name="les enregistrer").click()
    wait_until_saved(again)
    assert saved(desk)[:3] == ["12", "13", ""]
    assert kept_in(again) == 0


def test_the_receipt_tells_what_the_lock_did_not_take_once_and_keeps_nothing(desk, page, context):
    sign_in(page, desk)
    type_unsaved(page, "12")
    crash(page)
    lock_elsewhere(desk)
    receipt = new_page(context, f"{desk.address}lot/")
    expect(receipt.get_by_role("heading", name="Reçu du lot")).to_be_visible()
    expect(receipt.locator(".left-behind li")).to_contain_text(": 12 (enregistré : 15)")
    assert_sound_at_every_width(receipt)
    assert kept_in(receipt) == 0
    receipt.reload()
    expect(receipt.get_by_text(LEFT)).to_be_hidden()


def test_what_is_not_saved_when_entry_closes_is_counted_and_stays_in_sight(desk, page, context):
    sign_in(page, desk)
    type_unsaved(page, "1213")
    open_window(closes=timedelta(minutes=-1))
    mend(context)
    expect(page.locator("#status")).to_contain_text("Saisie close", timeout=20_000)
    expect(page.locator("#status")).to_contain_text("Notes pas encore enregistrées : 2")
    crash(page)
    closed = new_page(context, f"{desk.address}lot/")
    expect(closed.locator(".left-behind li")).to_have_count(2)
    expect(closed.get_by_text("lisez-les au bureau des examens")).to_be_visible()
    assert_sound_at_every_width(closed)
    assert kept_in(closed) == 1


def come_as(page: Page, desk: SimpleNamespace, sheet, name: str) -> None:
    """Sign in to type a batch the second time, and say who types."""
    type_sheet(page, SimpleNamespace(address=desk.address, sheet=sheet), sheet.password)
    page.get_by_label("Votre nom").fill(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/saisie/seconde/")


def test_what_one_second_typist_left_is_not_saved_as_that_of_another(desk, page, context):
    second_acts.ask(desk.paper.pk)
    sheet = second_acts.print_again(desk.batch)
    come_as(page, desk, sheet, "Charlie Cannelle")
    expect(page.get_by_role("textbox").first).to_be_focused()
    type_unsaved(page, "1213")
    crash(page)
    again = new_page(context, desk.address)
    come_as(again, desk, sheet, "Dominique Dahlia")
    expect(again.get_by_text(LEFT)).to_be_visible()
    expect(again.locator("#status")).to_have_text("")
    again.get_by_role("button", name="Les jeter").click()
    assert kept_in(again) == 0
