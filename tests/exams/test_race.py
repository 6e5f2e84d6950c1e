"""Two caseworkers who appoint one person at the same time: the race with the guard off, then the guard."""

import threading
from dataclasses import replace

import pytest
from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.core.actor import SYSTEM, Role
from massicot.exams import queries, services
from massicot.exams.models import Session
from massicot.exams.rules import BothSidesOfTheWall
from massicot.exams.rules.session_file import shipped_plan
from tests.cast import CEDRES, PERRIN, PREPARED
from tests.racing import WAIT_S, at_once, somebody_waits

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]

DANIEL = "daniel@perrin.invalid"
CENTRE, MARKING = (Role.EXAM_CENTRE, PERRIN), (Role.MARKING_CENTRE, PERRIN)


def create(code, *exam_centres):
    plan = replace(shipped_plan(), code=code, exam_centres=exam_centres)
    return services.create_session(plan=plan, is_rehearsal=False, by=SYSTEM, at=PREPARED)


def appoint(role, scope):
    return services.appoint_unchecked_pool(email=DANIEL, role=role, scope=scope, by=SYSTEM, at=PREPARED)


def test_without_the_guard_one_person_comes_to_hold_names_and_numbers():
    create("BTS-2017", PERRIN)
    both_looked = threading.Barrier(2, timeout=WAIT_S)

    def appoint_unguarded(role, scope):
        with transaction.atomic():
            conflict = queries.conflict_of(role, scope, accounts.appointments_of(DANIEL))
            both_looked.wait()
            if conflict is None:
                account_acts.give_role(email=DANIEL, role=role, scope=scope, by=SYSTEM, at=PREPARED)

    at_once(lambda: appoint_unguarded(*CENTRE), lambda: appoint_unguarded(*MARKING))
    assert accounts.appointments_of(DANIEL) == [CENTRE, MARKING]


def slowly(act, started):
    """Do an act, and commit it only once somebody waits for it."""
    with transaction.atomic():
        done = act()
        started.set()
        assert somebody_waits()
        return done


def after(started, act):
    assert started.wait(WAIT_S)
    return act()


def test_who_appoints_second_sees_what_the_first_gave():
    create("BTS-2017", PERRIN)
    started = threading.Event()
    outcomes = at_once(
        lambda: slowly(lambda: appoint(*CENTRE), started),
        lambda: after(started, lambda: appoint(*MARKING)),
    )
    assert isinstance(outcomes[1], BothSidesOfTheWall)
    assert accounts.appointments_of(DANIEL) == [CENTRE]


def test_a_session_created_while_somebody_is_appointed_sees_their_roles():
    create("BTS-2017", CEDRES)
    appoint(*MARKING)
    started = threading.Event()
    outcomes = at_once(
        lambda: slowly(lambda: appoint(*CENTRE), started),
        lambda: after(started, lambda: create("BTS-2018", PERRIN)),
    )
    assert isinstance(outcomes[1], BothSidesOfTheWall)
    assert Session.objects.filter(code="BTS-2018").count() == 0
