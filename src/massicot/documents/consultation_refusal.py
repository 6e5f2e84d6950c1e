"""The letter by which the exam office refuses a request to see a script: its reason, and how that is contested.

It is tagged (PDF/UA), since people receive it. It bears a name, and never the number of a script. A refusal that does
not say before whom and within which time it is contested lets that time run for nobody; texts are to be confirmed by
the office (`docs/rules.md`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from massicot.documents import engine, french, headings

TO_WHOM: Mapping[str, str] = {
    "candidate": "",
    "representative": "au représentant légal du candidat",
    "lawyer": "au conseil du candidat",
    "court": "à la juridiction qui l’a demandée",
}
"""To whom the letter goes, where it is not the candidate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationRefusal:
    """What was asked by whom about whom, refused when and why; the office as people find it, its authority to sign."""

    heading: headings.Heading
    reference: str
    office: Sequence[str]
    signatory: str
    surname: str
    first_names: str
    candidate_number: str
    born_on: date
    asked_by: str
    received_on: date
    refused_on: date
    reason: str


def make_consultation_refusal(content: ConsultationRefusal) -> bytes:
    """Print the letter of a refusal."""
    return engine.render_letter(
        "consultation_refusal.typ",
        {
            "heading": headings.set_heading(content.heading, content.reference),
            "office": list(content.office),
            "signatory": content.signatory,
            "candidate": {
                "surname": french.breakable(content.surname),
                "first_names": french.breakable(content.first_names),
                "number": content.candidate_number,
                "born": french.short_day(content.born_on),
            },
            "to_whom": TO_WHOM[content.asked_by],
            "received": french.day(content.received_on),
            "date": french.day(content.refused_on),
            "reason": french.breakable(content.reason),
            "is_contested_before_cada": content.asked_by != "court",
        },
    )
