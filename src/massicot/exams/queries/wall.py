"""Reads of the identity wall: which papers a role would see, and which two roles may not meet in one person."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, QuerySet

from massicot.accounts import queries as accounts
from massicot.accounts.queries.accounts import former_logins, logins_of
from massicot.accounts.rules import RoleWithdrawn
from massicot.audit import queries as audit
from massicot.core.actor import IDENTITY_SIDE, Role
from massicot.exams.models import Paper, Route, Session
from massicot.exams.queries.institutions import exam_centre_uais
from massicot.exams.queries.sessions import paper_by_code, session_by_code, sessions
from massicot.exams.rules import sessions as rules
from massicot.store.prepared import Question


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two roles of one person that meet on one paper across the wall."""

    other: Role
    paper: str


def papers_touched(role: Role, scope: str) -> QuerySet[Paper]:
    """Find the papers whose names or numbers a role over a scope would see."""
    papers = Paper.objects.select_related("session").order_by("pk")
    if role is Role.OFFICE:
        return papers
    if role is Role.EXAM_CENTRE:
        ids = [session.pk for session in sessions() if scope in exam_centre_uais(session)]
        return papers.filter(session_id__in=ids)
    if role is Role.MARKING_CENTRE:
        return _marked_at(scope)
    if role is Role.MARKER:
        return papers.filter(session__code=scope)
    if role is Role.INSPECTOR:
        session, _, paper = scope.partition("/")
        return papers.filter(session__code=session, **{"code": paper} if paper else {})
    return papers.none()


def check_paper_scope(scope: str) -> None:
    """Raise SessionUnknown or PaperUnknown where there is no such session, or no such paper of it (`BTS-2017/CGE`)."""
    session, _, paper = scope.partition("/")
    if paper:
        paper_by_code(session, paper)
    else:
        session_by_code(session)


def papers_marked_at(uai: str) -> list[Paper]:
    """List the papers that a route sends to a centre, of sessions that are not archived."""
    return _MARKED.ask(uai=uai)


def conflict_of(role: Role, scope: str, appointments: Collection[tuple[Role, str]]) -> Conflict | None:
    """Find a role already held that would give one person both names and numbers of a paper."""
    across = [(other, other_scope) for other, other_scope in appointments if rules.conflicting_role(role, [other])]
    if not across:
        return None
    touched = set(papers_touched(role, scope).values_list("pk", flat=True))
    for other, other_scope in across:
        if shared := papers_touched(other, other_scope).filter(pk__in=touched).first():
            return Conflict(other, shared.code)
    return None


def held_roles(email: str) -> list[tuple[Role, str]]:
    """List the roles of a person, by any address with which they sign in or did."""
    return [pair for login in logins_of(email) for pair in accounts.appointments_of(login)]


def left_roles(email: str) -> list[tuple[Role, str, datetime]]:
    """List the roles that were taken from a person, each with its scope and when, by any address that was theirs."""
    chains = [accounts.subject_of(login) for login in logins_of(email)]
    lines = [line for chain in chains for line in audit.lines_of_act(RoleWithdrawn.__name__, chain)]
    facts = [(json.loads(line.facts), line.at) for line in lines]
    return [(Role(fact["role"]), fact["scope"], at) for fact, at in facts]


def conflict_with_past(role: Role, scope: str, left: Collection[tuple[Role, str, datetime]]) -> Conflict | None:
    """Find a role that was taken away and had shown the other side of one of a role's papers, its numbers drawn."""
    for other, other_scope, at in left:
        if not rules.conflicting_role(role, [other]):
            continue
        seen = papers_touched(other, other_scope).filter(prepared_at__lte=at).values("pk")
        if shared := papers_touched(role, scope).filter(pk__in=seen).first():
            return Conflict(other, shared.code)
    return None


def _marked_at(uai: str) -> QuerySet[Paper]:
    routes = Route.objects.filter(destination_uai=uai)
    return Paper.objects.select_related("session").filter(pk__in=routes.values("paper_id")).order_by("pk")


_MARKED = Question(lambda uai: _marked_at(uai).filter(session__archived_at=None))


def logins_with_names(session: Session) -> set[str]:
    """List who has, or had once numbers were drawn, a role that shows the names of a session: all of them at once."""
    centres = exam_centre_uais(session)
    drawn = Paper.objects.filter(session=session).aggregate(first=Min("prepared_at"))["first"]
    held = accounts.appointments_in(IDENTITY_SIDE)
    lines = audit.lines_below(RoleWithdrawn.__name__, accounts.CHAINS) if drawn else []
    left = []
    for line in lines:
        fact = json.loads(line.facts)
        if line.at >= drawn and fact["role"] in IDENTITY_SIDE:
            left.append((Role(fact["role"]), fact["scope"], line.subject.removeprefix(accounts.CHAINS)))
    known = {email for role, scope, email in (*held, *left) if role is not Role.EXAM_CENTRE or scope in centres}
    # Whoever changed their address since they left is the same person under both.
    persons = [{login, *before} for login, before in former_logins().items()] if left else []
    return known.union(*(logins for logins in persons if known & logins))
