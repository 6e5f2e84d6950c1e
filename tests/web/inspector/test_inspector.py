"""The desk of an inspector: who is called and comes on each day, the roll of the meetings, their papers alone."""

from datetime import time

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
from tests.cast import ODILE, PREPARED
from tests.keeping import kept
from tests.missions.calling import FIRST, hour
from tests.presence import registers
from tests.presence.registers import convene, note
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
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
    answer = ines.get(reverse("inspector:day", args=["BTS-2017", FIRST.isoformat()]), {"format": "csv"})
    assert answer.content.decode("utf-8-sig").count("BADIANE") == 2


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
