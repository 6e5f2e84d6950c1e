"""The acts of a run: letters drawn up to be checked, looked at once more, written part by part, told to heads."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from django.db import transaction
from django.db.models import QuerySet

from massicot.audit import services as audit
from massicot.core.actor import SYSTEM, Actor
from massicot.core.draws import Draw
from massicot.documents import convocation_mails
from massicot.exams import queries as exams
from massicot.jobs import queries as job_queries
from massicot.jobs import services as jobs
from massicot.jobs.rules import Content, Work
from massicot.missions.models import Assignment, ConvocationRun, Mission, RunPart
from massicot.missions.queries import convocations
from massicot.missions.queries import drafts as draft_reads
from massicot.missions.queries.runs import clashing_among, come_since, unwritten_parts
from massicot.missions.rules import letters, runs
from massicot.missions.rules.missions import AssignmentState, RunKind
from massicot.missions.services import heads
from massicot.missions.services import letters as letter_acts
from massicot.missions.services.letters import Addresses
from massicot.post import services as post
from massicot.post.rules.letters import LetterDraft
from massicot.store.prepared import Question
from massicot.store.writes import share_row, share_rows

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
        run = _make_control_run(held, missions, by, at)
    return jobs.ask(kind=Work.DRAW_UP, subject={"run": run.pk, "session": held.code}, by=by, at=at)


def _make_control_run(session: exams.Session, missions: Sequence[Mission], by: Actor, at: datetime) -> ConvocationRun:
    waiting = draft_reads.waiting_ids([mission.pk for mission in missions])
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
    digests = draft_reads.digests_of(draft_reads.waiting_drafts(letters.seen_of([part.seen])))
    # Two workers, one of them slow, draw it up once.
    undone = RunPart.objects.filter(pk=part.pk, done_at=None)
    undone.update(seen=letters.seen_text(digests), letters=len(digests), done_at=at)


HEADS_AT_ONCE = 25
"""How many heads of institution one transaction writes to: a run of the whole country has thousands."""


@dataclass(frozen=True, slots=True)
class PartOutcome:
    """What came of one part: letters issued, mails written, people left out since something changed for them."""

    letters: int
    mailed: int
    changed: int = 0


@transaction.atomic
def ask_official_run(*, control_id: int, by: Actor, at: datetime) -> job_queries.Job:
    """Have everybody convened whose letters a control run showed, once these are found to say still what is so.

    Asked twice, it is one piece of work. Raise NotDrawnUpYet or SessionIsArchived.
    """
    control = convocations.run_by_id(control_id)
    exams.check_at_work(control.session)
    if not control.seen:
        raise runs.NotDrawnUpYet
    return jobs.ask(kind=Work.CHECK_RUN, subject={"run": control.pk, "session": control.session.code}, by=by, at=at)


def start_official_run(*, control_id: int, watched: Watched, by: Actor, at: datetime) -> ConvocationRun:
    """Look whether the letters of a control run say still what is so, then open the official run, once.

    Its parts are jobs, which several workers take. Raise SeenOtherwise where a letter would say something else by now,
    TwoPlacesAtOnce, MissionOverBefore, NobodyToConvene or SessionIsArchived.
    """
    control = convocations.run_by_id(control_id)
    if asked := convocations.official_run_of(control):
        # What stopped three workers is asked for once more.
        _ask_parts(asked, by, at)
        return asked
    _check(control, watched, at)
    return _ask_official_run(control, by, at)


def _check(control: ConvocationRun, watched: Watched, at: datetime) -> None:
    """Look at each part by itself: no run is too large for one worker. What changes after this is left to its part."""
    changed = come_since(control)
    clashing: list[int] = []
    over = ""
    parts = convocations.parts_of(control)
    for part in watched(parts, len(parts)):
        seen = letters.seen_of([part.seen])
        drafts = draft_reads.waiting_drafts(seen)
        changed += runs.changed_since(seen, draft_reads.digests_of(drafts))
        clashing += clashing_among(control.pk, drafts)
        over = over or next((facts.title for facts in drafts.values() if facts.ends <= at), "")
    if changed:
        raise runs.SeenOtherwise(people=runs.people_of(changed))
    if over:
        raise runs.MissionOverBefore(mission=over)
    if clashing:
        raise runs.TwoPlacesAtOnce(people=runs.people_of(clashing))


@transaction.atomic
def _ask_official_run(control: ConvocationRun, by: Actor, at: datetime) -> ConvocationRun:
    # Two caseworkers wait for one another here.
    session = exams.hold_session(control.session)
    exams.check_at_work(session)
    if asked := convocations.official_run_of(control):
        return asked
    shown = [part for part in convocations.parts_of(control) if part.letters]
    if not shown:
        raise runs.NobodyToConvene
    run = ConvocationRun.objects.create(
        session=session, kind=RunKind.OFFICIAL, seen=control.seen, asked_by=by.login, asked_at=at
    )
    missions = list(control.missions.all())
    run.missions.set(missions)
    parts = [RunPart(run=run, number=part.number, seen=part.seen, letters=part.letters) for part in shown]
    RunPart.objects.bulk_create(parts)
    _ask_parts(run, by, at)
    fact = runs.OfficialRunAsked(run.pk, len(missions), sum(part.letters for part in parts), run.seen)
    audit.record(subject=convocations.run_subject(run), fact=fact, by=by, at=at)
    return run


@transaction.atomic
def _ask_parts(run: ConvocationRun, by: Actor, at: datetime) -> None:
    """Ask for the parts of a run that are not written, each once; for the last one where heads alone are to be told."""
    for part in unwritten_parts(run):
        jobs.ask(kind=Work.CONVENE, subject=subject_of_part(run, part), turn=part.number, by=by, at=at)


def subject_of_part(run: ConvocationRun, part: RunPart) -> Content:
    """Name one part of a run as its job does."""
    return {"run": run.pk, "part": part.number, "session": run.session.code}


@transaction.atomic
def convene_part(
    *, run_id: int, number: int, addresses: Addresses, draw: Draw, by: Actor, at: datetime
) -> PartOutcome | None:
    """Convene the people of one part of a run: their letters, their mails, all or none; once, however often asked.

    Whoever is no longer on the list, or whose letter would say something else than was shown, is left for the next run.
    None where the part is written already, or its run cancelled.
    """
    part = _hold_part(run_id, number)
    share_row(part.run)
    # Read only now: whoever cancels the run held it before.
    if part.done_at or convocations.run_by_id(run_id).cancelled_at:
        return None
    seen = letters.seen_of([part.seen])
    # Whoever changes a list or its hours waits, or was here before; other parts of the same missions do not.
    share_rows(Mission, _missions_of(seen))
    held = _WAITING_HELD.ask(ids=list(seen)) if seen else []
    drafts = draft_reads.drafts_of([pk for (pk,) in held])
    digests = draft_reads.digests_of(drafts)
    same = {assignment: facts for assignment, facts in drafts.items() if digests[assignment] == seen[assignment]}
    Assignment.objects.filter(pk__in=list(same)).update(state=AssignmentState.CONVENED)
    mailed = letter_acts.issue(run=part.run, drafts=same, replaced={}, addresses=addresses, draw=draw, by=by, at=at)
    RunPart.objects.filter(pk=part.pk).update(done_at=at)
    fact = runs.PartConvened(run_id, number, len(same), mailed)
    audit.record(subject=f"{convocations.run_subject(part.run)}:{number}", fact=fact, by=by, at=at)
    return PartOutcome(len(same), mailed, len(seen) - len(same))


def _hold_part(run_id: int, number: int) -> RunPart:
    part = _PART_HELD.first(run_id=run_id, number=number)
    if part is None:
        raise RunPart.DoesNotExist
    return part


def _missions_of(assignment_ids: Collection[int]) -> Iterator[int]:
    """List the missions in which some wait for a letter; asked where rows are held one by one alone."""
    if assignment_ids:
        yield from (mission for (mission,) in _MISSIONS.ask(ids=list(assignment_ids)))


def _waiting(ids: list[int]) -> QuerySet[Assignment]:
    return Assignment.objects.filter(draft_reads.WAITING, pk__in=ids)


_PART_HELD: Question[RunPart] = Question(
    lambda run_id, number: (
        RunPart.objects.select_for_update(of=("self",)).select_related("run__session").filter(run=run_id, number=number)
    )
)
_MISSIONS: Question[tuple[int]] = Question(lambda ids: _waiting(ids).values_list("mission").distinct())
_WAITING_HELD: Question[tuple[int]] = Question(
    lambda ids: _waiting(ids).order_by("pk").select_for_update(of=("self",)).values_list("pk")
)


def tell_heads(*, run_id: int, at: datetime) -> int:
    """Write to each head of institution whom of their staff a run calls, once all its letters are written.

    Return how many mails were written: none while a part is not, or once it is done. A few heads are a transaction:
    taken up again after a kill, each is still written to once. Whoever asked for the run asked for this too: no line of
    the journal is its own.
    """
    run = convocations.run_by_id(run_id)
    if run.told_at or run.cancelled_at or not convocations.is_written(run):
        return 0
    schools = convocations.institutions_of_run(run_id)
    some = range(0, len(schools), HEADS_AT_ONCE)
    count = sum(_tell_heads_of(run, schools[start : start + HEADS_AT_ONCE], at) for start in some)
    ConvocationRun.objects.filter(pk=run_id, told_at=None, cancelled_at=None).update(told_at=at)
    return count


def _tell_heads_of(run: ConvocationRun, uais: Sequence[str], at: datetime) -> int:
    drafts = [draft for uai in uais for draft in _to_heads(run, uai, at)]
    with transaction.atomic():
        # Cancelled meanwhile, it calls nobody.
        if ConvocationRun.objects.select_for_update().get(pk=run.pk).cancelled_at:
            return 0
        post.write_letters(drafts=drafts, by=SYSTEM, at=at)
    return len(drafts)


def _to_heads(run: ConvocationRun, uai: str, at: datetime) -> list[LetterDraft]:
    rows = convocations.letters_of_institution(run.pk, uai)
    if not rows:  # each was cancelled by itself meanwhile
        return []
    mail = convocation_mails.to_head(heads.content_of(rows))
    enclosed = heads.file_of(run.pk, uai)
    return heads.drafts_to_heads(uai, rows, mail, heads.occasion_of_run(run.pk, uai), enclosed, at)
