"""docs/undo.md, the rows about absences: each is undone here."""

from datetime import timedelta

import pytest

from massicot.absences import queries, services
from massicot.absences.models import Absence, Deduction, RectorDecision
from massicot.absences.rules import AbsenceState, Who
from massicot.absences.rules.absences import SaidOfAbsence
from massicot.replacements import services as replacements
from tests.absences import absent
from tests.absences.absent import AFTER, MORNING
from tests.absences.test_answering import DECIDED, grant, take_back
from tests.absences.test_deducting import file, unjustified
from tests.cast import ODILE
from tests.missions.calling import ASKED
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def called():
    return absent.called()


def state():
    return Absence.objects.get().state


@undoes("absence announced")
def test_an_absence_said_by_mistake_is_withdrawn(called):
    absence = absent.announce()
    replacements.withdraw_absence(absence_id=absence.pk, reason="Erreur", who=Who.PERSON, by=ODILE, at=ASKED)
    assert queries.away_at(called.session.pk) == []


@undoes("absence confirmed")
def test_an_absence_confirmed_by_mistake_is_withdrawn_by_the_office():
    absence = absent.announce()
    services.confirm_absence(absence_id=absence.pk, by=ODILE, at=ASKED)
    replacements.withdraw_absence(absence_id=absence.pk, reason="Erreur", who=Who.OFFICE, by=ODILE, at=ASKED)
    assert state() == AbsenceState.WITHDRAWN


@undoes("absence confirmed by mistake")
def test_a_head_takes_their_word_back():
    absence = absent.announce()
    services.confirm_absence(absence_id=absence.pk, by=ODILE, at=ASKED)
    services.unconfirm_absence(absence_id=absence.pk, by=ODILE, at=ASKED)
    assert state() == AbsenceState.ANNOUNCED


@undoes("half-day found absent by a register")
def test_a_half_day_found_absent_by_mistake_is_found_present(called):
    absent.observe()
    absent.come()
    assert queries.away_at(called.session.pk) == []


@undoes("half-day of an absence found present by a register")
def test_a_half_day_found_present_by_mistake_is_found_absent(called):
    absent.announce("BOB", MORNING)
    absent.come()
    absent.observe()
    assert [row.day for row in queries.away_at(called.session.pk)] == [absent.FIRST]


@undoes("decision of the rector typed")
def test_a_decision_typed_by_mistake_is_taken_back_and_kept():
    absence = absent.announce()
    grant(absence, MORNING)
    take_back(absence, "Mauvaise personne")
    services.refuse_exemption(absence_id=absence.pk, typed=DECIDED, by=ODILE, at=ASKED)
    assert RectorDecision.objects.count() == 2


@undoes("absence held to be unjustified")
def test_an_absence_held_to_be_unjustified_waits_again():
    take_back(unjustified(MORNING), at=AFTER)
    assert state() == AbsenceState.OBSERVED


@undoes("file of a deduction made")
def test_a_deduction_is_taken_back_when_a_document_comes():
    absence = unjustified(MORNING)
    file(absence)
    take_back(absence, at=AFTER)
    assert Deduction.objects.get().taken_back_at == AFTER


@undoes("answer upheld beside a document that came since")
def test_an_answer_that_was_upheld_is_taken_back_all_the_same():
    absence = unjustified(MORNING)
    Absence.objects.update(document_at=AFTER + timedelta(minutes=1))
    services.uphold_answer(absence_id=absence.pk, by=ODILE, at=AFTER + timedelta(minutes=2))
    take_back(absence, at=AFTER + timedelta(minutes=3))
    assert state() == AbsenceState.OBSERVED


@undoes("absence explained, or the reason noted of one that was announced without")
def test_a_reason_noted_by_mistake_is_withdrawn_with_its_absence():
    absence = absent.observe()
    said = SaidOfAbsence(words="Accident")
    services.explain_absence(absence_id=absence.pk, said=said, who=Who.OFFICE, by=ODILE, at=AFTER)
    replacements.withdraw_absence(absence_id=absence.pk, reason="Autre personne", who=Who.OFFICE, by=ODILE, at=AFTER)
    assert state() == AbsenceState.WITHDRAWN
