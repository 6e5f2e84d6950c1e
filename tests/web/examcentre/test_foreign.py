"""What is another centre's, or of another session or paper, is not there."""

import pytest
from django.urls import URLResolver, reverse

from massicot.consignments import queries as parcels
from massicot.exams.models import ExamCentre
from massicot.web.examcentre.urls import urlpatterns
from tests import world
from tests.cast import CEDRES, MURIERS
from tests.keeping import kept
from tests.web.examcentre.desk import PERRIN, WHERE, claire, text_of

pytestmark = pytest.mark.django_db

built = kept(world.packed)
MORE = {"destination": PERRIN, "room": "A1", "incident_id": 0}


def pages(patterns, before=()):
    """Map each page about a paper to what its address needs beside centre, session and paper."""
    found = {}
    for pattern in patterns:
        needs = [*before, *(name for name in pattern.pattern.converters if name not in {"uai", "session", "paper"})]
        found |= pages(pattern.url_patterns, needs) if isinstance(pattern, URLResolver) else {pattern.name: needs}
    return found


PAGES = pages(urlpatterns[1:])


def address(name, where, code):
    return reverse(f"examcentre:{name}", args=[*where, *(MORE.get(need, code) for need in PAGES[name])])


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("where", [(MURIERS, *WHERE[1:]), (CEDRES, "BTS-2016", "CGE"), (CEDRES, "BTS-2017", "MATH")])
def test_a_foreign_page_is_not_found(built, name, where):
    code = parcels.parcels_of(built.paper.pk, where[0])[0].code
    client, there = claire(), address(name, where, code)
    found = {client.get(there).status_code, client.post(there).status_code}
    assert found <= {404, 405}
    assert 404 in found


@pytest.mark.parametrize("name", [name for name in PAGES if "code" in PAGES[name]])
def test_a_parcel_of_another_centre_is_not_found_among_ones_own(built, name):
    foreign = parcels.parcels_of(built.paper.pk, MURIERS)[0].code
    client, there = claire(), address(name, WHERE, foreign)
    assert 404 in {client.get(there).status_code, client.post(there).status_code}


def test_a_session_that_names_its_centres_opens_for_them_alone(built):
    ExamCentre.objects.create(session=built.session, uai=MURIERS)
    client = claire()
    assert client.get(address("paper", WHERE, "")).status_code == 404
    assert "Aucune session en cours ne nomme votre centre" in text_of(client.get("/epreuves/"))
    ExamCentre.objects.create(session=built.session, uai=CEDRES)
    assert client.get(address("paper", WHERE, "")).status_code == 200
