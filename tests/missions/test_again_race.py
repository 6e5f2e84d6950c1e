"""Two caseworkers who mail the same letter again: one mail, and the second is told."""

import pytest

from massicot.core.refused import Refused
from massicot.missions import services
from massicot.missions.models import ConvocationEvent
from massicot.missions.rules import ConvocationAct
from massicot.missions.rules.letters import MailedMeanwhile
from massicot.post.models import Letter
from massicot.post.rules import LetterState
from tests import world
from tests.cast import ODILE, OMAR
from tests.missions import calling
from tests.missions.calling import ADDRESSES, ASKED
from tests.racing import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def letter():
    built = world.opened()
    row = calling.mission(built.session, built.paper)
    calling.put(row, "BOB")
    calling.convened(built.session, row)
    return calling.letters()[0]


def mail_again(letter, seen, by):
    try:
        services.mail_convocation_again(code=letter.code, seen=seen, addresses=ADDRESSES, by=by, at=ASKED)
    except Refused as refusal:
        return type(refusal)
    return None


def test_two_caseworkers_mail_a_letter_again_once(letter):
    seen = Letter.objects.get(to=letter.assignment.person.email).pk
    answers = at_once(lambda: mail_again(letter, seen, ODILE), lambda: mail_again(letter, seen, OMAR))
    assert set(answers) == {None, MailedMeanwhile}
    assert ConvocationEvent.objects.filter(act=ConvocationAct.SENT_AGAIN).count() == 1
    assert Letter.objects.filter(to=letter.assignment.person.email, state=LetterState.WAITING).count() == 1
