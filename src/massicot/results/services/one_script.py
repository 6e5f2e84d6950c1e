"""The acts of lifting one script: one person proposes, another confirms; both read the name, and each time is told."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from massicot.accounts import queries as accounts
from massicot.accounts.queries import resting as accesses
from massicot.audit import services as audit
from massicot.candidates.queries import EntryRow
from massicot.core.actor import Actor, Role
from massicot.core.keys import Key
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results import queries
from massicot.results.models import ScriptLifting
from massicot.results.rules import one_script as rules
from massicot.results.rules.one_script import Case
from massicot.roomreports import queries as reports
from massicot.scripts import queries as scripts
from massicot.store.swap import swap_one


@transaction.atomic
def propose_script_lifting(
    *, paper: Paper, number: str, case: Case, reason: str, key: Key, by: Actor, at: datetime
) -> ScriptLifting:
    """Propose to lift one script; nothing is shown to anybody.

    Raise NotFromOffice, LiftingReasonMissing, ScriptReasonNamesCandidate, NumberUnknown, NumberOfOtherPaper,
    NobodyBehind or ScriptLiftingOpen.
    """
    accounts.check_office(by.login)
    tidy = rules.check_reason(reason)
    number = _number_on(paper, number)
    queries.person_behind(paper, number, key)
    proposed, is_new = ScriptLifting.objects.get_or_create(
        paper=paper,
        number=number,
        lifted_at__isnull=True,
        withdrawn_at__isnull=True,
        defaults={"case": case, "reason": tidy, "proposed_by": by.login, "proposed_at": at},
    )
    if not is_new:
        raise rules.ScriptLiftingOpen(who=proposed.proposed_by, number=number)
    fact = rules.ScriptLiftingProposed(number, case, tidy)
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
    return proposed


@transaction.atomic
def ask_for_incidents(*, paper: Paper, number: str, key: Key, by: Actor, at: datetime) -> bool:
    """Tell a second person, before they confirm, whether the candidate has an incident without an end.

    The journal keeps that they were told and never the answer: beside the number it would leave those few to whom
    something happened. Raise NotFromOffice, ScriptLiftingNotOpen, SamePersonForScript or NobodyBehind.
    """
    accounts.check_office(by.login)
    proposed = _open_one(paper, number)
    rules.check_second_person(number, proposed.proposed_by, by.login)
    person = queries.person_behind(paper, number, key)
    audit.record(subject=exams.subject_of(paper), fact=rules.IncidentsAsked(number), by=by, at=at)
    return reports.has_open_incident(person.entry_id)


@transaction.atomic
def confirm_script_lifting(
    *, paper: Paper, number: str, key: Key, seen: int | None = None, by: Actor, at: datetime
) -> EntryRow:
    """Lift one script that another person proposed, and tell who wrote it.

    `seen` is the proposal that a page showed, if a page tells it. Raise NotFromOffice, ScriptLiftingNotOpen,
    SamePersonForScript, ScriptProposedAnew, ScriptProposerLeft, RestOnOne, IncidentsNotAsked or NobodyBehind.
    """
    accounts.check_office(by.login)
    proposed = _open_one(paper, number)
    rules.check_second_person(number, proposed.proposed_by, by.login)
    if seen not in (None, proposed.pk):
        raise rules.ScriptProposedAnew(who=proposed.proposed_by, number=number)
    if not accounts.holds_role(proposed.proposed_by, Role.OFFICE):
        raise rules.ScriptProposerLeft(who=proposed.proposed_by, number=number)
    accesses.check_are_two(proposed.proposed_by, proposed.proposed_at, by.login, at)
    if not queries.has_asked_for_incidents(paper, proposed, by.login):
        raise rules.IncidentsNotAsked(number=number)
    person = queries.person_behind(paper, number, key)
    swap_one(_still_open(proposed), rules.ScriptLiftingNotOpen(number=number), lifted_by=by.login, lifted_at=at)
    for fact in (rules.ScriptLifted(number, proposed.case), rules.ScriptSeen(number)):
        audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
    return person


@transaction.atomic
def see_lifted_script(*, paper: Paper, number: str, key: Key, by: Actor, at: datetime) -> EntryRow:
    """Tell who wrote a script to one of the two persons who lifted it; raise NotFromOffice or NotOneOfTheTwo."""
    accounts.check_office(by.login)
    if not queries.has_lifted_script(paper, number, by.login):
        raise rules.NotOneOfTheTwo(number=number)
    person = queries.person_behind(paper, number, key)
    audit.record(subject=exams.subject_of(paper), fact=rules.ScriptSeen(number), by=by, at=at)
    return person


@transaction.atomic
def withdraw_script_lifting(*, paper: Paper, number: str, reason: str, by: Actor, at: datetime) -> None:
    """Withdraw the proposal to lift one script; raise what proposing raises, or ScriptLiftingNotOpen."""
    accounts.check_office(by.login)
    tidy = rules.check_reason(reason)
    open_ones = _still_open(_open_one(paper, number))
    refusal = rules.ScriptLiftingNotOpen(number=number)
    swap_one(open_ones, refusal, withdrawn_at=at, withdrawn_reason=tidy)
    fact = rules.ScriptLiftingWithdrawn(number, tidy)
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)


def _number_on(paper: Paper, typed: str) -> str:
    script = scripts.script_by_number(typed)
    if script.paper_id != paper.pk:
        raise rules.NumberOfOtherPaper(number=script.number, paper=paper.code)
    return script.number


def _open_one(paper: Paper, number: str) -> ScriptLifting:
    proposed = queries.open_script_lifting(paper, number)
    if proposed is None:
        raise rules.ScriptLiftingNotOpen(number=number)
    return proposed


def _still_open(proposed: ScriptLifting) -> QuerySet[ScriptLifting]:
    return ScriptLifting.objects.filter(pk=proposed.pk, lifted_at__isnull=True, withdrawn_at__isnull=True)
