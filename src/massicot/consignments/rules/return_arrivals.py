"""Return parcels at the exam office: their arrival, what is in them looked through, closed.

Somebody else than whoever sent a parcel records that it arrived. Nobody need have recorded that it left: what is there
has left. The office then looks through it. All are there but those that it names, beside a count made by hand; or each
is ticked by itself. One that is missing is somebody's word, signed by a second person, and never a default. Found later
at the office, it is received; found at its marking centre, it goes back in another parcel.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.consignments.rules.despatch import AllBut, SecondPersonMissing
from massicot.consignments.rules.returns import ContentKind, ReturnState
from massicot.core import codes
from massicot.core.refused import N_, Phrase, Refused
from massicot.core.spelling import visible_text
from massicot.core.wall import check_names_nobody


class ReturnTick(StrEnum):
    """What the exam office says of one thing in a return parcel; `LEFT_BEHIND`: its centre found it, it never left."""

    NOT_YET = "not-looked-for"
    RECEIVED = "received"
    MISSING = "missing"
    LEFT_BEHIND = "left-behind"


RETURN_TICKS: dict[ReturnTick, frozenset[ReturnTick]] = {
    ReturnTick.NOT_YET: frozenset({ReturnTick.RECEIVED, ReturnTick.MISSING}),
    ReturnTick.RECEIVED: frozenset({ReturnTick.NOT_YET}),
    ReturnTick.MISSING: frozenset({ReturnTick.RECEIVED, ReturnTick.LEFT_BEHIND}),
    ReturnTick.LEFT_BEHIND: frozenset(),
}
"""What may follow each tick."""


TICKS_TOLD: dict[ReturnTick, str] = {
    ReturnTick.NOT_YET: N_("not looked for yet"),
    ReturnTick.RECEIVED: N_("received"),
    ReturnTick.MISSING: N_("missing"),
    ReturnTick.LEFT_BEHIND: N_("found at the marking centre"),
}
"""How each is called where people read."""


class GoingBack(StrEnum):
    """Where something is on its way back to the exam office, whether it is in a return parcel or not yet."""

    NOT_DUE = "not-due"
    DUE = "due"
    PACKED = "packed"
    ON_THE_WAY = "on-the-way"
    HERE = "here"
    RECEIVED = "received"
    MISSING = "missing"
    LOST = "lost"


GOING_BACK: dict[GoingBack, str] = {
    GoingBack.NOT_DUE: N_("not locked yet"),
    GoingBack.DUE: N_("at its marking centre"),
    GoingBack.PACKED: N_("in a parcel that has not left"),
    GoingBack.ON_THE_WAY: N_("on its way to the exam office"),
    GoingBack.HERE: N_("in a parcel at the exam office, not looked for yet"),
    GoingBack.RECEIVED: N_("received"),
    GoingBack.MISSING: N_("missing, its parcel being looked through"),
    GoingBack.LOST: N_("missing from what came back"),
}
"""How each is called where people read."""


def going_back(tick: ReturnTick, state: ReturnState) -> GoingBack:
    """Say where something in a return parcel is, by its tick and how far its parcel is."""
    if tick is ReturnTick.RECEIVED:
        return GoingBack.RECEIVED
    if tick is ReturnTick.MISSING:
        return GoingBack.LOST if state in (ReturnState.LOST, ReturnState.CLOSED) else GoingBack.MISSING
    return _STATES.get(state, GoingBack.HERE)


_STATES = {ReturnState.MADE: GoingBack.PACKED, ReturnState.ON_THE_WAY: GoingBack.ON_THE_WAY}

_LONGEST_RANK = 6
_PARTED = re.compile(r"[,;\n]+")


class ReturnDepartureUnrecorded(Refused):
    sentence = N_(
        "Nobody recorded that the return parcel {code} left. If it is in front of you, receive it all the same: its "
        "departure is then unknown, until its marking centre tells it."
    )


class ReceivedBySender(Refused):
    sentence = N_(
        "You sent the return parcel {code} yourself: somebody else of the exam office records that it arrived."
    )


class ReturnNotArrived(Refused):
    sentence = N_("The return parcel {code} has not arrived yet: record its arrival first.")


class ReturnLookedThrough(Refused):
    sentence = N_(
        "Something of the return parcel {code} is ticked: it has arrived. Take back these ticks first, if it did not."
    )


class ReturnIsClosed(Refused):
    sentence = N_("The return parcel {code} is closed: open it again, with a reason, to change what is said of it.")


class ReturnIsOpen(Refused):
    sentence = N_("The return parcel {code} is not closed: go on with what is in it.")


class NotInReturn(Refused):
    sentence = N_(
        "{typed} is not in the return parcel {code}, or not to be looked for there: read it again. A batch is named by "
        "its number, a script by its own or by its last four digits and its letter."
    )


class NamesSeveral(Refused):
    sentence = N_("{typed} names several things of the return parcel {code}: type it whole.")


class ReturnCountsWrong(Refused):
    sentence = N_(
        "You counted {envelopes} and {scripts} in the return parcel {code}: without those that you "
        "name, that is not what its note announces. Nothing was recorded. Count again and name what is missing, or "
        "tick one by one. What the note does not announce is put apart: call the marking centre, which makes a parcel "
        "of it."
    )


class ReturnAllLookedFor(Refused):
    sentence = N_("Everything in the return parcel {code} was looked for: close it.")


class ReturnTickStands(Refused):
    sentence = N_("{ref} in the return parcel {code} is {tick}: nothing was changed. Look at its page again.")


class ReturnIsBoxed(Refused):
    sentence = N_(
        "{ref} lies in the box {box} by now: take it out of that box first, on the page of the shelves, then take back "
        "its tick here."
    )


class NotAllTicked(Refused):
    sentence = N_("Not looked for yet in the return parcel {code}: {count}. Tick each, or declare it missing.")


@dataclass(frozen=True, slots=True)
class ReturnReceived(Fact):
    journal_word = N_("return parcel arrived at the exam office")
    code: str
    announced: int


@dataclass(frozen=True, slots=True)
class ReturnCameUnrecorded(Fact):
    """A return parcel arrived whose departure nobody had recorded."""

    journal_word = N_("return parcel arrived, its departure not recorded")
    code: str
    announced: int


@dataclass(frozen=True, slots=True)
class LostReturnCame(Fact):
    journal_word = N_("lost return parcel arrived")
    code: str
    announced: int


@dataclass(frozen=True, slots=True)
class ReturnArrivalTakenBack(Fact):
    """A return parcel had not arrived: whoever said so took it back."""

    journal_word = N_("arrival of a return parcel taken back")
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnTickedAllBut(Fact):
    """What lay in a return parcel was counted: all of it is received but what is `missing`, if anything."""

    journal_word = N_("return parcel received on one count")
    code: str
    envelopes: int
    scripts: int
    missing: Sequence[str]
    signed_by: str


@dataclass(frozen=True, slots=True)
class ReturnContentTicked(Fact):
    journal_word = N_("received out of a return parcel")
    ref: str


@dataclass(frozen=True, slots=True)
class ReturnContentMissing(Fact):
    journal_word = N_("declared missing from a return parcel")
    ref: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReturnContentFound(Fact):
    journal_word = N_("found that was missing from a return parcel")
    ref: str


@dataclass(frozen=True, slots=True)
class ReturnTickTakenBack(Fact):
    journal_word = N_("tick in a return parcel taken back")
    ref: str


@dataclass(frozen=True, slots=True)
class ReturnWasClosed(Fact):
    journal_word = N_("return parcel closed")
    code: str
    received: int
    missing: int


@dataclass(frozen=True, slots=True)
class ReturnReopened(Fact):
    journal_word = N_("closed return parcel opened again")
    code: str
    reason: str


def check_return_tick(code: str, ref: str, current: ReturnTick, change: tuple[ReturnTick, ReturnTick]) -> None:
    """Refuse a change of tick (before, after) that does not start from the tick there is."""
    before, after = change
    if current is not before or after not in RETURN_TICKS[current]:
        raise ReturnTickStands(code=code, ref=ref, tick=Phrase(TICKS_TOLD[current]))


def read_named(code: str, typed: Sequence[str], among: Mapping[str, ContentKind]) -> list[str]:
    """Read which things of a return parcel are named: batches by code or number, scripts by number or by its end.

    Raise NotInReturn or NamesSeveral.
    """
    named_by = naming(among)
    return sorted({_one(word, named_by, code) for word in dict.fromkeys(typed)})


def named_missing(code: str, lacking: AllBut, among: Mapping[str, ContentKind]) -> list[str]:
    """Read which are named as missing; raise as `read_named`, or SecondPersonMissing."""
    named = read_named(code, lacking.typed, among)
    if named and not visible_text(lacking.signed_by):
        raise SecondPersonMissing
    check_names_nobody(lacking.signed_by)
    return named


def naming(among: Mapping[str, ContentKind]) -> Callable[[str], list[str]]:
    """Give what lists which of some things a word names: a batch by code or number, a script by number or its end."""
    # Thousands of words may be pasted, beside thousands of things: each is looked up, none is gone through.
    ranks: dict[int, list[str]] = defaultdict(list)
    ends: dict[str, list[str]] = defaultdict(list)
    for ref, kind in sorted(among.items()):
        if kind is ContentKind.BATCH:
            ranks[_rank_of(ref)].append(ref)
        else:
            ends[ref[-codes.END_LENGTH :]].append(ref)

    def named_by(typed: str) -> list[str]:
        word = codes.number_scanned(typed)
        if word in among:
            return [word]
        if codes.is_end(word):
            return list(ends.get(word, ()))
        is_rank = word.isascii() and word.isdecimal() and len(word) <= _LONGEST_RANK
        return list(ranks.get(int(word), ())) if is_rank else []

    return named_by


def words_in(typed: str) -> list[str]:
    """Part what is typed into what it names: numbers of batches, codes, numbers of scripts in groups, in any order."""
    parts = [part.strip() for part in _PARTED.split(typed) if visible_text(part)]
    return [word for part in parts for word in ([part] if codes.is_number(codes.tidy_number(part)) else part.split())]


def _one(typed: str, named_by: Callable[[str], list[str]], code: str) -> str:
    refs = named_by(typed)
    if not refs:
        raise NotInReturn(typed=typed, code=code)
    if len(refs) > 1:
        raise NamesSeveral(typed=typed, code=code)
    return refs[0]


def _rank_of(batch_code: str) -> int:
    return int(batch_code.rpartition("-")[2])
