"""The table of who came, for an exam office and for whoever pays: a line for each person, half-day and letter.

Whoever is called to two missions on one half-day has a line for each; they signed once. Somebody whom nobody had called
has one line without a mission. What nobody keyed is `unknown`, and no proof of anything. Nothing of batches, scripts or
marks (docs/exports.md).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from massicot.core.refused import N_
from massicot.missions.rules.hours import HalfDay
from massicot.presence.rules.registers import LineSource, Presence


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

HALVES: Mapping[str, str] = {HalfDay.MORNING: N_("Morning"), HalfDay.AFTERNOON: N_("Afternoon")}
PRESENCES: Mapping[str, str] = {
    Presence.PRESENT: N_("present"),
    Presence.ABSENT: N_("absent"),
    Presence.UNKNOWN: N_("not known"),
}
SOURCES: Mapping[str, str] = {
    LineSource.KEYED: N_("keyed by hand"),
    LineSource.SCANNED: N_("by the code of the letter"),
    LineSource.OTHERS: N_("with all the others"),
}
"""What each code of the table is called where people read."""


def in_words(lines: Iterable[PresenceTableLine], translate: Callable[[str], str]) -> Iterator[PresenceTableLine]:
    """Write the codes of the table as the screens say them, in the reader's language."""
    for line in lines:
        yield line._replace(
            half=translate(HALVES[line.half]),
            presence=translate(PRESENCES[line.presence]),
            source=translate(SOURCES[line.source]) if line.source else "",
        )
