"""A script that is not in its batch, on the screen: closed and taken back without it, looked for, found."""

import pytest
from django.urls import reverse
from lxml import html

from massicot.batches import queries
from tests import world
from tests.web.markingcentre.desk import Desk, address, text_of
from tests.web.markingcentre.test_concordance import numbers, scan
from tests.web.visitors import MARKED

pytestmark = pytest.mark.django_db

SIGNED = {"second_person": "Mme Roux", "reason": "Cherchée partout"}


def found_address(shortage_id):
    return reverse("markingcentre:find_short", kwargs=MARKED | {"shortage_id": shortage_id})


def close_short(desk):
    """Close the wood envelope without its first script; give its number."""
    missing, *others = numbers(desk)
    scan(desk, *others)
    answer = desk.post("seal_short", desk.wood, counted=7, **SIGNED)
    assert (answer.status_code, answer["Location"]) == (303, address("batch_list") + "?state=to-check")
    return missing


def test_a_missing_script_is_first_on_the_home_page_and_leaves_it_once_found():
    desk = Desk(world.batched())
    missing = close_short(desk)
    home = desk.read("home")
    assert home.index("1 copie manque à son lot") < home.index("à contrôler")
    page = desk.read("missing")
    assert "Mme Roux" in page
    assert missing[:4] in page
    row = queries.open_shortage(missing)
    answer = desk.client.post(found_address(row.pk))
    assert answer.status_code == 303
    assert "remettez-la dans l’enveloppe" in text_of(desk.client.get(answer["Location"]))
    assert "manque à son lot" not in desk.read("home")


def test_whoever_says_it_from_an_old_page_is_told_on_the_list():
    desk = Desk(world.batched())
    close_short(desk)
    row = queries.shortages_at(desk.built.paper.pk, MARKED["uai"])[0]
    desk.client.post(found_address(row.pk))
    answer = desk.client.post(found_address(row.pk))
    assert answer.status_code == 422
    assert "Copies manquant à leur lot" in text_of(answer)
    assert "rien n’a été changé" in text_of(answer)


def test_the_closing_is_refused_on_another_count_and_what_was_typed_stays():
    desk = Desk(world.batched())
    scan(desk, *numbers(desk)[1:])
    answer = desk.post("seal_short", desk.wood, counted=8, **SIGNED)
    assert answer.status_code == 422
    assert "Mme Roux" in answer.content.decode()
    assert "7 vues, 1 non vues, 8 comptées" in text_of(answer)


def test_a_second_person_who_is_none_is_refused_where_their_name_is_typed():
    desk = Desk(world.batched())
    scan(desk, *numbers(desk)[1:])
    answer = desk.post("seal_short", desk.wood, counted=7, **SIGNED | {"second_person": "x"})
    assert (answer.status_code, "« x » n’est pas un nom" in text_of(answer)) == (422, True)
    focused = html.fromstring(answer.content.decode()).xpath("//main//*[@autofocus]/@name")
    assert focused == ["second_person"]


def test_a_batch_with_nothing_in_it_leads_to_the_list():
    desk = Desk(world.batched())
    code = desk.wood.code
    answer = desk.post("seal_short", desk.wood, counted=0, **SIGNED)
    assert answer.status_code == 303
    assert f"Aucune copie du lot {code}" in text_of(desk.client.get(answer["Location"]))


def test_a_batch_is_taken_back_with_one_short_from_its_marker():
    desk = Desk(world.handed_out())
    wood, missing = desk.wood, numbers(desk)[3]
    typed = desk.counts(wood, counted=7, own=7) | {"signed_where": "on-slip", "missing": missing[4:]} | SIGNED
    answer = desk.post("take_back_short", wood, **typed)
    assert (answer.status_code, answer["Location"]) == (303, address("missing"))
    assert queries.open_shortage(missing).marker == "BOB"
    assert "manquante" in desk.read("where", quoi=missing)
    assert "7" in desk.read("batch", desk.wood)


def test_half_of_what_a_marker_says_is_refused_beside_the_other_half():
    desk = Desk(world.handed_out())
    typed = desk.counts(desk.wood, counted=7) | {"own_count": "", "missing": numbers(desk)[3]} | SIGNED
    answer = desk.post("take_back_short", desk.wood, **typed)
    assert answer.status_code == 422
    assert "à la fois son identifiant et son compte" in text_of(answer)


def test_an_old_page_takes_nothing_back():
    desk = Desk(world.handed_out())
    typed = {"seen": 0, "counted": 7, "missing": numbers(desk)[3]} | SIGNED
    assert desk.post("take_back_short", desk.wood, **typed).status_code == 422
    assert desk.wood.is_out


def test_a_missing_script_of_another_centre_is_not_there():
    desk = Desk(world.batched())
    assert desk.client.post(found_address(12345)).status_code == 404


def test_what_a_batch_lacks_at_the_hand_out_is_named_and_it_goes_out_without():
    desk = Desk(world.sealed())
    first = numbers(desk)[0]
    assert desk.post("miss_at_desk", desk.wood, counted=8, missing=first, **SIGNED).status_code == 422
    answer = desk.post("miss_at_desk", desk.wood, counted=7, missing=first[4:], **SIGNED)
    assert (answer.status_code, answer["Location"]) == (303, address("hand_out", desk.wood))
    assert desk.wood.in_hand == 7
    assert "pas là avant la remise" in desk.read("missing")
    refused = desk.post("unseal", desk.wood, reason="Recompter")
    assert (refused.status_code, f"Copie manquante du lot {desk.wood.code}" in text_of(refused)) == (422, True)
