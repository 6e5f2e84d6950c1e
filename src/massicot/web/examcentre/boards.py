"""Reads how far each paper of each centre is: all of them at once, with a fixed number of statements."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from massicot.anonymity import queries as anonymity
from massicot.anonymity.rules import ListPrinted
from massicot.audit import queries as audit
from massicot.candidates import queries as candidates
from massicot.candidates.queries import RegisterCell, RoomState
from massicot.candidates.rules import Attendance, room_rank
from massicot.consignments import queries as consignments
from massicot.consignments.queries import Parcel
from massicot.consignments.rules import Tick, despatch
from massicot.consignments.rules.despatch import Destination
from massicot.custody import queries as ledger
from massicot.custody.rules import Kind
from massicot.custody.rules import Place as Where
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.exams.rules import RouteKind
from massicot.results import queries as results
from massicot.results.rules import MISSING_SCRIPT, NOT_PACKED
from massicot.scripts import queries as scripts
from massicot.web.examcentre.access import CentrePaper
from massicot.web.examcentre.board import Board, Going, MadeParcel, tally_cells

HANDED_IN = frozenset({Attendance.PRESENT, Attendance.BLANK})
"""Who hands a script in: a blank script is one."""

Place = tuple[int, str]
"""A paper and a centre."""


def board_of(where: CentrePaper, now: datetime) -> Board:
    """Read how far one paper of one centre is."""
    return boards_of([where], now)[0]


def boards_of(places: Sequence[CentrePaper], now: datetime) -> list[Board]:
    """Read how far each paper of each centre is, in the order given."""
    papers = {where.paper.pk: where.paper for where in places}
    uais = {where.uai for where in places}
    found = _Found(papers, uais, [where for where in places if where.paper.starts_at > now])
    return [found.board(where) for where in places]


class _Found:
    """What the areas say of all the papers and centres, before it is sorted out."""

    def __init__(self, papers: Mapping[int, Paper], uais: Collection[str], coming: Sequence[CentrePaper]) -> None:
        self.routes = exams.routes_at_start(papers.values())
        self.cells = _by_place(candidates.register_cells(papers, uais))
        self.counted = candidates.rooms_counted(papers, uais)
        self.days = candidates.day_states(papers, uais)
        self.printed = _printed(coming)
        closed = {place for place, day in self.days.items() if day.is_closed}
        self.boxed = anonymity.strips_boxed_at([(papers[pk], uai) for pk, uai in closed if pk in papers])
        self.in_hand = scripts.in_hand_by_specialty({pk for pk, _ in closed}, {uai for _, uai in closed})
        self.parcels = consignments.parcels_from(papers, uais)
        numbered = {parcel.pk for parcel in self.parcels if parcel.route_kind == RouteKind.ON_SITE}
        self.packed = consignments.scripts_packed(numbered)
        self.counts = consignments.counts_packed({parcel.pk for parcel in self.parcels} - numbered)
        decided = results.decided_keys({pk for pk, _ in closed}) if self._lacks_any() else set()
        self.sought = _sought({parcel.pk: parcel.paper_id for parcel in self.parcels}, self.packed, decided)
        self.written_off = _written_off(decided, closed)

    def _lacks_any(self) -> bool:
        """Say whether a number is in no parcel or was not found at its arrival: the office may have decided of it."""
        is_missing = any(tick is Tick.MISSING for _, _, tick in self.packed)
        return is_missing or self.in_hand.total() > self.packed.total()

    def board(self, where: CentrePaper) -> Board:
        place = (where.paper.pk, where.uai)
        cells = self.cells.get(place, {})
        day = self.days.get(place)
        return Board(
            where=where,
            on_site={code for code, route in self.routes[where.paper.pk].items() if route.kind is RouteKind.ON_SITE},
            cells=cells,
            rooms=self._rooms(place, cells),
            day=day,
            is_list_printed=place in self.printed,
            strips_boxed=self.boxed.get(place, 0),
            goings=self._goings(place, cells) if day and day.is_closed else [],
            parcels=[self._made(parcel) for parcel in self.parcels if _place_of(parcel) == place],
            written_off=self.written_off.get(place, {}),
        )

    def _rooms(self, place: Place, cells: Mapping[RegisterCell, int]) -> list[RoomState]:
        rooms: dict[str, dict[RegisterCell, int]] = {}
        for cell, count in cells.items():
            rooms.setdefault(cell.room, {})[cell] = count
        ranked = sorted(rooms, key=room_rank)
        return [RoomState(room, tally_cells(rooms[room]), self.counted.get((*place, room))) for room in ranked]

    def _goings(self, place: Place, cells: Mapping[RegisterCell, int]) -> list[Going]:
        found = despatch.destinations(self.routes[place[0]])
        goings = [self._going(place, cells, destination) for destination in found]
        return [going for going in goings if any(going.held.values())]

    def _going(self, place: Place, cells: Mapping[RegisterCell, int], destination: Destination) -> Going:
        if destination.is_numbered:
            held = {code: self.in_hand[(*place, code)] for code in destination.specialties}
        else:
            held = {code: _handed_in(cells, code) for code in destination.specialties}
        left = despatch.remaining(held, self._settled(place))
        return Going(destination, {code: count for code, count in held.items() if count}, left)

    def _settled(self, place: Place) -> Counter[str]:
        ids = {parcel.pk for parcel in self.parcels if _place_of(parcel) == place}
        settled = Counter({code: 0 for _, code, _ in self.packed})
        for (parcel_id, code, _), count in self.packed.items():
            settled[code] += count if parcel_id in ids else 0
        settled.update(self.written_off.get(place, {}).values())
        for row in self.counts:
            settled[row.specialty_code] += row.settles if row.parcel_id in ids else 0
        return settled

    def _made(self, parcel: Parcel) -> MadeParcel:
        ticks: Counter[Tick] = Counter()
        for (parcel_id, _, tick), count in self.packed.items():
            ticks[tick] += count if parcel_id == parcel.pk else 0
        return MadeParcel(parcel, +ticks, self.sought.get(parcel.pk, []))


def _by_place(cells: Mapping[RegisterCell, int]) -> dict[Place, dict[RegisterCell, int]]:
    places: dict[Place, dict[RegisterCell, int]] = {}
    for cell, count in cells.items():
        places.setdefault((cell.paper_id, cell.centre_uai), {})[cell] = count
    return places


def _place_of(parcel: Parcel) -> Place:
    return (parcel.paper_id, parcel.centre_uai)


def _handed_in(cells: Mapping[RegisterCell, int], specialty: str) -> int:
    return sum(count for cell, count in cells.items() if cell.specialty_code == specialty and cell.word in HANDED_IN)


def _printed(places: Sequence[CentrePaper]) -> set[Place]:
    subjects = {candidates.day_subject(where.paper, where.uai): (where.paper.pk, where.uai) for where in places}
    return {subjects[subject] for subject in audit.last_of_act(ListPrinted.__name__, subjects)}


def _sought(
    parcels: Mapping[int, int], packed: Mapping[tuple[int, str, Tick], int], decided: Collection[tuple[int, str]]
) -> dict[int, list[str]]:
    """List by parcel the numbers declared missing of which the office decided nothing yet."""
    with_missing = {parcel_id for parcel_id, _, tick in packed if tick is Tick.MISSING}
    missing = consignments.numbers_missing(with_missing)
    return {
        parcel_id: [one for one in numbers if (parcels[parcel_id], f"{MISSING_SCRIPT}:{one}") not in decided]
        for parcel_id, numbers in missing.items()
    }


def _written_off(decided: Collection[tuple[int, str]], places: Collection[Place]) -> dict[Place, dict[str, str]]:
    """Map by place to their specialty the numbers in no parcel of which the office decided: lost, to be sat again."""
    begins = f"{NOT_PACKED}:"
    papers = {key.removeprefix(begins): paper_id for paper_id, key in decided if key.startswith(begins)}
    found: dict[Place, dict[str, str]] = {}
    drawn = {number: (papers[number], uai) for number, uai in scripts.centres_of(papers).items()}
    specialties = scripts.specialties_of([number for number, place in drawn.items() if place in places])
    for number, specialty in specialties.items():
        found.setdefault(drawn[number], {})[number] = specialty
    # One that was found after all may be in a parcel.
    return {place: _loose(place[1], numbers) for place, numbers in found.items()}


def _loose(centre_uai: str, numbers: Mapping[str, str]) -> dict[str, str]:
    loose = ledger.refs_at(Kind.SCRIPT, Where.EXAM_CENTRE, centre_uai)
    return {number: numbers[number] for number in loose if number in numbers}
