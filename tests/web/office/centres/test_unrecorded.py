"""A parcel that arrived without a departure: which, of which centre, whom to call, from each page that counts it."""

import pytest
from django.urls import reverse
from lxml import html

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.exams.models import Institution
from tests import world
from tests.cast import ARRIVAL, CEDRES, MARC
from tests.keeping import kept
from tests.web.examcentre.desk import address, claire, ended
from tests.web.examcentre.test_unrecorded import departure
from tests.web.office.reading import words_of
from tests.web.visitors import PAPER, visitor

pytestmark = pytest.mark.django_db

LIST = reverse("office:unrecorded", kwargs=PAPER)


def come_unrecorded():
    """The parcel of Les Cèdres is at the marking centre; nobody recorded that it left."""
    built = world.packed()
    (parcel,) = parcels.parcels_of(built.paper.pk, CEDRES)
    consignments.receive_unrecorded(code=parcel.code, by=MARC, at=ARRIVAL)
    Institution.objects.filter(uai=CEDRES).update(telephone="04 91 00 00 00")
    built.code = parcel.code
    return built


come = kept(come_unrecorded)


@pytest.fixture
def office(come):
    ended(10)
    return visitor(come, "office")


def links_to(office, name):
    page = html.fromstring(
        office.get(reverse(f"office:{name}", kwargs=PAPER if name != "home" else {})).content.decode()
    )
    return [link for link in page.xpath("//main//a/@href") if link == LIST]


def test_home_and_ladder_lead_to_the_list(office):
    assert "1 paquet est arrivé, et personne n’a enregistré son départ" in words_of(office.get("/bureau/"))
    assert links_to(office, "home")
    assert links_to(office, "ladder")


def test_the_list_names_the_parcel_its_centre_who_acts_and_the_telephone(come, office):
    words = words_of(office.get(LIST))
    for said in (come.code, "Lycée des Cèdres", "04 91 00 00 00", "C’est à son centre d’épreuves d’agir"):
        assert said in words


def test_the_page_of_the_gap_says_who_acts(come, office):
    page = words_of(office.get(reverse("office:decide_gap", kwargs=PAPER), {"key": f"departure-unknown:{come.code}"}))
    assert "C’est à son centre d’épreuves d’agir" in page
    assert "04 91 00 00 00" in page


def test_the_departure_told_afterwards_takes_it_off(come):
    assert claire().post(address("send_parcel", come.code), departure()).status_code == 303
    words = words_of(visitor(come, "office").get(LIST))
    assert "Le départ de chaque paquet arrivé est enregistré." in words
    assert come.code not in words
