"""Scripts set aside at the marking centres, as the office follows them to their end."""

import pytest
from django.urls import reverse

from massicot.setasides import queries, services
from massicot.setasides.rules import Oddity, Oddment, SlipEnd
from tests import world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, MARC, MURIERS, PERRIN, TYPING
from tests.keeping import kept
from tests.setasides.test_sent_on import second_marking_centre
from tests.setasides.test_services import STRANGER, put, settle
from tests.web.markingcentre.desk import text_of
from tests.web.visitors import PAPER, SLIP, visitor

pytestmark = pytest.mark.django_db
LIST = reverse("office:set_asides", kwargs=PAPER)
TOLD = "1 copie envoyée à un autre centre de correction n’y est jamais arrivée"
PAGE = reverse("office:set_aside", kwargs=PAPER | {"code": SLIP})


def one_set_aside():
    """One unreadable script set aside at the marking centre."""
    built = world.arrived()
    oddment = Oddment(oddity=Oddity.UNREADABLE, place="Étagère 2")
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


def test_what_was_sent_on_and_never_came_is_a_task_until_it_is_there_or_set_aside_anew(built, office):
    second_marking_centre(built)
    first = sent_on(built)
    assert TOLD not in home_of(office)
    services.deny_set_aside(code=first.code, centre_uai=MURIERS, by=CLAIRE, at=TYPING)
    assert TOLD in home_of(office)
    second = sent_on(built, follows=first.code)
    assert TOLD not in home_of(office)
    services.deny_set_aside(code=second.code, centre_uai=MURIERS, by=CLAIRE, at=TYPING)
    assert TOLD in home_of(office)
    services.acknowledge_set_aside(code=second.code, centre_uai=MURIERS, by=CLAIRE, at=TYPING)
    assert TOLD not in home_of(office)


def sent_on(built, **before):
    """Let Perrin set a foreign script aside, and send it on to the Mûriers."""
    return settle(put(built, Oddity.FOREIGN, number=STRANGER, **before), SlipEnd.FORWARDED, MURIERS)


def home_of(office):
    return text_of(office.get(reverse("office:home")))


def test_where_is_it_leads_to_its_page(office):
    assert office.get(reverse("office:where"), {"quoi": SLIP.lower()})["Location"] == PAGE
