"""A script that the exam office takes out of its batch, because nobody can say what it is.

It is somewhere, and somebody decides of it. Out of a batch that is at the marking centre it is put aside there; out of
one that a marker holds it stays with the marker until the centre records that it was given back. The office then says
what it is, and it may be put in a batch again; or it stays aside (a fraud case, a lost identity): the ladder then shows
it as being in no batch, and that gap is decided as every other.
"""

from dataclasses import dataclass
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.scripts.rules import ScriptKind


class WithdrawalDecision(StrEnum):
    """What the office says of a script that it withdrew."""

    WAITING = "waiting"
    WRITTEN = ScriptKind.WRITTEN.value
    BLANK = ScriptKind.BLANK.value
    PLACEHOLDER = ScriptKind.PLACEHOLDER.value
    KEPT = "kept"


RELEASED = (WithdrawalDecision.WRITTEN, WithdrawalDecision.BLANK, WithdrawalDecision.PLACEHOLDER)
"""What the item is: known, it lies in no batch again and the centre puts it in one."""

WORDS = (*RELEASED, WithdrawalDecision.KEPT)
"""What the office may say, once or again until the script is released."""


class WithdrawnDecided(Refused):
    sentence = N_("{number} was decided meanwhile: open its page again to see what was said.")


class WithdrawnNotOut(Refused):
    sentence = N_("{number} is not with a marker any more: nothing was changed.")


class WithdrawnMissing(Refused):
    sentence = N_(
        "{number} is missing from {code}: there is nothing to withdraw. Answer its line in another way; what becomes "
        "of the script is decided on the ladder, at “in batches”."
    )


class WithdrawnCounted(Refused):
    sentence = N_(
        "Scripts in {code} now: {size}, and counted at the desk: {counted}. The exam office withdrew {numbers}. "
        "Put what it withdrew apart, count the others again; if one is missing after a search, record it below as "
        "missing."
    )


@dataclass(frozen=True, slots=True)
class ScriptWithdrawn(Fact):
    journal_word = N_("script withdrawn from its batch")
    batch: str
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class WithdrawnGivenBack(Fact):
    journal_word = N_("withdrawn script given back")
    batch: str
    number: str
    marker: str


@dataclass(frozen=True, slots=True)
class WithdrawnSettled(Fact):
    """The office said what a withdrawn script is, or that it stays aside."""

    journal_word = N_("withdrawn script decided")
    batch: str
    number: str
    decision: str
    reason: str
