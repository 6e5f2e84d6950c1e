"""Batches merged or split: what is typed goes over with its scripts, and the sheets before open nothing.

Marks keep their author, what was typed a second time its keyer, what was changed, settled or answered its story. Where
one of the batches before was to be typed twice, those that come of it are; where one had more time, they have it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.queries import Batch
from massicot.batches.rules import SplitChoice
from massicot.core.actor import Actor
from massicot.marks import queries, rules
from massicot.marks.models import (
    Credential,
    EarlierLock,
    Extension,
    Mark,
    MarkChange,
    Referral,
    SecondKeying,
    SecondMark,
    Settlement,
)

_TYPED = (Mark.objects, MarkChange.objects, SecondMark.objects, Settlement.objects, Referral.objects)
"""What is kept of one line, and goes where its script goes."""


@transaction.atomic
def merge_batches(*, codes: Collection[str], reason: str, by: Actor, at: datetime) -> Batch:
    """Merge batches of one specialty that lie at the desk into one with a number of its own.

    Raise BatchUnknown, BatchWasUnmade, BatchWasRegrouped, BatchAlreadyOut, BatchLacksScripts, BatchIsLocked,
    BatchWasSigned, LinesAtTheOffice, BatchAlone, SpecialtiesDiffer, MergedTooLarge or TextNamesCandidate.
    """
    before = _held(codes)
    after = batch_acts.merge_batches_unchecked_marks(codes=codes, reason=reason, by=by, at=at)
    _carry(before, [after])
    return after


@transaction.atomic
def split_batch(*, code: str, choice: SplitChoice, reason: str, by: Actor, at: datetime) -> tuple[Batch, Batch]:
    """Split a batch that lies at the desk into two with numbers of their own.

    Raise BatchUnknown, BatchWasUnmade, BatchWasRegrouped, BatchAlreadyOut, BatchLacksScripts, BatchIsLocked,
    BatchWasSigned, LinesAtTheOffice, ChoiceMissing, ChoiceUnclear, NothingMoves or TextNamesCandidate.
    """
    before = _held([code])
    after = batch_acts.split_batch_unchecked_marks(code=code, choice=choice, reason=reason, by=by, at=at)
    _carry(before, after)
    return after


def _held(codes: Collection[str]) -> list[Batch]:
    """Hold batches whose marks may go over, and let their sheets open nothing any more."""
    before = batch_acts.hold_at_desk(codes)
    # What stands in the way is looked for before a sheet is waited for, and again once nothing is typed any more.
    for batch in before:
        _check_free(batch)
    Credential.objects.filter(batch__in=before).update(is_revoked=True, awaits_lock=False)
    for batch in before:
        _check_free(batch)
    return before


def _check_free(batch: Batch) -> None:
    if queries.is_locked(batch.pk):
        raise rules.BatchIsLocked(code=batch.code)
    if EarlierLock.objects.filter(batch=batch).exists():
        raise rules.BatchWasSigned(code=batch.code)
    if waiting := list(queries.waiting_referrals(batch.pk).values_list("number", flat=True)):
        raise rules.LinesAtTheOffice(code=batch.code, numbers=", ".join(waiting))


def _carry(before: Sequence[Batch], after: Sequence[Batch]) -> None:
    keyings = list(SecondKeying.objects.filter(batch__in=before).order_by("drawn"))
    extension = Extension.objects.filter(batch__in=before).order_by("-closes_at").first()
    for batch in after:
        numbers = batches.numbers_of(batch.pk)
        for typed in _TYPED:
            typed.filter(batch__in=before, number__in=numbers).update(batch=batch)
        if keyings:
            _ask_again(batch, keyings)
        if extension:
            Extension.objects.create(
                batch=batch,
                closes_at=extension.closes_at,
                reason=extension.reason,
                given_by=extension.given_by,
                given_at=extension.given_at,
            )


def _ask_again(batch: Batch, keyings: Sequence[SecondKeying]) -> None:
    """Let a new batch be typed twice where one of those before it was; drawn as the one that was drawn first."""
    released = next((row for row in keyings if row.reason), None)
    is_asked = any(row.is_asked for row in keyings)
    signed = {} if is_asked or released is None else {"released_by": released.released_by, "reason": released.reason}
    SecondKeying.objects.create(batch=batch, drawn=keyings[0].drawn, is_asked=is_asked, **signed)
