"""What is missing, to be looked into and under way: one and the same on the ladder, its lists and the lifting."""

from dataclasses import asdict

import pytest
from django.urls import reverse

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.results.rules.ladder import RUNG_KINDS, OpenCounts
from tests import later_world, world
from tests.cast import ARRIVAL, CEDRES, MARC
from tests.keeping import kept
from tests.web.examcentre.desk import ended
from tests.web.office.reading import words_of
from tests.web.visitors import PAPER, visitor

pytestmark = pytest.mark.django_db


def arrived_unrecorded():
    """A parcel that arrived without a departure, another that has not left."""
    built = world.packed()
    (parcel,) = parcels.parcels_of(built.paper.pk, CEDRES)
    consignments.receive_unrecorded(code=parcel.code, by=MARC, at=ARRIVAL)
    return built


def handed_out_with_one_lost():
    """Two batches out, one script missing."""
    return world.handed_out(later_world.with_one_lost())


def just_sat():
    """Both days closed, nothing packed."""
    return world.sat()


built = kept(arrived_unrecorded, handed_out_with_one_lost, just_sat)


@pytest.fixture
def office(built):
    ended(10)
    return visitor(built, "office")


def context_of(office, name):
    return office.get(reverse(f"office:{name}", kwargs=PAPER)).context


def added(counts):
    figures = [asdict(one) for one in counts]
    return OpenCounts(**{name: sum(each[name] for each in figures) for name in figures[0]})


def test_the_lists_of_the_rungs_add_up_to_the_ladder_and_the_lifting_says_the_same(office):
    whole = context_of(office, "ladder")["open"]
    assert whole.all > 0
    lists = []
    for kind in RUNG_KINDS:
        address = reverse("office:rung", kwargs=PAPER | {"slug": kind.slug})
        pressing, still = (office.get(f"{address}?etat={word}").context for word in ("pressing", "open"))
        lists.append(pressing["shown"].open)
        assert (len(pressing["rows"]), len(still["rows"])) == (lists[-1].pressing, lists[-1].all)
    assert added(lists) == whole
    assert context_of(office, "lifting")["gaps"] == whole


def test_ladder_and_lifting_say_it_in_the_same_words(office):
    whole = context_of(office, "ladder")["open"]
    pages = [words_of(office.get(reverse(f"office:{name}", kwargs=PAPER))) for name in ("ladder", "lifting")]
    said = f"En cours : {whole.by_steps} différence"
    assert [said in page for page in pages] == [bool(whole.by_steps)] * 2
    assert ["1 copie est manquante." in page for page in pages] == [whole.missing == 1] * 2
