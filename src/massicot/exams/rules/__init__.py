"""Sessions, papers and routes.

A route says, for one paper and one steering academy, where the scripts go: marked on site from cut-header copies (EN),
scanned (CMEN) at a hub, or sent to an outside centre. The key is the candidate's specialty, then its steering academy,
never the room: one room holds both copy models at the same hour. A route is data with an effective instant, because
the notice itself, a corrigendum of 24 April for an exam of 10 May, flipped a paper from the scanner to the guillotine.

Scripts leave within 48 hours of the end of the paper ("délai de rigueur", the notice): the deadline is an instant,
counted from the end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from massicot.core.actor import IDENTITY_SIDE, NUMBER_SIDE, Role
from massicot.core.refused import N_, Refused


class RouteKind(StrEnum):
    """What happens to the scripts of one steering academy."""

    ON_SITE = "on-site"
    DEMATERIALISED = "dematerialised"
    OUTSIDE = "outside"


ROUTE_NAMES: dict[str, str] = {
    RouteKind.ON_SITE: N_("marked on site"),
    RouteKind.DEMATERIALISED: N_("scanned"),
    RouteKind.OUTSIDE: N_("marked by the steering academy"),
}
"""How each route is called where people read."""


class SessionUnknown(Refused):
    """A session's code that nobody created."""

    sentence = N_("There is no session {code}: create it with “massicot session create”, or check its code.")


class PaperUnknown(Refused):
    """A paper's code that the session does not have."""

    sentence = N_("The session {session} has no paper {code}: its papers are {papers}.")


class SessionExists(Refused):
    """A session created twice."""

    sentence = N_("The session {code} exists already: nothing was changed.")


class SpecialtiesWithoutRoute(Refused):
    """Specialties whose steering academy has no route for the paper."""

    sentence = N_("No route for {specialties}: give their steering academy a route before preparing the paper.")


class AlreadyPrepared(Refused):
    """A second draw of the numbers of one paper."""

    sentence = N_("The numbers of {paper} were drawn already: later entries take spare numbers.")


class BothSidesOfTheWall(Refused):
    """One person with names and numbers of the same paper."""

    sentence = N_(
        "{email} already works as {other}: nobody may hold both names and numbers of {paper}. Name another person."
    )


class CameFromTheOtherSide(Refused):
    """One person with names and numbers of the same paper, one after the other."""

    sentence = N_(
        "{email} worked as {other} when the numbers of {paper} were drawn already: nobody may come to know both names "
        "and numbers of one paper, not even in turn. Name another person."
    )


class InstitutionUnknown(Refused):
    """A UAI that is neither imported nor named by a session."""

    sentence = N_("There is no institution {uai}: import the table of institutions, or check the UAI.")


@dataclass(frozen=True, slots=True)
class RouteFacts:
    """One version of one route."""

    steering_academy: str
    kind: RouteKind
    copy_model: str
    destination_uai: str
    destination_name: str
    attention: str
    effective_at: datetime
    reference: str = ""


def routes_in_force(routes: Iterable[RouteFacts], at: datetime) -> dict[str, RouteFacts]:
    """Pick each academy's latest route that is in force at an instant."""
    in_force: dict[str, RouteFacts] = {}
    for route in sorted(routes, key=lambda route: route.effective_at):
        if route.effective_at <= at:
            in_force[route.steering_academy] = route
    return in_force


def specialty_routes(
    academies: Mapping[str, str], routes: Iterable[RouteFacts], at: datetime
) -> tuple[dict[str, RouteFacts], list[str]]:
    """Give each specialty (code → steering academy) its route, and list those that have none."""
    in_force = routes_in_force(routes, at)
    by_specialty = {code: in_force[academy] for code, academy in academies.items() if academy in in_force}
    return by_specialty, sorted(academies.keys() - by_specialty.keys())


def despatch_deadline(ends_at: datetime, hours: int) -> datetime:
    """Compute the instant by which scripts must have left: 48 h after the end of the paper in the notice.

    Added to the instant, not to the wall clock: 48 hours stay 48 hours over a change to summer time.
    """
    return ends_at.astimezone(UTC) + timedelta(hours=hours)


def conflicting_role(role: Role, roles: Iterable[Role]) -> Role | None:
    """Find a role already held on the other side of the identity wall (design.md §3, wall 4)."""
    across = NUMBER_SIDE if role in IDENTITY_SIDE else IDENTITY_SIDE if role in NUMBER_SIDE else frozenset()
    return next((other for other in roles if other in across), None)
