"""A whole envelope of fifty at the portal: few keys, no click, no mark lost when the network is cut in the middle."""

from collections.abc import Collection, Sequence
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from massicot.batches import queries as batches
from massicot.marks import services
from massicot.marks.rules import TypedLine
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from tests import world
from tests.browser.at_the_portal import crash, kept_in, saved, sign_in, wait_until_saved
from tests.browser.checks import assert_sound_at_every_width, count_input, input_of
from tests.stages import stage
from tests.web.portal.conftest import open_window

ABSENT, BLANK = (4, 8), (5,)
"""Ranks of candidates of the same specialty, in a table of a hundred where half of them follow it."""

CODES = {ScriptKind.PLACEHOLDER: "AB", ScriptKind.BLANK: "CB"}


@stage
def fifty_handed_out() -> world.World:
    """Let a hundred write the paper in two specialties, and hand out their envelopes."""
    built = world.prepared(world.opened([f"CANDIDAT {rank}" for rank in range(100)]))
    sent = world.packed(world.sat(absent=ABSENT, blank=BLANK, world=built))
    return world.handed_out(world.received(world.arrived(sent)))


@pytest.fixture
def desk(transactional_db, live_server) -> SimpleNamespace:
    """An envelope of fifty scripts, two of them placeholders and one blank, with its sheet in the marker's hand."""
    built = fifty_handed_out()
    open_window()
    batch = next(one for one in batches.batches_of(built.paper.pk) if one.specialty_code == "90001")
    numbers = batches.numbers_of(batch.pk)
    kinds = scripts.kinds_of(numbers)
    marks = [CODES.get(kinds[number], f"{7 + rank % 11:02d}") for rank, number in enumerate(numbers)]
    return SimpleNamespace(
        address=f"{live_server.url}/saisie/",
        sheet=built.sheets[batch.code],
        batch=batch,
        paper=built.paper,
        marks=marks,
        world=built,
    )


def keys_of(mark: str) -> str:
    """Give the keys of a mark: its digits, or the first letter of a code."""
    return mark if mark.isdigit() else mark[0]


def type_with_slips(page: Page, marks: Sequence[str], slips: Collection[int]) -> None:
    """Type marks in the order of the sheet; some are typed wrong first, and replaced by going back one."""
    for rank, mark in enumerate(marks):
        if rank in slips:
            page.keyboard.type("00")
            page.keyboard.press("Backspace")
        page.keyboard.type(keys_of(mark))


def lock_by_keys(page: Page, marks: Sequence[str]) -> None:
    """Go from the last mark to the receipt: the totals of the paper sheet, the summary, the lock."""
    numeric = [int(mark) for mark in marks if mark.isdigit()]
    expect(page.get_by_role("button", name="Contrôler et verrouiller")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Lignes notées")).to_be_focused()
    page.keyboard.type(str(len(numeric)))
    page.keyboard.press("Tab")
    page.keyboard.type(str(sum(numeric)))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Verrouiller le lot")).to_be_focused()
    expect(page.get_by_role("button", name="Verrouiller le lot")).to_be_enabled()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Reçu du lot")).to_be_visible()


def test_fifty_marks_from_the_first_to_the_lock_take_a_hundred_and_twenty_keys_and_no_click(desk, watched_page):
    page = watched_page
    sign_in(page, desk)
    count_input(page)
    page.reload()
    expect(page.get_by_role("textbox").first).to_be_focused()
    slips = [rank for rank, mark in enumerate(desk.marks) if mark.isdigit()][5:45:15]
    assert (len(desk.marks), len(slips), desk.marks.count("AB"), desk.marks.count("CB")) == (50, 3, 2, 1)
    type_with_slips(page, desk.marks, slips)
    lock_by_keys(page, desk.marks)
    assert saved(desk) == desk.marks
    pressed = input_of(page)
    assert pressed["pointerdown"] == 0
    assert pressed["keydown"] <= 120


def test_fifty_marks_are_saved_though_the_network_is_cut_in_the_middle_and_the_page_reloaded(
    desk, page: Page, context: BrowserContext
):
    sign_in(page, desk)
    page.keyboard.type("".join(keys_of(mark) for mark in desk.marks[:20]))
    wait_until_saved(page)
    context.set_offline(True)
    page.keyboard.type("".join(keys_of(mark) for mark in desk.marks[20:35]))
    expect(page.get_by_text("Le réseau ne répond pas").first).to_be_visible(timeout=10_000)
    page.on("dialog", lambda dialog: dialog.accept())
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.reload()
    context.set_offline(False)
    page.goto(f"{desk.address}lot/")
    # By the page that was reloaded, in its last moment, or by the one that came: each line says that it is saved.
    expect(page.locator(".state.is-saved")).to_have_count(35, timeout=10_000)
    assert saved(desk) == [*desk.marks[:35], *[""] * 15]
    expect(page.get_by_role("textbox").nth(35)).to_be_focused()
    page.keyboard.type("".join(keys_of(mark) for mark in desk.marks[35:]))
    wait_until_saved(page)
    assert saved(desk) == desk.marks


def save_elsewhere(desk, value: str) -> None:
    """Save the first line from another computer."""
    opened = world.open_sheet(desk.world, desk.batch.code, at=timezone.now())
    lines = [TypedLine(opened.numbers[0], value, "", confirmed=True)]
    services.save_marks(credential_id=opened.credential_id, save_id=uuid4(), lines=lines, at=timezone.now())


def test_what_a_crash_left_in_the_browser_never_overwrites_what_somebody_else_saved(
    desk, page: Page, context: BrowserContext
):
    sign_in(page, desk)
    context.set_offline(True)
    page.keyboard.type("1213")
    expect(page.get_by_text("Le réseau ne répond pas").first).to_be_visible(timeout=10_000)
    assert kept_in(page) == 1
    crash(page)
    save_elsewhere(desk, "15")
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"{desk.address}lot/")
    row = again.get_by_role("row").nth(1)
    expect(row).to_contain_text("Saisi ici auparavant et pas enregistré : 12. Enregistré ici en ce moment : 15.")
    expect(again.get_by_text("Les autres lignes sont enregistrées.").first).to_be_visible(timeout=10_000)
    assert saved(desk)[:3] == ["15", "13", ""]
    assert kept_in(again) == 1  # until something is typed in the line
    again.get_by_role("textbox").first.click()
    again.keyboard.type("15")
    wait_until_saved(again)
    assert kept_in(again) == 0


def test_leaving_with_marks_not_saved_is_told_first_and_nothing_stays(desk, page: Page, context: BrowserContext):
    sign_in(page, desk)
    context.route("**/saisie/lot/notes", lambda route: route.abort())
    page.keyboard.type("12")
    expect(page.get_by_text("Le réseau ne répond pas").first).to_be_visible(timeout=10_000)
    page.on("dialog", lambda dialog: dialog.accept())
    leave = page.get_by_role("button", name="Quitter ce lot")
    leave.click()
    expect(page.get_by_role("alert")).to_contain_text("Notes pas encore enregistrées : 1")
    assert_sound_at_every_width(page)
    assert kept_in(page) == 1
    leave.click()
    page.wait_for_url("**/saisie/")
    assert kept_in(page) == 0


def test_read_back_goes_through_the_lines_with_one_key_each_and_stops_at_the_slip(desk, watched_page):
    page = watched_page
    sign_in(page, desk)
    page.keyboard.type("".join(keys_of(mark) for mark in desk.marks[:3]))
    wait_until_saved(page)
    page.keyboard.press("Home")
    page.get_by_role("button", name="Relire").click()
    dialog = page.get_by_role("dialog", name="Relire")
    for rank in range(3):
        expect(dialog).to_contain_text(f"Ligne {rank + 1} sur 50")
        expect(dialog.locator("strong")).to_have_text(desk.marks[rank])
        page.keyboard.press("Enter")
    expect(dialog.locator("strong")).to_have_text("vide")
    page.keyboard.press("ArrowUp")
    assert_sound_at_every_width(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("textbox").nth(2)).to_be_focused()


def test_read_back_stops_at_what_is_refused(desk, watched_page):
    page = watched_page
    sign_in(page, desk)
    page.keyboard.type("21")
    expect(page.get_by_role("row").nth(1)).to_contain_text("n’est pas une note")
    page.get_by_role("button", name="Relire").click()
    expect(page.get_by_role("button", name="Corriger cette ligne")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox").first).to_be_focused()
    page.keyboard.press("Backspace")
    page.keyboard.type(keys_of(desk.marks[0]))
    wait_until_saved(page)


def test_read_back_says_its_end_and_leads_to_the_lock(desk, watched_page):
    page = watched_page
    sign_in(page, desk)
    lines, said = len(desk.marks), page.locator("#read-said")
    for first, sentence in ((1, f"Lignes relues : {lines - 1} sur {lines}."), (0, f"{lines} lignes relues.")):
        page.get_by_role("textbox").nth(first).focus()
        page.get_by_role("button", name="Relire").click()
        for _ in range(lines - first):
            page.keyboard.press("Enter")
        expect(said).to_have_text(sentence)
        expect(page.get_by_role("button", name="Contrôler et verrouiller")).to_be_focused()
    assert_sound_at_every_width(page)
    page.get_by_role("textbox").first.focus()
    page.keyboard.type(keys_of(desk.marks[0]))
    expect(said).to_be_hidden()
