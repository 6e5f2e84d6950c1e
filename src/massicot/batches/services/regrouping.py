"""Batches merged into one, a batch split into two: the scripts go over, line by line, into batches with new numbers."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.batches import queries, rules
from massicot.batches.models import Batch, BatchScript, Succession
from massicot.batches.rules import Check, SplitChoice
from massicot.core.actor import Actor
from massicot.core.wall import check_names_nobody
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind
from massicot.exams import queries as exams


@transaction.atomic
def merge_batches_unchecked_marks(*, codes: Collection[str], reason: str, by: Actor, at: datetime) -> Batch:
    """Make one batch of several that lie at the desk; lower service of the act that looks at their marks.

    Raise BatchUnknown, BatchWasUnmade, BatchWasRegrouped, BatchAlreadyOut, BatchLacksScripts, BatchAlone,
    SpecialtiesDiffer, MergedTooLarge or TextNamesCandidate.
    """
    check_names_nobody(reason)
    before = hold_at_desk(codes)
    ceiling = exams.paper_by_id(before[0].paper_id).batch_ceiling
    cells = [(batch.paper_id, batch.centre_uai, batch.specialty_code) for batch in before]
    rules.check_merge({batch.code: batch.size for batch in before}, cells, ceiling)
    numbers = sorted(number for batch in before for number in queries.numbers_of(batch.pk))
    (after,) = _regroup(before, [numbers], by=by, at=at)
    for batch in before:
        fact = rules.BatchMerged(batch.code, after.code, batch.size, reason)
        audit.record(subject=queries.subject_of(batch.code), fact=fact, by=by, at=at)
    return after


@transaction.atomic
def split_batch_unchecked_marks(
    *, code: str, choice: SplitChoice, reason: str, by: Actor, at: datetime
) -> tuple[Batch, Batch]:
    """Part a batch that lies at the desk into two; lower service of the act that looks at its marks.

    Raise BatchUnknown, BatchWasUnmade, BatchWasRegrouped, BatchAlreadyOut, BatchLacksScripts, ChoiceMissing,
    ChoiceUnclear, NothingMoves or TextNamesCandidate.
    """
    check_names_nobody(reason)
    (batch,) = hold_at_desk([code])
    lines = queries.line_numbers(batch.pk)
    moved = rules.plan_split(batch.code, lines, choice)
    kept = sorted(lines.keys() - set(moved))
    first, second = _regroup([batch], [kept, moved], by=by, at=at)
    fact = rules.BatchSplit(batch.code, [first.code, second.code], batch.size, reason)
    audit.record(subject=queries.subject_of(batch.code), fact=fact, by=by, at=at)
    return first, second


def hold_at_desk(codes: Collection[str]) -> list[Batch]:
    """Hold batches that nobody has and that lack no script, inside the act that regroups them.

    Raise BatchUnknown, BatchWasUnmade, BatchWasRegrouped, BatchAlreadyOut or BatchLacksScripts.
    """
    tidy = sorted({code.strip().upper() for code in codes})
    first = queries.batch_by_code(tidy[0])
    # New numbers are given: whoever makes batches at the same time waits, as they would for one another.
    exams.hold_papers_at_work(exams.paper_by_id(first.paper_id).session)
    held = {batch.code: batch for batch in queries.hold_batches(tidy)}
    for code in tidy:
        if code not in held:
            raise rules.BatchUnknown(code=code)
        batch = held[code]
        queries.check_standing(batch)
        if batch.is_out:
            raise rules.BatchAlreadyOut(code=batch.code, holder=batch.taker)
        rules.check_none_lacking(batch.code, queries.lines_short(batch.pk))
    return list(held.values())


def _regroup(before: Sequence[Batch], parts: Sequence[Sequence[str]], *, by: Actor, at: datetime) -> list[Batch]:
    """Put the scripts of some batches, all of them, into new ones, a batch for each part."""
    after = [_new_batch(before[0], part, at=at) for part in parts]
    spot = queries.store_of(before[0])
    for batch, part in zip(after, parts, strict=True):
        custody.appear(
            kind=ItemKind.BATCH, refs=[batch.code], act=Act.MADE_UP, spot=spot, count=batch.size, by=by, at=at
        )
        _move_lines(before, batch, part, by=by, at=at)
        made_of = [earlier.code for earlier in before]
        fact = rules.BatchMadeOfBatches(batch.code, batch.specialty_code, part, made_of)
        audit.record(subject=queries.subject_of(batch.code), fact=fact, by=by, at=at)
    Batch.objects.filter(pk__in=[batch.pk for batch in before]).update(unmade_at=at)
    custody.withdraw(kind=ItemKind.BATCH, refs=[batch.code for batch in before], spot=spot)
    Succession.objects.bulk_create(Succession(earlier=earlier, later=later) for earlier in before for later in after)
    return after


def _new_batch(like: Batch, numbers: Sequence[str], *, at: datetime) -> Batch:
    paper = exams.paper_by_id(like.paper_id)
    sequence = queries.last_sequence(paper.pk) + 1
    return Batch.objects.create(
        code=rules.batch_code(f"{paper.session.code}-{paper.code}", sequence),
        paper=paper,
        centre_uai=like.centre_uai,
        specialty_code=like.specialty_code,
        sequence=sequence,
        size=len(numbers),
        made_at=at,
    )


def _move_lines(before: Sequence[Batch], after: Batch, numbers: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Move scripts and their lines into a new batch: they are checked anew against its own sheet."""
    spot = queries.store_of(after)
    for batch in before:
        own = sorted(set(queries.numbers_of(batch.pk)).intersection(numbers))
        custody.move_all(
            refs=own,
            act=Act.REGROUPED,
            origin=spot,
            destination=spot,
            inside_before=batch.code,
            inside_after=after.code,
            by=by,
            at=at,
        )
        BatchScript.objects.filter(batch=batch, number__in=own).delete()
    BatchScript.objects.bulk_create(
        BatchScript(batch=after, number=number, position=position, check_made=Check.NOT_YET)
        for position, number in enumerate(numbers, 1)
    )
