"""Reminders written: what the areas say of each paper, what the rule makes of it, a letter to each head concerned."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.conf import settings

from massicot.accounts import queries as accounts
from massicot.batches import queries as batches
from massicot.candidates import queries as candidates
from massicot.consignments import queries as parcels
from massicot.consignments.queries import Parcel
from massicot.core.actor import SYSTEM, Role
from massicot.documents import mails
from massicot.documents.mails import Mail
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.markers import queries as markers
from massicot.marks import queries as marks
from massicot.marks.rules import BatchStanding
from massicot.post import queries as post_queries
from massicot.post import services as post
from massicot.post.rules import AddressMalformed
from massicot.post.rules import reminders as rule
from massicot.post.rules.reminders import (
    CentreFacts,
    MarkerFacts,
    OutFacts,
    PaperFacts,
    ParcelFacts,
    Reminder,
    ReminderKind,
)
from massicot.results import queries as results

WATCHED_AFTER = timedelta(days=30)
"""How long after its last day a paper is still looked at."""


_WITHOUT_LOCK = (BatchStanding.COMPLETE, BatchStanding.DIFFERING)
"""Standings of a batch that waits for its marker alone, who locks it, settling first what differs."""


def write_due(at: datetime) -> int:
    """Write every reminder that is due and not written yet; return how many."""
    return sum(
        _write(paper, reminder, email, at)
        for paper in _papers_watched(at)
        for reminder in rule.reminders_due(_facts(paper, at), exams.zone_of(paper.session), at)
        for email in _recipients(paper, reminder)
    )


def _papers_watched(at: datetime) -> Iterator[Paper]:
    for session in exams.sessions_at_work():
        for paper in exams.papers_of(session):
            if paper.ends_at <= at <= paper.entry_closes_at + WATCHED_AFTER:
                yield paper


def _facts(paper: Paper, at: datetime) -> PaperFacts:
    despatched = parcels.parcels_of(paper.pk)
    return PaperFacts(
        subject=f"{paper.session.code}/{paper.code}",
        ends_at=paper.ends_at,
        due_at=exams.due_at(paper),
        centres=_centres(paper, despatched),
        parcels=[_on_its_way(parcel) for parcel in despatched if parcel.sent_at and not parcel.arrived_at],
        out=list(_out(paper, at)),
        markers=_markers(paper, at) if settings.MASSICOT_EMAIL_URL and at >= paper.entry_opens_at else (),
    )


def _centres(paper: Paper, despatched: list[Parcel]) -> list[CentreFacts]:
    closed = candidates.closing_counts(paper.pk)
    to_pack = results.still_to_pack(paper)
    waiting = to_pack.keys() | {parcel.centre_uai for parcel in despatched if not parcel.has_left}
    return [
        CentreFacts(uai, uai in closed, uai in closed and uai not in waiting) for uai in candidates.centres_of(paper)
    ]


def _on_its_way(parcel: Parcel) -> ParcelFacts:
    return ParcelFacts(parcel.code, parcel.destination_uai, parcel.sent_at or parcel.due_at)


def _out(paper: Paper, at: datetime) -> Iterator[OutFacts]:
    for uai in {batch.centre_uai for batch in batches.batches_of(paper.pk)}:
        stays = batches.still_out(paper, uai, at)
        if stays:
            yield OutFacts(uai, [stay.code for stay in stays], min(stay.since for stay in stays))


def _markers(paper: Paper, at: datetime) -> list[MarkerFacts]:
    """Group the batches that are not locked by who holds them, or held them last, and by when they close."""
    by_closing: dict[tuple[str, datetime], list[tuple[str, bool]]] = {}
    rows = list(marks.without_lock(batches.named_rows(paper.pk)))
    for row in marks.add_standings(rows, paper, at):
        if row.taker:
            by_closing.setdefault((row.taker, row.closes_at), []).append((row.code, row.standing in _WITHOUT_LOCK))
    return [
        MarkerFacts(
            taker,
            exams.local(paper, closes_at),
            [code for code, _ in pairs],
            [code for code, is_complete in pairs if is_complete],
        )
        for (taker, closes_at), pairs in by_closing.items()
    ]


def _recipients(paper: Paper, reminder: Reminder) -> list[str]:
    return _marker(paper, reminder.marker) if reminder.marker else _heads(reminder)


def _marker(paper: Paper, identifier: str) -> list[str]:
    marker = markers.markers_by_identifier(paper.session_id, {identifier}).get(identifier)
    return [marker.email] if marker and marker.email else []


def _heads(reminder: Reminder) -> list[str]:
    role = Role.EXAM_CENTRE if reminder.kind in rule.TO_EXAM_CENTRES else Role.MARKING_CENTRE
    return accounts.emails_with_role(role, reminder.uai) if reminder.uai else []


def _write(paper: Paper, reminder: Reminder, email: str, at: datetime) -> bool:
    if post_queries.is_written(reminder.occasion, email):
        return False
    mail = _MAILS[reminder.kind](paper, reminder)
    try:
        post.write_letter(to=email, subject=mail.subject, body=mail.body, occasion=reminder.occasion, by=SYSTEM, at=at)
    except AddressMalformed:
        return False  # a marker imported without a good address is called by their centre
    return True


def _title(paper: Paper) -> str:
    return f"{paper.code} ({paper.session.code})"


def _address() -> str:
    return f"{settings.MASSICOT_BASE_URL}/"


def _day_open(paper: Paper, reminder: Reminder) -> Mail:
    return mails.day_open(_title(paper), exams.institution_name(reminder.uai), _address())


def _deadline_near(paper: Paper, reminder: Reminder) -> Mail:
    due_at = exams.local(paper, exams.due_at(paper))
    return mails.deadline_near(_title(paper), exams.institution_name(reminder.uai), due_at, _address())


def _deadline_passed(paper: Paper, reminder: Reminder) -> Mail:
    due_at = exams.local(paper, exams.due_at(paper))
    return mails.deadline_passed(_title(paper), exams.institution_name(reminder.uai), due_at, _address())


def _parcel_late(paper: Paper, reminder: Reminder) -> Mail:
    sent_at = exams.local(paper, reminder.due_at - rule.PARCEL_LATE_AFTER)
    return mails.parcel_late(_title(paper), reminder.codes[0], sent_at, _address())


def _batches_out(paper: Paper, reminder: Reminder) -> Mail:
    return mails.batches_out(_title(paper), reminder.codes, _address())


def _batches_complete(paper: Paper, reminder: Reminder) -> Mail:
    return mails.complete_unlocked(_title(paper), reminder.codes, _closing(paper, reminder))


def _closing_near(paper: Paper, reminder: Reminder) -> Mail:
    return mails.closing_near(_title(paper), reminder.codes, _closing(paper, reminder))


def _closed_unlocked(paper: Paper, reminder: Reminder) -> Mail:
    return mails.closed_unlocked(_title(paper), reminder.codes, _closing(paper, reminder))


def _closing(paper: Paper, reminder: Reminder) -> datetime:
    return exams.local(paper, reminder.closes_at or paper.entry_closes_at)


_MAILS: dict[ReminderKind, Callable[[Paper, Reminder], Mail]] = {
    ReminderKind.DAY_OPEN: _day_open,
    ReminderKind.DEADLINE_NEAR: _deadline_near,
    ReminderKind.DEADLINE_PASSED: _deadline_passed,
    ReminderKind.PARCEL_LATE: _parcel_late,
    ReminderKind.BATCHES_OUT: _batches_out,
    ReminderKind.BATCHES_COMPLETE: _batches_complete,
    ReminderKind.CLOSING_NEAR: _closing_near,
    ReminderKind.CLOSED_UNLOCKED: _closed_unlocked,
}
