"""A hand-out to somebody whom nobody called: it is done, and the desk says so; the office convenes them late."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.batches.models import HandOut
from massicot.missions.models import Convocation
from tests import world
from tests.cast import ODILE, PERRIN
from tests.keeping import kept
from tests.missions import calling
from tests.web.markingcentre.desk import Desk, put_key_back, text_of
from tests.web.office.reading import words_of
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
built = kept(world.sealed)

UNCALLED = "Ont des lots ici et pas de mission aujourd’hui"
HERE = {"centre": PERRIN, "person": "BOB"}


@pytest.fixture
def mission(built):
    """Charlie is convened for today and tomorrow; nobody else is."""
    row = calling.mission(built.session, built.paper, first=timezone.localdate())
    calling.put(row, "CHARLIE")
    calling.convened(built.session, row, at=timezone.now() - timedelta(days=9))
    return row


@pytest.fixture
def desk(built, mission, settings, tmp_path):
    put_key_back(settings, tmp_path)
    return Desk(built)


@pytest.fixture
def office(built):
    return signed_in(ODILE.login)


def lend(desk, marker="BOB"):
    typed = desk.counts(desk.wood, marker) | {"marker": marker, "denies_pupils": "on"}
    answer = desk.post("hand_out", desk.wood, **typed)
    assert answer.status_code == 303, text_of(answer)
    return text_of(desk.client.get(answer["Location"]))


def test_the_batch_is_theirs_and_the_desk_says_that_nobody_called_them(desk):
    told = lend(desk)
    assert f"Le lot {desk.wood.code} est chez BOB" in told
    assert "n’a pas de mission ici aujourd’hui" in told
    assert f"{UNCALLED} : BADIANE Bob (BOB)" in desk.read("expected")


def test_of_whoever_is_called_nothing_is_said(desk):
    assert "mission" not in lend(desk, "CHARLIE").partition("est chez")[2]
    assert UNCALLED not in desk.read("expected")


def test_a_day_on_which_nobody_is_expected_is_shown_for_who_has_batches(desk):
    lend(desk)
    Convocation.objects.filter(assignment__person__identifier="CHARLIE").update(places="9900009V")
    assert UNCALLED in desk.read("expected")


def test_the_office_sees_them_and_convenes_them_by_one_press(desk, office):
    lend(desk)
    assert "1 personne corrige sans convocation" in words_of(office.get(reverse("office:home")))
    page = words_of(office.get(reverse("office:uncalled")))
    assert "BADIANE Bob BOB" in page
    assert "B-BTS" not in page
    told = words_of(office.post(reverse("office:convene_late", args=["BTS-2017", "CGE"]), HERE, follow=True))
    letter = Convocation.objects.get(assignment__person__identifier="BOB")
    assert f"La convocation {letter.code} est établie" in told
    assert "corrige sans convocation" not in words_of(office.get(reverse("office:home")))
    assert UNCALLED not in desk.read("expected")
    assert "BADIANE Bob" in desk.read("expected")


def test_pressed_twice_or_for_a_stranger_the_page_says_why_not(desk, office):
    lend(desk)
    address = reverse("office:convene_late", args=["BTS-2017", "CGE"])
    office.post(address, HERE)
    for typed in (HERE, HERE | {"centre": "9900001W"}, HERE | {"person": "ALICE"}):
        refused = office.post(address, typed)
        assert (refused.status_code, "a une convocation pour les jours" in words_of(refused)) == (422, True)
    assert office.post(address, HERE | {"person": "NOBODY"}).status_code == 422


def test_the_page_of_the_office_asks_no_more_however_many_there_are(desk, office, django_assert_max_num_queries):
    lend(desk)
    HandOut.objects.update(out_at=timezone.now())
    with django_assert_max_num_queries(8):
        office.get(reverse("office:uncalled"))
