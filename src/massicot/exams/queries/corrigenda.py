"""Reads of corrigenda: what each gives, what follows from it, who is to read it."""

import dataclasses
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import BooleanField, Count, ExpressionWrapper, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from massicot.audit import queries as audit
from massicot.core.actor import Role
from massicot.exams import models
from massicot.exams.models import CorrigendumCalendar, CorrigendumReading, CorrigendumRoute, Paper
from massicot.exams.queries.routes import ACADEMY_OF_EACH, ROUTES, academies_of, facts_of_route, route_facts
from massicot.exams.queries.sessions import subject_of, values_of
from massicot.exams.rules import corrigenda
from massicot.exams.rules.corrigenda import CalendarChange, CorrigendumUnknown, Effect, Reader
from massicot.exams.rules.routes import Flip, plan_flips
from massicot.exams.rules.session_plan import PaperValues
from massicot.exams.rules.sessions import RouteFacts, RouteKind
from massicot.exams.rules.sessions import specialty_routes as specialty_routes_of
from massicot.store.prepared import Question, ask_all

Corrigendum = models.Corrigendum
"""A row that other areas are handed and may name."""

_CORRIGENDUM = Question(
    lambda corrigendum_id: Corrigendum.objects.select_related("paper__session").filter(pk=corrigendum_id)
)
_OF_PAPER: Question[tuple[int]] = Question(
    lambda paper_id: Corrigendum.objects.filter(paper_id=paper_id).values_list("pk")
)
_CALENDAR = Question(lambda corrigendum_id: CorrigendumCalendar.objects.filter(corrigendum_id=corrigendum_id))
_ROUTES = Question(
    lambda corrigendum_id: CorrigendumRoute.objects.filter(corrigendum_id=corrigendum_id).order_by("steering_academy")
)
_UNREAD: Question[CorrigendumReading] = Question(
    lambda scopes: (
        CorrigendumReading.objects.filter(
            scope__in=scopes, read_at__isnull=True, corrigendum__paper__session__archived_at=None
        )
        .select_related("corrigendum__paper__session")
        .order_by("corrigendum__applied_at", "corrigendum")
    )
)


class Pending(NamedTuple):
    """A corrigendum of which something remains to be done: a draft, or one that so many have not read."""

    corrigendum_id: int
    paper_id: int
    reference: str
    applied_at: datetime | None
    unread: int
    calendar: CalendarChange

    @property
    def is_draft(self) -> bool:
        return self.applied_at is None


def corrigendum_by_id(corrigendum_id: int) -> Corrigendum:
    """Fetch a corrigendum with its paper and session; raise CorrigendumUnknown."""
    corrigendum = _CORRIGENDUM.first(corrigendum_id=corrigendum_id)
    if corrigendum is None:
        raise CorrigendumUnknown
    return corrigendum


def corrigenda_of(paper: Paper) -> QuerySet[Corrigendum]:
    """List the corrigenda of a paper, latest first, each with how many were told of it and how many have read it."""
    rows = Corrigendum.objects.filter(paper=paper).order_by("-dated_on", "-pk")
    return rows.annotate(
        told=Count("readings"), read=Count("readings", filter=Q(readings__read_at__isnull=False))
    ).select_related("paper__session")


def count_corrigenda(paper_id: int) -> int:
    return len(_OF_PAPER.ask(paper_id=paper_id))


def corrigenda_pending(at: datetime) -> list[Pending]:
    """List the corrigenda that are drafts or that somebody has not read.

    Those of papers whose marks are still typed, or whose scripts are still to be back at the office.
    """
    return [row for row in map(_pending, _RECENT.ask(at=at)) if row.is_draft or row.unread]


def first_moved(paper: Paper, change: CalendarChange) -> datetime | None:
    """Find the first of the instants that a calendar change moves, as it stands or as it would."""
    return corrigenda.first_moved(values_of(paper), change)


def _pending(row: tuple[Any, ...]) -> Pending:
    corrigendum_id, paper_id, reference, applied_at, unread, *moved = row
    given = {name: value for name, value in zip(_MOVED, moved, strict=True) if value is not None}
    change = CalendarChange(**given)
    return Pending(corrigendum_id, paper_id, reference, applied_at, unread, change)


def _recent(at: datetime) -> QuerySet[Any, Any]:
    unread = CorrigendumReading.objects.filter(corrigendum=OuterRef("pk"), read_at__isnull=True).order_by()
    counted = Subquery(unread.values("corrigendum").annotate(count=Count("pk")).values("count"))
    is_at_work = Q(paper__entry_closes_at__gt=at) | Q(paper__return_by__gt=at)
    rows = Corrigendum.objects.filter(is_at_work, paper__session__archived_at=None).order_by("pk")
    moved = [f"calendar__{name}" for name in _MOVED]
    return rows.values_list("pk", "paper_id", "reference", "applied_at", Coalesce(counted, 0), *moved)


_MOVED = [field.name for field in dataclasses.fields(CalendarChange)]
_RECENT: Question[tuple[Any, ...]] = Question(_recent)


def routes_of(corrigendum: Corrigendum) -> list[RouteFacts]:
    """List the routes that a corrigendum gives, by academy."""
    return _facts(corrigendum, _ROUTES.ask(corrigendum_id=corrigendum.pk))


def _facts(corrigendum: Corrigendum, rows: Iterable[CorrigendumRoute]) -> list[RouteFacts]:
    return [
        RouteFacts(
            steering_academy=row.steering_academy,
            kind=RouteKind(row.kind),
            copy_model=row.copy_model,
            destination_uai=row.destination_uai,
            destination_name=row.destination_name,
            attention=row.attention,
            effective_at=corrigendum.effective_at,
            reference=corrigendum.reference,
        )
        for row in rows
    ]


def calendar_of(corrigendum: Corrigendum) -> CalendarChange:
    return _change(_CALENDAR.ask(corrigendum_id=corrigendum.pk))


def _change(rows: Iterable[CorrigendumCalendar]) -> CalendarChange:
    for row in rows:
        return CalendarChange(**{field.name: getattr(row, field.name) for field in dataclasses.fields(CalendarChange)})
    return CalendarChange()


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrigendumDraft:
    """A draft beside its paper as it is now: its values before and after, its routes, and what follows from both."""

    before: PaperValues
    after: PaperValues
    wanted: Sequence[RouteFacts]
    versions: Sequence[RouteFacts]
    in_force: Sequence[RouteFacts]
    effect: Effect


def draft_of(corrigendum: Corrigendum) -> CorrigendumDraft:
    """Put a draft beside its paper."""
    paper, of_draft = corrigendum.paper, {"corrigendum_id": corrigendum.pk}
    calendar, given, routes, specialties = ask_all(
        _CALENDAR.of(**of_draft),
        _ROUTES.of(**of_draft),
        ROUTES.of(paper_id=paper.pk),
        ACADEMY_OF_EACH.of(session_id=paper.session_id),
    )
    before = values_of(paper)
    after = corrigenda.values_after(before, _change(calendar))
    wanted = _facts(corrigendum, given)
    versions = [facts_of_route(row) for row in routes]
    academies = dict(specialties)
    flips = plan_flips(versions, wanted, academies, paper.starts_at)
    in_force = list(specialty_routes_of(academies, versions, paper.starts_at)[0].values())
    return CorrigendumDraft(
        before=before,
        after=after,
        wanted=wanted,
        versions=versions,
        in_force=in_force,
        effect=corrigenda.plan_effect(before, after, flips),
    )


def flips_told(corrigendum: Corrigendum) -> list[Flip]:
    """List what the routes of an applied corrigendum changed, beside the versions that came before them."""
    paper = corrigendum.paper
    if not (routes := routes_of(corrigendum)):
        return []
    earlier = [route for route in route_facts(paper) if route.effective_at < corrigendum.effective_at]
    return plan_flips(earlier, routes, academies_of(paper.session_id), paper.starts_at)


class Relabelling(NamedTuple):
    """An applied corrigendum that changed what labels and lists say: of these specialties, or of all (None)."""

    paper_id: int
    reference: str
    applied_at: datetime
    specialties: set[str] | None

    @property
    def moves_hours(self) -> bool:
        """Say whether the attendance registers, which tell the hours, changed as well."""
        return self.specialties is None

    def outdates(self, printed_at: datetime, specialties: set[str]) -> bool:
        """Say whether what was printed then of these specialties is no longer right."""
        return printed_at < self.applied_at and (self.specialties is None or bool(self.specialties & specialties))


def relabellings_of(papers: Collection[Paper]) -> list[Relabelling]:
    """List the applied corrigenda of some papers, the last applied first, by what they changed of labels."""
    rows = Corrigendum.objects.filter(paper__in=papers, applied_at__isnull=False).select_related("paper__session")
    return [
        Relabelling(row.paper_id, row.reference, row.applied_at, _specialties_of(row))
        for row in rows.order_by("-applied_at", "-pk")
        if row.applied_at is not None
    ]


def _specialties_of(corrigendum: Corrigendum) -> set[str] | None:
    change = calendar_of(corrigendum)
    if change.starts_at or change.ends_at:
        return None
    values = values_of(corrigendum.paper)
    effect = corrigenda.plan_effect(values, values, flips_told(corrigendum))
    return effect.onto_site | effect.off_site


def shifts_told(corrigendum: Corrigendum) -> list[corrigenda.Shift]:
    """List the dates that an applied corrigendum gave, beside those that they replaced, which the journal keeps."""
    change = calendar_of(corrigendum)
    if not change.given:
        return []
    facts = audit.facts_on(subject_of(corrigendum.paper), corrigenda.CorrigendumTold.__name__)
    values: dict[str, Any] = next((fact["values"] for fact in facts if fact["reference"] == corrigendum.reference), {})
    return corrigenda.shifts_told(change, values)


def written_last(corrigendum: Corrigendum) -> datetime | None:
    """Find when those who have not read an applied corrigendum were last written to."""
    reminded = unread(corrigendum.pk).aggregate(last=Max("reminded_at"))["last"]
    return reminded or corrigendum.applied_at


def flips_of(paper: Paper, wanted: Collection[RouteFacts]) -> list[Flip]:
    """List what wanted routes would change of a paper as it is now."""
    return plan_flips(route_facts(paper), wanted, academies_of(paper.session_id), paper.starts_at)


def readings_of(corrigendum: Corrigendum) -> QuerySet[CorrigendumReading]:
    """List who was told of a corrigendum and whether each has read it (`is_read`): those who have not come first."""
    is_read = ExpressionWrapper(Q(read_at__isnull=False), output_field=BooleanField())
    rows = CorrigendumReading.objects.filter(corrigendum=corrigendum).annotate(is_read=is_read)
    return rows.order_by("read_at", "role", "scope")


def unread(corrigendum_id: int) -> QuerySet[CorrigendumReading]:
    """Find for whom a corrigendum is not read yet: by `role`, the UAI of a centre or the login of the office."""
    return CorrigendumReading.objects.filter(corrigendum_id=corrigendum_id, read_at__isnull=True)


UNREAD_BY_ROLE: Question[tuple[str, int]] = Question(
    lambda corrigendum_id: unread(corrigendum_id).order_by("role").values_list("role").annotate(Count("pk"))
)
"""For how many readers of each role a corrigendum is not read yet."""


def corrigenda_to_read(login: str, appointments: Collection[tuple[Role, str]]) -> list[Corrigendum]:
    """List the corrigenda that a person has still to read, for a centre of theirs or as one of the office."""
    if not (readers := {(reader.role, reader.scope) for reader in readers_of(login, appointments)}):
        return []
    # Every desk asks at each visit, and there is hardly ever one.
    unread = _UNREAD.ask(scopes=sorted({scope for _, scope in readers}))
    return list(dict.fromkeys(row.corrigendum for row in unread if (Role(row.role), row.scope) in readers))


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
    condition = Q(pk__in=())
    for reader in readers_of(login, appointments):
        condition |= Q(role=reader.role, scope=reader.scope)
    return condition
