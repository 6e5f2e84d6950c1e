"""Writes of scripts and of the boxes of their strips: lower services of `prepare`, of a centre's day, of its filing."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from massicot.core.refused import Refused
from massicot.scripts import queries, rules
from massicot.scripts.models import Script, StripBox, StripDestruction, StripLacking
from massicot.scripts.rules import Drawn, ScriptKind, Settled, StripsCertified
from massicot.store.writes import insert_rows, swap_one

_CHUNK = 1000
"""Numbers that one statement names."""
_COLUMNS = ("paper", "number", "centre_uai", "specialty_code", "kind", "pupil_token")


@transaction.atomic
def insert_drawn(*, paper_id: int, drawn: Sequence[Drawn]) -> None:
    """Insert the numbers drawn for a paper, sorted, so that the order of rows says nothing of the candidates."""
    _insert(paper_id, {script.number: (script.centre_uai, rules.UNSETTLED) for script in drawn})


@transaction.atomic
def insert_among(*, paper_id: int, drawn: Sequence[Drawn]) -> None:
    """Insert numbers drawn later among those of their centres: all of these are inserted anew, sorted.

    Left where they fall, the later numbers would lie apart from the others, and would be told from them when a late
    candidate takes one.
    """
    centres = sorted({script.centre_uai for script in drawn})
    earlier = Script.objects.filter(paper_id=paper_id, centre_uai__in=centres)
    rows = {row.number: (row.centre_uai, _content_of(row)) for row in earlier}
    earlier.delete()
    _insert(paper_id, rows | {script.number: (script.centre_uai, rules.UNSETTLED) for script in drawn})


@transaction.atomic
def settle_centre(*, paper_id: int, centre_uai: str, settled: Mapping[str, Settled]) -> None:
    """Write all of a centre's numbers anew, each with its specialty, kind and token, in the order of the numbers.

    All of them, deleted and inserted: a row written alone, at its own instant, would tell which candidate it belongs
    to; and where all are updated, the disk still shows the ones that changed.
    """
    earlier = Script.objects.filter(paper_id=paper_id, centre_uai=centre_uai)
    if set(queries.numbers_of_centre(paper_id, centre_uai)) != set(settled):
        raise rules.CentreNotWhole(centre=centre_uai)
    earlier.delete()
    _insert(paper_id, {number: (centre_uai, row) for number, row in settled.items()})


def unsettle_centre(*, paper_id: int, centre_uai: str) -> None:
    """Make all of a centre's numbers look alike again, its day being opened."""
    numbers = queries.numbers_of_centre(paper_id, centre_uai)
    settle_centre(paper_id=paper_id, centre_uai=centre_uai, settled=dict.fromkeys(numbers, rules.UNSETTLED))


def correct_kind(*, number: str, kind: ScriptKind) -> None:
    """Set what one item is, inside the act of the office that looked at it: the register keeps what it says."""
    Script.objects.filter(number=number).update(kind=kind)


@transaction.atomic(savepoint=False)
def erase_tokens(*, numbers: Collection[str]) -> None:
    """Erase the own-pupil tokens of scripts that are no more: nobody asks any longer whose pupils wrote them."""
    ascending = sorted(numbers)
    for start in range(0, len(ascending), _CHUNK):
        rows = Script.objects.filter(number__in=ascending[start : start + _CHUNK])
        rows.update(pupil_token=rules.UNSETTLED.pupil_token)


@transaction.atomic(savepoint=False)
def file_strips(
    *,
    paper_id: int,
    centre_uai: str,
    ref: str,
    ends: tuple[str, str],
    count: int,
    kept_in: str,
    lacking: Mapping[str, str],
) -> None:
    """Write down which strips a box holds, and who signed that some of them (number → who) are not there."""
    first, last = ends
    where = {"paper_id": paper_id, "centre_uai": centre_uai, "ref": ref}
    box = StripBox.objects.create(**where, first=first, last=last, count=count, kept_in=kept_in)
    insert_rows(StripLacking, ("box", "number", "signed_by"), ((box.pk, *strip) for strip in sorted(lacking.items())))


@transaction.atomic(savepoint=False)
def unfile_strips(*, refs: Collection[str]) -> None:
    """Forget which strips some boxes held: they are open again."""
    StripBox.objects.filter(ref__in=refs).delete()


@transaction.atomic(savepoint=False)
def drop_lacking(*, number: str) -> bool:
    """Say that a strip that was not in its box is there, and whether somebody had missed it."""
    boxes = list(StripLacking.objects.filter(number=number).values_list("box_id", flat=True))
    StripLacking.objects.filter(number=number).delete()
    StripBox.objects.filter(pk__in=boxes).update(count=F("count") + 1)
    return bool(boxes)


@transaction.atomic(savepoint=False)
def note_strips_destroyed(
    *, paper_id: int, centre_uai: str, due: int, certified: StripsCertified, by: str, at: datetime
) -> None:
    """Write down what an exam centre signed of the header strips that it destroyed."""
    StripDestruction.objects.create(
        paper_id=paper_id,
        centre_uai=centre_uai,
        due=due,
        count=certified.count,
        reason=certified.reason,
        signed_by=certified.signed_by,
        certified_at=at,
        certified_by=by,
    )


@transaction.atomic(savepoint=False)
def forget_strips_destroyed(*, destruction_id: int) -> None:
    """Take back what was signed by mistake of header strips destroyed."""
    StripDestruction.objects.filter(pk=destruction_id).delete()


@transaction.atomic(savepoint=False)
def write_note_on_strips(*, destruction_id: int, word: str, by: str, at: datetime, refusal: Refused) -> None:
    """Write down that the exam office knows of the strips that were not found; refuse where nobody asks any more."""
    rows = StripDestruction.objects.filter(pk=destruction_id, count__lt=F("due"), noted_at__isnull=True)
    swap_one(rows, refusal, noted_word=word, noted_by=by, noted_at=at)


@transaction.atomic(savepoint=False)
def forget_note_on_strips(*, destruction_id: int, refusal: Refused) -> None:
    """Take back what the exam office noted of strips that were not found; refuse where nothing is."""
    rows = StripDestruction.objects.filter(pk=destruction_id, noted_at__isnull=False)
    swap_one(rows, refusal, noted_word="", noted_by="", noted_at=None)


def _content_of(row: Script) -> Settled:
    return Settled(row.specialty_code, ScriptKind(row.kind), bytes(row.pupil_token))


def _insert(paper_id: int, rows: Mapping[str, tuple[str, Settled]]) -> None:
    """Insert rows in the order of their numbers; `rows`: by number, its centre and what it is."""
    insert_rows(
        Script,
        _COLUMNS,
        (
            (paper_id, number, centre_uai, row.specialty_code, row.kind, row.pupil_token)
            for number, (centre_uai, row) in sorted(rows.items())
        ),
    )
