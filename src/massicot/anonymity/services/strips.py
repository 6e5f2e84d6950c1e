"""Acts on header strips: boxes closed by both ends, opened again; one found that lacked; all destroyed in the end."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from massicot.anonymity import queries
from massicot.anonymity.rules import strips as box_rules
from massicot.anonymity.rules.strips import Ends, FiledBox
from massicot.audit import services as audit
from massicot.candidates import queries as candidates
from massicot.candidates.rules import check_reason
from massicot.candidates.rules.checks import rooms_not_compared
from massicot.consignments import queries as consignments
from massicot.core.actor import Actor
from massicot.core.second_person import check_second_person
from massicot.core.wall import check_names_nobody
from massicot.custody import queries as ledger
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind, Place, Spot
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.scripts import queries as scripts
from massicot.scripts import services as script_acts
from massicot.scripts.rules import StripsCertified, check_number


@transaction.atomic
def box_strips(*, paper: Paper, centre_uai: str, box: FiledBox, by: Actor, at: datetime) -> str:
    """Count header strips of a centre into a box, from its first number to its last; return the box's reference.

    Raise StripsNotCounted or StripsBoxedBeyond, which is StripsBeyondOnceLeft once a parcel has left, or what
    `plan_ends`, `plan_lacking` and `check_second_person` refuse.
    """
    # Two clerks who box at once would give their boxes one reference, and count the same strips twice.
    candidates.hold_entries(paper, centre_uai)
    boxed = sum(queries.boxes_of_centre(paper, centre_uai).values())
    has_sent = any(parcel.has_left for parcel in consignments.parcels_of(paper.pk, centre_uai))
    cut = box_rules.check_counted(_strips_cut(paper, centre_uai))
    numbers = scripts.in_hand_of_centre(paper.pk, centre_uai)
    ends = box_rules.plan_ends(box, numbers, _ends_of_boxes(paper, centre_uai))
    box_rules.check_strips(cut, boxed, box.count, has_sent=has_sent)
    lacking = box_rules.plan_lacking(box, ends, numbers)
    signed_by = box.lacking.signed_by.strip() if lacking else ""
    if lacking:
        check_second_person(signed_by, by)
    uncompared = _rooms_not_compared(paper, centre_uai)
    box_rules.check_compared(uncompared, box.reason)
    prefix = box_rules.strips_prefix(paper.session.code, paper.code, centre_uai)
    ref = f"{prefix}{ledger.count_ever_boxed(prefix) + 1}"
    spot = Spot(Place.EXAM_CENTRE, centre_uai)
    custody.appear(kind=ItemKind.STRIPS, refs=[ref], act=Act.BOXED, spot=spot, count=box.count, by=by, at=at)
    script_acts.file_strips(
        paper_id=paper.pk,
        centre_uai=centre_uai,
        ref=ref,
        ends=ends,
        count=box.count,
        kept_in=box.kept_in.strip(),
        lacking=dict.fromkeys(lacking, signed_by),
    )
    fact = box_rules.StripsBoxed(box.count, len(lacking), signed_by, box.reason.strip() if uncompared else "")
    audit.record(subject=candidates.day_subject(paper, centre_uai), fact=fact, by=by, at=at)
    return ref


@transaction.atomic
def unbox_strips(*, paper: Paper, centre_uai: str, ref: str, reason: str, by: Actor, at: datetime) -> None:
    """Open a box again that was closed wrongly, its strips to be filed.

    Raise CorrectionReasonMissing, TextNamesCandidate, BoxNotThere or StripsAreDestroyed.
    """
    check_reason(reason)
    check_names_nobody(reason)
    candidates.hold_entries(paper, centre_uai)
    boxes = queries.boxes_of_centre(paper, centre_uai)
    if ref not in boxes:
        raise box_rules.BoxNotThere(ref=ref)
    # What is to be destroyed of them is certified by two; of a box filed anew nobody would know what is left.
    if centre_uai in scripts.strips_of_destroyed(paper.pk):
        raise box_rules.StripsAreDestroyed
    open_boxes(centre_uai=centre_uai, refs=[ref])
    fact = box_rules.StripsUnboxed(ref, boxes[ref], reason.strip())
    audit.record(subject=candidates.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


@transaction.atomic
def find_strip(*, paper: Paper, centre_uai: str, number: str, by: Actor, at: datetime) -> None:
    """Put a header strip that was not there in its box; raise NumberMistyped or StripNotLacking."""
    candidates.hold_entries(paper, centre_uai)
    number = check_number(number)
    box = next((box for box in scripts.strip_boxes(paper.pk, centre_uai) if box.first <= number <= box.last), None)
    if box is None or not script_acts.drop_lacking(number=number):
        raise box_rules.StripNotLacking(number=number)
    spot = Spot(Place.EXAM_CENTRE, centre_uai)
    custody.move(kind=ItemKind.STRIPS, ref=box.ref, act=Act.ADDED, origin=spot, destination=spot, by=by, at=at)
    subject = candidates.day_subject(paper, centre_uai)
    audit.record(subject=subject, fact=box_rules.StripFound(box.ref), by=by, at=at)


@transaction.atomic
def certify_strips(*, paper: Paper, centre_uai: str, certified: StripsCertified, by: Actor, at: datetime) -> int:
    """Sign that the header strips of destroyed scripts are destroyed; return how many were.

    Raise NoStripsDue, SecondDestroyerMissing, DestroyedBeyond, DestroyedCountDiffers, TextNamesCandidate,
    SecondPersonIsFirst or SecondNameTooShort.
    """
    # Two clerks who certify at once would count the same strips twice.
    candidates.hold_entries(paper, centre_uai)
    due = queries.strips_due(paper, centre_uai)
    signed = box_rules.check_certified(paper.code, due, certified)
    check_second_person(signed.signed_by, by)
    script_acts.note_strips_destroyed(
        paper_id=paper.pk, centre_uai=centre_uai, due=due, certified=signed, by=by.login, at=at
    )
    fact = box_rules.StripsDestroyed(
        due=due,
        count=signed.count,
        kept=len(scripts.strips_to_keep(paper.pk, centre_uai)),
        signed_by=signed.signed_by,
        reason=signed.reason,
    )
    audit.record(subject=candidates.day_subject(paper, centre_uai), fact=fact, by=by, at=at)
    return signed.count


@transaction.atomic
def take_back_certificate(
    *, paper: Paper, centre_uai: str, destruction_id: int, reason: str, by: Actor, at: datetime
) -> None:
    """Take back the last certificate of header strips, signed by mistake: they are still there.

    Raise CorrectionReasonMissing, TextNamesCandidate or StripsMovedOn.
    """
    check_reason(reason)
    check_names_nobody(reason)
    candidates.hold_entries(paper, centre_uai)
    rows = scripts.strip_destructions(paper.pk, centre_uai)
    if not rows or rows[-1].pk != destruction_id:
        raise box_rules.StripsMovedOn
    script_acts.forget_strips_destroyed(destruction_id=destruction_id)
    fact = box_rules.StripsNotDestroyed(rows[-1].count, reason.strip())
    audit.record(subject=candidates.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


@transaction.atomic(savepoint=False)
def open_boxes(*, centre_uai: str, refs: Collection[str]) -> None:
    """Take boxes off the ledger, their strips to be filed; lower service of the acts that say why."""
    custody.withdraw(kind=ItemKind.STRIPS, refs=list(refs), spot=Spot(Place.EXAM_CENTRE, centre_uai))
    script_acts.unfile_strips(refs=refs)


def _rooms_not_compared(paper: Paper, centre_uai: str) -> list[str]:
    """List the rooms of a centre with labels that no second person compared with the candidates."""
    on_site = exams.on_site_specialties(paper, paper.starts_at)
    rooms = dict.fromkeys(row.room for row in candidates.entry_rows(paper, on_site, centre_uai))
    return rooms_not_compared(list(rooms), candidates.checks_at({paper.pk: on_site}).get((paper.pk, centre_uai), {}))


def _ends_of_boxes(paper: Paper, centre_uai: str) -> dict[str, Ends]:
    boxes = scripts.strip_boxes(paper.pk, centre_uai)
    return {box_rules.number_of_box(box.ref): (box.first, box.last) for box in boxes}


def _strips_cut(paper: Paper, centre_uai: str) -> int | None:
    days = candidates.day_states(candidates.DAYS.ask(paper_ids=[paper.pk], uais=[centre_uai]))
    day = days.get((paper.pk, centre_uai))
    return day.counts.strips_boxed if day and day.is_closed else None
