"""The steps of a paper in a centre: which is done, which is next; and what became of a parcel, in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from massicot.anonymity import services as anonymity
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.web.examcentre.access import CentrePaper
from massicot.web.examcentre.boards import board_of
from massicot.web.examcentre.home.steps import steps_of
from massicot.web.examcentre.home.tasks import tasks_of
from massicot.web.examcentre.wording import became
from massicot.web.shared.tasks import rank_tasks
from tests import boxing, room_reports, world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, EVENING, KEY, MARC, MORNING
from tests.web.examcentre.desk import PERRIN, address, claire, ended, page, text_of
from tests.web.examcentre.registers import correct

pytestmark = pytest.mark.django_db

WEEK_BEFORE = datetime(2017, 5, 3, 8, tzinfo=UTC)


def board(built, now):
    return board_of(CentrePaper(built.paper, CEDRES, "Lycée"), now)


def standing(built, now):
    """Give the names of the steps that are done, and the one that is next."""
    steps = steps_of(board(built, now), now)
    return {step.name for step in steps if step.is_done}, [step.name for step in steps if step.is_next]


def test_before_the_day_printing_is_the_only_step_and_then_there_is_none():
    built = world.prepared()
    assert standing(built, WEEK_BEFORE) == (set(), ["print"])
    where = {"paper": built.paper, "centre_uai": CEDRES, "key": KEY, "by": CLAIRE, "at": WEEK_BEFORE}
    anonymity.print_labels(**where)
    anonymity.print_anonymity_list(**where)
    assert standing(built, WEEK_BEFORE) == ({"print"}, [])


def test_each_step_of_the_evening_leads_to_the_next():
    built = world.prepared()
    assert standing(built, EVENING) == ({"print"}, ["rooms"])
    world.key_room(built, CEDRES, (2,), (5,))
    assert standing(built, EVENING) == ({"print", "rooms"}, ["checks"])
    boxing.check_room(built)
    assert standing(built, EVENING) == ({"print", "rooms", "checks"}, ["close"])
    world.close_day(built, CEDRES)
    assert standing(built, EVENING) == ({"print", "rooms", "checks", "close"}, ["pack"])
    world.box_strips(built, CEDRES)
    assert standing(built, EVENING) == ({"print", "rooms", "checks", "close", "strips"}, ["pack"])


def first_of_home(built, now):
    """Give the page to which the first thing to do on the home page leads."""
    found = board(built, now)
    return rank_tasks(tasks_of([found], now), now)[0].task.address


def test_what_is_now_is_what_the_home_page_puts_first():
    built = world.prepared()
    world.key_room(built, CEDRES, (2,), (5,))
    world.close_day(built, CEDRES)
    assert address("pack", PERRIN) == first_of_home(built, EVENING)
    shown = page(claire(), "paper")
    assert 'Paquets <span class="step-state">maintenant</span>' in shown
    assert 'Archivage des en-têtes <span class="step-state">à faire</span>' in shown
    parcel = world.packed_for_the_hub(built)
    assert address("parcel", parcel.code) == first_of_home(built, EVENING)
    assert standing(built, EVENING)[1] == ["send"]
    assert 'Paquets <span class="step-state">à faire</span>' in page(claire(), "paper")


def test_a_room_to_be_counted_again_comes_before_the_closing_on_both_pages():
    built = world.prepared()
    world.key_room(built, CEDRES, (2,), (5,))
    correct(built, 2, "present")
    assert first_of_home(built, EVENING) == address("room", "A1")
    assert standing(built, EVENING) == ({"print"}, ["rooms"])


def test_when_everything_left_no_step_is_next():
    built = world.packed()
    world.packed_for_the_hub(built)
    assert standing(built, EVENING)[1] == ["send"]
    for parcel in parcels.parcels_of(built.paper.pk, CEDRES):
        world.send(parcel.code)
    assert standing(built, MORNING)[1] == ["reports"]
    room_reports.sign(built)
    assert standing(built, MORNING)[1] == []
    assert board(built, MORNING).is_despatched


def test_the_clock_stands_on_the_page_until_everything_left():
    built = world.packed()
    ended(30)
    assert "encore 17 h 59 min" in text_of(claire().get(address("paper")))
    world.packed_for_the_hub(built)
    for parcel in parcels.parcels_of(built.paper.pk, CEDRES):
        world.send(parcel.code, at=datetime.now(UTC) + timedelta(minutes=1))
    assert 'class="clock' not in text_of(claire().get(address("paper")))


def word_of(built):
    found = board(built, ARRIVAL)
    with translation.override("fr"):
        return became(found, found.parcels[0])


def test_a_parcel_is_told_as_made_travelling_lost_and_received():
    built = world.packed()
    code = parcels.parcels_of(built.paper.pk, CEDRES)[0].code
    assert word_of(built) == "fait, pas encore parti"
    world.send(code)
    assert word_of(built) == "en route depuis le 11 mai 2017 à\N{NO-BREAK SPACE}10\N{NO-BREAK SPACE}h"
    later = ARRIVAL + timedelta(days=3)
    consignments.declare_parcel_lost(code=code, reason="Jamais venu", by=MARC, at=later)
    assert word_of(built) == "déclaré perdu le 15 mai 2017 à\N{NO-BREAK SPACE}10\N{NO-BREAK SPACE}h"
    consignments.receive_parcel(code=code, by=MARC, at=later)
    numbers = [row.number for row in parcels.contents_of(parcels.parcel_by_code(code))]
    consignments.tick_scripts(code=code, numbers=numbers, by=MARC, at=later)
    consignments.close_reception(code=code, by=MARC, at=later)
    assert word_of(built) == "arrivé, toutes les copies reçues"


def test_a_counted_parcel_is_told_as_counted():
    built = world.sat()
    code = world.packed_for_the_hub(built).code
    world.send(code)
    consignments.receive_parcel(code=code, by=MARC, at=ARRIVAL)
    consignments.acknowledge_counts(code=code, counts={"90003": 2}, by=MARC, at=ARRIVAL)
    assert word_of(built) == "arrivé et compté"
    consignments.reopen_reception(code=code, reason="Recompte", by=MARC, at=ARRIVAL)
    why = {"gap_reason": "Une seule", "by": MARC, "at": ARRIVAL}
    consignments.acknowledge_counts(code=code, counts={"90003": 1}, **why)
    assert " ".join(word_of(built).split()) == "arrivé ; 90003 : annoncé 2, compté 1 (Une seule)"


def test_the_step_of_the_rooms_agrees_with_any_figure():
    built = world.prepared()
    world.key_room(built, CEDRES, (2,), (5,))
    sentence = "Salles saisies : 1 sur 1. Présents : 7 (copies blanches : 1) ; absents : 1 ; à saisir : 0."
    assert sentence in page(claire(), "paper")
