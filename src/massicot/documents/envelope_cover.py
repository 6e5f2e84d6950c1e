"""The cover of an envelope: which batch it is, read from afar, scanned, and whose hands it is in, written by hand.

The name of the marker is written as the batch is handed out and never printed before: the cover lies on the envelope
while nobody has it. Each evening of the marking has its line, ticked when the batch is given back and counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from massicot.documents import codes, engine, french, headings

MOST_EVENINGS = 16
"""Lines of the table: a longer marking goes on with evenings written by hand on the back."""

FEWEST_LINES = 8
"""Lines there are at least: a batch may be out after the last day that was foreseen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeCover:
    """The cover of one batch; `rank` is the number by which people call it."""

    heading: headings.Heading
    batch: str
    rank: int
    specialty_code: str
    specialty_label: str
    marking_centre: headings.InstitutionHeading
    count: int
    evenings: Sequence[date]


def make_envelope_cover(content: EnvelopeCover) -> bytes:
    """Print the cover of one envelope."""
    evenings = [french.day(evening) for evening in content.evenings[:MOST_EVENINGS]]
    blank = max(FEWEST_LINES - len(evenings), 0)
    return engine.render(
        "envelope_cover.typ",
        {
            "heading": headings.set_heading(content.heading, content.batch),
            "marking_centre": headings.set_institution(content.marking_centre),
            "specialty": {"code": content.specialty_code, "label": content.specialty_label},
            "rank": str(content.rank),
            "total": french.quantity(content.count, "copie", "copies"),
            "bars": codes.code_128(content.batch),
            "cells": codes.matrix_code(content.batch),
            "evenings": evenings + [""] * blank,
        },
    )
