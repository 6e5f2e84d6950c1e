"""The marker register ("liste d'émargement des correcteurs"): who is called to a place, signed half-day by half-day.

By name, or one mission after the other; each half-day begins a page. It names whoever is called and what they are
called for, and nothing of scripts, batches or candidates. Blank lines are kept for whoever comes without being called.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from massicot.documents import engine, french, headings

BLANK_LINES = 4
"""Lines of each half-day for whoever comes without being called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureLine:
    """Somebody who is called to a half-day: for what, at what hours."""

    surname: str
    first_name: str
    identifier: str
    mission: str
    hours: Sequence[str]
    is_reserve: bool = False


@dataclass(frozen=True, slots=True)
class SignatureGroup:
    """Some of those who are called, under a title of their own; all of them have none."""

    title: str
    lines: Sequence[SignatureLine]


@dataclass(frozen=True, slots=True)
class SignatureSheet:
    """One half-day: what it is called, and who is called to it."""

    day: date
    half: str
    groups: Sequence[SignatureGroup]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerRegister:
    """The register of one place, for the half-days of a day or of a whole session."""

    authority: str
    session_code: str
    session: str
    place: headings.InstitutionHeading
    sheets: Sequence[SignatureSheet]
    office: str = ""
    is_rehearsal: bool = False


def make_marker_register(content: MarkerRegister) -> bytes:
    """Print the register of one place, a half-day a page or more."""
    days = sorted({sheet.day for sheet in content.sheets})
    last = f"-{days[-1].isoformat()}" if len(days) > 1 else ""
    identifier = f"PRESENCE-{content.session_code}-{content.place.uai}-{days[0].isoformat()}{last}"
    return engine.render(
        "marker_register.typ",
        {
            "heading": {
                "authority": content.authority,
                "session": content.session,
                "paper_code": content.session_code,
                "paper_title": "personnes convoquées",
                "identifier": identifier,
                "is_rehearsal": content.is_rehearsal,
            },
            "place": headings.set_institution(content.place),
            "office": content.office,
            "blank_lines": BLANK_LINES,
            "sheets": [_sheet(sheet) for sheet in content.sheets],
        },
    )


def _sheet(sheet: SignatureSheet) -> dict[str, object]:
    people = sum(len(group.lines) for group in sheet.groups)
    return {
        "day": french.day(sheet.day),
        "half": sheet.half,
        "expected": french.quantity(people, "personne convoquée", "personnes convoquées"),
        "groups": [
            {
                "title": group.title,
                "count": french.quantity(len(group.lines), "personne", "personnes"),
                "rows": [_row(line) for line in group.lines],
            }
            for group in sheet.groups
        ],
    }


def _row(line: SignatureLine) -> dict[str, object]:
    return {
        "surname": french.breakable(line.surname),
        "first_name": french.breakable(line.first_name),
        "identifier": line.identifier,
        "mission": line.mission,
        "hours": list(line.hours),
        "is_reserve": line.is_reserve,
    }
