"""Acts on a centre's day: its registers held, signed, closed and opened again; more labels asked for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError, QuerySet

from massicot.audit import services as audit
from massicot.audit.rules import Fact
from massicot.candidates.models import CentreDay, CheckFinding, Entry, NumbersAsked, RoomCount
from massicot.candidates.queries import day as queries
from massicot.candidates.rules import attendance, candidates, elsewhere
from massicot.candidates.rules import day as day_rules
from massicot.candidates.rules.day import ClosingCounts
from massicot.core.actor import Actor
from massicot.core.refused import N_
from massicot.core.spelling import visible_text
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.store.writes import swap_one

Seated = Mapping[int, frozenset[int]]
"""Rooms with a signed difference, by their count, and who is expected there."""


def void_signature(paper_id: int, centre_uai: str, room: str) -> None:
    """Take back what was signed in a room whose words change; the act that changes them tells the journal."""
    _void(RoomCount.objects.filter(paper_id=paper_id, centre_uai=centre_uai, room=room))


def signed_rooms(paper_ids: Collection[int]) -> Seated:
    """List the rooms of some papers whose difference is signed, to be compared after people were moved."""
    signed = RoomCount.objects.filter(paper_id__in=paper_ids).exclude(gap_reason="")
    return {count.pk: _entries_in_room(count) for count in signed}


def void_moved(before: Seated) -> None:
    """Take back what was signed in the rooms where other people are expected than before."""
    changed = [
        count.pk for count in RoomCount.objects.filter(pk__in=before) if _entries_in_room(count) != before[count.pk]
    ]
    _void(RoomCount.objects.filter(pk__in=changed))


def _entries_in_room(count: RoomCount) -> frozenset[int]:
    where = {"paper_id": count.paper_id, "centre_uai": count.centre_uai, "room": count.room}
    return frozenset(Entry.objects.filter(**where, is_mark_kept=False).values_list("pk", flat=True))


def _void(counts: QuerySet[RoomCount]) -> None:
    counts.exclude(gap_reason="").update(gap_reason="", gap_signed_by="")


def check_day_open(paper: Paper, centre_uai: str) -> None:
    """Refuse to change a register whose day is closed; its lines are held already, and so are they by who closes it."""
    if queries.is_day_closed(paper.pk, centre_uai):
        raise attendance.DayIsClosed(paper=paper.code, centre=centre_uai)


def check_sits_here(entry: Entry) -> None:
    """Refuse to change the line of a candidate who sits in another centre."""
    if entry.sits_at:
        centre = exams.institution_name(entry.sits_at)
        raise elsewhere.SitsElsewhere(candidate=entry.candidate.candidate_number, centre=centre)


def hold_line(paper: Paper, centre_uai: str, candidate_number: str) -> Entry:
    """Hold the line of a candidate who sits in a centre whose day is open.

    Raise CandidateUnknown, DayIsClosed or SitsElsewhere.
    """
    entry = queries.hold_candidate(paper, centre_uai, candidate_number)
    check_day_open(paper, centre_uai)
    check_sits_here(entry)
    return entry


def hold_open_day(paper: Paper, centre_uai: str) -> list[Entry]:
    """Hold everybody expected in a centre whose day is open; raise CentreUnknown or DayIsClosed."""
    entries = queries.hold_entries(paper, centre_uai)
    check_day_open(paper, centre_uai)
    return entries


def hold_open_room(paper: Paper, centre_uai: str, room: str) -> list[Entry]:
    """Hold everybody expected in a room of a centre whose day is open; raise RoomUnknown or DayIsClosed."""
    entries = queries.hold_room(paper, centre_uai, room)
    check_day_open(paper, centre_uai)
    return entries


def remove_lines(entry_ids: Collection[int]) -> None:
    """Take lines off a register, inside the act that says why; raise NotedAtSeat or NamedInReport."""
    try:
        Entry.objects.filter(pk__in=entry_ids).delete()
    except ProtectedError as error:
        noted = {row.entry_id for row in error.protected_objects if isinstance(row, CheckFinding)}
        if noted:
            raise candidates.NotedAtSeat(candidates=_candidate_numbers(noted)) from error
        kept = {getattr(row, "entry_id", 0) for row in error.protected_objects}
        raise candidates.NamedInReport(candidates=_candidate_numbers(kept)) from error


def _candidate_numbers(entry_ids: Collection[int]) -> str:
    rows = Entry.objects.filter(pk__in=entry_ids).order_by("candidate__candidate_number")
    return ", ".join(rows.values_list("candidate__candidate_number", flat=True))


@transaction.atomic
def close_centre_day(
    *,
    paper: Paper,
    centre_uai: str,
    specialties: Collection[str],
    items_in_hand: int,
    labels_used: int,
    strips_boxed: int,
    gap_reason: str,
    at: datetime,
) -> None:
    """Close a centre's day on its typed counts; `specialties` are those whose scripts are numbered.

    Raise CentreUnknown, DayIsClosed, NotAllKeyed; RoomsNotCounted or CountsDiffer unless a reason signs the difference.
    """
    exams.share_paper(paper)
    entries = hold_open_day(paper, centre_uai)
    rooms = queries.tally_rooms((entry.room, entry.attendance) for entry in entries)
    day_rules.check_all_keyed(centre_uai, rooms)
    counts = ClosingCounts(items_in_hand, labels_used, strips_boxed)
    if not visible_text(gap_reason):
        expected = sum(entry.specialty_code in specialties for entry in entries)
        mixed = {entry.room for entry in entries if entry.specialty_code not in specialties}
        hands = queries.hand_counts(paper.pk, centre_uai)
        day_rules.check_closing(centre_uai, rooms, hands, expected, counts, mixed=mixed)
    _write_closing(paper, centre_uai, counts, at)


@transaction.atomic
def reopen_centre_day(*, paper: Paper, centre_uai: str) -> None:
    """Open a closed day again, its typed counts kept until it is closed anew; raise DayNotClosed."""
    closed = CentreDay.objects.filter(paper=paper, centre_uai=centre_uai, is_closed=True)
    swap_one(closed, attendance.DayNotClosed(paper=paper.code, centre=centre_uai), is_closed=False)


def _write_closing(paper: Paper, centre_uai: str, counts: ClosingCounts, at: datetime) -> None:
    values = {
        "items_in_hand": counts.items_in_hand,
        "labels_used": counts.labels_used,
        "strips_boxed": counts.strips_boxed,
        "is_closed": True,
        "closed_at": at,
    }
    day, is_new = CentreDay.objects.get_or_create(paper=paper, centre_uai=centre_uai, defaults=values)
    if not is_new:
        opened = CentreDay.objects.filter(pk=day.pk, is_closed=False)
        swap_one(opened, attendance.DayIsClosed(paper=paper.code, centre=centre_uai), **values)


@dataclass(frozen=True, slots=True)
class NumbersWanted(Fact):
    journal_word = N_("more numbers asked by a centre")
    centre: str


@transaction.atomic
def ask_for_numbers_unchecked_reserve(*, paper: Paper, centre_uai: str, by: Actor, at: datetime) -> None:
    """Ask the office for more numbers, were labels left; lower service of the act that counts them.

    Asked twice, it is one request. Raise CentreUnknown or DayIsClosed.
    """
    hold_day_for_numbers(paper, centre_uai)
    place = {"paper": paper, "centre_uai": centre_uai, "answered_at": None}
    _, is_new = NumbersAsked.objects.get_or_create(**place, defaults={"asked_by": by.login, "asked_at": at})
    if is_new:
        audit.record(subject=queries.day_subject(paper, centre_uai), fact=NumbersWanted(centre_uai), by=by, at=at)


def answer_numbers_asked(*, paper: Paper, centre_uai: str, at: datetime) -> None:
    """Close the request of a centre, if there is one: its numbers are drawn. The outer act writes the journal line."""
    NumbersAsked.objects.filter(paper=paper, centre_uai=centre_uai, answered_at=None).update(answered_at=at)


def hold_day_for_numbers(paper: Paper, centre_uai: str) -> None:
    """Hold the register of a centre, were it empty, and refuse one whose day is closed: its numbers are settled."""
    queries.hold_whoever_is_expected(paper, centre_uai)
    check_day_open(paper, centre_uai)
