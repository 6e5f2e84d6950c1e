"""The reception without a scanner as a clerk sees it: one specialty at a time, and no figure of what it should be."""

import pytest
from django.urls import reverse
from lxml import html

from massicot.consignments import queries, services
from massicot.consignments.rules import Tick
from tests import world
from tests.cast import ARRIVAL, MARC
from tests.keeping import kept
from tests.web.markingcentre.dock import Dock
from tests.web.visitors import MARKED

pytestmark = pytest.mark.django_db

arrived = kept(world.arrived)
PAGE = "receive_all_but"


@pytest.fixture
def dock(arrived):
    """The parcel of Les Cèdres: four scripts of woodwork, two of water."""
    return Dock(arrived)


def typed(counted, lacking="", signed_by="Mme Second", specialty="90001"):
    return {"specialty": specialty, "counted": counted, "lacking": lacking, "signed_by": signed_by}


def wood(dock):
    return queries.waiting_in(dock.parcel, "90001")


def focused(answer):
    return html.fromstring(answer.content.decode()).xpath("//main//*[@autofocus]/@name")


def test_each_specialty_is_received_and_the_reception_is_then_closed(dock):
    lost = wood(dock)[0]
    page = dock.get(PAGE)
    assert focused(page) == ["counted"]
    assert dock.post(PAGE, **typed(3, lost[4:].lower()))["Location"] == dock.address(PAGE)
    told = dock.read(PAGE)
    assert "90001 : 3 copies sont reçues." in told
    assert dock.post(PAGE, **typed(2, specialty="90002"))["Location"] == dock.address("reception")
    assert dock.ticks == {Tick.RECEIVED: 5, Tick.MISSING: 1}
    assert dock.post("close_reception").status_code == 303


def test_no_figure_of_what_should_be_there_is_on_the_page_nor_in_a_refusal(dock):
    empty = html.fromstring(dock.get(PAGE).content.decode())
    assert empty.xpath("//main//input[@name='counted']/@value") == []
    for page in (dock.read(PAGE), dock.refused(PAGE, **typed(17))):
        assert not {"4", "6"}.intersection(page.replace("90001", "").split())


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (typed(17), "counted"),
        (typed("beaucoup"), "counted"),
        (typed(3, "9999Z"), "lacking"),
        (typed(3, "bof"), "lacking"),
        (typed(3, "{one}", signed_by=""), "signed_by"),
    ],
)
def test_the_cursor_is_where_something_is_wrong_and_what_was_typed_stays(dock, sent, field):
    sent = {name: str(value).format(one=wood(dock)[0]) for name, value in sent.items()}
    answer = dock.post(PAGE, **sent)
    assert answer.status_code == 422
    assert focused(answer) == [field]
    page = html.fromstring(answer.content.decode())
    assert page.xpath("//main//input[@name='counted']/@value") == [sent["counted"]]
    assert dock.ticks == {Tick.NOT_YET: 6}


def test_the_count_of_a_specialty_that_was_looked_for_meanwhile_is_not_that_of_the_next(dock):
    dock.post(PAGE, **typed(4))
    answer = dock.post(PAGE, **typed(4))
    page = html.fromstring(answer.content.decode())
    assert answer.status_code == 422
    assert page.xpath("//main//input[@name='specialty']/@value") == ["90002"]
    assert page.xpath("//main//input[@name='counted']/@value") == []


def test_another_specialty_can_be_counted_first(dock):
    page = html.fromstring(dock.get(PAGE, specialite="90002").content.decode())
    assert page.xpath("//main//input[@name='specialty']/@value") == ["90002"]
    (link,) = page.xpath("//main//ol//a/@href")
    assert link.endswith("?specialite=90001")


def test_it_is_offered_while_something_waits_and_leads_back_otherwise(dock):
    assert dock.address(PAGE) in dock.get("reception").content.decode()
    services.tick_scripts(code=dock.code, numbers=dock.numbers, by=MARC, at=ARRIVAL)
    assert dock.address(PAGE) not in dock.get("reception").content.decode()
    assert dock.get(PAGE)["Location"] == dock.address("reception")
    assert dock.post(PAGE, **typed(4)).status_code == 422


def test_one_too_many_leads_to_where_it_is_received_or_set_aside(dock):
    reception = html.fromstring(dock.get("reception").content.decode())
    assert reception.xpath("//*[@id='of-another-parcel']")
    links = html.fromstring(dock.post(PAGE, **typed(17)).content.decode()).xpath("//main//a/@href")
    set_aside = reverse("markingcentre:new_set_aside", kwargs=MARKED)
    assert {f"{dock.address('reception')}#of-another-parcel", f"{set_aside}?dans={dock.code}"} <= set(links)
