"""Batches of a marker who is absent today: wherever one looks for them, it is said where they go to somebody else."""

import pytest
from django.utils import timezone

from massicot.batches import queries
from tests import world
from tests.absences import absent
from tests.keeping import kept
from tests.missions import calling
from tests.web.markingcentre.desk import Desk, address, put_key_back, text_of

pytestmark = pytest.mark.django_db
TOLD = "de correcteurs absents aujourd’hui"


def called():
    """Bob has both batches, and is called for today."""
    built = world.handed_out()
    mission = calling.mission(built.session, built.paper, first=timezone.now().astimezone(calling.PARIS).date())
    calling.put(mission, "BOB", "CHARLIE")
    calling.convened(built.session, mission)
    return built


built = kept(called)


@pytest.fixture
def desk(built, settings, tmp_path):
    """Both batches are back at the desk."""
    put_key_back(settings, tmp_path)
    desk = Desk(built)
    for batch in desk.batches:
        desk.post("take_back", batch, **desk.counts(batch))
    assert not [batch.code for batch in desk.batches if batch.is_out]
    return desk


def test_batches_of_somebody_who_is_absent_are_led_to_from_the_morning_and_the_sharing(desk):
    for page in ("reissue", "share_out"):
        assert TOLD not in desk.read(page)
    absent.of_letter(*calling.letters(assignment__person__identifier="BOB"))
    for page in ("reissue", "share_out"):
        answer = desk.get(page)
        assert f"2 lots sont {TOLD}" in text_of(answer)
        assert address("absent") in answer.content.decode()


def test_nothing_to_share_out_says_where_those_that_are_back_go(desk):
    refused = desk.post("share_out", others="CHARLIE")
    assert refused.status_code == 422
    assert "Aucun lot n’attend de correcteur" in text_of(refused)


def test_what_somebody_absent_gave_back_is_shared_out_by_one_press(desk):
    absent.of_letter(*calling.letters(assignment__person__identifier="BOB"))
    assert address("share_out") in desk.get("absent").content.decode()
    desk.post("share_out", others="CHARLIE")
    assert "2 lots sont proposés" in desk.read("share_out")
    assert {batch.proposed_to for batch in desk.batches} == {"CHARLIE"}
    for page in ("share_out", "absent"):
        shown = desk.get(page).content.decode()
        assert all(f"{address('hand_out', batch)}?correcteur=CHARLIE" in shown for batch in desk.batches)


def test_whoever_is_back_goes_on_with_what_was_proposed_to_another(desk, built):
    (letter,) = calling.letters(assignment__person__identifier="BOB")
    absent.of_letter(letter)
    desk.post("share_out", others="CHARLIE")
    refused = desk.post("share_out", others="BOB")
    assert refused.status_code == 422
    desk.post("reissue", codes=[f"{batch.code}/{queries.hand_outs_of(batch.pk)[-1].pk}" for batch in desk.batches])
    assert {(batch.taker, batch.is_out, batch.proposed_to) for batch in desk.batches} == {("BOB", True, "")}
