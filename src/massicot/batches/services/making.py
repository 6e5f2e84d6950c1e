"""Batches made up of what is received, all in a few statements; a batch unmade before it was ever out."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from massicot.audit import services as audit
from massicot.batches import queries, rules
from massicot.batches.models import Batch, BatchScript
from massicot.batches.rules import BatchPlan, Witnessed
from massicot.consignments import services as parcels
from massicot.core.actor import Actor
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.store.bulk import insert_rows
from massicot.store.swap import swap_one

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
    plans = queries.plan_of(paper, centre_uai, specialties)
    if not plans:
        raise rules.NothingToBatch(centre=exams.institution_name(centre_uai))
    batches = _insert(paper, centre_uai, plans, at=at)
    contents = {batch.code: plan.numbers for batch, plan in zip(batches, plans, strict=True)}
    _enter_ledger(centre_uai, contents, by=by, at=at)
    facts = {
        queries.subject_of(code): rules.BatchMadeUp(code, plan.specialty_code, plan.numbers)
        for code, plan in zip(contents, plans, strict=True)
    }
    audit.record_first(facts=facts, by=by, at=at)
    whole = rules.BatchesMadeUp(list(contents), sum(batch.size for batch in batches))
    audit.record(subject=exams.subject_of(paper), fact=whole, by=by, at=at)
    return batches


@transaction.atomic
def miss_loose(*, paper: Paper, centre_uai: str, missing: str, signed: Witnessed, by: Actor, at: datetime) -> list[str]:
    """Name received scripts that nobody finds as batches are made: they are missing, the batches are made without.

    Named whole or by their end, signed by two persons; give their numbers. Raise NobodyNamed, EndingUnclear or
    SecondNameMissing.
    """
    exams.hold_papers_at_work(paper.session)
    loose = [number for plan in queries.plan_of(paper, centre_uai) for number in plan.numbers]
    numbers = rules.read_missing(paper.code, missing, loose)
    rules.check_witnessed(signed)
    parcels.lose_received(centre_uai=centre_uai, numbers=numbers, by=by, at=at)
    fact = rules.LooseMissing(numbers, signed.reason, signed.second_person)
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
    return numbers


@transaction.atomic
def unmake_batch(*, code: str, reason: str, by: Actor, at: datetime) -> None:
    """Take a batch apart that no marker has held: its scripts lie loose again, its number is given to no other.

    A mark sheet printed for it opens nothing any more. Raise BatchUnknown, BatchWasUnmade, BatchWasHandedOut,
    BatchMadeOfOthers or BatchLacksScripts.
    """
    batch = queries.hold_batch(code)
    if queries.hand_outs_of(batch.pk):
        raise rules.BatchWasHandedOut(code=batch.code)
    if origins := queries.origins_of(batch.pk):
        raise rules.BatchMadeOfOthers(code=batch.code, codes=", ".join(origins))
    rules.check_none_lacking(batch.code, queries.lines_short(batch.pk))
    numbers = queries.numbers_of(batch.pk)
    spot = queries.store_of(batch)
    BatchScript.objects.filter(batch=batch).delete()
    standing = Batch.objects.filter(pk=batch.pk, unmade_at__isnull=True)
    swap_one(standing, rules.BatchWasUnmade(code=batch.code), unmade_at=at)
    custody.move_all(
        refs=numbers, act=Act.TAKEN_OUT, origin=spot, destination=spot, inside_before=batch.code, by=by, at=at
    )
    custody.withdraw(kind=ItemKind.BATCH, refs=[batch.code], spot=spot)
    fact = rules.BatchUnmade(batch.code, len(numbers), reason)
    audit.record(subject=queries.subject_of(batch.code), fact=fact, by=by, at=at)


def note_sheet_printed(*, batch: Batch, at: datetime) -> None:
    """Note that a batch has its mark sheet, inside the act that prints it: its lines count from 1 there."""
    Batch.objects.filter(pk=batch.pk).update(printed_at=at)
    lines = BatchScript.objects.filter(batch=batch).order_by("position")
    if lines.count() != (lines.aggregate(last=Max("position"))["last"] or 0):  # one was taken out since
        for position, line in enumerate(lines, 1):
            BatchScript.objects.filter(pk=line.pk).update(position=position)


def _insert(paper: Paper, centre_uai: str, plans: Sequence[BatchPlan], *, at: datetime) -> list[Batch]:
    prefix = f"{paper.session.code}-{paper.code}"
    first = queries.last_sequence(paper.pk) + 1
    insert_rows(
        Batch,
        _BATCH,
        (
            (rules.batch_code(prefix, rank), paper.pk, centre_uai, plan.specialty_code, rank, len(plan.numbers), at)
            for rank, plan in enumerate(plans, first)
        ),
    )
    batches = list(Batch.objects.filter(paper=paper, sequence__gte=first).order_by("sequence"))
    lines = (
        (batch.pk, number, position, rules.Check.NOT_YET, "")
        for batch, plan in zip(batches, plans, strict=True)
        for position, number in enumerate(plan.numbers, 1)
    )
    insert_rows(BatchScript, _LINE, lines)
    return batches


def _enter_ledger(centre_uai: str, contents: Mapping[str, Sequence[str]], *, by: Actor, at: datetime) -> None:
    spot = queries.spot_of(centre_uai)
    by_size = defaultdict(list)
    for code, numbers in contents.items():
        by_size[len(numbers)].append(code)
    for size, codes in by_size.items():
        custody.appear(kind=ItemKind.BATCH, refs=codes, act=Act.MADE_UP, spot=spot, count=size, by=by, at=at)
    custody.put_inside(contents=contents, act=Act.PUT_IN_BATCH, spot=spot, by=by, at=at)
