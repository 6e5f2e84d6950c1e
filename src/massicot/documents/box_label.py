"""The label of a box on the shelves of the exam office: read from afar, scanned where the box is put or looked for.

It says which box it is, of which specialties, from which batch to which, and how many scripts lie in it. No name is
printed, and no number of a script.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from massicot.documents import codes, engine, french, headings


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxLabel:
    """The label of one box; `number` is its number with its letter, by which people call it."""

    heading: headings.Heading
    code: str
    number: str
    specialties: Sequence[tuple[str, str]]
    batches: Sequence[int]
    loose: int
    scripts: int
    made_on: date


def make_box_label(content: BoxLabel) -> bytes:
    """Print the label of one box."""
    ranks = sorted(content.batches)
    return engine.render(
        "box_label.typ",
        {
            "heading": headings.set_heading(content.heading, content.code),
            "number": content.number,
            "specialties": [{"code": code, "label": label} for code, label in sorted(content.specialties)],
            "first": str(ranks[0]) if ranks else "",
            "last": str(ranks[-1]) if ranks else "",
            "envelopes": french.quantity(len(ranks), "enveloppe", "enveloppes"),
            "loose": french.quantity(content.loose, "copie hors lot", "copies hors lot") if content.loose else "",
            "total": french.quantity(content.scripts, "copie", "copies"),
            "made": french.day(content.made_on),
            "cells": codes.qr_code(content.code),
        },
    )
