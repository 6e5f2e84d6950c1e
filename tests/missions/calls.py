"""A pool to call from: teachers near and far, and the marking mission of the paper at Jean Perrin."""

from datetime import UTC, date, datetime, time

from massicot.batches import services as batch_acts
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.rules.institution_table import read_institutions
from massicot.markers.rules import read_markers
from massicot.missions import services
from massicot.missions.rules import MissionKind
from massicot.missions.rules.missions import ActivityValues, MissionValues
from tests import world
from tests.cast import CEDRES, MURIERS, ODILE, PERRIN, PREPARED, TILLEULS
from tests.stages import stage

FAR = "9900004Z"
SCRIPTS = {PERRIN: {"90001": 120, "90002": 40}}
"""Three markers for the one, one for the other, and one of a reserve."""

PLACES = f"""uai;nom;academie;latitude;longitude
{PERRIN};Lycée Jean Perrin;Aix-Marseille;43.27;5.43
{CEDRES};Lycée des Cèdres;Aix-Marseille;43.30;5.40
{MURIERS};Lycée des Mûriers;Aix-Marseille;43.53;5.44
{TILLEULS};Lycée des Tilleuls;Aix-Marseille;43.28;5.44
"""
POOL = f"""identifiant;nom;prenom;courriel;uai;discipline;competences
DIANE;DATTIER;Diane;diane@muriers.invalid;{MURIERS};Lettres;
EVE;ESTRAGON;Eve;eve@tilleuls.invalid;{TILLEULS};Lettres;Latin
FRANK;FENOUIL;Frank;frank@tilleuls.invalid;{TILLEULS};Anglais;
"""
DAY = date(2017, 5, 31)
BEFORE = datetime(2017, 5, 2, 8, tzinfo=UTC)


@stage
def pooled(built=None):
    """Import three more teachers beside Alice, Bob and Charlie, and where the institutions lie."""
    built = built or world.opened()
    places = read_institutions(PLACES.encode(), "i.csv")
    exam_acts.import_institutions(session=built.session, table=places, by=ODILE, at=PREPARED)
    table = read_markers(POOL.encode(), "m.csv", institutions=exams.institution_names())
    batch_acts.import_markers(session=built.session, table=table, by=ODILE, at=PREPARED)
    return built


@stage
def proposed(built=None):
    """Propose the marking mission of the paper: four markers and one of the reserve."""
    built = built or pooled()
    services.propose_missions(paper=built.paper, scripts=SCRIPTS, discipline="Lettres", by=ODILE, at=BEFORE)
    return built


def hours(day=DAY, starts=9, ends=12, title="Corrections", place=PERRIN, **more):
    """Give hours of one day."""
    return ActivityValues(title=title, day=day, starts=time(starts), ends=time(ends), place_uai=place, **more)


def mission_of(built, *activities, kind=MissionKind.INTERROGATION, is_outside_meant=False, **values):
    """Make a mission of two persons."""
    said = {"title": "Oral de latin", "place_uai": CEDRES, "needed": 2} | values
    return services.make_mission(
        session=built.session,
        paper=None,
        kind=kind,
        values=MissionValues(**said),
        activities=activities or [hours(place=said["place_uai"], title="Oral")],
        is_outside_meant=is_outside_meant,
        by=ODILE,
        at=BEFORE,
    )


def put(mission, person):
    """Put somebody on the list of a mission."""
    return services.put_on_list(mission_id=mission.pk, person=person, by=ODILE, at=BEFORE)


def fill(mission):
    """Fill a mission by the rule."""
    return services.fill_mission(mission_id=mission.pk, by=ODILE, at=BEFORE)
