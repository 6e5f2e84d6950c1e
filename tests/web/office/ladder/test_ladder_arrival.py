"""A parcel without numbers that did not hold what it announced: an open gap, decided by the office."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import translation

from massicot.consignments import services as consignments
from massicot.consignments.rules.rungs import UnevenFacts
from massicot.results import queries as results
from massicot.results.models import GapDecision
from massicot.results.queries import Decisions
from massicot.results.rules import ladder
from massicot.results.rules.ladder import lines_behind, with_figures
from massicot.web.office.ladder.rungs import shown_line
from tests import world
from tests.cast import ARRIVAL, CEDRES, MARC
from tests.keeping import kept
from tests.results.sound_paper import SOUND
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


def test_two_specialties_that_differ_by_one_each_way_are_told_though_their_sums_agree():
    cells = [("90003", 2, 1), ("90004", 3, 4)]
    facts = replace(SOUND, uneven=[UnevenFacts("P-9", 5, 5, "Paquet ouvert", cells)])
    rung = with_figures(next(one for one in ladder.rungs(facts) if one.name == "received"), facts)
    (gap,) = rung.gaps
    line = shown_line(next(one for one in lines_behind(rung, facts) if one.subject == "P-9"), gap, Decisions([]))
    with translation.override("fr"):
        told = " ".join(line.decided.split())
    assert told.startswith("90003 : 2 sur le bordereau, 1 à l’arrivée ; 90004 : 3 sur le bordereau, 4 à l’arrivée – ")
    assert gap.figures.startswith("5/5 ")
