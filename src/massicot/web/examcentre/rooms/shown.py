"""The register of one room as its page shows it: where it is, its lines, its counts, what may be done with it now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from massicot.candidates import queries as candidates
from massicot.candidates.queries import RoomRow, RoomState
from massicot.candidates.rules import Attendance, AttendanceSource, gap, room_title, tally
from massicot.candidates.rules.candidate_row import name_written
from massicot.exams import queries as exams
from massicot.roomreports import queries as roomreports
from massicot.store.prepared import ask_all
from massicot.web.examcentre.access import CentrePaper, centre_paper_or_404
from massicot.web.examcentre.rooms.forms import WORDS
from massicot.web.shared.refusals import translate

STATES: dict[str, str | Promise] = {
    "to-key": gettext_lazy("to confirm"),
    "off-count": gettext_lazy("to count again"),
    "signed": gettext_lazy("confirmed, difference signed"),
    "confirmed": gettext_lazy("confirmed"),
}
"""How far a room is, as pages write it."""
REPORTS: dict[str, str | Promise] = {
    "to-sign": gettext_lazy("to sign"),
    "signed": gettext_lazy("signed"),
    "later": gettext_lazy("once the room is confirmed"),
}
"""How far the report of a room is, as pages write it."""
KEYED = (Attendance.ABSENT, Attendance.BLANK)
"""What the buttons of a line key."""
WAITING = frozenset({"to-key", "off-count"})


@dataclass(frozen=True)
class Room:
    """One room of one paper in one centre, with its register."""

    where: CentrePaper
    rows: list[RoomRow]
    state: RoomState
    is_day_closed: bool

    @property
    def name(self) -> str:
        """Give the name of the room, as acts take it."""
        return self.state.room

    @property
    def subject(self) -> dict[str, Any]:
        """Name the paper and the centre, as acts take them."""
        return {"paper": self.where.paper, "centre_uai": self.where.uai}

    @property
    def begins_at(self) -> datetime:
        """Say when the paper begins, on the clock of the session."""
        return exams.local(self.where.paper, self.where.paper.starts_at)

    @property
    def began_at(self) -> datetime:
        """Say when the room began, by its report where that says it."""
        report = roomreports.report_of(self.where.paper.pk, self.where.uai, self.name)
        return roomreports.began_at(self.where.paper, report)

    def address(self, name: str) -> str:
        """Write the address of a page or an act of this room."""
        return self.where.address(name, self.name)

    @property
    def is_emptied(self) -> bool:
        """Say whether nobody is listed in the room any more."""
        return not self.rows

    @property
    def is_keyed_here(self) -> bool:
        """Say whether lines may be keyed now."""
        return not (self.is_day_closed or self.state.is_confirmed)

    @property
    def is_corrected_here(self) -> bool:
        """Say whether the room is confirmed, and may still be put right."""
        return self.state.is_confirmed and not self.is_day_closed

    @property
    def gap(self) -> str:
        """Write by how much the scripts counted differ from the candidates present; empty when they do not."""
        differs = self.state.is_off_count or self.state.is_signed
        return translate(gap(self.state.counted or 0, self.state.register.scripts)) if differs else ""

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Name the lines as choices of a form."""
        here = (row for row in self.rows if not row.sits_at)
        return [(row.candidate_number, f"{row.line.title} – {name_written(row)}") for row in here]

    def numbered_choices(self, on_site: Collection[str]) -> list[tuple[str, str]]:
        """Name the lines whose script bears a number, as choices of a form."""
        numbered = {row.candidate_number for row in self.rows if row.specialty_code in on_site}
        return [(number, title) for number, title in self.choices if number in numbered]

    @property
    def corrigible(self) -> list[tuple[str, str]]:
        """Name the lines with what each says, as choices of a form that corrects it."""
        words = {word: str(title) for word, title in WORDS.items()}
        named = zip((row for row in self.rows if not row.sits_at), self.choices, strict=True)
        return [(f"{number}/{row.attendance}", f"{title}, {words[row.attendance]}") for row, (number, title) in named]

    @property
    def late(self) -> list[RoomRow]:
        """List the lines with a late arrival."""
        return [row for row in self.rows if row.minutes_late is not None]

    @property
    def moved(self) -> list[tuple[str, str, str]]:
        """List who sits here and is of another room or centre by the list: number, line and name, where from."""
        named = dict(self.choices)
        moved = (row for row in self.rows if row.is_moved)
        return [
            (row.candidate_number, named[row.candidate_number], self.elsewhere[row.candidate_number]) for row in moved
        ]

    @cached_property
    def elsewhere(self) -> dict[str, str]:
        """Say of whom the list has elsewhere where that is, and of who sits elsewhere where they do."""
        rows = [row for row in self.rows if row.is_moved or row.sits_at]
        uais = {uai for row in rows for uai in (row.sits_at, row.comes_from) if uai}
        names = exams.institution_names(uais)
        return {row.candidate_number: _elsewhere(row, names, self.where.uai) for row in rows}

    def words(self) -> dict[str, dict[str, str]]:
        """Tell each line's word, and how it is known, to a page that is open."""
        return {row.candidate_number: {"word": row.attendance.value, "source": row.source.value} for row in self.rows}


Button = tuple[str, str, str, str, str]
"""A button of a line: its outline, what pressing it keys now, the word that it stands for, whether it is, its title."""


@dataclass(frozen=True, slots=True)
class ShownRegisterLine:
    """One line of the register as the page shows it, with its buttons."""

    number: str
    seat: str
    attendance: str
    source: str
    title: str
    name: str
    specialty: str
    word: str
    is_off_list: bool
    is_scanned: bool
    minutes_late: int | None
    elsewhere: str
    sits_here: bool
    buttons: list[Button]


class RoomSummary(NamedTuple):
    """One room in the list of a centre's rooms."""

    title: str
    address: str
    entered: int
    present: int
    blank: int
    absent: int
    not_keyed: int
    counted: int | None
    state: str
    report: str
    report_address: str
    checked: int = 0
    checks: str = ""

    @property
    def report_title(self) -> str | Promise:
        """Write how far the report of the room is."""
        return REPORTS[self.report]

    @property
    def is_waiting(self) -> bool:
        """Say whether something remains to be done in the room before the day is closed."""
        return self.state in WAITING

    @property
    def state_title(self) -> str | Promise:
        """Write how far the room is."""
        return STATES[self.state]


def summary_of(room: RoomState, where: CentrePaper, *, is_reported: bool) -> RoomSummary:
    """Sum a room up."""
    register = room.register
    figures = (register.entered, register.scripts, register.blank, register.absent, register.not_keyed, room.counted)
    report = "signed" if is_reported else "to-sign" if room.is_confirmed else "later"
    address = where.address("room", room.room)
    report_address = where.address("room_report", room.room)
    return RoomSummary(room.title, address, *figures, _state_of(room), report, report_address)


def _state_of(room: RoomState) -> str:
    if room.is_signed:
        return "signed"
    return "off-count" if room.is_off_count else "confirmed" if room.is_confirmed else "to-key"


def room_or_404(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> Room:
    """Find a room of one's own centre, with its register; another's is not there."""
    where = centre_paper_or_404(request, uai, session, paper)
    place: dict[str, Any] = {"paper_id": where.paper.pk, "uai": uai}
    entries, counted, closed = _ask(place, room)
    if not entries:
        raise Http404
    return _room(where, room, entries, counted, closed)


def reported_room_or_404(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> Room:
    """Find a room of one's own centre, or one that a table emptied after something was noted or signed there."""
    where = centre_paper_or_404(request, uai, session, paper)
    place: dict[str, Any] = {"paper_id": where.paper.pk, "uai": uai}
    entries, counted, closed = _ask(place, room)
    if not entries and not roomreports.is_reported(where.paper.pk, uai, room):
        raise Http404
    return _room(where, room, entries, counted, closed)


def _ask(place: dict[str, Any], room: str) -> list[Any]:
    return ask_all(
        candidates.ROOM.of(**place, room=room), candidates.HAND_COUNTS.of(**place), candidates.CLOSED.of(**place)
    )


def _room(where: CentrePaper, room: str, entries: Any, counted: Any, closed: Any) -> Room:
    rows = candidates.room_lines(entries)
    hand = candidates.counts_by_room(counted).get(room)
    return Room(where, rows, RoomState(room, tally(row.attendance for row in rows), hand), bool(closed))


def shown_lines(room: Room) -> list[ShownRegisterLine]:
    """List the lines of a room as the page shows them: what many of them say is written once."""
    labels = exams.specialty_labels(room.where.paper.session_id)
    words = {word: str(title) for word, title in WORDS.items()}
    buttons = {current: [_button(word, current, words[word]) for word in KEYED] for current in WORDS}
    return [
        ShownRegisterLine(
            row.candidate_number,
            row.seat,
            row.attendance.value,
            row.source.value,
            row.line.title,
            name_written(row),
            " – ".join(filter(None, (labels.get(row.specialty_code, row.specialty_code), row.arrangement))),
            words[row.attendance],
            row.source is AttendanceSource.OFF_LIST,
            row.source is AttendanceSource.LABEL,
            row.minutes_late,
            room.elsewhere.get(row.candidate_number, ""),
            not row.sits_at,
            buttons[row.attendance],
        )
        for row in room.rows
    ]


def _elsewhere(row: RoomRow, names: Mapping[str, str], uai: str) -> str:
    if row.sits_at:
        return gettext("sits at {centre}").format(centre=names.get(row.sits_at, row.sits_at))
    if row.comes_from == uai:
        return gettext("keeps a mark, and sat")
    if row.comes_from:
        return gettext("of the list of {centre}").format(centre=names.get(row.comes_from, row.comes_from))
    room = room_title(row.listed_room or "")
    if row.listed_seat:
        return gettext("expected in the room {room}, seat {seat}").format(room=room, seat=row.listed_seat)
    return gettext("expected in the room {room}").format(room=room)


def _button(word: Attendance, current: Attendance, title: str) -> Button:
    if word is current:
        return "", Attendance.NOT_KEYED.value, word.value, "true", title
    return " outline", word.value, word.value, "false", title


def heading_of(where: CentrePaper) -> str:
    """Name the paper and the centre."""
    return f"{where.paper.title} – {where.centre}"
