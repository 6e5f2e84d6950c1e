"""The register of one room as its page shows it: where it is, its lines, its counts, what may be done with it now."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from massicot.candidates import queries as candidates
from massicot.candidates.queries import RoomRow, RoomState
from massicot.candidates.rules import Attendance, Source, gap, tally
from massicot.exams import queries as exams
from massicot.web.examcentre.access import CentrePaper, centre_paper_or_404
from massicot.web.examcentre.room_forms import WORDS
from massicot.web.shared.refusals import told

STATES: dict[str, str | Promise] = {
    "to-key": gettext_lazy("to confirm"),
    "off-count": gettext_lazy("to count again"),
    "signed": gettext_lazy("confirmed, difference signed"),
    "confirmed": gettext_lazy("confirmed"),
}
"""How far a room is, as pages write it."""
WAITING = frozenset({"to-key", "off-count"})


@dataclass(frozen=True, slots=True)
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

    def address(self, name: str) -> str:
        """Write the address of a page or an act of this room."""
        return self.where.address(name, self.name)

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
        return told(gap(self.state.counted or 0, self.state.register.scripts)) if differs else ""

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Name the lines as choices of a form."""
        return [(row.candidate_number, f"{row.line.title} – {name_of(row)}") for row in self.rows]

    @property
    def late(self) -> list[RoomRow]:
        """List the lines with a late arrival."""
        return [row for row in self.rows if row.minutes_late is not None]

    def words(self) -> dict[str, dict[str, str]]:
        """Tell each line's word, and how it is known, to a page that is open."""
        return {row.candidate_number: {"word": row.attendance.value, "source": row.source.value} for row in self.rows}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of the register as the page shows it, with what each of its buttons would key."""

    row: RoomRow
    name: str
    specialty: str

    @property
    def title(self) -> str:
        """Name the line as the register in hand does."""
        return self.row.line.title

    @property
    def word(self) -> Any:
        """Write what the register says."""
        return WORDS[self.row.attendance]

    @property
    def is_scanned(self) -> bool:
        """Say whether the label of its script was scanned."""
        return self.row.source is Source.LABEL

    @property
    def is_off_list(self) -> bool:
        """Say whether the candidate came off the list."""
        return self.row.source is Source.OFF_LIST

    @property
    def buttons(self) -> list[tuple[Attendance, Any, str]]:
        """Give each word that a button keys: the word, how it is written, and what pressing it keys now."""
        return [
            (word, WORDS[word], Attendance.NOT_KEYED if self.row.attendance is word else word)
            for word in (Attendance.ABSENT, Attendance.BLANK)
        ]


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

    @property
    def is_waiting(self) -> bool:
        """Say whether something remains to be done in the room before the day is closed."""
        return self.state in WAITING

    @property
    def state_title(self) -> str | Promise:
        """Write how far the room is."""
        return STATES[self.state]


def summary_of(room: RoomState, address: str) -> RoomSummary:
    """Sum a room up."""
    said = room.register
    figures = (said.entered, said.scripts, said.blank, said.absent, said.not_keyed, room.counted)
    return RoomSummary(room.title, address, *figures, _state_of(room))


def _state_of(room: RoomState) -> str:
    if room.is_signed:
        return "signed"
    return "off-count" if room.is_off_count else "confirmed" if room.is_confirmed else "to-key"


def room_or_404(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> Room:
    """Find a room of one's own centre, with its register; another's is not there."""
    where = centre_paper_or_404(request, uai, session, paper)
    rows = candidates.room_rows(where.paper, uai, room)
    if not rows:
        raise Http404
    hand = candidates.hand_counts(where.paper.pk, uai).get(room)
    is_day_closed = candidates.is_day_closed(where.paper.pk, uai)
    state = RoomState(room, tally(row.attendance for row in rows), hand)
    return Room(where, rows, state, is_day_closed)


def shown_lines(room: Room) -> list[ShownLine]:
    """List the lines of a room as the page shows them."""
    labels = exams.specialty_labels(room.where.paper.session_id)
    return [ShownLine(row, name_of(row), labels.get(row.specialty_code, row.specialty_code)) for row in room.rows]


def heading_of(where: CentrePaper) -> str:
    """Name the paper and the centre."""
    return f"{where.paper.title} – {exams.institution_name(where.uai)}"


def name_of(row: RoomRow) -> str:
    """Write a candidate's name as the register prints it, the usual one after the surname."""
    usual = f" ({row.usual_name})" if row.usual_name else ""
    return f"{row.surname}{usual} {row.first_names}"
