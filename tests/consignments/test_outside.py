"""A parcel for a centre of another academy: the office writes down who acknowledges it, and which counts."""

import json
from datetime import timedelta

import pytest

from massicot.audit import queries as audit
from massicot.consignments import queries, services
from massicot.consignments.rules import arrival, parcels
from massicot.consignments.rules.arrival import ParcelAcknowledgement
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.post.models import Letter
from massicot.results import queries as results
from tests import other_routes, world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, MORNING, ODILE

pytestmark = pytest.mark.django_db

LATER = ARRIVAL + timedelta(days=2)


@pytest.fixture
def built():
    """A world where two scripts of Les Cèdres are packed for an outside centre."""
    built = world.packed()
    built.code = other_routes.outside(built).code
    return built


def acknowledge(built, count=2, by_whom="Mme Dehors, cheffe de centre", remarks="", at=ARRIVAL):
    said = ParcelAcknowledgement(by_whom, at, remarks)
    return services.acknowledge_outside(code=built.code, said=said, counts={"90003": count}, by=ODILE, at=LATER)


def waiting(built):
    return queries.outside_waiting().filter(paper=built.paper).count()


def test_a_parcel_is_overdue_from_five_days_after_it_left(built):
    world.send(built.code)
    before, after = MORNING + timedelta(days=5, seconds=-1), MORNING + timedelta(days=5)
    assert queries.outside_overdue(built.paper.pk, before) == []
    assert queries.outside_overdue(built.paper.pk, after) == [built.code]
    acknowledge(built)
    assert queries.outside_overdue(built.paper.pk, after) == []


def test_a_parcel_that_left_waits_until_it_is_acknowledged(built):
    assert waiting(built) == 0
    world.send(built.code)
    assert waiting(built) == 1
    acknowledge(built, remarks="Scellé abîmé")
    assert waiting(built) == 0
    parcel = queries.parcel_by_code(built.code)
    assert (parcel.acknowledged_by, parcel.arrived_at) == ("Mme Dehors, cheffe de centre", ARRIVAL)
    assert queries.counts_arrived(parcel) == {"90003": 2}
    assert ledger.where(ItemKind.PARCEL, built.code).place == Place.OUTSIDE_CENTRE
    facts = json.loads(audit.acts_of(f"parcel:{built.code}")[-1].facts)
    assert (facts["remarks"], facts["counts"]) == ("Scellé abîmé", {"90003": 2})


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"by_whom": " "}, arrival.AcknowledgerMissing),
        ({"at": MORNING - timedelta(days=1)}, arrival.ArrivalImpossible),
        ({"at": LATER + timedelta(minutes=1)}, arrival.ArrivalImpossible),
        ({"count": 1}, arrival.ArrivedCountsDiffer),
    ],
)
def test_what_does_not_fit_is_refused_and_the_parcel_still_waits(built, said, refusal):
    world.send(built.code)
    with pytest.raises(refusal):
        acknowledge(built, **said)
    assert waiting(built) == 1


def test_another_count_is_signed_by_a_remark_and_is_a_gap_of_the_ladder(built):
    world.send(built.code)
    acknowledge(built, count=1, remarks="Une copie manque")
    (gap,) = [gap for gap in results.ladder(built.paper).gaps if gap.kind == "arrival-count"]
    assert (gap.subject, gap.signed) == (built.code, "Une copie manque")


def test_it_is_acknowledged_once_and_taken_back_with_a_reason(built):
    world.send(built.code)
    acknowledge(built, count=1, remarks="Une copie manque")
    with pytest.raises(arrival.AcknowledgedAlready):
        acknowledge(built)
    services.reopen_reception(code=built.code, reason="Mal lu", by=ODILE, at=LATER)
    assert waiting(built) == 1
    assert queries.parcel_by_code(built.code).acknowledged_by == ""
    acknowledge(built, at=LATER)
    acts = [event.act for event in ledger.story_of(ItemKind.PARCEL, built.code)]
    assert acts == ["made-up", "sent", "arrived", "not-arrived", "arrived"]


def taken_back(built):
    acknowledge(built)
    services.reopen_reception(code=built.code, reason="Un autre paquet", by=ODILE, at=LATER)
    parcel = queries.parcel_by_code(built.code)
    assert (parcel.arrived_at, parcel.closed_at) == (None, None)
    return ledger.where(ItemKind.PARCEL, built.code).place


def test_one_acknowledged_in_the_place_of_another_is_on_its_way_again_and_can_be_lost(built):
    world.send(built.code)
    assert taken_back(built) == Place.CARRIER
    services.declare_parcel_lost(code=built.code, reason="Sans trace", by=ODILE, at=LATER)
    assert taken_back(built) == Place.MISSING
    assert queries.found_parcels(built.paper.pk) == []


def test_one_that_never_left_its_centre_is_there_again_and_is_sent_or_opened(built):
    assert taken_back(built) == Place.EXAM_CENTRE
    assert (waiting(built), queries.parcel_by_code(built.code).has_left) == (0, False)
    services.unpack_parcel(code=built.code, reason="Trop tôt", by=CLAIRE, at=LATER)
    built.code = other_routes.pack(built, CEDRES).code
    taken_back(built)
    world.send(built.code)
    acknowledge(built)
    assert ledger.where(ItemKind.PARCEL, built.code).place == Place.OUTSIDE_CENTRE


def test_one_of_which_nobody_recorded_the_departure_has_left(built):
    acknowledge(built)
    parcel = queries.parcel_by_code(built.code)
    assert (parcel.sent_at, parcel.has_left) == (None, True)
    assert [letter.to for letter in Letter.objects.all()] == [CLAIRE.login]


def test_one_that_was_declared_lost_and_came_is_acknowledged_like_any_other(built):
    world.send(built.code)
    services.declare_parcel_lost(code=built.code, reason="Sans trace", by=ODILE, at=LATER)
    assert waiting(built) == 0
    acknowledge(built)
    assert queries.found_parcels(built.paper.pk) == [built.code]


def test_a_parcel_of_a_marking_centre_is_not_acknowledged_in_its_place(built):
    built.code = queries.numbered_parcels(built.paper.pk)[0].code
    world.send(built.code)
    with pytest.raises(arrival.NotOutside):
        acknowledge(built)


def test_the_specialties_counted_are_those_announced(built):
    world.send(built.code)
    said = ParcelAcknowledgement("Mme Dehors", ARRIVAL)
    with pytest.raises(parcels.CountsOfOtherSpecialties):
        services.acknowledge_outside(code=built.code, said=said, counts={"90001": 2}, by=ODILE, at=LATER)
