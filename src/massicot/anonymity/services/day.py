"""Acts on a centre's day: closed on its typed counts, opened again; scripts without numbers packed."""

from collections.abc import Mapping
from datetime import datetime
from secrets import token_bytes

from django.db import transaction

from massicot.anonymity import queries
from massicot.anonymity.rules import day
from massicot.anonymity.rules import numbers as number_rules
from massicot.anonymity.rules.labels import SpareStuck
from massicot.anonymity.services.numbers import ask_erasing
from massicot.anonymity.services.strips import open_boxes
from massicot.audit import queries as journal
from massicot.audit import services as audit
from massicot.candidates import queries as candidates
from massicot.candidates import services as candidate_acts
from massicot.candidates.rules import Attendance
from massicot.consignments import queries as consignments
from massicot.consignments import services as parcel_acts
from massicot.consignments.queries import Parcel
from massicot.core.actor import Actor
from massicot.core.keys import Key
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind, Place, Spot
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.exams.rules import RouteFacts
from massicot.scripts import queries as scripts
from massicot.scripts import services as script_acts
from massicot.scripts.rules import IN_HAND, PUPIL_KEY, SALT_BYTES, ScriptKind, Settled, cell_of, pupil_token


@transaction.atomic
def close_day(
    *,
    paper: Paper,
    centre_uai: str,
    items_in_hand: int,
    labels_used: int,
    strips_boxed: int,
    gap_reason: str = "",
    key: Key,
    by: Actor,
    at: datetime,
) -> None:
    """Close a centre's day on its typed counts, and settle what each of its numbers is, all together.

    Raise NotAllKeyed, DayIsClosed, or CountsDiffer unless the difference is signed with a reason.
    """
    candidate_acts.close_centre_day(
        paper=paper,
        centre_uai=centre_uai,
        specialties=exams.on_site_specialties(paper, paper.starts_at),
        items_in_hand=items_in_hand,
        labels_used=labels_used,
        strips_boxed=strips_boxed,
        gap_reason=gap_reason,
        at=at,
    )
    # Whoever still asks for numbers gets none any more: nobody may draw for a closed day.
    candidate_acts.answer_numbers_asked(paper=paper, centre_uai=centre_uai, at=at)
    settled = _content_by_number(paper, centre_uai, key)
    script_acts.settle_centre(paper_id=paper.pk, centre_uai=centre_uai, settled=settled)
    numbers = sorted(number for number, now in settled.items() if now.kind in IN_HAND)
    cells = {number: cell_of(paper.pk, settled[number].specialty_code) for number in numbers}
    spot = Spot(Place.EXAM_CENTRE, centre_uai)
    custody.appear(kind=ItemKind.SCRIPT, refs=numbers, act=Act.NUMBERED, spot=spot, cells=cells, by=by, at=at)
    ask_erasing(at)
    subject = candidates.day_subject(paper, centre_uai)
    spares = len(journal.lines_of_act(SpareStuck.__name__, subject))
    fact = number_rules.DayClosed(items_in_hand, labels_used, strips_boxed, gap_reason, spares)
    audit.record(subject=subject, fact=fact, by=by, at=at)


@transaction.atomic
def reopen_day_unchecked_decisions(*, paper: Paper, centre_uai: str, reason: str, by: Actor, at: datetime) -> None:
    """Open a centre's day again to correct its attendance; raise ParcelsMade or ParcelsLeft once scripts are packed.

    What the office decided of its scripts is not looked at: an act of a later area does.
    """
    candidates.hold_whoever_is_expected(paper, centre_uai)
    scripts.hold_centre(paper.pk, centre_uai)
    parcels = consignments.parcels_of(paper.pk, centre_uai)
    left = sum(parcel.has_left for parcel in parcels)
    day.check_reopening(centre_uai, made=len(parcels), left=left)
    candidate_acts.reopen_centre_day(paper=paper, centre_uai=centre_uai)
    # What was not found is looked for again at the next closing, whose counts are made anew.
    lost = list(consignments.left_out_at(paper.pk, centre_uai))
    parcel_acts.bring_back(centre_uai=centre_uai, numbers=lost, by=by, at=at)
    # A box that is closed says how many numbers lay between its ends: one that is settled later would stand out.
    open_boxes(centre_uai=centre_uai, refs=list(queries.boxes_of_centre(paper, centre_uai)))
    numbers = list(scripts.in_hand_of_centre(paper.pk, centre_uai))
    custody.unnumber(refs=numbers, spot=Spot(Place.EXAM_CENTRE, centre_uai))
    script_acts.unsettle_centre(paper_id=paper.pk, centre_uai=centre_uai)
    ask_erasing(at)
    audit.record(subject=candidates.day_subject(paper, centre_uai), fact=day.DayReopened(reason), by=by, at=at)


def _content_by_number(paper: Paper, centre_uai: str, key: Key) -> dict[str, Settled]:
    sealer = queries.sealer_of(paper, key)
    pupil_key = key.sub_key(PUPIL_KEY)
    salt = token_bytes(SALT_BYTES)
    rows = {
        row.entry_id: row
        for row in candidates.entry_rows(paper, exams.on_site_specialties(paper, paper.starts_at), centre_uai)
    }
    settled = {
        number: Settled("", ScriptKind.SPARE, pupil_token(pupil_key, number, "", salt))
        for number in scripts.numbers_of_centre(paper.pk, centre_uai)
    }
    for entry_id, number in queries.numbers_of_entries(sealer, rows).items():
        row = rows[entry_id]
        kind = number_rules.KINDS[Attendance(row.attendance)]
        settled[number] = Settled(row.specialty_code, kind, pupil_token(pupil_key, number, row.origin_uai, salt))
    return settled


@transaction.atomic
def pack_counted(
    *,
    paper: Paper,
    centre_uai: str,
    route: RouteFacts,
    counts: Mapping[str, int],
    seen: Mapping[str, int],
    gap_reason: str = "",
    seal: str = "",
    by: Actor,
    at: datetime,
) -> Parcel:
    """Pack scripts that are counted by specialty, as the register says once its day is closed.

    Raise DayNotClosedYet, and what `consignments.services.pack_counted_unchecked_day` refuses.
    """
    # Whoever opens the day again waits here, and then finds the parcel.
    candidates.hold_whoever_is_expected(paper, centre_uai)
    if not candidates.is_day_closed(paper.pk, centre_uai):
        raise number_rules.DayNotClosedYet(centre=centre_uai)
    return parcel_acts.pack_counted_unchecked_day(
        paper=paper,
        centre_uai=centre_uai,
        route=route,
        counts=counts,
        register=candidates.handed_in_at(paper.pk, centre_uai),
        seen=seen,
        gap_reason=gap_reason,
        seal=seal,
        by=by,
        at=at,
    )
