"""What is asked of one session is told of that one: two stand beside one another, and each calls people of its own."""

from datetime import timedelta

import pytest

from massicot.missions import queries, services
from massicot.missions.models import Assignment, Convocation, ConvocationRun, Mission
from massicot.missions.queries import convocations, drafts, expected, lists, mission_table, printing
from massicot.missions.queries.letters import followed_by_run
from massicot.missions.queries.runs import employers_unknown
from massicot.missions.rules import runs
from massicot.persons.models import Person, Situation
from tests import world
from tests.cast import MURIERS, ODILE, PERRIN
from tests.keeping import kept
from tests.missions import calling
from tests.missions.calling import ASKED, FIRST
from tests.persons.calling import another_session

pytestmark = pytest.mark.django_db
LATER = FIRST + timedelta(days=7)
CALLED = {"BTS-2017": [("BOB", PERRIN)], "BTS-2018": [("CHARLIE", PERRIN), ("ALICE", MURIERS)]}
WAITING = {"BTS-2017": "ALICE", "BTS-2018": "BOB"}


def two_sessions():
    """Convene somebody in each session, both to the same place; somebody else waits in each for a letter."""
    built = world.opened()
    other = another_session(built)
    for session, first in ((built.session, FIRST), (other, LATER)):
        for person, place in CALLED[session.code]:
            called = calling.mission(session, title=session.code, first=first, place=place)
            calling.put(called, person)
            calling.convened(session, called)
        calling.put(calling.mission(session, title=session.code, first=first, days=1), WAITING[session.code])
    return {row.code: row for row in (built.session, other)}


built = kept(two_sessions)


def missions(rows):
    """Name the sessions of missions, runs, or what else is of one."""
    return {row.session.code for row in rows}


def letters(rows):
    return missions(row.run for row in rows)


def people(halves):
    return letters(row.letter for rows in halves.values() for row in rows)


def titles(session):
    alice = Person.objects.get(identifier="ALICE")
    return set(lists.missions_listing(alice.pk, session_id=session.pk))


READS = {
    "runs": lambda one: missions(convocations.runs_of(one.pk)),
    "missions": lambda one: missions(queries.mission_rows(one.pk)),
    "missions to plan": lambda one: missions(lists.missions_to_plan(one.pk, ASKED)),
    "missions of a person": titles,
    "missions with somebody waiting": lambda one: missions(row for row, _ in drafts.missions_waiting(one.pk)),
    "lines of the table": lambda one: {line.title for line in mission_table.mission_lines(one)},
    "letters that hold": lambda one: letters(expected.letters_that_hold(one.pk)),
    "letters to print": lambda one: letters(printing.printable_letters(one.pk, ASKED)),
    "letters followed": lambda one: missions(map(convocations.run_by_id, followed_by_run(one.pk, ASKED))),
    "people of all places": lambda one: people(expected.expected_by_place(one.pk)[PERRIN]),
    "people of a place": lambda one: people(expected.expected_at(one.pk, PERRIN)),
}


@pytest.mark.parametrize("read", READS)
def test_what_is_asked_of_a_session_is_told_of_no_other(built, read):
    assert {code: READS[read](session) for code, session in built.items()} == {code: {code} for code in built}


def test_a_session_has_the_days_and_the_places_of_its_own_letters(built):
    one, other = built.values()
    assert [expected.places_expected(row.pk) for row in (one, other)] == [[PERRIN], sorted([PERRIN, MURIERS])]
    assert [expected.days_called(row)[0] for row in (one, other)] == [FIRST, LATER]


def test_whose_employer_nobody_knows_is_asked_of_those_who_wait_in_a_session(built):
    Situation.objects.update(employer_kind="", is_state_agent=None)
    waiting = {code: [row.person.identifier for row in employers_unknown(row.pk)] for code, row in built.items()}
    assert waiting == {code: [person] for code, person in WAITING.items()}


def test_nobody_of_another_session_is_convened_with_the_missions_of_one(built):
    one, other = built.values()
    foreign = Mission.objects.filter(session=other).values_list("pk", flat=True)
    with pytest.raises(runs.NobodyToConvene):
        services.ask_control_run(session=one, mission_ids=list(foreign), by=ODILE, at=ASKED)


def test_the_missions_of_a_session_that_is_deleted_take_no_other_with_them(built):
    Convocation.objects.filter(run__session=built["BTS-2017"]).delete()
    services.delete_missions(session=built["BTS-2017"])
    left = [missions(model.objects.all()) for model in (Mission, ConvocationRun)]
    assert left == [{"BTS-2018"}, {"BTS-2018"}]
    assert (Assignment.objects.count(), ConvocationRun.objects.count()) == (3, 4)


def test_a_run_that_went_with_its_session_is_cancelled_no_more(built):
    about = {"reason": "Reportée", "addresses": calling.ADDRESSES, "by": ODILE, "at": ASKED}
    Convocation.objects.filter(run__session=built["BTS-2017"]).delete()
    gone, left = (ConvocationRun.objects.filter(session=one, kind="official").last().pk for one in built.values())
    services.delete_missions(session=built["BTS-2017"])
    with pytest.raises(runs.RunUnknown):
        services.cancel_run(run_id=gone, **about)
    assert services.cancel_run(run_id=left, **about) == 1
