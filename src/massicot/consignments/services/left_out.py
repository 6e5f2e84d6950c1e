"""Acts on scripts that are not there when a parcel is made: signed by two persons, found again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from massicot.audit import services as audit
from massicot.consignments import queries
from massicot.consignments.models import LeftOut, Parcel, ParcelScript
from massicot.consignments.rules import Tick
from massicot.consignments.rules.lacking import AbsentCame, LeftOutFound, NotLeftOut
from massicot.consignments.services.places import arrival_of, subject_of
from massicot.consignments.services.telling import tell_absent_came
from massicot.core.actor import Actor
from massicot.custody import services as custody
from massicot.custody.rules import Act, Place, Spot
from massicot.exams.queries import Paper
from massicot.exams.rules import RouteKind
from massicot.scripts import queries as scripts
from massicot.scripts.rules import check_number
from massicot.store.bulk import insert_rows


@transaction.atomic
def find_left_out(*, paper: Paper, centre_uai: str, number: str, by: Actor, at: datetime) -> None:
    """Record that a script that was not there is found in its centre: it is to be packed; raise NotLeftOut."""
    scripts.hold_centre(paper.pk, centre_uai)
    number = check_number(number)
    if number not in queries.left_out_at(paper.pk, centre_uai):
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
def receive_absent(*, parcel: Parcel, number: str, scan_id: UUID, by: Actor, at: datetime) -> bool:
    """Receive a script that was signed as not there and lay in its parcel; say whether it was one.

    It is none of another centre's, or found in its own meanwhile. Its centre is told.
    """
    if parcel.route_kind != RouteKind.ON_SITE:
        return False
    here = queries.left_out_rows([parcel.paper_id], [parcel.centre_uai]).filter(number=number)
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
        scan_id=scan_id,
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
