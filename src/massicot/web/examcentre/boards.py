"""Reads how far each paper of each centre is: all of them at once, with a fixed number of statements."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from massicot.anonymity.rules.labels import PRINTED, both_printed
from massicot.audit import queries as audit
from massicot.candidates import queries as candidates
from massicot.candidates.queries import RegisterCell, RoomState
from massicot.candidates.rules import HANDED_IN, room_rank
from massicot.consignments import queries as consignments
from massicot.consignments.queries import Parcel
from massicot.consignments.rules import Tick, despatch
from massicot.consignments.rules.despatch import Destination
from massicot.consignments.rules.rungs import MISSING_SCRIPT
from massicot.exams import queries as exams
from massicot.exams.queries import Contact, Paper, Relabelling
from massicot.exams.rules import RouteKind
from massicot.results import queries as results
from massicot.roomreports import queries as roomreports
from massicot.scripts import queries as scripts
from massicot.setasides import queries as set_asides
from massicot.setasides.queries import Concern, ConcerningScript, Lying
from massicot.store.prepared import ask_all
from massicot.store.wording import Call
from massicot.web.examcentre.access import CentrePaper
from massicot.web.examcentre.board import CentreBoard, CheckedRooms, Despatch, MadeParcel, Place, Strips, tally_cells


def board_of(where: CentrePaper, now: datetime) -> CentreBoard:
    """Read how far one paper of one centre is."""
    return boards_of([where], now)[0]


def boards_of(places: Sequence[CentrePaper], now: datetime) -> list[CentreBoard]:
    """Read how far each paper of each centre is, in the order given."""
    if not places:
        return []
    papers = {where.paper.pk: where.paper for where in places}
    uais = {where.uai for where in places}
    answers = _Answers(papers, uais, [where for where in places if where.paper.starts_at > now])
    return [answers.board(where) for where in places]


class _Answers:
    """What the areas say of all the papers and centres, before it is sorted out."""

    def __init__(self, papers: Mapping[int, Paper], uais: Collection[str], coming: Sequence[CentrePaper]) -> None:
        here: dict[str, Any] = {"paper_ids": sorted(papers), "uais": sorted(uais)}
        academies, versions, cells, hands, days, self.parcels, concerning, *prints = ask_all(
            exams.ACADEMIES.of(session_ids=sorted({paper.session_id for paper in papers.values()})),
            exams.VERSIONS.of(paper_ids=here["paper_ids"]),
            candidates.REGISTER.of(**here),
            roomreports.HANDS.of(**here),
            candidates.DAYS.of(**here),
            consignments.PARCELS.of(**here),
            set_asides.CONCERNING.of(**here),
            *_prints(coming),
        )
        self.routes = exams.routes_at_start(papers.values(), academies, versions)
        self.cells = _by_place(candidates.register_cells(cells))
        self.counted = roomreports.rooms_counted(hands)
        self.reported = roomreports.rooms_reported(hands)
        self.days = candidates.day_states(days)
        printed, changed = prints or ([], [])
        self.printed = both_printed(printed)
        self.changed = {(paper_id, uai): at for paper_id, uai, at in changed}
        self.relabellings = exams.relabellings_of([where.paper for where in coming]) if self.printed else []
        closed = {place for place, day in self.days.items() if day.is_closed}
        self.strips = Strips([(papers[pk], uai) for pk, uai in closed], uais)
        self.checked = CheckedRooms({paper_id: self._on_site(paper_id) for paper_id in papers})
        self._count(closed)
        decided = results.scripts_decided({pk for pk, _ in closed}) if self._lacks_any() else set()
        self.concerning = set_asides.concerns_of(concerning)
        self.lying = self._lying()
        self.sought = self._missing_by_parcel(decided)
        self.written_off = results.written_off(decided, closed)
        self.left_out = self._left_out()

    def _count(self, closed: Collection[Place]) -> None:
        """Count what those places hold whose day is closed, and what is in all the parcels."""
        numbered = sorted(parcel.pk for parcel in self.parcels if parcel.route_kind == RouteKind.ON_SITE)
        others = sorted({parcel.pk for parcel in self.parcels} - set(numbered))
        # Of those that came and whose reception is open: only there is something ticked that is not written.
        ticking = sorted(parcel.pk for parcel in self.parcels if parcel.arrived_at and not parcel.closed_at)
        papers, uais = (sorted(set(names)) for names in zip(*closed, strict=True)) if closed else ([], [])
        in_hand, packed, tallied, self.counts = _ask(
            scripts.IN_HAND_AT.of(paper_ids=papers, uais=uais) if closed else None,
            consignments.PACKED.of(parcel_ids=numbered) if numbered else None,
            consignments.TALLIED.of(parcel_ids=ticking) if ticking else None,
            consignments.COUNTS.of(parcel_ids=others) if others else None,
        )
        self.in_hand = scripts.in_hand_by_specialty(in_hand)
        self.packed = consignments.scripts_packed(packed, tallied)

    def _lying(self) -> dict[str, Lying]:
        """Map the numbers that lie under a slip to where; the marking centre is named, asked only where one does."""
        slips = {row.number: row for row in self.concerning if row.slip}
        contacts = exams.contacts_of({row.slip_at for row in slips.values()})
        return {number: _lying_at(row, contacts.get(row.slip_at)) for number, row in slips.items()}

    def _lacks_any(self) -> bool:
        """Say whether a number is in no parcel or was not found at its arrival: the office may have decided of it."""
        is_missing = any(tick is Tick.MISSING for _, _, tick in self.packed)
        return is_missing or self.in_hand.total() > self.packed.total()

    def _left_out(self) -> dict[Place, dict[str, str]]:
        """Map by place to their specialty the numbers that nobody found, and of which nobody decided."""
        by_place: dict[Place, dict[str, str]] = {}
        for row in self.concerning:
            place = (row.paper_id, row.uai)
            if row.concern is Concern.LEFT_OUT and row.number not in self.written_off.get(place, {}):
                by_place.setdefault(place, {})[row.number] = row.specialty_code
        return by_place

    def _missing_by_parcel(self, decided: Collection[tuple[int, str]]) -> dict[int, list[str]]:
        """List by parcel the numbers declared missing of which the office decided nothing yet."""
        sought: dict[int, list[str]] = {}
        for row in self.concerning:
            is_missing = row.concern is Concern.MISSING
            if is_missing and (row.paper_id, MISSING_SCRIPT.key(row.number)) not in decided:
                sought.setdefault(row.parcel_id, []).append(row.number)
        return sought

    def board(self, where: CentrePaper) -> CentreBoard:
        place = (where.paper.pk, where.uai)
        cells = self.cells.get(place, {})
        day = self.days.get(place)
        left_out = self.left_out.get(place, {})
        printed_at = self.printed.get(candidates.day_subject(where.paper, where.uai))
        changed_at = self.changed.get(place)
        on_site = self._on_site(where.paper.pk)
        return CentreBoard(
            where=where,
            on_site=on_site,
            cells=cells,
            rooms=self._rooms(place, cells),
            reported={room for *at, room in self.reported if tuple(at) == place},
            day=day,
            printed_at=printed_at,
            is_relisted=printed_at is not None and changed_at is not None and printed_at < changed_at,
            outdated_by=self._outdated_by(where, {cell.specialty_code for cell in cells}, on_site),
            strips=self.strips,
            checked=self.checked,
            despatches=self._despatches(place, cells) if day and day.is_closed else [],
            parcels=[self._parcel(parcel) for parcel in self.parcels if _place_of(parcel) == place],
            written_off=self.written_off.get(place, {}),
            left_out={number: code for number, code in left_out.items() if number not in self.lying},
            lying={number: self.lying[number] for number in left_out if number in self.lying},
            to_acknowledge=sum(
                row.concern is Concern.TO_ACKNOWLEDGE and (row.paper_id, row.uai) == place for row in self.concerning
            ),
        )

    def _on_site(self, paper_id: int) -> set[str]:
        return {code for code, route in self.routes[paper_id].items() if route.kind is RouteKind.ON_SITE}

    def _outdated_by(self, where: CentrePaper, specialties: set[str], on_site: set[str]) -> Relabelling | None:
        """Find the last corrigendum that changed what a centre had printed before, if it still has numbers to print."""
        printed_at = self.printed.get(candidates.day_subject(where.paper, where.uai))
        if printed_at is None or not specialties & on_site:
            return None
        own = (relabelling for relabelling in self.relabellings if relabelling.paper_id == where.paper.pk)
        return next((relabelling for relabelling in own if relabelling.outdates(printed_at, specialties)), None)

    def _rooms(self, place: Place, cells: Mapping[RegisterCell, int]) -> list[RoomState]:
        rooms: dict[str, dict[RegisterCell, int]] = {}
        for cell, count in cells.items():
            rooms.setdefault(cell.room, {})[cell] = count
        ranked = sorted(rooms, key=room_rank)
        return [RoomState(room, tally_cells(rooms[room]), self.counted.get((*place, room))) for room in ranked]

    def _despatches(self, place: Place, cells: Mapping[RegisterCell, int]) -> list[Despatch]:
        destinations = despatch.destinations(self.routes[place[0]])
        despatches = [self._despatch(place, cells, destination) for destination in destinations]
        return [outgoing for outgoing in despatches if any(outgoing.in_hand.values())]

    def _despatch(self, place: Place, cells: Mapping[RegisterCell, int], destination: Destination) -> Despatch:
        if destination.is_numbered:
            in_hand = {code: self.in_hand[(*place, code)] for code in destination.specialties}
        else:
            in_hand = {code: _handed_in(cells, code) for code in destination.specialties}
        left = despatch.remaining(in_hand, self._count_settled(place))
        in_hand = {code: count for code, count in in_hand.items() if count}
        lost, sought = (
            [number for number, code in numbers.get(place, {}).items() if code in in_hand and destination.is_numbered]
            for numbers in (self.written_off, self.left_out)
        )
        searched = [number for number in sought if number not in self.lying]
        lying = {number: self.lying[number] for number in sought if number in self.lying}
        return Despatch(destination, in_hand, left, self._in_parcels(place), lost, searched, lying)

    def _in_parcels(self, place: Place) -> Counter[str]:
        ids = {parcel.pk for parcel in self.parcels if _place_of(parcel) == place}
        counted: Counter[str] = Counter()
        for row in self.counts:
            counted[row.specialty_code] += row.announced if row.parcel_id in ids else 0
        return counted

    def _count_settled(self, place: Place) -> Counter[str]:
        ids = {parcel.pk for parcel in self.parcels if _place_of(parcel) == place}
        settled = Counter({code: 0 for _, code, _ in self.packed})
        for (parcel_id, code, _), count in self.packed.items():
            settled[code] += count if parcel_id in ids else 0
        settled.update(self.written_off.get(place, {}).values())
        settled.update(self.left_out.get(place, {}).values())
        for row in self.counts:
            settled[row.specialty_code] += row.settles if row.parcel_id in ids else 0
        return settled

    def _parcel(self, parcel: Parcel) -> MadeParcel:
        ticks: Counter[Tick] = Counter()
        for (parcel_id, _, tick), count in self.packed.items():
            ticks[tick] += count if parcel_id == parcel.pk else 0
        uneven = [row for row in self.counts if row.parcel_id == parcel.pk and row.arrived not in (None, row.announced)]
        missing = self.sought.get(parcel.pk, [])
        sought = [number for number in missing if number not in self.lying]
        lying = {number: self.lying[number] for number in missing if number in self.lying}
        return MadeParcel(parcel, +ticks, sought, uneven, lying)


def _lying_at(row: ConcerningScript, contact: Contact | None) -> Lying:
    """Name the marking centre where a script lies, with its town unless its name says it."""
    if contact is None:
        return Lying(row.slip, row.slip_at, row.slip_at)
    place = contact.name if contact.town in contact.name else f"{contact.name}, {contact.town}"
    return Lying(row.slip, row.slip_at, place)


def _ask(*calls: Call | None) -> list[Any]:
    """Send those statements that there are together; what is not asked has no rows."""
    answers = iter(ask_all(*(call for call in calls if call)))
    return [next(answers) if call else [] for call in calls]


def _by_place(cells: Mapping[RegisterCell, int]) -> dict[Place, dict[RegisterCell, int]]:
    places: dict[Place, dict[RegisterCell, int]] = {}
    for cell, count in cells.items():
        places.setdefault((cell.paper_id, cell.centre_uai), {})[cell] = count
    return places


def _place_of(parcel: Parcel) -> Place:
    return (parcel.paper_id, parcel.centre_uai)


def _handed_in(cells: Mapping[RegisterCell, int], specialty: str) -> int:
    return sum(count for cell, count in cells.items() if cell.specialty_code == specialty and cell.word in HANDED_IN)


def _prints(places: Sequence[CentrePaper]) -> list[Call]:
    """Ask when labels and lists of some places were printed, and when a table changed what they say."""
    if not places:
        return []
    subjects = [candidates.day_subject(where.paper, where.uai) for where in places]
    papers, uais = {where.paper.pk for where in places}, {where.uai for where in places}
    return [
        audit.LAST_OF_ACTS.of(acts=list(PRINTED), subjects=subjects),
        candidates.LISTS_CHANGED.of(paper_ids=sorted(papers), uais=sorted(uais)),
    ]
