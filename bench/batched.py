"""Batches of a paper of national size: made up, their sheets printed, out and back, marked and locked."""

from datetime import timedelta

from massicot.batches.models import Batch, BatchScript, HandOut
from massicot.batches.rules import Check, Signed, plan_batches
from massicot.custody.models import Item
from massicot.exams import queries as exams
from massicot.marks.models import Credential, Lock, Mark
from massicot.marks.rules import batch_digest
from massicot.store.writes import insert_rows

MARKING_CENTRE = "0130053M"
STEPS = ("to-print", "to-check", "ready", "out", "back")
"""How far the first batches are in the thick of it, a thirtieth of them in each step; all the others are locked."""

FINISHED = "finished"


def make_up(paper, rows, made_at, out_at, *, is_thick: bool) -> dict[str, str]:
    """Make the batches up of rows (number, specialty, kind); map each number to its batch."""
    kinds = {number: kind for number, _, kind in rows}
    specialties: dict[str, list[str]] = {}
    for number, specialty, _ in rows:
        specialties.setdefault(specialty, []).append(number)
    plans = plan_batches(specialties, paper.batch_size, paper.batch_ceiling)
    scale, each = exams.scale_of(paper), max(1, len(plans) // 30)
    batch_of = {}
    for rank, plan in enumerate(plans):
        step = STEPS[rank // each] if is_thick and rank < each * len(STEPS) else FINISHED
        batch = _make(paper, rank + 1, plan, step, made_at)
        _fill(batch, plan.numbers, step)
        if step in ("out", "back", FINISHED):
            _lend(batch, rank, step, out_at)
        _type(batch, plan.numbers, kinds, step)
        if step == FINISHED:
            _lock(batch, plan.numbers, kinds, scale, out_at)
        batch_of.update(dict.fromkeys(plan.numbers, batch.code))
    return batch_of


def loosen(paper) -> int:
    """Take every batch apart, as if none had been made; count the scripts that are loose then."""
    for model in (Lock, Mark, Credential):
        model.objects.filter(batch__paper=paper).delete()
    for model in (HandOut, BatchScript):
        model.objects.filter(batch__paper=paper).delete()
    codes = Batch.objects.filter(paper=paper).values("code")
    loose = Item.objects.filter(kind="script", inside__in=codes).update(inside="")
    Item.objects.filter(kind="batch").delete()
    Batch.objects.filter(paper=paper).delete()
    return loose


def _make(paper, sequence, plan, step, made_at) -> Batch:
    return Batch.objects.create(
        code=f"B-{paper.session.code}-{paper.code}-{sequence:04d}",
        paper=paper,
        centre_uai=MARKING_CENTRE,
        specialty_code=plan.specialty_code,
        sequence=sequence,
        size=len(plan.numbers),
        made_at=made_at,
        printed_at=None if step == "to-print" else made_at,
        sealed_at=None if step in ("to-print", "to-check") else made_at,
    )


def _fill(batch, numbers, step) -> None:
    seen = len(numbers) // 2 if step == "to-check" else 0 if step == "to-print" else len(numbers)
    lines = (
        (batch.pk, number, rank, Check.SCANNED if rank <= seen else Check.NOT_YET, "bench")
        for rank, number in enumerate(numbers, 1)
    )
    insert_rows(BatchScript, ("batch", "number", "position", "check_made", "checked_by"), lines)
    if step != "to-print":
        Credential.objects.create(
            batch=batch,
            identifier=batch.code[-20:],
            secret=b"0" * 32,
            issue=1,
            lines=batch.size,
            awaits_lock=False,
        )


def _lend(batch, rank, step, out_at) -> None:
    counted = {"count": batch.size, "acknowledged": batch.size, "signed": Signed.ON_SLIP}
    back = {} if step == "out" else {f"back_{name}": value for name, value in counted.items()}
    marker = f"C{rank % 4000 + 1:05d}"
    Batch.objects.filter(pk=batch.pk).update(taker=marker, is_out=step == "out")
    HandOut.objects.create(
        batch=batch,
        marker=marker,
        out_at=out_at,
        back_at=None if step == "out" else out_at + timedelta(hours=8),
        **{f"out_{name}": value for name, value in counted.items()},
        **back,
    )


def _type(batch, numbers, kinds, step) -> None:
    typed = {FINISHED: len(numbers), "out": len(numbers) // 2, "back": len(numbers) // 2}.get(step, 0)
    columns = ("batch", "number", "hundredths", "code", "author", "half_day")
    lines = _lines(numbers[:typed], kinds)
    rows = ((batch.pk, number, None if code else mark * 100, code, "C1", "1-AM") for number, code, mark in lines)
    insert_rows(Mark, columns, rows)


def _lines(numbers, kinds):
    codes = {"placeholder": "AB", "blank": "CB"}
    return [(number, codes.get(kinds[number], ""), int(number[:8]) % 21) for number in numbers]


def _lock(batch, numbers, kinds, scale, at) -> None:
    lines = _lines(numbers, kinds)
    numeric = [mark * 100 for _, code, mark in lines if not code]
    Lock.objects.create(
        batch=batch,
        author="C1",
        numeric_lines=len(numeric),
        sum_hundredths=sum(numeric),
        absent_lines=sum(code == "AB" for _, code, _ in lines),
        blank_lines=sum(code == "CB" for _, code, _ in lines),
        typed_lines=len(numeric),
        typed_sum_hundredths=sum(numeric),
        digest=batch_digest(batch.code, {number: code or f"{mark:0{scale.digits}d}" for number, code, mark in lines}),
        journal_head="",
        locked_at=at,
    )
