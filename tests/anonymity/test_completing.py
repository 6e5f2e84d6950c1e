"""A corrigendum that brings scripts to the guillotine after the draw, or takes them away: who has which number then."""

import json
from collections import Counter
from datetime import timedelta

import pytest

from massicot.anonymity import queries, rules
from massicot.anonymity.models import Link
from massicot.audit import queries as audit
from massicot.core.keys import Key, KeyMissing
from massicot.exams import queries as exams
from massicot.exams.models import Corrigendum, Route
from massicot.exams.rules import RouteKind
from massicot.scripts import queries as scripts
from massicot.scripts.models import Script
from massicot.scripts.rules import ScriptKind
from tests import cast, flips, later_world, world
from tests.anonymity import crowd
from tests.cast import CEDRES, EVENING, KEY, MURIERS, candidate_number
from tests.keeping import kept

pytestmark = pytest.mark.django_db

built = kept(world.prepared)
SCANNED = {candidate_number(rank) for rank in (3, 7, 11, 15)}
"""Candidates of the specialty that is scanned until the corrigendum: two in each centre."""


def spares(built, centre=CEDRES):
    return queries.unused_spares(built.paper, centre, queries.sealer_of(built.paper, KEY))


def test_whoever_comes_to_the_guillotine_is_numbered_and_nobody_else_changes(built):
    before = later_world.truth(built)
    flips.flipped(built, RouteKind.ON_SITE)
    after = later_world.truth(built)
    assert set(after) - set(before) == SCANNED
    assert {who: after[who] for who in before} == before
    assert set(Script.objects.values_list("specialty_code", "kind")) == {("", ScriptKind.DRAWN)}


def test_each_centre_keeps_the_reserve_that_its_size_asks_for(built):
    flips.flipped(built, RouteKind.ON_SITE)
    assert [len(spares(built, centre)) for centre in (CEDRES, MURIERS)] == [3, 3]
    assert Script.objects.count() == 16 + 6


def test_numbers_of_a_specialty_that_leaves_are_spare_at_the_end_of_the_day(built):
    left = later_world.truth(built)
    flips.flipped(built, RouteKind.OUTSIDE, academy="Aix-Marseille")
    flips.flipped(built, RouteKind.ON_SITE, reference="DIEC/17-801", at=flips.TOLD + timedelta(hours=1))
    assert len(spares(built)) == 3
    world.key_room(built, CEDRES, absent=(3,), blank=())
    world.anonymity.close_day(
        paper=built.paper,
        centre_uai=CEDRES,
        items_in_hand=2,
        labels_used=2,
        strips_boxed=2,
        key=KEY,
        by=cast.CLAIRE,
        at=EVENING,
    )
    kinds = scripts.kinds_of(scripts.numbers_of_centre(built.paper.pk, CEDRES))
    assert Counter(kinds.values()) == {ScriptKind.SPARE: 9, ScriptKind.WRITTEN: 1, ScriptKind.PLACEHOLDER: 1}
    assert {kinds[number] for number in left.values() if number in kinds} == {ScriptKind.SPARE}


def test_a_specialty_that_leaves_and_comes_back_has_its_numbers_again(built):
    before = later_world.truth(built)
    flips.flipped(built, RouteKind.OUTSIDE, academy="Aix-Marseille")
    assert exams.on_site_specialties(built.paper, built.paper.starts_at) == set()
    flips.flipped(built, RouteKind.ON_SITE, "Aix-Marseille", "DIEC/17-801", flips.TOLD + timedelta(hours=1))
    assert later_world.truth(built) == before
    acts = [line.act for line in audit.acts_of(exams.subject_of(built.paper))]
    assert "NumbersCompleted" not in acts


def test_a_latecomer_of_a_specialty_that_comes_back_takes_a_spare(built):
    flips.flipped(built, RouteKind.OUTSIDE, academy="Aix-Marseille")
    crowd.import_ranks(built, {21: (CEDRES, "90001")}, key=KEY)
    assert candidate_number(21) not in later_world.truth(built)
    flips.flipped(built, RouteKind.ON_SITE, "Aix-Marseille", "DIEC/17-801", flips.TOLD + timedelta(hours=1))
    assert candidate_number(21) in later_world.truth(built)
    (fact,) = audit.facts_on(exams.subject_of(built.paper), "NumbersCompleted")
    assert (fact["numbers"], fact["late"]) == (0, 1)
    assert len(spares(built)) == 3


def test_nothing_is_told_nor_changed_without_the_key(built):
    corrigendum = flips.drafted(built, flips.route("Bordeaux", RouteKind.ON_SITE))
    routes = Route.objects.count()
    with pytest.raises(KeyMissing):
        flips.applied(corrigendum, key=None)
    with pytest.raises(rules.WrongKey):
        flips.applied(corrigendum, key=Key(b"another key of thirty-two bytes!"))
    assert Route.objects.count() == routes
    assert Corrigendum.objects.get().applied_at is None
    assert Link.objects.count() == 12


def test_a_corrigendum_that_brings_nobody_to_the_guillotine_needs_no_key(built):
    corrigendum = flips.drafted(built, flips.route("Bordeaux", RouteKind.OUTSIDE))
    assert flips.applied(corrigendum, key=None).onto_site == set()
    assert Link.objects.count() == 12


def test_the_completion_is_journalled_in_counts(built):
    flips.flipped(built, RouteKind.ON_SITE)
    line = audit.acts_of(exams.subject_of(built.paper))[-1]
    assert (line.act, json.loads(line.facts)) == (
        "NumbersCompleted",
        {"numbers": 4, "late": 0, "spares": 0, "centres": 2},
    )
