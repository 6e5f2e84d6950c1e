"""A request that waits keeps its session on the home page, and none begins to wait in a session put away."""

import pytest

from massicot.exams.rules.sessions import SessionIsArchived
from massicot.results.models import Consultation
from massicot.results.rules.archiving import RequestsWait
from massicot.results.rules.consultations import ConsultationStep
from tests import later_world
from tests.keeping import kept
from tests.results.archived import archive, bring_back
from tests.results.asking import ask, follow, state_of
from tests.results.test_archiving import give_all_back

pytestmark = pytest.mark.django_db


def back():
    lifted = later_world.lifted()
    give_all_back(lifted)
    return lifted


built = kept(back)


@pytest.mark.parametrize("answer", [ConsultationStep.REFUSE, ConsultationStep.WITHDRAW])
def test_a_session_is_archived_once_every_request_has_its_answer(built, answer):
    asked = [ask(built, 5), ask(built, 9)]
    for one in asked:
        with pytest.raises(RequestsWait) as refused:
            archive(built)
        assert refused.value.values == {"session": "BTS-2017", "papers": "CGE"}
        follow(built, one, answer, words="Répondu.")
    archive(built)


def test_in_an_archived_session_nothing_begins_to_wait(built):
    asked = ask(built, 5)
    follow(built, asked, ConsultationStep.WITHDRAW, words="Par erreur.")
    archive(built)
    with pytest.raises(SessionIsArchived):
        ask(built, 9)
    with pytest.raises(SessionIsArchived):
        follow(built, asked, ConsultationStep.TAKE_BACK, words="Non.")
    assert (Consultation.objects.count(), state_of(asked)) == (1, "withdrawn")
    bring_back(built)
    follow(built, asked, ConsultationStep.TAKE_BACK, words="Non.")
    assert state_of(asked) == "asked"
