"""The despatch note ("bordereau d'envoi"): what a parcel holds, who sends it, who must receive it, and by when.

The notice gives 48 hours after the end of the paper, and wants copies of the attendance registers and room reports with
the scripts. The note carries numbers and no names; it is addressed to a function, never to a person. On a route where
scripts are not numbered (scanned, or marked at an outside centre) they are counted by specialty instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from massicot.documents import codes, engine, french, headings


@dataclass(frozen=True, slots=True, kw_only=True)
class Consignment:
    """A parcel on its way; carrier, tracking number and seal left empty are written by hand."""

    heading: headings.Heading
    parcel: str
    sender: headings.InstitutionHeading
    addressee: headings.InstitutionHeading
    attention: str
    copy_model: str
    due_at: datetime
    carrier: str = ""
    tracking: str = ""
    seal: str = ""
    rooms: int | None = None
    registers: int | None = None
    reports: int | None = None
    """Copies of registers and room reports in the parcel, of how many rooms; not said, they are written by hand."""


@dataclass(frozen=True, slots=True)
class SpecialtyNumbers:
    """The numbers of the scripts of one specialty."""

    code: str
    label: str
    numbers: Sequence[str]


@dataclass(frozen=True, slots=True)
class SpecialtyCount:
    """How many scripts of one specialty, where they bear no number."""

    code: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class DespatchNote:
    """A parcel of numbered scripts."""

    consignment: Consignment
    specialties: Sequence[SpecialtyNumbers]


@dataclass(frozen=True, slots=True)
class CountedNote:
    """A parcel of scripts that are counted, not numbered."""

    consignment: Consignment
    specialties: Sequence[SpecialtyCount]


def make_despatch_note(content: DespatchNote) -> bytes:
    """Print the note of a parcel of numbered scripts: per specialty, the numbers in ascending order."""
    total = sum(len(specialty.numbers) for specialty in content.specialties)
    return _print(content.consignment, total, [_numbers_of(specialty) for specialty in content.specialties])


def make_counted_note(content: CountedNote) -> bytes:
    """Print the note of a parcel of scripts that bear no number: one count per specialty."""
    total = sum(specialty.count for specialty in content.specialties)
    return _print(content.consignment, total, [_count_of(specialty) for specialty in content.specialties])


def _print(consignment: Consignment, total: int, specialties: list[dict[str, object]]) -> bytes:
    return engine.render(
        "despatch_note.typ",
        {
            "heading": headings.set_heading(consignment.heading, consignment.parcel),
            "parcel_code": codes.qr_code(consignment.parcel),
            "sender": headings.set_institution(consignment.sender),
            "addressee": headings.set_institution(consignment.addressee),
            "attention": consignment.attention,
            "copy_model": consignment.copy_model,
            "due": french.moment(consignment.due_at),
            "delay": french.quantity(_delay_hours(consignment), "heure", "heures"),
            "carrier": consignment.carrier,
            "tracking": consignment.tracking,
            "seal": consignment.seal,
            "registers": _copies(consignment.registers, consignment.rooms),
            "reports": _copies(consignment.reports, consignment.rooms),
            "total": french.quantity(total, "copie", "copies"),
            "specialties": specialties,
        },
    )


def _copies(count: int | None, rooms: int | None) -> str:
    return "" if count is None or rooms is None else f"{count} sur {french.quantity(rooms, 'salle', 'salles')}"


def _delay_hours(consignment: Consignment) -> int:
    return (consignment.due_at - consignment.heading.ends_at) // timedelta(hours=1)


def _numbers_of(specialty: SpecialtyNumbers) -> dict[str, object]:
    numbers = [codes.group_number(number) for number in sorted(specialty.numbers)]
    return _specialty(specialty.code, specialty.label, len(numbers)) | {"numbers": numbers}


def _count_of(specialty: SpecialtyCount) -> dict[str, object]:
    return _specialty(specialty.code, specialty.label, specialty.count) | {"numbers": []}


def _specialty(code: str, label: str, count: int) -> dict[str, object]:
    return {"code": code, "label": label, "count": french.quantity(count, "copie", "copies")}
