"""Enough scripts of woodwork that the program says of an envelope whether it holds own pupils.

One is of a candidate of Les Tilleuls, where Bob and Charlie teach, who sits at Les Cèdres with some of Les Mûriers.
"""

from collections.abc import Collection, Mapping

from massicot.anonymity import services as anonymity
from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.models import Batch
from massicot.batches.rules import Acknowledgement
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.despatch import AllBut
from massicot.core import draws
from massicot.marks import services as mark_acts
from massicot.scripts.rules import PUPIL_KEY
from tests import world
from tests.cast import ARRIVAL, CEDRES, KEY, MARC, MARKING, MURIERS, ODILE, PERRIN, PREPARED, TILLEULS, candidate_number
from tests.stages import World, stage

COLUMNS = "numero_candidat;nom_famille;prenoms;date_naissance;uai_origine;uai_centre;specialite;salle;place"
WOOD = "90001"
OF_BOBS_SCHOOL = 101
"""The rank of the one candidate of Les Tilleuls."""


@stage
def arrived(wood: int = 60) -> World:
    """Let both parcels arrive, so many scripts of woodwork in them; nothing is ticked."""
    ranks = range(OF_BOBS_SCHOOL, OF_BOBS_SCHOOL + wood - 8)
    return arrived_from({rank: (TILLEULS if rank == OF_BOBS_SCHOOL else MURIERS, CEDRES) for rank in ranks})


def arrived_from(origins: Mapping[int, tuple[str, str]]) -> World:
    """Let both parcels arrive, and more scripts of woodwork: by rank, the school of each candidate, where they sat."""
    built = world.opened()
    lines = [
        f"{candidate_number(rank)};QUIDAM{rank};Ève;01/02/1997;{school};{centre};{WOOD};A1;{rank}"
        for rank, (school, centre) in origins.items()
    ]
    table = world.read_table(built.session, "\n".join([COLUMNS, *lines]).encode())
    anonymity.import_candidates(session=built.session, table=table, key=None, by=ODILE, at=PREPARED)
    return world.arrived(world.packed(world.sat(world=world.prepared(built))))


@stage
def sealed(wood: int = 30) -> World:
    """Close one envelope of so many scripts of woodwork, and that of water."""
    return world.sealed(world.received(arrived(wood)))


def tick(built: World, numbers: Collection[str]) -> None:
    """Have these scripts ticked, and of those that are in no batch no others."""
    loose = {number for plan in batches.plan_of(built.paper, PERRIN) for number in plan.numbers}
    for parcel in parcels.parcels_of(built.paper.pk):
        here = {row.number for row in parcels.contents_of(parcel)}
        for number in sorted(here & loose - set(numbers)):
            consignments.untick_script(code=parcel.code, number=number, by=MARC, at=ARRIVAL)
        new = sorted(here & set(numbers) - loose)
        consignments.tick_scripts(code=parcel.code, numbers=new, by=MARC, at=ARRIVAL)


def enclose(built: World, numbers: Collection[str]) -> Batch:
    """Tick these scripts alone and make one batch of them, its envelope closed."""
    tick(built, numbers)
    (batch,) = batch_acts.make_batches(paper=built.paper, centre_uai=PERRIN, by=MARC, at=MARKING)
    portal = "http://127.0.0.1:8000/saisie/"
    printed = {"batch_code": batch.code, "portal_address": portal, "draw": draws.from_seed(1, batch.code)}
    mark_acts.print_sheet(**printed, by=MARC, at=MARKING)
    whole = {"counted": batch.size, "lacking": AllBut([], "")}
    mark_acts.seal_all_but(code=batch.code, **whole, by=MARC, at=MARKING)
    return batches.batch_by_code(batch.code)


def ask(batch: Batch, marker: str = "BOB", *, denies: bool = False) -> None:
    """Hand a batch to a marker; both count what is there."""
    counted = batches.batch_by_code(batch.code).in_hand
    batch_acts.hand_out_batch(
        code=batch.code,
        marker_identifier=marker,
        counted=counted,
        acknowledgement=Acknowledgement(marker, counted, denies_pupils=denies),
        pupil_key=KEY.sub_key(PUPIL_KEY),
        by=MARC,
        at=MARKING,
    )


def unmake(batch: Batch) -> None:
    """Take a batch apart that nobody has had."""
    batch_acts.unmake_batch(code=batch.code, reason="Trop tôt", by=MARC, at=MARKING)
