"""Which mission an address names."""

from django.http import Http404

from massicot.core.refused import Refused
from massicot.missions import queries
from massicot.missions.queries import Mission


def mission_or_404(session: str, mission_id: int) -> Mission:
    """Fetch the mission of an address, if it is one of that session."""
    try:
        return queries.mission_by_id(session, mission_id)
    except Refused:
        raise Http404 from None
