"""The acts of lifting, of a paper or of one script: one person proposes, another lifts; what hangs on it."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from massicot.accounts import queries as accounts
from massicot.accounts.queries import holders as accesses
from massicot.audit import services as audit
from massicot.batches import queries as batches
from massicot.candidates import queries as candidates
from massicot.candidates.queries import EntryRow
from massicot.core.actor import Actor, Role
from massicot.core.keys import Key
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks import services as marks
from massicot.marks.rules.rungs import MARKS, NOT_LOCKED
from massicot.results.models import Lifting, ScriptLifting
from massicot.results.queries import decisions
from massicot.results.queries import lifting as lifting_reads
from massicot.results.queries.ladder import count_paper, is_lifted, with_decisions
from massicot.results.rules import decisions as rules
from massicot.results.rules import lifting as lifting_rules
from massicot.results.rules.ladder import those_that_bar
from massicot.results.rules.lifting import Case, ProposerLeft, check_days, check_marked, check_seen
from massicot.roomreports import queries as reports
from massicot.scripts import queries as scripts
from massicot.setasides import queries as setasides
from massicot.store.writes import swap_one


@transaction.atomic
def lift(*, paper: Paper, seen: str, by: Actor, at: datetime) -> Lifting:
    """Propose the lifting of a paper's anonymity, or lift it when another person of the office proposed.

    `seen` is what its page showed when it was read (`queries.shown_lifting`).
    Raise NotFromOffice, BatchesNotLocked, DaysOpen, GapsOpen, WhatCountsUnsaid, SetAsidesOpen, KeptMarksUndecided,
    NothingMarked, SamePerson, ProposedSince, MarksChangedSince, ProposerLeft, RestOnOne or AlreadyLifted.
    """
    accounts.check_office(by.login)
    exams.hold_papers(paper.session)  # no batch is opened again meanwhile
    lifting = _not_lifted(paper)
    marks = _check_ready(paper)
    if lifting is None:
        return _propose(paper, by, at)
    rules.check_two_persons(paper.code, lifting.proposed_by, by.login)
    check_seen(paper.code, lifting.proposed_by, seen, lifting_reads.shown_lifting(paper).seen)
    if not accounts.holds_role(lifting.proposed_by, Role.OFFICE):
        raise ProposerLeft(paper=paper.code, who=lifting.proposed_by)
    accesses.check_are_two(lifting.proposed_by, lifting.proposed_at, by.login, at)
    unlifted = Lifting.objects.filter(pk=lifting.pk, lifted_at__isnull=True)
    swap_one(unlifted, rules.AlreadyLifted(paper=paper.code), lifted_by=by.login, lifted_at=at)
    fact = rules.AnonymityLifted(paper.code, marks, reports.count_open(paper.pk))
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
    return Lifting.objects.get(pk=lifting.pk)


@transaction.atomic
def propose_anew(*, paper: Paper, seen: str, by: Actor, at: datetime) -> Lifting:
    """Propose in one's own name what another proposed: the two do not count as two persons, or the other is away.

    Raise NotFromOffice, BatchesNotLocked, DaysOpen, GapsOpen, WhatCountsUnsaid, NothingMarked, NothingProposed,
    SamePerson, ProposedSince, MarksChangedSince or AlreadyLifted.
    """
    accounts.check_office(by.login)
    exams.hold_papers(paper.session)
    lifting = _not_lifted(paper)
    _check_ready(paper)
    if lifting is None:
        raise rules.NothingProposed(paper=paper.code)
    rules.check_two_persons(paper.code, lifting.proposed_by, by.login)
    check_seen(paper.code, lifting.proposed_by, seen, lifting_reads.shown_lifting(paper).seen)
    unlifted = Lifting.objects.filter(pk=lifting.pk, proposed_by=lifting.proposed_by, lifted_at__isnull=True)
    swap_one(unlifted, rules.AlreadyLifted(paper=paper.code), proposed_by=by.login, proposed_at=at)
    audit.record(subject=exams.subject_of(paper), fact=rules.LiftingProposed(paper.code), by=by, at=at)
    return Lifting.objects.get(pk=lifting.pk)


def _not_lifted(paper: Paper) -> Lifting | None:
    """Fetch the lifting of a paper, if it is proposed; raise AlreadyLifted."""
    lifting = Lifting.objects.filter(paper=paper).first()
    if lifting is not None and lifting.lifted_at is not None:
        raise rules.AlreadyLifted(paper=paper.code)
    return lifting


def _propose(paper: Paper, by: Actor, at: datetime) -> Lifting:
    lifting, is_new = Lifting.objects.get_or_create(paper=paper, defaults={"proposed_by": by.login, "proposed_at": at})
    if is_new:
        audit.record(subject=exams.subject_of(paper), fact=rules.LiftingProposed(paper.code), by=by, at=at)
    return lifting


def _check_ready(paper: Paper) -> int:
    counted = count_paper(paper)
    ladder = with_decisions(counted.ladder, paper)
    unlocked = [gap.subject for gap in ladder.gaps if gap.kind == NOT_LOCKED.name]
    if unlocked:
        raise rules.BatchesNotLocked(count=len(unlocked), paper=paper.code, codes=rules.few(unlocked))
    check_days(paper.code, counted)
    if gaps := [gap.subject for gap in those_that_bar(ladder)]:
        raise rules.GapsOpen(paper=paper.code, count=len(gaps), keys=rules.few(gaps))
    if unsaid := [key.partition(":")[2] for key in decisions.there_after_all(paper, ladder.gaps)]:
        raise rules.WhatCountsUnsaid(paper=paper.code, count=len(unsaid), keys=rules.few(unsaid))
    if slips := setasides.codes_open(paper.pk):
        raise rules.SetAsidesOpen(paper=paper.code, count=len(slips), codes=rules.few(slips))
    if rooms := reports.unread_rooms(paper.pk):
        raise rules.IncidentsUnread(paper=paper.code, count=len(rooms), rooms=rules.few(rooms))
    if kept := candidates.kept_undecided(paper.pk):
        raise rules.KeptMarksUndecided(paper=paper.code, count=len(kept), candidates=rules.few(kept))
    marks = ladder.rung(MARKS.name).found
    check_marked(paper.code, marks)
    return marks


@transaction.atomic
def propose_script_lifting(
    *, paper: Paper, number: str, case: Case, reason: str, key: Key, by: Actor, at: datetime
) -> ScriptLifting:
    """Propose to lift one script; nothing is shown to anybody.

    Raise NotFromOffice, LiftingReasonMissing, ScriptReasonNamesCandidate, NumberUnknown, NumberOfOtherPaper,
    DayOfNumberOpen, NobodyBehind or ScriptLiftingOpen.
    """
    accounts.check_office(by.login)
    tidy = lifting_rules.check_reason(reason)
    exams.hold_papers(paper.session)  # nobody destroys the script meanwhile
    number = _number_on(paper, number)
    lifting_reads.person_behind(paper, number, key)
    proposed, is_new = ScriptLifting.objects.get_or_create(
        paper=paper,
        number=number,
        lifted_at__isnull=True,
        withdrawn_at__isnull=True,
        defaults={"case": case, "reason": tidy, "proposed_by": by.login, "proposed_at": at},
    )
    if not is_new:
        raise lifting_rules.ScriptLiftingOpen(who=proposed.proposed_by, number=number)
    fact = lifting_rules.ScriptLiftingProposed(number, case, tidy)
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
    lifting_rules.check_second_person(number, proposed.proposed_by, by.login)
    person = lifting_reads.person_behind(paper, number, key)
    audit.record(subject=exams.subject_of(paper), fact=lifting_rules.IncidentsAsked(number), by=by, at=at)
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
    lifting_rules.check_second_person(number, proposed.proposed_by, by.login)
    if seen not in (None, proposed.pk):
        raise lifting_rules.ScriptProposedAnew(who=proposed.proposed_by, number=number)
    if not accounts.holds_role(proposed.proposed_by, Role.OFFICE):
        raise lifting_rules.ScriptProposerLeft(who=proposed.proposed_by, number=number)
    accesses.check_are_two(proposed.proposed_by, proposed.proposed_at, by.login, at)
    if not lifting_reads.has_asked_for_incidents(paper, proposed, by.login):
        raise lifting_rules.IncidentsNotAsked(number=number)
    person = lifting_reads.person_behind(paper, number, key)
    swap_one(_still_open(proposed), lifting_rules.ScriptLiftingNotOpen(number=number), lifted_by=by.login, lifted_at=at)
    for fact in (lifting_rules.ScriptLifted(number, proposed.case), lifting_rules.ScriptSeen(number)):
        audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
    return person


@transaction.atomic
def see_lifted_script(*, paper: Paper, number: str, key: Key, by: Actor, at: datetime) -> EntryRow:
    """Tell who wrote a script to one of the two persons who lifted it; raise NotFromOffice or NotOneOfTheTwo."""
    accounts.check_office(by.login)
    if not lifting_reads.has_lifted_script(paper, number, by.login):
        raise lifting_rules.NotOneOfTheTwo(number=number)
    person = lifting_reads.person_behind(paper, number, key)
    audit.record(subject=exams.subject_of(paper), fact=lifting_rules.ScriptSeen(number), by=by, at=at)
    return person


@transaction.atomic
def withdraw_script_lifting(*, paper: Paper, number: str, reason: str, by: Actor, at: datetime) -> None:
    """Withdraw the proposal to lift one script; raise what proposing raises, or ScriptLiftingNotOpen."""
    accounts.check_office(by.login)
    tidy = lifting_rules.check_reason(reason)
    open_ones = _still_open(_open_one(paper, number))
    refusal = lifting_rules.ScriptLiftingNotOpen(number=number)
    swap_one(open_ones, refusal, withdrawn_at=at, withdrawn_reason=tidy)
    fact = lifting_rules.ScriptLiftingWithdrawn(number, tidy)
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)


def _number_on(paper: Paper, typed: str) -> str:
    script = scripts.script_by_number(typed)
    if script.paper_id != paper.pk:
        raise lifting_rules.NumberOfOtherPaper(number=script.number, paper=paper.code)
    # While a centre still gives out spares, who tries them all would learn which are given.
    if not candidates.is_day_closed(paper.pk, script.centre_uai):
        raise lifting_rules.DayOfNumberOpen(centre=script.centre_uai)
    return script.number


def _open_one(paper: Paper, number: str) -> ScriptLifting:
    proposed = lifting_reads.open_script_lifting(paper, number)
    if proposed is None:
        raise lifting_rules.ScriptLiftingNotOpen(number=number)
    return proposed


def _still_open(proposed: ScriptLifting) -> QuerySet[ScriptLifting]:
    return ScriptLifting.objects.filter(pk=proposed.pk, lifted_at__isnull=True, withdrawn_at__isnull=True)


@transaction.atomic
def unlock_batch(
    *, batch_code: str, reason: str, seen: str = "", is_mailed: bool = False, by: Actor, at: datetime
) -> None:
    """Open a locked batch again while its paper is not lifted.

    `seen` is the head of the journal of what a page showed as locked, if a page tells it. Raise NotFromOffice,
    BatchUnknown, ReasonOfTheOfficeMissing, BatchNotLocked, SignatureChanged or OpenedAfterLifting.
    """
    paper = exams.paper_by_id(batches.batch_by_code(batch_code).paper_id)
    exams.hold_papers_at_work(paper.session)  # nobody lifts it meanwhile
    if is_lifted(paper):
        raise rules.OpenedAfterLifting(paper=paper.code)
    marks.unlock_batch_unchecked_lifting(
        batch_code=batch_code, reason=reason, seen=seen, is_mailed=is_mailed, by=by, at=at
    )
