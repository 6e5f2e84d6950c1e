"""Which registers came to the exam office, and which did not: of days that are over, or under way."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from massicot.exams import queries as exams
from massicot.missions.queries.expected import called_hours
from massicot.presence.models import DayRegister, PresenceLine
from massicot.presence.queries.registers import REMARK_UNSEEN
from massicot.presence.rules.registers import Presence
from massicot.presence.rules.sending import RegisterState, state_of
from massicot.store.prepared import Question

_LATE = Q(arrived_at__isnull=False) | Q(left_at__isnull=False)

_STATES = list(RegisterState)

_Hours = tuple[str, str, str, datetime, datetime]
"""Hours to which somebody is called: of which session, by whose clock, where, from when to when."""

PlaceDay = tuple[int, str, date]
"""One day of one place in one session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedRegister:
    """The register of one place and day, as the exam office follows it; half-days are counted, not people."""

    session: exams.Session
    place_uai: str
    place: str
    day: date
    register: DayRegister | None
    state: RegisterState
    present: int = 0
    absent: int = 0
    late: int = 0
    uncalled: int = 0


def followed_registers(now: datetime) -> list[FollowedRegister]:
    """List the registers of sessions at work whose day has begun: what was not sent first, the last day first.

    One of a day on which nobody is called any more is one only where it speaks of somebody, or was sent.
    """
    sessions = {session.pk: session for session in exams.sessions_at_work()}
    ends = _ends_of_days(sessions, now)
    rows = {(row.session_id, row.place_uai, row.day): row for row in _registers(sessions)}
    counts = _counts(sessions)
    names = exams.institution_names({uai for _, uai, _ in ends.keys() | rows.keys()})
    due = due_before(now)
    kept = {key for key, row in rows.items() if row.is_sent or key in counts}
    registers = [
        FollowedRegister(
            session=sessions[session_id],
            place_uai=uai,
            place=names.get(uai, uai),
            day=day,
            register=rows.get(key),
            state=state_of(is_sent=_is_sent(rows.get(key)), is_over=_is_over(ends.get(key), day, due)),
            **counts.get(key, {}),
        )
        for key in ends.keys() | kept
        for session_id, uai, day in (key,)
    ]
    return sorted(registers, key=lambda row: (_STATES.index(row.state), -row.day.toordinal(), row.place))


def due_before(now: datetime) -> datetime:
    """Say before which instant the hours of a day end whose register is asked for: last midnight."""
    return datetime.combine(now.astimezone(ZoneInfo(settings.TIME_ZONE)).date(), time.min, ZoneInfo(settings.TIME_ZONE))


def remarks_beside() -> dict[str, Subquery]:
    """Write how many registers came with a remark that the office has not seen as a value of another statement."""
    rows = _with_remark().order_by().values("session__archived_at")
    return {"remarks": Subquery(rows.annotate(counted=Count("pk")).values("counted")[:1])}


def count_remarks(values: Mapping[str, Any]) -> int:
    """Read what was asked beside another statement."""
    return values.get("remarks") or 0


def awaited_beside(due: datetime) -> dict[str, Subquery]:
    """Write how many centres have not sent the register of a day that was over before, as a value of a statement."""
    # One row for all: the sessions at work have no date of their archive.
    rows = _overdue_hours(due).order_by().values("mission__session__archived_at")
    return {"registers": Subquery(rows.annotate(counted=Count("place_uai", distinct=True)).values("counted")[:1])}


def count_awaited(values: Mapping[str, Any]) -> int:
    """Read what was asked beside another statement."""
    return values.get("registers") or 0


def unsent_days(uais: Collection[str], now: datetime) -> dict[tuple[str, str], list[tuple[date, bool]]]:
    """Map session and place, of some places, to the days begun that were not sent, each with whether it is over."""
    if not uais:
        return {}
    ends: dict[tuple[str, str, date], datetime] = {}
    for code, zone, uai, starts_at, ends_at in _UNSENT.ask(uais=sorted(uais), now=now):
        key = (code, uai, starts_at.astimezone(ZoneInfo(zone)).date())
        ends[key] = max(ends.get(key, ends_at), ends_at)
    days: dict[tuple[str, str], list[tuple[date, bool]]] = defaultdict(list)
    for (code, uai, day), ends_at in sorted(ends.items()):
        days[code, uai].append((day, ends_at < due_before(now)))
    return dict(days)


def has_any_register(session_id: int) -> bool:
    """Say whether somebody was keyed on a register of a session, or one was sent."""
    rows = DayRegister.objects.filter(session_id=session_id)
    return rows.exclude(halves__lines=None).exists() or rows.filter(sent_at__isnull=False).exists()


def _with_remark() -> QuerySet[DayRegister]:
    return DayRegister.objects.filter(REMARK_UNSEEN, session__archived_at=None)


def _overdue_hours(due: datetime) -> QuerySet[Any]:
    return _without_register(called_hours()).filter(ends_at__lt=due)


def _without_register(hours: QuerySet[Any]) -> QuerySet[Any]:
    sent = DayRegister.objects.filter(
        session=OuterRef("mission__session"),
        place_uai=OuterRef("place_uai"),
        begins_at__lte=OuterRef("starts_at"),
        ends_at__gt=OuterRef("starts_at"),
        sent_at__isnull=False,
    )
    return hours.filter(~Exists(sent))


def _unsent_at(uais: Collection[str], now: datetime) -> QuerySet[Any, _Hours]:
    rows = _without_register(called_hours().filter(place_uai__in=uais, starts_at__lte=now))
    columns = ("mission__session__code", "mission__session__time_zone", "place_uai", "starts_at", "ends_at")
    return rows.values_list(*columns)


_UNSENT = Question(_unsent_at)


def _ends_of_days(sessions: Mapping[int, exams.Session], now: datetime) -> dict[PlaceDay, datetime]:
    """Map each day of a place that has begun to when its last hours end."""
    ends: dict[PlaceDay, datetime] = {}
    rows = called_hours().filter(starts_at__lte=now)
    for session_id, uai, starts_at, ends_at in rows.values_list(
        "mission__session_id", "place_uai", "starts_at", "ends_at"
    ):
        key = (session_id, uai, exams.day_of(sessions[session_id], starts_at))
        ends[key] = max(ends.get(key, ends_at), ends_at)
    return ends


def _registers(sessions: Mapping[int, exams.Session]) -> QuerySet[DayRegister]:
    return DayRegister.objects.filter(session__in=list(sessions))


def _counts(sessions: Mapping[int, exams.Session]) -> dict[PlaceDay, dict[str, int]]:
    rows = PresenceLine.objects.filter(half__register__session__in=list(sessions)).order_by()
    keyed = rows.values_list("half__register__session_id", "half__register__place_uai", "half__register__day")
    counted = keyed.annotate(
        present=Count("pk", filter=Q(presence=Presence.PRESENT)),
        absent=Count("pk", filter=Q(presence=Presence.ABSENT)),
        late=Count("pk", filter=_LATE),
        uncalled=Count("pk", filter=Q(assignment=None)),
    )
    by_day: dict[PlaceDay, dict[str, int]] = defaultdict(dict)
    for session_id, uai, day, *numbers in counted:
        by_day[session_id, uai, day] = dict(zip(("present", "absent", "late", "uncalled"), numbers, strict=True))
    return by_day


def _is_sent(register: DayRegister | None) -> bool:
    return register is not None and register.is_sent


def _is_over(ends_at: datetime | None, day: date, due: datetime) -> bool:
    """Say whether a day is over: by its last hours, or by itself where nobody was called on it."""
    return ends_at < due if ends_at else day < due.date()
