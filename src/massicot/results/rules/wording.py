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
    "set-aside": N_("Script set aside under a slip"),
    "stray-script": N_("Script received out of another parcel than its own"),
    "seal-trouble": N_("Seal of a parcel not as it was told"),
    "papers-short": N_("Parcel that came without some of its papers"),
    "batch-regrouped": N_("Batch merged or split"),
    "batch-not-returned": N_("Batch not given back one evening"),
    "cannot-come": N_("Convened person who says that they cannot come"),
    "convocation-came-back": N_("Convocation that came back"),
    "called-unavailable": N_("Person called on days declared as unavailable"),
    "marker-absent": N_("Person whom a register found absent, and nobody had announced"),
    "marker-replaced": N_("Person who is replaced"),
    "marked-uncalled": N_("Person who marked without being called"),
    "corrected-mark": N_("Mark corrected while typing"),
    "off-list": N_("Candidate off the list"),
    "sat-elsewhere": N_("Candidate seated in another centre than the list says"),
    "sat-in-other-room": N_("Candidate seated in another room than the list says"),
    "kept-mark-sat": N_("Candidate with a kept mark who sat"),
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

FOLLOWS: dict[str, str] = {
    Decision.LOST: N_(
        "The candidate has no mark: MQ (script missing, without a mark) in the tables that leave and on the statement. "
        "The program tells nobody: tell the candidate and the jury. If the script turns up, you say which of the two "
        "counts before the anonymity is lifted."
    ),
    Decision.SIT_AGAIN: N_(
        "The candidate is MQ (script missing, without a mark) here, and gets the mark of the new paper where results "
        "are worked out: call the candidate to it. If the script turns up, you say which of the two counts before the "
        "anonymity is lifted."
    ),
    Decision.ACCEPTED: N_(
        "The candidate has no mark: MQ (script missing, without a mark). If the script turns up, it is marked like any "
        "other and nothing more is asked of you."
    ),
}
"""What becomes of the candidate whose script lacks, by what is decided of it."""

FOLLOWS_OF_COUNTS = N_(
    "No candidate’s result changes: it is written what became of the difference, and the lifting no longer waits for "
    "it. Other figures open the gap again."
)
"""What follows where a gap is a difference between counts, whatever is decided."""
