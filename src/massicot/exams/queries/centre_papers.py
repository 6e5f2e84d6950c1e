"""The papers that some centres write, and where the scripts of each go: a fixed number of statements for any number."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Subquery

from massicot.exams import rules
from massicot.exams.models import ExamCentre, Institution, Paper, Route, Specialty
from massicot.exams.queries.institutions import institution_names
from massicot.exams.queries.routes import facts_of_route
from massicot.exams.rules import RouteFacts


def papers_written_at(centre_uais: Collection[str]) -> list[tuple[Paper, str, str]]:
    """List the papers of every session that names one of the centres, or none: paper, UAI and name of the centre."""
    has_named = Exists(ExamCentre.objects.filter(session_id=OuterRef("session_id")))
    papers = list(Paper.objects.select_related("session").annotate(has_named=has_named).order_by("starts_at", "pk"))
    named = _named(centre_uais)
    known = {} if all(paper.has_named for paper in papers) else institution_names(centre_uais)
    found = [
        (paper, uai, named.get((paper.session_id, uai)) if paper.has_named else known.get(uai))
        for uai in sorted(centre_uais)
        for paper in papers
    ]
    return [(paper, uai, name) for paper, uai, name in found if name is not None]


def _named(centre_uais: Collection[str]) -> dict[tuple[int, str], str]:
    """Map sessions and those of the centres that they name to the centre's name."""
    name = Subquery(Institution.objects.filter(uai=OuterRef("uai")).values("name"))
    rows = ExamCentre.objects.filter(uai__in=centre_uais).values_list("session_id", "uai", name)
    return {(session_id, uai): name or uai for session_id, uai, name in rows}


def academies_by_session(session_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Map those of some sessions that have specialties to the steering academy of each."""
    academies: dict[int, dict[str, str]] = {}
    specialties = Specialty.objects.filter(session_id__in=session_ids)
    for session_id, code, academy in specialties.values_list("session_id", "code", "steering_academy"):
        academies.setdefault(session_id, {})[code] = academy
    return academies


def versions_by_paper(papers: Collection[Paper]) -> dict[int, list[RouteFacts]]:
    """List every version of every route of some papers, oldest first."""
    versions: dict[int, list[RouteFacts]] = {paper.pk: [] for paper in papers}
    for row in Route.objects.filter(paper__in=papers).order_by("effective_at", "steering_academy"):
        versions[row.paper_id].append(facts_of_route(row))
    return versions


def routes_at_start(papers: Collection[Paper]) -> dict[int, dict[str, RouteFacts]]:
    """Map papers to the route of each specialty in force when they begin; a specialty without route is left out."""
    academies = academies_by_session({paper.session_id for paper in papers})
    versions = versions_by_paper(papers)
    return {
        paper.pk: rules.specialty_routes(academies.get(paper.session_id, {}), versions[paper.pk], paper.starts_at)[0]
        for paper in papers
    }
