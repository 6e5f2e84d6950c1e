"""Batches made up of what is received, and unmade before they were ever out; merged into one, split into two."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from massicot.audit import services as audit
from massicot.batches.models import Batch, BatchScript, Succession
from massicot.batches.queries import batches as batch_reads
from massicot.batches.queries import hands, regrouping, shortages
from massicot.batches.rules import batches as batch_rules
from massicot.batches.rules import concordance
from massicot.batches.rules import hands as hand_rules
from massicot.batches.rules import shortages as shortage_rules
from massicot.batches.rules.batches import BatchPlan, SplitChoice
from massicot.batches.rules.concordance import Check
from massicot.batches.rules.shortages import Witnessed
from massicot.consignments import services as parcels
from massicot.core.actor import Actor
from massicot.core.wall import check_names_nobody
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.store.writes import insert_rows, swap_one

_BATCH = ("code", "paper", "centre_uai", "specialty_code", "sequence", "size", "made_at")
_LINE = ("batch", "number", "position", "check_made", "checked_by")


@transaction.atomic
def make_batches(
    *, paper: Paper, centre_uai: str, specialties: Collection[str] | None = None, by: Actor, at: datetime
) -> list[Batch]:
    """Put the received scripts that are in no batch yet into batches, by specialty; raise NothingToBatch.

    All specialties, or those chosen: the others may wait for late parcels. Called again when late scripts came, it
    makes supplementary batches and leaves the others alone. Two who call it at once wait for one another: the second
    plans what the first left.
    """
    exams.hold_papers_at_work(paper.session)
    parcels.write_ticks_towards(paper_id=paper.pk, centre_uai=centre_uai, by=by, at=at)
    plans = batch_reads.plan_of(paper, centre_uai, specialties)
    if not plans:
        raise batch_rules.NothingToBatch(centre=exams.institution_name(centre_uai))
    batches = _insert(paper, centre_uai, plans, at=at)
    contents = {batch.code: plan.numbers for batch, plan in zip(batches, plans, strict=True)}
    _enter_ledger(centre_uai, contents, by=by, at=at)
    facts = {
        batch_reads.subject_of(code): batch_rules.BatchMadeUp(code, plan.specialty_code, plan.numbers)
        for code, plan in zip(contents, plans, strict=True)
    }
    audit.record_first(facts=facts, by=by, at=at)
    whole = batch_rules.BatchesMadeUp(list(contents), sum(batch.size for batch in batches))
    audit.record(subject=exams.subject_of(paper), fact=whole, by=by, at=at)
    return batches


@transaction.atomic
def miss_loose(*, paper: Paper, centre_uai: str, missing: str, signed: Witnessed, by: Actor, at: datetime) -> list[str]:
    """Name received scripts that nobody finds as batches are made: they are missing, the batches are made without.

    Named whole or by their end, signed by two persons; give their numbers. Raise NobodyNamed, EndingUnclear or
    what `check_witnessed` does.
    """
    exams.hold_papers_at_work(paper.session)
    parcels.write_ticks_towards(paper_id=paper.pk, centre_uai=centre_uai, by=by, at=at)
    loose = [number for plan in batch_reads.plan_of(paper, centre_uai) for number in plan.numbers]
    numbers = shortage_rules.read_missing(paper.code, missing, loose)
    shortage_rules.check_witnessed(signed, by)
    parcels.lose_received(centre_uai=centre_uai, numbers=numbers, by=by, at=at)
    fact = shortage_rules.LooseMissing(numbers, signed.reason, signed.second_person)
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
    return numbers


@transaction.atomic
def unmake_batch(*, code: str, reason: str, by: Actor, at: datetime) -> None:
    """Take a batch apart that no marker has held: its scripts lie loose again, its number is given to no other.

    A mark sheet printed for it opens nothing any more. Raise BatchUnknown, BatchWasUnmade, BatchWasHandedOut,
    BatchMadeOfOthers or BatchLacksScripts.
    """
    batch = batch_reads.hold_batch(code)
    if hands.hand_outs_of(batch.pk):
        raise batch_rules.BatchWasHandedOut(code=batch.code)
    if origins := regrouping.origins_of(batch.pk):
        raise batch_rules.BatchMadeOfOthers(code=batch.code, codes=", ".join(origins))
    shortage_rules.check_none_lacking(batch.code, shortages.lines_short(batch.pk))
    numbers = batch_reads.numbers_of(batch.pk)
    spot = batch_reads.store_of(batch)
    BatchScript.objects.filter(batch=batch).delete()
    standing = Batch.objects.filter(pk=batch.pk, unmade_at__isnull=True)
    swap_one(standing, batch_rules.BatchWasUnmade(code=batch.code), unmade_at=at)
    custody.move_all(
        refs=numbers, act=Act.TAKEN_OUT, origin=spot, destination=spot, inside_before=batch.code, by=by, at=at
    )
    custody.withdraw(kind=ItemKind.BATCH, refs=[batch.code], spot=spot)
    fact = batch_rules.BatchUnmade(batch.code, len(numbers), reason)
    audit.record(subject=batch_reads.subject_of(batch.code), fact=fact, by=by, at=at)


def note_sheet_printed(*, batch: Batch, at: datetime) -> None:
    """Note that a batch has its mark sheet, inside the act that prints it: its lines count from 1 there."""
    Batch.objects.filter(pk=batch.pk).update(printed_at=at)
    lines = BatchScript.objects.filter(batch=batch).order_by("position")
    if lines.count() != (lines.aggregate(last=Max("position"))["last"] or 0):  # one was taken out since
        for position, line in enumerate(lines, 1):
            BatchScript.objects.filter(pk=line.pk).update(position=position)


def _insert(paper: Paper, centre_uai: str, plans: Sequence[BatchPlan], *, at: datetime) -> list[Batch]:
    prefix = f"{paper.session.code}-{paper.code}"
    first = batch_reads.last_sequence(paper.pk) + 1
    insert_rows(
        Batch,
        _BATCH,
        (
            (
                batch_rules.batch_code(prefix, rank),
                paper.pk,
                centre_uai,
                plan.specialty_code,
                rank,
                len(plan.numbers),
                at,
            )
            for rank, plan in enumerate(plans, first)
        ),
    )
    batches = list(Batch.objects.filter(paper=paper, sequence__gte=first).order_by("sequence"))
    lines = (
        (batch.pk, number, position, concordance.Check.NOT_YET, "")
        for batch, plan in zip(batches, plans, strict=True)
        for position, number in enumerate(plan.numbers, 1)
    )
    insert_rows(BatchScript, _LINE, lines)
    return batches


def _enter_ledger(centre_uai: str, contents: Mapping[str, Sequence[str]], *, by: Actor, at: datetime) -> None:
    spot = batch_reads.spot_of(centre_uai)
    sizes = {code: len(numbers) for code, numbers in contents.items()}
    custody.appear(kind=ItemKind.BATCH, refs=list(sizes), act=Act.MADE_UP, spot=spot, counts=sizes, by=by, at=at)
    custody.put_inside(contents=contents, act=Act.PUT_IN_BATCH, spot=spot, by=by, at=at)


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
    batch_rules.check_merge({batch.code: batch.size for batch in before}, cells, ceiling)
    numbers = sorted(number for batch in before for number in batch_reads.numbers_of(batch.pk))
    (after,) = _regroup(before, [numbers], by=by, at=at)
    for batch in before:
        fact = batch_rules.BatchMerged(batch.code, after.code, batch.size, reason)
        audit.record(subject=batch_reads.subject_of(batch.code), fact=fact, by=by, at=at)
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
    lines = regrouping.line_numbers(batch.pk)
    moved = batch_rules.plan_split(batch.code, lines, choice)
    kept = sorted(lines.keys() - set(moved))
    first, second = _regroup([batch], [kept, moved], by=by, at=at)
    fact = batch_rules.BatchSplit(batch.code, [first.code, second.code], batch.size, reason)
    audit.record(subject=batch_reads.subject_of(batch.code), fact=fact, by=by, at=at)
    return first, second


def hold_at_desk(codes: Collection[str]) -> list[Batch]:
    """Hold batches that nobody has and that lack no script, inside the act that regroups them.

    Raise BatchUnknown, BatchWasUnmade, BatchWasRegrouped, BatchGoesBack, BatchAlreadyOut or BatchLacksScripts.
    """
    tidy = sorted({code.strip().upper() for code in codes})
    first = batch_reads.batch_by_code(tidy[0])
    # New numbers are given: whoever makes batches at the same time waits, as they would for one another.
    exams.hold_papers_at_work(exams.paper_by_id(first.paper_id).session)
    held = {batch.code: batch for batch in regrouping.hold_batches(tidy)}
    batch_reads.check_not_going_back(*held)
    for code in tidy:
        if code not in held:
            raise batch_rules.BatchUnknown(code=code)
        batch = held[code]
        batch_reads.check_standing(batch)
        if batch.is_out:
            raise hand_rules.BatchAlreadyOut(code=batch.code, holder=batch.taker)
        shortage_rules.check_none_lacking(batch.code, shortages.lines_short(batch.pk))
    return list(held.values())


def _regroup(before: Sequence[Batch], parts: Sequence[Sequence[str]], *, by: Actor, at: datetime) -> list[Batch]:
    """Put the scripts of some batches, all of them, into new ones, a batch for each part."""
    after = [_new_batch(before[0], part, at=at) for part in parts]
    spot = batch_reads.store_of(before[0])
    for batch, part in zip(after, parts, strict=True):
        custody.appear(
            kind=ItemKind.BATCH, refs=[batch.code], act=Act.MADE_UP, spot=spot, count=batch.size, by=by, at=at
        )
        _move_lines(before, batch, part, by=by, at=at)
        made_of = [earlier.code for earlier in before]
        fact = batch_rules.BatchMadeOfBatches(batch.code, batch.specialty_code, part, made_of)
        audit.record(subject=batch_reads.subject_of(batch.code), fact=fact, by=by, at=at)
    Batch.objects.filter(pk__in=[batch.pk for batch in before]).update(unmade_at=at)
    custody.withdraw(kind=ItemKind.BATCH, refs=[batch.code for batch in before], spot=spot)
    Succession.objects.bulk_create(Succession(earlier=earlier, later=later) for earlier in before for later in after)
    return after


def _new_batch(like: Batch, numbers: Sequence[str], *, at: datetime) -> Batch:
    paper = exams.paper_by_id(like.paper_id)
    sequence = batch_reads.last_sequence(paper.pk) + 1
    return Batch.objects.create(
        code=batch_rules.batch_code(f"{paper.session.code}-{paper.code}", sequence),
        paper=paper,
        centre_uai=like.centre_uai,
        specialty_code=like.specialty_code,
        sequence=sequence,
        size=len(numbers),
        made_at=at,
    )


def _move_lines(before: Sequence[Batch], after: Batch, numbers: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Move scripts and their lines into a new batch: they are checked anew against its own sheet."""
    spot = batch_reads.store_of(after)
    for batch in before:
        own = sorted(set(batch_reads.numbers_of(batch.pk)).intersection(numbers))
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
