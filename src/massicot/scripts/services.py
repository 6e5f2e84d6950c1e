"""Writes of scripts: lower services of `prepare` and of the closing of a centre's day."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from massicot.scripts import queries, rules
from massicot.scripts.models import Script
from massicot.scripts.rules import Drawn, ScriptKind, Settled
from massicot.store.bulk import insert_rows

_COLUMNS = ("paper", "number", "centre_uai", "specialty_code", "kind", "pupil_token")


@transaction.atomic
def insert_drawn(*, paper_id: int, drawn: Sequence[Drawn]) -> None:
    """Insert the numbers drawn for a paper, sorted, so that the order of rows says nothing of the candidates."""
    ordered = sorted(drawn, key=lambda script: script.number)
    insert_rows(
        Script,
        _COLUMNS,
        (
            (paper_id, script.number, script.centre_uai, script.specialty_code, script.kind, script.pupil_token)
            for script in ordered
        ),
    )


@transaction.atomic
def insert_among(*, paper_id: int, drawn: Sequence[Drawn]) -> None:
    """Insert numbers drawn later among those of their centres: all of these are inserted anew, sorted.

    Left where they fall, the later numbers would lie apart from the others, and would be told from them when a late
    candidate takes one.
    """
    centres = sorted({script.centre_uai for script in drawn})
    earlier = Script.objects.filter(paper_id=paper_id, centre_uai__in=centres)
    kept = [
        Drawn(row.number, row.centre_uai, row.specialty_code, ScriptKind(row.kind), bytes(row.pupil_token))
        for row in earlier
    ]
    earlier.delete()
    insert_drawn(paper_id=paper_id, drawn=[*kept, *drawn])


@transaction.atomic
def settle_centre(*, paper_id: int, centre_uai: str, settled: Mapping[str, Settled]) -> None:
    """Set specialty, kind and token of all of a centre's numbers anew, together and in the order of the numbers.

    Together, because a row written alone, at its own instant, would tell which candidate it belongs to.
    """
    numbers = queries.numbers_of_centre(paper_id, centre_uai)
    if set(numbers) != set(settled):
        raise rules.CentreNotWhole(centre=centre_uai)
    rows = list(Script.objects.filter(paper_id=paper_id, centre_uai=centre_uai).order_by("number"))
    for row in rows:
        now = settled[row.number]
        row.specialty_code, row.kind, row.pupil_token = now.specialty_code, now.kind, now.pupil_token
    Script.objects.bulk_update(rows, ["specialty_code", "kind", "pupil_token"], batch_size=500)


def correct_kind(*, number: str, kind: ScriptKind) -> None:
    """Set what one item is, inside the act of the office that looked at it: the register keeps what it says."""
    Script.objects.filter(number=number).update(kind=kind)
