"""Parcels made, opened again, sent and received; what is refused leaves everything as it was."""

import json

import pytest

from massicot.audit import queries as audit
from massicot.consignments import queries, rules, services
from massicot.consignments.models import Parcel
from massicot.consignments.rules import parcels
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.scripts import queries as scripts
from massicot.scripts.rules import NumberMistyped
from tests import cast, world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, EVENING, MARC, MURIERS

pytestmark = pytest.mark.django_db


def pack(built, counted, numbers=None, centre=CEDRES):
    return services.pack_numbered(
        paper=built.paper,
        centre_uai=centre,
        route=world.on_site_route(built),
        counted=counted,
        numbers=numbers,
        by=CLAIRE,
        at=EVENING,
    )


@pytest.fixture
def sat():
    """A world whose days are closed, with the numbers that Les Cèdres holds."""
    built = world.sat()
    return built, list(scripts.in_hand_of_centre(built.paper.pk, CEDRES))


def test_a_parcel_holds_all_that_its_centre_has_in_hand_placeholders_included(sat):
    built, numbers = sat
    parcel = pack(built, 6)
    assert [row.number for row in queries.contents_of(parcel)] == numbers
    assert ledger.contents_of(parcel.code) == numbers
    assert (parcel.code, parcel.announced) == (f"P-BTS-2017-CGE-{CEDRES}-1", 6)
    assert parcel.due_at.isoformat() == "2017-05-12T16:00:00+00:00"


def test_a_centre_may_pack_in_two_parcels(sat):
    built, numbers = sat
    first = pack(built, 2, numbers=[numbers[1], f" {numbers[0].lower()} ", numbers[0]])
    assert [row.number for row in queries.contents_of(first)] == numbers[:2]
    assert [row.number for row in queries.contents_of(pack(built, 4))] == numbers[2:]
    with pytest.raises(parcels.NothingToPack):
        pack(built, 0)


@pytest.mark.parametrize(
    ("counted", "chosen", "refusal"),
    [
        (5, None, parcels.PackedCountDiffers),
        (7, None, parcels.PackedCountDiffers),
        (0, [], parcels.NothingToPack),
        (1, ["00000042W"], parcels.NotInHand),
        (1, ["00000042A"], NumberMistyped),
    ],
)
def test_a_parcel_that_does_not_agree_with_the_hand_is_refused(sat, counted, chosen, refusal):
    with pytest.raises(refusal):
        pack(sat[0], counted, chosen)
    assert not Parcel.objects.exists()


def test_a_script_of_another_centre_or_packed_before_is_refused(sat):
    built, numbers = sat
    with pytest.raises(parcels.NotInHand):
        pack(built, 1, numbers=numbers[:1], centre=MURIERS)
    pack(built, 1, numbers=numbers[:1])
    with pytest.raises(parcels.NotInHand) as refused:
        pack(built, 2, numbers=numbers[:2])
    assert refused.value.values == {"number": numbers[0], "centre": CEDRES}


def test_nothing_is_packed_before_the_day_is_closed():
    built = world.prepared()
    with pytest.raises(parcels.NothingToPack):
        pack(built, 0)


def test_scripts_for_the_scan_hub_are_counted_and_never_numbered(sat):
    built, _ = sat
    parcel = world.packed_for_the_hub(built)
    assert queries.counts_of(parcel) == {"90003": 2}
    assert queries.contents_of(parcel) == [] == ledger.contents_of(parcel.code)
    with pytest.raises(parcels.NothingToPack):
        world.packed_for_the_hub(built, count=0)


def test_a_parcel_opened_again_gives_its_scripts_back_and_its_code_to_nobody(packed):
    services.unpack_parcel(code=packed.code.lower(), reason="one script too many", by=CLAIRE, at=EVENING)
    assert ledger.refs_at(ItemKind.SCRIPT, Place.EXAM_CENTRE, CEDRES) == packed.numbers
    assert pack(packed.world, 6).code.endswith("-2")
    facts = json.loads(audit.acts_of(f"parcel:{packed.code}")[-1].facts)
    assert facts == {"code": packed.code, "reason": "one script too many"}


def test_a_parcel_that_left_is_neither_sent_nor_opened_again(packed):
    world.send(packed.code)
    before = (queries.parcel_by_code(packed.code).sent_at, len(audit.acts_of(f"parcel:{packed.code}")))
    with pytest.raises(rules.AlreadySent):
        world.send(packed.code, at=ARRIVAL)
    with pytest.raises(rules.AlreadySent):
        services.unpack_parcel(code=packed.code, reason="too late", by=CLAIRE, at=ARRIVAL)
    assert (queries.parcel_by_code(packed.code).sent_at, len(audit.acts_of(f"parcel:{packed.code}"))) == before


def test_a_late_parcel_is_named_and_its_lateness_journalled(packed):
    world.send(packed.code)
    world.send(packed.other, at=cast.ARRIVAL.replace(hour=17))
    assert queries.late_parcels(packed.paper.pk) == [packed.other]
    facts = [json.loads(audit.acts_of(f"parcel:{code}")[-1].facts) for code in (packed.code, packed.other)]
    assert [fact["late_minutes"] for fact in facts] == [0, 60]


def test_a_parcel_is_received_once_and_not_before_it_left(packed):
    with pytest.raises(parcels.NotSent):
        services.receive_parcel(code=packed.code, by=MARC, at=ARRIVAL)
    world.send(packed.code)
    services.receive_parcel(code=packed.code, by=MARC, at=ARRIVAL)
    with pytest.raises(rules.AlreadyReceived):
        services.receive_parcel(code=packed.code, by=MARC, at=ARRIVAL)
    assert len(audit.acts_of(f"parcel:{packed.code}")) == 3


def test_a_parcel_that_nobody_made_is_told_so():
    for act in (queries.parcel_by_code, lambda code: services.print_note(code=code)):
        with pytest.raises(rules.ParcelUnknown):
            act("P-NOWHERE-1")
