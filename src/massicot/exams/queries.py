"""Reads of sessions, papers, routes, institutions and specialties."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from massicot.core.actor import Role
from massicot.core.marks import Scale
from massicot.documents.headings import Heading
from massicot.documents.headings import Institution as Place
from massicot.exams import models, rules
from massicot.exams.models import ExamCentre, Institution, Route, Specialty
from massicot.exams.rules import RouteFacts, RouteKind

Paper = models.Paper
Session = models.Session
"""Rows that other areas are handed and may name; the tables themselves are imported by this area only."""


def session_by_code(code: str) -> Session:
    """Fetch a session; raise SessionUnknown."""
    session = Session.objects.filter(code=code).first()
    if session is None:
        raise rules.SessionUnknown(code=code)
    return session


def sessions() -> list[Session]:
    """List every session, by code."""
    return list(Session.objects.order_by("code"))


def papers_of(session: Session) -> list[Paper]:
    """List a session's papers, by code."""
    return list(Paper.objects.filter(session=session).select_related("session").order_by("code"))


def hold_papers(session: Session) -> list[Paper]:
    """List a session's papers, held until the end of the transaction: nobody draws their numbers meanwhile."""
    papers = Paper.objects.filter(session=session).select_related("session").select_for_update(of=("self",))
    return list(papers.order_by("code"))


def paper_by_code(session_code: str, code: str) -> Paper:
    """Fetch a paper; raise SessionUnknown or PaperUnknown."""
    session = session_by_code(session_code)
    papers = {paper.code: paper for paper in papers_of(session)}
    if code not in papers:
        raise rules.PaperUnknown(session=session_code, code=code, papers=", ".join(papers))
    return papers[code]


def paper_by_id(paper_id: int) -> Paper:
    """Fetch a paper with its session."""
    return Paper.objects.select_related("session").get(pk=paper_id)


def subject_of(paper: Paper) -> str:
    """Name a paper as the journal does."""
    return f"paper:{paper.session.code}/{paper.code}"


def scale_of(paper: Paper) -> Scale:
    """Build a paper's mark scale."""
    return Scale(paper.lowest_hundredths, paper.highest_hundredths, paper.step_hundredths, paper.digits)


def due_at(paper: Paper) -> datetime:
    """Say when scripts must have left at the latest."""
    return rules.despatch_deadline(paper.ends_at, paper.despatch_hours)


def specialty_labels(session_id: int) -> dict[str, str]:
    """Map each specialty's code to its label."""
    return dict(Specialty.objects.filter(session_id=session_id).order_by("code").values_list("code", "label"))


def route_facts(paper: Paper) -> list[RouteFacts]:
    """List every version of every route of a paper."""
    rows = Route.objects.filter(paper=paper).order_by("effective_at")
    return [
        RouteFacts(
            row.steering_academy,
            RouteKind(row.kind),
            row.copy_model,
            row.destination_uai,
            row.destination_name,
            row.attention,
            row.effective_at,
        )
        for row in rows
    ]


def specialty_routes(paper: Paper, at: datetime) -> dict[str, RouteFacts]:
    """Map each specialty's code to its route at an instant; a specialty without route is left out."""
    return rules.specialty_routes(_academies(paper), route_facts(paper), at)[0]


def check_every_specialty_has_a_route(paper: Paper, codes: Collection[str], at: datetime) -> None:
    """Refuse while one of the specialties sat has no route, naming all of them."""
    academies = {code: academy for code, academy in _academies(paper).items() if code in codes}
    missing = rules.specialty_routes(academies, route_facts(paper), at)[1]
    if missing:
        labels = specialty_labels(paper.session_id)
        raise rules.SpecialtiesWithoutRoute(
            specialties=", ".join(f"{code} {labels[code]} ({academies[code]})" for code in missing)
        )


def on_site_specialties(paper: Paper, at: datetime) -> set[str]:
    """List the specialties whose scripts are numbered, cut and marked on site."""
    return {code for code, route in specialty_routes(paper, at).items() if route.kind is RouteKind.ON_SITE}


def institution_names(uais: Collection[str] | None = None) -> dict[str, str]:
    """Map UAI to name, of the given institutions or of all."""
    rows = Institution.objects.all() if uais is None else Institution.objects.filter(uai__in=uais)
    return dict(rows.order_by("uai").values_list("uai", "name"))


def institution_name(uai: str) -> str:
    """Name an institution, or give back its UAI when nobody named it."""
    return Institution.objects.filter(uai=uai).values_list("name", flat=True).first() or uai


def exam_centre_uais(session: Session) -> set[str]:
    """List where a session may be written: the centres it names, or any institution when it names none."""
    named = set(ExamCentre.objects.filter(session=session).values_list("uai", flat=True))
    return named or set(Institution.objects.values_list("uai", flat=True))


def has_real_session() -> bool:
    """Say whether the database holds a session that is not a rehearsal."""
    return Session.objects.filter(is_rehearsal=False).exists()


def papers_touched(role: Role, scope: str) -> QuerySet[Paper]:
    """Find the papers whose names or numbers a role over a scope would see."""
    papers = Paper.objects.select_related("session").order_by("pk")
    if role is Role.OFFICE:
        return papers
    if role is Role.EXAM_CENTRE:
        ids = [session.pk for session in sessions() if scope in exam_centre_uais(session)]
        return papers.filter(session_id__in=ids)
    if role is Role.MARKING_CENTRE:
        return papers.filter(pk__in=Route.objects.filter(destination_uai=scope).values("paper_id"))
    if role in (Role.MARKER, Role.INSPECTOR):
        return papers.filter(session__code=scope)
    return papers.none()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two roles of one person that meet on one paper across the wall."""

    other: Role
    paper: str


def conflict_of(role: Role, scope: str, held: Collection[tuple[Role, str]]) -> Conflict | None:
    """Find a role already held that would give one person both names and numbers of a paper."""
    across = [(other, other_scope) for other, other_scope in held if rules.conflicting_role(role, [other])]
    if not across:
        return None
    touched = set(papers_touched(role, scope).values_list("pk", flat=True))
    for other, other_scope in across:
        if shared := papers_touched(other, other_scope).filter(pk__in=touched).first():
            return Conflict(other, shared.code)
    return None


def _academies(paper: Paper) -> dict[str, str]:
    return dict(Specialty.objects.filter(session_id=paper.session_id).values_list("code", "steering_academy"))


def heading_of(paper: Paper) -> Heading:
    """Build what stands at the head of a paper's documents, its hours in the session's time zone."""
    zone = ZoneInfo(paper.session.time_zone)
    return Heading(
        paper.session.authority,
        paper.session.title,
        paper.code,
        paper.title,
        paper.starts_at.astimezone(zone),
        paper.ends_at.astimezone(zone),
    )


def place_of(uai: str) -> Place:
    """Build how documents call an institution."""
    row = Institution.objects.filter(uai=uai).first()
    if row is None:
        return Place(uai, uai)
    return Place(uai, row.name, row.town, " ".join(filter(None, (row.address, row.postcode, row.town))))


def local(paper: Paper, instant: datetime) -> datetime:
    """Tell an instant in the time zone of the paper's session."""
    return instant.astimezone(ZoneInfo(paper.session.time_zone))
