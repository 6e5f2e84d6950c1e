"""The statement ("relevé de note") of one candidate for one paper: what the candidate gets, and keeps.

It bears a name and a mark, never an anonymity number. An issue that follows another says which it replaces, and why.
It is tagged (PDF/UA), since people receive it and read it with whatever they read with.
"""

from dataclasses import dataclass
from datetime import date

from massicot.documents import engine, french, headings

WORDS = {
    "AB": "Absent ou absente à l'épreuve",
    "CB": "Copie blanche",
    "MQ": "Copie manquante, sans note",
}
"""What stands in the place of a mark, in words; the code stands beside it."""

NOTHING_TO_SEE = ("AB", "MQ")
"""Where there is no script to be shown."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """The issue that this one takes the place of, and why."""

    issue: int
    issued_on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementContent:
    """One issue of the statement of one candidate; the mark as its scale writes it, or AB, CB, MQ."""

    heading: headings.Heading
    issue: int
    candidate_number: str
    surname: str
    usual_name: str
    first_names: str
    born_on: date
    specialty_code: str
    specialty_label: str
    centre: headings.InstitutionHeading
    said: str
    highest: str
    issued_on: date
    seen_until: date
    replaces: Replaced | None = None


def make_statement(content: StatementContent) -> bytes:
    """Print one issue of a statement."""
    return engine.render_letter(
        "statement.typ",
        {
            "heading": headings.set_heading(content.heading, f"{content.candidate_number}-{content.issue}"),
            "issue": content.issue,
            "candidate": {
                "number": content.candidate_number,
                "surname": french.breakable(content.surname),
                "usual_name": french.breakable(content.usual_name),
                "first_names": french.breakable(content.first_names),
                "born": french.short_day(content.born_on),
            },
            "specialty": {"code": content.specialty_code, "label": content.specialty_label},
            "centre": headings.set_institution(content.centre),
            "mark": "" if content.said in WORDS else content.said,
            "highest": content.highest,
            "code": content.said if content.said in WORDS else "",
            "words": WORDS.get(content.said, ""),
            "date": french.day(content.issued_on),
            "seen_until": _seen_until(content),
            "replaces": _earlier_issue(content.replaces),
        },
    )


def _seen_until(content: StatementContent) -> str:
    """Say until when the script can be seen, if there is one and it still can."""
    if content.said in NOTHING_TO_SEE or content.issued_on > content.seen_until:
        return ""
    return french.day(content.seen_until)


def _earlier_issue(replaced: Replaced | None) -> dict[str, object] | None:
    if replaced is None:
        return None
    return {
        "issue": replaced.issue,
        "date": french.day(replaced.issued_on),
        "reason": french.breakable(replaced.reason),
    }
