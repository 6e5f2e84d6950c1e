"""The register of a half-day as its page shows it, and the days of a centre."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from massicot.missions.rules.hours import HalfDay
from massicot.missions.rules.letters import CallSlot
from massicot.presence.queries import DaySheet, HalfDaySheet, SheetRow
from massicot.presence.rules import LineSource, Presence
from massicot.presence.rules.sending import first_to_come
from massicot.web.markingcentre.presence.access import WORDS, RegisterPlace
from massicot.web.shared import instants
from massicot.web.shared.refusals import translate

SAID: Mapping[Presence, Promise | str] = {
    Presence.UNKNOWN: gettext_lazy("to key"),
    Presence.PRESENT: gettext_lazy("present"),
    Presence.ABSENT: gettext_lazy("absent"),
}
"""What the register says, as pages write it."""

TITLES: Mapping[HalfDay, Promise | str] = {
    HalfDay.MORNING: gettext_lazy("Morning"),
    HalfDay.AFTERNOON: gettext_lazy("Afternoon"),
}

STATES: Mapping[str, Promise | str] = {
    "sent": gettext_lazy("sent to the exam office"),
    "confirmed": gettext_lazy("keyed, to be sent"),
    "to-key": gettext_lazy("to key"),
    "coming": gettext_lazy("to come"),
}
"""How far the register of a day is, as pages write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """One person on the list of a half-day."""

    person: int
    name: str
    identifier: str
    missions: str
    hours: Sequence[str]
    presence: Presence
    word: str
    times: str
    is_called: bool
    is_scanned: bool
    is_reserve: bool
    is_away: bool
    """Whether they are announced absent, and nobody has keyed them yet."""
    has_left: str
    """At what hour they left in the morning, on the list of the afternoon while nobody has keyed them there."""

    @property
    def buttons(self) -> Iterator[tuple[str, str, str]]:
        """List the words that may be pressed: what each sends, whether it holds, what it is called."""
        words = (Presence.ABSENT, Presence.PRESENT) if self.is_called else (Presence.PRESENT,)
        for word in words:
            yield (
                word,
                "true" if self.presence is word else "false",
                gettext("Is absent") if (word is Presence.ABSENT) else gettext("Is present"),
            )


@dataclass(frozen=True, slots=True)
class ShownHalf:
    """One half-day of a day: its title, its counts, where it is keyed."""

    title: str
    sheet: HalfDaySheet
    address: str

    @property
    def state(self) -> str:
        """Say how far it is, in words."""
        if not self.sheet.is_confirmed:
            return str(SAID[Presence.UNKNOWN])
        return gettext("keyed, people added since") if self.sheet.count.unknown else gettext("keyed")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRegisterDay:
    """One day of a centre."""

    day: date
    address: str
    people: int
    present: int
    absent: int
    unknown: int
    state: str

    @property
    def state_title(self) -> str:
        """Say how far it is, in words."""
        return str(STATES[self.state])


def shown_lines(
    sheet: HalfDaySheet, away: Collection[int] = (), left: Mapping[int, str] | None = None
) -> list[ShownLine]:
    """Show everybody on the list of a half-day, marked whoever is known to be absent, or to have left before.

    The register says it or not.
    """
    return [_line(row, (left or {}).get(row.person.pk, ""), is_away=row.person.pk in away) for row in sheet.rows]


def left_before(day: DaySheet, half: HalfDay) -> dict[int, str]:
    """Map who left in the morning, on the list of the afternoon, to at what hour."""
    rows = day.half(HalfDay.MORNING).rows if half is HalfDay.AFTERNOON else ()
    return {row.person.pk: _hour(row.line.left_at) for row in rows if row.line and row.line.left_at}


def shown_halves(place: RegisterPlace, sheet: DaySheet) -> list[ShownHalf]:
    """Show the half-days of a day on whose list somebody stands."""
    address = sheet.day.isoformat()
    return [
        ShownHalf(str(TITLES[half.half]), half, place.address("half_register", address, WORDS[half.half]))
        for half in sheet.halves
        if half.rows
    ]


def shown_day(place: RegisterPlace, sheet: DaySheet, today: date) -> ShownRegisterDay:
    """Show one day in the list of days: people once, however many half-days they come for."""
    counts = [half.count for half in sheet.halves]
    return ShownRegisterDay(
        day=sheet.day,
        address=place.address("day_register", sheet.day.isoformat()),
        people=len({row.person.pk for half in sheet.halves for row in half.rows}),
        present=sum(count.present for count in counts),
        absent=sum(count.absent for count in counts),
        unknown=sum(count.unknown for count in counts),
        state=_state(sheet, today),
    )


def coming(sheet: DaySheet, now: datetime) -> dict[str, str] | None:
    """Say which half-day of a day that is not sent is still to begin, and at what hour; None once all have begun."""
    first = None if sheet.is_sent else first_to_come(sheet.to_come, now)
    return {"half": translate(first[0]), "hour": instants.hour(first[1])} if first else None


def name_shown(row: SheetRow) -> str:
    """Write a name as the list does: BADIANE Bob."""
    return f"{row.person.surname} {row.person.first_name}"


def _state(sheet: DaySheet, today: date) -> str:
    if sheet.is_sent:
        return "sent"
    if sheet.day > today:
        return "coming"
    is_keyed = all(half.is_confirmed and not half.count.unknown for half in sheet.halves if half.rows)
    return "confirmed" if is_keyed else "to-key"


def _line(row: SheetRow, left: str, *, is_away: bool) -> ShownLine:
    return ShownLine(
        person=row.person.pk,
        name=name_shown(row),
        identifier=row.person.identifier,
        missions=", ".join(dict.fromkeys(letter.facts.title for letter in row.letters)),
        hours=[_hours(slot) for letter in row.letters for slot in letter.slots],
        presence=row.presence,
        word=str(SAID[row.presence]),
        times=_times(row.line),
        is_called=row.is_called,
        is_scanned=row.line is not None and row.line.source == LineSource.SCANNED,
        is_reserve=bool(row.letters) and all(letter.facts.is_reserve for letter in row.letters),
        is_away=is_away and row.presence is Presence.UNKNOWN,
        has_left=left if row.presence is Presence.UNKNOWN else "",
    )


def _hours(slot: CallSlot) -> str:
    starts = instants.hour(slot.starts)
    ends = instants.hour(slot.ends)
    return gettext("{starts} – {ends}: {title}").format(starts=starts, ends=ends, title=slot.title)


def _times(line: Any) -> str:
    """Write at what hour somebody came late or left early."""
    if line is None:
        return ""
    came = gettext("came at {hour}").format(hour=_hour(line.arrived_at)) if line.arrived_at else ""
    left = gettext("left at {hour}").format(hour=_hour(line.left_at)) if line.left_at else ""
    return ", ".join(filter(None, (came, left)))


def _hour(at: time) -> str:
    return instants.hour(datetime.combine(date.min, at))
