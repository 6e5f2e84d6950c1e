"""A session whose marks are locked, put away: every desk has done with it, and the centres find nothing of it."""

import pytest
from django.urls import reverse

from massicot.batches import queries as batches
from massicot.consignments import queries as parcels
from tests import later_world, world
from tests.cast import CEDRES, PERRIN
from tests.keeping import kept
from tests.results.archived import archive, bring_back
from tests.web.office.reading import words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

WHERE = ["BTS-2017", "CGE"]


def given_back():
    """Everything locked, every envelope back at the desk: something to do on every home page."""
    made = later_world.locked()
    for batch in batches.batches_of(made.paper.pk):
        world.give_back(batch)
    return made


built = kept(given_back)
HOMES = {"office": "office:home", "exam-centre": "examcentre:home", "marking-centre": "markingcentre:home"}


def homes_naming(built):
    pages = {who: words_of(visitor(built, who).get(reverse(home))) for who, home in HOMES.items()}
    return [who for who, words in pages.items() if "BTS-2017" in words or built.session.title in words]


def test_no_home_page_names_it_until_it_is_back(built):
    assert homes_naming(built) == list(HOMES)
    archive(built)
    assert homes_naming(built) == []
    bring_back(built)
    assert homes_naming(built) == list(HOMES)


def test_what_the_centres_had_open_is_not_there_until_it_is_back(built):
    parcel = parcels.parcels_of(built.paper.pk, CEDRES)[0].code
    batch = batches.batches_of(built.paper.pk)[0].code
    pages = {
        "exam-centre": [("paper", []), ("parcels", []), ("parcel", [parcel]), ("prints", [])],
        "marking-centre": [("batch_list", []), ("batch", [batch]), ("parcel", [parcel]), ("reception", [parcel])],
    }
    desks = {"exam-centre": ("examcentre", CEDRES), "marking-centre": ("markingcentre", PERRIN)}

    def answers():
        return {
            visitor(built, who).get(reverse(f"{desks[who][0]}:{name}", args=[desks[who][1], *WHERE, *more])).status_code
            for who, names in pages.items()
            for name, more in names
        }

    assert answers() == {200}
    archive(built)
    assert answers() == {404}
    bring_back(built)
    assert answers() == {200}
