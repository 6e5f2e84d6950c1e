"""Acts of whoever checks the scripts of a room before the headers are cut."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.candidates.models import CheckFinding, Entry, LabelCompared, RoomCheck
from massicot.candidates.queries import checks as check_reads
from massicot.candidates.queries import day
from massicot.candidates.rules import checks as rules
from massicot.candidates.rules.attendance import room_title
from massicot.candidates.rules.candidates import CandidateUnknown
from massicot.candidates.rules.checks import CheckDone, Scrutiny
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.exams.queries import Paper


@transaction.atomic
def check_scripts(
    *, paper: Paper, centre_uai: str, room: str, checks: Sequence[Scrutiny], by: Actor, at: datetime
) -> list[Scrutiny]:
    """Say that the scripts of a room were checked, and give what nobody had said yet of it.

    That they were counted is left open while the register of the room does not bear it. Raise CheckedTooSoon,
    RoomUnknown, CheckedTooLate, CheckedAlready or CountedTooSoon.
    """
    _hold_written(paper, centre_uai, room, at)
    is_counted = day.room_state(paper.pk, centre_uai, room).is_counted
    before = _checks_in(paper, centre_uai, room).items()
    done = {check: one for check, one in before if rules.stands(check, is_counted=is_counted)}
    made = rules.plan_checks(room_title(room), checks, done, is_counted=is_counted)
    _write(paper, centre_uai, room, made, CheckDone(by.login, at))
    fact = rules.RoomChecked(room, made)
    audit.record(subject=day.day_subject(paper, centre_uai), fact=fact, by=by, at=at)
    return made


@transaction.atomic
def compare_labels(
    *, paper: Paper, centre_uai: str, room: str, stuck_by: str, compared_by: str, by: Actor, at: datetime
) -> None:
    """Say that a second person compared each label of a room with the candidate in the header.

    Once that was said, it is said again of those alone who came to the room since.

    Raise CheckedTooSoon, RoomUnknown, CheckedTooLate, CheckedAlready, CheckersMissing, ReasonNamesScript or
    ComparedByOne.
    """
    _hold_written(paper, centre_uai, room, at)
    before = _checks_in(paper, centre_uai, room).get(Scrutiny.LABELS)
    numbered = exams.on_site_specialties(paper, paper.starts_at)
    compared = check_reads.not_compared(paper.pk, centre_uai, room, numbered)
    rules.check_comparable(room_title(room), before, len(compared))
    rules.check_compared(stuck_by, compared_by)
    done = CheckDone(by.login, at, stuck_by.strip(), compared_by.strip())
    (check,) = _write(paper, centre_uai, room, [Scrutiny.LABELS], done)
    LabelCompared.objects.filter(entry__in=compared).delete()
    LabelCompared.objects.bulk_create(LabelCompared(entry=entry, check_made=check) for entry in compared)
    anew = sorted(entry.candidate.candidate_number for entry in compared) if before else []
    fact = rules.RoomChecked(room, [Scrutiny.LABELS], done.stuck_by, done.compared_by, anew)
    audit.record(subject=day.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


@transaction.atomic
def take_back_check(*, paper: Paper, centre_uai: str, room: str, check: Scrutiny, by: Actor, at: datetime) -> None:
    """Take back a check that was pressed by mistake; raise RoomUnknown, CheckedTooLate or NotChecked."""
    _hold_uncut(paper, centre_uai, room)
    rows = RoomCheck.objects.filter(paper=paper, centre_uai=centre_uai, room=room, kind=check)
    if not rows.delete()[0]:
        raise rules.NotChecked(room=room_title(room))
    fact = rules.CheckTakenBack(room, check)
    audit.record(subject=day.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


@transaction.atomic
def note_finding_untold_office(
    *,
    paper: Paper,
    centre_uai: str,
    room: str,
    candidate_number: str,
    check: Scrutiny,
    text: str,
    by: Actor,
    at: datetime,
) -> CheckFinding:
    """Note what is not in order at a seat, and what was done; no list of the office has it.

    Raise CheckedTooSoon, RoomUnknown, CheckedTooLate, FindingEmpty or ReasonNamesScript; CandidateUnknown for somebody
    who does not sit in the room.
    """
    entries = _hold_written(paper, centre_uai, room, at)
    rules.check_finding(text)
    entry = next((entry for entry in entries if entry.candidate.candidate_number == candidate_number), None)
    if entry is None:
        raise CandidateUnknown(candidate=candidate_number, centre=centre_uai, paper=paper.code)
    found = CheckFinding.objects.create(entry=entry, kind=check, text=text.strip(), noted_by=by.login, noted_at=at)
    fact = rules.FindingNoted(room, candidate_number, check, text.strip())
    audit.record(subject=day.day_subject(paper, centre_uai), fact=fact, by=by, at=at)
    return found


@transaction.atomic
def take_back_finding_untold_office(
    *, paper: Paper, centre_uai: str, room: str, finding_id: int, by: Actor, at: datetime
) -> None:
    """Take back what was noted at a seat and is not so; raise CheckedTooLate or FindingGone."""
    _hold_uncut(paper, centre_uai, room)
    found = [row for row in check_reads.findings_of_room(paper.pk, centre_uai, room) if row.pk == finding_id]
    if not found:
        raise rules.FindingGone(room=room_title(room))
    fact = rules.FindingTakenBack(room, found[0].entry.candidate.candidate_number, found[0].kind)
    CheckFinding.objects.filter(pk=finding_id).delete()
    audit.record(subject=day.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


def _hold_written(paper: Paper, centre_uai: str, room: str, at: datetime) -> list[Entry]:
    """Hold everybody expected in a room that has begun and whose headers are not cut."""
    rules.check_begun(exams.local(paper, paper.starts_at), at)
    return _hold_uncut(paper, centre_uai, room)


def _hold_uncut(paper: Paper, centre_uai: str, room: str) -> list[Entry]:
    """Hold everybody expected in a room whose headers are not cut; raise RoomUnknown or CheckedTooLate."""
    entries = day.hold_room(paper, centre_uai, room)
    if day.is_day_closed(paper.pk, centre_uai):
        raise rules.CheckedTooLate(room=room_title(room))
    return entries


def _checks_in(paper: Paper, centre_uai: str, room: str) -> dict[Scrutiny, CheckDone]:
    done = check_reads.checks_of_room(paper.pk, centre_uai, room)
    return {
        check: CheckDone(row.done_by, exams.local(paper, row.done_at), row.stuck_by, row.compared_by)
        for check, row in done.items()
    }


def _write(paper: Paper, centre_uai: str, room: str, checks: Sequence[Scrutiny], done: CheckDone) -> list[RoomCheck]:
    # A count that the register does not make any more gives way to the one that is said now.
    counted = [check for check in checks if check is Scrutiny.COUNTED]
    RoomCheck.objects.filter(paper=paper, centre_uai=centre_uai, room=room, kind__in=counted).delete()
    return RoomCheck.objects.bulk_create(
        RoomCheck(
            paper=paper,
            centre_uai=centre_uai,
            room=room,
            kind=check,
            done_by=done.done_by,
            done_at=done.done_at,
            stuck_by=done.stuck_by,
            compared_by=done.compared_by,
        )
        for check in checks
    )
