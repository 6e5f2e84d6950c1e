"""Acts on the boxes of header strips: filed, taken back."""

from datetime import datetime

from django.db import transaction

from massicot.anonymity import queries, rules
from massicot.audit import services as audit
from massicot.candidates import queries as candidates
from massicot.candidates.rules import check_reason
from massicot.consignments import queries as consignments
from massicot.core.actor import Actor
from massicot.custody import queries as ledger
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind, Place, Spot
from massicot.exams.queries import Paper


@transaction.atomic
def box_strips(*, paper: Paper, centre_uai: str, count: int, by: Actor, at: datetime) -> str:
    """Count the header strips of a centre into their box, which stays there for a year; return the box's reference.

    Raise StripsNotCounted or StripsBoxedBeyond, which is StripsBeyondOnceLeft once a parcel has left.
    """
    # Two clerks who box at once would give their boxes one reference, and count the same strips twice.
    candidates.hold_entries(paper, centre_uai)
    boxes = queries.boxes_of_centre(paper, centre_uai)
    has_sent = any(parcel.has_left for parcel in consignments.parcels_of(paper.pk, centre_uai))
    rules.check_strips(_strips_cut(paper, centre_uai), sum(boxes.values()), count, has_sent=has_sent)
    prefix = rules.strips_prefix(paper.session.code, paper.code, centre_uai)
    ref = f"{prefix}{ledger.count_ever_boxed(prefix) + 1}"
    spot = Spot(Place.EXAM_CENTRE, centre_uai)
    custody.appear(kind=ItemKind.STRIPS, refs=[ref], act=Act.BOXED, spot=spot, count=count, by=by, at=at)
    subject = candidates.day_subject(paper, centre_uai)
    audit.record(subject=subject, fact=rules.StripsBoxed(count), by=by, at=at)
    return ref


@transaction.atomic
def unbox_strips(*, paper: Paper, centre_uai: str, ref: str, reason: str, by: Actor, at: datetime) -> None:
    """Take back a box that was filed twice or wrongly, its strips to be filed.

    Raise CorrectionReasonMissing or BoxNotThere.
    """
    check_reason(reason)
    candidates.hold_entries(paper, centre_uai)
    boxes = queries.boxes_of_centre(paper, centre_uai)
    if ref not in boxes:
        raise rules.BoxNotThere(ref=ref)
    custody.withdraw(kind=ItemKind.STRIPS, refs=[ref], spot=Spot(Place.EXAM_CENTRE, centre_uai))
    fact = rules.StripsUnboxed(ref, boxes[ref], reason.strip())
    audit.record(subject=candidates.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


def _strips_cut(paper: Paper, centre_uai: str) -> int | None:
    days = candidates.day_states(candidates.DAYS.ask(paper_ids=[paper.pk], uais=[centre_uai]))
    day = days.get((paper.pk, centre_uai))
    return day.counts.strips_boxed if day and day.is_closed else None
