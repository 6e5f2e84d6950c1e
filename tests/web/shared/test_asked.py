"""The server asks before it reads a large body: how much an address takes, from whom, and nothing is written for it."""

import time

import pytest
from django.contrib.sessions.models import Session

from massicot.core.actor import Role
from massicot.web.shared import bodies, browser_sessions, idle
from massicot.web.shared.bodies import DOCUMENT, FILE_ADDRESSES, MOST_OF_ANYBODY, MOST_OF_SOMEBODY
from massicot.web.shared.unread import ASKED
from tests import world
from tests.keeping import kept
from tests.web.visitors import ANONYMOUS, PEOPLE, SHEET, VISITORS, addresses, visitor

TAKEN, SIGN_IN, TOO_LARGE = 204, 401, 413

built = kept(world.handed_out)
pytestmark = pytest.mark.django_db


@pytest.fixture
def everybody(built):
    return {who: visitor(built, who) for who in VISITORS}


def asked(client, path, size):
    return client.get(path, **{ASKED: size}).status_code


@pytest.mark.parametrize("address", FILE_ADDRESSES, ids=lambda address: address.name)
def test_a_file_is_taken_from_its_desk_alone_and_no_larger_than_it_may_be(everybody, address):
    path = addresses()[address.name]
    for who, client in everybody.items():
        assert asked(client, path, address.most) == (TAKEN if who == address.role.value else SIGN_IN), who
        assert asked(client, path, address.most + 1) == TOO_LARGE, who


@pytest.mark.parametrize("path", ["/nowhere/", "/connexion/", "/bureau/", "/saisie/", "/bureau/sessions/nouvelle/"])
def test_a_form_is_taken_from_whoever_is_signed_in(everybody, path):
    for who, client in everybody.items():
        nobody = who in (ANONYMOUS, SHEET)
        assert asked(client, path, MOST_OF_ANYBODY + 1) == (SIGN_IN if nobody else TAKEN), who
        assert asked(client, path, MOST_OF_SOMEBODY + 1) == TOO_LARGE, who


def test_of_the_office_the_second_factor_is_asked(everybody):
    office, imports = everybody[Role.OFFICE.value], addresses()["office:imports"]
    assert asked(office, imports, DOCUMENT) == TAKEN
    session = office.session
    del session["account_authentication_methods"]
    session.save()
    assert asked(office, imports, DOCUMENT) == SIGN_IN


@pytest.mark.parametrize(("who", "minutes"), [(Role.OFFICE, 16), (Role.MARKER, 31)])
def test_whoever_stayed_away_for_too_long_is_nobody_and_asking_is_no_visit(everybody, who, minutes):
    client = everybody[who.value]
    path = addresses()["office:imports" if who is Role.OFFICE else "marker:cannot_come"]
    session = client.session
    session[browser_sessions.BEGAN] = time.time() - 60 * minutes
    session.save()
    rows = list(Session.objects.order_by("session_key").values())
    for _ in range(2):
        assert asked(client, path, DOCUMENT) == SIGN_IN
    assert list(Session.objects.order_by("session_key").values()) == rows


def test_asking_is_no_visit_of_whoever_is_here(everybody, django_assert_max_num_queries):
    for who in PEOPLE:
        client = everybody[who.value]
        rows = list(Session.objects.order_by("session_key").values())
        with django_assert_max_num_queries(4) as statements:
            asked(client, addresses()["office:imports"], DOCUMENT)
        assert all(one["sql"].startswith(("SELECT", "WITH")) for one in statements.captured_queries)
        assert list(Session.objects.order_by("session_key").values()) == rows


def test_whoever_signs_out_is_nobody_at_the_next_question(everybody):
    office = everybody[Role.OFFICE.value]
    office.session.flush()
    assert asked(office, addresses()["office:imports"], DOCUMENT) == SIGN_IN


def test_no_header_asks(everybody):
    for name in (ASKED, f"HTTP_{ASKED}", ASKED.upper()):
        answer = everybody[Role.OFFICE.value].get(addresses()["office:imports"], headers={name: "1"})
        assert answer.status_code == 200


def test_bounds_stand_in_their_order():
    assert MOST_OF_ANYBODY < MOST_OF_SOMEBODY < DOCUMENT < bodies.LARGEST
    assert idle.THE_OFFICE_S < idle.A_DESK_S
