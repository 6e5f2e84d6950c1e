"""From the reception to a slip and back: what a scan offers, what is searched no more, where the script is ticked."""

import json
from uuid import uuid4

import pytest

from massicot.consignments import services as consignments
from massicot.setasides import services
from massicot.setasides.rules import Oddity, Oddment
from tests import world
from tests.cast import ARRIVAL, MARC, PERRIN
from tests.keeping import kept
from tests.web.markingcentre.desk import address, text_of, token_of
from tests.web.markingcentre.dock import Dock
from tests.web.markingcentre.test_set_asides import page

pytestmark = pytest.mark.django_db
arrived = kept(world.arrived)


@pytest.fixture
def dock(arrived):
    return Dock(arrived)


def lay_aside(built, number, oddity=Oddity.FOREIGN):
    oddment = Oddment(oddity=oddity, place="Coffre", number=number)
    return services.set_aside(paper=built.paper, centre_uai=PERRIN, oddment=oddment, by=MARC, at=ARRIVAL)


def offer_of(client, there, code):
    sent = {"scans": [{"id": str(uuid4()), "code": code}], "person": token_of(MARC)}
    answer = client.post(there, json.dumps(sent), content_type="application/json")
    return answer.json()["outcomes"][0].get("offer")


@pytest.mark.parametrize(("code", "oddity"), [("00000042W", "foreign"), ("1234", "unreadable")])
def test_what_the_reception_cannot_receive_is_offered_a_slip_that_knows_it(dock, code, oddity):
    offer = offer_of(dock.client, dock.address("scan_scripts"), code)
    known = {"pourquoi": oddity, "dans": dock.code} | ({"numero": code} if oddity == "foreign" else {})
    assert (offer["address"], offer["method"], offer["fields"]) == (address("new_set_aside"), "get", known)
    form = dock.client.get(offer["address"], offer["fields"]).content.decode()
    assert f'value="{dock.code}"' in form


def test_a_script_that_is_there_twice_is_offered_a_slip_too(dock):
    number = dock.numbers[0]
    dock.post("tick_by_hand", act="received", number=number)
    assert offer_of(dock.client, dock.address("scan_scripts"), number)["fields"]["pourquoi"] == "doubled"


def test_a_script_missing_from_its_parcel_is_searched_no_more_once_it_lies_under_a_slip(dock):
    number = dock.numbers[0]
    consignments.declare_missing(code=dock.code, number=number, by=MARC, at=ARRIVAL)
    slip = lay_aside(dock.built, number)
    home = text_of(dock.client.get(address("home")))
    assert "copie manquante est sous une fiche" in home
    assert f"sous la fiche {slip.code}" in dock.read("reception")
    where = text_of(dock.client.get(address("where"), {"quoi": number}))
    assert f"elle est maintenant sous la fiche {slip.code}" in where
    assert "Ce numéro a eu une fiche" in where
    assert "Mise à l’écart sous la fiche" in where


def test_a_slip_leads_to_the_line_of_its_parcel_where_the_script_is_ticked(dock):
    number = dock.numbers[0]
    slip = lay_aside(dock.built, number)
    shown = dock.client.get(page("set_aside", slip.code)).content.decode()
    assert f"{dock.address('reception')}?cherche={number}#listing" in shown
    consignments.tick_scripts(code=dock.code, numbers=[number], by=MARC, at=ARRIVAL)
    shown = dock.client.get(page("set_aside", slip.code)).content.decode()
    assert f'href="{address("proposal")}"' in shown
