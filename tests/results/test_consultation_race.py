"""Two who act on one request at once, and one script asked for twice: with the guard off, then with it."""

import pytest
from django.db import transaction

from massicot.results import queries
from massicot.results.models import Consultation, ConsultationMove
from massicot.results.queries.consultations import waiting_consultations
from massicot.results.rules.consultations import ConsultationMoved, ConsultationOpen, ConsultationStep
from tests import later_world
from tests.cast import ODILE, OMAR
from tests.racing import meanwhile
from tests.results.archived import archive
from tests.results.asking import ask, follow, state_of
from tests.results.mailing import checked, leave, letter_of, mailed, send
from tests.results.test_consultations_archived import back
from tests.web.office.lifting.lately import key_there

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def built():
    return later_world.lifted()


def withdraw(built, asked):
    return follow(built, asked, ConsultationStep.WITHDRAW, words="Par erreur.", by=ODILE, seen=1)


def refuse(built, asked):
    return follow(built, asked, ConsultationStep.REFUSE, words="Copie numérisée.", by=OMAR, seen=1)


def move_unguarded(asked, state):
    """Take a request a step on as somebody would who looks first and then writes."""
    with transaction.atomic():
        seen = queries.consultation_of(asked.paper, asked.pk)
        assert seen.steps_taken == 1
        Consultation.objects.filter(pk=seen.pk).update(state=state, steps_taken=seen.steps_taken + 1)
    return state


def test_without_the_guard_one_request_is_withdrawn_and_refused(built):
    asked = ask(built, 5)
    acts = [lambda: move_unguarded(asked, "withdrawn"), lambda: move_unguarded(asked, "refused")]
    assert meanwhile(*acts) == ["withdrawn", "refused"]


def test_of_two_who_act_on_one_request_at_once_the_second_is_told(built):
    asked = ask(built, 5)
    answers = meanwhile(lambda: withdraw(built, asked), lambda: refuse(built, asked))
    assert [type(answer) for answer in answers] == [Consultation, ConsultationMoved]
    assert state_of(asked) == "withdrawn"
    assert [move.step for move in queries.moves_of(asked)] == ["ask", "withdraw"]


def test_a_script_that_is_asked_for_twice_at_once_has_one_request(built):
    answers = meanwhile(lambda: ask(built, 5, by=ODILE), lambda: ask(built, 5, by=OMAR))
    assert [type(answer) for answer in answers] == [Consultation, ConsultationOpen]
    assert (Consultation.objects.count(), ConsultationMove.objects.count()) == (1, 1)


@pytest.mark.usefixtures(key_there.__name__)
def test_a_script_is_asked_for_anew_by_nobody_while_its_copy_is_put_in_a_mail():
    built = later_world.lifted()
    asked = checked(built, 5)
    answers = meanwhile(lambda: send(built, asked), lambda: ask(built, 5, by=OMAR))
    assert [type(answer) for answer in answers] == [Consultation, ConsultationOpen]
    assert Consultation.objects.get().state == "sent"


def take_back(built, asked):
    return follow(built, asked, ConsultationStep.TAKE_BACK, words="Autre copie.", seen=3)


@pytest.mark.usefixtures(key_there.__name__)
def test_a_mail_does_not_leave_whose_step_is_being_taken_back():
    built = later_world.lifted()
    asked = mailed(built, 5)
    answers = meanwhile(lambda: take_back(built, asked), leave)
    assert (type(answers[0]), answers[1]) == (Consultation, None)
    assert (state_of(asked), letter_of(asked).state) == ("checked", "given-up")
    assert list(waiting_consultations()) == [asked]


def test_no_request_is_noted_in_a_session_that_is_being_archived():
    built = back()
    _, answer = meanwhile(lambda: archive(built), lambda: ask(built, 5))
    assert type(answer).__name__ == "SessionIsArchived"
    assert not Consultation.objects.exists()
