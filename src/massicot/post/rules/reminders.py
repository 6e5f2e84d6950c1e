"""Reminders: who is written to when something that the calendar asks for has not been done.

The head of an exam centre: three hours after the end of the paper, while the day is not closed; twelve hours before
the deadline of despatch, and at the deadline, while something has not left (the notice: everything leaves within 48
hours). The head of a marking centre: five days after a parcel left, while it has not arrived; at eight in the evening,
when markers have gone home, while one of them still has a batch, "which may not leave the marking centre".

A marker, where mails are sent: at six each morning, of the batches that are complete and lack their lock alone; a day
before the closing of a batch, and at its closing (the notice: "at the latest on 7 June 2017 at 17:00"), of those that
are not locked. At six nobody types: who completes a batch at nine is about to lock it and is left alone that day.

Each is sent once. One that nobody could send for three days, because no worker ran, is not sent at all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

DAY_OPEN_AFTER = timedelta(hours=3)
DEADLINE_NEAR = timedelta(hours=12)
PARCEL_LATE_AFTER = timedelta(days=5)
EVENING = time(20)
TOO_OLD = timedelta(days=3)
MORNING = time(6)
MORNING_LASTS = timedelta(hours=1)
CLOSING_NEAR = timedelta(hours=24)


class ReminderKind(StrEnum):
    """What is reminded of."""

    DAY_OPEN = "day-open"
    DEADLINE_NEAR = "deadline-near"
    DEADLINE_PASSED = "deadline-passed"
    PARCEL_LATE = "parcel-late"
    BATCHES_OUT = "batches-out"
    BATCHES_COMPLETE = "batches-complete"
    CLOSING_NEAR = "closing-near"
    CLOSED_UNLOCKED = "closed-unlocked"


TO_EXAM_CENTRES = frozenset({ReminderKind.DAY_OPEN, ReminderKind.DEADLINE_NEAR, ReminderKind.DEADLINE_PASSED})
"""The reminders of an exam centre; the others are for marking centres."""


@dataclass(frozen=True, slots=True)
class CentreFacts:
    """How far an exam centre is with a paper."""

    uai: str
    is_day_closed: bool
    is_all_sent: bool


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """A parcel on its way to a marking centre."""

    code: str
    destination_uai: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class OutFacts:
    """The batches of a marking centre that are with markers."""

    uai: str
    codes: Sequence[str]
    since: datetime


@dataclass(frozen=True, slots=True)
class MarkerFacts:
    """The batches of a marker that are not locked and close together; those among them that are complete."""

    marker: str
    closes_at: datetime
    codes: Sequence[str]
    complete: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """Where a paper stands; instants in any time zone."""

    subject: str
    ends_at: datetime
    due_at: datetime
    centres: Sequence[CentreFacts] = ()
    parcels: Sequence[ParcelFacts] = ()
    out: Sequence[OutFacts] = ()
    markers: Sequence[MarkerFacts] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One reminder for the heads of one institution, or for one marker: what for, about what, since when it is due."""

    kind: ReminderKind
    uai: str
    about: str
    due_at: datetime
    codes: tuple[str, ...] = ()
    marker: str = ""
    closes_at: datetime | None = None

    @property
    def occasion(self) -> str:
        """Name the occasion, for which each head is written to once."""
        return f"{self.kind}:{self.about}"


def reminders_due(paper: PaperFacts, zone: tzinfo, now: datetime) -> list[Reminder]:
    """List the reminders of a paper that are due now and not too old, each with its occasion."""
    every = (
        *_of_exam_centres(paper),
        *_of_parcels(paper),
        *_of_batches(paper, zone, now),
        *_of_markers(paper, zone, now),
    )
    return _without_needless([reminder for reminder in every if timedelta() <= now - reminder.due_at < TOO_OLD])


def _of_exam_centres(paper: PaperFacts) -> Iterator[Reminder]:
    for centre in paper.centres:
        about = f"{paper.subject}/{centre.uai}"
        if not centre.is_day_closed:
            yield Reminder(
                kind=ReminderKind.DAY_OPEN, uai=centre.uai, about=about, due_at=paper.ends_at + DAY_OPEN_AFTER
            )
        if not centre.is_all_sent:
            yield Reminder(
                kind=ReminderKind.DEADLINE_NEAR, uai=centre.uai, about=about, due_at=paper.due_at - DEADLINE_NEAR
            )
            yield Reminder(kind=ReminderKind.DEADLINE_PASSED, uai=centre.uai, about=about, due_at=paper.due_at)


def _of_parcels(paper: PaperFacts) -> Iterator[Reminder]:
    for parcel in paper.parcels:
        due_at = parcel.sent_at + PARCEL_LATE_AFTER
        yield Reminder(
            kind=ReminderKind.PARCEL_LATE,
            uai=parcel.destination_uai,
            about=parcel.code,
            due_at=due_at,
            codes=(parcel.code,),
        )


def _of_batches(paper: PaperFacts, zone: tzinfo, now: datetime) -> Iterator[Reminder]:
    evening = datetime.combine(now.astimezone(zone).date(), EVENING, zone)
    for out in paper.out:
        # A batch handed out after eight is not late this evening.
        if out.since < evening:
            about = f"{paper.subject}/{out.uai}/{evening:%Y-%m-%d}"
            yield Reminder(
                kind=ReminderKind.BATCHES_OUT, uai=out.uai, about=about, due_at=evening, codes=tuple(out.codes)
            )


def _of_markers(paper: PaperFacts, zone: tzinfo, now: datetime) -> Iterator[Reminder]:
    morning = datetime.combine(now.astimezone(zone).date(), MORNING, zone)
    for facts in paper.markers:
        about = f"{paper.subject}/{facts.marker}/{facts.closes_at.astimezone(zone):%Y-%m-%dT%H:%M}"
        if now >= facts.closes_at:
            yield _to_marker(ReminderKind.CLOSED_UNLOCKED, facts, about, facts.closes_at, facts.codes)
            continue
        yield _to_marker(ReminderKind.CLOSING_NEAR, facts, about, facts.closes_at - CLOSING_NEAR, facts.codes)
        if facts.complete and now - morning < MORNING_LASTS:
            daily = f"{about}/{morning:%Y-%m-%d}"
            yield _to_marker(ReminderKind.BATCHES_COMPLETE, facts, daily, morning, facts.complete)


def _to_marker(kind: ReminderKind, facts: MarkerFacts, about: str, due_at: datetime, codes: Sequence[str]) -> Reminder:
    return Reminder(
        kind=kind,
        uai="",
        about=about,
        due_at=due_at,
        codes=tuple(codes),
        marker=facts.marker,
        closes_at=facts.closes_at,
    )


def _without_needless(reminders: Sequence[Reminder]) -> list[Reminder]:
    """Leave out "the deadline is near" for a centre that is told that it has passed."""
    passed = {reminder.about for reminder in reminders if reminder.kind is ReminderKind.DEADLINE_PASSED}
    return [
        reminder
        for reminder in reminders
        if not (reminder.kind is ReminderKind.DEADLINE_NEAR and reminder.about in passed)
    ]
