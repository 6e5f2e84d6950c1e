"""Scripts that the exam office withdrew, at the marking centre: taken back from markers, kept out of envelopes."""

import pytest
from django.urls import reverse

from massicot.batches import queries as batches
from massicot.batches import services
from massicot.batches.rules import WithdrawalDecision
from massicot.custody import queries as custody
from massicot.custody.rules import ItemKind
from massicot.documents import codes
from tests import world
from tests.cast import CEDRES, ODILE, TYPING
from tests.web.markingcentre.desk import Desk, address, text_of
from tests.web.visitors import MARKED

pytestmark = pytest.mark.django_db

REASON = "Ni copie ni absence."


@pytest.fixture
def desk():
    """Both batches with Bob; the office has withdrawn the first script of the water batch."""
    desk = Desk(world.handed_out())
    number = batches.numbers_of(desk.water.pk)[0]
    desk.row = services.withdraw_script(code=desk.water.code, number=number, reason=REASON, by=ODILE, at=TYPING)
    desk.number = " ".join(codes.group_number(number).split())
    return desk


def give_back(desk, **typed):
    """Press the button."""
    place = reverse("markingcentre:give_back_withdrawn", kwargs=MARKED | {"withdrawal_id": desk.row.pk})
    return desk.client.post(place, typed)


def release(desk, decision=WithdrawalDecision.WRITTEN):
    """Let the office say what it is."""
    said = {
        "decision": decision,
        "seen": WithdrawalDecision.WAITING,
        "reason": "Registre lu.",
        "by": ODILE,
        "at": TYPING,
    }
    services.decide_withdrawn(withdrawal_id=desk.row.pk, **said)


def test_the_home_page_asks_for_what_is_still_with_its_marker_and_then_for_nothing(desk):
    home = desk.client.get(address("home"))
    assert address("withdrawn") in home.content.decode()
    assert "1 copie retirée est encore chez son correcteur" in text_of(home)
    give_back(desk)
    home = desk.client.get(address("home"))
    assert address("withdrawn") not in home.content.decode()
    assert address("proposal") not in home.content.decode()
    release(desk)
    assert "1 copie reçue n’est dans aucun lot" in text_of(desk.client.get(address("home")))


def test_the_take_back_names_what_is_to_be_put_apart_and_the_count_without_it(desk):
    page = desk.read("take_back", desk.water)
    assert desk.number in page
    assert "Le lot compte 3 copies sans elle" in page
    refused = desk.post("take_back", desk.water, **desk.counts(desk.water, counted=4, own=4))
    assert refused.status_code == 422
    assert "mettez à part" in text_of(refused).lower()
    assert give_back(desk, lot="1").headers["Location"] == address("take_back", desk.water)
    assert REASON not in desk.read("take_back", desk.water)
    assert desk.post("take_back", desk.water, **desk.counts(desk.water)).status_code == 303


def test_the_list_tells_each_script_and_what_to_do_with_it_never_what_it_is(desk):
    page = desk.read("withdrawn")
    assert f"{desk.number} ({desk.water.code})" in page
    assert REASON in page
    assert "Encore chez" in page
    assert give_back(desk).headers["Location"] == address("withdrawn")
    assert "Mise de côté pour le bureau des examens" in desk.read("withdrawn")
    release(desk, WithdrawalDecision.PLACEHOLDER)
    page = desk.read("withdrawn")
    assert "elle ira dans les prochains lots" in page
    assert "Registre lu" not in page
    assert "absent" not in page.split("Copies retirées de leur lot")[-1]


def test_the_batch_and_its_next_hand_out_say_what_left_it(desk):
    give_back(desk)
    assert REASON in desk.read("batch", desk.water)
    world.give_back(desk.water)
    assert desk.number in desk.read("hand_out", desk.water)


def test_where_is_it_tells_the_marker_then_aside_then_no_batch(desk):
    def told():
        return desk.read("where", quoi=desk.row.number)

    assert "Chez Bob" in told()
    give_back(desk)
    assert "Mise de côté pour le bureau des examens" in told()
    release(desk)
    assert "Libérée par le bureau des examens" in told()


def test_a_script_given_back_twice_is_refused_with_a_sentence(desk):
    assert give_back(desk).status_code == 303
    again = give_back(desk)
    assert again.status_code == 422
    assert "n’est plus chez un correcteur" in text_of(again)


def test_what_another_centre_has_is_not_there(desk):
    batches.Batch.objects.filter(pk=desk.water.pk).update(centre_uai=CEDRES)
    assert give_back(desk).status_code == 404
    assert custody.where(ItemKind.SCRIPT, desk.row.number).place == "marker"
    assert desk.number not in desk.read("withdrawn")


def test_what_is_given_back_already_is_refused_on_the_list(desk):
    assert give_back(desk).status_code == 303
    answer = give_back(desk, lot="1")
    assert answer.status_code == 422
    assert "Copies retirées de leur lot" in text_of(answer)
    assert "rien n’a été modifié" in text_of(answer)
