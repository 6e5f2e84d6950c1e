"""Two who certify that the header strips of one centre are destroyed, and a box opened or filed meanwhile."""

import threading

import pytest

from massicot.anonymity import queries
from massicot.anonymity import services as anonymity
from massicot.anonymity.rules import strips as rules
from massicot.scripts import queries as scripts
from massicot.scripts import services as script_acts
from massicot.scripts.rules import StripsCertified
from tests import destroying, world
from tests.cast import CEDRES, CLAIRE
from tests.destroying import DESTROYED
from tests.racing import WAIT_S, at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def destroyed():
    built = destroying.signed()
    if not scripts.strip_boxes(built.paper.pk, CEDRES):
        world.box_strips(built, CEDRES)
    destroying.destroy(built)
    return built


def unbox(built):
    ref = scripts.strip_boxes(built.paper.pk, CEDRES)[0].ref
    said = {"paper": built.paper, "centre_uai": CEDRES, "ref": ref, "reason": "Mal comptés"}
    anonymity.unbox_strips(**said, by=CLAIRE, at=DESTROYED)
    return ref


def test_without_the_guard_the_same_strips_are_certified_twice(destroyed):
    due = queries.strips_due(destroyed.paper, CEDRES)
    both_have_read = threading.Barrier(2, timeout=WAIT_S)

    def bare():
        read = queries.strips_due(destroyed.paper, CEDRES)
        both_have_read.wait()
        signed = StripsCertified(count=read, signed_by="Mme Roux")
        where = {"paper_id": destroyed.paper.pk, "centre_uai": CEDRES, "by": CLAIRE.login, "at": DESTROYED}
        script_acts.note_strips_destroyed(due=read, certified=signed, **where)

    at_once(bare, bare)
    assert sum(row.count for row in destroying.certified_strips(destroyed)) == 2 * due


def test_of_two_who_certify_at_once_the_second_is_told_that_nothing_is_due(destroyed):
    due = queries.strips_due(destroyed.paper, CEDRES)
    answers = meanwhile(
        lambda: destroying.certify(destroyed, count=due), lambda: destroying.certify(destroyed, count=due)
    )
    assert (answers[0], type(answers[1])) == (due, rules.NoStripsDue)
    assert [row.count for row in destroying.certified_strips(destroyed)] == [due]
