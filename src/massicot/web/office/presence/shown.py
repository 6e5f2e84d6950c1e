"""The registers as the office follows them: a line for each place and day, and the lists of one day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from massicot.exams.queries import Session, zone_of
from massicot.missions.rules.hours import HalfDay
from massicot.presence.queries import DaySheet, HalfDaySheet, SheetRow
from massicot.presence.queries.sending import FollowedRegister
from massicot.presence.rules import Presence
from massicot.presence.rules.sending import RegisterState
from massicot.web.shared import instants
from massicot.web.shared.listing import Filter, ListColumn

STATES: Mapping[str, Promise | str] = {
    RegisterState.AWAITED: gettext_lazy("not sent"),
    RegisterState.UNDER_WAY: gettext_lazy("under way"),
    RegisterState.SENT: gettext_lazy("at the exam office"),
}
PRESENCES: Mapping[Presence, Promise | str] = {
    Presence.PRESENT: gettext_lazy("present"),
    Presence.ABSENT: gettext_lazy("absent"),
    Presence.UNKNOWN: gettext_lazy("not known"),
}
HALVES: Mapping[HalfDay, Promise | str] = {
    HalfDay.MORNING: gettext_lazy("Morning"),
    HalfDay.AFTERNOON: gettext_lazy("Afternoon"),
}

REMARK = "remark"
"""The registers that came with a remark of which the office has not taken note."""

COLUMNS = (
    ListColumn("place", gettext_lazy("Place")),
    ListColumn("day", gettext_lazy("Day"), text=lambda row: row.day.isoformat()),
    ListColumn("present", gettext_lazy("Present"), is_number=True),
    ListColumn("absent", gettext_lazy("Absent"), is_number=True),
    ListColumn("late", gettext_lazy("Late, or left early"), is_number=True),
    ListColumn("uncalled", gettext_lazy("Came uncalled"), is_number=True),
    ListColumn("unknown", gettext_lazy("Never keyed"), is_number=True),
    ListColumn(
        "state", gettext_lazy("Register"), text=lambda row: " – ".join(filter(None, (row.state_title, row.remark)))
    ),
    ListColumn("session", gettext_lazy("Session")),
)
BY_STATE = Filter(
    "etat", gettext_lazy("Register"), [*STATES.items(), (REMARK, gettext_lazy("remark not seen yet"))], ""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRegister:
    place: str
    uai: str
    day: date
    present: int
    absent: int
    late: int
    uncalled: int
    unknown: int
    state: str
    remark: str
    is_remark_new: bool
    session: str
    told: str
    address: str

    @property
    def is_awaited(self) -> bool:
        return self.state == RegisterState.AWAITED

    @property
    def state_title(self) -> str:
        return str(STATES[self.state])


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPresence:
    name: str
    identifier: str
    mission: str
    word: str
    times: str
    is_absent: bool


@dataclass(frozen=True, slots=True)
class ShownHalfList:
    title: str
    signatures: int | None
    people: list[ShownPresence]


def shown_register(row: FollowedRegister) -> ShownRegister:
    return ShownRegister(
        place=row.place,
        uai=row.place_uai,
        day=row.day,
        present=row.present,
        absent=row.absent,
        late=row.late,
        uncalled=row.uncalled,
        unknown=row.register.unknown if row.register and row.register.is_sent else 0,
        state=row.state,
        remark=row.register.remark if row.register and row.register.is_sent else "",
        is_remark_new=_is_remark_new(row),
        session=row.session.code,
        told=_last_step(row),
        address=reverse("office:register", args=[row.session.code, row.place_uai, row.day.isoformat()]),
    )


def shown_lists(sheet: DaySheet) -> list[ShownHalfList]:
    """Show the lists of a day on which somebody stands."""
    return [
        ShownHalfList(str(HALVES[half.half]), _signatures(half), [_presence(row) for row in half.rows])
        for half in sheet.halves
        if half.rows
    ]


def shown_instants(session: Session, sheet: DaySheet) -> dict[str, datetime | None]:
    """Give what happened to a register, on the clock of its session."""
    register = sheet.register
    told = {name: getattr(register, name, None) for name in ("sent_at", "reopened_at", "reminded_at", "remark_seen_at")}
    return {name: at and at.astimezone(zone_of(session)) for name, at in told.items()}


def is_asked_for(row: ShownRegister, word: str) -> bool:
    """Say whether a register is of those that a filter asks for."""
    return row.is_remark_new if word == REMARK else row.state == word


def _is_remark_new(row: FollowedRegister) -> bool:
    register = row.register
    return bool(register and register.is_sent and register.remark and not register.remark_seen_at)


def _last_step(row: FollowedRegister) -> str:
    """Say since when the office has it, or when its centre was reminded last."""
    register = row.register
    if register is None:
        return ""
    if register.sent_at:
        return _instant(row.session, register.sent_at)
    if register.reminded_at:
        return gettext("reminded {at}").format(at=_instant(row.session, register.reminded_at))
    return ""


def _instant(session: Session, at: datetime) -> str:
    return instants.short(at.astimezone(zone_of(session)))


def _signatures(sheet: HalfDaySheet) -> int | None:
    return sheet.register.signatures if sheet.register else None


def _presence(row: SheetRow) -> ShownPresence:
    missions = dict.fromkeys(letter.facts.title for letter in row.letters)
    return ShownPresence(
        name=f"{row.person.surname} {row.person.first_name}",
        identifier=row.person.identifier,
        mission=", ".join(missions) if row.is_called else gettext("called by nobody"),
        word=str(PRESENCES[row.presence]),
        times=", ".join(_times(row)),
        is_absent=row.presence is Presence.ABSENT,
    )


def _times(row: SheetRow) -> Iterator[str]:
    if row.line and row.line.arrived_at:
        yield gettext("came at {hour}").format(hour=_hour(row.line.arrived_at))
    if row.line and row.line.left_at:
        yield gettext("left at {hour}").format(hour=_hour(row.line.left_at))


def _hour(at: time) -> str:
    return instants.hour(datetime.combine(date.min, at))
