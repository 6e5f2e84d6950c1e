"""Acts at the exam centre: a parcel made, or opened again; scripts that are not there; its despatch note printed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import IntegrityError, transaction

from massicot.audit import services as audit
from massicot.consignments.models import LeftOut, Parcel, ParcelCount, ParcelScript
from massicot.consignments.queries import despatch as despatch_reads
from massicot.consignments.queries import parcels
from massicot.consignments.rules import despatch
from massicot.consignments.rules import parcels as rules
from massicot.consignments.rules.despatch import (
    NOTHING_LACKS,
    AbsentCame,
    AllBut,
    LeftOutFound,
    NotLeftOut,
    ScriptsLeftOut,
    plan_lacking,
)
from massicot.consignments.rules.parcels import Tick
from massicot.consignments.services.parcels import arrival_of, subject_of, tell_absent_came
from massicot.core.actor import Actor
from massicot.core.codes import tidy_number
from massicot.core.second_person import check_second_person
from massicot.core.spelling import visible_text
from massicot.custody import queries as ledger
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind, Place, Spot
from massicot.documents.despatch_note import (
    Consignment,
    CountedNote,
    DespatchNote,
    SpecialtyCount,
    SpecialtyNumbers,
    make_counted_note,
    make_despatch_note,
)
from massicot.documents.headings import InstitutionHeading
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.exams.rules import RouteFacts, RouteKind
from massicot.scripts import queries as scripts
from massicot.scripts.rules import check_number
from massicot.store.writes import insert_rows


@transaction.atomic
def find_left_out(*, paper: Paper, centre_uai: str, number: str, by: Actor, at: datetime) -> None:
    """Record that a script that was not there is found in its centre: it is to be packed; raise NotLeftOut."""
    scripts.hold_centre(paper.pk, centre_uai)
    number = check_number(number)
    if number not in despatch_reads.left_out_at(paper.pk, centre_uai):
        raise NotLeftOut(number=number)
    bring_back(centre_uai=centre_uai, numbers=[number], by=by, at=at)
    audit.record(subject=packing_subject(paper, centre_uai), fact=LeftOutFound(1), by=by, at=at)


@transaction.atomic(savepoint=False)
def leave_out_uncounted(
    *,
    paper: Paper,
    centre_uai: str,
    specialties: Mapping[str, str],
    signed_by: str,
    by: Actor,
    at: datetime,
) -> None:
    """Note that scripts (number → specialty) are not there; lower service of the packing, which counts those that are.

    Noting none does nothing.
    """
    if not specialties:
        return
    insert_rows(
        LeftOut,
        ("paper", "centre_uai", "number", "specialty_code", "signed_by"),
        ((paper.pk, centre_uai, number, code, signed_by) for number, code in specialties.items()),
    )
    custody.move_all(
        refs=list(specialties),
        act=Act.LEFT_OUT,
        origin=Spot(Place.EXAM_CENTRE, centre_uai),
        destination=Spot(Place.MISSING),
        by=by,
        at=at,
    )


@transaction.atomic(savepoint=False)
def bring_back(*, centre_uai: str, numbers: Sequence[str], by: Actor, at: datetime) -> None:
    """Put scripts that were not there back in the hands of their centre, which is held; the outer act records it."""
    LeftOut.objects.filter(number__in=numbers).delete()
    custody.move_all(
        refs=numbers,
        act=Act.FOUND,
        origin=Spot(Place.MISSING),
        destination=Spot(Place.EXAM_CENTRE, centre_uai),
        by=by,
        at=at,
    )


@transaction.atomic(savepoint=False)
def receive_absent(*, parcel: Parcel, number: str, by: Actor, at: datetime) -> bool:
    """Receive a script that was signed as not there and lay in its parcel; say whether it was one.

    It is none of another centre's, or found in its own meanwhile. Its centre is told.
    """
    if parcel.route_kind != RouteKind.ON_SITE:
        return False
    here = despatch_reads.left_out_rows([parcel.paper_id], [parcel.centre_uai]).filter(number=number)
    if not here.exists():
        return False
    scripts.hold_centre(parcel.paper_id, parcel.centre_uai)
    row = here.first()
    if row is None:
        return False
    row.delete()
    ParcelScript.objects.create(
        parcel=parcel,
        number=number,
        specialty_code=row.specialty_code,
        tick=Tick.RECEIVED,
        was_missing=True,
        signed_absent_by=row.signed_by,
    )
    origin = Spot(Place.MISSING)
    custody.move_all(refs=[number], act=Act.FOUND, origin=origin, destination=arrival_of(parcel), by=by, at=at)
    audit.record(subject=subject_of(parcel), fact=AbsentCame(number, row.signed_by), by=by, at=at)
    tell_absent_came(parcel, by=by, at=at)
    return True


def packing_subject(paper: Paper, centre_uai: str) -> str:
    """Name the packing of a centre as the journal does, where an act is about no parcel."""
    return f"packing:{paper.session.code}/{paper.code}/{centre_uai}"


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
    LackingAmbiguous, SecondPersonMissing, SecondPersonIsFirst or SecondNameTooShort.
    """
    scripts.hold_centre(paper.pk, centre_uai)
    own = scripts.in_hand_of_centre(paper.pk, centre_uai)
    _find(paper, centre_uai, numbers or (), by=by, at=at)
    chosen = _numbers_to_pack(paper, centre_uai, route, own, numbers)
    if not chosen:
        raise rules.NothingToPack(centre=centre_uai)
    left_out = plan_lacking(lacking, chosen, route.destination_name)
    packed = [number for number in chosen if number not in left_out]
    rules.check_packed_count(centre_uai, len(packed), counted)
    signed_by = lacking.signed_by.strip() if left_out else ""
    if left_out:
        check_second_person(signed_by, by)
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
    despatch.check_seen(centre_uai, on_page, despatch_reads.packed_counts(paper.pk, centre_uai))
    left = despatch.remaining(register, despatch_reads.settled_counts(paper.pk, centre_uai))
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
    parcel = parcels.hold_parcel(code)
    if parcel.has_left:
        raise rules.AlreadySent(code=parcel.code)
    if not visible_text(reason):
        raise despatch.ReasonToOpenMissing(code=parcel.code)
    spot = Spot(Place.EXAM_CENTRE, parcel.centre_uai)
    numbers = [row.number for row in parcels.contents_of(parcel)]
    Parcel.objects.filter(pk=parcel.pk).delete()
    custody.move_all(
        refs=numbers, act=Act.UNPACKED, origin=spot, destination=spot, inside_before=parcel.code, by=by, at=at
    )
    custody.withdraw(kind=ItemKind.PARCEL, refs=[parcel.code], spot=spot)
    audit.record(subject=subject_of(parcel), fact=rules.ParcelUnpacked(parcel.code, reason), by=by, at=at)


def _find(paper: Paper, centre_uai: str, numbers: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Find those that go in by their number though they were signed as not there: what is in the hand is found."""
    typed = {tidy_number(number) for number in numbers}
    found = sorted(typed.intersection(despatch_reads.left_out_at(paper.pk, centre_uai))) if typed else []
    bring_back(centre_uai=centre_uai, numbers=found, by=by, at=at)


def _numbers_to_pack(
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
    despatch.check_seal(seal, despatch_reads.seals_beside(parcel))
    spot = Spot(Place.EXAM_CENTRE, centre_uai)
    custody.appear(kind=ItemKind.PARCEL, refs=[parcel.code], act=Act.MADE_UP, spot=spot, count=announced, by=by, at=at)
    fact = rules.ParcelPacked(code=parcel.code, announced=announced, destination=route.destination_name, **signed)
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


def print_note(*, code: str) -> bytes:
    """Print the despatch note of a parcel; raise ParcelUnknown."""
    parcel = parcels.parcel_by_code(code)
    paper = exams.paper_by_id(parcel.paper_id)
    labels = exams.specialty_labels(paper.session_id)
    consignment = _consignment(parcel)
    if parcel.route_kind != RouteKind.ON_SITE:
        counts = parcels.counts_of(parcel)
        lines = [SpecialtyCount(specialty, labels.get(specialty, ""), count) for specialty, count in counts.items()]
        return make_counted_note(CountedNote(consignment, lines))
    announced = [row for row in parcels.contents_of(parcel) if not row.signed_absent_by]
    rows = sorted(announced, key=lambda row: (row.specialty_code, row.number))
    specialties = [
        SpecialtyNumbers(specialty, labels.get(specialty, ""), [row.number for row in group])
        for specialty, group in groupby(rows, key=lambda row: row.specialty_code)
    ]
    return make_despatch_note(DespatchNote(consignment, specialties))


def _consignment(parcel: Parcel) -> Consignment:
    paper = exams.paper_by_id(parcel.paper_id)
    return Consignment(
        heading=exams.heading_of(paper),
        parcel=parcel.code,
        sender=exams.place_of(parcel.centre_uai),
        addressee=InstitutionHeading(parcel.destination_uai, parcel.destination_name),
        attention=parcel.attention,
        copy_model=parcel.copy_model,
        due_at=exams.local(paper, parcel.due_at),
        carrier=parcel.carrier,
        tracking=parcel.tracking,
        seal=parcel.seal,
        rooms=parcel.rooms,
        registers=parcel.registers_enclosed,
        reports=parcel.reports_enclosed,
    )
