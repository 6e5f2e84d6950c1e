"""Reads of the networks that the marking centres of a session declared."""

from collections import defaultdict

from massicot.exams.models import CentreNetwork, Session
from massicot.exams.queries.routes import on_site_destinations


def networks_of_session(session: Session) -> dict[str, list[str]]:
    """Map each marking centre of a session, by UAI, to the networks that it declared."""
    networks: dict[str, list[str]] = {uai: [] for _, uai in sorted(on_site_destinations([session.pk]))}
    for uai, network in _rows(session_id=session.pk):
        networks.setdefault(uai, []).append(network)
    return networks


def networks_of_centre(session_id: int, uai: str) -> list[str]:
    """List the networks that a marking centre declared for a session."""
    return [network for _, network in _rows(session_id=session_id, uai=uai)]


def networks_by_centre() -> dict[str, list[str]]:
    """Map each marking centre to the networks that it declared for any session."""
    networks = defaultdict(list)
    for uai, network in _rows():
        networks[uai].append(network)
    return dict(networks)


def _rows(**named: object) -> list[tuple[str, str]]:
    return list(CentreNetwork.objects.filter(**named).order_by("pk").values_list("uai", "network"))
