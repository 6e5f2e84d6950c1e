"""The register of consultations ("registre des consultations de copies"): each request, who asked, what became of it.

It is kept by the exam office and bears names: no number of a script, no batch, no box. It is printed as it stands on a
day, and says how many requests wait for their answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from massicot.documents import engine, french, headings

ASKED_BY: Mapping[str, str] = {
    "candidate": "le candidat",
    "representative": "le représentant légal",
    "lawyer": "un avocat",
    "court": "une juridiction",
}
BECAME: Mapping[str, str] = {
    "asked": "en attente",
    "checked": "en attente (identité vérifiée)",
    "shown": "montrée sur place",
    "copied": "copie remise sur papier",
    "unsent": "en attente (le courriel n’est pas parti)",
    "sent": "copie envoyée",
    "refused": "refusée",
    "withdrawn": "retirée",
}
SEEN: Mapping[str, str] = {
    "identity-card": "carte d’identité",
    "passport": "passeport",
    "residence-permit": "titre de séjour",
    "copy-sent": "copie d’identité, détruite",
    "family-record": "identité et livret de famille",
    "mandate": "mandat",
    "court-order": "courrier de la juridiction",
}
WAITING = ("asked", "checked", "unsent")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedConsultation:
    """One request."""

    surname: str
    first_names: str
    candidate_number: str
    asked_by: str
    proof: str
    received_on: date
    answer_by: date
    became: str
    answered_on: date | None
    pages: int | None
    price_cents: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationRegister:
    """The requests of one paper, the first one first, and at which instant they stood so."""

    heading: headings.Heading
    stood_at: datetime
    lines: Sequence[ListedConsultation]


def make_consultation_register(content: ConsultationRegister) -> bytes:
    """Print the register of consultations of one paper."""
    waiting = sum(line.became in WAITING for line in content.lines)
    return engine.render(
        "consultation_register.typ",
        {
            "heading": headings.set_heading(content.heading, content.heading.paper_code),
            "stood": french.moment(content.stood_at),
            "total": french.quantity(len(content.lines), "demande", "demandes"),
            "waiting": french.quantity(waiting, "attend sa réponse", "attendent leur réponse") if waiting else "",
            "lines": [_line(rank, line) for rank, line in enumerate(content.lines, 1)],
        },
    )


def price(cents: int) -> str:
    """Write a price: 0,72 €."""
    return f"{cents // 100},{cents % 100:02d}{french.NO_BREAK_SPACE}€"


def _line(rank: int, line: ListedConsultation) -> dict[str, object]:
    copy = "" if line.pages is None else f"{line.pages}{french.NO_BREAK_SPACE}p."
    return {
        "rank": str(rank),
        "surname": french.breakable(line.surname),
        "first_names": french.breakable(line.first_names),
        "number": line.candidate_number,
        "asked_by": ASKED_BY[line.asked_by],
        "seen": SEEN[line.proof] if line.proof else "",
        "received": french.short_day(line.received_on),
        "answer_by": french.short_day(line.answer_by) if line.became in WAITING else "",
        "became": BECAME[line.became],
        "answered": french.short_day(line.answered_on) if line.answered_on else "",
        "copy": copy,
        "price": price(line.price_cents) if line.price_cents is not None else "",
        "reason": french.breakable(line.reason),
    }
