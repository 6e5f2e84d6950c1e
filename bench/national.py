"""A paper of national size, written straight into the tables: what the pages are timed on, and the ladder.

`build` leaves it at the end of its marking: everything keyed, packed, received, batched, marked and locked. With
`thick`, it stands in the thick of it instead, every state of every desk at once: the last exam centres still key, pack,
send; a thirtieth of the scripts, as many as one steering academy has of thirty, is received and in no batch; a
thirtieth of the batches is to print, another to check, another out, another back. All scripts come to one marking
centre, which no real one does: it is the worst case of every page there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from enum import StrEnum, auto
from itertools import groupby
from zoneinfo import ZoneInfo

import batched
import boxed
import journalled
import peopled
from django.db import connection, transaction
from django.utils import timezone

from massicot.anonymity import queries as links
from massicot.anonymity import rules as anonymity_rules
from massicot.anonymity import services as anonymity
from massicot.candidates import queries as candidates
from massicot.candidates.models import CentreDay, Entry, RoomCount
from massicot.candidates.rules import Attendance, AttendanceSource
from massicot.consignments.models import Parcel, ParcelScript
from massicot.consignments.rules import Tick
from massicot.core import draws
from massicot.core.keys import Key
from massicot.custody.models import Event, Item
from massicot.custody.rules import ItemKind, Place
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.models import Specialty
from massicot.exams.rules.session_file import shipped_plan
from massicot.expenses import services as expense_acts
from massicot.rehearsal import opening, tables, world
from massicot.rehearsal.tables import SCALES, RehearsalSize
from massicot.rehearsal.world import Stage, days_to_stage, shift_plan
from massicot.results.rules import counts
from massicot.scripts.models import Script
from massicot.scripts.rules import cell_of
from massicot.store.writes import insert_rows

EXAMPLE = shipped_plan()
PLAN = shift_plan(EXAMPLE, days_to_stage(EXAMPLE.papers[0], ZoneInfo(EXAMPLE.time_zone), Stage.MARKING, timezone.now()))
"""Now is the second day of the marking."""

AT = PLAN.papers[0].starts_at - timedelta(days=15)
EVENING = PLAN.papers[0].ends_at + timedelta(hours=1)
MARKING_CENTRE = batched.MARKING_CENTRE
KEY = Key(b"massicot-bench-key-of-32-bytes!!")
ABSENT_ONE_IN, BLANK_ONE_IN = 25, 100


class Way(StrEnum):
    """How far the scripts of one exam centre are."""

    KEYING = auto()
    PACKED = auto()
    SENT = auto()
    ARRIVED = auto()
    TICKING = auto()
    RECEIVED = auto()
    BATCHED = auto()


UNPACKED, AWAY = (Way.KEYING,), (Way.KEYING, Way.PACKED, Way.SENT)
WayOf = Callable[[int, int], Way]


def finished(_rank: int, _centres: int) -> Way:
    """Say that every centre's scripts are in batches."""
    return Way.BATCHED


def thick(rank: int, centres: int) -> Way:
    """Say how far a centre is, the last ones the least: a hundredth of them in each state, a thirtieth received."""
    hundredth, left = max(1, centres // 100), centres - 1 - rank
    order = (Way.KEYING, Way.PACKED, Way.SENT, Way.ARRIVED, Way.TICKING)
    if left < hundredth * len(order):
        return order[left // hundredth]
    return Way.RECEIVED if left < hundredth * len(order) + centres // 30 else Way.BATCHED


def build(candidate_count: int, way_of: WayOf = finished):
    """Build the session: every specialty marked on site."""
    if candidate_count < counts.LARGE:
        counts.LARGE = 1  # the pages of a part of the country, too, show a count that is kept
    scale = _scale(candidate_count)
    draw = draws.from_seed(1)
    made = tables.invent_tables(tables.invent_offer(scale, draw), candidate_count, scale.markers, AT.date(), draw)
    world.appoint_office(AT)
    session = exam_acts.create_session(plan=PLAN, is_rehearsal=True, by=world.CASEWORKER, at=AT)
    opening.import_tables(session, made, AT)
    Specialty.objects.update(steering_academy="Aix-Marseille")
    anonymity.confirm_key(key=KEY, by=world.CASEWORKER, at=AT)
    paper = exams.paper_by_code("BTS-2017", "CGE")
    anonymity.prepare(paper=paper, key=KEY, draw=draws.from_seed(1), by=world.CASEWORKER, at=AT)
    paper = exams.paper_by_code("BTS-2017", "CGE")
    centres = candidates.centres_of(paper)
    ways = {uai: way_of(rank, len(centres)) for rank, uai in enumerate(centres)}
    with transaction.atomic():
        _sit(paper, [uai for uai in centres if ways[uai] not in UNPACKED])
        _pack(paper, ways)
        batched_numbers = _make_up(
            paper, [uai for uai in centres if ways[uai] is Way.BATCHED], is_thick=way_of is thick
        )
        _enter_ledger(paper, ways, batched_numbers)
        peopled.head(centres, AT)
        peopled.correct(paper, centres, AT)
        if way_of is thick:
            _create_next(paper)
            journalled.write(paper, AT)
    _analyse()
    return paper


def _scale(candidate_count: int) -> RehearsalSize:
    """Give the whole country, or the part of it that goes with fewer candidates and still has every state."""
    whole = SCALES["national"]

    def part(of: int, least: int) -> int:
        return max(least, of * candidate_count // whole.candidates)

    return RehearsalSize(
        centres=part(whole.centres, 30),
        specialties=part(whole.specialties, 4),
        candidates=candidate_count,
        markers=part(whole.markers, 40),
        marker_schools=part(whole.marker_schools, 5),
    )


def _create_next(paper) -> None:
    """Create the session of the year after: with two papers, the pages that choose one have something to choose."""
    year = paper.session.year + 1
    code = f"BTS-{year}"
    expense_acts.copy_session(copied_from=paper.session, code=code, title=code, year=year, by=world.CASEWORKER, at=AT)


def _sit(paper, centres) -> None:
    """Say who was there, count the rooms, close the days, settle the numbers."""
    ids = list(Entry.objects.filter(centre_uai__in=centres).order_by("pk").values_list("pk", flat=True))
    words = {Attendance.ABSENT: ids[::ABSENT_ONE_IN], Attendance.BLANK: ids[1::BLANK_ONE_IN]}
    Entry.objects.filter(centre_uai__in=centres).update(attendance=Attendance.PRESENT, source=AttendanceSource.HAND)
    _settle(paper, ids, anonymity_rules.KINDS[Attendance.PRESENT])
    for word, chosen in words.items():
        for some in _chunks(chosen):
            Entry.objects.filter(pk__in=some).update(attendance=word)
        _settle(paper, chosen, anonymity_rules.KINDS[word])
    Script.objects.filter(centre_uai__in=centres, kind="drawn").update(kind="spare")
    rooms = {place: said for place, said in candidates.rooms_of_paper(paper.pk).items() if place[0] in set(centres)}
    RoomCount.objects.bulk_create(
        RoomCount(paper=paper, centre_uai=uai, room=room, counted=said.scripts) for (uai, room), said in rooms.items()
    )
    items = candidates.roll_by_centre(paper.pk)
    CentreDay.objects.bulk_create(
        CentreDay(
            paper=paper,
            centre_uai=uai,
            items_in_hand=items[uai],
            labels_used=items[uai],
            strips_boxed=items[uai],
            is_closed=True,
            closed_at=EVENING,
        )
        for uai in centres
    )
    prefix = anonymity_rules.strips_prefix(paper.session.code, paper.code)
    boxes = {uai: f"{prefix}{uai}-1" for uai in centres}
    insert_rows(Event, _EVENT, (_event("strips", box, "boxed", items[uai]) for uai, box in boxes.items()))
    places = (("strips", box, Place.EXAM_CENTRE, uai, "", "", EVENING) for uai, box in boxes.items())
    insert_rows(Item, _ITEM, places)
    boxed.box_all(paper, boxes, items)


def _settle(paper, entry_ids, kind) -> None:
    sealer = links.sealer_of(paper, KEY)
    specialties = dict(Entry.objects.values_list("pk", "specialty_code"))
    numbers: dict[str, list[str]] = defaultdict(list)
    for entry_id, number in links.numbers_of_entries(sealer, entry_ids).items():
        numbers[specialties[entry_id]].append(number)
    for code, own in numbers.items():
        for some in _chunks(sorted(own)):
            Script.objects.filter(number__in=some).update(kind=kind, specialty_code=code, pupil_token=b"12345678")


def _in_hand(centres: Iterable[str]):
    rows = Script.objects.exclude(kind__in=("spare", "drawn")).filter(centre_uai__in=list(centres))
    return rows.order_by("centre_uai", "number")


def _pack(paper, ways) -> None:
    """Make one parcel in each centre, as far on its way as the centre is."""
    columns = ("parcel", "number", "specialty_code", "tick", "was_missing")
    rows = _in_hand(uai for uai in ways if ways[uai] not in UNPACKED)
    for uai, some in groupby(rows.values_list("centre_uai", "number", "specialty_code"), key=lambda row: row[0]):
        contents = list(some)
        parcel = _parcel(paper, uai, len(contents), ways[uai])
        ticks = _ticks(ways[uai], len(contents))
        lines = ((parcel.pk, row[1], row[2], tick, False) for row, tick in zip(contents, ticks, strict=True))
        insert_rows(ParcelScript, columns, lines)


def _ticks(way: Way, count: int) -> list[Tick]:
    received = {Way.TICKING: count // 2, Way.RECEIVED: count, Way.BATCHED: count}.get(way, 0)
    return [Tick.RECEIVED] * received + [Tick.NOT_YET] * (count - received)


def _parcel(paper, uai: str, count: int, way: Way) -> Parcel:
    is_sent, is_here = way is not Way.PACKED, way not in AWAY
    arrived_at = EVENING + timedelta(hours=40 + int(uai[:7]) % 20)
    return Parcel.objects.create(
        code=f"P-BTS-2017-CGE-{uai}-1",
        paper=paper,
        centre_uai=uai,
        route_kind="on-site",
        copy_model="EN",
        destination_uai=MARKING_CENTRE,
        announced=count,
        carrier_count=count if is_sent else None,
        due_at=exams.due_at(paper),
        packed_at=EVENING,
        sent_at=EVENING + timedelta(hours=14) if is_sent else None,
        carrier="Messageries" if is_sent else "",
        arrived_at=arrived_at if is_here else None,
        closed_at=EVENING + timedelta(hours=70) if way in (Way.RECEIVED, Way.BATCHED) else None,
    )


def _make_up(paper, centres, *, is_thick: bool) -> dict[str, str]:
    rows = list(_in_hand(centres).values_list("number", "specialty_code", "kind"))
    return batched.make_up(paper, rows, AT, EVENING + timedelta(days=5), is_thick=is_thick)


def _enter_ledger(paper, ways, batch_of) -> None:
    """Say where everything is now: scripts inside their parcel or their batch, or loose."""
    items = [
        ("batch", code, "marking-centre", MARKING_CENTRE, "", "", EVENING) for code in sorted(set(batch_of.values()))
    ]
    events = []
    rows = ParcelScript.objects.filter(parcel__paper=paper).order_by("number")
    columns = ("number", "tick", "specialty_code", "parcel__code", "parcel__centre_uai")
    for number, tick, specialty, code, uai in rows.values_list(*columns):
        place, ref = _place(ways[uai], uai)
        is_ticked = tick == Tick.RECEIVED
        inside = batch_of.get(number, "") if is_ticked else code
        items.append((ItemKind.SCRIPT, number, place, ref, inside, cell_of(paper.pk, specialty), EVENING))
        if is_ticked:
            events.append(_event("script", number, "ticked", 1))
    for code, uai in Parcel.objects.filter(paper=paper).order_by("pk").values_list("code", "centre_uai"):
        items.append((ItemKind.PARCEL, code, *_place(ways[uai], uai), "", "", EVENING))
    insert_rows(Item, _ITEM, items)
    insert_rows(Event, _EVENT, events)


def _place(way: Way, uai: str) -> tuple[Place, str]:
    if way is Way.PACKED:
        return Place.EXAM_CENTRE, uai
    return (Place.CARRIER, "Messageries") if way is Way.SENT else (Place.MARKING_CENTRE, MARKING_CENTRE)


_ITEM = ("kind", "ref", "place", "place_ref", "inside", "cell", "since")
_EVENT = ("kind", "ref", "act", "from_place", "from_ref", "to_place", "to_ref", "inside", "count", "seal", "at", "by")


def _event(kind: str, ref: str, act: str, count: int) -> tuple[object, ...]:
    return (kind, ref, act, "", "", "marking-centre", MARKING_CENTRE, "", count, "", EVENING, "bench")


def _chunks(things) -> Iterator[list]:
    for start in range(0, len(things), 500):
        yield things[start : start + 500]


def _analyse() -> None:
    """Let the database know its tables, as it does by itself after a day."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
