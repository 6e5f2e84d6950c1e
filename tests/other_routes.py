"""The scripts of the named world that bear no number: packed for the scan hub, sent, and counted there."""

from massicot.anonymity import services as anonymity
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.queries import Parcel
from massicot.exams import queries as exams
from massicot.exams.models import Route
from tests import world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, EVENING, MARC, MURIERS
from tests.world import World

SCANNED = {"90003": 2}
"""What each centre holds for the hub."""


def pack(built: World, centre: str) -> Parcel:
    """Pack what a centre holds for the hub."""
    return anonymity.pack_counted(
        paper=built.paper,
        centre_uai=centre,
        route=exams.specialty_routes(built.paper, EVENING)["90003"],
        counts=SCANNED,
        seen={},
        gap_reason="",
        by=CLAIRE,
        at=EVENING,
    )


def outside(built: World) -> Parcel:
    """Let the scripts without numbers go to a centre of another academy, and pack those of Les Cèdres for it."""
    Route.objects.filter(steering_academy="Bordeaux").update(
        kind="outside", destination_uai="", destination_name="Centre désigné par l'académie de Bordeaux"
    )
    return pack(built, CEDRES)


def send_all(built: World, centre: str) -> None:
    """Send every parcel of a centre that has not left."""
    for parcel in parcels.parcels_of(built.paper.pk, centre):
        if parcel.sent_at is None:
            world.send(parcel.code)


def count_at_the_hub(built: World) -> World:
    """Pack what both centres hold for the hub, and have it arrive and counted there."""
    for centre in (CEDRES, MURIERS):
        code = pack(built, centre).code
        world.send(code)
        consignments.receive_parcel(code=code, by=MARC, at=ARRIVAL)
        consignments.acknowledge_counts(code=code, counts=SCANNED, by=MARC, at=ARRIVAL)
    return built
