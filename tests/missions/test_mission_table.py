"""The table of the people called: who, for what, how long; what their letter has become; once, whatever the hours."""

from datetime import timedelta

import pytest

from massicot.missions import services
from massicot.missions.models import Activity, Assignment
from massicot.missions.queries.mission_table import mission_lines
from massicot.missions.rules.hours import count_minutes
from massicot.missions.rules.mission_table import COLUMNS, MissionLine, hours_and_minutes, in_words
from massicot.persons.models import Situation
from massicot.persons.rules import EmployerKind
from tests import world
from tests.cast import ODILE, PERRIN, TILLEULS
from tests.keeping import kept
from tests.missions import calling
from tests.missions.calling import ADDRESSES, ASKED, FIRST

pytestmark = pytest.mark.django_db
built = kept(world.opened)


def letter_of(identifier):
    (row,) = calling.letters(assignment__person__identifier=identifier)
    return row


def table(built, paper=None):
    return {(line.title, line.identifier): line for line in mission_lines(built.session, paper)}


@pytest.fixture
def mission(built):
    row = calling.mission(built.session, built.paper, title="Correction")
    calling.put(row, "BOB", "CHARLIE")
    return row


def test_a_line_has_a_cell_for_each_column():
    assert len(COLUMNS) == len(MissionLine._fields) == len(set(COLUMNS))


def test_whoever_is_on_a_list_has_a_line_before_any_letter(built, mission):
    bob = table(built)["Correction", "BOB"]
    assert (bob.state, bob.code, bob.letter_state, bob.standing) == ("proposed", "", "", "")
    assert (bob.paper, bob.kind, bob.surname, bob.institution, bob.places) == (
        "CGE",
        "marking",
        "BADIANE",
        TILLEULS,
        PERRIN,
    )
    assert (bob.starts_at, bob.ends_at) == ("2017-06-01T09:00:00+02:00", "2017-06-02T17:00:00+02:00")
    assert (bob.days, bob.half_days, bob.hours) == (2, 4, "16:00")


def test_the_board_within_the_marking_counts_no_hour_twice(built, mission):
    board = Activity.objects.create(
        mission=mission,
        title="Commission",
        starts_at=calling.hour(FIRST, 16),
        ends_at=calling.hour(FIRST, 19),
        place_uai=PERRIN,
        is_for_named=True,
    )
    board.named.create(assignment=mission.assignments.get(person__identifier="BOB"))
    lines = table(built)
    assert [lines["Correction", who].hours for who in ("BOB", "CHARLIE")] == ["18:00", "16:00"]


def test_minutes_are_those_of_the_clock_also_in_the_night_in_which_it_changes():
    one = (calling.hour(FIRST, 8), calling.hour(FIRST, 12))
    assert count_minutes([one, one, (calling.hour(FIRST, 10), calling.hour(FIRST, 11))]) == 240
    assert count_minutes([]) == 0
    assert hours_and_minutes(440) == "7:20"


def test_what_a_letter_has_become_is_told_with_its_instant(built, mission):
    calling.convened(built.session, mission)
    bob, charlie = (letter_of(who) for who in ("BOB", "CHARLIE"))
    services.acknowledge_convocation(code=bob.code, at=ASKED + timedelta(days=1))
    services.tell_convocation(codes=[charlie.code], by=ODILE, at=ASKED)
    services.note_came_back(code=charlie.code, note="Mutée", by=ODILE, at=ASKED)
    lines = table(built)
    told = [(line.code, line.letter_state, line.standing, line.known_at) for line in lines.values()]
    assert told == [
        (bob.code, "valid", "acknowledged", "2017-05-11T11:00:00+02:00"),
        (charlie.code, "valid", "came-back", "2017-05-10T11:00:00+02:00"),
    ]
    assert lines["Correction", "BOB"].issued_at == "2017-05-10T11:00:00+02:00"


def test_whoever_was_taken_off_is_listed_once_they_had_a_letter(built, mission):
    calling.put(mission, "ALICE")
    Assignment.objects.filter(person__identifier="ALICE").update(state="withdrawn")
    calling.convened(built.session, mission)
    services.cancel_convocation(code=letter_of("BOB").code, reason="Congé", addresses=ADDRESSES, by=ODILE, at=ASKED)
    assert {who: (line.state, line.letter_state) for (_, who), line in table(built).items()} == {
        "BOB": ("withdrawn", "cancelled"),
        "CHARLIE": ("convened", "valid"),
    }


def test_the_situation_is_that_of_the_first_day(built, mission):
    person = Situation.objects.get(person__identifier="BOB").person
    Situation.objects.create(person=person, since=FIRST, employer_kind=EmployerKind.RETIRED, is_state_agent=True)
    bob = table(built)["Correction", "BOB"]
    assert (bob.institution, bob.employer_kind, bob.is_state_agent) == ("", "retraite", "oui")


def test_whoever_is_convened_late_has_their_own_days_alone_and_the_day_on_which_they_were(built, mission):
    late = {"late_on": FIRST + timedelta(days=3), "days": f"{FIRST + timedelta(days=1)}"}
    Assignment.objects.filter(person__identifier="BOB").update(**late)
    person = Situation.objects.get(person__identifier="BOB").person
    Situation.objects.create(person=person, since=FIRST + timedelta(days=1), employer_kind=EmployerKind.RETIRED)
    lines = table(built)
    told = [(line.late_on, line.days, line.starts_at[:10], line.employer_kind) for line in lines.values()]
    assert told == [("2017-06-04", 1, "2017-06-02", "retraite"), ("", 2, "2017-06-01", "")]


def test_a_paper_has_its_own_missions_alone(built, mission):
    calling.put(calling.mission(built.session, title="Oral"), "BOB")
    assert [title for title, _ in table(built)] == ["Correction", "Correction", "Oral"]
    assert {title for title, _ in table(built, built.paper)} == {"Correction"}


def test_codes_are_words_for_people(built, mission):
    line = next(in_words(mission_lines(built.session), lambda word: word.upper()))
    assert (line.kind, line.state, line.letter_state) == ("MARKING", "ON THE LIST", "")
