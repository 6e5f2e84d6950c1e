"""The named world of the tests: a few people (tests/cast.py), built through the services, stage by stage."""

from collections.abc import Sequence
from datetime import datetime
from types import SimpleNamespace

from massicot.anonymity import services as anonymity
from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.rules import Acknowledgement
from massicot.candidates import queries as candidates
from massicot.candidates import services as attendance
from massicot.candidates.rules import Attendance
from massicot.candidates.rules.candidate_table import read_candidates
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.despatch import Enclosure
from massicot.core import draws
from massicot.core.actor import SYSTEM, Role
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.rules import RouteKind
from massicot.exams.rules.institution_table import read_institutions
from massicot.exams.rules.session_file import shipped_plan
from massicot.exams.rules.specialty_table import read_specialties
from massicot.markers import services as markers
from massicot.markers.rules import read_markers
from massicot.marks import services as mark_acts
from massicot.scripts import queries as scripts
from massicot.scripts.rules import PUPIL_KEY
from tests import boxing
from tests.cast import (
    ARRIVAL,
    CEDRES,
    CLAIRE,
    EVENING,
    INSTITUTIONS,
    KEY,
    MARC,
    MARKERS,
    MARKING,
    MORNING,
    MURIERS,
    NAMES,
    ODILE,
    OMAR,
    ONE_OF_EACH,
    PERRIN,
    PREPARED,
    SPECIALTIES,
    TYPING,
    candidate_number,
    candidates_csv,
)
from tests.stages import World, stage


@stage
def opened(names: Sequence[str] = NAMES) -> World:
    """Open the session and import its tables; the candidates bear these surnames."""
    for person in (ODILE, OMAR):
        markers.appoint(email=person.login, role=Role.OFFICE, scope="", by=SYSTEM, at=PREPARED)
    plan = shipped_plan()
    session = exam_acts.create_session(plan=plan, is_rehearsal=False, by=ODILE, at=PREPARED)
    exam_acts.import_institutions(
        session=session, table=read_institutions(INSTITUTIONS.encode(), "i.csv"), by=ODILE, at=PREPARED
    )
    exam_acts.import_specialties(
        session=session, table=read_specialties(SPECIALTIES.encode(), "s.csv"), by=ODILE, at=PREPARED
    )
    table = read_table(session, candidates_csv(names))
    anonymity.import_candidates(session=session, table=table, key=None, by=ODILE, at=PREPARED)
    pool = read_markers(MARKERS.encode(), "m.csv", institutions=exams.institution_names())
    batch_acts.import_markers(session=session, table=pool, by=ODILE, at=PREPARED)
    return World(session, exams.paper_by_code("BTS-2017", "CGE"))


def read_table(session: object, content: bytes) -> object:
    """Read a table of candidates for a session."""
    return read_candidates(
        content,
        "c.csv",
        centres=exams.exam_centre_uais(session),
        specialties=exams.specialty_labels(session.pk).keys(),
        papers=["CGE"],
    )


@stage
def prepared(world: World | None = None) -> World:
    """Draw the numbers, from a seed."""
    world = world or opened()
    anonymity.confirm_key(key=KEY, by=ODILE, at=PREPARED)
    anonymity.prepare(paper=world.paper, key=KEY, draw=draws.from_seed(1, "test"), by=ODILE, at=PREPARED)
    world.paper = exams.paper_by_code("BTS-2017", "CGE")
    appoint_centres()
    return world


def appoint_centres() -> None:
    """Appoint Claire at Les Cèdres and Marc at the marking centre."""
    markers.appoint(email=CLAIRE.login, role=Role.EXAM_CENTRE, scope=CEDRES, by=ODILE, at=PREPARED)
    markers.appoint(email=MARC.login, role=Role.MARKING_CENTRE, scope=PERRIN, by=ODILE, at=PREPARED)


@stage
def sat(absent: tuple[int, ...] = (2,), blank: tuple[int, ...] = (5,), world: World | None = None) -> World:
    """Write the paper in both centres and close their day; absent and blank are ranks of candidates."""
    world = world or prepared()
    for centre in (CEDRES, MURIERS):
        key_room(world, centre, absent, blank)
        close_day(world, centre)
    return world


def key_room(world: World, centre: str, absent: tuple[int, ...], blank: tuple[int, ...]) -> None:
    """Key the only room of a centre, and confirm it."""
    numbers = {row.candidate_number for row in candidates.entry_rows(world.paper, None, centre)}
    words = [(rank, Attendance.ABSENT) for rank in absent] + [(rank, Attendance.BLANK) for rank in blank]
    keyed = {candidate_number(rank): word for rank, word in words if candidate_number(rank) in numbers}
    for number, word in keyed.items():
        attendance.key_attendance(
            paper=world.paper,
            centre_uai=centre,
            candidate_number=number,
            seen=Attendance.NOT_KEYED,
            word=word,
            by=CLAIRE,
            at=EVENING,
        )
    attendance.confirm_room(
        paper=world.paper,
        centre_uai=centre,
        room="A1",
        others_present=len(numbers) - len(keyed),
        counted=len(numbers) - list(keyed.values()).count(Attendance.ABSENT),
        by=CLAIRE,
        at=EVENING,
    )


def close_day(world: World, centre: str) -> None:
    """Close a centre's day on right counts; its strips wait to be boxed."""
    items = len(candidates.entry_rows(world.paper, exams.on_site_specialties(world.paper, EVENING), centre))
    anonymity.close_day(
        paper=world.paper,
        centre_uai=centre,
        items_in_hand=items,
        labels_used=items,
        strips_boxed=items,
        key=KEY,
        by=CLAIRE,
        at=EVENING,
    )


def box_strips(world: World, centre: str) -> None:
    """Close the one box of a centre on all its header strips."""
    boxing.box(world, centre=centre)


@stage
def packed(world: World | None = None) -> World:
    """Box the strips and pack the numbered scripts of both centres, one parcel each."""
    world = world or sat()
    for centre in (CEDRES, MURIERS):
        box_strips(world, centre)
        consignments.pack_numbered(
            paper=world.paper,
            centre_uai=centre,
            route=on_site_route(world),
            counted=len(scripts.in_hand_of_centre(world.paper.pk, centre)),
            by=CLAIRE,
            at=EVENING,
        )
    return world


def packed_for_the_hub(world: World, count: int = 2, reason: str = "", seen: dict[str, int] | None = None) -> object:
    """Pack the scanned scripts of Les Cèdres, which bear no number, beside those seen packed: those that are."""
    return anonymity.pack_counted(
        paper=world.paper,
        centre_uai=CEDRES,
        route=exams.specialty_routes(world.paper, EVENING)["90003"],
        counts={"90003": count},
        seen=parcels.packed_counts(world.paper.pk, CEDRES) if seen is None else seen,
        gap_reason=reason,
        by=CLAIRE,
        at=EVENING,
    )


def on_site_route(world: World) -> object:
    """Find the route of the scripts marked on site."""
    routes = exams.specialty_routes(world.paper, PREPARED).values()
    return next(route for route in routes if route.kind is RouteKind.ON_SITE)


@stage
def arrived(world: World | None = None) -> World:
    """Send and receive both parcels; nothing is ticked yet."""
    world = world or packed()
    for parcel in parcels.parcels_of(world.paper.pk):
        send(parcel.code)
        consignments.receive_parcel(code=parcel.code, by=MARC, at=ARRIVAL)
    return world


def send(code: str, at: datetime = MORNING) -> None:
    """Send one parcel."""
    announced = parcels.parcel_by_code(code).announced
    consignments.send_parcel(
        code=code,
        carrier="Messageries",
        tracking="T1",
        carrier_count=announced,
        seal=f"S{code.rpartition('-')[2]}",
        enclosed=frozenset(Enclosure),
        by=CLAIRE,
        at=at,
    )


@stage
def received(world: World | None = None) -> World:
    """Tick every script of both parcels and close their reception."""
    world = world or arrived()
    for parcel in parcels.parcels_of(world.paper.pk):
        numbers = [row.number for row in parcels.contents_of(parcel)]
        consignments.tick_scripts(code=parcel.code, numbers=numbers, by=MARC, at=ARRIVAL)
        consignments.count_papers(code=parcel.code, seen=None, counts=ONE_OF_EACH, by=MARC, at=ARRIVAL)
        consignments.close_reception(code=parcel.code, by=MARC, at=ARRIVAL)
    return world


@stage
def batched(world: World | None = None) -> World:
    """Make up the batches of what is received, and print their mark sheets."""
    world = world or received()
    for batch in batch_acts.make_batches(paper=world.paper, centre_uai=PERRIN, by=MARC, at=MARKING):
        _, world.sheets[batch.code] = mark_acts.print_sheet(
            batch_code=batch.code,
            portal_address="http://127.0.0.1:8000/saisie/",
            draw=draws.from_seed(1, batch.code),
            by=MARC,
            at=MARKING,
        )
    return world


@stage
def sealed(world: World | None = None) -> World:
    """Check every envelope against its mark sheet and close it."""
    world = batched(world)
    for batch in batches.batches_of(world.paper.pk):
        seal(batch)
    return world


def seal(batch: object) -> None:
    """Check one envelope and close it."""
    for number in batches.numbers_of(batch.pk):
        batch_acts.check_script(code=batch.code, number=number, by=MARC)
    batch_acts.seal_batch(code=batch.code, counted=batch.size, by=MARC, at=MARKING)


@stage
def handed_out(world: World | None = None) -> World:
    """Hand every batch to Bob."""
    world = sealed(world)
    for batch in batches.batches_of(world.paper.pk):
        lend(batch, "BOB")
    return world


def lend(batch: object, marker: str, at: datetime = MARKING) -> None:
    """Hand one batch to a marker; both count all its scripts."""
    batch_acts.hand_out_batch(
        code=batch.code,
        marker_identifier=marker,
        counted=batch.in_hand,
        acknowledgement=Acknowledgement(marker, batch.in_hand, denies_pupils=True),
        pupil_key=KEY.sub_key(PUPIL_KEY),
        by=MARC,
        at=at,
    )


def give_back(batch: object, marker: str = "BOB", at: datetime = TYPING) -> None:
    """Take one batch back from a marker; both count all its scripts."""
    seen, said = batches.present_stay(batch).pk, Acknowledgement(marker, batch.in_hand)
    batch_acts.return_batch(code=batch.code, seen=seen, counted=batch.in_hand, acknowledgement=said, by=MARC, at=at)


def open_sheet(world: World, code: str, at: datetime = TYPING) -> SimpleNamespace:
    """Sign in with a batch's mark sheet; give the credential, and the batch's numbers."""
    sheet = world.sheets[code]
    credential = mark_acts.open_batch(site=sheet.site, identifier=sheet.identifier, password=sheet.password, at=at)
    return SimpleNamespace(credential_id=credential.pk, numbers=batches.numbers_of(batches.batch_by_code(code).pk))
