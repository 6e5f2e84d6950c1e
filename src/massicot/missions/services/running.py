"""The acts of a run: asked for to be checked, asked for to count, written part by part, told to heads."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.core.actor import SYSTEM, Actor, Role
from massicot.core.draws import Draw
from massicot.documents import convocation_mails
from massicot.exams import queries as exams
from massicot.jobs import services as jobs
from massicot.jobs.rules import Work
from massicot.missions.models import Assignment, ConvocationRun, Mission, RunPart
from massicot.missions.queries import convocations, drafting
from massicot.missions.rules import AssignmentState, RunKind, hours, letters, runs
from massicot.missions.rules.letters import LetterFacts
from massicot.missions.services import issuing
from massicot.missions.services.issuing import Addresses
from massicot.post import services as post
from massicot.post.rules.enclosing import EnclosureKind, EnclosureName, LetterDraft
from massicot.store.lock import share_row


@dataclass(frozen=True, slots=True)
class PartOutcome:
    """What came of one part: letters issued, mails written, people left out since something changed for them."""

    letters: int
    mailed: int
    changed: int = 0


@transaction.atomic
def ask_control_run(*, session: exams.Session, mission_ids: Collection[int], by: Actor, at: datetime) -> ConvocationRun:
    """Draw up the letters of some missions to be checked; nothing is kept but the digest of what each says.

    Raise NobodyToConvene or SessionIsArchived.
    """
    exams.check_at_work(session)
    missions = list(Mission.objects.filter(session=session, pk__in=list(mission_ids)))
    drafts = drafting.drafts_of(drafting.waiting_ids([mission.pk for mission in missions]))
    if not drafts:
        raise runs.NobodyToConvene
    digests = drafting.digests_of(drafts)
    run = _make_run(session, RunKind.CONTROL, missions, digests, by, at)
    fact = runs.ControlRunAsked(run.pk, len(missions), len(digests), run.seen)
    audit.record(subject=run_subject(run), fact=fact, by=by, at=at)
    return run


@transaction.atomic
def ask_official_run(*, control_id: int, by: Actor, at: datetime) -> ConvocationRun:
    """Have everybody convened whose letters a control run showed; asked twice, it is the same run.

    Its parts are jobs, which several workers take. Raise SeenOtherwise where a letter would say something else by now,
    TwoPlacesAtOnce, MissionOverBefore, NobodyToConvene or SessionIsArchived.
    """
    control = convocations.run_by_id(control_id)
    # Two caseworkers wait for one another here.
    session = exams.hold_session(control.session)
    exams.check_at_work(session)
    same = ConvocationRun.objects.filter(session=session, kind=RunKind.OFFICIAL, seen=control.seen)
    if asked := same.filter(cancelled_at=None).first():
        return asked
    missions = list(control.missions.all())
    drafts = drafting.drafts_of(drafting.waiting_ids([mission.pk for mission in missions]))
    _check(convocations.seen_of(control), drafts, at)
    run = _make_run(session, RunKind.OFFICIAL, missions, drafting.digests_of(drafts), by, at)
    for part in run.parts.order_by("number"):
        jobs.ask(kind=Work.CONVENE, subject={"run": run.pk, "part": part.number}, by=by, at=at)
    fact = runs.OfficialRunAsked(run.pk, len(missions), len(drafts), run.seen)
    audit.record(subject=run_subject(run), fact=fact, by=by, at=at)
    return run


def _check(seen: Mapping[int, str], drafts: Mapping[int, LetterFacts], at: datetime) -> None:
    if changed := runs.changed_since(seen, drafting.digests_of(drafts)):
        raise runs.SeenOtherwise(names=runs.named(convocations.assigned_names(changed)))
    for facts in drafts.values():
        if facts.ends <= at:
            raise runs.MissionOverBefore(mission=facts.title)
    if clashing := clashing_assignments(drafts):
        raise runs.TwoPlacesAtOnce(names=runs.named(convocations.assigned_names(clashing)))


def clashing_assignments(drafts: Mapping[int, LetterFacts]) -> list[int]:
    """List the assignments whose hours nobody could keep, beside each other and beside letters that hold."""
    persons = dict(Assignment.objects.filter(pk__in=list(drafts)).values_list("pk", "person_id"))
    kept = convocations.kept_facts(set(persons.values()))
    slots: dict[int, list[hours.Slot]] = defaultdict(list)
    for person_id, facts in kept.items():
        slots[person_id] += [slot for one in facts for slot in drafting.slots_of(one)]
    for assignment, facts_of_one in drafts.items():
        slots[persons[assignment]] += drafting.slots_of(facts_of_one)
    return [
        assignment
        for assignment, facts in drafts.items()
        if hours.clashes(slots[persons[assignment]], drafting.slots_of(facts))
    ]


def _make_run(
    session: exams.Session,
    kind: RunKind,
    missions: Sequence[Mission],
    digests: Mapping[int, str],
    by: Actor,
    at: datetime,
) -> ConvocationRun:
    seen = hashlib.sha256(letters.seen_text(digests).encode()).hexdigest()
    run = ConvocationRun.objects.create(session=session, kind=kind, seen=seen, asked_by=by.login, asked_at=at)
    run.missions.set(missions)
    RunPart.objects.bulk_create(
        RunPart(
            run=run,
            number=number,
            seen=letters.seen_text({assignment: digests[assignment] for assignment in part}),
            letters=len(part),
        )
        for number, part in enumerate(runs.parts(digests), 1)
    )
    return run


@transaction.atomic
def convene_part(
    *, run_id: int, number: int, addresses: Addresses, draw: Draw, by: Actor, at: datetime
) -> PartOutcome | None:
    """Convene the people of one part of a run: their letters, their mails, all or none; once, however often asked.

    Whoever is no longer on the list, or whose letter would say something else than was shown, is left for the next run.
    None where the part is written already, or its run cancelled.
    """
    part = RunPart.objects.select_for_update(of=("self",)).select_related("run__session").get(run=run_id, number=number)
    share_row(part.run)
    if part.done_at or ConvocationRun.objects.filter(pk=run_id).exclude(cancelled_at=None).exists():
        return None
    seen = letters.seen_of([part.seen])
    waiting = Assignment.objects.filter(pk__in=list(seen), state=AssignmentState.PROPOSED).select_for_update()
    drafts = drafting.drafts_of([row.pk for row in waiting.order_by("pk")])
    digests = drafting.digests_of(drafts)
    same = {assignment: facts for assignment, facts in drafts.items() if digests[assignment] == seen[assignment]}
    Assignment.objects.filter(pk__in=list(same)).update(state=AssignmentState.CONVENED)
    mailed = issuing.issue(run=part.run, drafts=same, replaced={}, addresses=addresses, draw=draw, by=by, at=at)
    RunPart.objects.filter(pk=part.pk).update(done_at=at)
    fact = runs.PartConvened(run_id, number, len(same), mailed)
    audit.record(subject=f"{run_subject(part.run)}:{number}", fact=fact, by=by, at=at)
    return PartOutcome(len(same), mailed, len(seen) - len(same))


@transaction.atomic
def tell_heads(*, run_id: int, at: datetime) -> int:
    """Write to each head of institution whom of their staff a run calls, once all its letters are written.

    Return how many mails were written: none while a part is not, or once it is done. Whoever asked for the run asked
    for this too: no line of the journal is its own.
    """
    run = ConvocationRun.objects.select_for_update().get(pk=run_id)
    if run.told_at or run.cancelled_at or not convocations.is_written(run):
        return 0
    drafts = [draft for uai in convocations.institutions_of_run(run_id) for draft in _to_heads(run, uai, at)]
    post.write_letters(drafts=drafts, by=SYSTEM, at=at)
    ConvocationRun.objects.filter(pk=run_id).update(told_at=at)
    return len(drafts)


def _to_heads(run: ConvocationRun, uai: str, at: datetime) -> list[LetterDraft]:
    facts = [convocations.facts_of(row) for row in convocations.letters_of_institution(run.pk, uai)]
    rows = [(one.person.name, one.title, convocation_mails.days(one.days)) for one in facts]
    content = convocation_mails.HeadMail(
        institution=facts[0].person.institution,
        session=facts[0].session_title,
        rows=rows,
        telephone=facts[0].office.telephone,
    )
    mail = convocation_mails.to_head(content)
    known = accounts.emails_with_role(Role.SCHOOL, uai) or [exams.contact_of(uai).email]
    return [
        LetterDraft(
            to=email.strip(),
            subject=mail.subject,
            body=mail.body,
            occasion=f"convocations-of:{run.pk}:{uai}",
            enclosed=(EnclosureName(EnclosureKind.INSTITUTION, f"{run.pk}.{uai}"),),
            is_urgent=any(runs.is_urgent(one.starts, at) for one in facts),
        )
        for email in known
        if issuing.has_mail(email)
    ]


def run_subject(run: ConvocationRun) -> str:
    """Name a run as the journal does."""
    return f"run:{run.pk}"
