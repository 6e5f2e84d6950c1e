"""The seal of a parcel as it was when it arrived: whole, broken, or not there; the number that stands on it.

Whoever receives the parcel says what they see and types the number that they read; the one that was told at the
departure is not shown to them before, and the program compares the two. A number that differs is read once more first.
A broken seal, another one than was told, or one that is gone is a trouble: the exam office follows it to an end from a
closed list, and the exam centre is told.
"""

from dataclasses import dataclass
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.core.spelling import folded, visible_text
from massicot.core.wall import check_is_nobody, check_names_nobody

SEAL_LENGTH, REMARK_LENGTH = 40, 500


class SealState(StrEnum):
    """What whoever receives a parcel sees of its seal."""

    INTACT = "intact"
    BROKEN = "broken"
    NONE = "none"


class SealVerdict(StrEnum):
    """What the seal comes to, beside what was told at the departure."""

    AS_TOLD = "as-told"
    BROKEN = "broken"
    GONE = "gone"
    OTHER = "other"


TROUBLES = frozenset(SealVerdict) - {SealVerdict.AS_TOLD}
"""What the exam office follows to an end."""


class SealEnd(StrEnum):
    """How the exam office ends a trouble with a seal."""

    EXPLAINED = "explained"
    COMPLETE = "complete"
    REPORTED = "reported"


SEAL_STATES: dict[str, str] = {
    SealState.INTACT: N_("whole"),
    SealState.BROKEN: N_("broken or cut"),
    SealState.NONE: N_("there is none"),
}
SEAL_VERDICTS: dict[str, str] = {
    SealVerdict.AS_TOLD: N_("as told at the departure"),
    SealVerdict.BROKEN: N_("broken"),
    SealVerdict.GONE: N_("not there any more"),
    SealVerdict.OTHER: N_("another one than was told at the departure"),
}
SEAL_ENDS: dict[str, str] = {
    SealEnd.EXPLAINED: N_("explained by the carrier or by the exam centre"),
    SealEnd.COMPLETE: N_("everything is there, nothing more is done"),
    SealEnd.REPORTED: N_("reported, and followed elsewhere"),
}
"""How each is called where people read."""

SEAL_FOLLOWS: dict[str, str] = {
    SealEnd.EXPLAINED: N_(
        "It ends here: nothing more is waited for. The exam centre reads the end and what you learnt on the page of "
        "the parcel; its scripts are marked like any others."
    ),
    SealEnd.COMPLETE: N_(
        "It ends here: every script was counted at the reception. The exam centre reads the end on the page of the "
        "parcel."
    ),
    SealEnd.REPORTED: N_(
        "It ends here for the program, which tells nobody: say to whom it was reported. Scripts that lack stay on the "
        "ladder, each as a gap of its own."
    ),
}
"""What follows of each end; none bars the lifting, and none is taken back."""


class SealNumberMissing(Refused):
    sentence = N_("Type the number that stands on the seal; if it bears none, type what is printed on it.")


class SealReadOnce(Refused):
    sentence = N_(
        "This is not what was told when the parcel {code} left. Look at the parcel once more. If it is so, tick that "
        "you looked twice: it is recorded, and the exam office follows it to an end."
    )


class SealSaid(Refused):
    sentence = N_(
        "The seal of the parcel {code} was told already, by {who}, {at}: nothing was changed. If that was a mistake, "
        "take it back first, with a reason."
    )


class SealNotSaid(Refused):
    sentence = N_("Nothing is told of the seal of the parcel {code} that this could be done with: look at its page.")


class SealEnded(Refused):
    sentence = N_("The exam office has ended this, the seal of the parcel {code}, already: nothing was changed.")


class SealReasonMissing(Refused):
    sentence = N_("Say why, or what was learnt: it stays beside the parcel {code}.")


@dataclass(frozen=True, slots=True)
class SealSeen:
    """What whoever receives a parcel says of its seal; `is_sure`: they looked twice."""

    state: SealState
    read: str = ""
    remark: str = ""
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class SealRead(Fact):
    journal_word = N_("seal of a parcel told at its arrival")
    code: str
    state: str
    read: str
    verdict: str
    remark: str


@dataclass(frozen=True, slots=True)
class SealTakenBack(Fact):
    """What was told of a seal was a mistake: it is to be told again."""

    journal_word = N_("what was told of a seal taken back")
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class SealTroubleEnded(Fact):
    journal_word = N_("trouble with a seal ended")
    code: str
    end: str
    remark: str


def compare_seal(told: str, seen: SealSeen) -> SealVerdict:
    """Compare what is seen of a seal with what was told at the departure; nothing told is no seal."""
    if seen.state is SealState.BROKEN:
        return SealVerdict.BROKEN
    if seen.state is SealState.NONE:
        return SealVerdict.GONE if visible_text(told) else SealVerdict.AS_TOLD
    return SealVerdict.AS_TOLD if folded(seen.read) == folded(told) else SealVerdict.OTHER


def check_seen_seal(code: str, told: str, seen: SealSeen) -> SealVerdict:
    """Give what a seal comes to; raise SealNumberMissing, TextNamesCandidate, or SealReadOnce until it is sure."""
    if seen.state is SealState.INTACT and not folded(seen.read):
        raise SealNumberMissing
    check_is_nobody(seen.read)
    check_names_nobody(seen.remark)
    verdict = compare_seal(told, seen)
    if verdict in (SealVerdict.OTHER, SealVerdict.GONE) and not seen.is_sure:
        raise SealReadOnce(code=code)
    return verdict


def check_remark(code: str, remark: str) -> None:
    """Refuse a remark that says nothing, or names somebody; raise SealReasonMissing or TextNamesCandidate."""
    if not visible_text(remark):
        raise SealReasonMissing(code=code)
    check_names_nobody(remark)
