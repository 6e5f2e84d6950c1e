"""Corrigenda: a dated text that changes the routes or the calendar of a paper after people were told.

The notice is one itself: two weeks before the exam it sent scripts that were to be scanned to the guillotine. So a
corrigendum has a reference, a date and a text; before it is applied the office sees what follows from it (specialties
and academies touched, old and new route, hours before and after), and once it is applied each centre and each person
of the office concerned is told and says that they have read it. A corrigendum that is applied is never taken back:
another one follows it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from massicot.audit.rules import Fact
from massicot.core.actor import Role
from massicot.core.refused import N_, Refused
from massicot.exams.rules.routes import Flip
from massicot.exams.rules.session_plan import PaperValues
from massicot.exams.rules.sessions import RouteFacts, RouteKind, despatch_deadline


class CorrigendumUnknown(Refused):
    sentence = N_("This corrigendum is no longer there: go back to the list.")


class ReferenceTaken(Refused):
    sentence = N_("The reference {reference} is already that of another corrigendum of {paper}: give another one.")


class CorrigendumMoved(Refused):
    sentence = N_(
        "What follows from the corrigendum {reference} is not what this page showed any more: nothing was applied. "
        "Look at it as it is now, then apply it."
    )


class CorrigendumApplied(Refused):
    sentence = N_("The corrigendum {reference} is applied already: write another one to change something again.")


class CorrigendumEmpty(Refused):
    sentence = N_("The corrigendum {reference} changes nothing: give a route or a date that differs from today's.")


class NothingToRead(Refused):
    sentence = N_("Nothing remains to be read here: the corrigendum {reference} is acknowledged, or is not yours.")


class EverybodyHasRead(Refused):
    sentence = N_("Everybody has read the corrigendum {reference}: there is nobody to remind.")


REMINDED_EVERY = timedelta(hours=1)
"""How often those who have not read may be written to: a button pressed twice sends ninety letters once."""


class RemindedJustNow(Refused):
    sentence = N_(
        "Those who have not read the corrigendum {reference} were written to less than an hour ago: leave them time to "
        "read, or call them."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChange:
    """The hours, days and addressees that a corrigendum gives; what it leaves alone is None, or an empty text."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    despatch_hours: int | None = None
    marking_opens_on: date | None = None
    marking_closes_on: date | None = None
    entry_opens_at: datetime | None = None
    entry_closes_at: datetime | None = None
    return_by: datetime | None = None
    return_attention: str = ""
    sheets_attention: str = ""

    @property
    def given(self) -> dict[str, Any]:
        values = {column.name: getattr(self, column.name) for column in fields(self)}
        return {name: value for name, value in values.items() if value not in (None, "")}


Shifted = datetime | date | int | str | None
"""What a corrigendum may give another value: an instant, a day, a delay, a text."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One date, delay or addressee of a paper, before and after; what was not said before is None or empty."""

    name: str
    before: Shifted
    after: Shifted


@dataclass(frozen=True, slots=True)
class Effect:
    """What follows from a corrigendum, before it is applied."""

    flips: Sequence[Flip]
    shifts: Sequence[Shift]
    due_before: datetime
    due_after: datetime

    @property
    def specialties(self) -> set[str]:
        return {code for flip in self.flips for code in flip.specialties}

    @property
    def onto_site(self) -> set[str]:
        return {code for flip in self.flips if flip.comes_on_site for code in flip.specialties}

    @property
    def off_site(self) -> set[str]:
        """List the specialties whose numbers will not be used."""
        return {code for flip in self.flips if flip.leaves_the_site for code in flip.specialties}

    @property
    def destinations(self) -> set[str]:
        """List the places that scripts no longer go to, or come to, by UAI; a place without one is left out."""
        routes = [route for flip in self.flips for route in (flip.before, flip.after) if route is not None]
        return {route.destination_uai for route in routes if route.destination_uai}

    @property
    def moves_hours(self) -> bool:
        """Say whether the paper itself moves: every label, list and register says its hours."""
        return any(shift.name in {"starts_at", "ends_at"} for shift in self.shifts)

    @property
    def moves_closing(self) -> bool:
        return any(shift.name == "entry_closes_at" for shift in self.shifts)

    @property
    def is_empty(self) -> bool:
        return not self.flips and not self.shifts


@dataclass(frozen=True, slots=True)
class CorrigendumTold(Fact):
    """A corrigendum was applied: routes and values changed, each before and after in writing, how many were told."""

    journal_word = N_("corrigendum applied")
    reference: str
    dated_on: date
    routes: Collection[tuple[str, RouteKind, str]]
    values: Mapping[str, tuple[str, str]]
    told: int


@dataclass(frozen=True, slots=True)
class Reader:
    """One who is to read a corrigendum: a centre by its UAI, a person of the office by their login."""

    role: Role
    scope: str


@dataclass(frozen=True, slots=True)
class CorrigendumLetter:
    """A letter to be sent, in the words of whoever writes to people."""

    to: str
    subject: str
    body: str


def values_after(before: PaperValues, change: CalendarChange) -> PaperValues:
    """Compute a paper's values once a calendar change is made."""
    return replace(before, **change.given)


def shifts_told(change: CalendarChange, values: Mapping[str, Sequence[str]]) -> list[Shift]:
    """List the dates that an applied corrigendum gave, before and after; `values` are those that it changed, written.

    One that it gave as it stood already is the same before and after.
    """
    return [
        Shift(name, _read(values[name][0], after) if name in values else after, after)
        for name, after in change.given.items()
    ]


def _read(text: str, like: Shifted) -> Shifted:
    """Read a value back that the journal keeps in writing."""
    if isinstance(like, str):
        return text
    if text == str(None):
        return None
    if isinstance(like, int):
        return int(text)
    return datetime.fromisoformat(text) if isinstance(like, datetime) else date.fromisoformat(text)


def first_moved(before: PaperValues, change: CalendarChange) -> datetime | None:
    """Find the first of the instants that a calendar change moves, as it stands or as it would: then it is too late.

    Days alone have no hour to be missed; None when no instant moves.
    """
    after = values_after(before, change)
    moved = [
        min(instant for instant in (getattr(before, name), getattr(after, name)) if instant is not None)
        for name in ("starts_at", "ends_at", "entry_opens_at", "entry_closes_at", "return_by")
        if getattr(before, name) != getattr(after, name)
    ]
    dues = {despatch_deadline(values.ends_at, values.despatch_hours) for values in (before, after)}
    return min(moved + ([min(dues)] if len(dues) > 1 else []), default=None)


def plan_effect(before: PaperValues, after: PaperValues, flips: Sequence[Flip]) -> Effect:
    """Describe what follows from new routes and new values of a paper."""
    shifts = [
        Shift(column.name, getattr(before, column.name), getattr(after, column.name))
        for column in fields(CalendarChange)
        if getattr(before, column.name) != getattr(after, column.name)
    ]
    return Effect(
        flips,
        shifts,
        despatch_deadline(before.ends_at, before.despatch_hours),
        despatch_deadline(after.ends_at, after.despatch_hours),
    )


def destinations_of(routes: Sequence[RouteFacts]) -> set[str]:
    """List where scripts go that the program follows on, by UAI: the marking centres and the scan hubs."""
    return {route.destination_uai for route in routes if route.kind is not RouteKind.OUTSIDE and route.destination_uai}
