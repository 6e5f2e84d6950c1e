"""Whoever comes on the day and was not expected, and heavy faults: each is met by the act that the desks have."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
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
from massicot.candidates.rules.candidate_table import read_candidates
from massicot.candidates.rules.elsewhere import WhatCounts
from massicot.consignments.rules.rungs import LEFT_OUT
from massicot.exams import queries as exams
from massicot.rehearsal import tables
from massicot.rehearsal.tables import InventedPerson
from massicot.rehearsal.world import CASEWORKER, World, exam_centre
from massicot.results import services as results
from massicot.scripts import queries as scripts

FIRST_OFF_LIST, FIRST_WITH_KEPT_MARK = 2_900_000_000, 2_800_000_000
"""Candidate numbers that no table of a rehearsal gives."""

KEPT_COLUMNS = (
    *("numero_candidat", "nom_famille", "prenoms", "date_naissance", "uai_origine", "uai_centre", "specialite"),
    "conservations",
)


def one_centre(world: World, use: str) -> str:
    """Choose the centre where something befalls; none without heavy faults."""
    centres = sorted({uai for uai, _, _ in scripts.kinds_by_cell(world.paper.pk)})
    return centres[world.draw(use).below(len(centres))] if world.is_heavy else ""


def come_off_list(world: World, uai: str, rows: Sequence[EntryRow]) -> None:
    """Let somebody sit in one centre who is on no list, under a spare number, and count their room again."""
    if uai != one_centre(world, "off-list centre"):
        return
    latecomer = _latecomer(world, rows)
    anonymity_acts.add_off_list(
        paper=world.paper,
        centre_uai=uai,
        candidate=latecomer,
        number=_spare_of(world, uai),
        key=world.key,
        by=exam_centre(uai),
        at=world.calendar.attendance,
    )
    _count_again(world, uai, latecomer.room)
    world.plant("off-list", [latecomer.candidate_number])


def sit_elsewhere(world: World, uai: str, rows: Sequence[EntryRow]) -> None:
    """Seat in the last centre somebody whom another one, closed by then, has as absent; nobody where there is one."""
    on_site = exams.on_site_specialties(world.paper, world.paper.starts_at)
    others = [row for row in candidates.entry_rows(world.paper, on_site) if row.attendance == Attendance.ABSENT]
    missed = [row for row in others if row.centre_uai != uai and not row.comes_from]
    if not world.is_heavy or uai != max(candidates.centres_of(world.paper)) or not missed:
        return
    row = missed[world.draw("sat elsewhere").below(len(missed))]
    _seat(world, uai, _beside(world, rows).room, row.candidate_number, row.born_on)
    # Absent where the list has them, and counted as somebody who sat.
    world.planted.remove(f"absent:{row.candidate_number}")
    world.plant("sat-elsewhere", [row.candidate_number])


def list_kept_mark(world: World) -> None:
    """Put on the list of one centre somebody who keeps a mark, and is not expected; nobody without heavy faults."""
    uai = one_centre(world, "kept-mark centre")
    if not uai:
        return
    number, person = _with_kept_mark(world)
    specialty = _beside(world, candidates.entry_rows(world.paper, None, uai)).specialty_code
    who = (number, person.surname, person.first_names, f"{person.born_on:%d/%m/%Y}")
    session = world.paper.session
    table = read_candidates(
        tables.write_table(KEPT_COLUMNS, [(*who, uai, uai, specialty, world.paper.code)]),
        "kept-marks.csv",
        centres=exams.exam_centre_uais(session),
        specialties=exams.specialty_labels(session.pk).keys(),
        papers=[paper.code for paper in exams.papers_of(session)],
    )
    at = world.calendar.prepared + timedelta(hours=2)
    anonymity_acts.import_candidates(session=session, table=table, key=world.key, by=CASEWORKER, at=at)


def sit_with_kept_mark(world: World, uai: str, rows: Sequence[EntryRow]) -> None:
    """Let the one who keeps a mark sit all the same, in their own centre."""
    if uai != one_centre(world, "kept-mark centre"):
        return
    number, person = _with_kept_mark(world)
    _seat(world, uai, _beside(world, rows).room, number, person.born_on)
    world.plant("kept-mark-sat", [number])


def decide_kept_marks(world: World) -> None:
    """Let the office say what counts for whoever keeps a mark and sat."""
    for row in candidates.kept_and_sat(world.paper.pk):
        results.decide_kept_mark(
            paper=world.paper,
            entry_id=row.entry_id,
            counts=WhatCounts.SITTING,
            reason="Renonce par écrit à la note conservée.",
            by=CASEWORKER,
            at=world.calendar.decided,
        )


def sit_in_other_room(world: World, uai: str) -> None:
    """Move somebody to the other room of one centre, where they sat; nobody where no centre has two rooms."""
    if uai != _centre_of_two_rooms(world):
        return
    first, second, *_ = candidates.rooms_of(world.paper, uai)
    rows = candidates.entry_rows(world.paper, None, uai)
    there = [row for row in rows if row.room == first and row.attendance == Attendance.PRESENT]
    row = there[world.draw("other room").below(len(there))]
    attendance.move_to_room(
        paper=world.paper,
        centre_uai=uai,
        candidate_number=row.candidate_number,
        room=second,
        seat="",
        by=exam_centre(uai),
        at=world.calendar.attendance,
    )
    for room in (first, second):
        _count_again(world, uai, room)
    world.plant("sat-in-other-room", [row.candidate_number])


def _seat(world: World, uai: str, room: str, candidate_number: str, born_on: date) -> None:
    """Enter somebody of another list, or with a kept mark, where they sat, and count their room again."""
    anonymity_acts.seat_from_elsewhere(
        paper=world.paper,
        centre_uai=uai,
        room=room,
        candidate_number=candidate_number,
        born_on=born_on,
        seat="",
        number=_spare_of(world, uai),
        key=world.key,
        by=exam_centre(uai),
        at=world.calendar.closed,
    )
    _count_again(world, uai, room)


def _count_again(world: World, uai: str, room: str) -> None:
    counted = candidates.rooms_of(world.paper, uai)[room].scripts
    where = {"paper": world.paper, "centre_uai": uai, "room": room}
    attendance.count_room(**where, counted=counted, by=exam_centre(uai), at=world.calendar.attendance)


def _spare_of(world: World, uai: str) -> str:
    return anonymity.unused_spares(world.paper, uai, anonymity.sealer_of(world.paper, world.key))[0]


def _beside(world: World, rows: Sequence[EntryRow]) -> EntryRow:
    """Give the first of some candidates whose scripts bear a number."""
    on_site = exams.on_site_specialties(world.paper, world.paper.starts_at)
    return next(row for row in rows if row.specialty_code in on_site)


def _centre_of_two_rooms(world: World) -> str:
    """Choose the first centre that has two rooms; none without heavy faults."""
    if not world.is_heavy:
        return ""
    centres = candidates.centres_of(world.paper)
    return next((uai for uai in sorted(centres) if len(candidates.rooms_of(world.paper, uai)) > 1), "")


def _latecomer(world: World, rows: Sequence[EntryRow]) -> OffList:
    draw = world.draw("off-list")
    person = next(tables.draw_people(draw, date(world.paper.starts_at.year - 23, 1, 1)))
    beside = _beside(world, rows)
    return OffList(
        candidate_number=f"0{FIRST_OFF_LIST + draw.below(10**8)}",
        surname=person.surname,
        first_names=person.first_names,
        born_on=person.born_on,
        specialty_code=beside.specialty_code,
        room=beside.room,
    )


def _with_kept_mark(world: World) -> tuple[str, InventedPerson]:
    """Invent the number and the person of whoever keeps a mark: the same each time."""
    draw = world.draw("kept mark")
    person = next(tables.draw_people(draw, date(world.paper.starts_at.year - 23, 1, 1)))
    return f"0{FIRST_WITH_KEPT_MARK + draw.below(10**8)}", person


SIGNED = Witnessed("Introuvable après une fouille de la salle.", "Mme Roux")
"""What two persons sign for a script that is not in its batch."""


def not_there(world: World, uai: str, specialties: Collection[str]) -> list[str]:
    """Choose the script that is not found when one centre packs; none elsewhere, nor without heavy faults."""
    if uai != one_centre(world, "left-out centre"):
        return []
    numbers = _to_pack(world, uai, specialties)
    left_out = [numbers[world.draw("left-out").below(len(numbers))]]
    world.plant(LEFT_OUT.name, left_out)
    return left_out


def signed_away(world: World, uai: str, specialties: Collection[str], left_out: Collection[str]) -> list[str]:
    """Choose the script that one centre signs as not there, and that lies in its parcel all the same."""
    if uai != one_centre(world, "signed-away centre"):
        return []
    numbers = [number for number in _to_pack(world, uai, specialties) if number not in left_out]
    return [numbers[world.draw("signed away").below(len(numbers))]]


def strip_lacking(world: World, uai: str, strips: Sequence[str]) -> list[str]:
    """Choose the header strip that is not found when one centre closes its box, between both ends; none elsewhere."""
    within = strips[1:-1]
    if uai != one_centre(world, "strip centre") or not within:
        return []
    lacking = [within[world.draw("strip").below(len(within))]]
    world.plant(MISSING_STRIP.name, lacking)
    return lacking


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
        by=world.head,
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
        batch_acts.note_not_returned(code=batch.code, seen=seen, reason=reason, by=world.head, at=at)
        world.plant("batch-not-returned", [event_subject(batch.code, exams.local(world.paper, at).date())])


def _one_in(world: World, batch: Any) -> str:
    numbers = batches.numbers_of(batch.pk)
    return numbers[world.draw("lost in batch", batch.code).below(len(numbers))]


def _to_pack(world: World, uai: str, specialties: Collection[str]) -> list[str]:
    in_hand = scripts.in_hand_of_centre(world.paper.pk, uai)
    return [number for number, code in in_hand.items() if code in specialties]
