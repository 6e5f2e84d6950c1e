"""The label of a box on the shelves of the exam office: read from afar, scanned where the box is put or looked for.

It says which box it is, of which specialties, from which batch to which, and how many scripts lie in it; or that it is
one of mark sheets, and how many of these. No name is printed, and no number of a script.
"""

from collections.abc import Mapping, Sequence
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


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetBoxLabel:
    """The label of one box of mark sheets, from one number of batch to another; `apart` of them stand for none."""

    heading: headings.Heading
    code: str
    number: str
    first: int
    last: int
    sheets: int
    apart: int
    made_on: date


def make_box_label(content: BoxLabel) -> bytes:
    """Print the label of one box of scripts."""
    ranks = sorted(content.batches)
    envelopes = french.quantity(len(ranks), "enveloppe", "enveloppes")
    loose = [french.quantity(content.loose, "copie hors lot", "copies hors lot")] * bool(content.loose)
    return _render(
        content,
        {
            "title": "Carton de copies",
            "specialties": [{"code": code, "label": label} for code, label in sorted(content.specialties)],
            "first": str(ranks[0]) if ranks else "",
            "last": str(ranks[-1]) if ranks else "",
            "parts": ", ".join([envelopes, *loose]),
            "total": french.quantity(content.scripts, "copie", "copies"),
        },
    )


def make_sheet_box_label(content: SheetBoxLabel) -> bytes:
    """Print the label of one box of mark sheets."""
    apart = french.quantity(content.apart, "édition annulée ou seconde saisie", "éditions annulées ou secondes saisies")
    return _render(
        content,
        {
            "title": "Carton de bordereaux",
            "specialties": [],
            "first": str(content.first),
            "last": str(content.last),
            "parts": f"dont {apart}" if content.apart else "",
            "total": french.quantity(content.sheets, "bordereau", "bordereaux"),
        },
    )


def _render(label: BoxLabel | SheetBoxLabel, held: Mapping[str, object]) -> bytes:
    return engine.render(
        "box_label.typ",
        {
            "heading": headings.set_heading(label.heading, label.code),
            "number": label.number,
            "made": french.day(label.made_on),
            "cells": codes.qr_code(label.code),
            **held,
        },
    )
