"""The desk of an inspector: who is called and comes on each day, the roll of the meetings, their papers alone."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from lxml import html

from massicot.absences.rules import AbsenceKind
from massicot.absences.rules.absences import SaidOfAbsence
from massicot.core.actor import Role
from massicot.markers import services as marker_acts
from massicot.missions.models import Activity
from massicot.missions.rules.hours import HalfDay
from massicot.missions.rules.proposals import AGREEMENT
from massicot.presence.rules.hours import is_meeting
from tests.absences import absent
from tests.cast import ODILE, PREPARED, TILLEULS
from tests.keeping import kept
from tests.missions.calling import FIRST, hour
from tests.persons.calling import another_session, bring_in
from tests.presence import registers
from tests.presence.registers import convene, note
from tests.web.visitors import signed_in
from tests.world import World

pytestmark = pytest.mark.django_db
LATER = FIRST + timedelta(days=7)
INES = "ines@inspection.invalid"


def with_a_meeting():
    """Convene Bob and Charlie to a paper whose first morning begins with a meeting, and Alice to nothing of it."""
    built = registers.world.opened()
    registers.world.appoint_centres()
    row = registers.calling.mission(built.session, built.paper)
    Activity.objects.create(
        mission=row, title=AGREEMENT, starts_at=hour(FIRST, 9), ends_at=hour(FIRST, 11), place_uai=row.place_uai
    )
    registers.calling.put(row, "BOB", "CHARLIE")
    registers.calling.convened(built.session, row)
    built.paper = None
    return convene(built, "ALICE", title="Accueil")


built = kept(with_a_meeting)


@pytest.fixture
def ines(built):
    return inspector("BTS-2017")


def inspector(scope):
    marker_acts.appoint(email=INES, role=Role.INSPECTOR, scope=scope, by=ODILE, at=PREPARED)
    return signed_in(INES)


def read(client, name, *arguments, **query):
    answer = client.get(reverse(f"inspector:{name}", args=arguments), query)
    assert answer.status_code == 200
    return " ".join(html.fromstring(answer.content.decode()).text_content().split())


def figures(client, name, *arguments):
    page = html.fromstring(client.get(reverse(f"inspector:{name}", args=arguments)).content.decode())
    return page.xpath("//dl[@class='figures']/div/dd/text()")


def meeting():
    return Activity.objects.get(title=AGREEMENT).pk


def test_home_names_the_meetings_and_days_with_who_is_called_and_came(built, ines):
    page = read(ines, "home").replace("\N{NO-BREAK SPACE}", " ")
    assert f"{AGREEMENT} (CGE) 1er juin 2017 9 h – 11 h" in page
    assert "1er juin 2017 3 0 0 6" in page
    registers.key(built, "CHARLIE", registers.ABSENT)
    registers.confirm(built, 2, 2)
    assert "1er juin 2017 3 2 1 3" in read(ines, "home")


@pytest.mark.both("the database searches and sorts here")
def test_a_day_names_each_person_with_what_the_register_says(built, ines):
    registers.key(built, "CHARLIE", registers.ABSENT)
    page = read(ines, "day", "BTS-2017", FIRST.isoformat())
    assert "BADIANE Bob Lycée des Tilleuls Matin" in page
    assert "CANNELLE Charlie" in page
    assert "absent" in page
    assert "AMANDE" not in read(ines, "day", "BTS-2017", FIRST.isoformat(), cherche="badiane")
    assert "<strong>absent</strong>" in ines.get(address_of_the_day()).content.decode()
    assert page.count("absent") == 1


def address_of_the_day():
    return reverse("inspector:day", args=["BTS-2017", FIRST.isoformat()])


def taken_away(client, **query):
    answer = client.get(address_of_the_day(), query | {"format": "csv"})
    _, *lines = answer.content.decode("utf-8-sig").splitlines()
    return [line.split(";")[2] for line in lines]


@pytest.mark.usefixtures("built")
def test_a_day_is_taken_away_morning_first_or_as_it_was_sorted(ines):
    assert taken_away(ines) == taken_away(ines, tri="half") == ["Matinée"] * 3 + ["Après-midi"] * 3
    assert taken_away(ines, tri="-half") == ["Après-midi"] * 3 + ["Matinée"] * 3


def test_an_absence_that_is_announced_is_told_until_the_register_speaks_and_never_why(built, ines):
    morning = (FIRST, HalfDay.MORNING)
    absent.of_letter(registers.letter_of("CHARLIE"), morning, said=SaidOfAbsence(AbsenceKind.STRIKE, "Piquet"))
    for page in (read(ines, "day", "BTS-2017", FIRST.isoformat()), read(ines, "meeting", "BTS-2017", meeting())):
        assert page.count("absence annoncée") == 1
        assert not [word for word in ("grève", "Piquet") if word in page]
    registers.key(built, "CHARLIE", registers.PRESENT)
    assert "absence annoncée" not in read(ines, "day", "BTS-2017", FIRST.isoformat())


def test_the_roll_of_a_meeting_leaves_out_whoever_came_after_it(built, ines):
    registers.confirm(built, 3, 3)
    note(built, "BOB", time(11, 30))
    page = read(ines, "meeting", "BTS-2017", meeting()).replace("\N{NO-BREAK SPACE}", " ")
    assert figures(ines, "meeting", "BTS-2017", meeting()) == ["2", "1", "1", "0"]
    assert "BADIANE Bob Lycée des Tilleuls sans accusé de réception absent arrivée à 11 h 30" in page
    assert "AMANDE" not in page
    assert page.count("Signature") == 1


def test_whoever_came_as_a_meeting_ended_was_not_there(built, ines):
    registers.confirm(built, 3, 3)
    note(built, "BOB", time(11))
    assert figures(ines, "meeting", "BTS-2017", meeting()) == ["2", "1", "1", "0"]


def test_whoever_was_absent_is_so_on_the_roll_of_a_meeting(built, ines):
    registers.key(built, "CHARLIE", registers.ABSENT)
    assert figures(ines, "meeting", "BTS-2017", meeting()) == ["2", "0", "1", "1"]


def test_the_register_of_another_session_says_nothing_of_this_one(built, ines):
    other = World(another_session(built), None)
    bring_in(other, f"BOB;BADIANE;Bob;bob@tilleuls.invalid;{TILLEULS};Lettres")
    convene(other, "BOB", hours=(18, 19))
    registers.key(other, "BOB", registers.ABSENT, half=HalfDay.AFTERNOON)
    assert "absent" not in read(ines, "day", "BTS-2017", FIRST.isoformat())


def over_noon(built):
    """Convene Alice to a day, a week later, whose board lasts from 11 h to 15 h."""
    row = registers.calling.mission(built.session, first=LATER, days=1)
    hours = {"starts_at": hour(LATER, 11), "ends_at": hour(LATER, 15)}
    board = Activity.objects.create(mission=row, title="Commission", place_uai=row.place_uai, **hours)
    registers.calling.put(row, "ALICE")
    registers.calling.convened(built.session, row)
    return board.pk


def test_a_meeting_that_lasts_over_13_h_has_each_person_once_on_its_roll(built, ines):
    assert figures(ines, "meeting", "BTS-2017", over_noon(built)) == ["1", "0", "0", "1"]


def test_whoever_left_as_a_meeting_began_was_not_there(built, ines):
    board = over_noon(built)
    at = hour(LATER, 18)
    registers.confirm(built, 1, 1, day=LATER, at=at)
    note(built, "ALICE", left=time(11), day=LATER, at=at)
    assert figures(ines, "meeting", "BTS-2017", board) == ["1", "0", "1", "0"]


def test_whoever_inspects_one_paper_sees_its_people_alone(built):
    own = inspector("BTS-2017/CGE")
    assert "1er juin 2017 2 0 0 4" in read(own, "home")
    assert "AMANDE" not in read(own, "day", "BTS-2017", FIRST.isoformat())


def test_whoever_inspects_another_paper_sees_nobody(built):
    own = inspector("BTS-2017/MATH")
    assert "Personne n’est encore convoqué" in read(own, "home")
    for name, what in (("day", FIRST.isoformat()), ("meeting", meeting())):
        assert own.get(reverse(f"inspector:{name}", args=["BTS-2017", what])).status_code == 404


def test_another_session_no_day_and_hours_that_are_no_meeting_are_not_there(ines):
    marking = Activity.objects.exclude(title=AGREEMENT).first().pk
    for name, arguments in (
        ("day", ("BTS-1999", FIRST.isoformat())),
        ("day", ("BTS-2017", "hier")),
        ("day", ("BTS-2017", "2017-12-24")),
        ("meeting", ("BTS-2017", marking)),
    ):
        assert ines.get(reverse(f"inspector:{name}", args=arguments)).status_code == 404


@pytest.mark.parametrize(
    ("kind", "title", "told"),
    [
        ("marking", AGREEMENT, True),
        ("marking", "Commission d’harmonisation", True),
        ("board", "Matin", True),
        ("marking", "REUNION de cadrage", True),
        ("marking", "Corrections", False),
        ("interrogation", "Oral", False),
    ],
)
def test_a_meeting_is_known_by_its_kind_or_its_words(kind, title, told):
    assert is_meeting(kind, title) is told


@pytest.mark.usefixtures("built")
def test_the_pages_ask_no_more_however_many_are_called(ines, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        read(ines, "home")
    with django_assert_max_num_queries(11):
        read(ines, "meeting", "BTS-2017", meeting())
