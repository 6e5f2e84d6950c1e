"""Parcels on their pages: made for each destination, sent with their documents, opened again, followed."""

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.despatch import Enclosure
from massicot.core.actor import Role
from massicot.exams.rules import BothSidesOfTheWall
from massicot.markers import services as marker_acts
from massicot.results import services as results
from massicot.results.rules import Decision
from massicot.scripts import queries as scripts
from tests import cast, world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, EVENING, MARC, NAMES, ODILE
from tests.web.examcentre.desk import HUB, PERRIN, address, claire, page, text_of

pytestmark = pytest.mark.django_db

ALL_TICKED = [one.value for one in Enclosure]


def made(built):
    return parcels.parcels_of(built.paper.pk, CEDRES)


def departure(**changes):
    """Fill the form of a departure."""
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    typed = {"enclosed": ALL_TICKED, "carrier": "Messageries", "tracking": "T1", "carrier_count": "6", "left_at": now}
    return {**typed, "seal": "S 1", **changes}


def test_the_page_of_parcels_tells_what_is_left_for_each_destination_and_nothing_before_the_closing():
    built = world.prepared()
    assert "une fois la journée close" in page(claire(), "parcels")
    assert claire().get(address("pack", PERRIN)).status_code == 404
    world.sat(world=built)
    text = page(claire(), "parcels")
    assert "6 copies à emballer." in text
    assert "2 copies à emballer." in text


def test_all_that_is_left_is_packed_once_the_count_by_hand_fits():
    built = world.sat()
    refused = claire().post(address("pack", PERRIN), {"counted": "5", "seal": "S 77"})
    assert refused.status_code == 422
    assert "5 copies ont été comptées dans le paquet du centre Lycée des Cèdres" in text_of(refused)
    assert "nommez-les sous « Toutes y sont sauf… »" in text_of(refused)
    assert 'value="S 77"' in text_of(refused)
    assert made(built) == []
    answer = claire().post(address("pack", PERRIN), {"counted": "6", "seal": "S 77"})
    (parcel,) = made(built)
    assert answer["Location"] == address("parcel", parcel.code)
    assert (parcel.announced, parcel.seal) == (6, "S 77")


def test_what_was_cut_is_asked_to_be_put_in_order_of_number_or_mixed_where_it_has_numbers():
    world.sat()
    asked = "classez les copies par numéro d’anonymat, dans l’ordre du bordereau, ou mélangez-les bien"
    assert asked in page(claire(), "pack", PERRIN)
    assert asked not in page(claire(), "pack", HUB)


def test_a_part_is_packed_by_scanning_its_labels_whatever_their_letters_and_spaces():
    built = world.sat()
    first, second, *_ = scripts.in_hand_of_centre(built.paper.pk, CEDRES)
    scanned = f"{first.lower()}\r\n {second[:4]} {second[4:]}\r\n{first}\r\n"
    assert claire().post(address("pack", PERRIN), {"counted": "2", "numbers": scanned}).status_code == 303
    assert [row.number for row in parcels.contents_of(made(built)[0])] == [first, second]
    text = page(claire(), "pack", PERRIN)
    assert "4 copies restent à emballer." in text


def test_several_numbers_of_one_line_are_read_as_they_were_printed():
    built = world.sat()
    first, second, third, *_ = scripts.in_hand_of_centre(built.paper.pk, CEDRES)
    typed = f"{first[:4]} {first[4:8]} {first[8]} {second}, {third.lower()}"
    assert claire().post(address("pack", PERRIN), {"counted": "3", "numbers": typed}).status_code == 303
    assert [row.number for row in parcels.contents_of(made(built)[0])] == [first, second, third]


def test_an_extra_sheet_goes_in_with_its_first_and_never_by_itself():
    built = world.sat()
    first, second, *_ = scripts.in_hand_of_centre(built.paper.pk, CEDRES)
    alone = claire().post(address("pack", PERRIN), {"counted": "1", "numbers": f"{first}\r\n{second}/2"})
    assert alone.status_code == 422
    assert f"Intercalaires sans la première feuille de leur copie : {second}/2" in text_of(alone)
    scanned = f"{first}/2\r\n{first}\r\n{first}!3"
    assert claire().post(address("pack", PERRIN), {"counted": "1", "numbers": scanned}).status_code == 303
    assert [row.number for row in parcels.contents_of(made(built)[0])] == [first]


def test_a_script_that_the_office_wrote_off_is_no_longer_asked_for_nor_packed():
    built = world.sat()
    lost, *others = scripts.in_hand_of_centre(built.paper.pk, CEDRES)
    results.decide_gap(
        paper=built.paper,
        key=f"not-packed:{lost}",
        seen="",
        decision=Decision.SIT_AGAIN,
        reason="Introuvable",
        by=ODILE,
        at=EVENING,
    )
    shown = page(claire(), "pack", PERRIN)
    assert "5 copies restent à emballer." in shown
    assert f'data-number="{lost}"' not in shown
    assert claire().post(address("pack", PERRIN), {"counted": "6"}).status_code == 422
    assert claire().post(address("pack", PERRIN), {"counted": "5"}).status_code == 303
    assert [row.number for row in parcels.contents_of(made(built)[0])] == others
    assert "0 copie reste à emballer." in page(claire(), "pack", PERRIN)


def test_a_script_written_off_that_is_found_after_all_is_packed_and_counted_once():
    built = world.sat()
    found, *others = scripts.in_hand_of_centre(built.paper.pk, CEDRES)
    key = f"not-packed:{found}"
    said = {"decision": Decision.LOST, "reason": "Introuvable", "by": ODILE, "at": EVENING}
    results.decide_gap(paper=built.paper, key=key, seen="", **said)
    assert claire().post(address("pack", PERRIN), {"counted": "1", "numbers": found}).status_code == 303
    assert "5 copies restent à emballer." in page(claire(), "pack", PERRIN)
    assert claire().post(address("pack", PERRIN), {"counted": "5"}).status_code == 303
    assert [row.number for parcel in made(built) for row in parcels.contents_of(parcel)] == [found, *others]


def test_a_mistyped_number_is_named_and_the_others_are_kept():
    built = world.sat()
    good = next(iter(scripts.in_hand_of_centre(built.paper.pk, CEDRES)))
    answer = claire().post(address("pack", PERRIN), {"counted": "2", "numbers": f"{good}\n00000042A"})
    assert answer.status_code == 422
    assert "relisez-les : 00000042A." in text_of(answer)
    assert good in text_of(answer)


def test_unnumbered_scripts_are_counted_by_specialty():
    built = world.sat()
    answer = claire().post(address("pack", HUB), {"count_90003": "3"})
    assert answer.status_code == 422
    assert "90003 (une copie de trop)" in text_of(answer)
    assert claire().post(address("pack", HUB), {"count_90003": "1"}).status_code == 303
    assert "1 copie reste à emballer." in page(claire(), "pack", HUB)
    claire().post(address("pack", HUB), {"count_90003": "1", "packed_90003": "1"})
    assert "Tout est emballé." in page(claire(), "parcels")
    assert [parcel.announced for parcel in made(built)] == [1, 1]


@pytest.mark.parametrize(("count", "reason"), [("1", ""), ("3", "Une de plus que la liste")])
def test_a_page_of_counts_sent_twice_makes_one_parcel_and_names_what_was_packed(count, reason):
    built = world.sat()
    assert 'name="packed_90003" value="0"' in page(claire(), "pack", HUB)
    typed = {"count_90003": count, "packed_90003": "0", "gap_reason": reason}
    assert claire().post(address("pack", HUB), typed).status_code == 303
    again = claire().post(address("pack", HUB), typed)
    assert again.status_code == 422
    assert f"90003 ({'une copie emballée' if count == '1' else '3 copies emballées'})" in text_of(again)
    assert (f'name="packed_90003" value="{count}"' in text_of(again)) == (count == "1")
    assert [parcel.announced for parcel in made(built)] == [int(count)]


def test_a_parcel_that_waits_is_sent_from_its_row_and_nothing_is_said_to_be_left_to_pack():
    built = world.packed()
    assert "<h2>À emballer</h2>" in page(claire(), "parcels")
    world.packed_for_the_hub(built)
    first, second = made(built)
    world.send(first.code)
    shown = page(claire(), "parcels")
    assert "<h2>À emballer</h2>" not in shown
    leave = 'role="button">Enregistrer le départ<span class="unseen"> {}</span>'
    assert f'<a href="{address("parcel", second.code)}" {leave.format(second.code)}' in shown
    assert leave.format(first.code) not in shown


@pytest.fixture
def packed():
    """One parcel of six scripts, made and not sent."""
    return world.packed()


def test_a_parcel_is_sent_with_its_documents_ticked(packed):
    (parcel,) = made(packed)
    assert claire().post(address("send_parcel", parcel.code), departure()).status_code == 303
    sent = parcels.parcel_by_code(parcel.code)
    assert (sent.carrier, sent.carrier_count, sent.seal) == ("Messageries", 6, "S 1")
    assert parcels.enclosures_of(sent) == set(Enclosure)
    assert "les copies des procès-verbaux de salle" in page(claire(), "parcel", parcel.code)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"enclosed": ALL_TICKED[:2]}, " : les copies des procès-verbaux de salle. Glissez-y"),
        ({"enclosed": ALL_TICKED[1:2]}, " : le bordereau d’envoi, les copies des procès-verbaux de salle. Glissez-y"),
        ({"carrier_count": "5"}, "annonce 6 copies et 5 sont déclarées"),
        ({"carrier": ""}, "Dites qui porte le paquet"),
        ({"left_at": "2017-05-10T12:00"}, "n’a pas pu partir à ce moment"),
        ({"left_at": "demain"}, "date et une heure valides"),
    ],
)
def test_what_is_not_in_order_does_not_leave_and_what_was_typed_stays(packed, changes, sentence):
    (parcel,) = made(packed)
    answer = claire().post(address("send_parcel", parcel.code), departure(**changes))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert 'value="T1"' in text_of(answer)
    assert parcels.parcel_by_code(parcel.code).sent_at is None


def test_a_missing_document_is_signed_with_a_reason(packed):
    (parcel,) = made(packed)
    typed = departure(enclosed=ALL_TICKED[:2], reason="Procès-verbaux remis en main propre")
    assert claire().post(address("send_parcel", parcel.code), typed).status_code == 303
    assert "procès-verbaux" not in page(claire(), "parcel", parcel.code)


def test_a_parcel_is_opened_again_with_a_reason_until_it_leaves(packed):
    (parcel,) = made(packed)
    assert claire().post(address("unpack_parcel", parcel.code), {"reason": ""}).status_code == 422
    assert claire().post(address("unpack_parcel", parcel.code), {"reason": "Copie oubliée"}).status_code == 303
    assert made(packed) == []
    assert claire().get(address("parcel", parcel.code)).status_code == 404


def test_a_parcel_that_left_is_neither_opened_nor_sent_again_and_says_so(packed):
    (parcel,) = made(packed)
    world.send(parcel.code)
    for name, typed in (("unpack_parcel", {"reason": "Trop tard"}), ("send_parcel", departure())):
        answer = claire().post(address(name, parcel.code), typed)
        assert answer.status_code == 422
        assert "est déjà parti" in text_of(answer)


def test_what_became_of_a_parcel_is_told_up_to_its_missing_scripts():
    built = world.arrived()
    (parcel,) = made(built)
    assert "0 copies pointées sur 6" in page(claire(), "parcels")
    numbers = [row.number for row in parcels.contents_of(parcel)]
    consignments.tick_scripts(code=parcel.code, numbers=numbers[1:], by=MARC, at=ARRIVAL)
    consignments.declare_missing(code=parcel.code, number=numbers[0], by=MARC, at=ARRIVAL)
    text = page(claire(), "parcel", parcel.code)
    assert "1 copie n’a pas été trouvée à l’arrivée" in text
    consignments.close_reception(code=parcel.code, by=MARC, at=ARRIVAL)
    assert "arrivé, 5 reçues, 1 manquante" in page(claire(), "parcels")


def test_a_late_parcel_says_by_how_much(packed):
    (parcel,) = made(packed)
    world.send(parcel.code, at=ARRIVAL.replace(hour=18, minute=30))
    assert "en retard de 2 h 30 min" in page(claire(), "parcel", parcel.code)


@pytest.mark.both("the database searches and sorts here")
def test_the_numbers_of_a_parcel_are_searched_sorted_and_taken_away_without_a_name(packed):
    (parcel,) = made(packed)
    number = parcels.contents_of(parcel)[0].number
    there = address("parcel", parcel.code)
    assert claire().get(f"{there}?cherche={number[:8]}").content.count(b'scope="row"') == 1
    table = claire().get(f"{there}?format=csv").content.decode()
    assert number in table
    assert "pas encore pointée" in table
    assert not any(name in table + page(claire(), "parcel", parcel.code) for name in NAMES)


def test_two_persons_hold_the_two_sides_of_a_centre_that_is_both(packed):
    with pytest.raises(BothSidesOfTheWall):
        marker_acts.appoint(email=CLAIRE.login, role=Role.MARKING_CENTRE, scope=cast.PERRIN, by=ODILE, at=ARRIVAL)
    assert claire().get(reverse("markingcentre:home")).status_code == 403


def test_a_script_written_off_then_packed_and_taken_out_again_is_asked_for_anew():
    built = world.sat()
    found = next(iter(scripts.in_hand_of_centre(built.paper.pk, CEDRES)))
    said = {"decision": Decision.LOST, "reason": "Introuvable", "by": ODILE, "at": EVENING}
    results.decide_gap(paper=built.paper, key=f"not-packed:{found}", seen="", **said)
    claire().post(address("pack", PERRIN), {"counted": "1", "numbers": found})
    consignments.unpack_parcel(code=made(built)[0].code, reason="Trop tôt", by=CLAIRE, at=EVENING)
    assert "6 copies restent à emballer." in page(claire(), "pack", PERRIN)
