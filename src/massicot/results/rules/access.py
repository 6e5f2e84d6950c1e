"""The right of access: for a year from the lifting on, a candidate may see their script.

The exam office then goes from a name to a number, a batch, a place and a box of strips, and to the dated story of the
script. The story says "the marker" and never which: markers are not told to candidates. After a year the strips are
destroyed, or kept for a litigation only, and nothing more is looked up. Each time it is, the journal says who asked.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from massicot.core.refused import N_, Refused
from massicot.marks.rules import BatchLocked, BatchOpenedAgain, MarkWritten


class Asker(StrEnum):
    """Who asks to see a script."""

    CANDIDATE = "candidate"
    PARENTS = "parents"
    COURT = "court"


ASKERS: dict[str, str] = {
    Asker.CANDIDATE: N_("the candidate"),
    Asker.PARENTS: N_("the candidate's parents"),
    Asker.COURT: N_("a court"),
}
"""How whoever asks is called where people read."""

LIFTED = N_("the anonymity was lifted")

ON_BATCH: dict[str, str] = {
    BatchLocked.__name__: N_("the marks of its batch were locked"),
    BatchOpenedAgain.__name__: N_("its batch was opened again by the exam office"),
    MarkWritten.__name__: N_("its mark was corrected by the exam office"),
}
"""How the acts on a batch and its marks are told, without who did them."""


class AccessNotYet(Refused):
    """A script asked for by name before the lifting."""

    sentence = N_("The anonymity of {paper} is not lifted yet: scripts are found by name after that.")


class AccessOver(Refused):
    """A script asked for by name once the year is over."""

    sentence = N_(
        "The year of access to the scripts of {paper} is over: their strips are destroyed, or kept for a litigation "
        "only."
    )


class NoScriptNumbered(Refused):
    """A candidate whose script was marked elsewhere."""

    sentence = N_("{candidate} has no numbered script for {paper}: theirs was scanned, or marked at an outside centre.")


@dataclass(frozen=True, slots=True)
class ScriptConsulted:
    """Somebody of the office looked up where the script of a candidate is; the number alone is told."""

    number: str
    asked_by: str


def last_day(lifted_on: date) -> date:
    """Say until when scripts are found by name: lifted on 12 June 2017, until 12 June 2018; 29 February, 28."""
    try:
        return lifted_on.replace(year=lifted_on.year + 1)
    except ValueError:
        return lifted_on.replace(year=lifted_on.year + 1, day=28)


def check_access(paper: str, lifted_on: date | None, today: date) -> None:
    """Refuse to go from a name to a script before the lifting, and once a year has passed since."""
    if lifted_on is None:
        raise AccessNotYet(paper=paper)
    if today > last_day(lifted_on):
        raise AccessOver(paper=paper)
