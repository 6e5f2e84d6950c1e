"""A parcel on its way: where it is for the ledger, and the letters that tell its exam centre what befell it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.consignments.models import Parcel, ParcelEnclosure
from massicot.consignments.queries import arrival as arrival_reads
from massicot.consignments.queries import despatch as despatch_reads
from massicot.consignments.queries import parcels
from massicot.consignments.rules import arrival, despatch, papers
from massicot.consignments.rules import parcels as rules
from massicot.consignments.rules.despatch import Enclosure, Sending
from massicot.consignments.rules.progress import Milestones
from massicot.core.actor import Actor, Role
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind, Place, Spot
from massicot.documents import mails
from massicot.exams import queries as exams
from massicot.exams.rules import RouteKind
from massicot.post import services as post
from massicot.store.writes import insert_rows

ARRIVAL = {
    RouteKind.ON_SITE: Place.MARKING_CENTRE,
    RouteKind.DEMATERIALISED: Place.SCAN_HUB,
    RouteKind.OUTSIDE: Place.OUTSIDE_CENTRE,
}


def subject_of(parcel: Parcel) -> str:
    """Name a parcel as the journal does."""
    return f"parcel:{parcel.code}"


def arrival_of(parcel: Parcel) -> Spot:
    """Say where a parcel arrives."""
    return Spot(ARRIVAL[RouteKind(parcel.route_kind)], parcel.destination_uai or parcel.destination_name)


def stones_of(parcel: Parcel, *, is_begun: bool) -> Milestones:
    """Tell how far a parcel is."""
    return Milestones(
        due_at=parcel.due_at,
        sent_at=parcel.sent_at,
        lost_at=parcel.lost_at,
        arrived_at=parcel.arrived_at,
        closed_at=parcel.closed_at,
        is_begun=is_begun,
    )


def tell_centre(parcel: Parcel, *, by: Actor, at: datetime) -> None:
    """Write to the heads of a parcel's centre that it arrived, and that its departure is not recorded."""
    mail = mails.departure_unknown(*_about(parcel))
    # Arrived once more after its arrival was taken back, it is told of once more.
    _write(parcel, mail, f"{_occasion_of(parcel)}{at.isoformat()}", by=by, at=at)


def tell_of_papers(parcel: Parcel, lacking: Mapping[Enclosure, int], *, by: Actor, at: datetime) -> None:
    """Write to the heads of a parcel's centre which of its papers did not come; what has not left of it is void."""
    post.withdraw_letters_about(occasion_start=_papers_of(parcel))
    if not lacking:
        return
    paper = exams.paper_by_id(parcel.paper_id)
    mail = mails.papers_lacking(
        f"{paper.code} ({paper.session.code})",
        exams.institution_name(parcel.centre_uai),
        parcel.code,
        {document.value: count for document, count in lacking.items()},
        f"{settings.MASSICOT_BASE_URL}/",
    )
    _write(parcel, mail, f"{_papers_of(parcel)}{at.isoformat()}", by=by, at=at)


def _write(parcel: Parcel, mail: mails.Mail, occasion: str, *, by: Actor, at: datetime) -> None:
    for email in accounts.emails_with_role(Role.EXAM_CENTRE, parcel.centre_uai):
        post.write_letter(to=email, subject=mail.subject, body=mail.body, occasion=occasion, by=by, at=at)


def tell_absent_came(parcel: Parcel, *, by: Actor, at: datetime) -> None:
    """Write to the heads of a parcel's centre that a script lay in it which was signed there as not there."""
    mail = mails.absent_came(*_about(parcel))
    for email in accounts.emails_with_role(Role.EXAM_CENTRE, parcel.centre_uai):
        post.write_letter(to=email, subject=mail.subject, body=mail.body, by=by, at=at)


def _about(parcel: Parcel) -> tuple[str, str, str, str]:
    paper = exams.paper_by_id(parcel.paper_id)
    named = f"{paper.code} ({paper.session.code})"
    return named, exams.institution_name(parcel.centre_uai), parcel.code, f"{settings.MASSICOT_BASE_URL}/"


def tell_of_seal(parcel: Parcel, *, by: Actor, at: datetime) -> None:
    """Write to the heads of a parcel's centre that its seal was not as it had left it."""
    _write(parcel, mails.seal_trouble(*_about(parcel)), f"{_occasion_of_seal(parcel)}{at.isoformat()}", by=by, at=at)


def untell_of_seal(parcel: Parcel) -> None:
    """Take back what has not left of the letters about a seal that was told by mistake."""
    post.withdraw_letters_about(occasion_start=_occasion_of_seal(parcel))


def untell_centre(parcel: Parcel) -> None:
    """Take back what has not left of the letters about a parcel whose departure is known now, or that is not there."""
    post.withdraw_letters_about(occasion_start=_occasion_of(parcel))


def _occasion_of(parcel: Parcel) -> str:
    return f"departure-unknown {parcel.code} "


def _papers_of(parcel: Parcel) -> str:
    return f"papers-lacking {parcel.code} "


def _occasion_of_seal(parcel: Parcel) -> str:
    return f"seal {parcel.code} "


@transaction.atomic
def send_parcel(
    *,
    code: str,
    carrier: str,
    tracking: str,
    carrier_count: int,
    seal: str,
    enclosed: Collection[Enclosure],
    reason: str = "",
    left_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Parcel:
    """Record that a parcel left, what lies in it beside the scripts, and how many were declared to its carrier.

    It leaves now, or left at an instant of which the program was not told yet; one that is received already, its
    departure unknown, does not move any more. Raise ParcelUnknown, AlreadySent, CarrierMissing, LeftAtImpossible,
    LeftAfterItArrived or SealTaken; EnclosuresMissing, PapersShort or CarrierCountDiffers unless a reason signs it.
    """
    parcel = parcels.hold_parcel(code)
    if parcel.sent_at is not None:
        raise rules.AlreadySent(code=parcel.code)
    sending = Sending(carrier.strip(), carrier_count, enclosed, left_at or at, reason)
    paper = exams.paper_by_id(parcel.paper_id)
    despatch.check_sending(parcel.code, parcel.announced, sending, exams.local(paper, paper.ends_at), at)
    papers.check_leaving(parcel.code, arrival_reads.papers_of(parcel), reason)
    arrived = parcel.arrived_at and exams.local(paper, parcel.arrived_at)
    arrival.check_left_before(parcel.code, sending.left_at, arrived)
    despatch.check_seal(seal, despatch_reads.seals_beside(parcel))
    _write_departure(parcel, sending, tracking=tracking, seal=seal)
    if parcel.arrived_at is None:
        _hand_over(parcel, sending, by)
    else:
        untell_centre(parcel)
    audit.record(subject=subject_of(parcel), fact=_fact(parcel, sending), by=by, at=at)
    return parcel


def _hand_over(parcel: Parcel, sending: Sending, by: Actor) -> None:
    custody.move(
        kind=ItemKind.PARCEL,
        ref=parcel.code,
        act=Act.SENT,
        origin=Spot(Place.EXAM_CENTRE, parcel.centre_uai),
        destination=Spot(Place.CARRIER, parcel.carrier),
        count=sending.counted,
        seal=parcel.seal,
        by=by,
        at=sending.left_at,
    )


def _write_departure(parcel: Parcel, sending: Sending, *, tracking: str, seal: str) -> None:
    parcel.sent_at, parcel.carrier, parcel.carrier_count = sending.left_at, sending.carrier, sending.counted
    parcel.tracking, parcel.seal = tracking, seal
    parcel.save(update_fields=["sent_at", "carrier", "carrier_count", "tracking", "seal"])
    insert_rows(
        ParcelEnclosure, ("parcel", "document"), ((parcel.pk, document) for document in sorted(sending.enclosed))
    )


def _fact(parcel: Parcel, sending: Sending) -> rules.ParcelSent:
    return rules.ParcelSent(
        code=parcel.code,
        carrier=parcel.carrier,
        tracking=parcel.tracking,
        counted=sending.counted,
        late_minutes=int(rules.late_by(parcel.due_at, sending.left_at).total_seconds() // 60),
        left_at=sending.left_at,
        enclosed=sorted(sending.enclosed),
        reason=sending.reason,
    )
