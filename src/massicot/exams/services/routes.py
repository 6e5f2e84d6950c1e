"""The act of changing routes before anybody is told of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from massicot.accounts import services as account_acts
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.exams import queries
from massicot.exams.models import Paper, Route
from massicot.exams.rules import RouteFacts, RouteKind, routing
from massicot.exams.rules.editing import NothingChanged
from massicot.exams.services.wall import check_both_sides_everywhere


@dataclass(frozen=True, slots=True)
class RoutesChanged:
    """Routes of a paper were changed: academy, kind and destination of each."""

    routes: Sequence[tuple[str, RouteKind, str]]


@transaction.atomic
def change_routes(*, paper: Paper, routes: Collection[RouteFacts], by: Actor, at: datetime) -> None:
    """Give steering academies new routes from an instant on; a version of the same instant is replaced.

    Raise RoutesToldAlready once the numbers are drawn, PaperBegun, RouteAfterThePaper, RouteHidden, NothingChanged or
    BothSidesOfTheWall.
    """
    account_acts.hold_appointments()
    row = queries.hold_paper(paper.pk)
    if row.prepared_at is not None:
        raise routing.RoutesToldAlready(paper=row.code)
    write_routes(row, routes, at)
    fact = RoutesChanged([(route.steering_academy, route.kind, route.destination_name) for route in routes])
    audit.record(subject=queries.subject_of(row), fact=fact, by=by, at=at)


def write_routes(paper: Paper, routes: Collection[RouteFacts], at: datetime) -> list[routing.Flip]:
    """Write route versions of a held paper, inside the caller's transaction; return what they change."""
    routing.check_not_begun(paper.code, paper.starts_at, at)
    earlier = queries.route_facts(paper)
    routing.check_routes(paper.code, routes, earlier, paper.starts_at)
    flips = queries.flips_of(paper, routes)
    if not flips:
        raise NothingChanged
    for flip in flips:
        _write(paper, flip.after)
    check_both_sides_everywhere()
    return flips


def _write(paper: Paper, route: RouteFacts) -> None:
    Route.objects.update_or_create(
        paper=paper,
        steering_academy=route.steering_academy,
        effective_at=route.effective_at,
        defaults={
            "kind": route.kind,
            "copy_model": route.copy_model,
            "destination_uai": route.destination_uai,
            "destination_name": route.destination_name,
            "attention": route.attention,
            "reference": route.reference,
        },
    )
