"""How the report of a room is keyed and signed, and what the exam office does with its incidents.

The hours are those of the room, not those planned: the room began when it began. A late arrival, an absent candidate or
a blank script is a word of the register and is keyed there; an incident is noted here, with the seat that it is about
or with none. Whoever signs has seen as many incidents and late arrivals as there are. Two different persons sign: who
watched the room, and the head of the centre or whoever stands in.

What the exam office does with an incident, word by word, until it has an end. An incident noted in a room lies with the
office from then on. Each word is kept with who said it, when and why; the last one stands. Documents asked or a fraud
file opened are not an end: something is still waited for. What was ended is taken up again by another word, so that no
end is a dead end.

An incident that touches a result and of which the office has not said a word yet bars the lifting of its paper: a
suspicion is not lifted in silence. One word is enough, and its author and reason are kept. The file itself, which may
last months, bars nothing: the page of the lifting counts it, and the result is withheld elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.candidates.rules.checks import EARLIEST
from massicot.core import codes
from massicot.core.refused import N_, Refused
from massicot.core.spelling import folded, visible_text

TEXT_LENGTH, NAME_LENGTH = 500, 100
LATEST = timedelta(hours=24)
"""How far from its planned start a room can have begun, as EARLIEST says of the hours before it."""
LONGEST = timedelta(hours=12)
"""How long a room can have been at work, more time and an interruption included."""


class IncidentKind(StrEnum):
    """What happened in a room."""

    DOCUMENT = "document"
    IDENTITY = "identity"
    LEFT_EARLY = "left-early"
    ILLNESS = "illness"
    FRAUD = "fraud"
    COPY_MODEL = "copy-model"
    DISTURBANCE = "disturbance"
    SUBJECT = "subject"
    OTHER = "other"
    CHECK = "check"


IN_REPORTS = tuple(kind for kind in IncidentKind if kind is not IncidentKind.CHECK)
"""What the report of a room says; what is found at a seat as its scripts are checked is noted on their page."""

AT_A_SEAT = frozenset(
    {IncidentKind.IDENTITY, IncidentKind.LEFT_EARLY, IncidentKind.FRAUD, IncidentKind.COPY_MODEL, IncidentKind.ILLNESS}
)
"""What happens to somebody who has a seat; a document may be found in a corridor, and an alarm is nobody's."""


class ReportSheet(StrEnum):
    """Which sheet two persons signed, and goes with the parcel: the one written in the room, or one printed clean."""

    HANDWRITTEN = "handwritten"
    PRINTED = "printed"


class WhatHappenedMissing(Refused):
    sentence = N_("Say in a few words what happened and what was done: the exam office follows it from that.")


class RoomNotBegun(Refused):
    sentence = N_("This paper begins on {planned}: what happens in its rooms is noted once it has begun.")


class SeatWanted(Refused):
    sentence = N_("Choose the seat: this happens to a candidate. If nobody knows whose, note it as another incident.")


class SeatOfOtherRoom(Refused):
    sentence = N_(
        "{candidate} does not sit in the room {room}: note the incident in the report of the room where they sit."
    )


class TextNamesNumber(Refused):
    sentence = N_(
        "A room report is kept beside the candidates: write no number of a script in it ({number}), name the seat."
    )


class ReportIsSigned(Refused):
    sentence = N_(
        "The report of the room {room} is signed, by {first} and {second}: to correct it, open it again with a reason."
    )


class ReportNotSigned(Refused):
    sentence = N_("The report of the room {room} is not signed: go on keying it.")


class IncidentsChanged(Refused):
    sentence = N_(
        "The report of the room {room} has {count} incidents now, not {seen}: somebody keyed it meanwhile. Read it "
        "again, then sign."
    )


class LateArrivalsChanged(Refused):
    sentence = N_(
        "The register of the room {room} has {count} late arrivals now, not {seen}: read them again, then sign."
    )


class RoomNotConfirmedYet(Refused):
    sentence = N_("The room {room} is not confirmed yet: key its register and confirm it, then sign its report.")


class TimesImpossible(Refused):
    sentence = N_(
        "A room cannot have begun on {started} and ended on {ended}, planned from {planned}: read the hours again on "
        "the report."
    )


class InvigilatorsMissing(Refused):
    sentence = N_("Type the names of the invigilators of the room, one a line, as the report says them.")


class SignedByOne(Refused):
    sentence = N_("Two different persons sign a report: who watched the room, and the head of the centre.")


class ReasonToReopenMissing(Refused):
    sentence = N_("Give the reason why the report is opened again: it goes into the journal.")


class FindingIsFollowed(Refused):
    sentence = N_(
        "The exam office has taken up what was found at this seat: call the office. Once it has ended it as noted by "
        "mistake, take it back here."
    )


class IncidentIsFollowed(Refused):
    sentence = N_(
        "The exam office has taken this incident up: call the office. Once it has ended it as noted by mistake, take "
        "it back here."
    )


@dataclass(frozen=True, slots=True)
class RoomIncidentTyped:
    """One incident as it is typed: what, whose seat (a candidate number; none: the whole room), in words."""

    kind: IncidentKind
    text: str
    candidate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTyped:
    """What is typed from the report of a room when it is signed."""

    started_at: datetime
    ended_at: datetime
    invigilators: Sequence[str]
    written_by: str
    countersigned_by: str
    sheet: ReportSheet


@dataclass(frozen=True, slots=True)
class ReportSeen:
    """What the page showed to whoever signs: how many incidents (none: nothing to report), how many late arrivals."""

    incidents: int
    late: int


@dataclass(frozen=True, slots=True)
class CameIn:
    """When a candidate came in late, and how many minutes after their room began (none: before it had)."""

    at: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class IncidentNoted(Fact):
    journal_word = N_("incident in a room noted")
    room: str
    kind: str
    candidate: str


@dataclass(frozen=True, slots=True)
class IncidentTakenBack(Fact):
    """An incident noted by mistake was taken back from a report that is not signed."""

    journal_word = N_("incident in a room taken back")
    room: str
    kind: str
    candidate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSigned(Fact):
    """The report of a room was signed by two; no incident means that there was nothing to report."""

    journal_word = N_("room report signed")
    room: str
    incidents: int
    late: int
    sheet: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class ReportReopened(Fact):
    journal_word = N_("room report opened again")
    room: str
    reason: str


def check_text(*texts: str) -> None:
    """Refuse a text of a report that holds the number of a script or of its slip; raise TextNamesNumber."""
    for text in texts:
        if number := codes.number_within(text) or codes.slip_within(text):
            raise TextNamesNumber(number=number)


def check_incident(incident: RoomIncidentTyped, planned: datetime, now: datetime) -> None:
    """Refuse an incident of a day to come, that does not say what happened, or to whom where it happens to somebody."""
    if now < planned - EARLIEST:
        raise RoomNotBegun(planned=planned)
    if not visible_text(incident.text):
        raise WhatHappenedMissing
    check_text(incident.text)
    if incident.kind in AT_A_SEAT and not incident.candidate:
        raise SeatWanted


def check_signed(typed: ReportTyped, planned: datetime, now: datetime) -> None:
    """Refuse a report whose hours cannot be, that names no invigilator, or that one person signs."""
    is_begun = planned - EARLIEST <= typed.started_at <= planned + LATEST
    is_ended = typed.started_at < typed.ended_at <= min(now, typed.started_at + LONGEST)
    if not (is_begun and is_ended):
        raise TimesImpossible(started=typed.started_at, ended=typed.ended_at, planned=planned)
    if not typed.invigilators:
        raise InvigilatorsMissing
    check_text(*typed.invigilators, typed.written_by, typed.countersigned_by)
    first = folded(typed.written_by)
    second = folded(typed.countersigned_by)
    if not first or not second or first == second:
        raise SignedByOne


def arrival(began: datetime, minutes: int, arrived_at: datetime | None) -> CameIn:
    """Tell when somebody came in and how late, in a room that began then.

    Where the hour is known it stands, and the delay is what it makes; else the delay stands, and makes the hour.
    """
    if arrived_at is None:
        return CameIn(began + timedelta(minutes=minutes), minutes)
    return CameIn(arrived_at, max(0, (arrived_at - began) // timedelta(minutes=1)))


def check_seen(room: str, seen: ReportSeen, now: ReportSeen) -> None:
    """Refuse a signature under other incidents or late arrivals than the page showed."""
    if seen.incidents != now.incidents:
        raise IncidentsChanged(room=room, count=now.incidents, seen=seen.incidents)
    if seen.late != now.late:
        raise LateArrivalsChanged(room=room, count=now.late, seen=seen.late)


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
    sentence = N_("This incident is in no report any more: somebody took it back meanwhile. Look at the list again.")


class IncidentFollowedMeanwhile(Refused):
    sentence = N_("Somebody else of the office said something of this incident meanwhile: read it, then say yours.")


class IncidentUntouched(Refused):
    sentence = N_("This is what was said of it last: choose another word, or leave it.")


class FollowUpReasonMissing(Refused):
    sentence = N_("Say why, or what was learnt: it stays beside the incident.")


@dataclass(frozen=True, slots=True)
class IncidentFollowed(Fact):
    journal_word = N_("incident in a room followed")
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
    if not visible_text(reason):
        raise FollowUpReasonMissing
    check_text(reason)
