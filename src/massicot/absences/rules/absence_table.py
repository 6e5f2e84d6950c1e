"""The table of absences, for an exam office and for whoever deducts: a line for each absence of a session.

On which days, where it stands, how many thirtieths are asked of whom; never why.
"""

from typing import NamedTuple


class AbsenceLine(NamedTuple):
    """One absence."""

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
