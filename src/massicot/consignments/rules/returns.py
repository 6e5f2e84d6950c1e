"""Parcels that go back, from a marking centre to the exam office: made, opened again, sent, lost.

After the marking the scripts leave for the exam office, sorted by specialty (the notice). What goes back is batches
whole, and the few scripts that are in no batch, one by one; what may go is decided above. A code is never given to
another parcel, and a batch is in one of them at a time. What was declared missing from a parcel that arrived, and lay
at its centre, goes back in another parcel: the first one keeps that it never was there.

The parcel leaves under a seal, with a carrier or by hand. One that does not come is declared lost five days after it
left, and what lies in it is missing until it comes.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.consignments.rules.arrival import is_overdue
from massicot.consignments.rules.parcels import CarrierMissing
from massicot.core.refused import N_, NN_, Phrase, Refused
from massicot.core.spelling import visible_text
from massicot.core.wall import check_is_nobody, check_names_nobody

CARRIER_LENGTH, REASON_LENGTH = 60, 500


class ContentKind(StrEnum):
    """What lies in a return parcel."""

    BATCH = "batch"
    SCRIPT = "script"


class ReturnState(StrEnum):
    """How far a return parcel is."""

    MADE = "made"
    ON_THE_WAY = "on-the-way"
    LOST = "lost"
    ARRIVED = "arrived"
    TICKING = "ticking"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLine:
    """One thing that goes into a return parcel; `is_aside`: it lies put aside for the exam office.

    `is_given_up`: it did not arrive before, and the exam office has decided of it.
    """

    kind: ContentKind
    ref: str
    specialty_code: str
    count: int = 1
    is_aside: bool = False
    is_given_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """What is typed when a return parcel leaves."""

    carrier: str
    tracking: str
    counted: int
    seal: str
    left_at: datetime
    reason: str = ""


ENVELOPES = NN_("{n} envelope", "{n} envelopes")
SCRIPTS = NN_("{n} script", "{n} scripts")


@dataclass(frozen=True, slots=True)
class ReturnCounts:
    """What is counted by hand in a return parcel: envelopes, and all scripts, those in no envelope among them."""

    envelopes: int
    scripts: int

    def in_words(self, prefix: str = "") -> dict[str, Phrase]:
        """Say both, each as one or many, as values of a refusal whose names begin alike."""
        return {
            f"{prefix}envelopes": Phrase(*ENVELOPES, n=self.envelopes),
            f"{prefix}scripts": Phrase(*SCRIPTS, n=self.scripts),
        }


def counts_in(lines: Collection[tuple[ContentKind, int]]) -> ReturnCounts:
    """Add up some things of a return parcel: of which kind each is, how many scripts it is."""
    envelopes = sum(kind is ContentKind.BATCH for kind, _ in lines)
    return ReturnCounts(envelopes, sum(count for _, count in lines))


class ReturnUnknown(Refused):
    sentence = N_("There is no return parcel {code}: read the code again from its return note.")


class NothingGoesBack(Refused):
    sentence = N_("Nothing is left to put into a return parcel: tick the piles, or name the scripts, that go into it.")


class GoesBackAlready(Refused):
    sentence = N_(
        "{refs} is in the return parcel {code} already. If it lies in front of you, open that parcel again while it is "
        "here; if it has left, call the exam office, which declares missing what is not in it."
    )


class ReturnMadeMeanwhile(Refused):
    sentence = N_(
        "Another return parcel of {centre} was made at this very instant: look at it, then pack what is left."
    )


class ReturnSealTaken(Refused):
    sentence = N_("The seal {seal} is on the return parcel {other} already: read it again on the parcel.")


class ReturnHasLeft(Refused):
    sentence = N_("The return parcel {code} left already: nothing was changed. Look at where it is.")


class ReturnReasonMissing(Refused):
    sentence = N_("Give the reason, about the return parcel {code}: it goes into the journal.")


class ReturnCountDiffers(Refused):
    sentence = N_(
        "The return parcel {code} holds {announced} scripts and {counted} were declared to its carrier: count again, "
        "or give the reason."
    )


class ReturnLeftImpossible(Refused):
    sentence = N_(
        "The return parcel {code} cannot have left then: it was made on {made}, and it is not later now. Type when it "
        "was handed over."
    )


class ReturnLeftAfterItArrived(Refused):
    sentence = N_("The return parcel {code} is at the exam office since {arrived}: type when it left, before that.")


class ReturnReceivedAlready(Refused):
    sentence = N_("The return parcel {code} arrived already, on {arrived}: go on with what is in it.")


class ReturnNotSent(Refused):
    sentence = N_("The return parcel {code} has not left: it lies at its marking centre, which opens it again.")


class ReturnLostAlready(Refused):
    sentence = N_("The return parcel {code} is declared lost already: if it comes, record its arrival.")


class ReturnMayStillCome(Refused):
    sentence = N_(
        "The return parcel {code} may still come: it is declared lost five days after it left, on {from_then} at the "
        "earliest. Call its carrier and its marking centre."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPacked(Fact):
    """A return parcel was made; `left` are batches of its specialties that were not there, and stay."""

    journal_word = N_("return parcel made")
    code: str
    envelopes: int
    scripts: int
    specialties: Sequence[str]
    left: Sequence[str] = ()
    found_behind: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ReturnOpened(Fact):
    journal_word = N_("return parcel opened again")
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSent(Fact):
    """A return parcel left its marking centre; `reason` signs another count than it announces."""

    journal_word = N_("return parcel sent")
    code: str
    carrier: str
    tracking: str
    counted: int
    left_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReturnLeftBehind(Fact):
    """What was missing from a return parcel lay at its marking centre, and goes back in another parcel."""

    journal_word = N_("missing from a return parcel, found at its marking centre")
    ref: str
    now_in: str


@dataclass(frozen=True, slots=True)
class ReturnWasLost(Fact):
    """A return parcel never arrived: what lies in it is missing."""

    journal_word = N_("return parcel declared lost")
    code: str
    missing: int
    reason: str


def return_prefix(paper: str, centre_uai: str) -> str:
    """Write what the codes of a marking centre's return parcels begin with; the rank among them follows."""
    return f"P-{paper}-{centre_uai}-R"


def check_reason(code: str, reason: str) -> None:
    """Refuse an act without a reason, or with one that names a candidate."""
    if not visible_text(reason):
        raise ReturnReasonMissing(code=code)
    check_names_nobody(reason)


def check_departure(code: str, announced: int, left: Departure, made: datetime, now: datetime) -> None:
    """Refuse a departure with nobody, out of its time, or on another count than is signed with a reason.

    Raise CarrierMissing, ReturnLeftImpossible, TextNamesCandidate, TextMayNameCandidate or ReturnCountDiffers.
    """
    if not visible_text(left.carrier):
        raise CarrierMissing(code=code)
    # An instant is typed to the minute: what is made and left in the same one has left.
    if not made.replace(second=0, microsecond=0) <= left.left_at <= now:
        raise ReturnLeftImpossible(code=code, made=made)
    check_is_nobody(left.seal)
    check_names_nobody(left.reason, left.carrier)
    check_is_nobody(left.tracking)
    if left.counted != announced and not visible_text(left.reason):
        raise ReturnCountDiffers(code=code, announced=announced, counted=left.counted)


def check_return_lost(code: str, sent_at: datetime | None, *, is_lost: bool, now: datetime) -> None:
    """Refuse to declare lost a return parcel that never left, or that may still come."""
    if sent_at is None:
        raise ReturnNotSent(code=code)
    if is_lost:
        raise ReturnLostAlready(code=code)
    if not is_overdue(sent_at, now):
        raise ReturnMayStillCome(code=code, from_then=sent_at + timedelta(days=5))


def return_state(
    *,
    sent_at: datetime | None,
    lost_at: datetime | None,
    arrived_at: datetime | None,
    closed_at: datetime | None,
    is_begun: bool,
) -> ReturnState:
    """Tell how far a return parcel is; `is_begun`: something in it was looked for."""
    if closed_at is not None:
        return ReturnState.CLOSED
    if arrived_at is not None:
        return ReturnState.TICKING if is_begun else ReturnState.ARRIVED
    if lost_at is not None:
        return ReturnState.LOST
    return ReturnState.MADE if sent_at is None else ReturnState.ON_THE_WAY


RETURN_STATES: dict[ReturnState, str] = {
    ReturnState.MADE: N_("made, not sent yet"),
    ReturnState.ON_THE_WAY: N_("on its way to the exam office"),
    ReturnState.LOST: N_("declared lost"),
    ReturnState.ARRIVED: N_("arrived at the exam office"),
    ReturnState.TICKING: N_("being looked through at the exam office"),
    ReturnState.CLOSED: N_("received and closed"),
}
"""How each is called where people read."""
