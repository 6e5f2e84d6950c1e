"""Reads of routes and of the specialties that follow them; the networks that marking centres declared."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from massicot.exams.models import CentreNetwork, Paper, Route, Session, Specialty
from massicot.exams.rules import sessions as rules
from massicot.exams.rules.sessions import RouteFacts, RouteKind
from massicot.store.prepared import Question

ACADEMY_OF_EACH: Question[tuple[str, str]] = Question(
    lambda session_id: (
        Specialty.objects.filter(session_id=session_id).order_by("code").values_list("code", "steering_academy")
    )
)
"""Each specialty of a session, with its steering academy."""

ROUTES = Question(lambda paper_id: Route.objects.filter(paper_id=paper_id).order_by("effective_at", "steering_academy"))
"""Every version of every route of a paper, oldest first."""

LABELS: Question[tuple[str, str]] = Question(
    lambda session_id: Specialty.objects.filter(session_id=session_id).order_by("code").values_list("code", "label")
)
"""Each specialty of a session, with its label."""


def specialty_labels(session_id: int) -> dict[str, str]:
    return dict(LABELS.ask(session_id=session_id))


def count_specialties(session_ids: Collection[int]) -> Counter[int]:
    """Count the specialties of each of some sessions."""
    rows = Specialty.objects.filter(session_id__in=session_ids).order_by("session_id").values_list("session_id")
    return Counter(dict(rows.annotate(Count("pk"))))


def academies_of(session_id: int) -> dict[str, str]:
    """Map each specialty's code to its steering academy."""
    return dict(ACADEMY_OF_EACH.ask(session_id=session_id))


def route_facts(paper: Paper) -> list[RouteFacts]:
    """List every version of every route of a paper, oldest first."""
    return [facts_of_route(row) for row in ROUTES.ask(paper_id=paper.pk)]


def on_site_rows() -> QuerySet[Any, Any]:
    """Find where papers are marked on site, by any version of any route: session and UAI.

    For areas that leave some out by `destination_uai`.
    """
    rows = Route.objects.filter(kind=RouteKind.ON_SITE).exclude(destination_uai="")
    return rows.values_list("paper__session_id", "destination_uai").distinct()


def on_site_destinations(session_ids: Collection[int]) -> list[tuple[int, str]]:
    """List the centres where papers of some sessions are marked on site, by any version of any route."""
    return list(on_site_rows().filter(paper__session_id__in=session_ids))


def destinations_of_session(session_id: int) -> dict[str, str]:
    """Map the places where the scripts of a session go by any version of any route, by UAI, to their names."""
    rows = Route.objects.filter(paper__session_id=session_id).exclude(destination_uai="")
    return dict(rows.order_by("effective_at").values_list("destination_uai", "destination_name"))


def facts_of_route(row: Route) -> RouteFacts:
    """Write one version of one route as the rules read it."""
    return RouteFacts(
        steering_academy=row.steering_academy,
        kind=RouteKind(row.kind),
        copy_model=row.copy_model,
        destination_uai=row.destination_uai,
        destination_name=row.destination_name,
        attention=row.attention,
        effective_at=row.effective_at,
        reference=row.reference,
    )


def specialty_routes(paper: Paper, at: datetime) -> dict[str, RouteFacts]:
    """Map each specialty's code to its route at an instant; a specialty without route is left out."""
    return rules.specialty_routes(academies_of(paper.session_id), route_facts(paper), at)[0]


def check_every_specialty_has_a_route(paper: Paper, codes: Collection[str], at: datetime) -> None:
    """Refuse while one of the specialties sat has no route, naming all of them."""
    academies = {code: academy for code, academy in academies_of(paper.session_id).items() if code in codes}
    missing = rules.specialty_routes(academies, route_facts(paper), at)[1]
    if missing:
        labels = specialty_labels(paper.session_id)
        raise rules.SpecialtiesWithoutRoute(
            specialties=", ".join(f"{code} {labels[code]} ({academies[code]})" for code in missing)
        )


def on_site_specialties(paper: Paper, at: datetime) -> set[str]:
    """List the specialties whose scripts are numbered, cut and marked on site."""
    return {code for code, route in specialty_routes(paper, at).items() if route.kind is RouteKind.ON_SITE}


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
