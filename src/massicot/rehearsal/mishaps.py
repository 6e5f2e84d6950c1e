"""Heavy faults, played as people live them: each is met by the act that the desks have for it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from massicot.anonymity import queries as anonymity
from massicot.anonymity import services as anonymity_acts
from massicot.anonymity.rules.rungs import MISSING_STRIP
from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.rules import Acknowledgement, Witnessed, event_subject
from massicot.batches.rules.rungs import MISSING_FROM_BATCH
from massicot.candidates import queries as candidates
from massicot.candidates import services as attendance
from massicot.candidates.queries import EntryRow
from massicot.candidates.rules import Attendance, OffList
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.rungs import DEPARTURE_UNKNOWN, LEFT_OUT, MISSING_SCRIPT
from massicot.exams import queries as exams
from massicot.rehearsal import cast, people
from massicot.rehearsal.world import World
from massicot.scripts import queries as scripts
from massicot.setasides import services as setasides
from massicot.setasides.rules import Oddity, Oddment, SlipEnd, SlipOutcome

FIRST_OFF_LIST = 2_900_000_000
"""Candidate numbers that no table of a rehearsal gives."""

PARCELS_NEEDED = 3
"""Two that exchange a script, and one that is lost."""

SIGNED = Witnessed("Introuvable après une fouille de la salle.", "Mme Roux")
"""What two persons sign for a script that is not in its batch."""


@dataclass(frozen=True, slots=True)
class Mishaps:
    """What befalls the parcels: scripts by the parcel where they lie, and the parcel that never arrives."""

    mislaid: Mapping[str, str] = field(default_factory=dict)
    lost_parcel: str = ""


def centre_of_latecomer(world: World) -> str:
    """Choose the centre where somebody comes who is on no list; none without heavy faults."""
    return _one_centre(world, "off-list centre")


def come_off_list(world: World, uai: str, rows: Sequence[EntryRow]) -> None:
    """Let somebody sit who is on no list, under a spare number, and count their room again."""
    latecomer = _latecomer(world, rows)
    sealer = anonymity.sealer_of(world.paper, world.key)
    by = cast.exam_centre(uai)
    at = world.calendar.attendance
    anonymity_acts.add_off_list(
        paper=world.paper,
        centre_uai=uai,
        candidate=latecomer,
        number=anonymity.unused_spares(world.paper, uai, sealer)[0],
        key=world.key,
        by=by,
        at=at,
    )
    counted = candidates.rooms_of(world.paper, uai)[latecomer.room].scripts
    attendance.count_room(paper=world.paper, centre_uai=uai, room=latecomer.room, counted=counted, by=by, at=at)
    world.plant("off-list", [latecomer.candidate_number])


def sit_elsewhere(world: World, uai: str, rows: Sequence[EntryRow]) -> None:
    """Seat in the last centre somebody whom another one, closed by then, has as absent; nobody where there is one."""
    on_site = exams.on_site_specialties(world.paper, world.paper.starts_at)
    others = [row for row in candidates.entry_rows(world.paper, on_site) if row.attendance == Attendance.ABSENT]
    missed = [row for row in others if row.centre_uai != uai and not row.comes_from]
    if not world.is_heavy or uai != max(candidates.centres_of(world.paper)) or not missed:
        return
    row = missed[world.draw("sat elsewhere").below(len(missed))]
    room = next(one.room for one in rows if one.specialty_code in on_site)
    by = cast.exam_centre(uai)
    at = world.calendar.closed
    anonymity_acts.seat_from_elsewhere(
        paper=world.paper,
        centre_uai=uai,
        room=room,
        candidate_number=row.candidate_number,
        born_on=row.born_on,
        seat="",
        number=anonymity.unused_spares(world.paper, uai, anonymity.sealer_of(world.paper, world.key))[0],
        key=world.key,
        by=by,
        at=at,
    )
    counted = candidates.rooms_of(world.paper, uai)[room].scripts
    attendance.count_room(paper=world.paper, centre_uai=uai, room=room, counted=counted, by=by, at=at)
    # Absent where the list has them, and counted as somebody who sat.
    world.planted.remove(f"absent:{row.candidate_number}")
    world.plant("sat-elsewhere", [row.candidate_number])


def not_there(world: World, uai: str, specialties: Collection[str]) -> list[str]:
    """Choose the script that is not found when one centre packs; none elsewhere, nor without heavy faults."""
    if uai != _one_centre(world, "left-out centre"):
        return []
    in_hand = scripts.in_hand_of_centre(world.paper.pk, uai)
    numbers = [number for number, code in in_hand.items() if code in specialties]
    left_out = [numbers[world.draw("left-out").below(len(numbers))]]
    world.plant(LEFT_OUT.name, left_out)
    return left_out


def strip_lacking(world: World, uai: str, strips: Sequence[str]) -> list[str]:
    """Choose the header strip that is not found when one centre closes its box, between both ends; none elsewhere."""
    within = strips[1:-1]
    if uai != _one_centre(world, "strip centre") or not within:
        return []
    lacking = [within[world.draw("strip").below(len(within))]]
    world.plant(MISSING_STRIP.name, lacking)
    return lacking


def unrecorded(world: World, codes: Sequence[str]) -> list[str]:
    """Choose the parcel that leaves without anybody recording it; none where there are few."""
    if not world.is_heavy or len(codes) < PARCELS_NEEDED:
        return []
    left = [codes[world.draw("unrecorded").below(len(codes))]]
    world.plant(DEPARTURE_UNKNOWN.name, left)
    return left


def draw_mishaps(world: World, spared: Collection[str]) -> Mishaps:
    """Choose what befalls the parcels, those already unlucky left alone."""
    sent = (parcel for parcel in parcels.numbered_parcels(world.paper.pk) if parcel.sent_at)
    codes = [parcel.code for parcel in sent if parcel.code not in spared]
    if not world.is_heavy or len(codes) < PARCELS_NEEDED:
        return Mishaps()
    first, second, lost = (codes[rank] for rank in world.draw("mishaps").distinct(len(codes), PARCELS_NEEDED))
    return Mishaps({_one_of(world, first): second, _one_of(world, second): first}, lost)


def exchange(world: World, mishaps: Mishaps) -> None:
    """Receive the scripts that lay in each other's parcel, and close both receptions."""
    at = world.calendar.found
    for number, found_in in mishaps.mislaid.items():
        consignments.receive_stray(found_in=found_in, number=number, by=cast.MARKING_CENTRE, at=at)
    for code in mishaps.mislaid.values():
        consignments.close_reception(code=code, by=cast.MARKING_CENTRE, at=at)
    world.plant("stray-script", mishaps.mislaid)


def lose(world: World, mishaps: Mishaps) -> None:
    """Declare the parcel that never arrived lost, with all that was in it."""
    if not mishaps.lost_parcel:
        return
    parcel = consignments.declare_parcel_lost(
        code=mishaps.lost_parcel,
        reason="Le transporteur ne retrouve pas le paquet.",
        by=cast.MARKING_CENTRE,
        at=world.calendar.found,
    )
    world.plant("lost-parcel", [parcel.code])
    world.plant(MISSING_SCRIPT.name, [row.number for row in parcels.contents_of(parcel)])


def set_aside(world: World) -> list[str]:
    """Set a script aside whose label cannot be read; none without heavy faults."""
    if not world.is_heavy:
        return []
    oddment = Oddment(Oddity.UNREADABLE, "Armoire du secrétariat, chemise 1", remark="Étiquette arrachée.")
    row = setasides.set_aside(
        paper=world.paper,
        centre_uai=world.marking_centre,
        oddment=oddment,
        by=cast.MARKING_CENTRE,
        at=world.calendar.found,
    )
    world.plant("set-aside", [row.code])
    return [row.code]


def settle(world: World, aside: Sequence[str]) -> None:
    """Send what was set aside back to its centre."""
    uai = parcels.parcels_of(world.paper.pk)[0].centre_uai
    outcome = SlipOutcome(SlipEnd.RETURNED, uai, "Rendue par la navette : le centre l’a reconnue comme un brouillon.")
    for code in aside:
        setasides.settle_set_aside(code=code, outcome=outcome, by=cast.MARKING_CENTRE, at=world.calendar.batched)


def missing_from_envelope(world: World, made: Sequence[Any]) -> dict[str, str]:
    """Choose the batch whose envelope is closed without a script, and which; none without heavy faults."""
    whole = [batch for batch in made if batch.size > 1]
    if not world.is_heavy or not whole:
        return {}
    batch = whole[world.draw("envelope short").below(len(whole))]
    number = _one_in(world, batch)
    world.plant(MISSING_FROM_BATCH.name, [number])
    return {batch.code: number}


def return_short(world: World, made: Sequence[Any]) -> list[Any]:
    """Take one batch back without a script that its marker has lost; none without heavy faults."""
    if not world.is_heavy or not made:
        return []
    batch = made[world.draw("return short").below(len(made))]
    number = _one_in(world, batch)
    stay = batches.present_stay(batch)
    batch_acts.return_short(
        code=batch.code,
        seen=stay.pk,
        counted=batch.in_hand - 1,
        missing=number,
        acknowledgement=Acknowledgement(stay.marker, batch.in_hand - 1),
        signed=SIGNED,
        by=cast.MARKING_CENTRE,
        at=world.calendar.returned,
    )
    world.plant(MISSING_FROM_BATCH.name, [number])
    return [batch]


def kept_back(world: World, made: Sequence[Any]) -> list[Any]:
    """Choose the batch that is not given back one evening; none without heavy faults."""
    return [made[world.draw("kept back").below(len(made))]] if world.is_heavy else []


def note_kept_back(world: World, kept: Sequence[Any]) -> None:
    """Note at the roll-call of the evening what did not come back."""
    at = world.calendar.returned
    for batch in kept:
        reason = "Correcteur parti avec le lot, joint par téléphone : il le rapporte demain."
        seen = batches.present_stay(batch).pk
        batch_acts.note_not_returned(code=batch.code, seen=seen, reason=reason, by=cast.MARKING_CENTRE, at=at)
        world.plant("batch-not-returned", [event_subject(batch.code, exams.local(world.paper, at).date())])


def _one_centre(world: World, use: str) -> str:
    centres = sorted({uai for uai, _, _ in scripts.kinds_by_cell(world.paper.pk)})
    return centres[world.draw(use).below(len(centres))] if world.is_heavy else ""


def _latecomer(world: World, rows: Sequence[EntryRow]) -> OffList:
    draw = world.draw("off-list")
    person = next(people.draw_people(draw, date(world.paper.starts_at.year - 23, 1, 1)))
    on_site = exams.on_site_specialties(world.paper, world.paper.starts_at)
    beside = next(row for row in rows if row.specialty_code in on_site)
    return OffList(
        candidate_number=f"0{FIRST_OFF_LIST + draw.below(10**8)}",
        surname=person.surname,
        first_names=person.first_names,
        born_on=person.born_on,
        specialty_code=beside.specialty_code,
        room=beside.room,
    )


def _one_in(world: World, batch: Any) -> str:
    numbers = batches.numbers_of(batch.pk)
    return numbers[world.draw("lost in batch", batch.code).below(len(numbers))]


def _one_of(world: World, code: str) -> str:
    numbers = [row.number for row in parcels.contents_of(parcels.parcel_by_code(code))]
    return numbers[world.draw("mislaid", code).below(len(numbers))]
