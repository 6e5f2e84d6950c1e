"""The table of who came, for an exam office and for whoever pays: a line for each person, half-day and letter.

Whoever is called to two missions on one half-day has a line for each; they signed once. Somebody whom nobody had called
has one line without a mission. What nobody keyed is `unknown`, and no proof of anything. Nothing of batches, scripts or
marks (docs/exports.md).
"""

from enum import StrEnum
from typing import NamedTuple


class PresenceExportKind(StrEnum):
    """What can be exported of who came."""

    MARKER_PRESENCE = "marker-presence"


class PresenceTableLine(NamedTuple):
    """One person on one half-day at one place, for one letter."""

    session: str
    place: str
    day: str
    half: str
    identifier: str
    civility: str
    surname: str
    first_name: str
    is_called: str
    mission: str
    title: str
    paper: str
    code: str
    presence: str
    arrived_at: str
    left_at: str
    source: str
    is_confirmed: str
    sent_at: str


COLUMNS = (
    "session",
    "lieu",
    "jour",
    "demi_journee",
    "identifiant",
    "civilite",
    "nom",
    "prenom",
    "convoque",
    "mission",
    "intitule",
    "epreuve",
    "convocation",
    "presence",
    "arrivee",
    "depart",
    "saisie",
    "confirmee",
    "transmise",
)
"""The columns of the table, in the order of a line."""
