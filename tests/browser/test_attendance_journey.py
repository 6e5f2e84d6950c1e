"""The evening of the paper: a room keyed beside its register, by keys, by scanner, by finger, through a cut network."""

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from massicot.candidates import queries as candidates
from massicot.candidates import services as attendance
from massicot.candidates.rules import Attendance
from tests import later_world
from tests.browser.checks import assert_sound_at_every_width, count_input, excuse, input_of
from tests.browser.keyed_room import open_room, room_of_forty, saved, verdict, words
from tests.cast import CEDRES, CLAIRE, EVENING, candidate_number

NARROW = {"width": 390, "height": 844}


@pytest.fixture
def room(transactional_db, live_server, page: Page, settings, tmp_path) -> SimpleNamespace:
    """A room of forty, its page open to Claire."""
    return room_of_forty(live_server, page, settings, tmp_path)


def number_at(room: SimpleNamespace, seat: int) -> str:
    return later_world.number_of(room.built, 100 + seat)


def scan(page: Page, number: str) -> None:
    """Type as a hand scanner does."""
    page.keyboard.type(number)
    page.keyboard.press("Enter")


def test_a_room_of_forty_with_two_absent_takes_at_most_twelve_keys(room, watched_page):
    page = watched_page
    count_input(page)
    open_room(page, room)
    page.keyboard.type("17a")
    page.keyboard.type("31a")
    page.keyboard.type("p")
    page.keyboard.type("38")
    page.keyboard.press("Enter")
    expect(page.get_by_text("La salle 12 est confirmée. Copies comptées : 38.")).to_be_visible()
    used = input_of(page)
    assert used["pointerdown"] == 0
    assert used["keydown"] <= 12
    state = candidates.room_state(room.paper.pk, CEDRES, "12")
    assert (state.register.absent, state.register.present, state.counted) == (2, 38, 38)


def test_the_page_is_sound_at_every_step_and_its_counts_follow_the_keys(room, watched_page, complaints):
    page = watched_page
    open_room(page, room)
    assert_sound_at_every_width(page)
    page.keyboard.type("17a18b")
    expect(page.locator("[data-figure=absent]")).to_have_text("1")
    expect(page.locator("[data-figure=others]").first).to_have_text("38")
    expect(page.get_by_role("button", name="Tous les autres sont présents : 38")).to_be_visible()
    page.keyboard.type("99a")
    verdict(page, "Aucune place 99 dans cette salle")
    assert_sound_at_every_width(page)
    page.keyboard.type("p38")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("une copie de moins que de candidats présents")
    assert_sound_at_every_width(page)
    excuse(complaints, 422)
    page.keyboard.press("Control+a")
    page.keyboard.type("39")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Copies comptées : 39.")).to_be_visible()
    page.goto(room.address)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert_sound_at_every_width(page)
    page.goto(f"{room.address}hors-liste/")
    assert_sound_at_every_width(page)


def test_keys_move_and_undo(room, watched_page):
    page = watched_page
    open_room(page, room)
    for key in ("ArrowDown", "ArrowDown", "a", "ArrowDown", "b", "ArrowUp", "b"):
        page.keyboard.press(key)
    saved(page)
    assert words(room) == {"3": "blank", "4": "blank"}
    page.keyboard.press("Escape")
    page.keyboard.press("Backspace")
    saved(page)
    assert words(room) == {"3": "absent"}
    page.keyboard.press("Escape")
    saved(page)
    assert words(room) == {}


def test_french_keys_without_shift_say_the_same_figures(room, watched_page):
    open_room(watched_page, room)
    watched_page.get_by_label("Place, puis A").press_sequentially("&èa")
    verdict(watched_page, "17 : absent")
    saved(watched_page)
    assert words(room) == {"17": "absent"}


def test_labels_scanned_from_the_scripts_say_present(room, watched_page, complaints):
    page = watched_page
    open_room(page, room)
    scan(page, number_at(room, 5).lower())
    verdict(page, "5 : présent, étiquette scannée")
    scan(page, number_at(room, 5))
    verdict(page, "5 : étiquette déjà scannée")
    scan(page, f"{number_at(room, 7)}/2")
    verdict(page, "Intercalaire : il compte avec la première feuille")
    scan(page, later_world.number_of(room.built, 1))
    verdict(page, "Cette étiquette est de la salle A1, place 1")
    excuse(complaints, 422)
    page.keyboard.type("6a")
    saved(page)
    scan(page, number_at(room, 6))
    verdict(page, "Le candidat de la place 6 a été saisi absent")
    excuse(complaints, 422)
    assert words(room) == {"5": "present", "6": "absent"}
    page.keyboard.type("5b")
    saved(page)
    assert words(room) == {"5": "blank", "6": "absent"}


def test_a_finger_keys_a_line_with_its_buttons(room, watched_page):
    page = watched_page
    page.set_viewport_size(NARROW)
    open_room(page, room)
    page.get_by_role("button", name="17 – absent").click()
    page.get_by_role("button", name="18 – copie blanche").click()
    saved(page)
    assert words(room) == {"17": "absent", "18": "blank"}
    page.get_by_role("button", name="18 – copie blanche").click()
    page.get_by_role("button", name="Tous les autres sont présents : 39").click()
    expect(page.get_by_label("Copies comptées en main")).to_be_focused()
    page.get_by_label("Copies comptées en main").fill("39")
    page.get_by_role("button", name="Les 39 autres sont présents").click()
    expect(page.get_by_text("La salle 12 est confirmée. Copies comptées : 39.")).to_be_visible()


def test_keying_goes_on_without_the_network_and_everything_is_saved_when_it_is_back(
    room, watched_page, context: BrowserContext, complaints
):
    page = watched_page
    open_room(page, room)
    context.set_offline(True)
    page.keyboard.type("17a18b")
    scan(page, number_at(room, 5))
    expect(page.get_by_text("Le réseau ne répond pas").first).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="MIRABELLE17")).to_contain_text("pas encore enregistré")
    assert words(room) == {}
    context.set_offline(False)
    saved(page)
    assert words(room) == {"5": "present", "17": "absent", "18": "blank"}
    complaints.clear()  # the browser itself complains of the network that was cut


def test_of_two_clerks_in_one_room_the_second_sees_what_the_first_keyed(room, watched_page, complaints):
    page = watched_page
    open_room(page, room)
    for seat, word in ((17, Attendance.BLANK), (20, Attendance.ABSENT)):
        attendance.key_attendance(
            paper=room.paper,
            centre_uai=CEDRES,
            candidate_number=candidate_number(100 + seat),
            seen=Attendance.NOT_KEYED,
            word=word,
            by=CLAIRE,
            at=EVENING,
        )
    page.keyboard.type("17a")
    verdict(page, "la place 17 a été saisie copie blanche")
    excuse(complaints, 422)
    expect(page.get_by_role("row").filter(has_text="MIRABELLE20")).to_contain_text("saisi ailleurs")
    page.keyboard.type("17a")
    saved(page)
    assert words(room) == {"17": "absent", "20": "absent"}


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_a_script_the_whole_room_is_keyed_all_the_same(room, watched_page):
    page = watched_page
    page.goto(room.address)
    page.get_by_role("row").filter(has_text="MIRABELLE17").get_by_role("button", name="absent").click()
    page.get_by_label("Place, puis A").fill(number_at(room, 5))
    page.get_by_role("button", name="Lire l’étiquette").click()
    expect(page.get_by_text("Place 5 : présent, étiquette scannée.")).to_be_visible()
    page.get_by_label("Copies comptées en main").fill("39")
    page.get_by_role("button", name="Les 38 autres sont présents").click()
    expect(page.get_by_text("La salle 12 est confirmée.")).to_be_visible()


@pytest.mark.browser_context_args(has_touch=True, is_mobile=True, viewport=NARROW)
def test_a_telephone_shows_no_key_that_it_has_not_and_whoever_hears_is_told_them(room, watched_page):
    page = watched_page
    open_room(page, room)
    assert page.locator("#keys-hint").bounding_box()["height"] <= 1
    expect(page.get_by_label("Place, puis A")).to_have_accessible_description(re.compile("^17A place 17"))
    confirm = page.get_by_role("button", name="Tous les autres sont présents")
    assert confirm.bounding_box()["width"] > NARROW["width"] * 0.9
