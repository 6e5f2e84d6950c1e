"""Acts on sessions and papers: created, copied, edited; numbers drawn once; put away, taken out, deleted."""

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.accounts.queries.accounts import former_logins
from massicot.accounts.rules import RoleWithdrawn
from massicot.audit import queries as audit_reads
from massicot.audit import services as audit
from massicot.audit.rules import Fact
from massicot.core.actor import Actor, Role
from massicot.core.marks import Scale
from massicot.core.refused import N_
from massicot.exams.models import CentreNetwork, Corrigendum, ExamCentre, Institution, Paper, Route, Session, Specialty
from massicot.exams.queries import copies, wall
from massicot.exams.queries import routes as route_reads
from massicot.exams.queries.sessions import (
    check_at_work,
    has_paper,
    hold_paper,
    hold_session,
    hold_to_delete,
    subject_of,
    values_of,
    zone_of,
)
from massicot.exams.rules import copies as copy_rules
from massicot.exams.rules import editing
from massicot.exams.rules import routes as route_rules
from massicot.exams.rules import sessions as rules
from massicot.exams.rules.editing import NothingChanged, PaperProgress
from massicot.exams.rules.session_plan import PaperPlan, PaperValues, RoutePlan, SessionPlan, SessionValues
from massicot.exams.rules.sessions import SessionGone
from massicot.store.writes import swap_one


def check_one_side(email: str, role: Role, scope: str, appointments: Sequence[tuple[Role, str]]) -> None:
    """Refuse a role over a scope to one who holds the other side of one of its papers; raise BothSidesOfTheWall."""
    conflict = wall.conflict_of(role, scope, appointments)
    if conflict is not None:
        raise rules.BothSidesOfTheWall(email=email, other=conflict.other, paper=conflict.paper)


def check_past(email: str, role: Role, scope: str, left: Sequence[tuple[Role, str, datetime]]) -> None:
    """Refuse a role over a scope to one who left the other side of one of its papers; raise CameFromTheOtherSide."""
    conflict = wall.conflict_with_past(role, scope, left)
    if conflict is not None:
        raise rules.CameFromTheOtherSide(email=email, other=conflict.other, paper=conflict.paper)


def check_both_sides_everywhere() -> None:
    """Refuse what the caller has just written if it makes two roles of one person meet, at once or in turn.

    A new session, centre or route can: nobody may find that out on the day. The caller holds the appointments. Raise
    BothSidesOfTheWall or CameFromTheOtherSide.
    """
    gone = {subject for _, subject, _ in audit_reads.last_acts_below([RoleWithdrawn.__name__], accounts.CHAINS)}
    before = former_logins()
    for email in accounts.emails():
        appointments = accounts.appointments_of(email)
        chains = {accounts.subject_of(login) for login in (email, *before.get(email, ()))}
        left = wall.left_roles(email) if chains & gone else []
        for role, scope in appointments:
            check_one_side(email, role, scope, [other for other in appointments if other != (role, scope)])
            check_past(email, role, scope, left)


@dataclass(frozen=True, slots=True)
class SessionCreated(Fact):
    journal_word = N_("session created")
    code: str
    papers: Sequence[str]


@dataclass(frozen=True, slots=True)
class SessionCopied(Fact):
    journal_word = N_("session copied")
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
def copy_session_unchecked_later_rooms(
    *, copied_from: Session, code: str, title: str, year: int, by: Actor, at: datetime
) -> Session:
    """Create a session as a copy of an earlier one: papers, scales, last routes, centres, specialties, calendar moved.

    Lower service of the act that copies what later rooms keep of a session. Raise SessionCodeImpossible,
    SessionYearImpossible, SessionExists or BothSidesOfTheWall.
    """
    plan = copy_rules.plan_copy(copies.plan_of(copied_from), code=code, title=title, year=year)
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
        results_on=plan.results_on,
        scripts_kept_months=plan.scripts_kept_months,
        sheets_kept_months=plan.sheets_kept_months,
        files_kept_months=plan.files_kept_months,
        copy_price_cents=plan.copy_price_cents,
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


Change = tuple[str, str]
"""A value before and after, as text."""


@dataclass(frozen=True, slots=True)
class SessionEdited(Fact):
    """A session was edited: each field with its value before and after."""

    journal_word = N_("session edited")
    changes: Mapping[str, Change]


@dataclass(frozen=True, slots=True)
class PaperEdited(Fact):
    """A paper was edited: each field with its value before and after, and why, where a reason is asked."""

    journal_word = N_("paper edited")
    changes: Mapping[str, Change]
    reason: str


@transaction.atomic
def edit_session(*, session: Session, values: SessionValues, by: Actor, at: datetime) -> None:
    """Correct how a session is called and whom people call; its code and its time zone stay.

    Raise SessionYearImpossible, NothingChanged.
    """
    copy_rules.check_year(values.year)
    row = hold_session(session)
    wanted = dataclasses.asdict(values)
    changes = {name: (str(getattr(row, name)), str(value)) for name, value in wanted.items()}
    changes = {name: change for name, change in changes.items() if change[0] != change[1]}
    if not changes:
        raise NothingChanged
    Session.objects.filter(pk=session.pk).update(**wanted)
    audit.record(subject=f"session:{session.code}", fact=SessionEdited(changes), by=by, at=at)


@transaction.atomic
def edit_paper_untold_markers(
    *, paper: Paper, values: PaperValues, progress: PaperProgress, reason: str = "", by: Actor, at: datetime
) -> Mapping[str, Change]:
    """Edit a paper and tell what changed; `progress` is what the later rooms count of it.

    Lower service of the act that tells its markers of a closing that moves. Raise what `rules.editing` refuses.
    """
    changes = amend_paper(paper, values, progress, at)
    why = editing.check_reason(paper.code, changes, reason, progress)
    audit.record(subject=subject_of(paper), fact=PaperEdited(changes, why), by=by, at=at)
    return changes


def amend_paper(paper: Paper, values: PaperValues, progress: PaperProgress, at: datetime) -> dict[str, Change]:
    """Write new values of a paper, inside the caller's transaction; return what changed, before and after."""
    row = hold_paper(paper.pk)
    before = values_of(row)
    check_values(row, before, values, progress, at)
    columns = {name: value for name, value in _columns(values).items() if name != "scale"}
    Paper.objects.filter(pk=row.pk).update(**columns, **scale_columns(values.scale))
    names = editing.changed_names(before, values)
    return {name: (str(getattr(before, name)), str(getattr(values, name))) for name in names}


def check_values(paper: Paper, before: PaperValues, values: PaperValues, progress: PaperProgress, at: datetime) -> None:
    """Refuse new values of a paper, as editing it would, and write nothing."""
    zone = zone_of(paper.session)
    editing.check_edit(paper.code, before, values, editing.moment_of(before, progress, zone, at))
    route_rules.check_same_routes(paper.code, route_reads.route_facts(paper), before.starts_at, values.starts_at)


def _columns(values: PaperValues) -> dict[str, Any]:
    return {field.name: getattr(values, field.name) for field in dataclasses.fields(values)}


@transaction.atomic
def mark_prepared(*, paper: Paper, at: datetime) -> None:
    """Take the right to draw a paper's numbers, once; raise AlreadyPrepared, SessionIsArchived or SessionGone."""
    undrawn = Paper.objects.filter(pk=paper.pk, prepared_at__isnull=True)
    if undrawn.update(prepared_at=at) != 1:
        raise rules.AlreadyPrepared(paper=paper.code) if has_paper(paper) else SessionGone
    check_at_work(paper.session)


@transaction.atomic
def archive_session_unchecked_work(*, session: Session, reason: str, by: Actor, at: datetime) -> None:
    """Put a session away; raise ArchivedWithoutReason, ArchivedAlready or SessionGone.

    Lower service of the act that looks whether somebody holds something of it.
    """
    why = rules.check_reason(session.code, reason)
    row = hold_session(session)
    shown = Session.objects.filter(pk=row.pk, archived_at__isnull=True)
    swap_one(shown, rules.ArchivedAlready(session=row.code), archived_at=at, archived_reason=why)
    audit.record(subject=f"session:{row.code}", fact=rules.SessionArchived(why), by=by, at=at)


@transaction.atomic
def bring_back_session(*, session: Session, by: Actor, at: datetime) -> None:
    """Put an archived session back into every list; raise NotArchived or SessionGone."""
    row = hold_session(session)
    archived = Session.objects.filter(pk=row.pk, archived_at__isnull=False)
    swap_one(archived, rules.NotArchived(session=row.code), archived_at=None, archived_reason="")
    audit.record(subject=f"session:{row.code}", fact=rules.SessionBroughtBack(row.code), by=by, at=at)


@transaction.atomic
def delete_session_unchecked_later_rooms(
    *,
    session: Session,
    check: Callable[[], None],
    held: Callable[[], Mapping[str, int]],
    seen: str,
    empty: Callable[[], None],
    by: Actor,
    at: datetime,
) -> None:
    """Delete a session with its papers; lower service of the act that knows who is invited and what later rooms hold.

    `check` refuses what the later rooms know, `held` counts what it holds, `empty` deletes what they may lose:
    each is asked once nobody can add to it any more. `seen` tells what its page counted (`rules.sessions.seen_of`).
    Raise NumbersAreDrawn, PeopleAreTold, WorkIsDone, SessionMoved, SessionGone, or what `check` refuses.
    """
    account_acts.hold_appointments()
    papers = hold_to_delete(session)  # before the session, as an import does
    row = hold_session(session)
    check_untouched(row, papers)
    check()
    counts = held()
    if rules.seen_of(counts) != seen:
        raise rules.SessionMoved(session=row.code)
    try:
        empty()
        _delete(row)
    except ProtectedError:
        raise rules.WorkIsDone(session=row.code) from None
    audit.record(subject=f"session:{row.code}", fact=rules.SessionDeleted(row.code, counts), by=by, at=at)


def check_untouched(session: Session, papers: Collection[Paper]) -> None:
    """Refuse to delete a session that has left the office; raise NumbersAreDrawn or PeopleAreTold."""
    for paper in papers:
        if paper.prepared_at is not None:
            raise rules.NumbersAreDrawn(session=session.code, paper=paper.code)
    told = Corrigendum.objects.filter(paper__session=session, applied_at__isnull=False).first()
    if told is not None:
        raise rules.PeopleAreTold(session=session.code, reference=told.reference)


def _delete(session: Session) -> None:
    Corrigendum.objects.filter(paper__session=session).delete()
    Route.objects.filter(paper__session=session).delete()
    Paper.objects.filter(session=session).delete()
    for model in (Specialty, ExamCentre, CentreNetwork):
        model._default_manager.filter(session=session).delete()
    Session.objects.filter(pk=session.pk).delete()
