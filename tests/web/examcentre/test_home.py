"""The home page of an exam centre: what remains to be done now, at each hour of the evening, the most urgent first."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from massicot.anonymity import services as anonymity
from massicot.candidates import services as attendance
from massicot.candidates.rules import Attendance
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.core.actor import Role
from massicot.exams import models
from massicot.markers import services as marker_acts
from massicot.results import services as results
from massicot.results.rules import Decision
from massicot.web.examcentre.access import CentrePaper
from massicot.web.examcentre.boards import board_of
from massicot.web.examcentre.clock import Clock
from massicot.web.examcentre.home.tasks import next_of, tasks_of
from massicot.web.shared.tasks import Urgency, rank_tasks
from tests import boxing, world
from tests.cast import CEDRES, CLAIRE, EVENING, KEY, MARC, MORNING, MURIERS, ODILE, PREPARED, candidate_number
from tests.web.examcentre.desk import HUB, PERRIN, claire, text_of

pytestmark = pytest.mark.django_db

WEEK_BEFORE = datetime(2017, 5, 3, 8, tzinfo=UTC)
AFTERNOON = datetime(2017, 5, 10, 15, tzinfo=UTC)
CHECKS = "salles/A1/controles/"
TOO_LATE = datetime(2017, 5, 12, 16, 30, tzinfo=UTC)
"""Half an hour after the 48 hours."""


def board(built, now, centre=CEDRES):
    return board_of(CentrePaper(built.paper, centre, "Lycée"), now)


def tasks(built, now):
    with translation.override("fr"):
        return [shown.task for shown in rank_tasks(tasks_of([board(built, now)], now), now)]


def ends_of(built, now):
    """Name the pages where the tasks are done, in their order."""
    return [task.address.split("/CGE/")[1] for task in tasks(built, now)]


def print_list(built):
    where = {"paper": built.paper, "centre_uai": CEDRES, "key": KEY, "by": CLAIRE, "at": WEEK_BEFORE}
    anonymity.print_labels(**where)
    anonymity.print_anonymity_list(**where)


def test_before_the_day_everything_is_printed_once():
    built = world.prepared()
    assert ends_of(built, WEEK_BEFORE) == ["impressions/"]
    print_list(built)
    assert tasks(built, WEEK_BEFORE) == []
    with translation.override("fr"):
        assert "10 mai 2017 à 14 h" in " ".join(next_of([board(built, WEEK_BEFORE)], WEEK_BEFORE).split())


def test_nothing_is_asked_of_a_centre_before_the_numbers_are_drawn_nor_where_nobody_is_expected():
    built = world.opened()
    assert tasks(built, WEEK_BEFORE) == []
    assert tasks_of([board(built, EVENING, "9900003Y")], EVENING) == []


def test_once_the_paper_has_begun_its_rooms_are_keyed():
    built = world.prepared()
    (task,) = tasks(built, AFTERNOON)
    assert (task.sentence, task.detail) == ("Émargement\N{NO-BREAK SPACE}: 1 salle sur 1 reste à saisir.", "Salle A1")
    assert task.address.endswith("/salles/")


def test_a_room_whose_count_differs_is_named_with_its_gap():
    built = world.prepared()
    world.key_room(built, CEDRES, (2,), ())
    put_right(built)
    sentences = [task.sentence for task in tasks(built, EVENING)]
    assert sentences[0].endswith("ne concordent pas\N{NO-BREAK SPACE}: salle A1 (7 comptées, 8 présents).")
    assert ends_of(built, EVENING) == ["salles/A1/", CHECKS, "cloture/", "salles/A1/proces-verbal/"]


def put_right(built):
    """Correct the absent candidate of Les Cèdres: present after all."""
    attendance.correct_attendance(
        paper=built.paper,
        centre_uai=CEDRES,
        candidate_number=candidate_number(2),
        seen=Attendance.ABSENT,
        attendance=Attendance.PRESENT,
        reason="Émargé plus bas",
        by=CLAIRE,
        at=EVENING,
    )


def test_a_room_whose_difference_is_signed_is_no_longer_asked_for_until_its_words_change():
    built = world.prepared()
    world.key_room(built, CEDRES, (2,), ())
    attendance.count_room(
        paper=built.paper, centre_uai=CEDRES, room="A1", counted=6, gap_reason="Introuvable", by=CLAIRE, at=EVENING
    )
    assert ends_of(built, EVENING) == [CHECKS, "cloture/", "salles/A1/proces-verbal/"]
    put_right(built)
    assert ends_of(built, EVENING) == ["salles/A1/", CHECKS, "cloture/", "salles/A1/proces-verbal/"]


def test_a_keyed_evening_is_closed_then_packed_sent_and_its_strips_filed():
    built = world.prepared()
    world.key_room(built, CEDRES, (2,), (5,))
    assert ends_of(built, EVENING) == [CHECKS, "cloture/", "salles/A1/proces-verbal/"]
    boxing.check_room(built)
    assert ends_of(built, EVENING) == ["cloture/", "salles/A1/proces-verbal/"]
    world.close_day(built, CEDRES)
    assert set(ends_of(built, EVENING)) >= {f"paquets/vers/{PERRIN}/", f"paquets/vers/{HUB}/"}
    parcel = world.packed_for_the_hub(built)
    assert f"paquets/{parcel.code}/" in ends_of(built, EVENING)
    assert f"paquets/vers/{HUB}/" not in ends_of(built, EVENING)
    world.send(parcel.code)
    assert f"paquets/{parcel.code}/" not in ends_of(built, MORNING)


def test_strips_that_are_in_no_box_are_asked_for_until_they_are():
    built = world.prepared()
    world.key_room(built, CEDRES, (2,), (5,))
    world.close_day(built, CEDRES)
    assert "6 en-têtes à archiver dans leur boîte, gardée chez vous un an." in [
        task.sentence for task in tasks(built, EVENING)
    ]
    boxing.box(built, 4)
    assert "en-tetes/" in ends_of(built, EVENING)
    boxing.box(built, 2)
    assert "en-tetes/" not in ends_of(built, EVENING)


def test_two_models_of_copy_that_go_to_one_place_are_told_apart_by_their_specialties():
    built = world.sat()
    place = board(built, EVENING).despatches[0].place
    models.Route.objects.filter(destination_uai="").update(destination_name=place)
    packing = [task.sentence for task in tasks(built, EVENING) if task.step == "pack"]
    assert sorted(packing) == [
        f"2 copies à emballer pour {place} (90003).",
        f"6 copies à emballer pour {place} (90001, 90002).",
    ]


def test_parcels_are_urgent_in_the_last_twelve_hours_and_late_after_that():
    built = world.packed()
    urgencies = [
        {task.urgency for task in tasks(built, now) if "paquets/" in task.address} for now in (MORNING, TOO_LATE)
    ]
    assert urgencies == [{Urgency.NOW}, {Urgency.AT_ONCE}]
    late = [shown.is_late for shown in rank_tasks(tasks_of([board(built, TOO_LATE)], TOO_LATE), TOO_LATE)]
    assert late[0]


def test_a_script_that_did_not_arrive_is_looked_for_until_the_office_decides():
    built = world.arrived()
    parcel = parcels.parcels_of(built.paper.pk, CEDRES)[0]
    number = parcels.contents_of(parcel)[0].number
    consignments.declare_missing(code=parcel.code, number=number, by=MARC, at=TOO_LATE)
    assert any(task.sentence.startswith(f"1 copie du paquet {parcel.code}") for task in tasks(built, TOO_LATE))
    results.decide_gap(
        paper=built.paper,
        key=f"missing-script:{number}",
        seen="",
        decision=Decision.LOST,
        reason="Introuvable",
        by=ODILE,
        at=TOO_LATE,
    )
    assert not any("trouvée" in task.sentence for task in tasks(built, TOO_LATE))


@pytest.mark.parametrize(
    ("minutes", "figure", "is_short", "is_late"),
    [
        (31 * 60 + 5, "31 h 05 min", False, False),
        (12 * 60, "12 h 00 min", False, False),
        (12 * 60 - 1, "11 h 59 min", True, False),
        (0, "0 min", True, False),
        (-45, "45 min", True, True),
        (-90, "1 h 30 min", True, True),
    ],
)
def test_the_clock_says_how_long_is_left_or_since_when_it_is_late(minutes, figure, is_short, is_late):
    clock = Clock(MORNING, MORNING - timedelta(minutes=minutes))
    assert (clock.figure, clock.is_short, clock.is_late) == (figure, is_short, is_late)


@pytest.fixture
def three_papers():
    """Claire works for both centres; the session has three papers, each with parcels, one script missing."""
    built = world.arrived()
    parcel = parcels.parcels_of(built.paper.pk, CEDRES)[0]
    number = parcels.contents_of(parcel)[0].number
    consignments.declare_missing(code=parcel.code, number=number, by=MARC, at=TOO_LATE)
    marker_acts.appoint(email=CLAIRE.login, role=Role.EXAM_CENTRE, scope=MURIERS, by=ODILE, at=PREPARED)
    for code in ("LV1", "MATH"):
        paper = models.Paper.objects.get(pk=built.paper.pk)
        paper.pk, paper.code, paper.title = None, code, f"Épreuve {code}"
        paper.save(force_insert=True)
    return built


def test_the_home_page_asks_the_database_as_often_for_six_papers_as_for_one(
    three_papers, django_assert_max_num_queries
):
    client = claire()
    with django_assert_max_num_queries(20):
        page = text_of(client.get("/epreuves/"))
    assert page.count('class="standing"') == 6
    assert "Épreuve MATH – Lycée des Mûriers" in page
