"""How far one paper of one centre is: what the home page, the steps and the parcels' pages of this desk show."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils.text import slugify

from massicot.candidates import queries as candidates
from massicot.candidates.queries import DayState, RegisterCell, RoomState
from massicot.candidates.rules import Attendance, Tally
from massicot.candidates.rules.checks import Scrutiny, checks_of, stands
from massicot.consignments.queries import Parcel, ParcelCount
from massicot.consignments.rules import Tick
from massicot.consignments.rules.despatch import Destination
from massicot.exams import queries as exams
from massicot.exams.queries import Paper, Relabelling
from massicot.results import queries as results
from massicot.scripts import queries as scripts
from massicot.scripts.queries import FiledStrips
from massicot.setasides.queries import Lying
from massicot.shelves import queries as shelves
from massicot.web.examcentre.access import CentrePaper
from massicot.web.examcentre.clock import Clock


@dataclass(frozen=True, slots=True)
class Despatch:
    """What a centre sends to one destination: what it holds for it by specialty, and what is not in a parcel yet.

    `counted`: of scripts that bear no number, how many lie in parcels; `written_off`: the numbers of which the office
    decided that they will not come, and that go here if they are found; `left_out`: those that were not there when a
    parcel was made, and that are looked for; `lying`: those of them that lie under a slip at a marking centre.
    """

    destination: Destination
    in_hand: Mapping[str, int]
    left: Mapping[str, int]
    counted: Mapping[str, int]
    written_off: Sequence[str] = ()
    left_out: Sequence[str] = ()
    lying: Mapping[str, Lying] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Name the destination in addresses."""
        route = self.destination.route
        return slugify(f"{route.copy_model} {route.destination_uai or route.destination_name}")

    @property
    def place(self) -> str:
        """Name the place without its address."""
        return short_place(self.destination.name)

    @property
    def count_left(self) -> int:
        """Count the scripts that are not in a parcel yet."""
        return sum(self.left.values())


@dataclass(frozen=True, slots=True)
class MadeParcel:
    """One parcel, and what the marking centre says of its scripts; `sought`: missing, and not decided by the office.

    `uneven`: the counts of scripts without numbers that are not what was announced; `lying`: missing likewise, and
    under a slip at a marking centre, so that nobody is asked to look for them.
    """

    parcel: Parcel
    ticks: Mapping[Tick, int]
    sought: Sequence[str]
    uneven: Sequence[ParcelCount] = ()
    lying: Mapping[str, Lying] = field(default_factory=dict)

    @property
    def is_unrecorded(self) -> bool:
        """Say whether it arrived and nobody recorded that it left."""
        return self.parcel.sent_at is None and self.parcel.arrived_at is not None

    @property
    def place(self) -> str:
        """Name the place where it goes, without its address."""
        return short_place(self.parcel.destination_name)

    @property
    def received(self) -> int:
        """Count its scripts ticked as received."""
        return self.ticks.get(Tick.RECEIVED, 0)

    @property
    def missing(self) -> int:
        """Count its scripts declared missing."""
        return self.ticks.get(Tick.MISSING, 0)


Place = tuple[int, str]
"""A paper and a centre."""


class Strips:
    """The header strips in the boxes of some centres whose day is closed, asked when a page shows one of them."""

    def __init__(self, places: Collection[tuple[Paper, str]], uais: Collection[str]) -> None:
        self._places, self._uais = places, uais

    @cached_property
    def filings(self) -> Mapping[Place, FiledStrips]:
        """Map papers and centres to the strips in their boxes, of archived sessions too, and to those not there."""
        return scripts.strips_filed(self._uais, shelves.papers_destroyed())

    @cached_property
    def written_off(self) -> Collection[str]:
        """List the numbers of which the office decided that their strip will not come."""
        return results.strips_written_off({paper.pk for paper, _ in self._places})

    @cached_property
    def decisions(self) -> Collection[tuple[int, str, str]]:
        """List the papers and centres with the figures, in boxes and counted, that the office decided of."""
        return results.strips_decided({paper.pk for paper, _ in self._places})


class CheckedRooms:
    """What was checked in the rooms of some papers, asked when a page shows a day that is not closed yet."""

    def __init__(self, numbered: Mapping[int, Collection[str]]) -> None:
        self._numbered = numbered

    @cached_property
    def rooms(self) -> Mapping[Place, Mapping[str, Collection[Scrutiny]]]:
        """Map by paper and centre the rooms to what was checked there."""
        return candidates.checks_at(self._numbered)


@dataclass(frozen=True, slots=True)
class CentreBoard:
    """One paper in one centre, from the printing to the last parcel; `on_site` lists the numbered specialties.

    When its labels and anonymity list were both printed, whether a table changed its candidates since, and by which
    corrigendum they are no longer right, is read until the paper begins; `written_off` maps to their specialty the
    numbers in no parcel of which the office decided what becomes, `left_out` those of no decision that were not
    there when their parcel was made; `lying` are such numbers that lie under a slip at a marking centre.
    `to_acknowledge` counts the ends of slips that concern the centre and wait for it.
    """

    where: CentrePaper
    on_site: Collection[str]
    cells: Mapping[RegisterCell, int]
    rooms: Sequence[RoomState]
    reported: Collection[str]
    """The confirmed rooms whose report is signed."""
    day: DayState | None
    printed_at: datetime | None
    is_relisted: bool
    outdated_by: Relabelling | None
    strips: Strips
    checked: CheckedRooms
    despatches: Sequence[Despatch]
    parcels: Sequence[MadeParcel]
    written_off: Mapping[str, str]
    left_out: Mapping[str, str]
    lying: Mapping[str, Lying]
    to_acknowledge: int = 0

    @property
    def paper(self) -> Paper:
        return self.where.paper

    @property
    def is_printed(self) -> bool:
        """Say whether the labels and the anonymity list were printed, as they are now."""
        return self.printed_at is not None and self.outdated_by is None and not self.is_relisted

    @property
    def due_at(self) -> datetime:
        """Say when the scripts must have left, on the clock of the session."""
        return exams.local(self.paper, exams.due_at(self.paper))

    @property
    def starts_at(self) -> datetime:
        """Say when the paper begins, on the clock of the session."""
        return exams.local(self.paper, self.paper.starts_at)

    @property
    def register(self) -> Tally:
        return tally_cells(self.cells)

    @property
    def numbered_cells(self) -> dict[RegisterCell, int]:
        """Keep the cells whose candidates have a number, and so an item, absent or not."""
        return {cell: count for cell, count in self.cells.items() if cell.specialty_code in self.on_site}

    @property
    def unnumbered(self) -> int:
        """Count the scripts handed in that bear no number: they are not counted at the closing."""
        others = {cell: count for cell, count in self.cells.items() if cell.specialty_code not in self.on_site}
        return tally_cells(others).scripts

    @property
    def rooms_to_check(self) -> list[RoomState]:
        """List the rooms whose scripts are not all checked, before the headers are cut."""
        here = self.checked.rooms.get((self.paper.pk, self.where.uai), {})
        numbered = {cell.room for cell in self.numbered_cells}
        return [room for room in self.rooms if not _is_checked(room, here, is_numbered=room.room in numbered)]

    @property
    def is_closed(self) -> bool:
        """Say whether the day is closed now."""
        return self.day is not None and self.day.is_closed

    @property
    def strips_boxed(self) -> int:
        """Count the header strips in the boxes, which fill once the day is closed."""
        return self._strips_filed.boxed

    @property
    def strips_left(self) -> int:
        """Count the header strips typed at the closing that are in no box yet, and not named as lacking in one."""
        typed = self.day.counts.strips_boxed if self.day and self.is_closed else 0
        return max(0, typed - self.strips_boxed - len(self._strips_filed.lacking))

    @property
    def strips_sought(self) -> list[str]:
        """List the numbers whose strip was not there when its box was closed, and of which nobody decided."""
        return [number for number in self.strips_not_there if number not in self.strips.written_off]

    @property
    def strips_not_there(self) -> Sequence[str]:
        """List the numbers whose strip was not there when its box was closed, whatever the office decided of it."""
        return self._strips_filed.lacking

    @property
    def _strips_filed(self) -> FiledStrips:
        return self.strips.filings.get((self.paper.pk, self.where.uai), FiledStrips())

    @property
    def has_lost_scripts(self) -> bool:
        """Say whether scripts of which the header strips are here were destroyed, filed in boxes or not."""
        return self._strips_filed.has_destroyed

    @property
    def strips_lacking(self) -> int:
        """Count the header strips in no box that nobody waits for any more: the office decided of just these."""
        if not (self.strips_left and self.day and self.has_sent):
            return 0
        figures = f"{self.strips_boxed}/{self.day.counts.strips_boxed}"
        return self.strips_left if (self.paper.pk, self.where.uai, figures) in self.strips.decisions else 0

    @property
    def count_left(self) -> int:
        """Count the scripts that are not in a parcel yet."""
        return sum(despatch.count_left for despatch in self.despatches)

    @property
    def parcels_here(self) -> list[MadeParcel]:
        """List the parcels that have not left."""
        return [made for made in self.parcels if not made.parcel.has_left]

    @property
    def is_despatched(self) -> bool:
        """Say whether everything left."""
        return self.is_closed and not self.count_left and not self.parcels_here

    @property
    def can_reopen(self) -> bool:
        """Say whether the day may still be opened again: no parcel is made."""
        return self.is_closed and not self.parcels

    @property
    def unreported(self) -> list[RoomState]:
        """List the confirmed rooms whose report is not signed."""
        return [room for room in self.rooms if room.is_confirmed and room.room not in self.reported]

    @property
    def has_sent(self) -> bool:
        """Say whether a parcel has left: the day cannot be opened again then."""
        return any(made.parcel.has_left for made in self.parcels)

    def has_begun(self, now: datetime) -> bool:
        """Say whether the paper has begun, or its attendance is being keyed."""
        return now >= self.paper.starts_at or self.register.not_keyed < self.register.entered

    def clock(self, now: datetime) -> Clock:
        """Read the clock of the 48 hours."""
        return Clock(self.due_at, now)


def _is_checked(room: RoomState, checked: Mapping[str, Collection[Scrutiny]], *, is_numbered: bool) -> bool:
    done = {check for check in checked.get(room.room, ()) if stands(check, is_counted=room.is_counted)}
    return not set(checks_of(is_numbered=is_numbered)).difference(done)


def short_place(name: str) -> str:
    """Name a place without the address that follows it."""
    return name.partition(",")[0]


def tally_cells(cells: Mapping[RegisterCell, int]) -> Tally:
    """Count the candidates of some cells by what the registers say of them."""
    counts: Counter[Attendance] = Counter()
    for cell, count in cells.items():
        counts[cell.word] += count
    return Tally(**{word.value.replace("-", "_"): counts[word] for word in Attendance})
