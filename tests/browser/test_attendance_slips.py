"""A room keyed in a hurry: what is typed twice, mistyped or refused loses nothing and stays in sight."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from massicot.candidates import services
from massicot.candidates.rules import Attendance
from tests.browser.checks import excuse
from tests.browser.keyed_room import open_room, room_of_forty, saved, verdict, words
from tests.cast import CEDRES, CLAIRE, EVENING, candidate_number

ENLARGED = {"width": 640, "height": 450}
"""A window of 1280 by 900 at 200 %."""


@pytest.fixture
def room(transactional_db, live_server, page: Page, settings, tmp_path) -> SimpleNamespace:
    """A room of forty, its page open to Claire."""
    return room_of_forty(live_server, page, settings, tmp_path)


def test_what_is_typed_twice_stays_and_a_seat_is_said_present_after_all(room, watched_page):
    page = watched_page
    open_room(page, room)
    page.keyboard.type("17aa17a")
    verdict(page, "17 : déjà saisi, absent.")
    saved(page)
    assert words(room) == {"17": "absent"}
    page.keyboard.type("18a17p")
    verdict(page, "17 : présent")
    saved(page)
    assert words(room) == {"17": "present", "18": "absent"}
    expect(page.locator("[data-figure=present]")).to_have_text("1")
    page.keyboard.type("p39")
    page.keyboard.press("Enter")
    expect(page.get_by_text("La salle 12 est confirmée. Copies comptées : 39.")).to_be_visible()


def test_escape_takes_a_refusal_away_before_it_undoes_anything(room, watched_page):
    page = watched_page
    open_room(page, room)
    page.keyboard.type("17b99a")
    verdict(page, "Aucune place 99 dans cette salle")
    page.keyboard.press("Escape")
    expect(page.locator("#verdict")).to_have_text("")
    saved(page)
    assert words(room) == {"17": "blank"}
    page.keyboard.press("Escape")
    verdict(page, "17 : à saisir")
    saved(page)
    assert words(room) == {}


def test_escape_takes_back_no_word_that_somebody_else_keyed_since(room, watched_page):
    page = watched_page
    open_room(page, room)
    page.keyboard.type("17a")
    saved(page)
    key_elsewhere(room, 17, seen=Attendance.ABSENT, word=Attendance.BLANK)
    page.keyboard.type("18a")
    expect(page.get_by_role("row").filter(has_text="MIRABELLE17")).to_contain_text("saisi ailleurs")
    page.keyboard.press("Escape")
    verdict(page, "18 : à saisir")
    page.keyboard.press("Escape")
    verdict(page, "17 : saisi ailleurs depuis, copie blanche. Rien n’est annulé.")
    saved(page)
    assert words(room) == {"17": "blank"}
    page.keyboard.press("Escape")
    verdict(page, "Rien à annuler.")


def test_escape_takes_back_no_word_that_was_kept_when_its_own_was_refused(room, watched_page, complaints):
    page = watched_page
    open_room(page, room)
    key_elsewhere(room, 17, seen=Attendance.NOT_KEYED, word=Attendance.BLANK)
    page.keyboard.type("17a")
    verdict(page, "Entre-temps, la place 17")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    verdict(page, "17 : saisi ailleurs depuis, copie blanche. Rien n’est annulé.")
    saved(page)
    assert words(room) == {"17": "blank"}
    excuse(complaints, 422)


def key_elsewhere(room, seat, **said):
    """Key a seat from another computer."""
    number = candidate_number(100 + seat)
    subject = {"paper": room.paper, "centre_uai": CEDRES, "candidate_number": number}
    services.key_attendance(**subject, **said, by=CLAIRE, at=EVENING)


def test_a_late_arrival_that_is_refused_is_refused_in_sight(room, watched_page, complaints):
    page = watched_page
    open_room(page, room)
    page.get_by_text("Un candidat est arrivé en retard").click()
    page.get_by_label("Candidat", exact=True).select_option("17 – MIRABELLE17 Ève")
    page.get_by_label("Retard, en minutes").fill("75")
    page.get_by_role("button", name="Noter le retard").click()
    expect(page.get_by_role("alert")).to_contain_text("Personne n’est admis plus de 60 minutes")
    expect(page.get_by_role("alert")).to_be_in_viewport()
    excuse(complaints, 422)
    page.get_by_label("Retard, en minutes").fill("20")
    page.get_by_role("button", name="Noter le retard").click()
    expect(page.get_by_text("17 – MIRABELLE17 Ève : retard noté, 20 min.")).to_be_visible()


def test_a_count_that_is_refused_again_is_refused_in_sight(room, watched_page, complaints):
    page = watched_page
    open_room(page, room)
    page.keyboard.type("p40")
    page.keyboard.press("Enter")
    expect(page.get_by_text("La salle 12 est confirmée.")).to_be_visible()
    page.goto(room.address)
    page.get_by_text("Corriger une ligne").click()
    page.get_by_label("Candidat", exact=True).first.select_option("17 – MIRABELLE17 Ève, présent")
    page.get_by_label("Ce que dit la liste").select_option("absent")
    page.get_by_label("Motif", exact=True).first.fill("Signature d’un autre")
    page.get_by_role("button", name="Corriger la ligne").click()
    page.get_by_role("link", name="Recompter les copies").click()
    page.get_by_label("Copies recomptées").fill("40")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_in_viewport()
    excuse(complaints, 422)
    page.keyboard.press("Control+a")
    page.keyboard.type("39")
    page.keyboard.press("Enter")
    expect(page.get_by_text("La salle 12 est recomptée. Copies comptées : 39.")).to_be_visible()


def test_enlarged_to_twice_its_size_the_page_keeps_its_box_and_its_answer_in_sight(room, watched_page):
    page = watched_page
    page.set_viewport_size(ENLARGED)
    open_room(page, room)
    page.keyboard.type("30a")
    verdict(page, "30 : absent")
    for part in ("#keys-input", "#verdict", "#register tr[aria-current]"):
        expect(page.locator(part)).to_be_in_viewport()


def test_late_and_off_the_list_have_a_key_in_the_box(room, watched_page):
    page = watched_page
    open_room(page, room)
    page.keyboard.type("17r")
    delay = page.get_by_label("Retard, en minutes")
    expect(delay).to_be_focused()
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row").filter(has_text="12 minutes de retard")).to_contain_text("MIRABELLE17")
    page.keyboard.type("+")
    page.wait_for_url("**/hors-liste/**")
