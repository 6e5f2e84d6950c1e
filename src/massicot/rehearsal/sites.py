"""A session that is marked in three places: the scripts of two academies more are marked here, each in one school."""

from dataclasses import replace

from massicot.exams.rules import RouteKind
from massicot.exams.rules.session_plan import SessionPlan
from massicot.rehearsal.tables import school_name, school_uai

STEERING = ("Aix-Marseille", "Aix-Marseille", "Aix-Marseille", "Aix-Marseille", "Bordeaux", "Nice")
"""Which academies steer the specialties, in turn."""

MARKED_IN = {"Bordeaux": 2, "Nice": 3}
"""In which of the invented schools the scripts of the others are marked, by its rank."""


def of_three_centres(plan: SessionPlan) -> SessionPlan:
    """Give the first paper of a session two marking centres more."""
    first, *others = plan.papers
    on_site = next(route for route in first.routes if route.kind is RouteKind.ON_SITE)
    more = [
        replace(
            on_site,
            steering_academies=(academy,),
            destination_uai=school_uai(rank),
            destination_name=school_name(rank),
        )
        for academy, rank in MARKED_IN.items()
    ]
    return replace(plan, papers=[replace(first, routes=[on_site, *more]), *others])
