"""The papers that some centres write, and where the scripts of each go: a fixed number of statements for any number."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value

from massicot.core.actor import Role
from massicot.exams.models import ExamCentre, Institution, Paper, Route, Session, Specialty
from massicot.exams.queries.routes import facts_of_route
from massicot.exams.queries.wall import papers_touched
from massicot.exams.rules import sessions as rules
from massicot.exams.rules.sessions import RouteFacts, RouteKind
from massicot.store.prepared import Question, ask_all

_PAPERS = Question(
    lambda: Paper.objects.filter(session__archived_at=None).select_related("session").order_by("starts_at", "pk")
)
"""Every paper of the sessions that are not archived."""
_KNOWN: Question[tuple[str, str]] = Question(
    lambda uais: Institution.objects.filter(uai__in=uais).values_list("uai", "name")
)


def _sessions_naming(uais: list[str]) -> QuerySet[Any, tuple[int, str]]:
    naming = Session.objects.filter(Exists(ExamCentre.objects.filter(session_id=OuterRef("pk"))))
    every: QuerySet[Any, Any] = naming.values_list("pk", Value("", output_field=CharField()))
    return every.union(ExamCentre.objects.filter(uai__in=uais).values_list("session_id", "uai"), all=True)


_NAMED = Question(_sessions_naming)
"""The sessions that name any centre, beside nothing, and those that name one of these, beside it."""

ACADEMIES: Question[tuple[int, str, str]] = Question(
    lambda session_ids: Specialty.objects.filter(session_id__in=session_ids).values_list(
        "session_id", "code", "steering_academy"
    )
)
"""The specialties of some sessions, and the steering academy of each."""

VERSIONS: Question[Route] = Question(
    lambda paper_ids: Route.objects.filter(paper_id__in=paper_ids).order_by("effective_at", "steering_academy")
)
"""Every version of every route of some papers, oldest first."""


def papers_written_at(centre_uais: Collection[str]) -> list[tuple[Paper, str, str]]:
    """List the papers that some centres write: those of sessions that name one of them, or none, and are not archived.

    Each with the UAI and the name of the centre.
    """
    if not centre_uais:
        return []
    uais = sorted(centre_uais)
    papers, named, institutions = ask_all(_PAPERS.of(), _NAMED.of(uais=uais), _KNOWN.of(uais=uais))
    pairs = set(named)
    names = dict(institutions)
    return [
        (paper, uai, names.get(uai) or uai)
        for uai in uais
        for paper in papers
        if ((paper.session_id, uai) in pairs if (paper.session_id, "") in pairs else uai in names)
    ]


def coming_papers(role: Role, scope: str, entered: QuerySet[Any], at: datetime) -> list[Paper]:
    """List the papers that a centre still has to do with, as its head is told when invited; none that is archived.

    The exam centre: those where somebody is `entered`, and all of a session that names it. The marking centre: those
    whose scripts come there by any version of a route. A marker, an inspector: those of the session, or the
    one paper. A school: all, for any of which its staff may be called.
    """
    at_work = Paper.objects.filter(entry_closes_at__gt=at, session__archived_at=None)
    rows = at_work.select_related("session").order_by("starts_at", "pk")
    if role is Role.EXAM_CENTRE:
        return list(
            rows.filter(Q(pk__in=entered) | Q(session__in=ExamCentre.objects.filter(uai=scope).values("session")))
        )
    if role is Role.MARKING_CENTRE:
        coming = Route.objects.filter(kind=RouteKind.ON_SITE, destination_uai=scope)
        return list(rows.filter(pk__in=coming.values("paper")))
    if role is Role.MARKER:
        return list(rows.filter(session__code=scope))
    if role is Role.INSPECTOR:
        return list(rows.filter(pk__in=papers_touched(role, scope)))
    return list(rows) if role is Role.SCHOOL else []


def academies_by_session(session_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Map those of some sessions that have specialties to the steering academy of each."""
    return _academies(ACADEMIES.ask(session_ids=sorted(session_ids)) if session_ids else [])


def versions_by_paper(papers: Collection[Paper]) -> dict[int, list[RouteFacts]]:
    """List every version of every route of some papers, oldest first."""
    return _versions(papers, VERSIONS.ask(paper_ids=sorted(paper.pk for paper in papers)) if papers else [])


def routes_at_start(
    papers: Collection[Paper], specialties: Iterable[tuple[int, str, str]], routes: Iterable[Route]
) -> dict[int, dict[str, RouteFacts]]:
    """Map papers to the route of each specialty in force when they begin; a specialty without route is left out.

    The specialties are those of their sessions (ACADEMIES), the routes every version of theirs (VERSIONS).
    """
    academies = _academies(specialties)
    versions = _versions(papers, routes)
    return {
        paper.pk: rules.specialty_routes(academies.get(paper.session_id, {}), versions[paper.pk], paper.starts_at)[0]
        for paper in papers
    }


def _academies(specialties: Iterable[tuple[int, str, str]]) -> dict[int, dict[str, str]]:
    academies: dict[int, dict[str, str]] = {}
    for session_id, code, academy in specialties:
        academies.setdefault(session_id, {})[code] = academy
    return academies


def _versions(papers: Collection[Paper], routes: Iterable[Route]) -> dict[int, list[RouteFacts]]:
    versions: dict[int, list[RouteFacts]] = {paper.pk: [] for paper in papers}
    for row in routes:
        versions[row.paper_id].append(facts_of_route(row))
    return versions
