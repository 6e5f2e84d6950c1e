"""The parcels of a marking centre: which are late, whom to call, what is recorded when one arrives or does not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from massicot.consignments import queries, services
from massicot.exams.models import Institution
from tests import world
from tests.cast import CEDRES, MARC, TYPING
from tests.keeping import kept
from tests.web.markingcentre.desk import text_of
from tests.web.markingcentre.dock import Dock
from tests.web.visitors import MARKED

pytestmark = pytest.mark.django_db
built = kept(world.packed)


@pytest.fixture
def dock(built):
    """The parcel of Les Cèdres is on its way and late, the other one is not even sent."""
    world.send(queries.parcels_of(built.paper.pk, CEDRES)[0].code)
    Institution.objects.filter(uai=CEDRES).update(telephone="04 00 00 00 01", email="ce@cedres.invalid")
    return Dock(built)


def rows_of(answer):
    """Read the lines of the list: code, then state."""
    table = html.fromstring(answer.content.decode()).xpath("//tbody/tr")
    return [(row.get("data-line"), row.get("data-state")) for row in table]


def test_a_late_parcel_says_by_how_much_and_whom_to_call(dock):
    page = dock.read("parcels")
    assert "en retard de" in page
    assert ("04 00 00 00 01" in page, "ce@cedres.invalid" in page) == (True, False)
    assert "ce@cedres.invalid" in dock.read("parcel")
    assert rows_of(dock.get("parcels")) == [(dock.code, "late"), (dock.other, "late")]


def test_a_late_parcel_whose_centre_has_no_telephone_gives_its_e_mail(dock):
    Institution.objects.filter(uai=CEDRES).update(telephone="")
    assert "mailto:ce@cedres.invalid" in dock.get("parcels").content.decode()


@pytest.mark.both("the database searches and sorts here")
def test_the_list_is_filtered_by_state_and_searched_by_centre(dock):
    services.receive_parcel(code=dock.code, by=MARC, at=TYPING)
    assert rows_of(dock.get("parcels", state="arrived")) == [(dock.code, "arrived")]
    assert rows_of(dock.get("parcels", cherche="mûriers")) == [(dock.other, "late")]
    assert rows_of(dock.get("parcels", tri="state")) == [(dock.other, "late"), (dock.code, "arrived")]
    assert "04 00 00 00 01" not in dock.read("parcels")


def test_the_list_is_taken_away_with_its_states_in_words(dock):
    lines = dock.get("parcels", format="csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith(f"{dock.code};Lycée des Cèdres;en retard;6;0;0;6;")


@pytest.mark.both("statements are counted here")
def test_the_list_takes_few_questions_however_many_parcels_there_are(dock):
    dock.get("parcels")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        dock.get("parcels")
    assert len(asked) <= 14


def test_scanning_the_code_of_a_parcel_records_its_arrival(dock):
    answer = dock.scan(dock.code.lower(), name="scan_arrivals")
    (outcome,) = answer["outcomes"]
    assert (outcome["mood"], outcome["word"]) == ("right", "Arrivé")
    assert "Lycée des Cèdres" in outcome["sentence"]
    assert (answer["figures"]["arrived"], answer["figures"]["late"]) == (1, 1)
    assert dock.parcel.arrived_at is not None


def test_a_parcel_that_is_here_not_sent_or_unknown_is_told_apart(dock):
    dock.scan(dock.code, name="scan_arrivals")
    codes = (dock.code, dock.other, "P-BTS-2017-CGE-9999999Z-1")
    here, *others = dock.scan(*codes, name="scan_arrivals")["outcomes"]
    assert [here["mood"], *(outcome["mood"] for outcome in others)] == ["double", "refused", "foreign"]
    assert here["offer"]["address"] == dock.address("reception")


def test_a_parcel_for_another_centre_is_not_received_here(dock):
    queries.Parcel.objects.filter(code=dock.code).update(destination_uai="0750999X", destination_name="Lycée Ailleurs")
    (outcome,) = dock.scan(dock.code, name="scan_arrivals")["outcomes"]
    assert outcome["mood"] == "foreign"
    assert "Lycée Ailleurs" in outcome["sentence"]
    assert dock.parcel.arrived_at is None
    assert dock.get("parcel").status_code == dock.get("reception").status_code == 404
    assert dock.post("receive_parcel").status_code == 404
    there = reverse("markingcentre:parcel", kwargs=MARKED | {"uai": "0750999X", "code": dock.code})
    assert dock.client.get(there).status_code == 404


def test_without_a_script_the_code_is_typed_and_the_page_says_what_was_done(dock):
    answer = dock.client.post(dock.address("scan_arrivals"), {"code": dock.code}, follow=True)
    assert answer.redirect_chain == [(dock.address("parcels"), 303)]
    assert f"Arrivé – {dock.code}" in text_of(answer)


def test_a_parcel_is_received_by_its_button_and_its_scripts_come_next(dock):
    answer = dock.client.post(dock.address("receive_parcel"), follow=True)
    assert answer.redirect_chain == [(dock.address("reception"), 303)]
    assert "est déjà reçu, le" in dock.refused("receive_parcel")


def test_the_page_of_a_late_parcel_says_how_many_scripts_would_be_missing(dock):
    assert "6 copies sont alors manquantes" in dock.read("parcel")


def test_the_page_of_a_parcel_that_is_here_counts_what_was_found(dock):
    assert "copies manquantes" not in dock.read("parcel")
    services.receive_parcel(code=dock.code, by=MARC, at=TYPING)
    services.declare_missing(code=dock.code, number=dock.numbers[0], by=MARC, at=TYPING)
    services.tick_scripts(code=dock.code, numbers=dock.numbers[1:], by=MARC, at=TYPING)
    services.close_reception(code=dock.code, by=MARC, at=TYPING)
    page = html.fromstring(dock.get("parcel").content.decode())
    figures = dict(
        zip(
            page.xpath("//dl[@class='figures']//dt//text()"),
            page.xpath("//dl[@class='figures']//dd/text()"),
            strict=True,
        )
    )
    assert figures == {"copies reçues": "5", "copie manquante": "1", "pas encore pointées": "0"}
    assert f"{dock.address('reception')}?tick=missing" in page.xpath("//dl//a/@href")


def test_a_state_that_no_parcel_is_in_is_hidden_until_one_is(dock):
    page = html.fromstring(dock.get("parcels").content.decode())
    shown = page.xpath("//dl/div[not(@hidden)]/dd/@data-figure")
    assert (shown, len(page.xpath("//dl/div[@hidden]"))) == (["late"], 6)


def test_a_parcel_that_is_here_though_nobody_recorded_its_departure_is_received_on_its_page(dock):
    dock.code = dock.other
    assert "n’a pas enregistré son départ" in dock.read("parcel")
    assert "recevez-le quand même" in dock.refused("receive_parcel")
    answer = dock.client.post(dock.address("receive_unrecorded"), follow=True)
    assert answer.redirect_chain == [(dock.address("reception"), 303)]
    assert "inconnu : personne ne l’a enregistré" in dock.read("parcel")
    assert "est déjà reçu, le" in dock.refused("receive_unrecorded")


def test_scanning_it_offers_to_receive_it(dock):
    dock.code = dock.other
    (outcome,) = dock.scan(dock.code, name="scan_arrivals")["outcomes"]
    assert (outcome["mood"], outcome["word"]) == ("refused", "Départ non enregistré")
    assert outcome["offer"]["address"] == dock.address("receive_unrecorded")


def test_a_late_parcel_is_declared_lost_with_a_reason_and_received_if_it_comes(dock):
    assert "motif" in dock.refused("lose_parcel").lower()
    answer = dock.client.post(dock.address("lose_parcel"), {"reason": "Transporteur sans trace"}, follow=True)
    assert "perdu" in text_of(answer)
    assert queries.lost_parcels(dock.built.paper.pk) == [dock.code]
    assert rows_of(dock.get("parcels"))[-1] == (dock.code, "lost")
    assert dock.post("receive_parcel").status_code == 303
    assert queries.found_parcels(dock.built.paper.pk) == [dock.code]


def test_a_parcel_on_its_way_has_no_reception_yet(dock):
    assert dock.moods(dock.numbers[0], dock.strangers[0]) == ["refused", "refused"]
    assert dock.get("reception")["Location"] == dock.address("parcel")


def test_the_parcel_of_another_paper_or_centre_is_not_found(dock):
    for other in ({"paper": "MATH"}, {"session": "BTS-2018"}, {"uai": "0750999X"}):
        address = reverse("markingcentre:parcel", kwargs=MARKED | {"code": dock.code} | other)
        assert dock.client.get(address).status_code == 404
