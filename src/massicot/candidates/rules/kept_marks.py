"""A kept mark whose candidate sits all the same: entered on the day, and decided by the exam office.

A candidate who keeps a mark from an earlier session is entered and not expected. Whoever comes and sits is not sent
away: they take a spare number like anybody off the list, and the exam office says, with a reason and before the
anonymity of the paper is lifted, which of the two counts. It may say otherwise until then.
"""

from dataclasses import dataclass
from enum import StrEnum

from massicot.core.refused import N_, Refused


class WhatCounts(StrEnum):
    """What counts for a candidate who keeps a mark and sat."""

    MARK = "mark"
    SITTING = "sitting"


class NoKeptMarkSat(Refused):
    """A decision about somebody who does not keep a mark, or did not sit."""

    sentence = N_("This candidate has no kept mark beside a sitting any more: look at the list again.")


class SaidAlready(Refused):
    """A decision that says what stands."""

    sentence = N_("That is what stands already: choose the other one, or leave it as it is.")


@dataclass(frozen=True, slots=True)
class KeptMarkDecided:
    """The office decided which counts, the kept mark or the sitting."""

    candidate: str
    counts: str
    reason: str
