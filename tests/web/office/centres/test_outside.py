"""The parcels for outside centres on the office's pages: waited for, acknowledged, taken back, declared lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.consignments import queries as parcels
from massicot.consignments.models import Parcel
from massicot.results import queries as results
from tests import other_routes, world
from tests.cast import MORNING, ODILE
from tests.keeping import kept
from tests.web.examcentre.desk import text_of
from tests.web.visitors import PAPER, signed_in

pytestmark = pytest.mark.django_db


def left_for_outside():
    """Two scripts of Les Cèdres have left for a centre of another academy."""
    built = world.packed()
    built.code = other_routes.outside(built).code
    world.send(built.code)
    return built


built = kept(left_for_outside)


@pytest.fixture
def odile():
    return signed_in(ODILE.login)


def address(name, built=None):
    return reverse(f"office:{name}", kwargs=PAPER | ({"code": built.code} if built else {}))


def typed(**changes):
    said = {"by_whom": "Mme Dehors", "arrived_at": "2017-05-12T10:00", "count_90003": "2", "remarks": ""}
    return {**said, **changes}


def test_a_parcel_that_nobody_acknowledges_in_five_days_is_named_on_the_ladder_and_first_at_home(built, odile):
    home = text_of(odile.get("/bureau/"))
    assert "parti vers un centre extérieur depuis cinq jours ou plus" in home
    assert "qui n’en a pas" not in home
    page = html.fromstring(odile.get(address("ladder")).content.decode())
    (named,) = page.xpath("//li[contains(@class, 'is-loss')]//p[contains(., 'aucun centre extérieur')]/a")
    assert (named.text, named.get("href")) == (built.code, address("acknowledge_outside", built))
    assert built.code not in {gap.subject for gap in results.ladder(built.paper).gaps}
    odile.post(address("acknowledge_outside", built), typed())
    assert "aucun centre extérieur" not in text_of(odile.get(address("ladder")))


def waits(built):
    return parcels.outside_waiting().filter(paper=built.paper).count()


def test_a_parcel_is_on_the_home_page_and_on_the_list_until_it_is_acknowledged(built, odile):
    Parcel.objects.filter(code=built.code).update(sent_at=timezone.now() - timedelta(days=4))
    assert "1 paquet est parti vers un centre extérieur, qui n’en a pas" in text_of(odile.get("/bureau/"))
    shown = text_of(odile.get(address("outside_parcels")))
    assert "1 paquet sans accusé de réception." in shown
    assert address("acknowledge_outside", built) in shown
    assert "Paquet dont aucun centre extérieur" not in text_of(odile.get(address("ladder")))
    Parcel.objects.filter(code=built.code).update(sent_at=MORNING)
    answer = odile.post(address("acknowledge_outside", built), typed(remarks="Scellé abîmé"), follow=True)
    assert "est enregistré" in text_of(answer)
    assert "Mme Dehors<br>Scellé abîmé" in text_of(answer)
    assert "vers un centre extérieur" not in text_of(odile.get("/bureau/"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"count_90003": "1"}, "90003, annoncé 2 et compté 1 (il manque une copie)"),
        ({"arrived_at": "2017-05-01T10:00"}, "n’a pas pu arriver à ce moment"),
        ({"by_whom": ""}, "Ce champ est obligatoire"),
        ({"count_90003": ""}, "Saisissez le nombre."),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_stays(built, odile, changes, sentence):
    answer = odile.post(address("acknowledge_outside", built), typed(**changes))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert waits(built) == 1


def test_an_acknowledgement_is_taken_back_with_a_reason(built, odile):
    odile.post(address("acknowledge_outside", built), typed())
    assert "Retirer l’accusé de réception" in text_of(odile.get(address("acknowledge_outside", built)))
    assert odile.post(address("take_back_acknowledgement", built), {}).status_code == 422
    assert odile.post(address("acknowledge_outside", built), typed()).status_code == 422
    reason = {"take_back-reason": "Mal lu"}
    assert odile.post(address("take_back_acknowledgement", built), reason).status_code == 303
    assert waits(built) == 1
    assert odile.post(address("take_back_acknowledgement", built), reason).status_code == 422


def test_one_that_never_comes_is_declared_lost_with_a_reason(built, odile):
    assert "Il n’arrivera pas : le déclarer perdu" in text_of(odile.get(address("acknowledge_outside", built)))
    assert odile.post(address("lose_outside", built), {"loss-reason": "Sans trace"}).status_code == 303
    assert waits(built) == 0
    assert "déclaré perdu" in text_of(odile.get(address("outside_parcels")))
    assert odile.post(address("acknowledge_outside", built), typed()).status_code == 303


def test_a_parcel_of_a_marking_centre_is_not_there(built, odile):
    code = parcels.numbered_parcels(built.paper.pk)[0].code
    there = reverse("office:acknowledge_outside", kwargs=PAPER | {"code": code})
    assert odile.get(there).status_code == 404


def test_a_parcel_sent_outside_is_told_apart_from_those_that_are_awaited(built, odile):
    page = text_of(odile.get(address("centres_of_paper")))
    assert "1 envoyé à l’extérieur" in page
    assert "1 en route" not in page
