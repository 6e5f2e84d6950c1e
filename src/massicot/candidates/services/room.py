"""Acts on a whole room: confirmed, counted again, its confirmation taken back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from massicot.audit import services as audit
from massicot.candidates import queries, rules
from massicot.candidates.models import Entry, RoomCount
from massicot.candidates.rules import Attendance, AttendanceSource, RoomLine
from massicot.candidates.services.holding import hold_open_room
from massicot.core.actor import Actor
from massicot.exams.queries import Paper
from massicot.store.swap import swap_one


@transaction.atomic
def confirm_room(
    *,
    paper: Paper,
    centre_uai: str,
    room: str,
    others_present: int,
    counted: int,
    gap_reason: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Confirm the register of a room: all the others, so many as the page showed, are present; and count its scripts.

    Raise DayIsClosed, RoomUnknown, RoomConfirmedAlready, OthersChanged, or RoomCountDiffers unless the difference is
    signed with a reason.
    """
    entries = hold_open_room(paper, centre_uai, room)
    lines = queries.lines_of(entries)
    register = rules.tally(line.word for line in lines)
    rules.check_open_room(room, register, queries.room_counts(paper.pk, centre_uai).get(room))
    rules.check_others(room, register.not_keyed, others_present)
    rules.check_room_count(room, lines, counted, gap_reason)
    _settle_others(entries, lines)
    hand = rules.hand_count(register.scripts + register.not_keyed, counted, gap_reason, by.login)
    RoomCount.objects.update_or_create(paper=paper, centre_uai=centre_uai, room=room, defaults=hand._asdict())
    fact = rules.room_confirmed(room, lines, counted, gap_reason.strip())
    audit.record(subject=queries.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


@transaction.atomic
def take_back_confirmation(*, paper: Paper, centre_uai: str, room: str, reason: str, by: Actor, at: datetime) -> None:
    """Take the confirmation of a room back: the others are to be keyed again, what was keyed or scanned stays.

    Raise DayIsClosed, RoomUnknown, RoomNotConfirmed or CorrectionReasonMissing.
    """
    rules.check_reason(reason)
    entries = hold_open_room(paper, centre_uai, room)
    counted = queries.room_counts(paper.pk, centre_uai).get(room)
    if counted is None:
        raise rules.RoomNotConfirmed(room=rules.room_title(room))
    RoomCount.objects.filter(paper=paper, centre_uai=centre_uai, room=room).delete()
    others = Entry.objects.filter(pk__in=[entry.pk for entry in entries], source=AttendanceSource.OTHERS)
    taken_back = others.update(attendance=Attendance.NOT_KEYED, source=AttendanceSource.NOTHING)
    fact = rules.ConfirmationTakenBack(room, taken_back, counted, reason.strip())
    audit.record(subject=queries.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


@transaction.atomic
def count_room(
    *, paper: Paper, centre_uai: str, room: str, counted: int, gap_reason: str = "", by: Actor, at: datetime
) -> None:
    """Count the scripts of a confirmed room again, after its register changed.

    Raise DayIsClosed, RoomUnknown, RoomNotConfirmed, or RoomCountDiffers unless the difference is signed with a reason.
    """
    lines = queries.lines_of(hold_open_room(paper, centre_uai, room))
    register = rules.tally(line.word for line in lines)
    if register.not_keyed:
        raise rules.RoomNotConfirmed(room=rules.room_title(room))
    rules.check_room_count(room, lines, counted, gap_reason)
    confirmed = RoomCount.objects.filter(paper=paper, centre_uai=centre_uai, room=room)
    hand = rules.hand_count(register.scripts, counted, gap_reason, by.login)
    swap_one(confirmed, rules.RoomNotConfirmed(room=rules.room_title(room)), **hand._asdict())
    fact = rules.RoomCounted(room, counted, gap_reason.strip())
    audit.record(subject=queries.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


def _settle_others(entries: Sequence[Entry], lines: Sequence[RoomLine]) -> None:
    """Make the others present; where labels were scanned, write every line anew in the order of the entries."""
    others = [entry.pk for entry in entries if entry.attendance == Attendance.NOT_KEYED]
    Entry.objects.filter(pk__in=others).update(attendance=Attendance.PRESENT, source=AttendanceSource.OTHERS)
    if any(line.source is AttendanceSource.LABEL for line in lines):
        for entry in entries:
            # PostgreSQL keeps rows as they were written last, and that was the order of the numbers in hand.
            Entry.objects.filter(pk=entry.pk).update(source=F("source"))
