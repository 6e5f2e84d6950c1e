"""Who may open what: every address, every visitor, reading and sending."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from massicot.batches import queries as batches
from massicot.documents import codes
from tests import world
from tests.keeping import kept
from tests.web.visitors import ANONYMOUS, SHEET, VISITORS, addresses, link_token, visitors

pytestmark = pytest.mark.django_db

built = kept(world.handed_out)

EVERYBODY = len(VISITORS)

# anonymous, office, exam centre, marking centre, marker, inspector, school, finance, mark sheet
READING = {
    "shared:home": (302, 200, 200, 200, 200, 200, 200, 200, 302),
    "shared:sign_in": (200, 302, 302, 302, 302, 302, 302, 302, 200),
    "shared:sign_out": (405,) * EVERYBODY,
    "shared:welcome": (422,) * EVERYBODY,
    "shared:set_language": (302,) * EVERYBODY,
    "portal:sign_in": (200,) * EVERYBODY,
    "portal:sign_out": (405,) * EVERYBODY,
    "portal:mark_entry": (302, 302, 302, 302, 302, 302, 302, 302, 200),
    "portal:save_marks": (405,) * EVERYBODY,
    "portal:lock": (302, 302, 302, 302, 302, 302, 302, 302, 200),
    "portal:receipt": (302,) * EVERYBODY,
    "office:ladders": (302, 200, 403, 403, 403, 403, 403, 403, 302),
    "office:ladder": (302, 200, 403, 403, 403, 403, 403, 403, 302),
    "office:decide_gap": (405,) * EVERYBODY,
}

SENDING = {
    "shared:home": (405,) * EVERYBODY,
    "shared:sign_in": (422, 302, 302, 302, 302, 302, 302, 302, 422),
    "shared:sign_out": (302,) * EVERYBODY,
    "shared:welcome": (422,) * EVERYBODY,
    "shared:set_language": (302,) * EVERYBODY,
    "portal:sign_in": (422,) * EVERYBODY,
    "portal:sign_out": (302,) * EVERYBODY,
    "portal:mark_entry": (405,) * EVERYBODY,
    "portal:save_marks": (401, 401, 401, 401, 401, 401, 401, 401, 422),
    "portal:lock": (302, 302, 302, 302, 302, 302, 302, 302, 422),
    "portal:receipt": (405,) * EVERYBODY,
    "office:ladders": (405,) * EVERYBODY,
    "office:ladder": (405,) * EVERYBODY,
    "office:decide_gap": (302, 422, 403, 403, 403, 403, 403, 403, 302),
}
"""What is answered to a form with nothing in it: 422 means that the visitor may send it."""


def test_every_address_is_in_the_tables():
    assert set(addresses()) == set(READING) == set(SENDING)


@pytest.mark.parametrize("name", READING)
def test_reading_an_address_is_answered_as_the_table_says(built, name):
    answers = {who: client.get(addresses()[name]).status_code for who, client in visitors(built).items()}
    assert answers == dict(zip(VISITORS, READING[name], strict=True))


@pytest.mark.parametrize("name", SENDING)
def test_sending_to_an_address_is_answered_as_the_table_says(built, name):
    answers = {who: client.post(addresses()[name]).status_code for who, client in visitors(built).items()}
    assert answers == dict(zip(VISITORS, SENDING[name], strict=True))


def test_whoever_is_not_signed_in_is_sent_to_sign_in(built):
    strangers = visitors(built)
    for name in ("shared:home", "office:ladders", "office:ladder"):
        answer = strangers[ANONYMOUS].get(addresses()[name])
        assert answer["Location"].startswith(reverse("shared:sign_in"))
    assert strangers[ANONYMOUS].get(addresses()["portal:mark_entry"])["Location"] == reverse("portal:sign_in")


def test_a_good_one_time_link_opens_for_whoever_holds_it(built):
    address = reverse("shared:welcome", args=[link_token()])
    assert [client.get(address).status_code for client in visitors(built).values()] == [200] * EVERYBODY


@pytest.mark.parametrize("unknown", [("BTS-2018", "CGE"), ("BTS-2017", "MATH")])
def test_a_session_or_a_paper_that_is_not_there_is_not_found(built, unknown):
    office = visitors(built)["office"]
    assert office.get(reverse("office:ladder", args=unknown)).status_code == 404
    form = {"key": "items:9900001W", "decision": "lost", "reason": "none"}
    assert office.post(reverse("office:decide_gap", args=unknown), form).status_code == 404


def test_an_address_that_does_not_exist_is_not_found_for_anybody(built):
    assert {client.get("/admin/").status_code for client in visitors(built).values()} == {404}


def test_a_mark_sheet_opens_its_own_batch_only(built):
    holder = visitors(built)[SHEET]
    own, other = (batches.numbers_of(batch.pk) for batch in batches.batches_of(built.paper.pk))
    pages = "".join(holder.get(reverse(name)).content.decode() for name in ("portal:mark_entry", "portal:lock"))
    assert all(codes.grouped(number) in pages for number in own)
    assert not any(number in pages or codes.grouped(number) in pages for number in other)
    body = {"save_id": str(uuid4()), "marks": [{"number": other[0], "value": "12", "seen": ""}]}
    answer = holder.post(reverse("portal:save_marks"), json.dumps(body), content_type="application/json")
    assert (answer.json()["saved"], [line["number"] for line in answer.json()["refused"]]) == ([], [other[0]])


def test_a_person_signed_in_and_a_mark_sheet_are_two_things(built):
    everybody = visitors(built)
    everybody[SHEET].post(reverse("portal:sign_out"))
    assert everybody[SHEET].get(reverse("portal:mark_entry")).status_code == 302
    everybody["office"].post(reverse("portal:sign_out"))
    assert everybody["office"].get(reverse("office:ladders")).status_code == 200
