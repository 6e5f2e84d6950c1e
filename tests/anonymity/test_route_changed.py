"""A route that changes between the draw and the paper: what counts is the route in force when the paper is written."""

from datetime import timedelta

import pytest

from massicot.candidates import queries as candidates
from massicot.exams.models import Route
from massicot.exams.rules import RouteKind
from massicot.scripts.models import Script
from tests import flips, later_world, world

pytestmark = pytest.mark.django_db

SCANNED = "90003"


def change_route(built, kind, at):
    """Give the academy of one specialty a new route from an instant on: a corrigendum."""
    before = Route.objects.get(paper=built.paper, steering_academy="Bordeaux")
    before.pk, before.kind, before.effective_at = None, kind, at
    before.save()


def specialties_numbered(built):
    numbered = later_world.truth(built)
    return {row.specialty_code for row in candidates.entry_rows(built.paper) if row.candidate_number in numbered}


def test_a_specialty_that_comes_to_the_guillotine_before_the_paper_is_numbered():
    built = world.opened()
    change_route(built, RouteKind.ON_SITE, built.paper.starts_at - timedelta(days=1))
    world.prepared(built)
    assert SCANNED in specialties_numbered(built)
    assert len(later_world.truth(built)) == 16


def test_a_route_that_changes_after_the_paper_was_written_changes_no_number():
    built = world.opened()
    change_route(built, RouteKind.ON_SITE, built.paper.starts_at + timedelta(days=1))
    world.prepared(built)
    assert SCANNED not in specialties_numbered(built)


def test_a_corrigendum_before_the_draw_draws_nothing():
    built = world.opened()
    flips.flipped(built, RouteKind.ON_SITE)
    assert not Script.objects.exists()
    world.prepared(built)
    assert SCANNED in specialties_numbered(built)
