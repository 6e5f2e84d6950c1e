"""Acts at the exam centre: a parcel made, or opened again before it leaves."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from massicot.audit import services as audit
from massicot.consignments import queries, rules
from massicot.consignments.models import Parcel, ParcelCount, ParcelScript
from massicot.consignments.rules import Tick, despatch
from massicot.consignments.rules.lacking import NOTHING_LACKS, AllBut, ScriptsLeftOut, plan_lacking
from massicot.consignments.services.left_out import bring_back, leave_out_uncounted, packing_subject
from massicot.consignments.services.places import subject_of
from massicot.core.actor import Actor
from massicot.core.codes import tidy_number
from massicot.custody import queries as ledger
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind, Place, Spot
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
    lacking: AllBut = NOTHING_LACKS,
    seal: str = "",
    by: Actor,
    at: datetime,
) -> Parcel | None:
    """Pack numbered scripts, by default all that the centre still holds for this route, counted into it by hand.

    Without those that `lacking` names: two persons sign that they are not there; of none that is, no parcel is made.
    Raise NumberMistyped, NothingToPack, NotInHand, OtherDestination, PackedCountDiffers or SealTaken; LackingUnknown,
    LackingAmbiguous or SecondPersonMissing.
    """
    scripts.hold_centre(paper.pk, centre_uai)
    own = scripts.in_hand_of_centre(paper.pk, centre_uai)
    _find(paper, centre_uai, numbers or (), by=by, at=at)
    chosen = _chosen(paper, centre_uai, route, own, numbers)
    if not chosen:
        raise rules.NothingToPack(centre=centre_uai)
    left_out = plan_lacking(lacking, chosen, route.destination_name)
    packed = [number for number in chosen if number not in left_out]
    rules.check_packed_count(centre_uai, len(packed), counted)
    signed_by = lacking.signed_by.strip() if left_out else ""
    specialties = {number: own[number] for number in left_out}
    leave_out_uncounted(paper=paper, centre_uai=centre_uai, specialties=specialties, signed_by=signed_by, by=by, at=at)
    if not packed:
        fact = ScriptsLeftOut(len(left_out), signed_by)
        audit.record(subject=packing_subject(paper, centre_uai), fact=fact, by=by, at=at)
        return None
    parcel = _make(
        paper,
        centre_uai,
        route,
        announced=counted,
        seal=seal,
        by=by,
        at=at,
        left_out=len(left_out),
        signed_by=signed_by,
    )
    insert_rows(
        ParcelScript,
        ("parcel", "number", "specialty_code", "tick", "was_missing"),
        ((parcel.pk, number, own[number], Tick.NOT_YET, False) for number in packed),
    )
    spot = Spot(Place.EXAM_CENTRE, centre_uai)
    custody.move_all(refs=packed, act=Act.PACKED, origin=spot, destination=spot, inside_after=parcel.code, by=by, at=at)
    return parcel


@transaction.atomic
def pack_counted_unchecked_day(
    *,
    paper: Paper,
    centre_uai: str,
    route: RouteFacts,
    counts: Mapping[str, int],
    register: Mapping[str, int],
    seen: Mapping[str, int],
    gap_reason: str = "",
    seal: str = "",
    by: Actor,
    at: datetime,
) -> Parcel:
    """Pack scripts that are counted by specialty; lower service of the act that reads the register.

    `register` counts those that the centre's register makes, `seen` those that the clerk saw packed already. Fewer than
    are left make a part parcel, unless a reason signs that no more will come. Raise NothingToPack, SpecialtyElsewhere,
    PackedSince, SpecialtyCountsDiffer, SealTaken or PackedMeanwhile.
    """
    packed = {code: count for code, count in sorted(counts.items()) if count}
    if strangers := packed.keys() - _specialties_to(paper, route):
        raise despatch.SpecialtyElsewhere(destination=route.destination_name, specialties=", ".join(sorted(strangers)))
    if not packed:
        raise rules.NothingToPack(centre=centre_uai)
    # Made before what is left is read: of two clerks at once, the second finds the first one's parcel or its code.
    parcel = _make(
        paper, centre_uai, route, announced=sum(packed.values()), seal=seal, gap_reason=gap_reason, by=by, at=at
    )
    on_page = {code: seen.get(code, 0) for code in {*seen, *packed}}
    despatch.check_seen(centre_uai, on_page, queries.packed_counts(paper.pk, centre_uai))
    left = despatch.remaining(register, queries.settled_counts(paper.pk, centre_uai))
    settles = despatch.plan_counts(packed, left, gap_reason)
    insert_rows(
        ParcelCount,
        ("parcel", "specialty_code", "announced", "settles"),
        ((parcel.pk, code, count, settles[code]) for code, count in packed.items()),
    )
    return parcel


@transaction.atomic
def unpack_parcel(*, code: str, reason: str, by: Actor, at: datetime) -> None:
    """Open a parcel again before it leaves; raise ParcelUnknown, AlreadySent or ReasonToOpenMissing."""
    # Held before it is deleted: deleting looks for the contents first, and a parcel sent meanwhile would go with them.
    parcel = queries.hold_parcel(code)
    if parcel.has_left:
        raise rules.AlreadySent(code=parcel.code)
    if not reason.strip():
        raise despatch.ReasonToOpenMissing(code=parcel.code)
    spot = Spot(Place.EXAM_CENTRE, parcel.centre_uai)
    numbers = [row.number for row in queries.contents_of(parcel)]
    Parcel.objects.filter(pk=parcel.pk).delete()
    custody.move_all(
        refs=numbers, act=Act.UNPACKED, origin=spot, destination=spot, inside_before=parcel.code, by=by, at=at
    )
    custody.withdraw(kind=ItemKind.PARCEL, refs=[parcel.code], spot=spot)
    audit.record(subject=subject_of(parcel), fact=rules.ParcelUnpacked(parcel.code, reason), by=by, at=at)


def _find(paper: Paper, centre_uai: str, numbers: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Find those that go in by their number though they were signed as not there: what is in the hand is found."""
    typed = {tidy_number(number) for number in numbers}
    found = sorted(typed.intersection(queries.left_out_at(paper.pk, centre_uai))) if typed else []
    bring_back(centre_uai=centre_uai, numbers=found, by=by, at=at)


def _chosen(
    paper: Paper, centre_uai: str, route: RouteFacts, own: Mapping[str, str], numbers: Sequence[str] | None
) -> list[str]:
    in_hand = set(ledger.refs_at(ItemKind.SCRIPT, Place.EXAM_CENTRE, centre_uai))
    specialties = _specialties_to(paper, route)
    if numbers is None:
        return [number for number, specialty in own.items() if number in in_hand and specialty in specialties]
    chosen = sorted({check_number(number) for number in numbers})
    for number in chosen:
        if number not in in_hand or number not in own:
            raise rules.NotInHand(number=number, centre=centre_uai)
        if own[number] not in specialties:
            raise despatch.OtherDestination(number=number, destination=route.destination_name)
    return chosen


def _specialties_to(paper: Paper, route: RouteFacts) -> set[str]:
    place = despatch.place_of(route)
    routes = exams.specialty_routes(paper, paper.starts_at)
    return {code for code, other in routes.items() if despatch.place_of(other) == place}


def _make(
    paper: Paper,
    centre_uai: str,
    route: RouteFacts,
    *,
    announced: int,
    seal: str,
    by: Actor,
    at: datetime,
    **signed: Any,
) -> Parcel:
    parcel = Parcel(
        code=_next_code(paper, centre_uai),
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
        packed_seal=seal,
        seal=seal,
    )
    _insert(parcel)
    despatch.check_seal(seal, queries.seals_beside(parcel))
    spot = Spot(Place.EXAM_CENTRE, centre_uai)
    custody.appear(kind=ItemKind.PARCEL, refs=[parcel.code], act=Act.MADE_UP, spot=spot, count=announced, by=by, at=at)
    fact = rules.ParcelPacked(parcel.code, announced, route.destination_name, **signed)
    audit.record(subject=subject_of(parcel), fact=fact, by=by, at=at)
    return parcel


def _next_code(paper: Paper, centre_uai: str) -> str:
    prefix = rules.parcel_prefix(f"{paper.session.code}-{paper.code}", centre_uai)
    # Counted in the ledger: the code of a parcel that was opened again is never given to another.
    return f"{prefix}{ledger.count_made_up(ItemKind.PARCEL, prefix) + 1}"


def _insert(parcel: Parcel) -> None:
    try:
        with transaction.atomic():
            parcel.save(force_insert=True)
    except IntegrityError:
        raise despatch.PackedMeanwhile(centre=parcel.centre_uai) from None
