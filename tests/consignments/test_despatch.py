"""What leaves a centre: where each script goes, counts against the register, what lies in a parcel, when it left."""

import json
from datetime import timedelta

import pytest

from massicot.audit import queries as audit
from massicot.consignments import queries, rules, services
from massicot.consignments.models import Parcel
from massicot.consignments.queries import despatch as despatch_reads
from massicot.consignments.rules import despatch, parcels
from massicot.consignments.rules.despatch import Enclosure
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind
from massicot.exams import models
from massicot.scripts import queries as scripts
from tests import world
from tests.cast import CEDRES, CLAIRE, EVENING, MORNING

pytestmark = pytest.mark.django_db

EVERYTHING = frozenset(Enclosure)


def send(packed, *, enclosed=EVERYTHING, count=6, carrier="Messageries", **more):
    return services.send_parcel(
        code=packed.code,
        carrier=carrier,
        tracking="T1",
        carrier_count=count,
        enclosed=enclosed,
        **{"seal": "S1", "by": CLAIRE, "at": MORNING, **more},
    )


@pytest.fixture
def elsewhere():
    """Les Cèdres' day is closed; its second specialty is marked on site in another place."""
    built = world.prepared()
    bois = models.Route.objects.get(paper=built.paper, steering_academy="Aix-Marseille")
    models.Specialty.objects.filter(code="90002").update(steering_academy="Nice")
    models.Route.objects.filter(paper=built.paper, steering_academy="Nice").delete()
    models.Route.objects.create(
        paper=built.paper,
        steering_academy="Nice",
        kind=bois.kind,
        copy_model=bois.copy_model,
        destination_uai="9900009E",
        destination_name="Lycée des Pins",
        effective_at=bois.effective_at,
    )
    return world.sat(world=built)


def test_all_that_is_left_is_what_goes_to_one_destination(elsewhere):
    own = scripts.in_hand_of_centre(elsewhere.paper.pk, CEDRES)
    bois = [number for number, specialty in own.items() if specialty == "90001"]
    where = {"paper": elsewhere.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    route = despatch.destinations(world.exams.specialty_routes(elsewhere.paper, EVENING))
    pins, perrin = sorted((one for one in route if one.is_numbered), key=lambda one: one.name != "Lycée des Pins")
    with pytest.raises(despatch.OtherDestination):
        services.pack_numbered(route=pins.route, counted=1, numbers=bois[:1], **where)
    parcel = services.pack_numbered(route=perrin.route, counted=len(bois), **where)
    assert [row.number for row in queries.contents_of(parcel)] == bois
    with pytest.raises(parcels.NothingToPack):
        services.pack_numbered(route=perrin.route, counted=len(bois), **where)
    assert services.pack_numbered(route=pins.route, counted=len(own) - len(bois), **where).destination_uai == "9900009E"


def test_more_than_the_register_makes_is_refused_unless_signed():
    built = world.sat()
    with pytest.raises(despatch.SpecialtyCountsDiffer) as refused:
        world.packed_for_the_hub(built, count=3)
    assert str(refused.value.values["specialties"]) == "90003 (one script too many)"
    assert not Parcel.objects.exists()
    parcel = world.packed_for_the_hub(built, count=3, reason="Copie en double")
    assert despatch_reads.settled_counts(built.paper.pk, CEDRES) == {"90003": 2}
    assert json.loads(audit.acts_of(f"parcel:{parcel.code}")[-1].facts)["gap_reason"] == "Copie en double"


def test_fewer_make_a_part_parcel_unless_the_difference_is_signed():
    built = world.sat()
    first = world.packed_for_the_hub(built, count=1)
    assert despatch_reads.settled_counts(built.paper.pk, CEDRES) == {"90003": 1}
    with pytest.raises(despatch.SpecialtyCountsDiffer):
        world.packed_for_the_hub(built, count=2)
    services.unpack_parcel(code=first.code, reason="Une copie manque", by=CLAIRE, at=EVENING)
    world.packed_for_the_hub(built, count=1, reason="Une copie introuvable")
    assert despatch_reads.settled_counts(built.paper.pk, CEDRES) == {"90003": 2}


def test_counts_typed_before_another_parcel_was_made_or_opened_again_are_refused():
    built = world.sat()
    parcel = world.packed_for_the_hub(built, count=2)
    with pytest.raises(despatch.PackedSince) as refused:
        world.packed_for_the_hub(built, count=3, reason="Copie en double", seen={"90003": 0})
    assert str(refused.value.values["specialties"]) == "90003 (2 scripts packed)"
    services.unpack_parcel(code=parcel.code, reason="Une copie manque", by=CLAIRE, at=EVENING)
    with pytest.raises(despatch.PackedSince) as refused:
        world.packed_for_the_hub(built, count=1, reason="Une copie introuvable", seen={"90003": 2})
    assert str(refused.value.values["specialties"]) == "90003 (2 scripts unpacked)"
    assert not Parcel.objects.exists()


def test_a_specialty_that_goes_elsewhere_is_not_counted_into_a_parcel():
    built = world.sat()
    where = {"paper": built.paper, "centre_uai": CEDRES, "register": {}, "seen": {}, "by": CLAIRE, "at": EVENING}
    with pytest.raises(despatch.SpecialtyElsewhere):
        services.pack_counted_unchecked_day(route=world.on_site_route(built), counts={"90003": 1}, **where)


def test_a_seal_typed_when_the_parcel_is_made_is_on_it():
    built = world.sat()
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    parcel = services.pack_numbered(route=world.on_site_route(built), counted=6, seal="S 77", **where)
    assert parcel.seal == "S 77"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"carrier": " "}, parcels.CarrierMissing),
        ({"carrier": "\N{ZERO WIDTH SPACE}"}, parcels.CarrierMissing),
        ({"enclosed": EVERYTHING - {Enclosure.ROOM_REPORTS}}, despatch.EnclosuresMissing),
        ({"count": 5}, despatch.CarrierCountDiffers),
        ({"left_at": MORNING + timedelta(minutes=1)}, despatch.LeftAtImpossible),
        ({"left_at": EVENING - timedelta(hours=3)}, despatch.LeftAtImpossible),
        ({"left_at": EVENING - timedelta(hours=1, seconds=1)}, despatch.LeftAtImpossible),
    ],
)
def test_a_parcel_does_not_leave_out_of_order(packed, changes, refusal):
    with pytest.raises(refusal):
        send(packed, **changes)
    assert queries.parcel_by_code(packed.code).sent_at is None


def test_a_parcel_may_leave_at_the_instant_at_which_the_paper_ends(packed):
    assert send(packed, left_at=packed.paper.ends_at).sent_at == packed.paper.ends_at


def test_what_a_reason_signs_leaves_and_is_journalled(packed):
    parcel = send(packed, enclosed={Enclosure.DESPATCH_NOTE}, count=5, reason="Procès-verbaux envoyés par courriel")
    assert queries.enclosures_of(parcel) == {Enclosure.DESPATCH_NOTE}
    fact = json.loads(audit.acts_of(f"parcel:{packed.code}")[-1].facts)
    assert (fact["enclosed"], fact["counted"], fact["reason"]) == (
        ["despatch-note"],
        5,
        "Procès-verbaux envoyés par courriel",
    )


def test_no_reason_signs_a_parcel_that_nobody_carries_or_that_left_tomorrow(packed):
    for changes in ({"carrier": ""}, {"left_at": MORNING + timedelta(days=1)}):
        with pytest.raises((parcels.CarrierMissing, despatch.LeftAtImpossible)):
            send(packed, reason="Pressé", **changes)


def test_a_parcel_told_of_later_left_when_it_left(packed):
    late = queries.parcel_by_code(packed.code).due_at + timedelta(hours=5)
    parcel = send(packed, at=late, left_at=MORNING)
    assert (parcel.sent_at, queries.late_parcels(packed.paper.pk)) == (MORNING, [])
    assert ledger.last_event(ItemKind.PARCEL, packed.code, ["sent"]).at == MORNING
    assert audit.acts_of(f"parcel:{packed.code}")[-1].at == late


def test_a_parcel_is_not_opened_again_without_a_reason_nor_twice(packed):
    with pytest.raises(despatch.ReasonToOpenMissing):
        services.unpack_parcel(code=packed.code, reason=" ", by=CLAIRE, at=EVENING)
    services.unpack_parcel(code=packed.code, reason="Une de trop", by=CLAIRE, at=EVENING)
    with pytest.raises(rules.ParcelUnknown):
        services.unpack_parcel(code=packed.code, reason="Une de trop", by=CLAIRE, at=EVENING)
    with pytest.raises(rules.ParcelUnknown):
        send(packed)


def test_a_seal_closes_one_parcel_of_a_centre_when_it_is_made_and_when_it_leaves():
    built = world.sat()
    where = {"paper": built.paper, "centre_uai": CEDRES, "route": world.on_site_route(built), "by": CLAIRE}
    numbers = list(scripts.in_hand_of_centre(built.paper.pk, CEDRES))
    first = services.pack_numbered(counted=2, numbers=numbers[:2], seal="S 77", at=EVENING, **where)
    with pytest.raises(despatch.SealTaken) as refused:
        services.pack_numbered(counted=4, seal="S 77", at=EVENING, **where)
    assert refused.value.values == {"seal": "S 77", "other": first.code}
    second = services.pack_numbered(counted=4, at=EVENING, **where)
    world.send(second.code)
    with pytest.raises(despatch.SealTaken):
        send(first, count=2, seal="S2")
    assert queries.parcel_by_code(first.code).sent_at is None
