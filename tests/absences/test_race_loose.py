"""What the guards of absences prevent: two who look first, hold nothing, and do what each of them saw fit."""

import threading

import pytest
from django.db import IntegrityError, transaction

from massicot.absences import queries
from massicot.absences.models import Absence, AbsentHalf, RectorDecision
from massicot.absences.rules import AbsenceState, Who
from massicot.absences.rules.life import Step, check_step
from tests.absences import absent
from tests.absences.absent import MORNING
from tests.cast import ODILE, PERRIN
from tests.missions.calling import ASKED
from tests.racing import WAIT_S, at_once

pytestmark = pytest.mark.postgres


@pytest.fixture(autouse=True)
def called(transactional_db):
    return absent.called()


def twice(act, *given):
    """Do an act twice, each once both have looked; say of each whether the table stood in its way."""
    both = threading.Barrier(2, timeout=WAIT_S)

    def tried(one):
        try:
            with transaction.atomic():
                act(one, both.wait)
        except IntegrityError:
            return "broken"
        return "done"

    return sorted(at_once(*(lambda one=one: tried(one) for one in given)))


def take(step, wait):
    """Take a step with an absence as whoever looks at it and holds nothing."""
    row = Absence.objects.get()
    to = check_step(step, AbsenceState(row.state), Who.OFFICE).to
    wait()
    Absence.objects.filter(pk=row.pk).update(state=to)


def decide(step, wait):
    """Type a decision so."""
    take(step, wait)
    said = {"in_name_of": "Le recteur", "decided_on": ASKED.date(), "reference": step}
    absence = Absence.objects.get()
    RectorDecision.objects.create(
        absence=absence, is_granted=step is Step.GRANT, **said, typed_at=ASKED, typed_by=ODILE.login
    )


def announce(way, wait):
    """Announce a half-day so."""
    place = absent.place_of()
    assert not queries.halves_away(place.pk)
    wait()
    said = {"state": AbsenceState.ANNOUNCED, "way": way, "said_at": ASKED, "said_by": way}
    absence = Absence.objects.create(assignment=place, **said)
    day, half = MORNING
    AbsentHalf.objects.create(absence=absence, assignment=place, day=day, half=half, place_uai=PERRIN)


def test_without_the_guard_the_second_who_decides_runs_into_the_table():
    absent.announce()
    assert twice(decide, Step.GRANT, Step.REFUSE) == ["broken", "done"]


def test_without_the_guard_the_second_who_announces_runs_into_the_table():
    assert twice(announce, Who.PERSON, Who.HEAD) == ["broken", "done"]


def test_without_the_guard_an_absence_is_withdrawn_over_its_decision():
    absent.announce()
    looked, decided = threading.Event(), threading.Event()

    def wait():
        looked.set()
        assert decided.wait(WAIT_S)

    def answer():
        assert looked.wait(WAIT_S)
        decide(Step.REFUSE, lambda: None)
        decided.set()

    at_once(lambda: take(Step.WITHDRAW, wait), answer)
    assert (Absence.objects.get().state, RectorDecision.objects.count()) == (AbsenceState.WITHDRAWN, 1)
