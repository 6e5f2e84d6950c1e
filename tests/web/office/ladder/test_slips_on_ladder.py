"""A missing script that lies under a slip, as the office is told of it: nobody searches, the slip is to be ended."""

import pytest
from django.urls import reverse

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.rungs import MISSING_SCRIPT
from massicot.exams.models import Session
from massicot.setasides import services
from massicot.setasides.rules import Oddity, Oddment
from tests import world
from tests.cast import ARRIVAL, CEDRES, MARC, PERRIN
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.visitors import PAPER, SLIP, visitor

pytestmark = pytest.mark.django_db
LADDER, GAP = (reverse(f"office:{name}", kwargs=PAPER) for name in ("ladder", "decide_gap"))
RUNG = reverse("office:rung", kwargs=PAPER | {"slug": "reception"})
PAGE = reverse("office:set_aside", kwargs=PAPER | {"code": SLIP})


def one_missing_under_a_slip():
    """A script that its parcel misses lies in the safe of the marking centre."""
    built = world.arrived()
    parcel = parcels.parcels_of(built.paper.pk, CEDRES)[0]
    number = parcels.contents_of(parcel)[0].number
    consignments.declare_missing(code=parcel.code, number=number, by=MARC, at=ARRIVAL)
    oddment = Oddment(oddity=Oddity.FOREIGN, place="Coffre", number=number)
    services.set_aside(paper=built.paper, centre_uai=PERRIN, oddment=oddment, by=MARC, at=ARRIVAL)
    return built


built = kept(one_missing_under_a_slip)


@pytest.fixture
def office(built):
    return visitor(built, "office")


@pytest.fixture
def number(built):
    return parcels.numbers_ticked(built.paper.pk, "missing")[0]


def test_the_ladder_keeps_the_gap_and_sends_to_the_slip(office, number):
    for address in (LADDER, RUNG):
        answer = office.get(address)
        assert f"sous la fiche {SLIP}, lui donner son issue" in words_of(answer)
        assert f'href="{PAGE}"' in answer.content.decode()
        assert f"key={MISSING_SCRIPT.name}%3A{number}" not in answer.content.decode()
    assert "1 copie est manquante" in words_of(office.get(LADDER))


def test_the_page_of_the_gap_says_where_the_script_lies_and_whom_to_call(office, number):
    shown = words_of(office.get(GAP, {"key": MISSING_SCRIPT.key(number)}))
    assert f"elle est sous la fiche {SLIP} (Coffre, {PERRIN})" in shown
    assert "Décider malgré tout" in shown


def test_the_home_page_asks_for_the_end_of_the_slip_and_not_for_a_decision(office):
    home = words_of(office.get("/bureau/"))
    assert "1 copie manquante est sous une fiche" in home
    assert "1 copie est manquante." not in home


def test_its_story_names_its_slips_and_asks_for_their_end_first(office, number):
    answer = office.get(reverse("office:where"), {"quoi": number})
    assert f'href="{PAGE}"' in answer.content.decode()
    assert "ne décidez rien avant" in words_of(answer)
    assert f"Mise à l’écart sous la fiche {SLIP}" in words_of(answer)
    stranger = office.get(reverse("office:where"), {"quoi": "00000042W"})
    assert stranger.status_code == 422


def test_an_archived_session_offers_no_decision(office, number):
    Session.objects.update(archived_at=ARRIVAL, archived_reason="Terminée")
    services_page = office.get(GAP, {"key": MISSING_SCRIPT.key(number)})
    assert "Cette session est archivée" in words_of(services_page)
    assert 'name="decision"' not in services_page.content.decode()
    assert "Décider" not in words_of(office.get(LADDER))
