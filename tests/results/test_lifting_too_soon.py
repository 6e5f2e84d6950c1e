"""Nothing is lifted before there is anything to lift: each centre has closed its day, and marks are entered."""

import pytest

from massicot.anonymity import queries as anonymity
from massicot.candidates import queries as candidates
from massicot.candidates.models import CentreDay
from massicot.results import queries, services
from massicot.results.models import Lifting, ScriptLifting
from massicot.results.rules import Decision
from massicot.results.rules.lifting import Case, DayOfNumberOpen, DaysOpen, NothingMarked
from tests import later_world, world
from tests.cast import CEDRES, KEY, MURIERS, ODILE, OMAR, TYPING
from tests.results.test_services import lift

pytestmark = pytest.mark.django_db


def decide_all(built):
    """Decide every gap that is open, each with a reason."""
    for gap in queries.ladder(built.paper).open_gaps:
        said = {"decision": Decision.LOST, "reason": "Essai.", "by": ODILE, "at": TYPING}
        services.decide_gap(paper=built.paper, key=gap.key, seen=gap.figures, **said)


@pytest.mark.parametrize("stage", [world.prepared, world.sat])
def test_a_paper_whose_gaps_are_all_decided_is_not_lifted_before_it_is_marked(stage):
    built = stage()
    decide_all(built)
    with pytest.raises((DaysOpen, NothingMarked)):
        lift(built, ODILE)
    assert not Lifting.objects.exists()


def test_a_paper_for_which_nobody_is_entered_is_not_lifted():
    world.markers.appoint(email=ODILE.login, role="office", scope="", by=ODILE, at=TYPING)
    plan = world.shipped_plan()
    session = world.exam_acts.create_session(plan=plan, is_rehearsal=False, by=ODILE, at=TYPING)
    with pytest.raises(NothingMarked) as refused:
        lift(world.World(session, world.exams.paper_by_code("BTS-2017", "CGE")), ODILE)
    assert refused.value.values == {"paper": "CGE"}


def test_it_is_said_which_centres_have_not_closed_their_day():
    built = world.prepared()
    for centre in (CEDRES, MURIERS):
        world.key_room(built, centre, (), ())
    decide_all(built)
    with pytest.raises(DaysOpen) as refused:
        lift(built, ODILE)
    assert refused.value.values == {"paper": "CGE", "count": 2, "centres": f"{CEDRES}, {MURIERS}"}


def test_a_day_that_is_not_closed_holds_up_the_second_person_too():
    built = later_world.locked()
    lift(built, ODILE)
    CentreDay.objects.filter(paper=built.paper, centre_uai=CEDRES).delete()
    decide_all(built)
    assert CEDRES not in candidates.days_closed(built.paper.pk)
    with pytest.raises(DaysOpen):
        lift(built, OMAR)
    assert not queries.is_lifted(built.paper)


def test_no_number_of_an_open_day_is_proposed_so_that_nobody_learns_which_are_given():
    built = world.prepared()
    world.key_room(built, CEDRES, (2,), ())
    world.key_room(built, MURIERS, (), ())
    world.close_day(built, MURIERS)
    spares = anonymity.unused_spares(built.paper, CEDRES, anonymity.sealer_of(built.paper, KEY))
    said = {"paper": built.paper, "case": Case.FOUND, "reason": "Recours", "key": KEY, "by": ODILE, "at": TYPING}
    for number in (later_world.number_of(built, 1), spares[0]):
        with pytest.raises(DayOfNumberOpen, match=CEDRES):
            services.propose_script_lifting(**said, number=number)
    assert not ScriptLifting.objects.exists()
