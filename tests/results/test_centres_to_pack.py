"""A centre has sent everything once what it holds on every route is in parcels and they have left."""

import pytest

from massicot.consignments import services as consignments
from massicot.consignments.rules.despatch import AllBut
from massicot.results import queries, services
from massicot.results.rules import Decision
from tests import world
from tests.cast import CEDRES, CLAIRE, EVENING, ODILE, TYPING
from tests.other_routes import send_all

pytestmark = pytest.mark.django_db


def cedres(built):
    """Read how far Les Cèdres is."""
    return next(one for one in queries.count_paper(built.paper).centres if one.uai == CEDRES)


def test_numbered_scripts_in_no_parcel_are_still_to_be_sent():
    built = world.sat()
    world.packed_for_the_hub(built)
    send_all(built, CEDRES)
    assert (cedres(built).to_pack, cedres(built).has_sent_all) == (6, False)


def test_scripts_without_numbers_in_no_parcel_are_still_to_be_sent():
    built = world.packed()
    send_all(built, CEDRES)
    assert (cedres(built).to_pack, cedres(built).has_sent_all) == (2, False)
    world.packed_for_the_hub(built, count=1)
    send_all(built, CEDRES)
    assert (cedres(built).to_pack, cedres(built).has_sent_all) == (1, False)
    world.packed_for_the_hub(built, count=1)
    assert (cedres(built).to_pack, cedres(built).has_sent_all) == (0, False)
    send_all(built, CEDRES)
    assert cedres(built).has_sent_all


def test_a_script_without_number_of_which_it_was_signed_that_none_follows_is_not_waited_for():
    built = world.packed()
    world.packed_for_the_hub(built, count=1, reason="Introuvable.")
    send_all(built, CEDRES)
    assert cedres(built).has_sent_all


def test_a_number_that_the_office_wrote_off_is_not_waited_for():
    built = world.sat()
    world.packed_for_the_hub(built)
    numbers = list(world.scripts.in_hand_of_centre(built.paper.pk, CEDRES))
    consignments.pack_numbered(
        paper=built.paper,
        centre_uai=CEDRES,
        route=world.on_site_route(built),
        numbers=numbers[1:],
        counted=5,
        by=CLAIRE,
        at=EVENING,
    )
    send_all(built, CEDRES)
    assert (cedres(built).to_pack, cedres(built).has_sent_all) == (1, False)
    gap = next(one for one in queries.ladder(built.paper).open_gaps if one.subject == numbers[0])
    said = {"decision": Decision.LOST, "reason": "Introuvable.", "by": ODILE, "at": TYPING}
    services.decide_gap(paper=built.paper, key=gap.key, seen=gap.figures, **said)
    assert cedres(built).has_sent_all


def test_a_script_that_is_not_there_when_its_parcel_is_made_is_looked_for_and_not_waited_for():
    built = world.sat()
    world.packed_for_the_hub(built)
    lost = next(iter(world.scripts.in_hand_of_centre(built.paper.pk, CEDRES)))
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    route, lacking = world.on_site_route(built), AllBut([lost], "Mme Second")
    consignments.pack_numbered(route=route, counted=5, lacking=lacking, **where)
    send_all(built, CEDRES)
    assert (cedres(built).to_pack, cedres(built).has_sent_all) == (0, True)
    assert CEDRES not in queries.still_to_pack(built.paper)
    consignments.find_left_out(number=lost, **where)
    assert (cedres(built).to_pack, cedres(built).has_sent_all) == (1, False)
