"""A parcel that arrived though its exam centre recorded no departure: told on its home page, and mended."""

import pytest

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from tests import world
from tests.cast import ARRIVAL, CEDRES, MARC
from tests.keeping import kept
from tests.web.examcentre.desk import address, claire, keep_key, page, text_of
from tests.web.examcentre.test_parcels import ALL_TICKED

pytestmark = pytest.mark.django_db


def come_unrecorded():
    """The six scripts of Les Cèdres are at the marking centre; nobody recorded that they left."""
    built = world.packed()
    (parcel,) = parcels.parcels_of(built.paper.pk, CEDRES)
    consignments.receive_unrecorded(code=parcel.code, by=MARC, at=ARRIVAL)
    built.code = parcel.code
    return built


come = kept(come_unrecorded)


def departure(**changes):
    typed = {"enclosed": ALL_TICKED, "carrier": "Messageries", "carrier_count": "6", "left_at": "2017-05-11T09:00"}
    return {**typed, "seal": "S 1", **changes}


def test_the_home_page_asks_for_the_departure_first(come):
    home = text_of(claire().get("/epreuves/"))
    assert f"Le paquet {come.code} est arrivé" in home.split('class="task-sentence"')[1]


def test_the_parcel_is_opened_no_more_and_says_so(come):
    shown = page(claire(), "parcel", come.code)
    assert "Il est arrivé : dites comment il est parti" in shown
    assert address("unpack_parcel", come.code) not in shown
    assert "départ non enregistré ; arrivé le" in page(claire(), "parcels")
    answer = claire().post(address("unpack_parcel", come.code), {"reason": "Trop tard"})
    assert "est déjà parti" in text_of(answer)


def test_names_beside_numbers_are_closed(come, settings, tmp_path):
    keep_key(settings, tmp_path)
    assert claire().post(address("print_list")).status_code == 422


def test_the_departure_lies_before_the_arrival(come):
    answer = claire().post(address("send_parcel", come.code), departure(left_at="2017-06-01T09:00"))
    assert answer.status_code == 422
    assert "n’a pas pu partir à ce moment : il est arrivé le" in text_of(answer)


def test_the_departure_told_afterwards_ends_it(come):
    assert claire().post(address("send_parcel", come.code), departure()).status_code == 303
    assert parcels.parcel_by_code(come.code).sent_at is not None
    assert "dites quand il est parti" not in text_of(claire().get("/epreuves/"))
