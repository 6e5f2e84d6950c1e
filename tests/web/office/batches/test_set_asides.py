"""Scripts set aside at the marking centres, as the office follows them to their end."""

import pytest
from django.urls import reverse

from massicot.setasides import queries, services
from massicot.setasides.rules import Oddity, Oddment
from tests import world
from tests.cast import ARRIVAL, CEDRES, MARC, PERRIN
from tests.keeping import kept
from tests.web.markingcentre.desk import text_of
from tests.web.visitors import PAPER, SLIP, visitor

pytestmark = pytest.mark.django_db
LIST = reverse("office:set_asides", kwargs=PAPER)
PAGE = reverse("office:set_aside", kwargs=PAPER | {"code": SLIP})


def one_set_aside():
    """One unreadable script set aside at the marking centre."""
    built = world.arrived()
    oddment = Oddment(Oddity.UNREADABLE, "Étagère 2")
    services.set_aside(paper=built.paper, centre_uai=PERRIN, oddment=oddment, by=MARC, at=ARRIVAL)
    return built


built = kept(one_set_aside)


@pytest.fixture
def office(built):
    return visitor(built, "office")


def test_the_office_sees_it_on_its_home_page_and_list_until_its_end(office):
    home = reverse("office:home")
    shown = office.get(home)
    assert shown.status_code == 200, (shown.status_code, shown.headers)
    assert "1 copie est à l’écart" in text_of(shown)
    listed = text_of(office.get(LIST))
    assert SLIP in listed
    assert "Étagère 2" in listed
    assert office.post(PAGE, {"ending": "destroyed", "ref": "x", "reason": "x"}).status_code == 422
    answer = office.post(PAGE, {"ending": "returned", "ref": CEDRES, "reason": "Rendue"})
    assert (answer.status_code, answer["Location"]) == (303, LIST)
    assert "est à l’écart" not in text_of(office.get(home))
    assert queries.open_slips().aside == {}


def test_an_end_that_was_given_meanwhile_is_shown_with_the_refusal(office):
    typed = {"ending": "returned", "ref": CEDRES, "reason": "Rendue"}
    office.post(PAGE, typed)
    answer = office.post(PAGE, typed)
    assert answer.status_code == 422
    assert "a déjà son issue" in text_of(answer)


def test_where_is_it_leads_to_its_page(office):
    assert office.get(reverse("office:where"), {"quoi": SLIP.lower()})["Location"] == PAGE
