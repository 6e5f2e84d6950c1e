"""Batches that went back to the exam office, in the list of their marking centre: not back at its desk any more."""

import pytest
from django.urls import reverse

from massicot.consignments import services as consignments
from tests import going_back
from tests.cast import ODILE
from tests.going_back import CAME
from tests.keeping import kept
from tests.web.markingcentre.desk import Desk, text_of
from tests.web.visitors import MARKED

pytestmark = pytest.mark.django_db

built = kept(going_back.locked_and_back)


@pytest.fixture
def desk(built):
    return Desk(built)


def page_of(desk, batch):
    return desk.client.get(reverse("markingcentre:batch", kwargs=MARKED | {"code": batch.code})).content.decode()


def codes_in(desk, **asked):
    shown = text_of(desk.get("batch_list", **asked))
    return [batch.code for batch in (desk.wood, desk.water) if batch.code in shown]


def states(desk):
    table = desk.get("batch_list", format="csv").content.decode("utf-8-sig").splitlines()
    return [line.split(";")[3] for line in table[1:]]


def test_each_step_on_the_way_back_is_told_in_its_words(desk, built):
    assert states(desk) == ["revenu au centre"] * 2
    parcel = going_back.pack(built, batches=[desk.wood.code])
    assert states(desk) == ["dans un paquet de retour, non envoyé", "revenu au centre"]
    going_back.send(parcel)
    assert states(desk) == ["reparti au bureau des examens", "revenu au centre"]
    assert "Reparti au bureau des examens" in page_of(desk, desk.wood)
    going_back.receive(parcel)
    assert states(desk) == ["au bureau des examens", "revenu au centre"]
    consignments.tick_return(code=parcel.code, ref=desk.wood.code, by=ODILE, at=CAME)
    assert states(desk) == ["au bureau des examens", "revenu au centre"]


def test_they_are_counted_and_looked_for_apart_from_those_that_are_back(desk, built):
    parcel = going_back.pack(built, batches=[desk.wood.code])
    assert "lots partis au bureau" not in desk.read("batch_list")
    assert codes_in(desk, state="gone") == []
    going_back.send(parcel)
    shown = desk.read("batch_list")
    assert "lot parti au bureau des examens1" in shown
    assert "lot revenu au centre1" in shown
    assert codes_in(desk, state="gone") == [desk.wood.code]
    assert codes_in(desk, state="back") == [desk.water.code]
    assert len(codes_in(desk)) == 2
