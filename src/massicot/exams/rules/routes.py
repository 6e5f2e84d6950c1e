"""Changes of routes: one academy's scripts go elsewhere, or another way.

A route is a version with an effective instant, and the version in force when the paper begins counts for all of it:
numbers, labels, parcels. So a change must take effect before the paper begins and after the version that it follows;
once the paper has begun no route changes any more. Before the numbers are drawn the office corrects a route as it
likes; from then on centres have labels and notes, so that a change is a corrigendum, told to each (the notice itself
was one).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from massicot.core import codes
from massicot.core.refused import N_, Refused
from massicot.exams.rules.sessions import RouteFacts, RouteKind, routes_in_force

COPY_MODELS = ("EN", "CMEN")
"""The national models of copy: one with a header that is cut off, one with marks that a scanner reads (the notice)."""

WAY = ("kind", "copy_model", "destination_uai", "destination_name", "attention")
"""What makes a route another one."""


class PaperBegun(Refused):
    sentence = N_("{paper} has begun: its scripts keep the route that was in force then, as their notes say.")


class RoutesToldAlready(Refused):
    sentence = N_("The numbers of {paper} are drawn: change its routes by a corrigendum, which tells each centre.")


class RouteAfterThePaper(Refused):
    sentence = N_("A route that takes effect once {paper} has begun changes nothing: choose an earlier instant.")


class RouteHidden(Refused):
    sentence = N_("{academy} already has a later route: choose an instant after it.")


class RoutesMoved(Refused):
    sentence = N_(
        "Moved so, {paper} would begin on the other side of the instant at which the route of {academy} changes: "
        "give that academy its route again first."
    )


class DestinationMissing(Refused):
    sentence = N_("Give the UAI of the place where the scripts of {academy} go: its marking centre signs in with it.")


class DestinationMistyped(Refused):
    sentence = N_("{uai}, where the scripts of {academy} go, is not a UAI: its letter does not fit. Read it again.")


PLACE_NOT_IMPORTED = N_(
    "{uai} ({name}) is no institution imported yet: scripts go there by this name. Import the table of institutions, "
    "or correct the UAI."
)


class CopyModelUnknown(Refused):
    sentence = N_("{model} is no copy model: write EN (header to be cut) or CMEN (to be scanned).")


@dataclass(frozen=True, slots=True)
class Flip:
    """One academy's route before (None: it had none) and after, and its specialties."""

    academy: str
    before: RouteFacts | None
    after: RouteFacts
    specialties: Sequence[str]

    @property
    def comes_on_site(self) -> bool:
        return self.after.kind is RouteKind.ON_SITE and not self._was_on_site

    @property
    def leaves_the_site(self) -> bool:
        return self._was_on_site and self.after.kind is not RouteKind.ON_SITE

    @property
    def _was_on_site(self) -> bool:
        return self.before is not None and self.before.kind is RouteKind.ON_SITE


def plan_flips(
    routes: Iterable[RouteFacts], wanted: Iterable[RouteFacts], academies: Mapping[str, str], starts_at: datetime
) -> list[Flip]:
    """List what wanted routes change for a paper, by academy; `academies` maps each specialty to its academy."""
    in_force = routes_in_force(routes, starts_at)
    flips = [
        Flip(route.steering_academy, in_force.get(route.steering_academy), route, _specialties(route, academies))
        for route in sorted(wanted, key=lambda route: route.steering_academy)
    ]
    return [flip for flip in flips if flip.before is None or _way(flip.before) != _way(flip.after)]


def check_routes(code: str, wanted: Iterable[RouteFacts], routes: Sequence[RouteFacts], starts_at: datetime) -> None:
    """Refuse a route without effect: too late for the paper, hidden by a later version, or leading nowhere.

    A place that is not imported yet is kept by its name; what is no UAI at all can never be imported.
    """
    latest = routes_in_force(routes, datetime.max.replace(tzinfo=starts_at.tzinfo))
    for route in wanted:
        academy = route.steering_academy
        if route.kind is not RouteKind.OUTSIDE and not route.destination_uai:
            raise DestinationMissing(academy=academy)
        if route.destination_uai and not codes.uai_letter_holds(route.destination_uai):
            raise DestinationMistyped(uai=route.destination_uai, academy=academy)
        if route.copy_model not in COPY_MODELS:
            raise CopyModelUnknown(model=route.copy_model)
        if route.effective_at > starts_at:
            raise RouteAfterThePaper(paper=code)
        if academy in latest and latest[academy].effective_at > route.effective_at:
            raise RouteHidden(academy=academy)


def check_not_begun(code: str, starts_at: datetime, at: datetime) -> None:
    """Refuse a change of route once the paper has begun."""
    if at >= starts_at:
        raise PaperBegun(paper=code)


def check_same_routes(code: str, routes: Sequence[RouteFacts], before: datetime, after: datetime) -> None:
    """Refuse to move a paper so that other versions of its routes come into force."""
    old = routes_in_force(routes, before)
    new = routes_in_force(routes, after)
    for academy in sorted(old.keys() | new.keys()):
        if old.get(academy) != new.get(academy):
            raise RoutesMoved(paper=code, academy=academy)


def _specialties(route: RouteFacts, academies: Mapping[str, str]) -> list[str]:
    return sorted(code for code, academy in academies.items() if academy == route.steering_academy)


def _way(route: RouteFacts) -> tuple[object, ...]:
    return tuple(getattr(route, name) for name in WAY)
