"""Who may open what: every address, every visitor, reading and sending."""

import json
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from django.urls import reverse

from massicot.batches import queries as batches
from massicot.documents import codes
from massicot.web.shared.listing import FORMAT, TYPES
from tests import world
from tests.hostile.client import HostileClient
from tests.keeping import kept
from tests.web.access import called, examcentre, inspector, marker, markingcentre, office, portal, school, shared
from tests.web.visitors import ANONYMOUS, EVERYBODY, SHEET, VISITORS, addresses, link_token, returned, visitors
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both("who may open what is asked of each database")]
OK = 200
LISTS = 40
"""So many tables at the least are taken away."""


@dataclass
class Visited(World):
    """A world to which everybody came once."""

    came: dict[str, HostileClient] = field(default_factory=dict)


def visited() -> Visited:
    """Let everybody come, once for all the addresses."""
    built = world.handed_out()
    return Visited(built.session, built.paper, built.sheets, visitors(built))


built = kept(visited)


@pytest.fixture(autouse=True)
def _stays_proven(settings) -> None:
    """Let nobody be asked for their password again, however slowly these pages are looked at."""
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 86_400


@pytest.fixture
def everybody(built) -> dict[str, HostileClient]:
    return {who: returned(visitor) for who, visitor in built.came.items()}


DESKS = (called, shared, portal, office, examcentre, markingcentre, marker, inspector, school)
READING = {name: answers for desk in DESKS for name, answers in desk.READING.items()}
SENDING = {name: answers for desk in DESKS for name, answers in desk.SENDING.items()}


def test_every_address_is_in_the_tables():
    assert set(addresses()) == set(READING) == set(SENDING)


@pytest.mark.parametrize("name", READING)
def test_reading_an_address_is_answered_as_the_table_says(everybody, name):
    answers = {who: client.get(addresses()[name]).status_code for who, client in everybody.items()}
    assert answers == dict(zip(VISITORS, READING[name], strict=True))


def test_every_list_is_taken_away_as_a_table_and_as_a_sheet(everybody):
    taken = {}
    for name, reading in READING.items():
        for client in (everybody[who] for who, status in zip(VISITORS, reading, strict=True) if status == OK):
            for kind, content_type in TYPES.items():
                answer = client.get(addresses()[name], {FORMAT: kind})
                assert answer.status_code == OK, (name, kind)
                taken[name, kind] = answer["Content-Type"] == content_type
    assert sum(taken.values()) > LISTS


@pytest.mark.parametrize("name", SENDING)
def test_sending_to_an_address_is_answered_as_the_table_says(everybody, name):
    answers = {who: client.post(addresses()[name]).status_code for who, client in everybody.items()}
    assert answers == dict(zip(VISITORS, SENDING[name], strict=True))


def test_whoever_is_not_signed_in_is_sent_to_sign_in(everybody):
    for name in ("shared:home", "office:ladders", "office:ladder"):
        answer = everybody[ANONYMOUS].get(addresses()[name])
        assert answer["Location"].startswith(reverse("account_login"))
    assert everybody[ANONYMOUS].get(addresses()["portal:mark_entry"])["Location"] == reverse("portal:sign_in")


def test_a_good_one_time_link_opens_for_whoever_holds_it(everybody):
    address = reverse("shared:welcome", args=[link_token()])
    assert [client.get(address).status_code for client in everybody.values()] == [200] * EVERYBODY


@pytest.mark.parametrize("unknown", [("BTS-2018", "CGE"), ("BTS-2017", "MATH")])
def test_a_session_or_a_paper_that_is_not_there_is_not_found(everybody, unknown):
    office = everybody["office"]
    assert office.get(reverse("office:ladder", args=unknown)).status_code == 404
    form = {"key": "items:9900001W", "decision": "lost", "reason": "none"}
    assert office.post(reverse("office:decide_gap", args=unknown), form).status_code == 404


def test_an_address_that_does_not_exist_is_not_found_for_anybody(everybody):
    assert {client.get("/admin/").status_code for client in everybody.values()} == {404}


def test_a_mark_sheet_opens_its_own_batch_only(built, everybody):
    holder = everybody[SHEET]
    own, other = (batches.numbers_of(batch.pk) for batch in batches.batches_of(built.paper.pk))
    pages = "".join(holder.get(reverse(name)).content.decode() for name in ("portal:mark_entry", "portal:lock"))
    assert all(codes.group_number(number) in pages for number in own)
    assert not any(number in pages or codes.group_number(number) in pages for number in other)
    body = {"save_id": str(uuid4()), "marks": [{"number": other[0], "value": "12", "seen": ""}]}
    answer = holder.post(reverse("portal:save_marks"), json.dumps(body), content_type="application/json")
    assert (answer.json()["saved"], [line["number"] for line in answer.json()["refused"]]) == ([], [other[0]])


def test_a_person_signed_in_and_a_mark_sheet_are_two_things(everybody):
    everybody[SHEET].post(reverse("portal:sign_out"))
    assert everybody[SHEET].get(reverse("portal:mark_entry")).status_code == 302
    everybody["office"].post(reverse("portal:sign_out"))
    assert everybody["office"].get(reverse("office:home")).status_code == 200
