"""The register of a day, held: whoever keys, confirms or sends it meanwhile waits, and sees what was done."""

from collections.abc import Iterable
from datetime import date, datetime

from massicot.exams import queries as exams
from massicot.missions.queries.expected import days_called
from massicot.missions.rules.hours import HalfDay
from massicot.presence import queries
from massicot.presence.models import DayRegister, HalfDayRegister
from massicot.presence.queries import HalfDaySheet
from massicot.presence.rules import days, keying, sending


def hold_register(session: exams.Session, place_uai: str, day: date, at: datetime) -> DayRegister:
    """Hold the register of a place and day until the end of the transaction; the first act on it makes it.

    Raise SessionIsArchived, DayNotCome, DayOfNoSession or RegisterIsSent.
    """
    exams.check_at_work(session)
    keying.check_day_come(day, exams.day_of(session, at))
    if queries.find_register(session, place_uai, day) is None:
        days.check_day_of_session(day, days_called(session))
    register = _held(session, place_uai, day)
    if register.is_sent:
        raise sending.RegisterIsSent
    return register


def hold_registers(session: exams.Session, sittings: Iterable[tuple[date, str]], at: datetime) -> None:
    """Hold the registers of days and places, sent or not: nobody keys one meanwhile. Nobody keys a day to come at all.

    Whoever holds somebody's letter as well holds it after these, as whoever keys does.
    """
    today = exams.day_of(session, at)
    for day, place_uai in sorted(sittings):
        if day <= today:
            _held(session, place_uai, day)


def hold_half_day(
    session: exams.Session, place_uai: str, day: date, half: HalfDay, at: datetime, person_id: int | None = None
) -> tuple[HalfDayRegister, HalfDaySheet]:
    """Hold one half-day of a register with its list, or with its line of one person; raise as `hold_register` does."""
    register = hold_register(session, place_uai, day, at)
    row, _ = HalfDayRegister.objects.get_or_create(register=register, half=half)
    row.register = register
    return row, queries.day_sheet(session, place_uai, day, person_id).half(half)


def _held(session: exams.Session, place_uai: str, day: date) -> DayRegister:
    begins_at, ends_at = queries.bounds_of(session, day)
    made, _ = DayRegister.objects.get_or_create(
        session=session, place_uai=place_uai, day=day, defaults={"begins_at": begins_at, "ends_at": ends_at}
    )
    return DayRegister.objects.select_for_update(of=("self",)).get(pk=made.pk)
