"""The acts that make letters void, or issue them again: a run, one letter, those that no longer say what is so."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.core.spelling import visible_text
from massicot.documents import convocation_mails
from massicot.exams import queries as exams
from massicot.missions.models import Assignment, Convocation, ConvocationRun
from massicot.missions.queries import convocations
from massicot.missions.queries import drafts as draft_reads
from massicot.missions.queries import missions as queries
from massicot.missions.queries.replacements import state_told
from massicot.missions.rules import letters, runs
from massicot.missions.rules.missions import AssignmentState, ConvocationState, RunKind, check_text
from massicot.missions.services import heads
from massicot.missions.services import letters as letter_acts
from massicot.missions.services.letters import Addresses, withdraw_reminders
from massicot.post import services as post
from massicot.post.rules.letters import EnclosureKind, EnclosureName, LetterDraft
from massicot.store.writes import share_rows, swap_one


@transaction.atomic
def cancel_run(*, run_id: int, reason: str, addresses: Addresses, by: Actor, at: datetime) -> int:
    """Cancel all the letters of an official run before its first day, and tell everybody and their heads why.

    Return how many. Parts that are not written yet will not be. Everybody is on the lists as before.
    Raise NotAnOfficialRun, RunIsCancelled, CancelReasonMissing, MissionNamesNumber, MissionsBegun or SessionIsArchived.
    """
    run = ConvocationRun.objects.select_for_update(of=("self",)).select_related("session").filter(pk=run_id).first()
    if run is None:
        raise runs.RunUnknown
    exams.check_at_work(run.session)
    tidy = " ".join(visible_text(reason).split())
    rows = _hold_letters(run_id=run_id)
    _check(run, rows, tidy, at)
    ConvocationRun.objects.filter(pk=run_id).update(cancelled_at=at, cancelled_reason=tidy)
    _make_void(rows)
    # What has not left tells people to come: it never will.
    post.withdraw_letters_about(occasion_start=letter_acts.occasions_of(run_id))
    post.withdraw_letters_about(occasion_start=heads.occasion_of_run(run_id))
    withdraw_reminders(Convocation.objects.filter(run=run_id))
    _tell(rows, tidy, addresses, by, at)
    _tell_heads(rows, tidy, f"convocations-cancelled:{run_id}", by, at)
    audit.record(subject=convocations.run_subject(run), fact=runs.RunCancelled(run_id, len(rows), tidy), by=by, at=at)
    return len(rows)


@transaction.atomic
def cancel_convocation(*, code: str, reason: str, addresses: Addresses, by: Actor, at: datetime) -> None:
    """Cancel one letter, whose reader is told why, and take them off the list of the mission.

    Whoever has no address is told by their head of institution. Raise ConvocationUnknown, CancelReasonMissing,
    MissionNamesNumber, SessionIsArchived, or what the letter became meanwhile.
    """
    tidy = " ".join(visible_text(reason).split())
    if not tidy:
        raise runs.CancelReasonMissing
    check_text(tidy)
    row = convocations.convocation_by_code(code)
    exams.check_at_work(row.assignment.mission.session)
    if not _hold_letters(pk=row.pk):
        raise_not_valid(convocations.convocation_by_code(code))
    call_off(row, tidy, addresses, by, at)
    fact = runs.ConvocationWithdrawn(code, tidy)
    audit.record(subject=f"convocation:{letters.first_code(code)}", fact=fact, by=by, at=at)


def call_off(row: Convocation, reason: str, addresses: Addresses, by: Actor, at: datetime) -> None:
    """Make one letter void, tell its reader why, and take them off the list; lower service of the acts that do so."""
    held = _hold_letters(pk=row.pk)
    _make_void(held)
    Assignment.objects.filter(pk=row.assignment_id).update(
        state=AssignmentState.WITHDRAWN, withdrawn_reason=reason[: runs.REASON_LENGTH]
    )
    post.withdraw_letters_about(occasion_start=letter_acts.occasion_of(row))
    withdraw_reminders(Convocation.objects.filter(pk=row.pk))
    _tell(held, reason, addresses, by, at)
    unmailed = [one for one in held if not letter_acts.has_mail(one.assignment.person.email)]
    _tell_heads(unmailed, reason, f"convocation-cancelled-of:{row.code}", by, at)


def raise_not_valid(row: Convocation) -> None:
    """Refuse an act on a letter that does not hold; raise ConvocationReplaced or ConvocationCancelled."""
    state = state_told(row)
    if state == ConvocationState.REPLACED:
        raise letters.ConvocationReplaced(code=row.code)
    if state == ConvocationState.CANCELLED:
        raise letters.ConvocationCancelled(code=row.code)


def _check(run: ConvocationRun, rows: Sequence[Convocation], reason: str, at: datetime) -> None:
    if run.kind != RunKind.OFFICIAL:
        raise runs.NotAnOfficialRun
    if run.cancelled_at:
        raise runs.RunIsCancelled
    if not reason:
        raise runs.CancelReasonMissing
    check_text(reason)
    if rows:
        first = min(row.starts_at for row in rows)
        runs.check_before_first_day(exams.day_of(run.session, first), exams.day_of(run.session, at))


def _hold_letters(**which: int) -> list[Convocation]:
    """Hold letters that hold: nobody acknowledges one while it is made void."""
    valid = Convocation.objects.filter(state=ConvocationState.VALID, **which)
    return list(valid.select_for_update(of=("self",)).select_related("assignment__person").order_by("pk"))


def _make_void(rows: Sequence[Convocation]) -> None:
    Convocation.objects.filter(pk__in=[row.pk for row in rows]).update(state=ConvocationState.CANCELLED)
    back = Assignment.objects.filter(pk__in=[row.assignment_id for row in rows], state=AssignmentState.CONVENED)
    back.update(state=AssignmentState.PROPOSED)


def _tell(rows: Sequence[Convocation], reason: str, addresses: Addresses, by: Actor, at: datetime) -> None:
    drafts = []
    for row in rows:
        if not letter_acts.has_mail(row.assignment.person.email):
            continue
        mail = convocation_mails.cancellation(letter_acts.mail_content(row, addresses), reason)
        drafts.append(
            LetterDraft(
                to=row.assignment.person.email.strip(),
                subject=mail.subject,
                body=mail.body,
                occasion=f"convocation-cancelled:{row.code}",
                enclosed=(EnclosureName(EnclosureKind.CANCELLED_CALENDAR, str(row.pk)),),
                is_urgent=runs.is_urgent(row.starts_at, at),
            )
        )
    post.write_letters(drafts=drafts, by=by, at=at)


def _tell_heads(rows: Sequence[Convocation], reason: str, occasion: str, by: Actor, at: datetime) -> None:
    """Write to each head of institution who of their staff is called no more, also where no mail told them of the run.

    They see it on their desk as well, and whoever has no address is told by them alone.
    """
    drafts = []
    for uai, own in heads.by_institution(rows):
        mail = convocation_mails.cancellation_to_head(heads.content_of(own), reason)
        drafts += heads.drafts_to_heads(uai, own, mail, f"{occasion}:{uai}", (), at)
    post.write_letters(drafts=drafts, by=by, at=at)


@transaction.atomic
def reissue_letters(*, mission_id: int, addresses: Addresses, draw: Draw, by: Actor, at: datetime) -> int:
    """Issue again the letters of a mission that no longer say what is so; return how many.

    The old ones say that they are replaced; the new ones have their code with a suffix, and move the events in the
    calendars; those that fell away are taken out of them. Heads of institution get the letters of their staff anew.
    Raise LettersStillRight.
    """
    mission = queries.hold_mission(mission_id)
    valid = Convocation.objects.filter(assignment__mission_id=mission_id, state=ConvocationState.VALID)
    # Whoever cancels their run holds it before its letters too.
    share_rows(ConvocationRun, valid.values_list("run", flat=True).distinct())
    rows = list(valid.select_for_update(of=("self",)).select_related("run").order_by("pk"))
    drafts = draft_reads.drafts_of([row.assignment_id for row in rows])
    stale = [row for row in rows if _is_stale(row, drafts)]
    if not stale:
        raise runs.LettersStillRight
    replace_letters(stale, drafts, addresses, draw, by, at)
    fact = runs.LettersReissued(mission_id, len(stale))
    audit.record(subject=queries.subject_of(mission), fact=fact, by=by, at=at)
    return len(stale)


def replace_letters(
    stale: Sequence[Convocation],
    drafts: Mapping[int, letters.LetterFacts],
    addresses: Addresses,
    draw: Draw,
    by: Actor,
    at: datetime,
) -> None:
    """Put a letter in the place of each of some, and tell their heads; lower service of the acts that do so."""
    for row in stale:
        holds = Convocation.objects.filter(pk=row.pk, state=ConvocationState.VALID)
        swap_one(holds, letters.ConvocationReplaced(code=row.code), state=ConvocationState.REPLACED)
        post.withdraw_letters_about(occasion_start=letter_acts.occasion_of(row))
    withdraw_reminders(Convocation.objects.filter(pk__in=[row.pk for row in stale]))
    for run in {row.run for row in stale}:
        own = [row for row in stale if row.run_id == run.pk]
        letter_acts.issue(
            run=run,
            drafts={row.assignment_id: drafts[row.assignment_id] for row in own},
            replaced={row.assignment_id: row for row in own},
            addresses=addresses,
            draw=draw,
            by=by,
            at=at,
        )
    _tell_heads_again(stale, by, at)


def _is_stale(row: Convocation, drafts: dict[int, letters.LetterFacts]) -> bool:
    now = drafts.get(row.assignment_id)
    return now is not None and letters.says_otherwise(convocations.facts_of(row), now)


def _tell_heads_again(stale: Sequence[Convocation], by: Actor, at: datetime) -> None:
    """Write to each head of institution whose letters say something else by now: some of them have no address."""
    valid = Convocation.objects.filter(
        assignment__in=[row.assignment_id for row in stale], state=ConvocationState.VALID
    )
    anew = list(valid.select_related("assignment__person"))
    drafts: list[LetterDraft] = []
    for run_id in sorted({row.run_id for row in anew}):
        for uai, own in heads.by_institution(row for row in anew if row.run_id == run_id):
            mail = convocation_mails.replaced_to_head(heads.content_of(own))
            occasion = f"{heads.occasion_of_run(run_id, uai)}:{max(row.pk for row in own)}"
            drafts += heads.drafts_to_heads(uai, own, mail, occasion, heads.file_of(run_id, uai), at)
    post.write_letters(drafts=drafts, by=by, at=at)
