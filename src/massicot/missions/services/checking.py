"""The acts of a control run: letters asked for to be checked, and drawn up, part by part."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import TypeAlias

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.jobs import queries as job_queries
from massicot.jobs import services as jobs
from massicot.jobs.rules import Work
from massicot.missions.models import ConvocationRun, Mission, RunPart
from massicot.missions.queries import convocations, drafting
from massicot.missions.rules import RunKind, letters, runs

Watched: TypeAlias = Callable[[Sequence[RunPart], int], Iterable[RunPart]]
"""What goes through the parts of a run and says how far it is: parts, how many."""


@transaction.atomic
def ask_control_run(
    *, session: exams.Session, mission_ids: Collection[int], by: Actor, at: datetime
) -> job_queries.Job:
    """Have the letters of some missions drawn up to be checked; asked again meanwhile, it is the same run.

    Nothing is kept but whom they are for, and what each says, digested. Raise NobodyToConvene or SessionIsArchived.
    """
    # Two caseworkers wait for one another here.
    held = exams.hold_session(session)
    exams.check_at_work(held)
    missions = list(Mission.objects.filter(session=held, pk__in=list(mission_ids)))
    run = convocations.control_under_way(held.pk, [mission.pk for mission in missions])
    if run is None:
        run = _made(held, missions, by, at)
    return jobs.ask(kind=Work.DRAW_UP, subject={"run": run.pk, "session": held.code}, by=by, at=at)


def _made(session: exams.Session, missions: Sequence[Mission], by: Actor, at: datetime) -> ConvocationRun:
    waiting = drafting.waiting_ids([mission.pk for mission in missions])
    if not waiting:
        raise runs.NobodyToConvene
    run = ConvocationRun.objects.create(session=session, kind=RunKind.CONTROL, asked_by=by.login, asked_at=at)
    run.missions.set(missions)
    RunPart.objects.bulk_create(
        RunPart(run=run, number=number, seen=letters.unseen_text(part), letters=len(part))
        for number, part in enumerate(runs.parts(waiting), 1)
    )
    fact = runs.ControlRunAsked(run.pk, len(missions), len(waiting))
    audit.record(subject=convocations.run_subject(run), fact=fact, by=by, at=at)
    return run


def draw_up_run(*, run_id: int, watched: Watched, at: datetime) -> int:
    """Draw up the letters of a control run, each part a transaction of its own; return how many there are to check.

    Taken up again after a kill, it goes on where it stood. Whoever asked for the run asked for this too: no line of the
    journal is its own. Raise NobodyToConvene where nobody who waits has any hours.
    """
    run = convocations.run_by_id(run_id)
    parts = convocations.parts_of(run)
    for part in watched(parts, len(parts)):
        if part.done_at is None:
            _draw_up(part, at)
    texts = run.parts.order_by("number").values_list("seen", flat=True)
    seen = hashlib.sha256(" ".join(filter(None, texts)).encode()).hexdigest()
    ConvocationRun.objects.filter(pk=run_id, seen="").update(seen=seen)
    _, planned = convocations.progress_of(run)
    if not planned:
        raise runs.NobodyToConvene
    return planned


def _draw_up(part: RunPart, at: datetime) -> None:
    digests = drafting.digests_of(drafting.waiting_drafts(letters.seen_of([part.seen])))
    # Two workers, one of them slow, draw it up once.
    undone = RunPart.objects.filter(pk=part.pk, done_at=None)
    undone.update(seen=letters.seen_text(digests), letters=len(digests), done_at=at)
