"""Asking for a second keying, and ending it: acts of the exam office, paper by paper and batch by batch.

Each batch is drawn by itself, once: those that are there when the office asks, at once; those made later, as their
mark sheet is first printed, since nothing is typed before that. A batch that is locked at that moment is left alone.
"""

from datetime import datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks import queries, rules
from massicot.marks.models import AskedShare, Credential, SecondKeying
from massicot.marks.rules import ALL_BATCHES, Keying
from massicot.store.swap import swap_one


@transaction.atomic
def ask_second_keying(*, paper: Paper, percent: int, seen: int, draw: Draw, by: Actor, at: datetime) -> list[str]:
    """Ask for a share of a paper's batches to be typed twice, over the share `seen`; give those that this adds.

    Raise NotFromOffice, EntryClosed, ShareNotMore or ShareChangedMeanwhile.
    """
    accounts.check_office(by.login)
    window = queries.window_of(paper)
    if at >= window.closes_at:
        raise rules.EntryClosed(opens=window.opens_at, closes=window.closes_at)
    rules.check_share(percent, seen)
    _put_share(paper, seen, percent, by=by, at=at)
    undrawn = [SecondKeying(batch_id=pk, drawn=draw.below(ALL_BATCHES)) for pk in queries.not_drawn(paper.pk)]
    # A batch whose first sheet is being printed now is drawn there: what is drawn first stays.
    SecondKeying.objects.bulk_create(undrawn, ignore_conflicts=True)
    chosen = dict(queries.to_be_chosen(paper.pk, percent).values_list("pk", "batch__code"))
    SecondKeying.objects.filter(pk__in=chosen).update(is_asked=True)
    codes = sorted(chosen.values())
    audit.record(subject=exams.subject_of(paper), fact=rules.SecondKeyingAsked(seen, percent, codes), by=by, at=at)
    return codes


@transaction.atomic
def end_second_keying(*, paper: Paper, seen: int, reason: str, by: Actor, at: datetime) -> list[str]:
    """End the second keying of a paper: the batches not locked yet are typed once; what was typed twice is kept.

    What was drawn is kept too, for a share that is asked for again. Raise NotFromOffice, ReasonOfTheOfficeMissing or
    ShareChangedMeanwhile.
    """
    accounts.check_office(by.login)
    why = rules.check_reason(reason)
    standing = AskedShare.objects.filter(paper=paper, percent=seen, percent__gt=0)
    swap_one(standing, rules.ShareChangedMeanwhile(), **_asked(0, by, at))
    released = dict(queries.to_be_released(paper.pk).values_list("batch_id", "batch__code"))
    SecondKeying.objects.filter(batch__in=released).update(is_asked=False)
    _void_sheets(list(released))
    codes = sorted(released.values())
    audit.record(subject=exams.subject_of(paper), fact=rules.SecondKeyingEnded(seen, why, codes), by=by, at=at)
    return codes


@transaction.atomic
def release_batch(*, batch_code: str, reason: str, by: Actor, at: datetime) -> SecondKeying:
    """Take one batch out of the second keying for good; what was typed twice is kept.

    Raise NotFromOffice, BatchUnknown, BatchWasUnmade, ReasonOfTheOfficeMissing, BatchIsLocked or
    SecondKeyingNotAsked.
    """
    accounts.check_office(by.login)
    batch = batches.batch_by_code(batch_code)
    why = rules.check_reason(reason)
    if queries.is_locked(batch.pk):
        raise rules.BatchIsLocked(code=batch.code)
    rows = SecondKeying.objects.filter(batch=batch, is_asked=True)
    refusal = rules.SecondKeyingNotAsked(code=batch.code)
    swap_one(rows, refusal, is_asked=False, released_by=by.login, reason=why)
    _void_sheets([batch.pk])
    audit.record(subject=queries.subject_of(batch.code), fact=rules.BatchReleased(batch.code, why), by=by, at=at)
    return SecondKeying.objects.get(batch=batch)


def draw_batch(batch: Batch, draw: Draw, *, by: Actor, at: datetime) -> None:
    """Draw a batch that was never drawn, where its paper asks for it, inside the act that prints its first sheet."""
    percent = queries.share_of(batch.paper_id)
    if not percent or SecondKeying.objects.filter(batch=batch).exists():
        return
    drawn = draw.below(ALL_BATCHES)
    SecondKeying.objects.create(batch=batch, drawn=drawn, is_asked=drawn < percent)
    fact = rules.BatchDrawn(batch.code, drawn, percent)
    audit.record(subject=queries.subject_of(batch.code), fact=fact, by=by, at=at)


def _put_share(paper: Paper, seen: int, percent: int, *, by: Actor, at: datetime) -> None:
    """Replace the share that was seen; raise ShareChangedMeanwhile."""
    row, _ = AskedShare.objects.get_or_create(paper=paper, defaults=_asked(0, by, at))
    swap_one(
        AskedShare.objects.filter(pk=row.pk, percent=seen), rules.ShareChangedMeanwhile(), **_asked(percent, by, at)
    )


def _asked(percent: int, by: Actor, at: datetime) -> dict[str, int | str | datetime]:
    return {"percent": percent, "asked_by": by.login, "asked_at": at}


def _void_sheets(batch_ids: list[int]) -> None:
    """Let the sheets of batches that are typed once open nothing any more."""
    live = Credential.objects.filter(batch__in=batch_ids, keying=Keying.SECOND, is_revoked=False)
    live.update(is_revoked=True)
