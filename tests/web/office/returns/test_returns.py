"""What comes back to the exam office, on the screen: received, its seal, all but one, found, closed; both desks."""

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.batches import queries as batches
from massicot.consignments import queries, services
from massicot.consignments.models import ReturnParcel
from massicot.consignments.rules.return_arrivals import ReturnTick
from massicot.consignments.rules.returns import ReturnState
from tests import going_back
from tests.cast import ODILE, PERRIN
from tests.going_back import CAME, OVERDUE
from tests.keeping import kept
from tests.web.markingcentre.desk import text_of
from tests.web.visitors import MARKED, PAPER, visitor

pytestmark = pytest.mark.django_db

built = kept(going_back.sent_back)
CODE = f"P-BTS-2017-CGE-{PERRIN}-R1"


@pytest.fixture
def odile(built):
    return visitor(built, "office")


def page(name, code=CODE):
    return reverse(f"office:{name}", kwargs=PAPER | ({"code": code} if code else {}))


def parcel():
    return queries.return_by_code(CODE)


def sizes(built):
    return [row.size for row in batches.batches_of(built.paper.pk, PERRIN)]


def press(client, name, **typed):
    answer = client.post(page(name), typed)
    assert (answer.status_code, answer["Location"]) == (303, page("returned_parcel"))
    return text_of(client.get(answer["Location"]))


def test_a_parcel_is_received_its_seal_told_all_but_one_counted_found_and_closed(built, odile):
    first, second = batches.batches_of(built.paper.pk, PERRIN)
    press(odile, "receive_return")
    press(odile, "read_return_seal", state="intact", read="r1")
    shown = press(
        odile, "tick_return_all_but", envelopes="1", counted=str(first.size), lacking="2", signed_by="Mme Roux"
    )
    assert second.code in shown
    assert "manque" in text_of(odile.get(page("returned_parcels", "")))
    press(odile, "close_return")
    press(odile, "find_return_content", ref=second.code)
    assert queries.return_ticks(parcel()) == {ReturnTick.RECEIVED: 2}
    assert parcel().state is ReturnState.CLOSED
    shown = odile.get(reverse("office:where"), {"quoi": batches.numbers_of(second.pk)[0]})
    assert "au bureau des examens" in text_of(shown)


def test_a_parcel_on_its_way_is_on_the_home_page_until_its_arrival_is_recorded(odile):
    ReturnParcel.objects.update(sent_at=timezone.now())
    home = reverse("office:home")
    coming = "1 paquet revient de son centre de correction : enregistrez son arrivée."
    assert coming in text_of(odile.get(home))
    press(odile, "receive_return")
    assert coming not in text_of(odile.get(home))


def test_what_was_left_behind_is_looked_for_at_the_centre_and_goes_in_another_parcel(built, odile):
    press(odile, "receive_return")
    first, second = batches.batches_of(built.paper.pk, PERRIN)
    press(odile, "tick_return", ref=first.code)
    press(odile, "miss_return", ref="2", reason="Le carton est vide")
    marc = visitor(built, "marking-centre")
    assert "1 lot ou copie dans un paquet de ce centre" in text_of(marc.get(reverse("markingcentre:home")))
    assert second.code in text_of(marc.get(reverse("markingcentre:returns", kwargs=MARKED)))
    typed = {"batches": "2", "envelopes": "1", "counted": str(second.size), "seal": "R2"}
    made = marc.post(reverse("markingcentre:returns", kwargs=MARKED), typed)
    assert made["Location"].endswith("-R2/")
    assert "retrouvé au centre de correction" in text_of(odile.get(page("returned_parcel")))


def test_a_wrong_count_is_refused_and_what_was_typed_stays(built, odile):
    press(odile, "receive_return")
    answer = odile.post(
        page("tick_return_all_but"), {"envelopes": "3", "counted": "11", "lacking": "", "signed_by": ""}
    )
    assert answer.status_code == 422
    assert "Rien n’a été noté" in text_of(answer)
    assert 'value="11"' in answer.content.decode()
    typed = {"envelopes": "1", "counted": "11", "lacking": "", "signed_by": ""}
    assert "Vous avez compté 1 enveloppe et 11 copies" in text_of(odile.post(page("tick_return_all_but"), typed))


def test_another_seal_is_looked_at_twice(odile):
    press(odile, "receive_return")
    seen = {"state": "intact", "read": "R9"}
    assert odile.post(page("read_return_seal"), seen).status_code == 422
    assert "R9" in press(odile, "read_return_seal", **seen, is_sure="on")
    assert "R9" not in press(odile, "take_back_return_seal", reason="Mal lu")


def test_a_seal_that_is_not_as_told_is_on_the_home_page_until_its_end_which_the_centre_reads(built, odile):
    press(odile, "receive_return")
    press(odile, "read_return_seal", state="broken", is_sure="on")
    waiting = "1 paquet est revenu avec un scellé qui n’est pas comme annoncé"
    assert waiting in text_of(odile.get(reverse("office:home")))
    assert odile.post(page("end_return_seal_trouble"), {"end": "explained", "remark": ""}).status_code == 422
    press(odile, "end_return_seal_trouble", end="explained", remark="Coupé à la douane")
    assert waiting not in text_of(odile.get(reverse("office:home")))
    address = reverse("markingcentre:return_parcel", kwargs=MARKED | {"code": CODE})
    told = text_of(visitor(built, "marking-centre").get(address))
    assert "expliqué par le transporteur ou par le centre de correction – Coupé à la douane" in told


def tasks_to(client, name):
    """List the addresses of the tasks of the home page that lead to a page of parcels."""
    tasks = [row.task for row in client.get(reverse("office:home")).context["tasks"]]
    return [task.address for task in tasks if name in task.sentence]


def test_the_line_of_a_seal_leads_to_its_parcel_which_the_list_marks_first(built, odile):
    press(odile, "receive_return")
    press(odile, "read_return_seal", state="broken", is_sure="on")
    assert tasks_to(odile, "scellé") == [page("returned_parcel")]
    shown = text_of(odile.get(page("returned_parcels", "")))
    assert "Le scellé de 1 paquet n’est pas comme annoncé" in shown
    assert "son scellé n’est pas comme annoncé : dites comment cela se termine" in shown
    other = parcel()
    other.pk, other.code, other.seal = None, f"{CODE}0", "R9"
    other.save()
    assert tasks_to(odile, "scellé") == [page("returned_parcels", "")]


def test_a_parcel_of_which_all_lacks_is_closed_with_nothing_received(built, odile):
    press(odile, "receive_return")
    press(odile, "read_return_seal", state="intact", read="r1")
    for ref in ("1", "2"):
        press(odile, "miss_return", ref=ref, reason="Carton vide")
    told = "clos : rien de ce que son bordereau annonce n’a été reçu"
    assert told in press(odile, "close_return")
    assert told in text_of(odile.get(page("returned_parcels", "")))
    marc = visitor(built, "marking-centre")
    assert told in text_of(marc.get(reverse("markingcentre:returns", kwargs=MARKED)))
    found = press(odile, "find_return_content", ref="2")
    assert (told in found, "reçu et clos" in found) == (False, True)


def test_an_arrival_is_taken_back_and_a_closed_parcel_opened_again(odile):
    press(odile, "receive_return")
    press(odile, "take_back_return_arrival", reason="Un autre")
    press(odile, "receive_return")
    for rank in ("1", "2"):
        press(odile, "tick_return", ref=rank)
    press(odile, "untick_return", ref="1")
    assert odile.post(page("close_return")).status_code == 422
    press(odile, "tick_return", ref="1")
    untold = odile.post(page("close_return"))
    assert (untold.status_code, "R1" in untold.content.decode()) == (422, True)
    press(odile, "read_return_seal", state="intact", read="r1")
    press(odile, "close_return")
    press(odile, "reopen_return", reason="Une erreur")
    assert parcel().state is ReturnState.TICKING


def test_one_that_does_not_come_is_declared_lost_and_the_home_page_says_that_it_is_late(built, odile):
    assert "appelez son transporteur" in text_of(odile.get(reverse("office:home")))
    press(odile, "lose_return", reason="Le transporteur ne sait rien")
    assert parcel().state is ReturnState.LOST
    press(odile, "receive_return")


def test_one_whose_departure_nobody_recorded_is_received_all_the_same(built, odile):
    services.receive_return(code=CODE, by=ODILE, at=CAME)
    services.take_back_return_arrival(code=CODE, reason="Un autre", by=ODILE, at=CAME)
    queries.ReturnParcel.objects.update(sent_at=None, sent_by="", carrier="")
    assert odile.post(page("receive_return")).status_code == 422


def test_the_home_page_asks_to_look_through_what_came_and_for_what_lacks(built, odile):
    services.receive_return(code=CODE, by=ODILE, at=CAME)
    assert "1 paquet est revenu de son centre de correction" in text_of(odile.get(reverse("office:home")))
    services.miss_return(code=CODE, ref="2", reason="Rien", by=ODILE, at=CAME)
    assert "1 lot ou copie manque dans un paquet revenu" in text_of(odile.get(reverse("office:home")))


def test_a_parcel_of_another_paper_is_not_there(odile):
    assert odile.get(page("returned_parcel", f"{CODE}9")).status_code == 404
    assert odile.post(page("receive_return", f"{CODE}9")).status_code == 404


def test_whoever_sent_it_does_not_receive_it(odile):
    queries.ReturnParcel.objects.update(sent_by=ODILE.login)
    answer = odile.post(page("receive_return"))
    assert answer.status_code == 422
    assert "une autre personne du bureau des examens" in text_of(answer)


def test_marc_sees_what_the_office_said_of_his_parcel(built):
    services.receive_return(code=CODE, by=ODILE, at=CAME)
    services.miss_return(code=CODE, ref="2", reason="Cherché deux fois", by=ODILE, at=OVERDUE)
    marc = visitor(built, "marking-centre")
    shown = text_of(marc.get(reverse("markingcentre:return_parcel", kwargs=MARKED | {"code": CODE})))
    assert "Cherché deux fois" in shown
    story = text_of(marc.get(reverse("markingcentre:where", kwargs=MARKED), {"quoi": CODE}))
    assert "arrivé au bureau des examens" in story
