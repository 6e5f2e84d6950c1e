"""As many batches as a marking centre has, at the end of the marking: rows, since no test makes 127 batches by hand."""

from massicot.batches.models import Batch, BatchScript, HandOut
from massicot.batches.rules import Check
from massicot.batches.rules.hands import Signed
from massicot.core import codes
from massicot.custody.models import Item
from massicot.custody.rules import ItemKind, Place
from massicot.exams import queries as exams
from massicot.marks.models import Lock
from massicot.scripts.models import Script
from massicot.scripts.rules import ScriptKind, cell_of
from tests import world
from tests.cast import CEDRES, MARKING, PERRIN, TYPING
from tests.stages import World

SPECIALTIES = ("90001", "90002", "90003")
SIZE = 2
BOB = "BOB"
_SUMS = ("numeric_lines", "sum_hundredths", "absent_lines", "blank_lines", "typed_lines", "typed_sum_hundredths")


def many_locked(count: int, out: frozenset[int]) -> World:
    """Make so many batches of two scripts, of three specialties, locked and back from Bob but those that are `out`."""
    built = world.prepared()
    built.paper = exams.paper_by_code("BTS-2017", "CGE")
    made = [_batch(built, rank, is_out=rank in out) for rank in range(1, count + 1)]
    Batch.objects.bulk_create(made)
    rows = list(Batch.objects.filter(paper=built.paper).order_by("sequence"))
    inside = {row: [codes.number_of(10_000 + row.sequence * SIZE + rank) for rank in range(SIZE)] for row in rows}
    _fill(built, inside)
    HandOut.objects.bulk_create(_stay(row) for row in rows)
    sums = dict.fromkeys(_SUMS, 0)
    Lock.objects.bulk_create(Lock(batch=row, author=BOB, digest="", locked_at=TYPING, **sums) for row in rows)
    return built


def _batch(built: World, rank: int, *, is_out: bool) -> Batch:
    return Batch(
        code=f"B-BTS-2017-CGE-{rank:04d}",
        paper=built.paper,
        centre_uai=PERRIN,
        specialty_code=SPECIALTIES[rank % len(SPECIALTIES)],
        sequence=rank,
        size=SIZE,
        made_at=MARKING,
        printed_at=MARKING,
        sealed_at=MARKING,
        taker=BOB,
        is_out=is_out,
    )


def _stay(row: Batch) -> HandOut:
    back = {} if row.is_out else {"back_count": SIZE, "back_acknowledged": SIZE, "back_signed": Signed.ON_SLIP}
    return HandOut(
        batch=row,
        marker=BOB,
        out_at=MARKING,
        out_count=SIZE,
        out_acknowledged=SIZE,
        out_signed=Signed.ON_SLIP,
        back_at=None if row.is_out else TYPING,
        **back,
    )


def _fill(built: World, inside: dict[Batch, list[str]]) -> None:
    """Put scripts into batches, and both on the ledger: with Bob, or at the marking centre."""
    lines, items, scripts = [], [], []
    for row, numbers in inside.items():
        where = {"place": Place.MARKER, "place_ref": BOB} if row.is_out else _STORE
        cell = cell_of(built.paper.pk, row.specialty_code)
        items.append(Item(kind=ItemKind.BATCH, ref=row.code, since=MARKING, **where))
        for rank, number in enumerate(numbers, 1):
            lines.append(BatchScript(batch=row, number=number, position=rank, check_made=Check.SCANNED))
            items.append(Item(kind=ItemKind.SCRIPT, ref=number, inside=row.code, cell=cell, since=MARKING, **where))
            scripts.append(
                Script(
                    paper=built.paper,
                    number=number,
                    centre_uai=CEDRES,
                    specialty_code=row.specialty_code,
                    kind=ScriptKind.WRITTEN,
                    pupil_token=b"0" * 8,
                )
            )
    Script.objects.bulk_create(scripts)
    BatchScript.objects.bulk_create(lines)
    Item.objects.bulk_create(items)


_STORE = {"place": Place.MARKING_CENTRE, "place_ref": PERRIN}
