"""Two people at one account at the same time: the race with the guard off, then the guard."""

import threading

import pytest
from django.db import transaction

from massicot.accounts import services
from massicot.accounts.models import OneTimeLink
from massicot.accounts.queries import holders as accesses
from massicot.accounts.queries.links import open_link
from massicot.accounts.rules.accounts import LinkSpent
from massicot.accounts.rules.holders import AccessConfirmed
from massicot.audit import services as audit
from massicot.core.actor import SYSTEM, Actor, Role
from tests.cast import PREPARED
from tests.racing import WAIT_S, at_once
from tests.web.visitors import SECRET

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]

ROUNDS = 5
DANIEL = "daniel@perrin.invalid"


@pytest.fixture
def token():
    services.give_role(email=DANIEL, role=Role.OFFICE, scope="", by=SYSTEM, at=PREPARED)
    return services.draw_link(email=DANIEL, by=SYSTEM, at=PREPARED)


def test_without_the_guard_a_link_is_spent_twice(token):
    both_looked = threading.Barrier(2, timeout=WAIT_S)

    def choose_unguarded():
        with transaction.atomic():
            link = open_link(token, PREPARED)
            both_looked.wait()
            return OneTimeLink.objects.filter(pk=link.pk).update(used_at=PREPARED)

    assert at_once(choose_unguarded, choose_unguarded) == [1, 1]


def test_a_link_is_spent_once_however_many_hold_it(token):
    for _ in range(ROUNDS):
        link = services.draw_link(email=DANIEL, by=SYSTEM, at=PREPARED)
        outcomes = at_once(
            *(
                lambda rank=rank, link=link: services.choose_password(code=link, password=f"{rank}", at=PREPARED)
                for rank in range(3)
            )
        )
        assert sum(isinstance(outcome, LinkSpent) for outcome in outcomes) == 2


ODILE, OMAR = Actor("odile@bureau.invalid"), Actor("omar@bureau.invalid")


def rests_on_nobody_while_a_link_is_open():
    """Say whether somebody could come in as Daniel with a link that nothing tells any more."""
    return accesses.has_good_link(DANIEL, PREPARED) and accesses.stood_behind(DANIEL, PREPARED) == {DANIEL}


@pytest.fixture
def opened_by_odile():
    for person in (ODILE, OMAR):
        services.give_role(email=person.login, role=Role.OFFICE, scope="", by=SYSTEM, at=PREPARED)
    services.give_role(email=DANIEL, role=Role.OFFICE, scope="", by=ODILE, at=PREPARED)
    services.enrol_totp(email=DANIEL, secret=SECRET, by=Actor(DANIEL), at=PREPARED)


def draw():
    return services.draw_link(email=DANIEL, by=ODILE, at=PREPARED)


def test_without_the_guard_a_link_drawn_meanwhile_is_hidden_by_a_confirmation(opened_by_odile):
    looked, drawn = (threading.Event() for _ in range(2))

    def confirm_unguarded():
        with transaction.atomic():
            assert not accesses.has_good_link(DANIEL, PREPARED)
            looked.set()
            drawn.wait(WAIT_S)
            audit.record(subject=accesses.subject_of(DANIEL), fact=AccessConfirmed(DANIEL), by=OMAR, at=PREPARED)

    def draw_meanwhile():
        looked.wait(WAIT_S)
        draw()
        drawn.set()

    at_once(confirm_unguarded, draw_meanwhile)
    assert rests_on_nobody_while_a_link_is_open()


def test_a_link_drawn_while_an_access_is_confirmed_is_never_hidden(opened_by_odile):
    for _ in range(ROUNDS):
        OneTimeLink.objects.all().delete()
        at_once(draw, lambda: services.confirm_access(email=DANIEL, by=OMAR, at=PREPARED))
        assert not rests_on_nobody_while_a_link_is_open()
