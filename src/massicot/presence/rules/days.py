"""Which days have a register: those around what a session calls people to.

Somebody comes on a day to which nobody is called, a Saturday after the last mission: its register is kept. A day typed
wrongly, in an address or on an old page, would be sent to the office as one of which somebody is paid.
"""

from datetime import date, timedelta

from massicot.core.refused import N_, Refused

AROUND = timedelta(days=31)
"""How far from what a session calls to a day may lie."""


class DayOfNoSession(Refused):
    """A register keyed of a day that is far from everything a session calls people to."""

    sentence = N_(
        "This session calls nobody around {day}: read the day again. If people worked then, the exam office makes a "
        "mission of that day first: call it."
    )


def check_day_of_session(day: date, called: tuple[date, date] | None) -> None:
    """Refuse a day that is far from the first and the last one to which a session calls; raise DayOfNoSession."""
    if called is None or not called[0] - AROUND <= day <= called[1] + AROUND:
        raise DayOfNoSession(day=f"{day:%d/%m/%Y}")
