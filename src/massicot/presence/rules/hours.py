"""Days that have a register, meetings among the hours of missions, and hours noted of who came late or left early.

Meetings among the hours of missions: the agreement meeting of the first morning, the harmonisation board. The program
proposes both under these names (the notice); one made by hand is known by its words.

Which days have a register: those around what a session calls people to. Somebody comes on a day to which nobody is
called, a Saturday after the last mission: its register is kept. A day typed wrongly, in an address or on an old page,
would be sent to the office as one of which somebody is paid.
"""

import unicodedata
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from massicot.core.refused import N_, Refused
from massicot.missions.rules import MissionKind
from massicot.missions.rules.hours import NOON, HalfDay


class HourOutsideHalfDay(Refused):
    sentence = N_("{hour} is in the other half of the day, which ends or begins at 13:00: note it there.")


class LeftBeforeComing(Refused):
    sentence = N_("They cannot leave before they come: read both hours again.")


class NotLate(Refused):
    sentence = N_("They are expected at {starts}: whoever comes at {hour} is not late. Read the hour again.")


class LeftBeforeBeginning(Refused):
    sentence = N_(
        "They are expected at {starts}, and would have left at {hour}: read the hour again. If they did not stay, say "
        "them absent."
    )


class NotEarly(Refused):
    sentence = N_("They are called until {ends}: whoever leaves at {hour} does not leave early. Read the hour again.")


def check_hours(half: HalfDay, arrived_at: time | None, left_at: time | None) -> None:
    """Refuse hours of the other half of the day, and a departure before the arrival."""
    for hour in (arrived_at, left_at):
        if hour is not None and _half_of(hour) is not half:
            raise HourOutsideHalfDay(hour=hour)
    if arrived_at and left_at and left_at <= arrived_at:
        raise LeftBeforeComing


def check_within(
    day: date, called: Collection[tuple[datetime, datetime]], arrived_at: time | None, left_at: time | None
) -> None:
    """Refuse an arrival that is not late, and a departure that is not early, by the hours of the letters.

    Of whoever nobody called there are no hours.
    """
    if not called:
        return
    starts = min(start for start, _ in called)
    ends = max(end for _, end in called)
    if arrived_at and datetime.combine(day, arrived_at, starts.tzinfo) <= starts:
        raise NotLate(starts=starts.time(), hour=arrived_at)
    if left_at and datetime.combine(day, left_at, starts.tzinfo) <= starts:
        raise LeftBeforeBeginning(starts=starts.time(), hour=left_at)
    if left_at and datetime.combine(day, left_at, starts.tzinfo) >= ends:
        raise NotEarly(ends=ends.time(), hour=left_at)


def _half_of(hour: time) -> HalfDay:
    return HalfDay.MORNING if hour < NOON else HalfDay.AFTERNOON


WORDS = ("reunion", "entente", "harmonisation", "commission", "meeting")
"""Words of which a meeting has one in its title, without accents."""


def is_meeting(kind: str, title: str) -> bool:
    """Say whether some hours are a meeting: of a board, or called so."""
    letters = unicodedata.normalize("NFD", title.casefold())
    bare = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return kind == MissionKind.BOARD or any(word in bare for word in WORDS)


AROUND = timedelta(days=31)
"""How far from what a session calls to a day may lie."""


class DayOfNoSession(Refused):
    sentence = N_(
        "This session calls nobody around {day}: read the day again. If people worked then, the exam office makes a "
        "mission of that day first: call it."
    )


def check_day_of_session(day: date, called: tuple[date, date] | None) -> None:
    """Refuse a day that is far from the first and the last one to which a session calls; raise DayOfNoSession."""
    if called is None or not called[0] - AROUND <= day <= called[1] + AROUND:
        raise DayOfNoSession(day=f"{day:%d/%m/%Y}")
