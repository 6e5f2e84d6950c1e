"""The acts of deciding: a gap, what counts of a candidate who sat, a day opened again while nothing is decided."""

from datetime import datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.anonymity import services as anonymity
from massicot.audit import services as audit
from massicot.batches.rules.rungs import MISSING_FROM_BATCH
from massicot.candidates import queries as candidates
from massicot.candidates import services as candidate_acts
from massicot.candidates.rules.elsewhere import WhatCounts
from massicot.consignments import services as consignments
from massicot.consignments.rules.rungs import LOOSE_LOST_BACK, LOST_BACK, MISSING_SCRIPT
from massicot.core import codes
from massicot.core.actor import Actor
from massicot.core.ladder import Gap
from massicot.core.spelling import visible_text
from massicot.core.wall import check_may_name_nobody
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks import services as marks
from massicot.results import queries
from massicot.results.models import GapDecision
from massicot.results.queries import decisions
from massicot.results.queries.ladder import is_lifted
from massicot.results.rules import decisions as rules
from massicot.results.rules.decisions import Decision, ScriptsDecided
from massicot.results.rules.ladder import GAPS, OF_A_PLACE, pair_of
from massicot.results.rules.lifting import ScriptReasonNamesCandidate
from massicot.scripts import queries as scripts


@transaction.atomic
def decide_gap(*, paper: Paper, key: str, seen: str, decision: Decision, reason: str, by: Actor, at: datetime) -> None:
    """Decide an open gap whose figures are as they were seen, with a reason.

    Of a script that is missing from its batch, the line on which nothing is typed leaves the mark sheet. Raise
    NotFromOffice, DecisionReasonMissing, ScriptReasonNamesCandidate, LockNotDecided, GapUnknown, GapAlreadyDecided,
    GapChanged or ShortageOver.
    """
    accounts.check_office(by.login)
    _check_reason(key, reason)
    kind = GAPS.get(key.partition(":")[0])
    if kind is not None and not kind.is_decidable:
        raise rules.SheetNotDecided if kind.is_after_marking else rules.LockNotDecided(key=key)
    scripts.hold_script(codes.number_within(key))
    gap = _gap_as_seen(paper, key, seen, at)
    figures = _figures_of(gap)
    columns = {"decision": decision, "reason": reason.strip(), "decided_by": by.login, "decided_at": at}
    row, is_new = GapDecision.objects.get_or_create(paper=paper, key=key, figures=figures, defaults=columns)
    if not is_new:
        raise _already_decided(row)
    if key.startswith(MISSING_FROM_BATCH.key("")):
        marks.settle_short(number=key.removeprefix(MISSING_FROM_BATCH.key("")), by=by, at=at)
    if key.startswith(MISSING_SCRIPT.key("")):
        consignments.give_up_missing(number=key.removeprefix(MISSING_SCRIPT.key("")))
    if key.startswith((LOST_BACK.key(""), LOOSE_LOST_BACK.key(""))):
        consignments.give_up_returned(ref=gap.subject)
    fact = rules.GapDecided(key, decision, reason.strip(), figures)
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)


@transaction.atomic
def settle_decision(*, paper: Paper, key: str, reason: str, by: Actor, at: datetime) -> None:
    """Say what counts of what was decided of a script that is there after all.

    Raise NotFromOffice, DecisionReasonMissing, ScriptReasonNamesCandidate, GapStillThere or DecisionSettled.
    """
    accounts.check_office(by.login)
    _check_reason(key, reason)
    if key in {gap.key for gap in queries.ladder_at(paper, at).gaps}:
        raise rules.GapStillThere(key=key)
    waiting = decisions.to_settle().filter(paper=paper, key=key)
    if not waiting.update(settled_reason=reason.strip(), settled_by=by.login, settled_at=at):
        raise rules.DecisionSettled(key=key)
    fact = rules.WhatCountsSaid(key, reason.strip())
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)


def _check_reason(key: str, reason: str) -> None:
    """Refuse a reason that is missing, or that would join the script that a gap is about with a candidate."""
    if not visible_text(reason):
        raise rules.DecisionReasonMissing(key=key)
    if codes.number_within(key):
        if number := codes.candidate_within(reason):
            raise ScriptReasonNamesCandidate(number=number)
        check_may_name_nobody(reason)


def _gap_as_seen(paper: Paper, key: str, seen: str, at: datetime) -> Gap:
    """Find an open gap as it is now; refuse one that is not as it was seen."""
    gap = next((gap for gap in queries.ladder_at(paper, at).gaps if gap.key == key), None)
    if gap is None:
        raise rules.GapUnknown(key=key, paper=paper.code)
    if holding := decisions.decisions_on(paper).on(gap):
        raise _already_decided(holding)
    if seen != gap.figures:
        raise _refusal_of(gap)
    return gap


def _already_decided(row: GapDecision) -> rules.GapAlreadyDecided:
    return rules.GapAlreadyDecided(key=row.key, who=row.decided_by, reason=row.reason)


def _refusal_of(gap: Gap) -> rules.GapChanged:
    if pair := pair_of(gap.figures):
        return rules.FiguresChanged(key=gap.key, first=pair[0], second=pair[1])
    return rules.GapChanged(key=gap.key)


def _figures_of(gap: Gap) -> str:
    """Give what a decision is about: of a script, how often the ledger has moved it by now."""
    return decisions.figures_of_script(gap.subject) if gap.kind in OF_A_PLACE else gap.figures


@transaction.atomic
def reopen_day(*, paper: Paper, centre_uai: str, reason: str, by: Actor, at: datetime) -> None:
    """Open a centre's day again to correct its attendance; raise ScriptsDecided, or as the lower act does."""
    candidates.hold_whoever_is_expected(paper, centre_uai)
    # Whoever decides of one of them waits here, and finds it gone.
    scripts.hold_centre(paper.pk, centre_uai)
    if decisions.decided_ever_at(paper, centre_uai):
        raise ScriptsDecided(centre=centre_uai)
    anonymity.reopen_day_unchecked_decisions(paper=paper, centre_uai=centre_uai, reason=reason, by=by, at=at)


@transaction.atomic
def decide_kept_mark(*, paper: Paper, entry_id: int, counts: WhatCounts, reason: str, by: Actor, at: datetime) -> None:
    """Say which counts, the kept mark or the sitting; raise DecidedAfterLifting, or what the act itself refuses."""
    exams.hold_papers_at_work(paper.session)  # nobody lifts it meanwhile
    if is_lifted(paper):
        raise rules.DecidedAfterLifting(paper=paper.code)
    candidate_acts.decide_kept_mark_unchecked_lifting(
        paper=paper, entry_id=entry_id, counts=counts, reason=reason, by=by, at=at
    )
