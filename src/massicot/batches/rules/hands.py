"""In whose hands a batch may be: what both sides say at each hand-over, in the evening and in the morning.

A batch is with one marker at a time, and never with one who teaches where a pupil of it comes from; the refusal does
not say which script, is given when the envelope lies counted before both, to one marker at a time, and stays in the
journal: lists of such answers, batch by batch, would tell where a script comes from. An envelope of few scripts would
tell it at once, and one that is no longer as it was first made would tell it of the script by which it differs: these
go out without an answer, to a marker who signs that they recognise no pupil of theirs. So does one in which a centre
has one script or two, and one that was with a marker of another school: whoever is told of all schools but one knows
where all are from.

At hand-out and at return the desk counts the scripts and the marker counts them too, on the
screen or on the slip that they sign ("markers recount and sign at pick-up"); the batch changes hands only when both
counts are those of its mark sheet. When the marker cannot come, the desk takes the batch back alone, with a reason.

The evening and the morning: what is still out, what was not given back, what goes out again. "Every evening, the marker
gives the packet back to the head of the centre" (the notice). Whatever is still out at the roll-call is looked for;
what does not come back is noted with a reason, once an evening, and told on the ladder. Next morning each batch goes
back to the marker who had it, all in one act: they sign the list, on the evening's count.

The pool of markers while batches are out: who holds one keeps their school. Own pupils are looked for at hand-out, by
the school that the marker has then. A school that changes while they hold a batch would leave in their hands what they
may not mark; given back first, the batch is looked at anew.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text
from massicot.scripts.rules import pupil_tokens, salt_of

FEWEST_TOLD = 26
"""Written scripts of a batch that is told to hold own pupils, or none: half of a usual one.

Of scripts that are alike to whoever asks, such an answer tells 0.03 bits each; of five it would tell 0.14.
"""

FEWEST_OF_CENTRE = 3
"""Written scripts that each centre has in such a batch, or none: of one alone a yes tells its school to whoever knows
which schools write where. Placeholders and blank scripts, of which a batch has one or two a centre, are not looked at:
nobody marks them."""


class Signed(StrEnum):
    """Where a marker's own count was given."""

    ON_SCREEN = "on-screen"
    ON_SLIP = "on-slip"
    ON_LIST = "on-list"
    NOWHERE = "nowhere"


class BatchAlreadyOut(Refused):
    sentence = N_("The batch {code} is already with {holder}: take it back first.")


class BatchNotOut(Refused):
    sentence = N_("The batch {code} is not with a marker: nothing was changed.")


class NothingInBatch(Refused):
    sentence = N_(
        "No script of {code} is here: record those that are found on the page of missing scripts, or wait for the word "
        "of the exam office."
    )


class BatchChangedHands(Refused):
    sentence = N_(
        "The batch {code} has changed hands since this page was opened: {holder} has it now. Nothing was changed: look "
        "at the page as it is now, then start again."
    )


class OwnPupils(Refused):
    sentence = N_("{marker} may not mark the batch {code} (own pupils): hand out another batch.")


class PupilsNotDenied(Refused):
    sentence = N_(
        "The batch {code} holds few scripts, or few of one centre, or is no longer as it was first made, or was with a "
        "marker of another school, and the program does not say whose they are: have {marker} look through them and "
        "sign that they recognise no pupil of theirs, then tick it on the page where it is handed out; or hand out "
        "another batch."
    )


class AcknowledgedByAnother(Refused):
    sentence = N_(
        "{identifier} acknowledged the batch {code}, which is {marker}’s: "
        "have {marker} count it and give their own identifier."
    )


class HandOutCountsDiffer(Refused):
    sentence = N_(
        "The two counts of {code} are not both those of its mark sheet, {size}: count again, each apart, before it "
        "goes out; if one is missing after a search, record it below as missing."
    )


class ReturnCountsDiffer(Refused):
    sentence = N_(
        "The two counts of {code} are not both those of its mark sheet, {size}: count again, each apart, before taking "
        "it back; if one is missing after a search, record it below as missing."
    )


class LoneCountDiffers(Refused):
    sentence = N_(
        "Scripts of {code}: {size} on its mark sheet, {counted} counted at the desk. Count again; if one is missing, "
        "search, call the marker, then record it below as missing."
    )


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What the marker says for themselves: who they are, and how many scripts they counted."""

    identifier: str
    count: int
    signed: Signed = Signed.ON_SCREEN
    denies_pupils: bool = False


@dataclass(frozen=True, slots=True)
class OwnPupilsTold(Fact):
    """The desk was told that a marker may not have a batch."""

    journal_word = N_("batch refused to a marker: own pupils")
    code: str
    marker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchHandedOut(Fact):
    """A batch went to a marker; both counted."""

    journal_word = N_("batch handed out")
    code: str
    marker: str
    scripts: int
    acknowledged: int
    signed: str
    denies_pupils: bool = False


@dataclass(frozen=True, slots=True)
class BatchReturned(Fact):
    """A batch came back from its marker; both counted."""

    journal_word = N_("batch returned")
    code: str
    marker: str
    scripts: int
    acknowledged: int
    signed: str


@dataclass(frozen=True, slots=True)
class BatchTakenBack(Fact):
    """A batch came back without its marker: the desk alone counted."""

    journal_word = N_("batch taken back without its marker")
    code: str
    marker: str
    scripts: int
    reason: str


def check_counts(
    refusal: type[Refused], code: str, size: int, counted: int, marker: str, acknowledgement: Acknowledgement
) -> None:
    """Refuse a hand-over that another marker acknowledges, or whose two counts are not both the sheet's."""
    if acknowledgement.identifier.strip().upper() != marker.upper():
        raise AcknowledgedByAnother(
            identifier=visible_text(acknowledgement.identifier) or "—", code=code, marker=marker
        )
    if (counted, acknowledgement.count) != (size, size):
        raise refusal(code=code, size=size, counted=counted, acknowledged=acknowledgement.count)


def is_told(written: Collection[int]) -> bool:
    """Say whether it is told of a batch that it holds own pupils, by how many written scripts each centre has in it."""
    return sum(written) >= FEWEST_TOLD and min(written) >= FEWEST_OF_CENTRE


def check_own_pupils(
    code: str, marker: str, tokens: Mapping[str, bytes], institution: str, pupil_key: bytes, *, told: bool, denies: bool
) -> None:
    """Refuse a batch (number → token) with pupils of the marker's institution; where it is not told, ask their word."""
    if not told:
        if not denies:
            raise PupilsNotDenied(code=code, marker=marker)
    elif has_own_pupils(tokens, [institution], pupil_key):
        raise OwnPupils(marker=marker, code=code)


def has_own_pupils(tokens: Mapping[str, bytes], institutions: Iterable[str], pupil_key: bytes) -> bool:
    """Say whether a batch (number → token) holds a pupil of one of the institutions, without saying which."""
    return bool(own_pupils(tokens, institutions, pupil_key))


def own_pupils(tokens: Mapping[str, bytes], institutions: Iterable[str], pupil_key: bytes) -> list[str]:
    """List the numbers (number → token) of pupils of some institutions."""
    uais = set(institutions)
    token_of = {number: pupil_tokens(pupil_key, number, salt_of(token)) for number, token in tokens.items()}
    return [number for number, token in tokens.items() if any(token_of[number](uai) == token for uai in uais)]


class AlreadyNoted(Refused):
    sentence = N_("It is noted already that {code} was not given back this evening: take it back when it comes.")


class NothingToReissue(Refused):
    sentence = N_("No batch was chosen: tick at least one batch of those given back last evening.")


class BatchNeverOut(Refused):
    sentence = N_("The batch {code} has not been with a marker yet: hand it out from its own page.")


class BatchHadByAnother(Refused):
    sentence = N_(
        "The batch {code} has changed hands since this list was opened: {holder} had it last. No batch was handed out: "
        "look at the list as it is now, then start again."
    )


@dataclass(frozen=True, slots=True)
class BatchNotReturned(Fact):
    """A batch was not given back one evening."""

    journal_word = N_("batch not returned in the evening")
    code: str
    marker: str
    evening: str
    reason: str


def event_subject(code: str, evening: date) -> str:
    """Name a batch that was not given back one evening: B-BTS-2017-CGE-0007/2017-06-01."""
    return f"{code}/{evening.isoformat()}"


HOLDS_BATCHES = N_(
    "{marker} holds the batches {codes}, given out for the school {before}: have them taken back at the marking centre "
    "first, or put {before} back, then import again."
)


class HeldBatchesThere(Refused):
    sentence = N_(
        "{marker} holds or held batches of {session} ({codes}): they stay in its pool, where their work is known. To "
        "call them no more, set them aside."
    )


class SchoolWhileHolding(Refused):
    sentence = N_(
        "{marker} holds the batches {codes}, given out for the school {before}: have them taken back at the marking "
        "centre first, then change the situation."
    )
