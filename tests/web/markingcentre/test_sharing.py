"""Who takes which batches, on the desk of the marking centre: among whom, proposed, handed out from there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.batches import queries
from tests import world
from tests.absences import absent
from tests.cast import PERRIN
from tests.keeping import kept
from tests.missions import calling
from tests.web.markingcentre.desk import Desk, address, put_key_back
from tests.web.office.reading import words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

built = kept(world.sealed)

PAGE = reverse("markingcentre:share_out", args=[PERRIN, "BTS-2017", "CGE"])
LIST = reverse("markingcentre:batch_list", args=[PERRIN, "BTS-2017", "CGE"])


@pytest.fixture
def desk(built):
    return visitor(built, "marking-centre")


def test_batches_are_shared_out_among_who_is_typed_and_each_leads_to_its_hand_out(desk, built):
    assert PAGE in desk.get(LIST).content.decode()
    shown = desk.post(PAGE, {"others": "BOB, CHARLIE"}, follow=True)
    words = words_of(shown)
    assert "2 lots sont proposés" in words
    assert "BOB" in words
    batch = queries.batches_of(built.paper.pk)[0]
    address = reverse("markingcentre:hand_out", args=[PERRIN, "BTS-2017", "CGE", batch.code])
    assert f"{address}?correcteur={batch.proposed_to}" in shown.content.decode()
    assert "Proposé à" in words_of(desk.get(address))


def test_whoever_stands_at_the_desk_takes_one_after_the_other_of_theirs(built, settings, tmp_path):
    put_key_back(settings, tmp_path)
    desk = Desk(built)
    desk.client.post(PAGE, {"others": "BOB"})
    handed = desk.post("hand_out", desk.wood, marker="BOB", **desk.counts(desk.wood), denies_pupils="on")
    assert handed["Location"] == f"{address('hand_out', desk.water)}?correcteur=BOB"
    shown = desk.get("hand_out", desk.water, correcteur="BOB")
    assert "Celui-ci lui est proposé aussi." in words_of(shown)
    assert 'value="BOB"' in shown.content.decode()
    handed = desk.post("hand_out", desk.water, marker="BOB", **desk.counts(desk.water), denies_pupils="on")
    assert handed["Location"] == LIST


def test_nobody_ticked_nor_typed_is_told_what_to_do(desk):
    refused = desk.post(PAGE, {"others": " , "})
    assert (refused.status_code, "Cochez qui est là" in words_of(refused)) == (422, True)


def test_an_identifier_that_nobody_has_keeps_what_was_typed(desk):
    refused = desk.post(PAGE, {"others": "PERSONNE"})
    assert refused.status_code == 422
    assert 'value="PERSONNE"' in refused.content.decode()


def test_whoever_had_a_batch_is_offered_to_be_ticked(desk, built):
    desk.post(PAGE, {"others": "BOB"})
    assert "BOB" not in desk.get(PAGE).content.decode().partition('name="here"')[2]


def test_whoever_is_absent_today_is_said_to_be_and_is_not_ticked(desk, built):
    mission = calling.mission(built.session, built.paper, days=1, first=timezone.localdate())
    calling.put(mission, "BOB", "CHARLIE")
    calling.convened(built.session, mission, at=timezone.now() - timedelta(days=9))
    (letter,) = calling.letters(assignment__person__identifier="BOB")
    absent.of_letter(letter, at=timezone.now())
    page = desk.get(PAGE)
    assert page.context["form"].initial["here"] == ["CHARLIE"]
    assert "(BOB) – absent" in words_of(page)
