"""What the ladder of a paper tells of the people called: each thing once, of that paper alone."""

from datetime import date, timedelta

import pytest

from massicot.core import draws
from massicot.missions import services
from massicot.missions.models import Activity
from massicot.missions.queries import events
from massicot.missions.rules import ConvocationAct
from massicot.persons import services as person_acts
from massicot.persons.models import Person
from massicot.persons.rules import UnavailabilityKind
from massicot.results import queries as results
from massicot.results.rules.decisions import EVENTS
from tests import world
from tests.absences import absent
from tests.cast import MARKING, ODILE, PERRIN
from tests.keeping import kept
from tests.missions import calling
from tests.missions.calling import ADDRESSES, ASKED

pytestmark = pytest.mark.django_db
built = kept(world.handed_out)

FIRST = date(2017, 5, 31)
KINDS = ("cannot-come", "convocation-came-back", "called-unavailable", "marked-uncalled")


@pytest.fixture
def mission(built):
    """Alice and Charlie are convened for two days; Bob has all the batches."""
    row = calling.mission(built.session, built.paper, first=FIRST)
    calling.put(row, "ALICE", "CHARLIE")
    calling.convened(built.session, row)
    return row


def told(built):
    return {kind: [one.subject for one in results.ladder(built.paper).events if one.kind == kind] for kind in KINDS}


def declare(person, day, until=None):
    person_acts.declare_unavailability(
        person=Person.objects.get(identifier=person),
        starts_on=day,
        ends_on=until or day,
        kind=UnavailabilityKind.LEAVE,
        by=ODILE,
        at=ASKED,
    )


def test_each_kind_has_its_words_and_is_told_of_a_paper_once(built, mission):
    alice, charlie = calling.letters()
    absent.of_letter(alice)
    for _ in range(2):
        services.note_came_back(code=charlie.code, note="inconnue", by=ODILE, at=ASKED)
    declare("CHARLIE", FIRST - timedelta(days=2), FIRST)
    assert told(built) == {
        "cannot-come": [alice.code],
        "convocation-came-back": [charlie.code],
        "called-unavailable": ["CHARLIE"],
        "marked-uncalled": ["BOB"],
    }
    assert set(KINDS) <= set(EVENTS)


def test_a_letter_issued_again_is_told_under_its_first_code(built, mission):
    code = calling.letters()[0].code
    services.note_came_back(code=code, note="inconnue", by=ODILE, at=ASKED)
    Activity.objects.filter(mission=mission).update(title="Corrections")
    services.reissue_letters(mission_id=mission.pk, addresses=ADDRESSES, draw=draws.from_seed("2"), by=ODILE, at=ASKED)
    services.note_came_back(code=f"{code}-2", note="inconnue", by=ODILE, at=ASKED)
    assert events.letters_on_which(ConvocationAct.CAME_BACK, built.paper.pk) == [code]


def test_days_beside_those_of_the_mission_are_nobody_elses_business(built, mission):
    declare("CHARLIE", FIRST - timedelta(days=1))
    declare("ALICE", FIRST + timedelta(days=2))
    declare("BOB", FIRST)
    assert events.called_unavailable(built.paper) == []


def test_whoever_was_convened_late_stays_told_and_whoever_was_not_is_told_too(built, mission):
    assert events.marked_uncalled(built.paper.pk) == ["BOB"]
    services.convene_late(
        paper=built.paper,
        centre_uai=PERRIN,
        person="BOB",
        addresses=ADDRESSES,
        draw=draws.from_seed("late"),
        by=ODILE,
        at=MARKING,
    )
    assert events.marked_uncalled(built.paper.pk) == ["BOB"]
