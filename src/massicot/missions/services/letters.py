"""Letters written: their rows, the mails that carry them, their reminders; lower services of whatever issues some."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Concat

from massicot.core.actor import SYSTEM, Actor
from massicot.core.draws import Draw
from massicot.documents import convocation_mails
from massicot.documents.convocation_mails import CalledMail
from massicot.documents.mails import Mail
from massicot.missions.models import Assignment, Convocation, ConvocationRun, Mission, RunPart
from massicot.missions.queries import convocations
from massicot.missions.queries import drafts as draft_reads
from massicot.missions.rules import letters, runs
from massicot.missions.rules.letters import LetterFacts
from massicot.missions.rules.missions import ConvocationState, RunKind
from massicot.post import queries as post_queries
from massicot.post import rules as post_rules
from massicot.post import services as post
from massicot.post.rules.letters import EnclosureKind, EnclosureName, LetterDraft
from massicot.store.prepared import Question
from massicot.store.writes import swap_one

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where letters lead, by their code: the page of the QR code, and the page of the mail alone."""

    page: Callable[[str], str]
    personal: Callable[[str], str]


def issue(
    *,
    run: ConvocationRun,
    drafts: Mapping[int, LetterFacts],
    replaced: Mapping[int, Convocation],
    addresses: Addresses,
    draw: Draw,
    by: Actor,
    at: datetime,
) -> int:
    """Write the letters of some assignments and the mails that carry them; return how many leave by mail.

    `replaced`: the letter whose place each takes, by assignment. What it called to and this one does not is taken out
    of calendars. Somebody without an address gets the letter from their head of institution, or printed.
    """
    codes = _codes(drafts, draw)
    rows = []
    for assignment, facts in drafts.items():
        code, number = codes[assignment]
        day = at.astimezone(ZoneInfo(facts.time_zone)).date().isoformat()
        before = replaced[assignment].code if assignment in replaced else ""
        said = replace(facts, issued_on=day, replaces=before, page=addresses.page(code))
        rows.append(_row(run, assignment, code, number, said, at))
    Convocation.objects.bulk_create(rows, batch_size=AT_ONCE)
    kept = {row.assignment_id: row for row in _with_persons(list(codes))}
    shortened = _find_shortened(drafts, replaced)
    mails = [
        _draft(kept[assignment], shortened.get(assignment), addresses, at)
        for assignment in drafts
        if has_mail(kept[assignment].assignment.person.email)
    ]
    post.write_letters(drafts=mails, by=by, at=at)
    return len(mails)


def _find_shortened(
    drafts: Mapping[int, LetterFacts], replaced: Mapping[int, Convocation]
) -> Mapping[int, Convocation]:
    """Find the letters that called to something that the ones in their place, or one before, do not call to."""
    said: dict[int, list[LetterFacts]] = defaultdict(list)
    for assignment, text in _EARLIER.ask(assignment_ids=list(replaced)) if replaced else ():
        said[assignment].append(letters.read(text))
    return {
        assignment: row
        for assignment, row in replaced.items()
        if letters.fallen_slots(said[assignment], {slot.activity for slot in drafts[assignment].slots})
    }


def _with_persons(assignment_ids: Sequence[int]) -> Sequence[Convocation]:
    return _VALID.ask(assignment_ids=list(assignment_ids)) if assignment_ids else []


def _codes(drafts: Mapping[int, LetterFacts], draw: Draw) -> dict[int, tuple[str, int]]:
    """Give each letter its code and its issue: that of the letter before it, with a suffix, or a new one."""
    issued = _ISSUED.ask(assignment_ids=list(drafts)) if drafts else []
    first = {assignment: code for assignment, issue, code in issued if issue == 1}
    issues = {assignment: issue + 1 for assignment, issue, _ in issued}
    return {
        assignment: (letters.code_of_issue(first.get(assignment) or letters.draw_code(draw), number), number)
        for assignment in drafts
        for number in (issues.get(assignment, 1),)
    }


def _issues(assignment_ids: Sequence[int]) -> QuerySet[Convocation, Any]:
    rows = Convocation.objects.filter(assignment_id__in=assignment_ids).order_by("issue")
    return rows.values_list("assignment_id", "issue", "code")


def _earlier(assignment_ids: Sequence[int]) -> QuerySet[Convocation, Any]:
    rows = Convocation.objects.filter(assignment_id__in=assignment_ids).exclude(state=ConvocationState.VALID)
    return rows.order_by("issue").values_list("assignment_id", "facts")


def _valid(assignment_ids: Sequence[int]) -> QuerySet[Convocation]:
    rows = Convocation.objects.filter(assignment_id__in=assignment_ids, state=ConvocationState.VALID)
    return rows.select_related("assignment__person")


_ISSUED: Question[tuple[int, int, str]] = Question(_issues)
_EARLIER: Question[tuple[int, str]] = Question(_earlier)
_VALID: Question[Convocation] = Question(_valid)


def _row(run: ConvocationRun, assignment: int, code: str, number: int, facts: LetterFacts, at: datetime) -> Convocation:
    return Convocation(
        run=run,
        assignment_id=assignment,
        code=code,
        issue=number,
        facts=letters.facts_text(facts),
        institution_uai=facts.person.institution_uai,
        places=" ".join(place.uai for place in facts.places),
        starts_at=facts.starts,
        ends_at=facts.ends,
        issued_at=at,
    )


def has_mail(email: str) -> bool:
    """Say whether mail can reach an address."""
    try:
        post_rules.check_address(email)
    except post_rules.AddressMalformed:
        return False
    return True


def mail_content(convocation: Convocation, addresses: Addresses, *, is_shortened: bool = False) -> CalledMail:
    """Tell what the mails about a letter say of it."""
    facts = letters.read(convocation.facts)
    return CalledMail(
        code=convocation.code,
        name=facts.person.name,
        mission=facts.title,
        session=facts.session_title,
        days=facts.days,
        link=addresses.personal(convocation.code),
        telephone=facts.office.telephone,
        replaces=facts.replaces,
        is_shortened=is_shortened,
        is_let_off=bool(convocation.assignment.let_off),
    )


def _mail(convocation: Convocation, content: CalledMail, at: datetime) -> Mail:
    facts = letters.read(convocation.facts)
    if facts.is_late:
        return convocation_mails.late_convocation(content, is_over=convocation.ends_at <= at)
    if facts.is_instead:
        return convocation_mails.convocation_instead(content)
    return convocation_mails.convocation(content)


def _draft(convocation: Convocation, shortened: Convocation | None, addresses: Addresses, at: datetime) -> LetterDraft:
    mail = _mail(convocation, mail_content(convocation, addresses, is_shortened=shortened is not None), at)
    return LetterDraft(
        to=convocation.assignment.person.email.strip(),
        subject=mail.subject,
        body=mail.body,
        occasion=occasion_of(convocation),
        enclosed=_enclosures_of(convocation, shortened, at),
        is_urgent=runs.is_urgent(convocation.starts_at, at),
    )


def draft_again(convocation: Convocation, addresses: Addresses, at: datetime) -> LetterDraft:
    """Write the mail of a letter once more, as it was and to the address that its reader has now.

    What fell away of the letters before it is taken out of the calendar: the mail that said so may never have come.
    """
    of_reader = Convocation.objects.filter(assignment_id=convocation.assignment_id, issue__lt=convocation.issue)
    before = {row.assignment_id: row for row in of_reader.order_by("issue")}
    shortened = _find_shortened({convocation.assignment_id: letters.read(convocation.facts)}, before)
    return _draft(convocation, shortened.get(convocation.assignment_id), addresses, at)


def occasion_of(convocation: Convocation) -> str:
    """Name the occasion of the mail of a letter."""
    return f"{occasions_of(convocation.run_id)}{convocation.code}"


def occasions_of(run_id: int) -> str:
    """Say what the occasions of the letters of a run begin with."""
    return f"{letters.OCCASIONS}{run_id}:"


def _enclosures_of(convocation: Convocation, shortened: Convocation | None, at: datetime) -> list[EnclosureName]:
    """Name what goes with the mail of a letter: once its days are over, nothing of it belongs into a calendar."""
    letter, calendar = EnclosureKind.CONVOCATION, EnclosureKind.CALENDAR
    kinds = (letter,) if convocation.ends_at <= at else (letter, calendar)
    own = [EnclosureName(kind, str(convocation.pk)) for kind in kinds]
    fallen = [EnclosureName(EnclosureKind.CANCELLED_CALENDAR, str(shortened.pk))] if shortened else []
    return own + fallen


_OCCASIONS = "convocation-reminder:"


def remind_unacknowledged(*, addresses: Addresses, at: datetime) -> int:
    """Write to whoever has not acknowledged a letter as its first day comes near; return how many mails are new."""
    due = [(row, _occasion(row, at)) for row in convocations.unknown_before(at, at + max(runs.REMINDED_BEFORE))]
    wanted = {occasion: row for row, occasion in due if occasion}
    written = post_queries.letters_on(wanted)
    drafts = list(_drafts({occasion: row for occasion, row in wanted.items() if occasion not in written}, addresses))
    post.write_letters(drafts=drafts, by=SYSTEM, at=at)
    return len(drafts)


def withdraw_reminders(rows: QuerySet[Convocation]) -> None:
    """Give up what has not left of the reminders of some letters: they are void now, or their readers known to know.

    A lower service of the acts by which they are.
    """
    for before in runs.REMINDED_BEFORE:
        named = Concat(Value(_OCCASIONS), "code", Value(f":{before.days}"), output_field=TextField())
        post.withdraw_letters_on(occasions=rows.order_by().values_list(named))


def _occasion(row: Convocation, at: datetime) -> str:
    before = runs.reminder_due(row.issued_at, row.starts_at, at)
    return f"{_OCCASIONS}{row.code}:{before.days}" if before else ""


def _drafts(wanted: dict[str, Convocation], addresses: Addresses) -> Iterator[LetterDraft]:
    for occasion, row in wanted.items():
        email = row.assignment.person.email.strip()
        if has_mail(email):
            mail = convocation_mails.reminder(mail_content(row, addresses))
            yield LetterDraft(to=email, subject=mail.subject, body=mail.body, occasion=occasion)


@dataclass(frozen=True, slots=True)
class LetterWriting:
    """How letters are written: where they lead, what their codes are drawn from, by whom and when."""

    addresses: Addresses
    draw: Draw
    by: Actor
    at: datetime


def issue_one(mission: Mission, assignment: Assignment, writing: LetterWriting) -> Convocation:
    """Issue the letter of somebody who is convened, inside the act that does; heads are told by that act."""
    drafts = draft_reads.drafts_of([assignment.pk])
    before = _HOLDS.first(assignment_id=assignment.pk)
    if before:
        holds = Convocation.objects.filter(assignment=assignment, state=ConvocationState.VALID)
        swap_one(holds, letters.ConvocationReplaced(code=before.code), state=ConvocationState.REPLACED)
        post.withdraw_letters_about(occasion_start=occasion_of(before))
        withdraw_reminders(Convocation.objects.filter(pk=before.pk))
    run = before.run if before else _run(mission, assignment, draft_reads.digests_of(drafts), writing)
    issue(
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
