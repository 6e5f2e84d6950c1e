"""A script that the office wrote off at its centre: the list of names closes without it, and it is packed if found."""

from types import SimpleNamespace

import pytest

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.results import services as results
from massicot.results.rules import Decision
from massicot.scripts import queries as scripts
from tests import world
from tests.cast import CEDRES, CLAIRE, EVENING, ODILE
from tests.keeping import kept
from tests.web.examcentre.desk import PERRIN, address, claire, keep_key, page, text_of

pytestmark = pytest.mark.django_db


def all_but_one_sent():
    """The office wrote one script of Les Cèdres off; the five others have left."""
    built = world.sat()
    lost, *others = scripts.in_hand_of_centre(built.paper.pk, CEDRES)
    said = {"decision": Decision.LOST, "reason": "Introuvable", "by": ODILE, "at": EVENING}
    results.decide_gap(paper=built.paper, key=f"not-packed:{lost}", seen="", **said)
    world.box_strips(built, CEDRES)
    route, where = world.on_site_route(built), {"paper": built.paper, "centre_uai": CEDRES}
    parcel = consignments.pack_numbered(route=route, counted=5, numbers=others, by=CLAIRE, at=EVENING, **where)
    world.send(parcel.code)
    return SimpleNamespace(built=built, lost=lost)


gone = kept(all_but_one_sent)


@pytest.fixture
def _key(gone, settings, tmp_path):
    keep_key(settings, tmp_path)


@pytest.mark.usefixtures("_key")
def test_names_beside_numbers_are_closed_once_all_but_what_is_written_off_left():
    for answer in (claire().post(address("print_labels")), claire().post(address("print_list"))):
        assert answer.status_code == 422
    shown = page(claire(), "prints")
    assert address("print_labels") not in shown
    assert "sauf celles que le bureau des examens n’attend plus" in shown


@pytest.mark.usefixtures("_key")
def test_they_open_again_while_a_script_that_was_found_is_in_the_hands_of_its_centre(gone):
    claire().post(address("pack", PERRIN), {"counted": "1", "numbers": gone.lost})
    assert claire().post(address("print_labels")).status_code == 200


def test_a_script_written_off_that_is_found_is_packed_on_screen_though_nothing_is_left(gone):
    parcels_page = page(claire(), "parcels")
    assert "Mettre en paquet une copie retrouvée" in parcels_page
    assert address("pack", PERRIN) in parcels_page
    shown = page(claire(), "pack", PERRIN)
    assert f'data-written-off="{gone.lost}"' in shown
    assert 'name="numbers"' in shown
    assert claire().post(address("pack", PERRIN), {"counted": "1", "numbers": gone.lost}).status_code == 303
    code = parcels.announcement_of(gone.lost).parcel
    assert "data-written-off" not in page(claire(), "pack", PERRIN)
    assert code in page(claire(), "parcels")


def test_nothing_is_packed_without_the_number_of_what_was_found(gone):
    answer = claire().post(address("pack", PERRIN), {"counted": "1"})
    assert answer.status_code == 422
    assert len(parcels.parcels_of(gone.built.paper.pk, CEDRES)) == 1
    assert "n’a plus rien à mettre en paquet pour cette destination" in text_of(answer)
