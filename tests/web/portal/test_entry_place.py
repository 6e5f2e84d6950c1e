"""From where marks are typed: in the marking centre only, anywhere with a warning, or anywhere."""

from uuid import uuid4

import pytest
from django.test import Client

from massicot.exams import queries as exams
from massicot.exams import services
from massicot.exams.rules.networks import EntryPlace
from massicot.marks.rules.sheets import ADDRESS
from tests.cast import ODILE, PERRIN, TYPING

INSIDE, OUTSIDE = "10.13.0.7", "203.0.113.9"
ELSEWHERE = "se saisissent seulement dans le centre de correction"
WARNED = "n’est pas un poste du centre de correction"


@pytest.fixture
def chosen(portal):
    """Give what chooses from where marks are typed, once Perrin has declared its network."""
    session = exams.session_by_code("BTS-2017")
    services.declare_networks(session=session, uai=PERRIN, typed="10.13.0.0/16", by=ODILE, at=TYPING)
    return lambda place: services.choose_entry_place(session=session, place=place, by=ODILE, at=TYPING)


def sign_in_from(portal, address):
    browser = Client(REMOTE_ADDR=address)
    sheet = portal.wood.sheet
    fields = {"site": sheet.site, "identifiant": sheet.identifier, "mot_de_passe": sheet.password}
    return browser, browser.post("/saisie/", fields)


def test_outside_the_centre_nothing_opens_where_the_session_says_so(portal, chosen):
    chosen(EntryPlace.CENTRE)
    _, answer = sign_in_from(portal, OUTSIDE)
    assert (answer.status_code, ELSEWHERE in answer.content.decode()) == (422, True)
    assert "Lycée Jean Perrin" in answer.content.decode()
    browser, answer = sign_in_from(portal, INSIDE)
    assert (answer.status_code, browser.get("/saisie/lot/").status_code) == (302, 200)


def test_a_wrong_password_is_told_before_any_place(portal, chosen):
    chosen(EntryPlace.CENTRE)
    answer = Client(REMOTE_ADDR=OUTSIDE).post("/saisie/", {"site": "A02", "identifiant": "Z", "mot_de_passe": "Z"})
    assert ELSEWHERE not in answer.content.decode()


@pytest.mark.parametrize("page", ["/saisie/lot/", "/saisie/lot/verrouiller"])
def test_a_computer_carried_home_opens_the_batch_no_more(portal, chosen, page):
    chosen(EntryPlace.CENTRE)
    browser, _ = sign_in_from(portal, INSIDE)
    answer = browser.get(page, REMOTE_ADDR=OUTSIDE)
    assert (answer.status_code, ELSEWHERE in answer.content.decode()) == (403, True)


def test_a_computer_carried_home_saves_no_more(portal, chosen):
    chosen(EntryPlace.CENTRE)
    browser, _ = sign_in_from(portal, INSIDE)
    marks = [{"number": portal.wood.numbers[0], "value": "12", "seen": "", "confirmed": True}]
    for address, status in ((INSIDE, 200), (OUTSIDE, 403)):
        body = {"save_id": str(uuid4()), "marks": marks}
        answer = browser.post("/saisie/lot/notes", body, content_type="application/json", REMOTE_ADDR=address)
        assert answer.status_code == status
    assert ELSEWHERE in answer.json()["error"]


def test_outside_the_centre_the_marker_is_warned_where_the_session_says_so(portal, chosen):
    chosen(EntryPlace.WARNED)
    for address, is_warned in ((OUTSIDE, True), (INSIDE, False)):
        browser, _ = sign_in_from(portal, address)
        assert (WARNED in browser.get("/saisie/lot/").content.decode()) is is_warned


def test_anywhere_means_anywhere(portal, chosen):
    browser, answer = sign_in_from(portal, OUTSIDE)
    assert (answer.status_code, WARNED in browser.get("/saisie/lot/").content.decode()) == (302, False)


def test_wrong_sign_ins_of_a_whole_centre_are_not_counted_together(portal, chosen):
    for address, status in ((INSIDE, 302), (OUTSIDE, 429)):
        browser = Client(REMOTE_ADDR=address)
        for rank in range(ADDRESS.free + 1):
            browser.post("/saisie/", {"site": "A02", "identifiant": f"ZZZZ{rank:02d}", "mot_de_passe": "FAUX"})
        assert sign_in_from(portal, address)[1].status_code == status
