"""The return note ("bordereau de retour"): what a parcel holds that goes back from a marking centre to the exam office.

The notice has the scripts sorted by specialty before they leave: the note counts each specialty, and each batch in it,
whose mark sheet lists the numbers; a script that is in no batch stands with its own. What lacks is said with why: the
batches of these specialties that stay at the centre, and the scripts that are missing from a batch. No name is printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from massicot.documents import codes, engine, french, headings

STAYS = {
    "unmarked": "aucun correcteur ne l’a encore eu",
    "out": "chez son correcteur",
    "referred": "une ligne attend une réponse du bureau des examens",
    "second": "seconde saisie à faire ou à accorder",
    "unlocked": "non verrouillé",
    "empty": "toutes ses copies manquent",
}
"""Why a batch stays at its centre, by the word of whoever says so."""


@dataclass(frozen=True, slots=True)
class NotedBatch:
    """One batch: its number, its scripts, the numbers that are missing from it."""

    code: str
    scripts: int
    missing: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedSpecialty:
    """One specialty: its batches, its scripts in no batch, and its batches that stay at the centre, each with why."""

    code: str
    label: str
    batches: Sequence[NotedBatch]
    loose: Sequence[str] = ()
    staying: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnNote:
    """A return parcel; carrier, tracking number and seal left empty are written by hand."""

    heading: headings.Heading
    parcel: str
    sender: headings.InstitutionHeading
    attention: str
    printed_at: datetime
    return_by: datetime | None
    specialties: Sequence[NotedSpecialty]
    carrier: str = ""
    tracking: str = ""
    seal: str = ""

    @property
    def envelopes(self) -> int:
        return sum(len(specialty.batches) for specialty in self.specialties)

    @property
    def scripts(self) -> int:
        return sum(_scripts_of(specialty) for specialty in self.specialties)


def make_return_note(content: ReturnNote) -> bytes:
    """Print the note of a return parcel, its specialties and their batches in ascending order."""
    return engine.render(
        "return_note.typ",
        {
            "heading": headings.set_heading(content.heading, content.parcel),
            "parcel_code": codes.qr_code(content.parcel),
            "sender": headings.set_institution(content.sender),
            "authority": content.heading.authority,
            "attention": content.attention,
            "printed": french.moment(content.printed_at),
            "due": french.moment(content.return_by) if content.return_by else "",
            "carrier": content.carrier,
            "tracking": content.tracking,
            "seal": content.seal,
            "envelopes": french.quantity(content.envelopes, "enveloppe", "enveloppes"),
            "scripts": french.quantity(content.scripts, "copie", "copies"),
            "specialties": [
                _specialty(specialty) for specialty in sorted(content.specialties, key=lambda one: one.code)
            ],
            "lacking": [line for specialty in content.specialties for line in _lacking(specialty)],
        },
    )


def _scripts_of(specialty: NotedSpecialty) -> int:
    return sum(batch.scripts for batch in specialty.batches) + len(specialty.loose)


def _specialty(specialty: NotedSpecialty) -> dict[str, object]:
    batches = sorted(specialty.batches, key=lambda batch: batch.code)
    return {
        "code": specialty.code,
        "label": specialty.label,
        "envelopes": french.quantity(len(batches), "enveloppe", "enveloppes"),
        "scripts": french.quantity(_scripts_of(specialty), "copie", "copies"),
        "batches": [{"rank": _rank(batch.code), "scripts": str(batch.scripts)} for batch in batches],
        "loose": [codes.group_number(number) for number in sorted(specialty.loose)],
    }


def _lacking(specialty: NotedSpecialty) -> list[dict[str, str]]:
    staying = [{"what": f"lot n° {_rank(code)}", "why": STAYS[why]} for code, why in sorted(specialty.staying)]
    missing = [
        {
            "what": f"copie {codes.group_number(number)}",
            "why": f"manque dans le lot n° {_rank(batch.code)}",
        }
        for batch in specialty.batches
        for number in sorted(batch.missing)
    ]
    return [{"specialty": specialty.code, **line} for line in (*staying, *missing)]


def _rank(code: str) -> str:
    return str(int(code.rpartition("-")[2]))
