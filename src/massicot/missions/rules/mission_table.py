"""The table of the people called, for an exam office and for whoever pays them: a line for each person in each mission.

What they are called for, where and when, as it stands now: half-days as the calendar has them, hours once where two
activities share them. What their letter has become, and whether they are known to know. Nothing of batches, scripts or
marks: what was marked when is nobody's to read here (docs/exports.md).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from massicot.core.refused import N_
from massicot.missions.rules.missions import AssignmentState, ConvocationAct, ConvocationState, MissionKind


class PeopleExportKind(StrEnum):
    """What can be exported of the people of a session."""

    MISSIONS = "missions"
    ABSENCES = "absences"


class MissionLine(NamedTuple):
    """One person in one mission."""

    session: str
    paper: str
    mission: int
    kind: str
    title: str
    pay_code: str
    identifier: str
    civility: str
    surname: str
    first_name: str
    institution: str
    employer_kind: str
    is_state_agent: str
    is_reserve: str
    late_on: str
    state: str
    places: str
    starts_at: str
    ends_at: str
    days: int
    half_days: int
    hours: str
    code: str
    letter_state: str
    issued_at: str
    standing: str
    known_at: str


COLUMNS = (
    "session",
    "epreuve",
    "mission",
    "nature",
    "intitule",
    "code_paie",
    "identifiant",
    "civilite",
    "nom",
    "prenom",
    "uai",
    "type_employeur",
    "agent_etat",
    "reserve",
    "regularisee",
    "etat",
    "lieu",
    "debut",
    "fin",
    "jours",
    "demi_journees",
    "heures",
    "convocation",
    "etat_convocation",
    "emise",
    "connue",
    "connue_le",
)
"""The columns of the table, in the order of a line."""

KINDS: Mapping[str, str] = {
    MissionKind.MARKING: N_("marking"),
    MissionKind.BOARD: N_("harmonisation board"),
    MissionKind.MARKING_STAFF: N_("staff of a marking centre"),
    MissionKind.EXAM_STAFF: N_("staff of an exam centre"),
    MissionKind.INTERROGATION: N_("oral or practical interrogation"),
}
STATES: Mapping[str, str] = {
    AssignmentState.PROPOSED: N_("on the list"),
    AssignmentState.CONVENED: N_("convened"),
    AssignmentState.WITHDRAWN: N_("taken off"),
}
LETTER_STATES: Mapping[str, str] = {
    ConvocationState.VALID: N_("holds"),
    ConvocationState.REPLACED: N_("replaced"),
    ConvocationState.CANCELLED: N_("cancelled"),
}
STANDINGS: Mapping[str, str] = {
    ConvocationAct.OPENED: N_("opened, not acknowledged"),
    ConvocationAct.CAME_BACK: N_("came back"),
    ConvocationAct.CANNOT_COME: N_("announced absent"),
    ConvocationAct.ACKNOWLEDGED: N_("acknowledged"),
    ConvocationAct.TOLD_BY_HEAD: N_("told by the head"),
    ConvocationAct.NOT_REACHED: N_("not reached by the head"),
}
"""What each code of the table is called where people read."""


def hours_and_minutes(minutes: int) -> str:
    """Write a number of minutes as hours and minutes: 7:20."""
    return f"{minutes // 60}:{minutes % 60:02}"


def in_words(lines: Iterable[MissionLine], translate: Callable[[str], str]) -> Iterator[MissionLine]:
    """Write the codes of the table as the screens say them, in the reader's language."""

    def word_of(words: Mapping[str, str], code: str) -> str:
        return translate(words[code]) if code in words else code

    for line in lines:
        yield line._replace(
            kind=word_of(KINDS, line.kind),
            state=word_of(STATES, line.state),
            letter_state=word_of(LETTER_STATES, line.letter_state),
            standing=word_of(STANDINGS, line.standing),
        )
