"""How events and decisions are called where people read."""

from massicot.core.ladder import GapState
from massicot.core.refused import N_
from massicot.results.rules import Decision

EVENTS: dict[str, str] = {
    "absent": N_("Absent candidate"),
    "blank": N_("Blank script"),
    "late-parcel": N_("Parcel sent late"),
    "lost-parcel": N_("Parcel declared lost"),
    "found-parcel": N_("Parcel declared lost, then arrived"),
    "found-script": N_("Script declared missing, then found"),
    "stray-script": N_("Script received out of another parcel than its own"),
    "batch-not-returned": N_("Batch not given back one evening"),
    "corrected-mark": N_("Mark corrected while typing"),
    "off-list": N_("Candidate off the list"),
    "register-corrected": N_("Script found to be other than the register says, by answer of the office"),
    "batch-opened": N_("Locked batch opened again"),
    "mark-by-office": N_("Mark written by the office"),
}

STATES: dict[str, str] = {GapState.OPEN: N_("open"), GapState.DECIDED: N_("decided")}

DECISIONS: dict[str, str] = {
    Decision.LOST: N_("lost"),
    Decision.SIT_AGAIN: N_("to be sat again"),
    Decision.ACCEPTED: N_("accepted as it is"),
}
