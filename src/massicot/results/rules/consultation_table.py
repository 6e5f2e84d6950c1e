"""The table of requests to see a script, and their printed register: who asked, since when, what became of each.

It is kept on the candidate's side: names and candidate numbers, never the number of a script, its batch or its box. A
step that was taken back is not told; the reason of a refusal is, and so are the pages of a copy and their price. What
is answered by mail is told as sent once that mail has left, and on the day on which it did.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol, TypeVar

from massicot.audit.rules import Fact
from massicot.core.refused import N_
from massicot.results.rules.access import ASKERS
from massicot.results.rules.consultations import PROOFS, STATES, ConsultationStep

COLUMNS = (
    "numero_candidat",
    "nom_famille",
    "prenoms",
    "demandeur",
    "recue_le",
    "reponse_avant",
    "suite",
    "repondue_le",
    "piece_vue",
    "pages",
    "prix_centimes",
    "motif",
)

UNSENT = "unsent"
"""What a request is told as whose mail has not left: no state of its own, it is told by that mail."""

OUTCOMES: Mapping[str, str] = {**STATES, UNSENT: N_("its mail has not left")}
"""What became of a request, where people read."""

WORDS: Mapping[str, Mapping[str, str]] = {"demandeur": ASKERS, "suite": OUTCOMES, "piece_vue": PROOFS}
"""The columns that hold a code, and what each code is called where people read."""


class ConsultationTold(NamedTuple):
    """One request as the table has it."""

    candidate_number: str
    surname: str
    first_names: str
    asked_by: str
    received_on: date
    answer_by: date
    state: str
    answered_on: date | None
    proof: str
    pages: int | None
    price_cents: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class RequestsExported(Fact):
    """Somebody took away the requests to see a script of a paper, with names: how many."""

    journal_word = N_("requests to see a script exported with names")
    paper: str
    lines: int


class Stepped(Protocol):
    """One step of a request."""

    step: str


_Step = TypeVar("_Step", bound=Stepped)


def standing_steps(moves: Iterable[_Step]) -> Sequence[_Step]:
    """List the steps that hold, in their order: one that was taken back holds no more, nor does its taking back."""
    standing: list[_Step] = []
    for move in moves:
        if move.step == ConsultationStep.TAKE_BACK:
            standing.pop()
        else:
            standing.append(move)
    return standing
