"""Who may open what of others: every address, with the arguments of another centre, session, school or person."""

from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from tests import world_of_two
from tests.hostile.client import HostileClient
from tests.keeping import kept
from tests.things_of_two import key_in_place
from tests.web.access.crossed import ASKED, DESKS, FOREIGN, NEVER, SENT, crossings, desk_of, names_a_thing, own
from tests.web.test_access import READING, SENDING
from tests.web.visitors import PEOPLE, addresses, signed_in
from tests.world_of_two import Two

pytestmark = pytest.mark.django_db
OPEN = {200, 302, 303, 422}
GET, POST = "GET", "POST"
built = kept(world_of_two.two)


@pytest.fixture(autouse=True)
def _keys(settings):
    """Let the key be where it is read, and nobody be asked for their password again."""
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 86_400
    with key_in_place():
        yield


def methods_of(name: str) -> list[str]:
    """Tell whether an address is read, sent to, or both."""
    tables = {GET: READING, POST: SENDING}
    return [method for method, answers in tables.items() if set(answers[name]) != {405}]


def answer(client: HostileClient, method: str, name: str, arguments: dict[str, Any]) -> int:
    """Ask an address, and leave all as it was."""
    address = reverse(name, kwargs=arguments, query=ASKED.get(name))
    with transaction.atomic():
        answer: HttpResponse = client.get(address) if method == GET else client.post(address, SENT.get(name))
        transaction.set_rollback(True)
    return answer.status_code


def test_every_address_of_those_who_have_a_place_of_their_own_is_asked_of_the_others(built: Two):
    of_places = [name for name in addresses() if FOREIGN.get(desk_of(name)) and own(name, built.things)]
    assert [name for name in of_places if not list(crossings(name, built.things))] == []


def whoever_comes_to(desk: str) -> HostileClient:
    """Let whoever has a desk come, or somebody unknown where all do."""
    role = DESKS[desk]
    return signed_in(PEOPLE[role][0]) if role else HostileClient()


def of_desk(desk: str) -> list[str]:
    """List the addresses of a desk."""
    return [name for name in addresses() if desk_of(name) == desk]


@pytest.mark.parametrize("desk", DESKS)
def test_what_is_of_others_is_not_there(built: Two, desk):
    client, wrong = whoever_comes_to(desk), {}
    for name in of_desk(desk):
        for expected, arguments in crossings(name, built.things):
            given = {answer(client, method, name, arguments) for method in methods_of(name)}
            if given != {expected}:
                wrong[name, *arguments.values()] = given
    assert wrong == {}


@pytest.mark.parametrize("desk", DESKS)
def test_what_is_ones_own_is_there(built: Two, desk):
    client = whoever_comes_to(desk)
    asked = [name for name in of_desk(desk) if list(crossings(name, built.things)) and names_a_thing(name)]
    given = {name: answer(client, methods_of(name)[0], name, own(name, built.things)) for name in asked}
    assert {name for name, status in given.items() if status not in OPEN} == {name for name in NEVER if name in asked}
