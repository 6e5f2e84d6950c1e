"""What the exam office does with an incident, word by word, until it has an end.

An incident noted in a room lies with the office from then on. Each word is kept with who said it, when and why; the
last one stands. Documents asked or a fraud file opened are not an end: something is still waited for. What was ended is
taken up again by another word, so that no end is a dead end.

An incident that touches a result and of which the office has not said a word yet bars the lifting of its paper: a
suspicion is not lifted in silence. One word is enough, and its author and reason are kept. The file itself, which may
last months, bars nothing: the page of the lifting counts it, and the result is withheld elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from massicot.core.refused import N_, Refused
from massicot.roomreports.rules.reporting import IncidentKind, check_text


class FollowUp(StrEnum):
    """What the office has said of an incident last."""

    OPEN = "open"
    DOCUMENTS_ASKED = "documents-asked"
    FRAUD_FILE = "fraud-file"
    NO_FOLLOW_UP = "no-follow-up"
    CANDIDATE_TOLD = "candidate-told"
    IN_ORDER = "in-order"
    FRAUD_DECIDED = "fraud-decided"
    MISTAKE = "mistake"


UNDER_WAY = frozenset({FollowUp.DOCUMENTS_ASKED, FollowUp.FRAUD_FILE})
"""Words after which something is still waited for."""

ENDS = frozenset(FollowUp) - UNDER_WAY - {FollowUp.OPEN}
"""Words that end an incident."""

RETURNABLE = frozenset({FollowUp.OPEN, FollowUp.MISTAKE})
"""Words under which its centre may take an incident back: the office has said nothing, or that it is a mistake."""

TOUCHING_RESULTS = frozenset(
    {IncidentKind.FRAUD, IncidentKind.DOCUMENT, IncidentKind.IDENTITY, IncidentKind.COPY_MODEL}
)
"""What may withhold or change the result of a candidate."""


WITHHOLDING = frozenset({FollowUp.FRAUD_FILE})
"""Words under which the result of a candidate is withheld."""


class IncidentUnknown(Refused):
    """An incident that is not, or no longer, in a report."""

    sentence = N_("This incident is in no report any more: somebody took it back meanwhile. Look at the list again.")


class IncidentFollowedMeanwhile(Refused):
    """A word on an incident of which somebody else has said another since the page was shown."""

    sentence = N_("Somebody else of the office said something of this incident meanwhile: read it, then say yours.")


class IncidentUntouched(Refused):
    """A word that an incident has already."""

    sentence = N_("This is what was said of it last: choose another word, or leave it.")


class FollowUpReasonMissing(Refused):
    """A word on an incident without a reason."""

    sentence = N_("Say why, or what was learnt: it stays beside the incident.")


@dataclass(frozen=True, slots=True)
class IncidentFollowed:
    """The office said what it does with an incident."""

    room: str
    kind: str
    candidate: str
    word: str
    reason: str


MOVES: Mapping[FollowUp, frozenset[FollowUp]] = {word: frozenset(FollowUp) - {word, FollowUp.OPEN} for word in FollowUp}
"""What may be said after each word: any other, and nothing is unsaid."""


def bars_lifting(kind: IncidentKind, standing: FollowUp) -> bool:
    """Say whether an incident touches a result and the office has not said a word of it."""
    return standing is FollowUp.OPEN and kind in TOUCHING_RESULTS


def check_follow_up(before: FollowUp, after: FollowUp, reason: str) -> None:
    """Refuse a word that stands already, or one without a reason."""
    if after not in MOVES[before]:
        raise IncidentUntouched
    if not reason.strip():
        raise FollowUpReasonMissing
    check_text(reason)
