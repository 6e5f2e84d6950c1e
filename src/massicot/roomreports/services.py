"""Acts on room reports: incidents noted and taken back, a report signed and opened again, an incident followed."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.candidates import queries as candidates
from massicot.candidates import rules as register
from massicot.candidates import services as attendance
from massicot.candidates.queries import Entry
from massicot.candidates.rules.checks import Scrutiny
from massicot.core.actor import Actor
from massicot.core.spelling import visible_text
from massicot.documents import room_report
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.roomreports import queries, rules
from massicot.roomreports.models import IncidentStep, RoomIncident, RoomReport
from massicot.roomreports.rules import FollowUp, IncidentKind, ReportSeen, ReportTyped, RoomIncidentTyped
from massicot.store.writes import swap_one


@transaction.atomic
def note_incident(
    *, paper: Paper, centre_uai: str, room: str, incident: RoomIncidentTyped, by: Actor, at: datetime
) -> RoomIncident:
    """Note what happened in a room, at a seat or at none.

    Raise RoomNotBegun, WhatHappenedMissing, TextNamesNumber, SeatWanted, RoomUnknown, SeatOfOtherRoom or
    ReportIsSigned.
    """
    rules.check_incident(incident, exams.local(paper, paper.starts_at), at)
    entries = candidates.hold_room(paper, centre_uai, room)
    _check_not_signed(paper, centre_uai, room)
    entry = _entry_of(entries, incident.candidate, room)
    row = RoomIncident.objects.create(
        paper=paper,
        centre_uai=centre_uai,
        room=room,
        entry=entry,
        kind=incident.kind,
        text=incident.text.strip(),
        noted_at=at,
        noted_by=by.login,
    )
    fact = rules.IncidentNoted(room, incident.kind.value, incident.candidate)
    audit.record(subject=candidates.day_subject(paper, centre_uai), fact=fact, by=by, at=at)
    return row


@transaction.atomic
def take_back_incident(*, paper: Paper, centre_uai: str, room: str, incident_id: int, by: Actor, at: datetime) -> None:
    """Take back an incident that was noted by mistake, of a report that is not signed; what was said of it goes too.

    Nobody need be listed in the room any more. Raise ReportIsSigned, IncidentUnknown or IncidentIsFollowed.
    """
    candidates.hold_whoever_is_expected(paper, centre_uai)
    _check_not_signed(paper, centre_uai, room)
    here = queries.reported_rows(paper.pk, centre_uai).filter(pk=incident_id, room=room)
    row = here.select_related("entry__candidate").select_for_update(of=("self",)).first()
    if row is None:
        raise rules.IncidentUnknown
    if row.standing not in rules.RETURNABLE:
        raise rules.IncidentIsFollowed
    fact = rules.IncidentTakenBack(room, row.kind, _candidate_of(row))
    # Each word and its reason stay in the journal.
    row.steps.all().delete()
    row.delete()
    audit.record(subject=candidates.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


@transaction.atomic
def note_finding(
    *,
    paper: Paper,
    centre_uai: str,
    room: str,
    candidate_number: str,
    check: Scrutiny,
    text: str,
    by: Actor,
    at: datetime,
) -> RoomIncident:
    """Note what is not in order at a seat as a room is checked: the office follows it to an end, as an incident.

    Raise what `note_finding_untold_office` raises.
    """
    found = attendance.note_finding_untold_office(
        paper=paper,
        centre_uai=centre_uai,
        room=room,
        candidate_number=candidate_number,
        check=check,
        text=text,
        by=by,
        at=at,
    )
    return RoomIncident.objects.create(
        paper=paper,
        centre_uai=centre_uai,
        room=room,
        entry_id=found.entry_id,
        kind=IncidentKind.CHECK,
        text=found.text,
        noted_at=at,
        noted_by=by.login,
        finding=found,
    )


@transaction.atomic
def take_back_finding(*, paper: Paper, centre_uai: str, room: str, finding_id: int, by: Actor, at: datetime) -> None:
    """Take back what was noted at a seat and is not so, and what the office said of it if that is a mistake.

    Raise FindingIsFollowed, CheckedTooLate or FindingGone.
    """
    here = RoomIncident.objects.filter(finding_id=finding_id, paper=paper, centre_uai=centre_uai)
    row = here.select_for_update(of=("self",)).first()
    if row is not None:
        if row.standing not in rules.RETURNABLE:
            raise rules.FindingIsFollowed
        row.steps.all().delete()
        row.delete()
    attendance.take_back_finding_untold_office(
        paper=paper, centre_uai=centre_uai, room=room, finding_id=finding_id, by=by, at=at
    )


@transaction.atomic
def sign_report(
    *, paper: Paper, centre_uai: str, room: str, typed: ReportTyped, seen: ReportSeen, by: Actor, at: datetime
) -> RoomReport:
    """Sign the report of a room by two, with the incidents and late arrivals that the page showed, or with none.

    Raise TimesImpossible, InvigilatorsMissing, TextNamesNumber, SignedByOne, RoomUnknown, ReportIsSigned,
    RoomNotConfirmedYet, IncidentsChanged or LateArrivalsChanged.
    """
    rules.check_signed(typed, exams.local(paper, paper.starts_at), at)
    entries = candidates.hold_room(paper, centre_uai, room)
    _check_not_signed(paper, centre_uai, room)
    title = register.room_title(room)
    if not candidates.room_state(paper.pk, centre_uai, room).is_confirmed:
        raise rules.RoomNotConfirmedYet(room=title)
    noted = queries.reported_rows(paper.pk, centre_uai).filter(room=room).count()
    rules.check_seen(title, seen, ReportSeen(noted, sum(entry.minutes_late is not None for entry in entries)))
    columns = {
        "started_at": typed.started_at,
        "ended_at": typed.ended_at,
        "invigilators": "\n".join(typed.invigilators),
        "written_by": typed.written_by.strip(),
        "countersigned_by": typed.countersigned_by.strip(),
        "sheet": typed.sheet,
        "incidents": seen.incidents,
        "late": seen.late,
        "is_signed": True,
        "signed_at": at,
        "keyed_by": by.login,
    }
    row, _ = RoomReport.objects.update_or_create(paper=paper, centre_uai=centre_uai, room=room, defaults=columns)
    fact = rules.ReportSigned(
        room=room,
        incidents=seen.incidents,
        late=seen.late,
        sheet=typed.sheet.value,
        first=row.written_by,
        second=row.countersigned_by,
    )
    audit.record(subject=candidates.day_subject(paper, centre_uai), fact=fact, by=by, at=at)
    return row


@transaction.atomic
def reopen_report(*, paper: Paper, centre_uai: str, room: str, reason: str, by: Actor, at: datetime) -> None:
    """Open a signed report again, with a reason: what was typed stays, to be corrected and signed anew.

    Raise ReasonToReopenMissing, TextNamesNumber, RoomUnknown or ReportNotSigned.
    """
    if not visible_text(reason):
        raise rules.ReasonToReopenMissing
    rules.check_text(reason)
    candidates.hold_room(paper, centre_uai, room)
    signed = RoomReport.objects.filter(paper=paper, centre_uai=centre_uai, room=room, is_signed=True)
    swap_one(signed, rules.ReportNotSigned(room=register.room_title(room)), is_signed=False)
    fact = rules.ReportReopened(room, reason.strip())
    audit.record(subject=candidates.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


@transaction.atomic
def follow_incident(
    *, paper: Paper, incident_id: int, seen: FollowUp, word: FollowUp, reason: str, by: Actor, at: datetime
) -> None:
    """Say what the office does with an incident; `seen` is the word that the page showed.

    Raise IncidentUntouched, FollowUpReasonMissing, TextNamesNumber, IncidentUnknown or IncidentFollowedMeanwhile.
    """
    rules.check_follow_up(seen, word, reason)
    # Nobody destroys a script meanwhile, or a mark sheet, that a fraud file keeps.
    exams.hold_papers(paper.session)
    row = queries.find_incident(incident_id, paper.pk)
    if row is None:
        raise rules.IncidentUnknown
    stands = RoomIncident.objects.filter(pk=row.pk, standing=seen)
    swap_one(stands, rules.IncidentFollowedMeanwhile(), standing=word)
    IncidentStep.objects.create(incident=row, word=word, reason=reason.strip(), said_at=at, said_by=by.login)
    fact = rules.IncidentFollowed(row.room, row.kind, _candidate_of(row), word.value, reason.strip())
    audit.record(subject=candidates.day_subject(paper, row.centre_uai), fact=fact, by=by, at=at)


def print_reports(*, paper: Paper, centre_uai: str, rooms: Collection[str] | None = None) -> bytes:
    """Print the reports of a centre's rooms, of these or of all: blank, or clean once signed; raise CentreUnknown."""
    return room_report.make_room_reports(queries.reports_document(paper, centre_uai, rooms))


def _check_not_signed(paper: Paper, centre_uai: str, room: str) -> None:
    report = queries.report_of(paper.pk, centre_uai, room)
    if report is not None and report.is_signed:
        title = register.room_title(room)
        raise rules.ReportIsSigned(room=title, first=report.written_by, second=report.countersigned_by)


def _entry_of(entries: list[Entry], candidate: str, room: str) -> Entry | None:
    if not candidate:
        return None
    for entry in entries:
        if entry.candidate.candidate_number == candidate:
            return entry
    raise rules.SeatOfOtherRoom(candidate=candidate, room=register.room_title(room))


def _candidate_of(row: RoomIncident) -> str:
    return row.entry.candidate.candidate_number if row.entry else ""
