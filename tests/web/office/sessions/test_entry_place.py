"""Where marks are typed, on the office's desk: chosen for a session, networks declared centre by centre."""

import pytest
from django.urls import reverse

from massicot.exams import queries as exams
from massicot.exams.rules.networks import EntryPlace
from tests import world
from tests.cast import CEDRES, PERRIN
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

built = kept(world.prepared)
PAGE = reverse("office:entry_place", args=["BTS-2017"])
NETWORKS = reverse("office:declare_networks", args=["BTS-2017", PERRIN])


@pytest.fixture
def office(built):
    """Somebody of the office, in their browser."""
    return visitor(built, "office")


def chosen():
    return exams.session_by_code("BTS-2017").entry_from


def test_the_page_is_found_from_the_session_and_names_each_marking_centre(office):
    assert PAGE in office.get(reverse("office:session", args=["BTS-2017"])).content.decode()
    words = words_of(office.get(PAGE))
    assert "Lycée Jean Perrin (0130053M) Aucun réseau déclaré." in words
    assert "Le poste que vous utilisez vient de 127.0.0.1." in words


def test_the_centre_only_is_refused_until_its_networks_are_declared(office):
    refused = office.post(PAGE, {"place": "centre"})
    assert (refused.status_code, chosen()) == (422, EntryPlace.ANYWHERE)
    assert "Déclarez d’abord les réseaux de Lycée Jean Perrin" in words_of(refused)
    told = office.post(NETWORKS, {"networks": "195.83.90.0/24\n10.1.2.3"}, follow=True)
    assert "Lycée Jean Perrin : 2 réseaux sont déclarés." in words_of(told)
    assert office.post(PAGE, {"place": "centre"}).status_code == 303
    assert chosen() == EntryPlace.CENTRE


def test_a_network_that_cannot_be_read_is_told_beside_its_centre_and_kept_as_typed(office):
    refused = office.post(NETWORKS, {"networks": "195.83.90.0/24\nperrin"})
    assert refused.status_code == 422
    assert "« perrin » n’est pas un réseau" in words_of(refused)
    assert "195.83.90.0/24\nperrin</textarea>" in refused.content.decode()
    assert exams.networks_of_centre(exams.session_by_code("BTS-2017").pk, PERRIN) == []


def test_a_centre_that_marks_nothing_of_the_session_has_no_networks_there(office):
    address = reverse("office:declare_networks", args=["BTS-2017", CEDRES])
    assert office.post(address, {"networks": "10.1.2.3"}).status_code == 404
