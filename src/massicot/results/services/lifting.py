"""The act of lifting anonymity: one person proposes, another lifts."""

from datetime import datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.accounts.queries import resting as accesses
from massicot.audit import services as audit
from massicot.candidates import queries as candidates
from massicot.core.actor import Actor, Role
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks.rules.rungs import MARKS, NOT_LOCKED
from massicot.results import queries, rules
from massicot.results.models import Lifting
from massicot.results.rules.lifting import ProposerLeft, check_days, check_marked, check_seen
from massicot.roomreports import queries as reports
from massicot.setasides import queries as setasides
from massicot.store.swap import swap_one


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
    check_seen(paper.code, lifting.proposed_by, seen, queries.shown_lifting(paper).seen)
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
    check_seen(paper.code, lifting.proposed_by, seen, queries.shown_lifting(paper).seen)
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
    counted = queries.counted(paper)
    ladder = queries.with_decisions(counted.ladder, paper)
    unlocked = [gap.subject for gap in ladder.gaps if gap.kind == NOT_LOCKED.name]
    if unlocked:
        raise rules.BatchesNotLocked(count=len(unlocked), paper=paper.code, codes=rules.few(unlocked))
    check_days(paper.code, counted)
    if gaps := [gap.subject for gap in ladder.open_gaps]:
        raise rules.GapsOpen(paper=paper.code, count=len(gaps), keys=rules.few(gaps))
    if unsaid := [key.partition(":")[2] for key in queries.there_after_all(paper, ladder.gaps)]:
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
