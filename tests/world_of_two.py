"""Two of each: sessions at work, exam centres, marking centres, schools, and whoever is called to them.

Each session is the named world once more. What lies in it is done three times over: at a first place, at the other
one of the same session, and at the first place again in the other session. What differs between the first two is
of a place, what differs between the first and the last is of a session.
"""

from dataclasses import dataclass, field, replace

from massicot.anonymity import services as anonymity
from massicot.batches import services as batch_acts
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.core import draws
from massicot.core.actor import SYSTEM, Role
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.rules import RouteKind
from massicot.exams.rules.institution_table import read_institutions
from massicot.exams.rules.session_file import SessionPlan, shipped_plan
from massicot.exams.rules.specialty_table import read_specialties
from massicot.markers import services as markers
from massicot.markers.rules import read_markers
from massicot.marks import services as mark_acts
from massicot.missions.models import Activity
from massicot.missions.rules.proposals import AGREEMENT
from massicot.persons.models import Situation
from massicot.persons.rules import EmployerKind
from tests import room_reports, world
from tests.cast import (
    ARRIVAL,
    CEDRES,
    CLAIRE,
    EVENING,
    INSTITUTIONS,
    KEY,
    MARC,
    MARKING,
    MURIERS,
    ODILE,
    OMAR,
    PERRIN,
    PREPARED,
    SPECIALTIES,
    TILLEULS,
    candidates_csv,
)
from tests.missions import calling
from tests.stages import World
from tests.things_of_two import DAY, OWN, PLACES, VERDON, Place, Things, lying_at

ROUTES = SPECIALTIES.replace("l'eau;Aix-Marseille", "l'eau;Toulouse").replace("Bordeaux", "Nice")
POOLS = {
    "BTS-2017": f"ALICE;AMANDE;Alice;alice@cedres.invalid;{CEDRES};Lettres\n"
    f"BOB;BADIANE;Bob;bob@tilleuls.invalid;{TILLEULS};Lettres\n",
    "DCG-2017": f"EVE;ESTRAGON;Eve;eve@tilleuls.invalid;{TILLEULS};Lettres\n",
}
"""Who may be called to which session; nobody to both."""


APPOINTED = (
    (CLAIRE.login, Role.EXAM_CENTRE, CEDRES),
    ("carole@muriers.invalid", Role.EXAM_CENTRE, MURIERS),
    (MARC.login, Role.MARKING_CENTRE, PERRIN),
    ("marthe@verdon.invalid", Role.MARKING_CENTRE, VERDON),
    ("sonia@tilleuls.invalid", Role.SCHOOL, TILLEULS),
    ("serge@cedres.invalid", Role.SCHOOL, CEDRES),
    ("ines@inspection.invalid", Role.INSPECTOR, "BTS-2017"),
    ("irma@inspection.invalid", Role.INSPECTOR, "DCG-2017"),
)
"""Who has which access, beside the office and whoever is called."""


@dataclass
class Two(World):
    """The first session, and what lies where."""

    things: dict[Place, Things] = field(default_factory=dict)


def two() -> Two:
    """Build both sessions and what lies in them."""
    for person in (ODILE, OMAR):
        markers.appoint(email=person.login, role=Role.OFFICE, scope="", by=SYSTEM, at=PREPARED)
    for email, role, scope in APPOINTED:
        markers.appoint(email=email, role=role, scope=scope, by=ODILE, at=PREPARED)
    sessions = {code: session_of(code) for code in POOLS}
    for built in sessions.values():
        written(built)
        arrived(built)
        made_up(built)
        convened(built)
    things = {place: lying_at(place, sessions[place.session]) for place in PLACES}
    first = sessions[OWN.session]
    return Two(first.session, first.paper, first.sheets, things)


def plan_of(code: str) -> SessionPlan:
    """Give a session two marking centres, and one more that marks outside."""
    plan = shipped_plan()
    (paper,) = plan.papers
    on_site, _, outside = paper.routes
    other = replace(on_site, steering_academies=("Toulouse",), destination_uai=VERDON, destination_name="Verdon")
    return replace(plan, code=code, papers=(replace(paper, routes=(on_site, other, outside)),))


def session_of(code: str) -> World:
    """Open a session, import its tables, draw its numbers."""
    act = {"by": ODILE, "at": PREPARED}
    session = exam_acts.create_session(plan=plan_of(code), is_rehearsal=False, **act)
    table = read_institutions(f"{INSTITUTIONS}{VERDON};Lycée du Verdon;Toulouse\n".encode(), "i.csv")
    exam_acts.import_institutions(session=session, table=table, **act)
    exam_acts.import_specialties(session=session, table=read_specialties(ROUTES.encode(), "s.csv"), **act)
    anonymity.import_candidates(session=session, table=world.read_table(session, candidates_csv()), key=None, **act)
    head = "identifiant;nom;prenom;courriel;uai;discipline\n"
    pool = read_markers((head + POOLS[code]).encode(), "m.csv", institutions=exams.institution_names())
    batch_acts.import_markers(session=session, table=pool, **act)
    anonymity.confirm_key(key=KEY, **act)
    paper = exams.paper_by_code(code, "CGE")
    anonymity.prepare(paper=paper, key=KEY, draw=draws.from_seed(1, code), **act)
    return World(session, exams.paper_by_code(code, "CGE"))


def written(built: World) -> None:
    """Write the paper, note an incident, box the strips, pack for each destination."""
    for centre in (CEDRES, MURIERS):
        world.key_room(built, centre, (2,), (5,))
        room_reports.note(built, rank=1 if centre == CEDRES else 9, centre=centre)
        world.close_day(built, centre)
        world.box_strips(built, centre)
        act = {"paper": built.paper, "centre_uai": centre, "by": CLAIRE, "at": EVENING}
        for specialty, route in exams.specialty_routes(built.paper, PREPARED).items():
            if route.kind is RouteKind.ON_SITE:
                count = {"90001": 4, "90002": 2}[specialty]
                consignments.pack_numbered(route=route, counted=count, **act)
            else:
                anonymity.pack_counted(route=route, counts={specialty: 2}, seen={}, **act)


def arrived(built: World) -> None:
    """Send all parcels, receive and tick those that come to a marking centre."""
    for parcel in parcels.parcels_of(built.paper.pk):
        world.send(parcel.code)
        if parcel.destination_uai:
            consignments.receive_parcel(code=parcel.code, by=MARC, at=ARRIVAL)
            ticked = [row.number for row in parcels.contents_of(parcel)]
            consignments.tick_scripts(code=parcel.code, numbers=ticked, by=MARC, at=ARRIVAL)
            consignments.close_reception(code=parcel.code, by=MARC, at=ARRIVAL)


def made_up(built: World) -> None:
    """Make up the batches of both centres."""
    for centre in (PERRIN, VERDON):
        for batch in batch_acts.make_batches(paper=built.paper, centre_uai=centre, by=MARC, at=MARKING):
            _, built.sheets[batch.code] = mark_acts.print_sheet(
                batch_code=batch.code,
                portal_address="http://127.0.0.1:8000/saisie/",
                draw=draws.from_seed(1, batch.code),
                by=MARC,
                at=MARKING,
            )


def convened(built: World) -> None:
    """Convene those who may be called to a day of marking, and to the meeting that it begins with."""
    mission = calling.mission(built.session, built.paper, first=DAY, days=1)
    hours = {"starts_at": calling.hour(DAY, 9), "ends_at": calling.hour(DAY, 11)}
    Activity.objects.create(mission=mission, title=AGREEMENT, **hours, place_uai=PERRIN)
    calling.put(mission, *(place.person for place in PLACES if place.session == built.session.code))
    calling.convened(built.session, mission)
    Situation.objects.update(employer_kind=EmployerKind.ACADEMY)
