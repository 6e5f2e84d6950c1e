"""What copies of the database would tell, as the page of the numbers says it to the office."""

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.anonymity.services.numbers import ask_erasing
from massicot.scripts import queries as scripts
from tests import world
from tests.cast import ODILE
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db

ADDRESS = reverse("office:paper_documents", args=["BTS-2017", "CGE"])

built = kept(world.prepared, world.packed)


@pytest.fixture
def office(built):
    return signed_in(ODILE.login)


def test_scripts_alone_of_their_kind_are_listed_when_they_are_asked_for(office, built):
    alone = scripts.cells_of_one(built.paper.pk)
    assert bool(alone) == bool(scripts.numbers_in_hand(built.paper.pk))
    page = words_of(office.get(ADDRESS))
    assert "Quelles copies se reconnaissent sans la clé ?" in page
    assert "seule de sa sorte" not in page
    listed = office.get(ADDRESS, {"seules": "1"}).content.decode()
    assert listed.count(" – copie blanche</li>") == sum(kind == "blank" for _, _, kind in alone)
    assert listed.count(" – absent</li>") == sum(kind == "placeholder" for _, _, kind in alone)
    assert ("Aucune copie n’est seule" in listed) == (not alone)


def test_the_page_says_since_when_the_files_tell_too_much(office, built):
    ask_erasing(timezone.now())
    assert "ne faites aucune copie de ces fichiers" in words_of(office.get(ADDRESS))
