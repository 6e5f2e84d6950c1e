"""The papers that come with a parcel, at the marking centre, the exam centre and the office: counted, never read."""

import pytest
from django.urls import reverse

from massicot.consignments import queries, services
from massicot.consignments.rules.papers import PaperCounts
from tests import room_reports, world
from tests.cast import CEDRES, CLAIRE, EVENING, ODILE
from tests.keeping import kept
from tests.web.examcentre import desk as centre
from tests.web.examcentre.desk import ended, text_of
from tests.web.markingcentre.dock import Dock
from tests.web.visitors import PAPER, PARCEL, signed_in

pytestmark = pytest.mark.django_db


def counted_in():
    """Both parcels are here; Les Cèdres put one register and one report in theirs."""
    built = world.packed()
    [parcel] = queries.parcels_of(built.paper.pk, CEDRES)
    services.enclose_papers(code=parcel.code, rooms=1, counts=PaperCounts(1, 1), by=CLAIRE, at=EVENING)
    return world.arrived(built)


built = kept(counted_in)


@pytest.fixture
def dock(built):
    ended(60)
    return Dock(built)


def count(dock, registers, reports, seen=("", "")):
    fields = {"registers": registers, "reports": reports, "seen_registers": seen[0], "seen_reports": seen[1]}
    return dock.client.post(reverse("markingcentre:count_papers", kwargs=PARCEL), fields, follow=True)


def parcel_page(dock):
    return text_of(dock.client.get(reverse("markingcentre:parcel", kwargs=PARCEL)))


def test_the_desk_counts_what_was_announced_and_is_told_that_all_came(dock):
    assert "Annoncés – listes d’émargement : 1, procès-verbaux de salle : 1." in parcel_page(dock).replace("\xa0", " ")
    assert "tout ce qui était annoncé est arrivé" in text_of(count(dock, 1, 1))
    assert "Comptés ici – listes d’émargement : 1, procès-verbaux de salle : 1" in parcel_page(dock).replace(
        "\xa0", " "
    )


def test_what_lacks_is_told_at_three_desks_until_it_came(dock):
    answer = text_of(count(dock, 1, 0))
    assert "la copie d’un procès-verbal de salle" in answer
    at_home = text_of(dock.client.get(reverse("markingcentre:home")))
    assert "1 paquet est arrivé sans toutes ses pièces jointes" in at_home
    listed = dock.client.get(
        reverse("markingcentre:parcels", args=[PARCEL["uai"], *PAPER.values()]) + "?pieces=lacking"
    )
    assert dock.code in listed.content.decode()
    assert dock.other not in listed.content.decode().split("<tbody>")[1]
    assert "Des pièces du paquet" in text_of(centre.claire().get(reverse("examcentre:home")))
    assert "Envoyez-en une copie" in centre.page(centre.claire(), "parcel", dock.code)
    count(dock, 1, 1, (1, 0))
    assert "Des pièces du paquet" not in text_of(centre.claire().get(reverse("examcentre:home")))


def test_a_count_on_an_old_page_is_refused(dock):
    count(dock, 1, 0)
    answer = count(dock, 1, 1)
    assert answer.status_code == 422
    assert "a compté entre-temps" in text_of(answer)


def test_the_office_sees_what_lacks_calls_or_goes_without(dock):
    odile = signed_in(ODILE.login)
    address = reverse("office:papers_lacking", kwargs=PAPER)
    assert "Toutes les pièces annoncées sont arrivées" in text_of(odile.get(address))
    count(dock, 1, 0)
    assert "1 paquet est arrivé sans toutes ses pièces jointes" in text_of(odile.get("/bureau/"))
    assert dock.code in text_of(odile.get(address))
    assert odile.post(address, {"code": dock.other, "reason": "Perdu."}).status_code == 422
    answer = odile.post(address, {"code": dock.code, "reason": "Perdu."}, follow=True)
    assert "ne sont plus attendues" in text_of(answer)
    assert "a décidé de se passer de ce qui manque" in parcel_page(dock)


def test_the_office_sees_which_rooms_have_no_signed_report(dock):
    ended(10)
    page = text_of(signed_in(ODILE.login).get(reverse("office:papers_lacking", kwargs=PAPER)))
    assert "Les procès-verbaux de 2 salles ne sont pas signés" in page
    room_reports.sign(dock.built)
    page = text_of(signed_in(ODILE.login).get(reverse("office:papers_lacking", kwargs=PAPER)))
    assert "Le procès-verbal de 1 salle n’est pas signé" in page
    assert "Lycée des Cèdres" not in page.split("ne sont pas signés")[-1].split("<h2>")[-1]


def test_the_centre_counts_its_papers_before_the_note_is_printed_and_not_after_it_left(dock):
    parcel = world.packed_for_the_hub(dock.built)
    address = centre.address("enclose_papers", parcel.code)
    refused = centre.claire().post(address, {"registers": 2, "reports": 1})
    assert refused.status_code == 422
    assert "une par salle au plus" in text_of(refused)
    answer = centre.claire().post(address, {"registers": 1, "reports": 0}, follow=True)
    assert "Comptés dans le paquet – listes d’émargement : 1" in text_of(answer).replace("\xa0", " ")
    late = centre.claire().post(centre.address("enclose_papers", dock.code), {"registers": 1, "reports": 1})
    assert late.status_code == 422
    assert "est déjà parti" in text_of(late)
