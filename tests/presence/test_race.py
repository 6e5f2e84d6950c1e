"""Two clerks at one register at once: a line keyed twice, a list confirmed meanwhile, one person at two places."""

import threading
from datetime import timedelta

import pytest
from django.db import transaction

from massicot.presence import queries
from massicot.presence.models import PresenceLine
from massicot.presence.queries import registers as register_reads
from massicot.presence.rules import sending
from massicot.presence.rules.registers import (
    FewerSignaturesThanPresent,
    LineKeyedElsewhere,
    ListChangedMeanwhile,
    PresentAtAnotherPlace,
    SaidOfOthers,
    check_others,
)
from tests.cast import CEDRES, PERRIN
from tests.missions.calling import FIRST
from tests.presence import registers
from tests.presence.registers import (
    ABSENT,
    AFTERNOON,
    EVENING,
    MORNING,
    PRESENT,
    UNKNOWN,
    add,
    confirm,
    key,
    said,
    send,
)
from tests.racing import WAIT_S, at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


def test_two_who_key_one_line_wait_and_the_second_is_told_its_word():
    built = registers.convened()
    answers = meanwhile(lambda: key(built, "BOB", ABSENT), lambda: key(built, "BOB", PRESENT))
    assert isinstance(answers[1], LineKeyedElsewhere)
    assert said(built)["BOB"] is ABSENT


def test_a_list_keyed_while_it_is_confirmed_is_looked_at_again():
    built = registers.convened()
    answers = meanwhile(lambda: key(built, "BOB", ABSENT), lambda: confirm(built, 2, 2))
    assert isinstance(answers[1], ListChangedMeanwhile)
    assert said(built) == {"BOB": ABSENT, "CHARLIE": UNKNOWN}


def test_a_day_keyed_while_it_is_sent_stays_as_the_office_has_it():
    built = registers.convened()
    registers.keyed(built)
    answers = meanwhile(lambda: send(built), lambda: key(built, "BOB", ABSENT, seen=PRESENT, at=EVENING))
    assert isinstance(answers[1], sending.RegisterIsSent)


def test_two_places_that_have_one_person_at_once_wait_and_one_is_told():
    built = registers.convened()
    answers = meanwhile(lambda: key(built, "BOB", PRESENT), lambda: add(built, "BOB", place=CEDRES))
    assert isinstance(answers[1], PresentAtAnotherPlace)
    assert PresenceLine.objects.filter(presence=PRESENT).count() == 1


def test_the_first_two_acts_of_a_day_make_one_register():
    built = registers.convened()
    at_once(
        lambda: key(built, "BOB", ABSENT), lambda: confirm(built, 2, 2, half=AFTERNOON, at=EVENING + timedelta(hours=1))
    )
    assert register_reads.DayRegister.objects.count() == 1


def confirm_as_looked(built, looked, other_is_there):
    """Confirm a list as whoever looks at it first and holds nothing."""
    with transaction.atomic():
        sheet = queries.day_sheet(built.session, PERRIN, FIRST).half(MORNING)
        check_others(sheet.count, SaidOfOthers(PRESENT, 2, 2))
        looked.set()
        assert other_is_there.wait(WAIT_S)
        register = register_reads.find_register(built.session, PERRIN, FIRST).halves.get()
        for row in sheet.rows:
            line = {"day": FIRST, "half_day": MORNING, "source": "others", "keyed_at": EVENING, "keyed_by": "marc"}
            PresenceLine.objects.create(
                half=register, person=row.person, assignment_id=row.assignment_id, presence=PRESENT, **line
            )
        register_reads.HalfDayRegister.objects.filter(pk=register.pk).update(signatures=2, confirmed_at=EVENING)


def test_without_the_guard_a_list_is_confirmed_on_signatures_that_are_too_few():
    built = registers.convened()
    looked, there = threading.Event(), threading.Event()

    def add_meanwhile():
        assert looked.wait(WAIT_S)
        add(built, "ALICE")
        there.set()

    at_once(lambda: confirm_as_looked(built, looked, there), add_meanwhile)
    assert (registers.register(built).signatures, list(said(built).values())) == (2, [PRESENT] * 3)


def test_somebody_added_while_a_list_is_confirmed_is_counted():
    built = registers.convened()
    answers = meanwhile(lambda: add(built, "ALICE"), lambda: confirm(built, 2, 2))
    assert isinstance(answers[1], FewerSignaturesThanPresent)
