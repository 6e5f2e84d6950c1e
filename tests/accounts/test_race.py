"""Two people with one link at the same time: the race with the guard off, then the guard."""

import threading

import pytest
from django.db import transaction

from massicot.accounts import queries, services
from massicot.accounts.models import OneTimeLink
from massicot.accounts.rules import LinkSpent
from massicot.core.actor import SYSTEM, Role
from tests.cast import PREPARED
from tests.racing import WAIT_S, at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

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
            link = queries.open_link(token, PREPARED)
            both_looked.wait()
            return OneTimeLink.objects.filter(pk=link.pk).update(used_at=PREPARED)

    assert at_once(choose_unguarded, choose_unguarded) == [1, 1]


def test_a_link_is_spent_once_however_many_hold_it(token):
    for _ in range(ROUNDS):
        link = services.draw_link(email=DANIEL, by=SYSTEM, at=PREPARED)
        outcomes = at_once(
            *(
                lambda rank=rank, link=link: services.choose_password(token=link, password=f"{rank}", at=PREPARED)
                for rank in range(3)
            )
        )
        assert sum(isinstance(outcome, LinkSpent) for outcome in outcomes) == 2
