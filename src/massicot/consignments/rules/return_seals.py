"""The seal of a return parcel: seen at the exam office as any other is, and followed there to an end.

What is seen, and what that comes to beside what was told at the departure, are as of any parcel
(`massicot.consignments.rules.seals`). Its trouble is told to the marking centre on the page of the parcel, and ends by
a word of the exam office from the same closed list; nothing waits for it, and the page of the parcel takes it back.
"""

from dataclasses import dataclass

from massicot.audit.rules import Fact
from massicot.consignments.rules.seals import SealEnd
from massicot.core.refused import N_, Refused

RETURN_SEAL_ENDS: dict[str, str] = {
    SealEnd.EXPLAINED: N_("explained by the carrier or by the marking centre"),
    SealEnd.COMPLETE: N_("everything is there, nothing more is done"),
    SealEnd.REPORTED: N_("reported, and followed elsewhere"),
}
"""How each end is called where people read."""


class ReturnSealSaid(Refused):
    sentence = N_(
        "The seal of the return parcel {code} was told already, by {who}: nothing was changed. If that was a mistake, "
        "take it back first, with a reason."
    )


class ReturnSealUntold(Refused):
    sentence = N_(
        "The return parcel {code} left under the seal {seal}, and nobody has told what is seen of it: tell its seal "
        "first, broken or gone as it may be, then close the parcel."
    )


class NoReturnSealTrouble(Refused):
    sentence = N_(
        "There is no trouble with the seal of the return parcel {code} that waits for an end: look at its page."
    )


@dataclass(frozen=True, slots=True)
class ReturnSealRead(Fact):
    journal_word = N_("seal of a return parcel told at its arrival")
    code: str
    state: str
    read: str
    verdict: str
    remark: str


@dataclass(frozen=True, slots=True)
class ReturnSealTakenBack(Fact):
    """What was told of a seal was a mistake: it is to be told again."""

    journal_word = N_("what was told of the seal of a return parcel taken back")
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReturnSealJudged(Fact):
    """What was seen of a seal is compared anew: its departure was told after it."""

    journal_word = N_("seal of a return parcel compared anew with what its departure tells")
    code: str
    told: str
    read: str
    verdict: str


@dataclass(frozen=True, slots=True)
class ReturnSealTroubleEnded(Fact):
    """The exam office ended what was seen of a seal; `end` is of the closed list, `remark` what was learnt."""

    journal_word = N_("trouble with the seal of a return parcel ended")
    code: str
    end: str
    remark: str
