"""Boxes of header strips, one a centre, written as rows: from the first to the last number that it holds."""

from collections.abc import Mapping

from massicot.scripts import queries as scripts
from massicot.scripts.models import StripBox
from massicot.scripts.rules import IN_HAND


def box_all(paper, boxes: Mapping[str, str], items: Mapping[str, int]) -> None:
    """Close one box a centre on all its strips: `boxes` names each, `items` counts what is in it."""
    ends = _ends(paper)
    StripBox.objects.bulk_create(
        StripBox(
            ref=box,
            paper=paper,
            centre_uai=uai,
            first=ends[uai][0],
            last=ends[uai][1],
            count=items[uai],
            kept_in="Armoire",
        )
        for uai, box in boxes.items()
    )


def _ends(paper) -> dict[str, list[str]]:
    ends: dict[str, list[str]] = {}
    for number, uai, _, kind in scripts.drawn_rows(paper.pk):
        if kind in IN_HAND:
            ends[uai] = [*ends.get(uai, [number])[:1], number]
    return ends
