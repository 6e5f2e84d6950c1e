"""What every act on a register begins with, its lines held, its day open; and how lines leave it."""

from collections.abc import Collection

from django.db.models import ProtectedError

from massicot.candidates import queries, rules
from massicot.candidates.models import CheckFinding, Entry
from massicot.candidates.rules import elsewhere
from massicot.exams import queries as exams
from massicot.exams.queries import Paper


def check_day_open(paper: Paper, centre_uai: str) -> None:
    """Refuse to change a register whose day is closed; its lines are held already, and so are they by who closes it."""
    if queries.is_day_closed(paper.pk, centre_uai):
        raise rules.DayIsClosed(paper=paper.code, centre=centre_uai)


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
            raise rules.NotedAtSeat(candidates=_named(noted)) from error
        kept = {getattr(row, "entry_id", 0) for row in error.protected_objects}
        raise rules.NamedInReport(candidates=_named(kept)) from error


def _named(entry_ids: Collection[int]) -> str:
    rows = Entry.objects.filter(pk__in=entry_ids).order_by("candidate__candidate_number")
    return ", ".join(rows.values_list("candidate__candidate_number", flat=True))
