"""Reads of corrigenda: what each gives, what follows from it, who is to read it."""

import dataclasses
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from massicot.core.actor import Role
from massicot.exams import models
from massicot.exams.models import CorrigendumCalendar, CorrigendumReading, CorrigendumRoute, Paper
from massicot.exams.queries.routes import academies_of, route_facts
from massicot.exams.queries.sessions import values_of
from massicot.exams.rules import RouteFacts, RouteKind, corrigenda, routing
from massicot.exams.rules import specialty_routes as specialty_routes_of
from massicot.exams.rules.corrigenda import CalendarChange, CorrigendumUnknown, Effect, Reader
from massicot.exams.rules.session_plan import PaperValues

Corrigendum = models.Corrigendum
"""A row that other areas are handed and may name."""


def corrigendum_by_id(corrigendum_id: int) -> Corrigendum:
    """Fetch a corrigendum with its paper and session; raise CorrigendumUnknown."""
    rows = Corrigendum.objects.select_related("paper__session")
    corrigendum = rows.filter(pk=corrigendum_id).first()
    if corrigendum is None:
        raise CorrigendumUnknown
    return corrigendum


def corrigenda_of(paper: Paper) -> QuerySet[Corrigendum]:
    """List the corrigenda of a paper, latest first, each with how many were told of it and how many have read it."""
    rows = Corrigendum.objects.filter(paper=paper).order_by("-dated_on", "-pk")
    return rows.annotate(
        told=Count("readings"), read=Count("readings", filter=Q(readings__read_at__isnull=False))
    ).select_related("paper__session")


def corrigenda_pending(at: datetime) -> QuerySet[Corrigendum]:
    """List the corrigenda, of papers whose marks are still typed, that are drafts or that somebody has not read.

    Each with how many have not read it (`unread`).
    """
    rows = Corrigendum.objects.filter(paper__entry_closes_at__gt=at).select_related("paper__session")
    unread = Count("readings", filter=Q(readings__read_at__isnull=True))
    return rows.annotate(unread=unread).filter(Q(applied_at__isnull=True) | Q(unread__gt=0)).order_by("pk")


def routes_of(corrigendum: Corrigendum) -> list[RouteFacts]:
    """List the routes that a corrigendum gives, by academy."""
    rows = CorrigendumRoute.objects.filter(corrigendum=corrigendum).order_by("steering_academy")
    return [
        RouteFacts(
            row.steering_academy,
            RouteKind(row.kind),
            row.copy_model,
            row.destination_uai,
            row.destination_name,
            row.attention,
            corrigendum.effective_at,
            corrigendum.reference,
        )
        for row in rows
    ]


def calendar_of(corrigendum: Corrigendum) -> CalendarChange:
    """Build the calendar change that a corrigendum gives."""
    row = CorrigendumCalendar.objects.filter(corrigendum=corrigendum).first()
    if row is None:
        return CalendarChange()
    return CalendarChange(**{one.name: getattr(row, one.name) for one in dataclasses.fields(CalendarChange)})


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft beside its paper as it is now: its values before and after, its routes, and what follows from both."""

    before: PaperValues
    after: PaperValues
    wanted: Sequence[RouteFacts]
    versions: Sequence[RouteFacts]
    in_force: Sequence[RouteFacts]
    effect: Effect


def draft_of(corrigendum: Corrigendum) -> Draft:
    """Put a draft beside its paper."""
    paper = corrigendum.paper
    before = values_of(paper)
    after = corrigenda.amended(before, calendar_of(corrigendum))
    wanted, versions, academies = routes_of(corrigendum), route_facts(paper), academies_of(paper.session_id)
    flips = routing.plan_flips(versions, wanted, academies, paper.starts_at)
    in_force = list(specialty_routes_of(academies, versions, paper.starts_at)[0].values())
    return Draft(before, after, wanted, versions, in_force, corrigenda.plan_effect(before, after, flips))


def effect_of(corrigendum: Corrigendum) -> Effect:
    """Describe what a draft would change of its paper as it is now."""
    return draft_of(corrigendum).effect


def flips_told(corrigendum: Corrigendum) -> list[routing.Flip]:
    """List what the routes of an applied corrigendum changed, beside the versions that came before them."""
    paper = corrigendum.paper
    if not (told := routes_of(corrigendum)):
        return []
    earlier = [route for route in route_facts(paper) if route.effective_at < corrigendum.effective_at]
    return routing.plan_flips(earlier, told, academies_of(paper.session_id), paper.starts_at)


def flips_of(paper: Paper, wanted: Collection[RouteFacts]) -> list[routing.Flip]:
    """List what wanted routes would change of a paper as it is now."""
    return routing.plan_flips(route_facts(paper), wanted, academies_of(paper.session_id), paper.starts_at)


def readings_of(corrigendum: Corrigendum) -> QuerySet[CorrigendumReading]:
    """List who was told of a corrigendum and whether each has read it (`is_read`): those who have not come first."""
    is_read = ExpressionWrapper(Q(read_at__isnull=False), output_field=BooleanField())
    rows = CorrigendumReading.objects.filter(corrigendum=corrigendum).annotate(is_read=is_read)
    return rows.order_by("read_at", "role", "scope")


def unread(corrigendum: Corrigendum) -> QuerySet[CorrigendumReading]:
    """Find for whom a corrigendum is not read yet: by `role`, the UAI of a centre or the login of the office."""
    return CorrigendumReading.objects.filter(corrigendum=corrigendum, read_at__isnull=True)


def corrigenda_to_read(login: str, appointments: Collection[tuple[Role, str]]) -> list[Corrigendum]:
    """List the corrigenda that a person has still to read, for a centre of theirs or as one of the office."""
    unread = CorrigendumReading.objects.filter(_is_for(login, appointments), read_at__isnull=True)
    # Every desk asks at each visit, and there is hardly ever one.
    if not (ids := set(unread.values_list("corrigendum_id", flat=True))):
        return []
    rows = Corrigendum.objects.filter(pk__in=ids).select_related("paper__session")
    return list(rows.order_by("applied_at", "pk"))


def readings_for(
    corrigendum: Corrigendum, login: str, appointments: Collection[tuple[Role, str]]
) -> list[CorrigendumReading]:
    """List for whom a person reads a corrigendum: each centre of theirs that was told, or themselves."""
    rows = CorrigendumReading.objects.filter(_is_for(login, appointments), corrigendum=corrigendum)
    return list(rows.order_by("role", "scope"))


def readers_of(login: str, appointments: Collection[tuple[Role, str]]) -> list[Reader]:
    """Name a person as a reader: by each centre of theirs, by their login when they are of the office."""
    return [Reader(role, login if role is Role.OFFICE else scope) for role, scope in appointments]


def _is_for(login: str, appointments: Collection[tuple[Role, str]]) -> Q:
    # Begins with a condition that nothing fulfils: an empty one would find everything.
    found = Q(pk__in=())
    for reader in readers_of(login, appointments):
        found |= Q(role=reader.role, scope=reader.scope)
    return found
