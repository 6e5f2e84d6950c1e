"""Reads of a whole session as a plan: what a copy of it starts from."""

import dataclasses

from massicot.exams.models import Paper, Session
from massicot.exams.queries.institutions import institution_names, named_centre_uais
from massicot.exams.queries.routes import networks_of_session, route_facts
from massicot.exams.queries.sessions import papers_of, values_of
from massicot.exams.rules.networks import EntryPlace
from massicot.exams.rules.session_plan import PaperPlan, RoutePlan, SessionPlan
from massicot.exams.rules.sessions import RouteFacts


def plan_of(session: Session) -> SessionPlan:
    """Write a session as the plan that would create it."""
    named = named_centre_uais(session)
    return SessionPlan(
        code=session.code,
        title=session.title,
        authority=session.authority,
        year=session.year,
        time_zone=session.time_zone,
        papers=[_paper_plan(paper) for paper in papers_of(session)],
        centres=institution_names(named),
        exam_centres=sorted(named),
        entry_from=EntryPlace(session.entry_from),
        networks=networks_of_session(session),
        office=session.office,
        office_telephone=session.office_telephone,
        office_address=session.office_address,
        signatory=session.signatory,
        reserve_percent=session.reserve_percent,
        results_on=session.results_on,
        scripts_kept_months=session.scripts_kept_months,
        sheets_kept_months=session.sheets_kept_months,
        files_kept_months=session.files_kept_months,
        copy_price_cents=session.copy_price_cents,
    )


def _paper_plan(paper: Paper) -> PaperPlan:
    values = values_of(paper)
    named = {field.name: getattr(values, field.name) for field in dataclasses.fields(values)}
    return PaperPlan(code=paper.code, routes=[_route_plan(route) for route in route_facts(paper)], **named)


def _route_plan(route: RouteFacts) -> RoutePlan:
    return RoutePlan(
        steering_academies=[route.steering_academy],
        kind=route.kind,
        copy_model=route.copy_model,
        destination_uai=route.destination_uai,
        destination_name=route.destination_name,
        attention=route.attention,
        effective_at=route.effective_at,
        reference=route.reference,
    )
