"""The letter of a deduction: a service not done, on which days, how many thirtieths, of whom they are asked.

It says on which half-days somebody was away, and nothing of why. Taken back, it is printed with a mark across that says
so, and another letter says it to whoever had it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from massicot.documents import engine, french


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionLetter:
    """What the letter says; `fate` is pay, to-confirm or employer, each day with what was not done of it."""

    reference: str
    authority: str
    office: str
    address: str
    telephone: str
    signatory: str
    session: str
    is_rehearsal: bool
    identifier: str
    name: str
    institution: str
    mission: str
    place: str
    convocation: str
    days: Sequence[tuple[date, bool, bool]]
    """Each day, and whether its morning and its afternoon were not done."""
    thirtieths: int
    fate: str
    is_referred: bool
    filed_on: date
    taken_back_on: date | None = None


def make_deduction(content: DeductionLetter) -> bytes:
    """Print the letter of a deduction; the same facts give the same bytes."""
    return engine.render_letter("deduction.typ", _letter_of(content))


def make_deduction_back(content: DeductionLetter, taken_back_on: date) -> bytes:
    """Print the letter that takes a deduction back; the same facts give the same bytes."""
    told = _letter_of(content) | {"watermark": "", "taken_back": french.day(taken_back_on)}
    return engine.render_letter("deduction_back.typ", told)


def _letter_of(content: DeductionLetter) -> dict[str, object]:
    return {
        "heading": {
            "authority": content.authority,
            "session": content.session,
            "paper_code": content.reference,
            "paper_title": content.mission,
            "when": "",
            "identifier": content.reference,
            "is_rehearsal": content.is_rehearsal,
        },
        "office": [line for line in (content.office, content.address, _call(content.telephone)) if line],
        "date": french.day(content.filed_on),
        "person": {
            "identifier": content.identifier,
            "name": french.breakable(content.name),
            "institution": content.institution,
        },
        "mission": content.mission,
        "place": content.place,
        "convocation": content.convocation,
        "rows": [_row(*day) for day in content.days],
        "thirtieths": french.quantity(content.thirtieths, "trentième", "trentièmes"),
        "fate": content.fate,
        "is_referred": content.is_referred,
        "signatory": content.signatory or content.office,
        "watermark": "ANNULÉE" if content.taken_back_on else "",
        "taken_back": french.day(content.taken_back_on) if content.taken_back_on else "",
    }


def _call(telephone: str) -> str:
    return f"Tél. {telephone}" if telephone else ""


def _row(day: date, *undone: bool) -> list[str]:
    morning, afternoon = undone
    half = "matin" if morning else "après-midi"
    return [french.day(day), "journée entière" if morning and afternoon else half]
