"""Two who act on one absence, or on one half-day, at once: one does, the other is told."""

import pytest

from massicot.absences import services
from massicot.absences.models import Absence, AbsentHalf, RectorDecision
from massicot.absences.rules import AbsenceState, Who
from massicot.absences.rules.absences import AwayAlready, SaidOfAbsence
from massicot.absences.rules.life import AbsenceMoved
from massicot.core.refused import Refused
from massicot.missions import services as missions
from massicot.missions.models import Convocation
from massicot.missions.rules import ConvocationState
from massicot.missions.rules.letters import ConvocationCancelled
from tests.absences import absent
from tests.absences.absent import MORNING
from tests.absences.test_answering import DECIDED, grant
from tests.cast import ODILE, OMAR
from tests.missions.calling import ADDRESSES, ASKED
from tests.racing import at_once, meanwhile

pytestmark = pytest.mark.postgres


@pytest.fixture(autouse=True)
def called(transactional_db):
    return absent.called()


def kinds(answers):
    return {type(one) for one in answers if isinstance(one, Refused)}


def announce(way, by):
    where = absent.where()
    return lambda: services.announce_unchecked_register(
        **where, halves=[MORNING], said=SaidOfAbsence(), way=way, by=by, at=ASKED
    )


def refuse(absence):
    return lambda: services.refuse_exemption(absence_id=absence.pk, typed=DECIDED, by=OMAR, at=ASKED)


def test_one_half_day_announced_by_two_is_one_absence():
    answers = at_once(announce(Who.PERSON, ODILE), announce(Who.HEAD, OMAR))
    assert kinds(answers) == {AwayAlready}
    assert AbsentHalf.objects.count() == 1


def test_granted_by_one_clerk_and_refused_by_another_it_has_one_decision():
    absence = absent.announce()
    answers = meanwhile(lambda: grant(absence), refuse(absence))
    assert kinds(answers) == {AbsenceMoved}
    assert (RectorDecision.objects.count(), Absence.objects.get().state) == (1, AbsenceState.EXEMPTED)


def test_withdrawn_while_it_is_answered_it_is_one_of_both():
    absence = absent.announce()
    withdrawn = {"absence_id": absence.pk, "reason": "Guéri", "who": Who.PERSON, "by": ODILE, "at": ASKED}
    answers = meanwhile(lambda: services.withdraw_absence_unchecked_replacement(**withdrawn), refuse(absence))
    assert kinds(answers) == {AbsenceMoved}
    assert RectorDecision.objects.count() == 0


def test_the_register_and_the_person_who_withdraws_wait_for_one_another():
    absence = absent.announce("BOB", MORNING)
    answers = at_once(absent.come, refuse(absence))
    assert kinds(answers) <= {AbsenceMoved}
    assert Absence.objects.get().state == AbsenceState.WITHDRAWN


def test_a_letter_cancelled_while_its_reader_is_exempted_is_cancelled_once():
    absence = absent.announce()
    code = absent.place_of().convocations.get().code
    cancel = {"code": code, "reason": "Report", "addresses": ADDRESSES, "by": OMAR, "at": ASKED}
    answers = at_once(lambda: grant(absence), lambda: missions.cancel_convocation(**cancel))
    assert kinds(answers) <= {AbsenceMoved, ConvocationCancelled}
    assert Convocation.objects.get(code=code).state == ConvocationState.CANCELLED
