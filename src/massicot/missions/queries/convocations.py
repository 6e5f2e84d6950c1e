"""Reads of runs and their letters: what a letter says, whether it holds, what became of it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from massicot.core.keys import Key
from massicot.exams import queries as exams
from massicot.missions import models
from massicot.missions.queries.drafts import drafts_of
from massicot.missions.queries.letters import with_known
from massicot.missions.rules import letters, runs
from massicot.missions.rules.letters import LetterFacts
from massicot.missions.rules.missions import AssignmentState, ConvocationState, RunKind
from massicot.missions.rules.runs import Followed
from massicot.store.prepared import Question

Convocation = models.Convocation
ConvocationRun = models.ConvocationRun
"""Rows that others are handed and may name; the tables themselves are imported by this area only."""


def run_by_id(run_id: int) -> ConvocationRun:
    """Fetch a run with its session; raise RunUnknown."""
    run = _RUN.first(run_id=run_id)
    if run is None:
        raise runs.RunUnknown
    return run


def runs_of(session_id: int) -> list[ConvocationRun]:
    """List the runs of a session, newest first, each with its letters planned, written and to be acknowledged."""
    rows = ConvocationRun.objects.filter(session_id=session_id).select_related("session").order_by("-pk")
    planned = models.RunPart.objects.filter(run=OuterRef("pk")).values("run")
    issued = Convocation.objects.filter(run=OuterRef("pk"), issue=1).values("run")
    total = planned.annotate(total=Sum("letters")).values("total")
    return list(
        rows.annotate(
            planned=Coalesce(Subquery(total), 0),
            issued=Coalesce(Subquery(issued.annotate(total=Count("pk")).values("total")), 0),
        )
    )


def run_subject(run: ConvocationRun) -> str:
    """Name a run as the journal does."""
    return f"run:{run.pk}"


def seen_of(run: ConvocationRun) -> dict[int, str]:
    """Read what each letter of a run said to whoever asked for it, by assignment."""
    return letters.seen_of(run.parts.order_by("number").values_list("seen", flat=True))


def seen_in_part(run: ConvocationRun, number: int) -> dict[int, str] | None:
    """Read what the letters of one part of a run said, by assignment; None where the run has no such part."""
    part = run.parts.filter(number=number).first()
    return letters.seen_of([part.seen]) if part else None


def parts_of(run: ConvocationRun) -> list[models.RunPart]:
    """List the parts of a run, in their order."""
    return _PARTS.ask(run_id=run.pk)


def is_written(run: ConvocationRun) -> bool:
    return not run.parts.filter(done_at=None).exists()


def official_run_of(control: ConvocationRun) -> ConvocationRun | None:
    """Fetch the official run that holds of what a control run showed."""
    return _OFFICIAL.first(session_id=control.session_id, seen=control.seen) if control.seen else None


def control_under_way(session_id: int, mission_ids: Collection[int]) -> ConvocationRun | None:
    """Fetch the control run of these very missions whose letters are still being drawn up."""
    runs_open = ConvocationRun.objects.filter(session_id=session_id, kind=RunKind.CONTROL, seen="").order_by("-pk")
    wanted = set(mission_ids)
    return next((run for run in runs_open if set(run.missions.values_list("pk", flat=True)) == wanted), None)


def convocation_by_code(code: str) -> Convocation:
    """Fetch a letter by its code; raise ConvocationUnknown."""
    row = _BY_CODE.first(code=code)
    if row is None:
        raise letters.ConvocationUnknown(code=code)
    return row


def convocation_by_id(convocation_id: int) -> Convocation:
    """Fetch a letter; raise ConvocationUnknown."""
    row = _BY_ID.first(convocation_id=convocation_id)
    if row is None:
        raise letters.ConvocationUnknown(code=convocation_id)
    return row


def facts_of(convocation: Convocation) -> LetterFacts:
    return letters.read(convocation.facts)


def successor_of(convocation: Convocation) -> Convocation | None:
    """Fetch the letter that took the place of another, if one did."""
    issues = _ISSUES.ask(assignment_id=convocation.assignment_id)
    return next((row for row in issues if row.issue > convocation.issue), None)


def issues_until(convocation: Convocation) -> list[LetterFacts]:
    """Read what a letter says and what its issues before said, in their order: their reader may have kept any event."""
    issues = _ISSUES.ask(assignment_id=convocation.assignment_id)
    return [facts_of(row) for row in issues if row.issue <= convocation.issue]


def letters_of_institution(run_id: int, uai: str) -> list[Convocation]:
    """List the letters of a run that hold, of the staff of one institution, by name."""
    return _OF_INSTITUTION.ask(run_id=run_id, uai=uai)


def institutions_of_run(run_id: int) -> list[str]:
    """List the institutions whose staff a run calls, by UAI."""
    rows = Convocation.objects.filter(run_id=run_id, state=ConvocationState.VALID).exclude(institution_uai="")
    return list(rows.order_by("institution_uai").values_list("institution_uai", flat=True).distinct())


def followed_of(convocations: Collection[Convocation]) -> dict[int, Followed]:
    """Tell what is known of some letters, by their acts."""
    acts: dict[int, list[str]] = defaultdict(list)
    for convocation_id, act in _ACTS.ask(ids=[row.pk for row in convocations]) if convocations else ():
        acts[convocation_id].append(act)
    return {row.pk: runs.follow(acts[row.pk]) for row in convocations}


def letters_of_person(person_id: int) -> list[Convocation]:
    """List the last letter of each mission of a person, by its first hour; one that was replaced is left out."""
    last: dict[int, Convocation] = {}
    for row in _OF_PERSON.ask(person_id=person_id):
        last[row.assignment.mission_id] = row
    return sorted(last.values(), key=lambda row: (row.starts_at, row.pk))


def events_of(convocation: Convocation) -> list[models.ConvocationEvent]:
    """List what became of a letter, in order."""
    return _EVENTS.ask(convocation_id=convocation.pk)


def letter_rows(run_id: int) -> QuerySet[Convocation]:
    """Find the letters of a run, for a list that the database cuts and sorts; `standing` says what is known of each."""
    rows = Convocation.objects.filter(run_id=run_id).select_related("assignment__person", "assignment__mission")
    return with_known(rows).order_by("assignment__person__surname", "assignment__person__first_name", "pk")


def followed_by_code(code: str) -> Convocation:
    """Fetch a letter by its code, with its standing, its run and its session; raise ConvocationUnknown."""
    row = _FOLLOWED.first(code=code)
    if row is None:
        raise letters.ConvocationUnknown(code=code)
    return row


def progress_of(run: ConvocationRun) -> tuple[int, int]:
    """Count the letters of a run whose part is written, and all that are planned."""
    done = Sum("letters", filter=Q(done_at__isnull=False))
    counts = run.parts.aggregate(done=Coalesce(done, 0), planned=Coalesce(Sum("letters"), 0))
    return counts["done"], counts["planned"]


def is_before_first_day(run: ConvocationRun, now: datetime) -> bool:
    """Say whether no letter of a run calls to today, or to a day before."""
    first = Convocation.objects.filter(run=run, state=ConvocationState.VALID).order_by("starts_at").first()
    return first is None or exams.day_of(run.session, now) < exams.day_of(run.session, first.starts_at)


def stale_missions(session_id: int) -> list[tuple[models.Mission, int]]:
    """List the missions of a session whose letters no longer say what is so, each with how many."""
    stale = Counter(row.assignment.mission for row in _stale(run__session_id=session_id))
    return sorted(stale.items(), key=lambda pair: (pair[0].title, pair[0].pk))


def count_stale(mission_id: int) -> int:
    """Count the letters of a mission that no longer say what is so."""
    return len(_stale(assignment__mission_id=mission_id))


def _stale(**which: int) -> list[Convocation]:
    rows = Convocation.objects.filter(state=ConvocationState.VALID, **which)
    held = list(rows.select_related("assignment__mission").order_by("pk"))
    drafts = drafts_of([row.assignment_id for row in held])
    said = ((row, drafts.get(row.assignment_id)) for row in held)
    return [row for row, now in said if now is not None and letters.says_otherwise(facts_of(row), now)]


def unknown_before(now: datetime, until: datetime) -> list[Convocation]:
    """List the letters that hold, begin by an instant, and of which nobody knows whether their reader knows."""
    return _UNKNOWN.ask(now=now, until=until)


def assigned_names(assignment_ids: Collection[int]) -> list[str]:
    """Name the people of some assignments, in the order of their names."""
    rows = models.Assignment.objects.filter(pk__in=list(assignment_ids)).select_related("person")
    ordered = sorted(rows, key=lambda row: (row.person.surname, row.person.first_name))
    return [f"{row.person.first_name} {row.person.surname}" for row in ordered]


def kept_facts(person_ids: Collection[int], but_missions: Sequence[int] = ()) -> dict[int, list[LetterFacts]]:
    """Read the letters that hold of some persons, by person; those of some missions are left out."""
    rows = Convocation.objects.filter(
        assignment__person_id__in=list(person_ids),
        assignment__state=AssignmentState.CONVENED,
        state=ConvocationState.VALID,
    ).exclude(assignment__mission_id__in=list(but_missions))
    kept: dict[int, list[LetterFacts]] = defaultdict(list)
    for person_id, text in rows.values_list("assignment__person_id", "facts"):
        kept[person_id].append(letters.read(text))
    return kept


def page_signature(code: str) -> str:
    """Sign the address of the public page of a letter."""
    return letters.signature(_key().sub_key(letters.PUBLIC), code)


def personal_signature(code: str) -> str:
    """Sign the address of the page that the mail of a letter alone names."""
    return letters.signature(_key().sub_key(letters.PERSONAL), code)


def _key() -> Key:
    return Key(settings.SECRET_KEY.encode())


def _official(session_id: int, seen: str) -> QuerySet[ConvocationRun]:
    same = ConvocationRun.objects.filter(session_id=session_id, kind=RunKind.OFFICIAL, seen=seen)
    return same.filter(cancelled_at=None).select_related("session").order_by("pk")[:1]


def _of_person(person_id: int) -> QuerySet[Convocation]:
    rows = Convocation.objects.filter(assignment__person_id=person_id).exclude(state=ConvocationState.REPLACED)
    return rows.select_related("assignment__mission").order_by("issue")


def _events(**of_which: Any) -> QuerySet[models.ConvocationEvent]:
    return models.ConvocationEvent.objects.filter(**of_which).order_by("pk")


def _unknown(now: datetime, until: datetime) -> QuerySet[Convocation]:
    coming = Convocation.objects.filter(state=ConvocationState.VALID, ends_at__gt=now, starts_at__lte=until)
    rows = with_known(coming.filter(starts_at__gt=now, run__session__archived_at=None))
    return rows.filter(Q(is_known=False), Q(is_absent=False)).select_related("assignment__person").order_by("pk")


_RUN: Question[ConvocationRun] = Question(
    lambda run_id: ConvocationRun.objects.select_related("session").filter(pk=run_id)
)
_OFFICIAL: Question[ConvocationRun] = Question(_official)
_FOLLOWED: Question[Convocation] = Question(
    lambda code: with_known(
        Convocation.objects.filter(code=code).select_related("run__session", "assignment__person")
    ).order_by("pk")[:1]
)
_BY_ID: Question[Convocation] = Question(lambda convocation_id: Convocation.objects.filter(pk=convocation_id))
_BY_CODE: Question[Convocation] = Question(
    lambda code: Convocation.objects.select_related("assignment__person").filter(code=code)
)
_ISSUES: Question[Convocation] = Question(
    lambda assignment_id: Convocation.objects.filter(assignment_id=assignment_id).order_by("issue")
)
_OF_PERSON: Question[Convocation] = Question(_of_person)
_OF_INSTITUTION: Question[Convocation] = Question(
    lambda run_id, uai: Convocation.objects.filter(
        run_id=run_id, institution_uai=uai, state=ConvocationState.VALID
    ).order_by("assignment__person__surname", "assignment__person__first_name", "code")
)
_PARTS: Question[models.RunPart] = Question(
    lambda run_id: models.RunPart.objects.filter(run_id=run_id).order_by("number")
)
_EVENTS: Question[models.ConvocationEvent] = Question(lambda convocation_id: _events(convocation_id=convocation_id))
_ACTS: Question[tuple[int, str]] = Question(
    lambda ids: _events(convocation_id__in=ids).values_list("convocation_id", "act")
)
_UNKNOWN: Question[Convocation] = Question(_unknown)
