"""The people, the places, the days and the files of the tests' world.

Two exam centres (Les Cèdres and Les Mûriers) write one paper; three specialties: two marked on site, one scanned.
Alice teaches at Les Cèdres, Bob and Charlie elsewhere. Odile and Omar are the exam office.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from massicot.consignments.rules.papers import PaperCounts
from massicot.core.actor import Actor
from massicot.core.keys import Key

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
ONE_OF_EACH = PaperCounts(1, 1)
"""The papers of a centre: it has one room."""

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


def later(minutes: int = 1, since: datetime = TYPING) -> datetime:
    """Give an instant a little later."""
    return since + timedelta(minutes=minutes)
