"""The named world of the tests: a few people, built through the services, stage by stage.

Two exam centres (Les Cèdres and Les Mûriers) write one paper; three specialties: two marked on site, one scanned.
Alice teaches at Les Cèdres, Bob and Charlie elsewhere. Odile and Omar are the exam office.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from massicot.anonymity import services as anonymity
from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.candidates import queries as candidates
from massicot.candidates import services as attendance
from massicot.candidates.rules.candidate_table import read_candidates
from massicot.commands.session import example
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.core import draws
from massicot.core.actor import SYSTEM, Actor, Role
from massicot.core.keys import Key
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.rules import RouteKind
from massicot.exams.rules.institution_table import read_institutions
from massicot.exams.rules.session_file import read_session
from massicot.exams.rules.specialty_table import read_specialties
from massicot.markers import services as markers
from massicot.markers.rules.marker_table import read_markers
from massicot.marks import services as mark_acts
from massicot.scripts import queries as scripts
from massicot.scripts.rules import PUPIL_KEY

CEDRES, MURIERS, TILLEULS, PERRIN = "9900001W", "9900002X", "9900003Y", "0130053M"
ODILE, OMAR = Actor("odile@bureau.invalid"), Actor("omar@bureau.invalid")
CLAIRE, MARC = Actor("claire@cedres.invalid"), Actor("marc@perrin.invalid")
KEY = Key(b"massicot-test-key-of-32-bytes-ok")
PREPARED = datetime(2017, 4, 25, 9, tzinfo=UTC)
EVENING = datetime(2017, 5, 10, 17, tzinfo=UTC)
MORNING = datetime(2017, 5, 11, 8, tzinfo=UTC)
ARRIVAL = datetime(2017, 5, 12, 8, tzinfo=UTC)
MARKING = datetime(2017, 5, 31, 7, tzinfo=UTC)
TYPING = datetime(2017, 6, 1, 12, tzinfo=UTC)

INSTITUTIONS = f"""uai;nom;academie
{CEDRES};Lycée des Cèdres;Aix-Marseille
{MURIERS};Lycée des Mûriers;Aix-Marseille
{TILLEULS};Lycée des Tilleuls;Aix-Marseille
"""
SPECIALTIES = """code;libelle;academie_pilote
90001;Métiers du bois;Aix-Marseille
90002;Métiers de l'eau;Aix-Marseille
90003;Métiers de l'image;Bordeaux
"""
NAMES = (
    "ABRICOT BERGAMOTE CERISE DATTE ÉGLANTINE FIGUE GROSEILLE HIBISCUS IRIS JASMIN KIWI LITCHI MYRTILLE NOISETTE "
    "OLIVE PISTACHE"
).split()
MARKERS = f"""identifiant;nom;prenom;courriel;uai;discipline
ALICE;AMANDE;Alice;alice@cedres.invalid;{CEDRES};Lettres
BOB;BADIANE;Bob;bob@tilleuls.invalid;{TILLEULS};Lettres
CHARLIE;CANNELLE;Charlie;charlie@tilleuls.invalid;{TILLEULS};Lettres
"""


@dataclass
class World:
    """What a stage of the world leaves to the tests."""

    session: object
    paper: object
    sheets: dict[str, object] = field(default_factory=dict)


def candidate_number(rank: int) -> str:
    """Number the candidates of the world: the first is 02100000001."""
    return f"0{2_100_000_000 + rank:d}"


def candidates_csv(names: Sequence[str] = NAMES) -> bytes:
    """Write the table of candidates: ranks 1-8 at Les Cèdres, 9-16 at Les Mûriers, specialties in turn."""
    lines = ["numero_candidat;nom_famille;prenoms;date_naissance;uai_origine;uai_centre;specialite;salle;place"]
    for rank, name in enumerate(names, 1):
        centre = CEDRES if rank <= 8 else MURIERS
        specialty = ("90001", "90001", "90002", "90003")[rank % 4]
        lines.append(
            f"{candidate_number(rank)};{name};Camille;0{1 + rank % 9}/03/1997;{centre};{centre};{specialty};A1;{rank}"
        )
    return "\n".join(lines).encode()


def opened(names: Sequence[str] = NAMES) -> World:
    """Open the session and import its tables; the candidates bear these surnames."""
    for person in (ODILE, OMAR):
        exam_acts.appoint(email=person.login, role=Role.OFFICE, scope="", by=SYSTEM, at=PREPARED)
    plan = read_session(example().encode(), "bts-2017.toml")
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
    markers.import_markers(session=session, table=pool, by=ODILE, at=PREPARED)
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
    exam_acts.appoint(email=CLAIRE.login, role=Role.EXAM_CENTRE, scope=CEDRES, by=ODILE, at=PREPARED)
    exam_acts.appoint(email=MARC.login, role=Role.MARKING_CENTRE, scope=PERRIN, by=ODILE, at=PREPARED)


def sat(absent: tuple[int, ...] = (2,), blank: tuple[int, ...] = (5,), world: World | None = None) -> World:
    """Write the paper in both centres and close their day; absent and blank are ranks of candidates."""
    world = world or prepared()
    for centre in (CEDRES, MURIERS):
        key_room(world, centre, absent, blank)
        close_day(world, centre)
    return world


def key_room(world: World, centre: str, absent: tuple[int, ...], blank: tuple[int, ...]) -> None:
    """Key the only room of a centre."""
    numbers = {row.candidate_number for row in candidates.entry_rows(world.paper, None, centre)}
    away = numbers & {candidate_number(rank) for rank in absent}
    attendance.key_room(
        paper=world.paper,
        centre_uai=centre,
        room="A1",
        absent=away,
        blank=numbers & {candidate_number(rank) for rank in blank},
        counted=len(numbers) - len(away),
        by=CLAIRE,
        at=EVENING,
    )


def close_day(world: World, centre: str) -> None:
    """Close a centre's day on right counts, strips boxed."""
    items = len(candidates.entry_rows(world.paper, {"90001", "90002"}, centre))
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
    anonymity.box_strips(paper=world.paper, centre_uai=centre, count=items, by=CLAIRE, at=EVENING)


def packed(world: World | None = None) -> World:
    """Pack the numbered scripts of both centres, one parcel each."""
    world = world or sat()
    for centre in (CEDRES, MURIERS):
        consignments.pack_numbered(
            paper=world.paper,
            centre_uai=centre,
            route=on_site_route(world),
            counted=len(scripts.in_hand_of_centre(world.paper.pk, centre)),
            by=CLAIRE,
            at=EVENING,
        )
    return world


def on_site_route(world: World) -> object:
    """Find the route of the scripts marked on site."""
    routes = exams.specialty_routes(world.paper, PREPARED).values()
    return next(route for route in routes if route.kind is RouteKind.ON_SITE)


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
        code=code, carrier="Messageries", tracking="T1", carrier_count=announced, seal="S1", by=CLAIRE, at=at
    )


def received(world: World | None = None) -> World:
    """Tick every script of both parcels and close their reception."""
    world = world or arrived()
    for parcel in parcels.parcels_of(world.paper.pk):
        numbers = [row.number for row in parcels.contents_of(parcel)]
        consignments.tick_scripts(code=parcel.code, numbers=numbers, by=MARC, at=ARRIVAL)
        consignments.close_reception(code=parcel.code, by=MARC, at=ARRIVAL)
    return world


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


def handed_out(world: World | None = None) -> World:
    """Hand every batch to Bob."""
    world = batched(world)
    for batch in batches.batches_of(world.paper.pk):
        batch_acts.hand_out_batch(
            code=batch.code, marker_identifier="BOB", pupil_key=KEY.sub_key(PUPIL_KEY), by=MARC, at=MARKING
        )
    return world


def open_sheet(world: World, code: str, at: datetime = TYPING) -> SimpleNamespace:
    """Sign in with a batch's mark sheet; give the credential, and the batch's numbers."""
    sheet = world.sheets[code]
    credential = mark_acts.open_batch(site=sheet.site, identifier=sheet.identifier, password=sheet.password, at=at)
    return SimpleNamespace(credential_id=credential.pk, numbers=batches.numbers_of(batches.batch_by_code(code).pk))


def later(minutes: int = 1, since: datetime = TYPING) -> datetime:
    """Give an instant a little later."""
    return since + timedelta(minutes=minutes)
