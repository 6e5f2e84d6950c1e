"""Who is expected at the marking centre each half-day, and what is known of their letters."""

from datetime import timedelta

import pytest
from lxml import html

from massicot.absences.models import Absence
from massicot.absences.rules import AbsenceKind
from massicot.absences.rules.absences import SaidOfAbsence
from massicot.core import draws
from massicot.exams.models import Session
from massicot.missions import services
from massicot.missions.models import Activity, NamedFor
from massicot.missions.rules import ConvocationState
from tests import world
from tests.absences import absent
from tests.cast import CEDRES, ODILE
from tests.keeping import kept
from tests.missions import calling
from tests.missions.calling import ADDRESSES, ASKED, FIRST, hour
from tests.web.markingcentre.desk import Desk

pytestmark = pytest.mark.django_db
built = kept(world.batched)

NOBODY = "Personne n’est encore convoqué"


@pytest.fixture
def desk(built):
    return Desk(built)


@pytest.fixture
def mission(built):
    """Bob and Charlie mark on two days; Charlie sits on a board of the second morning too."""
    row = calling.mission(built.session, built.paper)
    calling.put(row, "BOB", "CHARLIE")
    second = FIRST + timedelta(days=1)
    board = Activity.objects.create(
        mission=row,
        title="Harmonisation",
        starts_at=hour(second, 17),
        ends_at=hour(second, 19),
        place_uai=row.place_uai,
        is_for_named=True,
    )
    NamedFor.objects.create(assignment=row.assignments.get(person__identifier="CHARLIE"), activity=board)
    return row


def read(desk, day=FIRST):
    return desk.read("expected", jour=day.isoformat())


def figures(desk, day=FIRST):
    page = html.fromstring(desk.get("expected", jour=day.isoformat()).content.decode())
    return {row.xpath("string(dt)"): row.xpath("string(dd)") for row in page.xpath("//dl[@class='figures']/div")}


def letter_of(identifier):
    (row,) = calling.letters(assignment__person__identifier=identifier, state=ConvocationState.VALID)
    return row


def test_nobody_is_expected_before_the_letters_count(desk, built, mission):
    assert NOBODY in desk.read("expected")
    calling.checked(built.session, mission)
    assert NOBODY in desk.read("expected")


def test_each_half_day_names_who_comes_for_what_and_whether_they_know(desk, built, mission):
    calling.convened(built.session, mission)
    services.acknowledge_convocation(code=letter_of("BOB").code, at=ASKED)
    page = read(desk)
    assert "Matinée (2)" in page
    assert "Après-midi (2)" in page
    assert "BADIANE Bob BOB Correction de l’épreuve CGE (CGE) 9 h – 17 h : Correction oui, accusé de réception" in page
    assert "CANNELLE Charlie CHARLIE Correction de l’épreuve CGE (CGE) 9 h – 17 h : Correction sans accusé" in page
    assert figures(desk) == {"personnes attendues": "2", "n’a pas accusé réception": "1"}


def test_a_board_is_kept_by_those_who_are_named(desk, built, mission):
    calling.convened(built.session, mission)
    page = read(desk, FIRST + timedelta(days=1))
    assert page.count("Harmonisation") == 1
    assert "17 h – 19 h : Harmonisation" in page


def test_a_day_that_nobody_knows_shows_the_next_one_with_somebody(desk, built, mission):
    calling.convened(built.session, mission)
    for asked in ("", "demain", "2017-12-24"):
        assert "2 juin 2017" in desk.read("expected", jour=asked)


def test_the_page_says_what_the_letters_say_until_others_are_issued(desk, built, mission):
    calling.convened(built.session, mission)
    mission.activities.update(place_uai=CEDRES)
    assert "BADIANE" in read(desk)
    services.reissue_letters(
        mission_id=mission.pk, addresses=ADDRESSES, draw=draws.from_seed("moved"), by=ODILE, at=ASKED
    )
    assert NOBODY in desk.read("expected")


def test_who_says_they_cannot_come_and_whose_letter_came_back_is_told_as_such(desk, built, mission):
    calling.convened(built.session, mission)
    absent.of_letter(letter_of("BOB"), said=SaidOfAbsence(AbsenceKind.ILLNESS, "Hospitalisation"))
    services.note_came_back(code=letter_of("CHARLIE").code, note="inconnue", by=ODILE, at=ASKED)
    page = read(desk)
    assert "absent" in page
    assert "maladie" not in page
    assert "Hospitalisation" not in page
    assert "la lettre est revenue" in page


def test_a_letter_cancelled_calls_nobody(desk, built, mission):
    run = calling.convened(built.session, mission)
    services.cancel_run(run_id=run.pk, reason="Reportée", addresses=ADDRESSES, by=ODILE, at=ASKED)
    assert NOBODY in desk.read("expected")


def test_the_page_asks_no_more_however_many_are_expected(desk, built, mission, django_assert_max_num_queries):
    calling.convened(built.session, mission)
    with django_assert_max_num_queries(9):
        read(desk)


def test_the_page_says_what_becomes_of_whoever_is_not_on_it_and_how_the_office_is_called(desk, built, mission):
    Session.objects.update(office_telephone="04 65 71 00 00")
    assert 'href="tel:0465710000"' in desk.get("expected").content.decode()
    calling.convened(built.session, mission)
    assert "Qui vient sans figurer sur cette liste reçoit ses lots comme les autres" in read(desk)


def say(desk, identifier, half="2017-06-01/morning"):
    return desk.post("say_absent", code=letter_of(identifier).code, half=half)


def test_the_centre_says_who_is_absent_and_reads_nothing_of_why(desk, built, mission):
    calling.convened(built.session, mission)
    assert say(desk, "BOB").status_code == 303
    assert say(desk, "BOB").status_code == 422
    absence = Absence.objects.get()
    assert (absence.way, absence.kind, absence.halves.count()) == ("centre", "none-given", 1)
    absent.of_letter(letter_of("CHARLIE"), said=SaidOfAbsence(AbsenceKind.STRIKE, "Piquet"))
    page = read(desk)
    assert not [word for word in ("grève", "Piquet", "sans motif", "strike") if word in page]


def test_the_button_of_each_line_says_what_it_does_and_of_whom(desk, built, mission):
    calling.convened(built.session, mission)
    page = read(desk)
    assert "Signaler l’absence – BADIANE Bob" in page
    assert "appuyez sur « Signaler l’absence »" in page.replace("\N{NO-BREAK SPACE}", " ")


def test_what_the_centre_said_by_mistake_it_withdraws(desk, built, mission):
    calling.convened(built.session, mission)
    say(desk, "BOB")
    other = absent.of_letter(letter_of("CHARLIE"))
    assert desk.post("expect_again", absence=other.pk).status_code == 422
    assert desk.post("expect_again", absence=Absence.objects.exclude(pk=other.pk).get().pk).status_code == 303
    assert say(desk, "BOB").status_code == 303


@pytest.mark.parametrize("half", ["", "demain", "2017-06-09/morning"])
def test_a_half_day_on_which_nobody_is_expected_is_refused(desk, built, mission, half):
    calling.convened(built.session, mission)
    assert say(desk, "BOB", half).status_code == 422
    assert not Absence.objects.exists()
