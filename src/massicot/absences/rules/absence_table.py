"""The table of absences, for an exam office and for whoever deducts: a line for each absence of a session.

On which days, where it stands, how many thirtieths are asked of whom; never why.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from massicot.absences.rules.absences import AbsenceState
from massicot.absences.rules.deductions import DeductionFate
from massicot.core.refused import N_


class AbsenceLine(NamedTuple):
    session: str
    paper: str
    absence: int
    identifier: str
    civility: str
    surname: str
    first_name: str
    institution: str
    mission: int
    title: str
    code: str
    places: str
    first_day: str
    last_day: str
    days: int
    half_days: int
    state: str
    decided_on: str
    decision: str
    reference: str
    thirtieths: str
    fate: str
    is_referred: str
    filed_on: str


COLUMNS = (
    "session",
    "epreuve",
    "absence",
    "identifiant",
    "civilite",
    "nom",
    "prenom",
    "uai",
    "mission",
    "intitule",
    "convocation",
    "lieu",
    "du",
    "au",
    "jours",
    "demi_journees",
    "etat",
    "decision_le",
    "decision",
    "dossier",
    "trentiemes",
    "retenue",
    "discipline",
    "dossier_le",
)
"""The columns of the table, in the order of a line."""

STATES: Mapping[str, str] = {
    AbsenceState.ANNOUNCED: N_("announced, not answered yet"),
    AbsenceState.OBSERVED: N_("found by the register, and nobody said why"),
    AbsenceState.CONFIRMED: N_("confirmed by the head of institution, not answered yet"),
    AbsenceState.EXEMPTED: N_("exempted by the rector"),
    AbsenceState.REFUSED: N_("exemption refused by the rector"),
    AbsenceState.UNJUSTIFIED: N_("held to be unjustified"),
    AbsenceState.DEDUCTED: N_("unjustified, the deduction is asked for"),
    AbsenceState.WITHDRAWN: N_("withdrawn"),
}
FATES: Mapping[str, str] = {
    DeductionFate.PAY: N_("asked of the pay office"),
    DeductionFate.TO_CONFIRM: N_("to be confirmed by who pays: private school under contract"),
    DeductionFate.EMPLOYER: N_("told to the employer, who draws the consequences"),
}
"""What each code of the table is called where people read."""


def in_words(lines: Iterable[AbsenceLine], translate: Callable[[str], str]) -> Iterator[AbsenceLine]:
    """Write the codes of the table as the screens say them, in the reader's language."""
    for line in lines:
        fate = translate(FATES[line.fate]) if line.fate else ""
        yield line._replace(state=translate(STATES[line.state]), fate=fate)
