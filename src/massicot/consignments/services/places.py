"""Where parcels are, for the ledger and the journal."""

from massicot.consignments.models import Parcel
from massicot.consignments.rules.progress import Milestones
from massicot.custody.rules import Place, Spot
from massicot.exams.rules import RouteKind

ARRIVAL = {
    RouteKind.ON_SITE: Place.MARKING_CENTRE,
    RouteKind.DEMATERIALISED: Place.SCAN_HUB,
    RouteKind.OUTSIDE: Place.OUTSIDE_CENTRE,
}


def subject_of(parcel: Parcel) -> str:
    """Name a parcel as the journal does."""
    return f"parcel:{parcel.code}"


def arrival_of(parcel: Parcel) -> Spot:
    """Say where a parcel arrives."""
    return Spot(ARRIVAL[RouteKind(parcel.route_kind)], parcel.destination_uai or parcel.destination_name)


def stones_of(parcel: Parcel, *, is_begun: bool) -> Milestones:
    """Tell how far a parcel is."""
    return Milestones(parcel.due_at, parcel.sent_at, parcel.lost_at, parcel.arrived_at, parcel.closed_at, is_begun)
