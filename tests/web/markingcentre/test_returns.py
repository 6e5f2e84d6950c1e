"""What goes back to the exam office, on the screen: piles, one parcel made, its note, its departure, opened again."""

import io

import pypdf
import pytest
from django.urls import reverse

from massicot.batches import queries as batches
from massicot.consignments import queries
from massicot.consignments.rules.returns import ReturnState
from tests import going_back, world
from tests.cast import MURIERS, PERRIN
from tests.keeping import kept
from tests.web.markingcentre.desk import Desk, address, text_of
from tests.web.visitors import MARKED

pytestmark = pytest.mark.django_db

built = kept(going_back.locked_and_back)
CODE = f"P-BTS-2017-CGE-{PERRIN}-R1"


@pytest.fixture
def desk(built):
    return Desk(built)


def page(name, code=CODE):
    return reverse(f"markingcentre:{name}", kwargs=MARKED | {"code": code})


def tasks_of(desk):
    """Give where each task of the home page leads."""
    return [row.task.address for row in desk.client.get(reverse("markingcentre:home")).context["tasks"]]


def pack(desk, **typed):
    counted = {"envelopes": "2", "counted": str(desk.wood.size + desk.water.size), "seal": "R1"}
    both = {"specialties": [desk.wood.specialty_code, desk.water.specialty_code]}
    return desk.post("returns", **both | counted | typed)


def sending(desk, **typed):
    form = {"seal": "R1", "carrier": "Messageries", "tracking": "T9", "left_at": "2017-06-06T10:00"}
    shown = desk.client.get(page("return_parcel")).context["departure"]
    return form | {"left_at": shown["left_at"].value(), "counted": str(desk.wood.size + desk.water.size)} | typed


def test_the_home_page_says_that_batches_go_back_and_then_that_a_parcel_waits(desk):
    home = reverse("markingcentre:home")
    assert "2 repartent au bureau des examens" in text_of(desk.client.get(home))
    pack(desk)
    shown = text_of(desk.client.get(home))
    assert "repartent au bureau" not in shown
    assert "1 paquet est fait pour le bureau des examens" in shown


def test_while_a_batch_is_with_its_marker_the_home_page_does_not_ask(desk):
    world.lend(desk.wood, "BOB")
    assert reverse("markingcentre:returns", kwargs=MARKED) not in tasks_of(desk)
    shown = desk.read("returns")
    assert desk.wood.code in shown
    assert "chez son correcteur" in shown


def test_whole_specialties_make_one_parcel_and_its_note_counts_each_batch(desk):
    answer = pack(desk)
    assert (answer.status_code, answer["Location"]) == (303, page("return_parcel"))
    shown = text_of(desk.client.get(answer["Location"]))
    assert desk.wood.code in shown
    note = desk.client.get(page("print_return_note"))
    assert note["Content-Type"] == "application/pdf"
    text = pypdf.PdfReader(io.BytesIO(note.content)).pages[0].extract_text()
    assert CODE in text
    assert "Bordereau de retour" in text


def test_a_batch_that_is_not_there_is_named_and_stays(desk):
    answer = pack(desk, but="2", envelopes="1", counted=str(desk.wood.size))
    assert answer.status_code == 303
    assert queries.returned_from(desk.built.paper.pk).keys() == {desk.wood.code}


def test_what_is_typed_stays_when_the_count_is_wrong(desk):
    answer = pack(desk, envelopes="3", but="2 ,")
    assert answer.status_code == 422
    assert "comptez à nouveau" in text_of(answer)
    assert 'value="3"' in answer.content.decode()
    assert queries.returns_of(desk.built.paper.pk) == []


def test_a_cover_of_another_session_is_refused(desk):
    answer = pack(desk, batches="B-DCG-2017-CGE-0001")
    assert answer.status_code == 422
    assert "mis à l’écart sous une fiche" in text_of(answer)


def test_it_leaves_and_is_opened_no_more(desk):
    pack(desk)
    answer = desk.client.post(page("send_return"), sending(desk))
    assert (answer.status_code, answer["Location"]) == (303, page("return_parcel"))
    assert queries.return_by_code(CODE).state is ReturnState.ON_THE_WAY
    assert desk.client.post(page("open_return"), {"reason": "Trop tard"}).status_code == 422
    assert "Rouvrir" not in text_of(desk.client.get(page("return_parcel")))


def test_another_count_of_the_carrier_asks_for_a_reason(desk):
    pack(desk)
    refused = desk.client.post(page("send_return"), sending(desk, counted="2"))
    assert refused.status_code == 422
    assert desk.client.post(page("send_return"), sending(desk, counted="2", reason="Enveloppes")).status_code == 303


def test_it_is_opened_again_with_a_reason(desk):
    pack(desk)
    assert desk.client.post(page("open_return"), {"reason": ""}).status_code == 422
    assert desk.client.post(page("open_return"), {"reason": "Une enveloppe oubliée"}).status_code == 303
    assert queries.returns_of(desk.built.paper.pk) == []
    assert desk.client.get(page("return_parcel")).status_code == 404


def test_a_parcel_of_another_centre_is_not_there(desk):
    pack(desk)
    queries.ReturnParcel.objects.update(centre_uai=MURIERS)
    assert desk.client.get(page("return_parcel")).status_code == 404
    assert CODE not in desk.read("returns")


def test_the_list_asks_the_database_no_more_for_many_batches(desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        desk.client.get(address("returns"))
    assert len(batches.batches_of(desk.built.paper.pk)) == 2


def test_the_page_of_a_batch_names_the_parcel_in_which_it_goes_back_and_leads_there(desk):
    assert CODE not in desk.read("batch", desk.wood)
    pack(desk)
    assert f'href="{page("return_parcel")}"' in desk.get("batch", desk.wood).content.decode()
