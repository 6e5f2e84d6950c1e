"""One letter written by itself, in a run of its own or in that of the letter before it; a lower service."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.missions.models import Assignment, Convocation, ConvocationRun, Mission, RunPart
from massicot.missions.queries import drafting
from massicot.missions.rules import ConvocationState, RunKind, letters
from massicot.missions.services import issuing
from massicot.missions.services.issuing import Addresses
from massicot.missions.services.reminding import withdraw_reminders
from massicot.post import services as post
from massicot.store.prepared import Question
from massicot.store.swap import swap_one


@dataclass(frozen=True, slots=True)
class LetterWriting:
    """How letters are written: where they lead, what their codes are drawn from, by whom and when."""

    addresses: Addresses
    draw: Draw
    by: Actor
    at: datetime


def issue_one(mission: Mission, assignment: Assignment, writing: LetterWriting) -> Convocation:
    """Issue the letter of somebody who is convened, inside the act that does; heads are told by that act."""
    drafts = drafting.drafts_of([assignment.pk])
    before = _HOLDS.first(assignment_id=assignment.pk)
    if before:
        holds = Convocation.objects.filter(assignment=assignment, state=ConvocationState.VALID)
        swap_one(holds, letters.ConvocationReplaced(code=before.code), state=ConvocationState.REPLACED)
        post.withdraw_letters_about(occasion_start=issuing.occasion_of(before))
        withdraw_reminders(Convocation.objects.filter(pk=before.pk))
    run = before.run if before else _run(mission, assignment, drafting.digests_of(drafts), writing)
    issuing.issue(
        run=run,
        drafts=drafts,
        replaced={assignment.pk: before} if before else {},
        addresses=writing.addresses,
        draw=writing.draw,
        by=writing.by,
        at=writing.at,
    )
    letter = _HOLDS.first(assignment_id=assignment.pk)
    if letter is None:
        raise Convocation.DoesNotExist
    return letter


_HOLDS: Question[Convocation] = Question(
    lambda assignment_id: Convocation.objects.select_related("run", "assignment__person").filter(
        assignment_id=assignment_id, state=ConvocationState.VALID
    )
)
_LAST_RUN: Question[ConvocationRun] = Question(
    lambda assignment_id: ConvocationRun.objects.filter(
        convocations__assignment=assignment_id, cancelled_at=None
    ).order_by("-pk")[:1]
)


def _run(
    mission: Mission, assignment: Assignment, digests: Mapping[int, str], writing: LetterWriting
) -> ConvocationRun:
    """Find the run of the last letter of somebody, or open an official run of one letter, written in the same act."""
    last = _LAST_RUN.first(assignment_id=assignment.pk)
    if last:
        return last
    seen = letters.seen_text(digests)
    run = ConvocationRun.objects.create(
        session=mission.session,
        kind=RunKind.OFFICIAL,
        seen=hashlib.sha256(seen.encode()).hexdigest(),
        asked_by=writing.by.login,
        asked_at=writing.at,
    )
    run.missions.set([mission])
    RunPart.objects.create(run=run, number=1, seen=seen, letters=1, done_at=writing.at)
    return run
