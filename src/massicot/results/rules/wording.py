"""How rungs, gaps, events and decisions are called where people read."""

from massicot.core.ladder import State
from massicot.core.refused import N_
from massicot.results.rules import ARRIVAL_COUNT, MISSING_SCRIPT, NOT_LOCKED, NOT_PACKED, Decision

RUNGS: dict[str, str] = {
    "entered": N_("Entered"),
    "present+absent": N_("Present + absent"),
    "written+blank+placeholder": N_("Written + blank + placeholders"),
    "labels used": N_("Labels used"),
    "strips archived": N_("Header strips archived"),
    "packed": N_("Packed"),
    "despatched": N_("Despatched"),
    "received": N_("Received"),
    "in batches": N_("In batches"),
    "on sheets": N_("On mark sheets"),
    "marks+AB+CB": N_("Marks + AB + CB"),
}

SOURCES: dict[str, tuple[str, str]] = {
    "entered": (N_("import"), N_("candidates")),
    "present+absent": (N_("register"), N_("typed count")),
    "written+blank+placeholder": (N_("kinds"), N_("items in hand, typed")),
    "labels used": (N_("numbers"), N_("labels, typed")),
    "strips archived": (N_("boxed"), N_("typed")),
    "packed": (N_("parcel contents"), N_("typed")),
    "despatched": (N_("despatch note"), N_("carrier")),
    "received": (N_("announced"), N_("ticked")),
    "in batches": (N_("scripts received"), N_("in batches")),
    "on sheets": (N_("batches"), N_("printed sheets")),
    "marks+AB+CB": (N_("marks"), N_("control totals")),
}

GAPS: dict[str, str] = {
    "entries": N_("Entries differ from what was imported"),
    "attendance": N_("Attendance not keyed"),
    "room-count": N_("Scripts counted in the room differ from the register"),
    "items": N_("Items in hand differ"),
    "labels": N_("Labels used differ"),
    "strips": N_("Header strips differ"),
    NOT_PACKED: N_("Script in hand in no parcel"),
    "parcel-count": N_("Parcel contents differ from its count"),
    "not-sent": N_("Parcel not sent yet"),
    "carrier-count": N_("The carrier's count differs from the note"),
    "not-arrived": N_("Parcel not arrived yet"),
    "not-looked-for": N_("Parcel not ticked to its end"),
    ARRIVAL_COUNT: N_("Scripts counted at the arrival differ from the note"),
    MISSING_SCRIPT: N_("Script missing"),
    "not-in-batch": N_("Script received in no batch"),
    "not-received": N_("Script in a batch but never received"),
    "sheet": N_("Mark sheet not printed"),
    NOT_LOCKED: N_("Batch not locked"),
    "unmarked": N_("Batch locked with empty lines"),
    "totals": N_("Control totals differ"),
    "absence": N_("AB differs from the register"),
}

NOT_YET: dict[str, str] = {
    "items": N_("Items in hand not counted yet"),
    "labels": N_("Labels used not counted yet"),
    "strips": N_("Header strips not boxed yet"),
}
"""Gaps of which one source has counted nothing yet, where that is no difference but a step to come."""

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

STATES: dict[str, str] = {State.OPEN: N_("open"), State.DECIDED: N_("decided")}

DECISIONS: dict[str, str] = {
    Decision.LOST: N_("lost"),
    Decision.SIT_AGAIN: N_("to be sat again"),
    Decision.ACCEPTED: N_("accepted as it is"),
}
