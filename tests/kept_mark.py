"""A candidate of Les Mûriers who keeps a mark, and sits at Les Cèdres all the same."""

from datetime import date

from massicot.anonymity import queries as numbers
from massicot.anonymity import services as anonymity
from tests import cast, world
from tests.cast import CEDRES, CLAIRE, EVENING, KEY, MURIERS, ODILE, PREPARED
from tests.world import World

KEPT = 31
BORN_ON = date(1997, 3, 31)


def listed(built: World) -> None:
    """Put them on the list, by a table that keeps their mark."""
    columns = "numero_candidat;nom_famille;prenoms;date_naissance;uai_origine;uai_centre;specialite;conservations"
    line = f"{cast.candidate_number(KEPT)};REINETTE;Camille;{BORN_ON:%d/%m/%Y};{MURIERS};{MURIERS};90001;CGE"
    table = world.read_table(built.session, f"{columns}\n{line}".encode())
    anonymity.import_candidates(session=built.session, table=table, key=KEY, by=ODILE, at=PREPARED)


def seat(built: World, rank: int = KEPT, born_on: date = BORN_ON, room: str = "A1") -> None:
    """Enter them, or somebody else of another list, in a room of Les Cèdres under the first number of the reserve."""
    anonymity.seat_from_elsewhere(
        paper=built.paper,
        centre_uai=CEDRES,
        room=room,
        candidate_number=cast.candidate_number(rank),
        born_on=born_on,
        seat="",
        number=numbers.unused_spares(built.paper, CEDRES, numbers.sealer_of(built.paper, KEY))[0],
        key=KEY,
        by=CLAIRE,
        at=EVENING,
    )
