"""Parcels from an exam centre to where its scripts go next.

Parcels leave within 48 hours of the end of the paper, by carrier or carried by hand, with a despatch note and copies
of the attendance registers and room reports (the notice). On arrival the head of the marking centre ticks the scripts
of each parcel. A tick has three values: received, declared missing, not looked for yet; a reception cannot be closed
while one script is not looked for, so that "missing" is always somebody's word and never a default.

On-site scripts are announced number by number. Scripts for the scan hub or for an outside centre are never numbered:
their parcels are counted, specialty by specialty.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused


class Tick(StrEnum):
    """What the marking centre says of one announced script."""

    NOT_YET = "not-looked-for"
    RECEIVED = "received"
    MISSING = "missing"


TICKS: dict[Tick, frozenset[Tick]] = {
    Tick.NOT_YET: frozenset({Tick.RECEIVED, Tick.MISSING}),
    Tick.MISSING: frozenset({Tick.RECEIVED}),
    Tick.RECEIVED: frozenset({Tick.NOT_YET}),
}
"""What may follow each tick: a missing script may be found, a mistaken tick taken back; none is lost by one click."""


IN_RECEPTION = "in-reception"
"""What is told of a script in the place of its tick while its parcel is ticked and nothing of it is written."""


class ParcelUnknown(Refused):
    sentence = N_("There is no parcel {code}: read the code again from the despatch note.")


class NothingToPack(Refused):
    sentence = N_("The centre {centre} has nothing left to pack for this destination: look at its earlier parcels.")


class NotInHand(Refused):
    sentence = N_("{number} is not in the hands of the centre {centre}: take it out of the parcel and look it up.")


class PackedCountDiffers(Refused):
    sentence = N_(
        "{counted} items were counted into the parcel of {centre} and it should hold {held}: count again. If some are "
        "not there, name them under “All are there but…”."
    )


class AlreadySent(Refused):
    sentence = N_("The parcel {code} left already: nothing was changed.")


class NotSent(Refused):
    sentence = N_("The parcel {code} has not left its exam centre yet: ask the centre to record its sending first.")


class AlreadyReceived(Refused):
    sentence = N_("The parcel {code} was received already, on {arrived}: go on ticking its scripts.")


class NotReceived(Refused):
    sentence = N_("The parcel {code} has not been received yet: record its arrival, then tick its scripts.")


class ReceptionClosed(Refused):
    sentence = N_(
        "The reception of the parcel {code} is closed: a missing script that turns up is declared found again; to "
        "change a tick, open the reception again first."
    )


class ForeignScript(Refused):
    sentence = N_("{number} was not announced in the parcel {code}: put it aside and call the exam office.")


class AlreadyTicked(Refused):
    sentence = N_("{number} is ticked as received in the parcel {code} already: nothing was changed.")


class DeclaredMissing(Refused):
    sentence = N_("{number} was declared missing in the parcel {code}: record it as found once you have it.")


class NotTicked(Refused):
    sentence = N_("{number} is not ticked as received in the parcel {code}: there is nothing to take back.")


class NotMissing(Refused):
    sentence = N_("{number} was not declared missing in the parcel {code}: tick it there.")


class NotAllLookedFor(Refused):
    sentence = N_("Scripts of the parcel {code} not looked for yet: {count}. Tick each one, or declare it missing.")


class ReceptionOpen(Refused):
    sentence = N_("The reception of the parcel {code} is open: go on ticking its scripts.")


class ScriptsInBatches(Refused):
    sentence = N_(
        "The reception of the parcel {code} stays closed: some of its scripts are in batches ({count}). "
        "A script found later is recorded as found."
    )


class CountsOfOtherSpecialties(Refused):
    sentence = N_("The parcel {code} announces the specialties {announced}: type one count for each of them.")


class CarrierMissing(Refused):
    sentence = N_("Say who carries the parcel {code}: the carrier's name, or “by hand”.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelPacked(Fact):
    """A parcel was made; `gap_reason` signs counts that are not those of the register.

    `left_out`: how many were not there, as `signed_by` signed beside who made it; the ledger says which.
    """

    journal_word = N_("parcel packed")
    code: str
    announced: int
    destination: str
    gap_reason: str = ""
    left_out: int = 0
    signed_by: str = ""


@dataclass(frozen=True, slots=True)
class ParcelUnpacked(Fact):
    journal_word = N_("parcel opened again")
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelSent(Fact):
    """A parcel left its exam centre; `reason` signs a document that is not in it, or another count of its carrier."""

    journal_word = N_("parcel sent")
    code: str
    carrier: str
    tracking: str
    counted: int
    late_minutes: int
    left_at: datetime
    enclosed: Sequence[str]
    reason: str


@dataclass(frozen=True, slots=True)
class ParcelReceived(Fact):
    journal_word = N_("parcel received")
    code: str
    announced: int


@dataclass(frozen=True, slots=True)
class ScriptsTicked(Fact):
    """Scripts of a parcel were found in it, by those who ticked them: which of them ticked which is written nowhere."""

    numbers: Sequence[str]
    tickers: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ScriptDeclaredMissing(Fact):
    """A script announced was looked for and not found."""

    journal_word = N_("script declared missing")
    number: str


@dataclass(frozen=True, slots=True)
class ScriptFound(Fact):
    journal_word = N_("missing script found")
    number: str


@dataclass(frozen=True, slots=True)
class TickTakenBack(Fact):
    journal_word = N_("tick taken back")
    number: str


@dataclass(frozen=True, slots=True)
class ReceptionReopened(Fact):
    journal_word = N_("reception opened again")
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReceptionWasClosed(Fact):
    journal_word = N_("reception closed")
    received: int
    missing: int


@dataclass(frozen=True, slots=True)
class CountsAcknowledged(Fact):
    """A counted parcel was counted on arrival; `gap_reason` signs counts that are not those announced."""

    journal_word = N_("counted parcel acknowledged")
    counts: Mapping[str, int]
    gap_reason: str = ""


def check_packed_count(centre: str, expected: int, counted: int) -> None:
    """Refuse a parcel whose count by hand is not what goes into it."""
    if expected != counted:
        raise PackedCountDiffers(centre=centre, held=expected, counted=counted)


def check_tick(code: str, number: str, current: Tick, change: tuple[Tick, Tick]) -> None:
    """Refuse a change of tick (before, after) that does not start from the tick there is."""
    before, after = change
    if current is not before or after not in TICKS[current]:
        raise _INSTEAD[current](code=code, number=number)


def check_all_looked_for(code: str, ticks: Mapping[Tick, int]) -> None:
    """Refuse to close a reception while a script is not looked for."""
    if waiting := ticks.get(Tick.NOT_YET, 0):
        raise NotAllLookedFor(code=code, count=waiting)


def late_by(due_at: datetime, sent_at: datetime) -> timedelta:
    """Compute by how much a parcel left after its deadline, clocks changed or not; zero when in time."""
    # In one time zone Python subtracts what the clocks say: only UTC counts the hours that passed.
    return max(sent_at.astimezone(UTC) - due_at.astimezone(UTC), timedelta())


def parcel_prefix(paper: str, centre_uai: str) -> str:
    """Write what the codes of a centre's parcels begin with; the rank among them follows."""
    return f"P-{paper}-{centre_uai}-"


_INSTEAD: dict[Tick, type[Refused]] = {
    Tick.RECEIVED: AlreadyTicked,
    Tick.MISSING: DeclaredMissing,
    Tick.NOT_YET: NotMissing,
}
"""What is said when a script has another tick than the act starts from."""
