"""Reads of markers, each of one session."""

from massicot.markers import rules
from massicot.markers.models import Marker


def marker_by_identifier(session_id: int, identifier: str) -> Marker:
    """Fetch a marker; raise MarkerUnknown."""
    marker = Marker.objects.filter(session_id=session_id, identifier=identifier.strip()).first()
    if marker is None:
        raise rules.MarkerUnknown(identifier=identifier)
    return marker


def markers_of(session_id: int) -> list[Marker]:
    """List the markers of a session, by identifier."""
    return list(Marker.objects.filter(session_id=session_id).order_by("identifier"))
