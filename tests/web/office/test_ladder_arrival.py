"""A parcel without numbers that did not hold what it announced: an open gap, decided by the office."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from massicot.consignments import services as consignments
from massicot.results import queries as results
from massicot.results.models import GapDecision
from tests import world
from tests.cast import ARRIVAL, CEDRES, MARC
from tests.keeping import kept
from tests.web.office.reading import fields_of, words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

PAPER = {"session": "BTS-2017", "paper": "CGE"}


def counted_short():
    """One of the two scripts that Les Cèdres announced to the hub did not come, and Marc said why."""
    built = world.sat()
    world.box_strips(built, CEDRES)
    code = world.packed_for_the_hub(built).code
    world.send(code)
    consignments.receive_parcel(code=code, by=MARC, at=ARRIVAL)
    counts = {"90003": 1}
    consignments.acknowledge_counts(code=code, counts=counts, gap_reason="Paquet ouvert", by=MARC, at=ARRIVAL)
    return SimpleNamespace(built=built, code=code)


short = kept(counted_short)


def test_a_parcel_counted_short_on_arrival_is_an_open_gap_with_both_figures_and_the_reason(short):
    office, key = visitor(short.built, "office"), f"arrival-count:{short.code}"
    rung = words_of(office.get(reverse("office:rung", kwargs={**PAPER, "slug": "reception"})))
    assert f"{short.code} Lycée des Cèdres 2 1" in rung
    assert "signé à l’arrivée : Paquet ouvert – Décider" in rung
    gap = office.get(reverse("office:decide_gap", kwargs=PAPER), {"key": key})
    assert "Signé à l’arrivée Paquet ouvert" in words_of(gap)
    form = fields_of(gap) | {"decision": "lost", "reason": "Perdue chez le transporteur."}
    assert office.post(reverse("office:decide_gap", kwargs=PAPER), form).status_code == 303
    assert GapDecision.objects.get().key == key


def test_a_parcel_counted_short_on_arrival_is_to_be_looked_into_from_the_home_page(short):
    gaps = results.ladder(short.built.paper).open_gaps
    assert f"arrival-count:{short.code}" in {gap.key for gap in gaps}
    home = words_of(visitor(short.built, "office").get(reverse("office:home")))
    assert "écart à examiner 1 " in home
