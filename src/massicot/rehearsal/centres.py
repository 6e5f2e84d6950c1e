"""Second act: the paper is written, the scripts are counted, cut, packed and sent."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from massicot.anonymity import services as anonymity
from massicot.anonymity.rules.strips import FiledBox
from massicot.candidates import queries as candidates
from massicot.candidates import services as attendance
from massicot.candidates.queries import EntryRow
from massicot.candidates.rules import Attendance
from massicot.candidates.rules.checks import BY_ONE
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules import despatch
from massicot.consignments.rules.despatch import AllBut, Destination, Enclosure
from massicot.core.refused import N_
from massicot.exams import queries as exams
from massicot.exams.rules import RouteFacts
from massicot.rehearsal import mishaps, reception, reports
from massicot.rehearsal.opening import print_kind
from massicot.rehearsal.world import FIRST_PERSON, SECOND_PERSON, World, exam_centre
from massicot.results.rules.papers import PrintKind
from massicot.scripts import queries as scripts

ABSENT_PER_CENT, BLANK_PER_CENT = 4, 1
LATE_ONE_IN = 30
KEPT_IN = "Secrétariat, armoire des examens"


def write_the_paper(world: World) -> None:
    """Play the evening of the paper in every centre, up to the parcels."""
    routes = exams.specialty_routes(world.paper, world.paper.starts_at)
    mishaps.list_kept_mark(world)
    for uai in world.go_through(candidates.centres_of(world.paper), N_("Exam centres")):
        rows = candidates.entry_rows(world.paper, None, uai)
        _key_rooms(world, uai, rows)
        mishaps.sit_in_other_room(world, uai)
        mishaps.come_off_list(world, uai, rows)
        mishaps.sit_with_kept_mark(world, uai, rows)
        mishaps.sit_elsewhere(world, uai, rows)
        seated = candidates.entry_rows(world.paper, None, uai)
        _check_rooms(world, uai, seated)
        reports.report_rooms(world, uai, seated)
        _close(world, uai)
        _pack(world, uai, routes)
    print_kind(world, PrintKind.DESPATCH_NOTES, N_("Despatch notes"))


def send_parcels(world: World, *, is_late_allowed: bool) -> None:
    """Send every parcel: next morning, or the third day for the few that are late, where some may be."""
    everything = parcels.parcels_of(world.paper.pk)
    numbered = [parcel.code for parcel in parcels.numbered_parcels(world.paper.pk)]
    late = _late_ones(world, numbered) if is_late_allowed else set()
    unrecorded = reception.choose_unrecorded(world, [code for code in numbered if code not in late])
    for parcel in everything:
        if parcel.code in unrecorded:
            continue
        reports.enclose(world, parcel)
        draw = world.draw("carrier", parcel.code)
        consignments.send_parcel(
            code=parcel.code,
            carrier="Messageries des Alpilles",
            tracking=f"MA{draw.below(10**8):08d}",
            carrier_count=parcel.announced,
            seal=f"S{draw.below(10**5):05d}{parcel.code.rpartition('-')[2]}",
            enclosed=frozenset(Enclosure),
            by=exam_centre(parcel.centre_uai),
            at=world.calendar.sent_late if parcel.code in late else world.calendar.sent,
        )
    world.plant("late-parcel", late)


def _key_rooms(world: World, uai: str, rows: list[EntryRow]) -> None:
    draw = world.draw("attendance", uai)
    rooms: dict[str, list[str]] = {}
    for row in rows:
        rooms.setdefault(row.room, []).append(row.candidate_number)
    for room, numbers in rooms.items():
        words = {number: draw.below(100) for number in numbers} if world.has_faults else {}
        absent = [number for number, word in words.items() if word < ABSENT_PER_CENT]
        blank = [number for number, word in words.items() if word > 99 - BLANK_PER_CENT]
        _key_lines(world, uai, absent, Attendance.ABSENT)
        _key_lines(world, uai, blank, Attendance.BLANK)
        attendance.confirm_room(
            paper=world.paper,
            centre_uai=uai,
            room=room,
            others_present=len(numbers) - len(absent) - len(blank),
            counted=len(numbers) - len(absent),
            by=exam_centre(uai),
            at=world.calendar.attendance,
        )
        world.plant("absent", absent)
        world.plant("blank", blank)


def _check_rooms(world: World, uai: str, rows: list[EntryRow]) -> None:
    on_site = exams.on_site_specialties(world.paper, world.paper.starts_at)
    numbered = {row.room for row in rows if row.specialty_code in on_site}
    for room in dict.fromkeys(row.room for row in rows):
        _check_room(world, uai, room, is_numbered=room in numbered)


def _check_room(world: World, uai: str, room: str, *, is_numbered: bool) -> None:
    """Check the scripts of a room; where they bear labels, a second person compares these with the candidates."""
    where: dict[str, Any] = {"paper": world.paper, "centre_uai": uai, "room": room}
    said: dict[str, Any] = {"by": exam_centre(uai), "at": world.calendar.attendance}
    attendance.check_scripts(**where, checks=BY_ONE, **said)
    if is_numbered:
        attendance.compare_labels(**where, stuck_by=FIRST_PERSON, compared_by=SECOND_PERSON, **said)


def _key_lines(world: World, uai: str, numbers: Iterable[str], word: Attendance) -> None:
    for number in numbers:
        attendance.key_attendance(
            paper=world.paper,
            centre_uai=uai,
            candidate_number=number,
            seen=Attendance.NOT_KEYED,
            word=word,
            by=exam_centre(uai),
            at=world.calendar.attendance,
        )


def _close(world: World, uai: str) -> None:
    by = exam_centre(uai)
    items = len(candidates.entry_rows(world.paper, exams.on_site_specialties(world.paper, world.paper.starts_at), uai))
    anonymity.close_day(
        paper=world.paper,
        centre_uai=uai,
        items_in_hand=items,
        labels_used=items,
        strips_boxed=items,
        key=world.key,
        by=by,
        at=world.calendar.closed,
    )
    _box(world, uai)


def _box(world: World, uai: str) -> None:
    """Close one box on all the header strips of a centre, sorted by number."""
    strips = list(scripts.in_hand_of_centre(world.paper.pk, uai))
    if strips:
        lacking = AllBut(mishaps.strip_lacking(world, uai, strips), SECOND_PERSON)
        box = FiledBox(
            first=strips[0], last=strips[-1], count=len(strips) - len(lacking.typed), kept_in=KEPT_IN, lacking=lacking
        )
        anonymity.box_strips(paper=world.paper, centre_uai=uai, box=box, by=exam_centre(uai), at=world.calendar.closed)


def _pack(world: World, uai: str, routes: Mapping[str, RouteFacts]) -> None:
    in_hand = Counter(scripts.in_hand_of_centre(world.paper.pk, uai).values())
    rows = candidates.entry_rows(world.paper, None, uai)
    handed_in = Counter(row.specialty_code for row in rows if row.attendance != Attendance.ABSENT)
    for destination in despatch.destinations(routes):
        at_hand = in_hand if destination.is_numbered else handed_in
        counts = {code: at_hand[code] for code in destination.specialties if at_hand[code]}
        if counts:
            _pack_for(world, uai, destination, counts)


def _pack_for(world: World, uai: str, destination: Destination, counts: Mapping[str, int]) -> None:
    by = exam_centre(uai)
    at = world.calendar.packed
    paper, route = world.paper, destination.route
    if destination.is_numbered:
        left_out = mishaps.not_there(world, uai, counts)
        left_out += mishaps.signed_away(world, uai, counts, left_out)
        count = sum(counts.values()) - len(left_out)
        lacking = AllBut(left_out, SECOND_PERSON)
        consignments.pack_numbered(
            paper=paper, centre_uai=uai, route=route, counted=count, lacking=lacking, by=by, at=at
        )
    else:
        anonymity.pack_counted(paper=paper, centre_uai=uai, route=route, counts=counts, seen={}, by=by, at=at)


def _late_ones(world: World, codes: list[str]) -> set[str]:
    if not world.has_faults or not codes:
        return set()
    count = max(1, len(codes) // LATE_ONE_IN)
    return {codes[rank] for rank in world.draw("late").distinct(len(codes), count)}
