"""Acts that open a session: created from a plan, or copied from an earlier one."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from massicot.accounts import services as account_acts
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.marks import Scale
from massicot.exams import queries, rules
from massicot.exams.models import CentreNetwork, ExamCentre, Institution, Paper, Route, Session, Specialty
from massicot.exams.rules import copying
from massicot.exams.rules.session_plan import PaperPlan, RoutePlan, SessionPlan
from massicot.exams.services.wall import check_both_sides_everywhere


@dataclass(frozen=True, slots=True)
class SessionCreated:
    """A session was created."""

    code: str
    papers: Sequence[str]


@dataclass(frozen=True, slots=True)
class SessionCopied:
    """A session was created as a copy of an earlier one."""

    code: str
    papers: Sequence[str]
    copied_from: str
    specialties: int


@transaction.atomic
def create_session(*, plan: SessionPlan, is_rehearsal: bool, by: Actor, at: datetime) -> Session:
    """Create a session with its papers, routes and centres; raise SessionExists or BothSidesOfTheWall."""
    session = _open(plan, is_rehearsal=is_rehearsal)
    fact = SessionCreated(plan.code, [paper.code for paper in plan.papers])
    audit.record(subject=f"session:{plan.code}", fact=fact, by=by, at=at)
    return session


@transaction.atomic
def copy_session(*, copied_from: Session, code: str, title: str, year: int, by: Actor, at: datetime) -> Session:
    """Create a session as a copy of an earlier one: papers, scales, last routes, centres, specialties, calendar moved.

    Raise SessionCodeImpossible, SessionYearImpossible, SessionExists or BothSidesOfTheWall.
    """
    plan = copying.copied(queries.plan_of(copied_from), code=code, title=title, year=year)
    session = _open(plan, is_rehearsal=copied_from.is_rehearsal)
    copied = Specialty.objects.bulk_create(
        Specialty(session=session, code=row.code, label=row.label, steering_academy=row.steering_academy)
        for row in Specialty.objects.filter(session=copied_from).order_by("code")
    )
    fact = SessionCopied(code, [paper.code for paper in plan.papers], copied_from.code, len(copied))
    audit.record(subject=f"session:{code}", fact=fact, by=by, at=at)
    return session


def _open(plan: SessionPlan, *, is_rehearsal: bool) -> Session:
    account_acts.hold_appointments()
    if Session.objects.filter(code=plan.code).exists():
        raise rules.SessionExists(code=plan.code)
    session = Session.objects.create(
        code=plan.code,
        title=plan.title,
        authority=plan.authority,
        office=plan.office,
        office_telephone=plan.office_telephone,
        office_address=plan.office_address,
        signatory=plan.signatory,
        reserve_percent=plan.reserve_percent,
        year=plan.year,
        time_zone=plan.time_zone,
        is_rehearsal=is_rehearsal,
        entry_from=plan.entry_from,
    )
    for paper in plan.papers:
        _create_paper(session, paper)
    for uai, name in plan.centres.items():
        Institution.objects.get_or_create(uai=uai, defaults={"name": name})
    ExamCentre.objects.bulk_create(ExamCentre(session=session, uai=uai) for uai in plan.exam_centres)
    CentreNetwork.objects.bulk_create(
        CentreNetwork(session=session, uai=uai, network=network)
        for uai, networks in plan.networks.items()
        for network in networks
    )
    check_both_sides_everywhere()
    return session


def scale_columns(scale: Scale) -> dict[str, int]:
    """Spread a mark scale over the columns of a paper."""
    return {
        "lowest_hundredths": scale.lowest,
        "highest_hundredths": scale.highest,
        "step_hundredths": scale.step,
        "digits": scale.digits,
    }


def _create_paper(session: Session, plan: PaperPlan) -> None:
    values = {field.name: getattr(plan, field.name) for field in dataclasses.fields(plan)}
    routes: Sequence[RoutePlan] = values.pop("routes")
    paper = Paper.objects.create(session=session, **scale_columns(values.pop("scale")), **values)
    for route in routes:
        columns = dataclasses.asdict(route)
        academies = columns.pop("steering_academies")
        Route.objects.bulk_create(Route(paper=paper, steering_academy=academy, **columns) for academy in academies)
