"""A script sent on to another marking centre of its paper: on its way, there, or never come."""

import pytest

from massicot.audit import queries as audit
from massicot.exams.models import Route
from massicot.post.models import Letter
from massicot.setasides import queries, rules, services
from massicot.setasides.rules import Oddity, SlipEnd
from tests import world
from tests.cast import CLAIRE, MARC, MURIERS, PERRIN, TYPING
from tests.setasides.test_services import STRANGER, put, settle

pytestmark = pytest.mark.django_db


def second_marking_centre(built):
    """Let another centre mark specialties of the paper as well."""
    route = Route.objects.filter(paper=built.paper, kind="on-site").first()
    route.pk, route.steering_academy, route.destination_uai = None, "Lyon", MURIERS
    route.save()


@pytest.fixture
def sent():
    """A foreign script that Perrin sent on to the Mûriers, which mark it."""
    built = world.arrived()
    second_marking_centre(built)
    return settle(put(built, Oddity.FOREIGN, number=STRANGER), SlipEnd.FORWARDED, MURIERS)


def said(row, uai=MURIERS):
    return {"code": row.code, "centre_uai": uai, "by": CLAIRE, "at": TYPING}


def counted(row):
    """Count what is on its way to the Mûriers, and what Perrin looks for."""
    slips = queries.open_slips()
    return slips.coming[MURIERS, row.paper_id], slips.lost[PERRIN, row.paper_id]


def test_what_is_sent_on_is_on_its_way_to_the_centre_that_marks_it_and_concerns_no_exam_centre(sent):
    assert (sent.told_uai, counted(sent)) == (MURIERS, (1, 0))
    assert list(queries.sent_on(sent.paper_id, MURIERS)) == [sent]
    assert queries.ends_told(sent.paper_id, MURIERS) == []
    assert queries.concerns_of(queries.CONCERNING.ask(paper_ids=[sent.paper_id], uais=[MURIERS])) == []


def test_a_centre_that_marks_nothing_of_the_paper_is_told_nothing():
    row = settle(put(world.arrived(), Oddity.FOREIGN, number=STRANGER), SlipEnd.FORWARDED, MURIERS)
    assert (row.told_uai, counted(row)) == ("", (0, 0))
    assert not Letter.objects.filter(subject__contains="envoyée").exists()


def test_nobody_sends_a_script_on_to_their_own_centre():
    row = put(world.arrived(), Oddity.FOREIGN, number=STRANGER)
    with pytest.raises(rules.SentToItself):
        settle(row, SlipEnd.FORWARDED, PERRIN.lower())
    assert queries.set_aside_by_code(row.code).is_open


def test_what_arrives_is_acknowledged_once_and_can_no_more_have_never_come(sent):
    services.acknowledge_set_aside(**said(sent))
    assert counted(sent) == (0, 0)
    for act in (services.acknowledge_set_aside, services.deny_set_aside):
        with pytest.raises(rules.NothingToAcknowledge):
            act(**said(sent))


def test_what_never_came_is_looked_for_by_its_sender_until_it_comes_or_has_a_new_slip(sent):
    services.deny_set_aside(**said(sent))
    assert counted(sent) == (0, 1)
    assert queries.set_aside_by_code(sent.code).is_lost_on_its_way
    line = audit.acts_of(queries.subject_of(sent.code))[-1]
    assert line.act == "SetAsideNeverCame"
    with pytest.raises(rules.NothingToAcknowledge):
        services.deny_set_aside(**said(sent))
    put(sent, Oddity.FOREIGN, number=STRANGER, follows=sent.code)
    assert counted(sent) == (0, 0)


def test_only_the_centre_to_which_it_was_sent_says_what_came_of_it(sent):
    for act in (services.acknowledge_set_aside, services.deny_set_aside):
        with pytest.raises(rules.NothingToAcknowledge):
            act(**said(sent, PERRIN))
    assert counted(sent) == (1, 0)


def test_what_was_returned_to_an_exam_centre_never_comes_by_no_marking_centre():
    row = settle(put(world.arrived(), Oddity.DOUBLED, number=STRANGER), SlipEnd.RETURNED, MURIERS)
    with pytest.raises(rules.NothingToAcknowledge):
        services.deny_set_aside(**said(row) | {"by": MARC})
