"""Acts at the exam centre: a parcel made, or opened again before it leaves."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.consignments import queries, rules
from massicot.consignments.models import Parcel, ParcelCount, ParcelScript
from massicot.consignments.rules import Tick
from massicot.consignments.services.places import subject_of
from massicot.core.actor import Actor
from massicot.custody import queries as ledger
from massicot.custody import services as custody
from massicot.custody.rules import Act, Kind, Place, Spot
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.exams.rules import RouteFacts
from massicot.scripts import queries as scripts
from massicot.scripts.rules import check_number
from massicot.store.bulk import insert_rows


@transaction.atomic
def pack_numbered(
    *,
    paper: Paper,
    centre_uai: str,
    route: RouteFacts,
    counted: int,
    numbers: Sequence[str] | None = None,
    by: Actor,
    at: datetime,
) -> Parcel:
    """Pack numbered scripts, by default all that the centre still holds, counted into the parcel by hand.

    Raise NumberMistyped, NothingToPack, NotInHand or PackedCountDiffers.
    """
    scripts.hold_centre(paper.pk, centre_uai)
    held = set(ledger.refs_at(Kind.SCRIPT, Place.EXAM_CENTRE, centre_uai))
    own = scripts.in_hand_of_centre(paper.pk, centre_uai)
    packed = _typed(numbers) if numbers is not None else [number for number in own if number in held]
    for number in packed:
        if number not in held or number not in own:
            raise rules.NotInHand(number=number, centre=centre_uai)
    rules.check_packed_count(centre_uai, len(packed), counted)
    parcel = _make(paper, centre_uai, route, announced=counted, by=by, at=at)
    insert_rows(
        ParcelScript,
        ("parcel", "number", "specialty_code", "tick", "was_missing"),
        ((parcel.pk, number, own[number], Tick.NOT_YET, False) for number in packed),
    )
    spot = Spot(Place.EXAM_CENTRE, centre_uai)
    custody.move_all(refs=packed, act=Act.PACKED, origin=spot, destination=spot, inside_after=parcel.code, by=by, at=at)
    return parcel


@transaction.atomic
def pack_counted(
    *, paper: Paper, centre_uai: str, route: RouteFacts, counts: Mapping[str, int], by: Actor, at: datetime
) -> Parcel:
    """Pack scripts that are counted by specialty, for the scan hub or an outside centre; raise NothingToPack."""
    parcel = _make(paper, centre_uai, route, announced=sum(counts.values()), by=by, at=at)
    insert_rows(
        ParcelCount,
        ("parcel", "specialty_code", "announced"),
        ((parcel.pk, code, count) for code, count in sorted(counts.items()) if count),
    )
    return parcel


@transaction.atomic
def unpack_parcel(*, code: str, reason: str, by: Actor, at: datetime) -> None:
    """Open a parcel again before it leaves; raise AlreadySent."""
    parcel = queries.parcel_by_code(code)
    spot = Spot(Place.EXAM_CENTRE, parcel.centre_uai)
    # Held before it is deleted: deleting looks for the contents first, and a parcel sent meanwhile would go with them.
    held = Parcel.objects.select_for_update().filter(pk=parcel.pk, sent_at__isnull=True).first()
    if held is None:
        raise rules.AlreadySent(code=parcel.code)
    numbers = [row.number for row in queries.contents_of(held)]
    held.delete()
    custody.move_all(
        refs=numbers, act=Act.UNPACKED, origin=spot, destination=spot, inside_before=parcel.code, by=by, at=at
    )
    custody.withdraw(kind=Kind.PARCEL, refs=[parcel.code], spot=spot)
    audit.record(subject=subject_of(parcel), fact=rules.ParcelUnpacked(parcel.code, reason), by=by, at=at)


def _typed(numbers: Sequence[str]) -> list[str]:
    return sorted({check_number(number) for number in numbers})


def _make(paper: Paper, centre_uai: str, route: RouteFacts, *, announced: int, by: Actor, at: datetime) -> Parcel:
    if not announced:
        raise rules.NothingToPack(centre=centre_uai)
    prefix = rules.parcel_prefix(f"{paper.session.code}-{paper.code}", centre_uai)
    parcel = Parcel.objects.create(
        # Counted in the ledger: the code of a parcel that was opened again is never given to another.
        code=f"{prefix}{ledger.count_made_up(Kind.PARCEL, prefix) + 1}",
        paper=paper,
        centre_uai=centre_uai,
        route_kind=route.kind,
        copy_model=route.copy_model,
        destination_uai=route.destination_uai,
        destination_name=route.destination_name,
        attention=route.attention,
        announced=announced,
        due_at=exams.due_at(paper),
        packed_at=at,
    )
    spot = Spot(Place.EXAM_CENTRE, centre_uai)
    custody.appear(kind=Kind.PARCEL, refs=[parcel.code], act=Act.MADE_UP, spot=spot, count=announced, by=by, at=at)
    fact = rules.ParcelPacked(parcel.code, announced, route.destination_name)
    audit.record(subject=subject_of(parcel), fact=fact, by=by, at=at)
    return parcel
