"""Acts on a second keying: asked for, ended, saved without a look at the first, settled line by line.

Asking for a second keying, and ending it: acts of the exam office, paper by paper and batch by batch. Each batch is
drawn by itself, once: those that are there when the office asks, at once; those made later, as their mark sheet is
first printed, since nothing is typed before that. A batch that is locked at that moment is left alone.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks.models import AskedShare, Credential, SecondKeying, SecondMark, Settlement
from massicot.marks.queries import keyings as keying_reads
from massicot.marks.queries import lines as line_reads
from massicot.marks.queries import locks, openings, progress, sheets
from massicot.marks.rules import amendments
from massicot.marks.rules import keyings as keying_rules
from massicot.marks.rules import lines as line_rules
from massicot.marks.rules import locks as lock_rules
from massicot.marks.rules import openings as opening_rules
from massicot.marks.rules.keyings import ALL_BATCHES, DifferenceSettled, Keying, Keyings, MarksKeyedAgain
from massicot.marks.rules.lines import CALM_PACE_S, LineChange, SaveAnswer, Sheet, TypedLine
from massicot.marks.services import lines as line_acts
from massicot.marks.services.lines import Authorship, columns, write_lines
from massicot.store.prepared import ask_all
from massicot.store.writes import swap_one


@transaction.atomic
def ask_second_keying(*, paper: Paper, percent: int, seen: int, draw: Draw, by: Actor, at: datetime) -> list[str]:
    """Ask for a share of a paper's batches to be typed twice, over the share `seen`; give those that this adds.

    Raise NotFromOffice, EntryClosed, ShareNotMore or ShareChangedMeanwhile.
    """
    accounts.check_office(by.login)
    window = sheets.window_of(paper)
    if at >= window.closes_at:
        raise opening_rules.EntryClosed(opens=window.opens_at, closes=window.closes_at)
    keying_rules.check_share(percent, seen)
    _put_share(paper, seen, percent, by=by, at=at)
    undrawn = [SecondKeying(batch_id=pk, drawn=draw.below(ALL_BATCHES)) for pk in keying_reads.not_drawn(paper.pk)]
    # A batch whose first sheet is being printed now is drawn there: what is drawn first stays.
    SecondKeying.objects.bulk_create(undrawn, ignore_conflicts=True)
    chosen = dict(keying_reads.to_be_chosen(paper.pk, percent).values_list("pk", "batch__code"))
    SecondKeying.objects.filter(pk__in=chosen).update(is_asked=True)
    codes = sorted(chosen.values())
    audit.record(
        subject=exams.subject_of(paper), fact=keying_rules.SecondKeyingAsked(seen, percent, codes), by=by, at=at
    )
    return codes


@transaction.atomic
def end_second_keying(*, paper: Paper, seen: int, reason: str, by: Actor, at: datetime) -> list[str]:
    """End the second keying of a paper: the batches not locked yet are typed once; what was typed twice is kept.

    What was drawn is kept too, for a share that is asked for again. Raise NotFromOffice, ReasonOfTheOfficeMissing or
    ShareChangedMeanwhile.
    """
    accounts.check_office(by.login)
    why = amendments.check_reason(reason)
    standing = AskedShare.objects.filter(paper=paper, percent=seen, percent__gt=0)
    swap_one(standing, keying_rules.ShareChangedMeanwhile(), **_share_values(0, by, at))
    released = dict(keying_reads.to_be_released(paper.pk).values_list("batch_id", "batch__code"))
    SecondKeying.objects.filter(batch__in=released).update(is_asked=False)
    _void_sheets(list(released))
    codes = sorted(released.values())
    audit.record(subject=exams.subject_of(paper), fact=keying_rules.SecondKeyingEnded(seen, why, codes), by=by, at=at)
    return codes


@transaction.atomic
def release_batch(*, batch_code: str, reason: str, by: Actor, at: datetime) -> SecondKeying:
    """Take one batch out of the second keying for good; what was typed twice is kept.

    Raise NotFromOffice, BatchUnknown, BatchWasUnmade, ReasonOfTheOfficeMissing, BatchIsLocked or
    SecondKeyingNotAsked.
    """
    accounts.check_office(by.login)
    batch = batches.batch_by_code(batch_code)
    why = amendments.check_reason(reason)
    if progress.is_locked(batch.pk):
        raise lock_rules.BatchIsLocked(code=batch.code)
    rows = SecondKeying.objects.filter(batch=batch, is_asked=True)
    refusal = keying_rules.SecondKeyingNotAsked(code=batch.code)
    swap_one(rows, refusal, is_asked=False, released_by=by.login, reason=why)
    _void_sheets([batch.pk])
    audit.record(subject=sheets.subject_of(batch.code), fact=keying_rules.BatchReleased(batch.code, why), by=by, at=at)
    return SecondKeying.objects.get(batch=batch)


def draw_batch(batch: Batch, draw: Draw, *, by: Actor, at: datetime) -> None:
    """Draw a batch that was never drawn, where its paper asks for it, inside the act that prints its first sheet."""
    percent = keying_reads.share_of(batch.paper_id)
    if not percent or SecondKeying.objects.filter(batch=batch).exists():
        return
    drawn = draw.below(ALL_BATCHES)
    SecondKeying.objects.create(batch=batch, drawn=drawn, is_asked=drawn < percent)
    fact = keying_rules.BatchDrawn(batch.code, drawn, percent)
    audit.record(subject=sheets.subject_of(batch.code), fact=fact, by=by, at=at)


def _put_share(paper: Paper, seen: int, percent: int, *, by: Actor, at: datetime) -> None:
    """Replace the share that was seen; raise ShareChangedMeanwhile."""
    row, _ = AskedShare.objects.get_or_create(paper=paper, defaults=_share_values(0, by, at))
    swap_one(
        AskedShare.objects.filter(pk=row.pk, percent=seen),
        keying_rules.ShareChangedMeanwhile(),
        **_share_values(percent, by, at),
    )


def _share_values(percent: int, by: Actor, at: datetime) -> dict[str, int | str | datetime]:
    return {"percent": percent, "asked_by": by.login, "asked_at": at}


def _void_sheets(batch_ids: list[int]) -> None:
    """Let the sheets of batches that are typed once open nothing any more."""
    live = Credential.objects.filter(batch__in=batch_ids, keying=Keying.SECOND, is_revoked=False)
    live.update(is_revoked=True)


_NOT_SETTLED = {"settled_hundredths": None, "settled_code": ""}


def name_keyer(*, credential_id: int, name: str) -> str:
    """Check the name of whoever is to type a batch the second time, and give it as it will sign.

    Nothing is kept of it before the first mark. Raise SheetReplaced, KeyerMissing or KeyerMarked.
    """
    batch = sheets.second_credential(credential_id).batch
    return keying_rules.check_keyer(name, keying_reads.barred_keyers(batch))


@transaction.atomic
def save_second(
    *,
    credential_id: int,
    name: str,
    save_id: UUID,
    lines: Sequence[TypedLine],
    pace_s: int = CALM_PACE_S,
    address: str = "",
    opening_id: int | None = None,
    turn: str = "",
    at: datetime,
) -> SaveAnswer:
    """Save lines of a second keying under the name of whoever types, by the rules of `save_marks`.

    A line that is typed anew is compared anew. Raise KeyerMissing, KeyerMarked, and what `save_marks` raises.
    """
    credential = line_acts.hold_second(credential_id)
    digest = line_rules.body_digest(lines)
    opened = openings.fetch_for_save(credential, save_id, lines)
    if opened.earlier:
        return line_acts.same_answer(opened.earlier, digest)
    others = opened.openings_beside(opening_id, at)
    line_acts.check_open(credential, opened, address, at)
    author = keying_rules.check_keyer(name, keying_reads.barred_keyers(credential.batch))
    opening_rules.check_turn(turn, credential.identifier, name, credential.reopened)
    authorship = Authorship(
        batch=credential.batch, scale=opened.sheet.scale, author=author, half_day=line_acts.half_day_of(opened, at)
    )
    plan = line_rules.plan_save(lines, opened.sheet)
    _write(authorship, plan.changes)
    answer = SaveAnswer(plan.saved, plan.refused, plan.remaining, pace_s, others)
    fact = MarksKeyedAgain(author, authorship.half_day, line_acts.written_changes(authorship, plan.changes))
    ask_all(
        *line_acts.journal_save(credential, opened, fact, at=at),
        line_acts.answer_kept(credential, save_id, digest, answer),
    )
    return answer


def _write(authorship: Authorship, changes: Sequence[LineChange]) -> None:
    for change in changes:
        signed = {"author": authorship.author, "half_day": authorship.half_day}
        if change.before is None:
            SecondMark.objects.create(batch=authorship.batch, number=change.number, **columns(change.after), **signed)
        else:
            _rewrite(authorship, change, signed)


def _rewrite(authorship: Authorship, change: LineChange, signed: dict[str, str]) -> None:
    row = SecondMark.objects.filter(batch=authorship.batch, number=change.number, **columns(change.before))
    if change.after is None:
        count, _ = row.delete()
    else:
        count = row.update(**columns(change.after), **signed, **_NOT_SETTLED)
    if count != 1:
        raise line_rules.LineChangedMeanwhile(current=authorship.write(change.before))


@transaction.atomic
def settle_line(
    *,
    credential_id: int,
    number: str,
    value: str,
    first: str,
    second: str,
    turn: str = "",
    address: str = "",
    at: datetime,
) -> Settlement:
    """Settle one line from the paper; `first` and `second` are what the page showed of the two keyings.

    Both are kept beside what is settled, and what is settled is the mark. `turn`: whose page it is, if it tells. Raise
    SheetReplaced, EntryElsewhere, EntryNotOpen, EntryClosed, BatchIsLocked, BatchNeverHandedOut, TurnPassed,
    SecondKeyingNotAsked, KeyingsIncomplete, KeyingsAgree, DifferenceChangedMeanwhile, NumberNotInBatch,
    MarkNotOnScale, AbsentButWritten or PlaceholderIsAbsent.
    """
    credential = line_acts.hold(credential_id)
    batch = credential.batch
    author = line_acts.author_of(credential.batch)
    line_acts.hold_beside(batch)
    paper = exams.paper_by_id(batch.paper_id)
    locks.check_open(paper, batch, address, at)
    opening_rules.check_turn(turn, credential.identifier, author, credential.reopened)
    sheet = line_reads.sheet_to_sign(batch, exams.scale_of(paper))
    difference, settled = keying_rules.plan_settlement(number, value, first, second, _keyings(batch, sheet))
    zone = exams.zone_of(paper.session)
    authorship = Authorship(batch=batch, scale=sheet.scale, author=author, half_day=opening_rules.half_day(at, zone))
    change = LineChange(difference.number, difference.first, settled)
    write_lines(authorship, [change] if change.before != change.after else [])
    _mark_settled(batch, change)
    fact = DifferenceSettled(
        author=author,
        half_day=authorship.half_day,
        number=change.number,
        first=first,
        second=second,
        settled=authorship.write(settled),
    )
    by = Actor(credential.identifier)
    start = opening_rules.half_day_start(at, zone)
    audit.record(subject=sheets.subject_of(batch.code), fact=fact, by=by, at=start)
    return _keep_settlement(batch, fact)


def _keyings(batch: Batch, sheet: Sheet) -> Keyings:
    keyings = keying_reads.keyings_of(batch.pk, sheet)
    if keyings is None:
        raise keying_rules.SecondKeyingNotAsked(code=batch.code)
    return keyings


def _mark_settled(batch: Batch, change: LineChange) -> None:
    row = SecondMark.objects.filter(batch=batch, number=change.number)
    settled = {f"settled_{name}": value for name, value in columns(change.after).items()}
    swap_one(row, keying_rules.DifferenceChangedMeanwhile(number=change.number), **settled)


def _keep_settlement(batch: Batch, fact: DifferenceSettled) -> Settlement:
    return Settlement.objects.create(
        batch=batch,
        number=fact.number,
        first=fact.first,
        second=fact.second,
        settled=fact.settled,
        author=fact.author,
        half_day=fact.half_day,
    )
