"""The rungs of the candidates: everybody entered, and everybody present or absent, whatever their route."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from massicot.core.ladder import Gap, GapKind, RungKind, RungLine, Thing
from massicot.core.refused import N_, NN_


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFacts:
    """One room of one centre: its register, and the scripts counted in the hand (None: not keyed yet).

    `signed` is the reason of a count that differs, and who gave it: it explains the gap, and the office decides it.
    """

    centre: str
    room: str
    entered: int
    present: int
    absent: int
    counted: int | None
    signed: str = ""

    @property
    def subject(self) -> str:
        return f"{self.centre}/{self.room}"

    @property
    def is_confirmed(self) -> bool:
        """Say whether everybody in the room is keyed and its scripts are counted."""
        return self.counted is not None and self.present + self.absent == self.entered


class Register(Protocol):
    """What is counted of the entries and of the rooms."""

    @property
    def imported(self) -> Mapping[str, int]:
        """Give the entries of each specialty as they were imported."""

    @property
    def entered(self) -> Mapping[str, int]:
        """Give the entries of each specialty as they are."""

    @property
    def rooms(self) -> Sequence[RoomFacts]:
        """Give the rooms, by centre."""


def _specialties(facts: Register) -> list[RungLine]:
    codes = sorted(facts.imported.keys() | facts.entered.keys())
    return [RungLine(Thing.SPECIALTY, code, facts.imported.get(code, 0), facts.entered.get(code, 0)) for code in codes]


def _rooms(facts: Register) -> list[RungLine]:
    return [
        RungLine(Thing.ROOM, room.subject, room.present + room.absent, (room.counted or 0) + room.absent)
        for room in facts.rooms
    ]


def _gaps_of_rooms(facts: Register) -> list[Gap]:
    gaps: list[Gap] = []
    for room in facts.rooms:
        if not room.is_confirmed:
            gaps.append(ATTENDANCE.gap(room.subject))
        elif room.counted != room.present:
            gaps.append(ROOM_COUNT.gap(room.subject, signed=room.signed))
    return gaps


ENTRIES = GapKind[Register](
    name="entries",
    title=N_("Entries differ from what was imported"),
    about=Thing.SPECIALTY,
)
ATTENDANCE = GapKind[Register](
    name="attendance",
    title=N_("Attendance not keyed"),
    about=Thing.ROOM,
    step=NN_("room to be keyed", "rooms to be keyed"),
    is_closed_by_step=True,
    figures=lambda facts: {room.subject: str(room.entered) for room in facts.rooms},
)
ROOM_COUNT = GapKind[Register](
    name="room-count",
    title=N_("Scripts counted in the room differ from the register"),
    about=Thing.ROOM,
    figures=lambda facts: {room.subject: str(room.present) for room in facts.rooms},
)

RUNGS: Sequence[RungKind[Register]] = (
    RungKind(
        name="entered",
        title=N_("Entered"),
        slug="inscrits",
        sources=(N_("import"), N_("candidates")),
        kinds=(ENTRIES,),
        lines=_specialties,
        gaps=lambda facts: ENTRIES.differing(_specialties(facts)),
    ),
    RungKind(
        name="present+absent",
        title=N_("Present + absent"),
        slug="emargement",
        sources=(N_("register"), N_("typed count")),
        kinds=(ATTENDANCE, ROOM_COUNT),
        lines=_rooms,
        gaps=_gaps_of_rooms,
    ),
)
