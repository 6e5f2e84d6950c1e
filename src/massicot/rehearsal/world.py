"""What a rehearsal carries from act to act: who acts, its faults, and when things happen by the paper's calendar."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from massicot.accounts import rules as account_rules
from massicot.accounts import services as accounts
from massicot.core import draws
from massicot.core.actor import SYSTEM, Actor, Role
from massicot.core.draws import Draw
from massicot.core.keys import Key
from massicot.exams.rules.session_plan import PaperPlan, SessionPlan
from massicot.markers import services as markers
from massicot.marks.rules import SheetCredential


class Faults(StrEnum):
    """What is planted: nothing, what every session has, or what an office dreads as well.

    Usual: absent candidates, blank scripts, late parcels, a script found later, one never found, marks corrected.
    Heavy, besides: a candidate off the list, one of another centre's list, one who sits in another room of their
    centre, one who keeps a mark and sits; each kind of incident in a room; a header strip not there when its box is
    closed, a script not there when its parcel is made, one signed as not there that lies in its parcel, two scripts
    packed in each other's parcel, a parcel that leaves without anybody recording it, one that never arrives, one whose
    seal is broken, one without a copy of a report; a script set aside of each kind, and one that comes back; a batch
    not given back one evening, an envelope closed and a batch given back without a script, a batch split and merged;
    somebody convened who says that they cannot come, one whose head declares that they are not available, a letter that
    comes back, somebody who marks without being called; a marker who does not come and says nothing, each of those who
    said that they cannot come exempted and replaced, where anybody is left. A session of one centre is too small for
    some of them.
    """

    NONE = "none"
    USUAL = "usual"
    HEAVY = "heavy"


class Stage(StrEnum):
    """How far a rehearsal goes: each stage leaves one desk its work to do."""

    PREPARED = "prepared"
    CALLED = "called"
    EVENING = "evening"
    SAT = "sat"
    SENT = "sent"
    RECEIVED = "received"
    MORNING = "morning"
    MARKING = "marking"
    OPEN_CASES = "open-cases"
    LOCKED = "locked"
    LIFTED = "lifted"
    RETURNED = "returned"
    DESTROYED = "destroyed"

    def reaches(self, other: "Stage") -> bool:
        """Say whether a rehearsal that stops here plays another stage."""
        stages = list(Stage)
        return stages.index(self) >= stages.index(other)

    @property
    def is_amid_marking(self) -> bool:
        """Say whether half of the batches are still with their markers."""
        return self in (Stage.MARKING, Stage.OPEN_CASES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The instants of a rehearsal, in the time zone of the session."""

    prepared: datetime
    called: datetime
    attendance: datetime
    closed: datetime
    packed: datetime
    sent: datetime
    sent_late: datetime
    travel: timedelta
    found: datetime
    batched: datetime
    handed_out: datetime
    typed: datetime
    returned: datetime
    typed_again: datetime
    locked: datetime
    decided: datetime
    lifted: datetime
    packed_back: datetime
    left_back: datetime
    came_back: datetime
    left_later: datetime
    came_later: datetime
    boxed: datetime
    asked_again: datetime
    settled: datetime
    disputed: datetime
    due: datetime
    signed: datetime
    destroyed: datetime
    dispute_over: datetime
    listed_again: datetime
    signed_again: datetime
    destroyed_again: datetime
    sheets_listed: datetime
    sheets_destroyed: datetime


KEPT = timedelta(days=367)
"""From the lifting to the first day on which scripts may be destroyed, which is later by one where February has 29."""


def calendar_of(paper: PaperPlan, zone: ZoneInfo) -> Calendar:
    """Count every instant from the paper: it leaves next morning, late is the third day, marking takes three days.

    What was marked leaves for the office on the day of the lifting, and is there the next one. A year later it may be
    destroyed: it is counted in days, so that a session that is moved by days moves whole.
    """
    ends = paper.ends_at
    first = datetime.combine(paper.marking_opens_on, time(9), zone)
    opens = max(paper.entry_opens_at, first)
    lifted = paper.entry_closes_at + timedelta(hours=16)
    due = lifted + KEPT
    again = due + timedelta(days=365)
    return Calendar(
        prepared=paper.starts_at - timedelta(days=15),
        called=paper.starts_at - timedelta(days=12),
        attendance=ends + timedelta(minutes=30),
        closed=ends + timedelta(minutes=90),
        packed=ends + timedelta(hours=2),
        sent=ends + timedelta(hours=16),
        sent_late=ends + timedelta(hours=72),
        travel=timedelta(hours=26),
        found=ends + timedelta(days=7),
        batched=first - timedelta(days=1),
        handed_out=first,
        typed=opens + timedelta(hours=1),
        returned=opens + timedelta(hours=8),
        typed_again=opens + timedelta(hours=24),
        locked=opens + timedelta(hours=26),
        decided=paper.entry_closes_at + timedelta(hours=15),
        lifted=lifted,
        packed_back=lifted + timedelta(hours=1),
        left_back=lifted + timedelta(hours=6),
        came_back=lifted + timedelta(hours=24),
        left_later=lifted + timedelta(hours=28),
        came_later=lifted + timedelta(hours=48),
        boxed=lifted + timedelta(hours=50),
        asked_again=(paper.return_by or lifted) + timedelta(days=3),
        settled=lifted + timedelta(days=14),
        disputed=lifted + timedelta(days=45),
        due=due,
        signed=due + timedelta(days=6),
        destroyed=due + timedelta(days=7),
        dispute_over=due + timedelta(days=250),
        listed_again=again,
        signed_again=again + timedelta(days=6),
        destroyed_again=again + timedelta(days=7),
        sheets_listed=again + timedelta(days=100),
        sheets_destroyed=again + timedelta(days=107),
    )


def shift_plan(plan: SessionPlan, days: int) -> SessionPlan:
    """Move a whole session by so many days, hours left as they are on the wall."""
    by = timedelta(days=days)
    results_on = plan.results_on and plan.results_on + by
    return replace(plan, papers=[_shifted_paper(paper, by) for paper in plan.papers], results_on=results_on)


def days_to_stage(paper: PaperPlan, zone: ZoneInfo, stage: Stage, now: datetime) -> int:
    """Count the days by which a session must move for a day to fall inside a stage."""
    plays = calendar_of(paper, zone)
    days = {
        Stage.PREPARED: paper.starts_at - timedelta(days=5),
        Stage.CALLED: plays.called + timedelta(days=2),
        Stage.EVENING: paper.ends_at + timedelta(days=1),
        Stage.SAT: paper.ends_at + timedelta(days=1),
        Stage.SENT: _first_day_after(plays.sent.astimezone(zone), now.astimezone(zone)),
        Stage.RECEIVED: plays.batched - timedelta(days=3),
        Stage.MORNING: plays.handed_out,
        Stage.MARKING: plays.typed_again,
        Stage.OPEN_CASES: plays.typed_again,
        Stage.LOCKED: plays.locked + timedelta(days=2),
        Stage.RETURNED: _first_day_after(plays.boxed.astimezone(zone), now.astimezone(zone)),
        Stage.DESTROYED: _first_day_after(plays.signed_again.astimezone(zone), now.astimezone(zone)),
        Stage.LIFTED: _last_day_before(paper.return_by or plays.lifted + timedelta(days=2), now.astimezone(zone)),
    }
    return (now.astimezone(zone).date() - days[stage].astimezone(zone).date()).days


def _first_day_after(instant: datetime, now: datetime) -> datetime:
    """Give the first day on which this hour comes after an instant: what is on the road is not late yet."""
    return instant if now.time() >= instant.time() else instant + timedelta(days=1)


def _last_day_before(instant: datetime, now: datetime) -> datetime:
    """Give the last day on which this hour comes before an instant: what is to be back by then is not overdue yet."""
    return instant if now.time() < instant.time() else instant - timedelta(days=1)


def _shifted_paper(paper: PaperPlan, by: timedelta) -> PaperPlan:
    return replace(
        paper,
        starts_at=paper.starts_at + by,
        ends_at=paper.ends_at + by,
        marking_opens_on=paper.marking_opens_on + by,
        marking_closes_on=paper.marking_closes_on + by,
        entry_opens_at=paper.entry_opens_at + by,
        entry_closes_at=paper.entry_closes_at + by,
        agreement_at=paper.agreement_at and paper.agreement_at + by,
        board_at=paper.board_at and paper.board_at + by,
        return_by=paper.return_by and paper.return_by + by,
    )


DOMAIN = "repetition.invalid"
"""A name that no mail can reach (RFC 2606)."""

CASEWORKER = Actor(f"gestionnaire@{DOMAIN}")
HEAD_OF_OFFICE = Actor(f"cheffe.de.bureau@{DOMAIN}")
INSPECTOR = Actor(f"inspection@{DOMAIN}")
FIRST_PERSON = "Dominique Premier"
SECOND_PERSON = "Camille Second"
"""Who looks beside the head of a centre for what is not there: no account is needed for that."""
OUTSIDE_CENTRE = "Dominique Dehors, cheffe du centre"
"""Who acknowledges the parcels that go to another academy."""
INVIGILATORS, HEAD_OF_CENTRE = ("Sacha Veille", "Maxime Garde"), "Claude Centre"
"""Who watches each room and signs its report: they have no account either."""


def marking_head(uai: str) -> Actor:
    return Actor(f"correction.{uai.lower()}@{DOMAIN}")


def exam_centre(uai: str) -> Actor:
    return Actor(f"centre.{uai.lower()}@{DOMAIN}")


def appoint_office(at: datetime) -> None:
    """Appoint two persons to the exam office."""
    for person in (CASEWORKER, HEAD_OF_OFFICE):
        markers.appoint_at_known_place(email=person.login, role=Role.OFFICE, scope="", by=SYSTEM, at=at)


def appoint_centres(exam_centres: list[str], marking_centres: Sequence[str], at: datetime) -> None:
    """Appoint a head to each exam centre, and to each marking centre."""
    for uai in exam_centres:
        markers.appoint_at_known_place(
            email=exam_centre(uai).login, role=Role.EXAM_CENTRE, scope=uai, by=CASEWORKER, at=at
        )
    for uai in marking_centres:
        markers.appoint_at_known_place(
            email=marking_head(uai).login, role=Role.MARKING_CENTRE, scope=uai, by=CASEWORKER, at=at
        )


def choose_password(person: Actor, password: str, at: datetime) -> None:
    """Let an invented person choose a password with a one-time link, as real ones do."""
    token = accounts.draw_link(email=person.login, by=SYSTEM, at=at)
    accounts.choose_password(code=token, password=password, at=at)


def add_telephone(person: Actor, at: datetime) -> str:
    """Give an invented person a second factor, and tell what its codes are computed from (base32)."""
    secret = account_rules.draw_secret()
    accounts.enrol_totp(email=person.login, secret=secret, by=person, at=at)
    return secret


T = TypeVar("T")
Watch = Callable[[Iterable[T], str, int | None], Iterable[T]]
"""Shows a bar while a long work goes on: items, label, how many."""


@dataclass(slots=True, kw_only=True)
class World:
    """One rehearsal: its paper, its key, its seed, its faults, and what was planted so far.

    `marking_centre` is the one of its marking centres whose part is played.
    """

    paper: Any
    key: Key
    seed: int
    calendar: Calendar
    faults: Faults
    folder: Path
    portal_address: str
    marking_centres: Sequence[str]
    marking_centre: str
    watch: Watch[Any]
    planted: list[str] = field(default_factory=list)
    sheets: dict[str, SheetCredential] = field(default_factory=dict)

    @property
    def head(self) -> Actor:
        """Give the head of the marking centre whose part is played."""
        return marking_head(self.marking_centre)

    @property
    def has_faults(self) -> bool:
        return self.faults is not Faults.NONE

    @property
    def is_heavy(self) -> bool:
        return self.faults is Faults.HEAVY

    def at_each_centre(self) -> "list[World]":
        """Give the same rehearsal at each of its marking centres: what is planted at one is planted in all."""
        return [replace(self, marking_centre=uai) for uai in self.marking_centres]

    def draw(self, *use: object) -> Draw:
        """Give the source of chance of one use: the same seed plays the same again."""
        return draws.from_seed(self.seed, *use)

    def plant(self, kind: str, subjects: Iterable[str]) -> None:
        self.planted += [f"{kind}:{subject}" for subject in subjects]

    def go_through(self, items: Sequence[T], label: str) -> Iterable[T]:
        """Go through items under a bar."""
        return self.watch(items, label, len(items))
