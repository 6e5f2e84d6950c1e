"""The evening and the morning: what is still out, what was not given back, what goes out again.

"Every evening, the marker gives the packet back to the head of the centre" (the notice). Whatever is still out at the
roll-call is looked for; what does not come back is noted with a reason, once an evening, and told on the ladder. Next
morning each batch goes back to the marker who had it, all in one act: they sign the list, on the evening's count.
"""

from dataclasses import dataclass
from datetime import date

from massicot.core.refused import N_, Refused


class AlreadyNoted(Refused):
    """A batch noted twice in one evening as not given back."""

    sentence = N_("It is noted already that {code} was not given back this evening: take it back when it comes.")


class NothingToReissue(Refused):
    """A morning re-issue without a batch chosen."""

    sentence = N_("No batch was chosen: tick at least one batch of those given back last evening.")


class BatchNeverOut(Refused):
    """A morning re-issue of a batch that no marker has held."""

    sentence = N_("The batch {code} has not been with a marker yet: hand it out from its own page.")


class BatchHadByAnother(Refused):
    """A morning re-issue from a list that showed another stay as the last one."""

    sentence = N_(
        "The batch {code} has changed hands since this list was opened: {holder} had it last. No batch was handed out: "
        "look at the list as it is now, then start again."
    )


@dataclass(frozen=True, slots=True)
class BatchNotReturned:
    """A batch was not given back one evening."""

    code: str
    marker: str
    evening: str
    reason: str


def event_subject(code: str, evening: date) -> str:
    """Name a batch that was not given back one evening: B-BTS-2017-CGE-0007/2017-06-01."""
    return f"{code}/{evening.isoformat()}"
