"""What may leave a marking centre for the exam office, and what stays out, each with why.

After the marking the scripts are sorted again by specialty before they leave (the notice). A batch is of one specialty
already: piles are made of whole batches, and "all are in their piles but these" says it. A batch goes once it came back
from its marker and is locked; one that is still out, not locked, or waiting for an answer of the exam office or for a
second keying is named and stays. That it lacks a script is no bar: what lacks is on the ladder, and on the return note.
A script that is put aside for the exam office goes by its number; one that waits for a batch has no mark and stays. A
few small specialties may share a parcel.

What is not there when a pile is made stays, and is named: it goes in a later parcel. What the office declared missing
from a parcel that arrived, and lies here, goes by being named.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from massicot.batches.rules import BatchState
from massicot.consignments.rules.return_arrivals import naming
from massicot.consignments.rules.returns import ContentKind, GoesBackAlready, ReturnCounts, ReturnLine, counts_in
from massicot.core import codes
from massicot.core.refused import N_, Phrase, Refused
from massicot.marks.rules.locks import BatchStanding


class StaysOut(StrEnum):
    """Why a batch does not leave its marking centre yet."""

    UNMARKED = "unmarked"
    OUT = "out"
    REFERRED = "referred"
    SECOND = "second"
    UNLOCKED = "unlocked"
    EMPTY = "empty"


STAYS_OUT: dict[str, str] = {
    StaysOut.UNMARKED: N_("no marker has had it"),
    StaysOut.OUT: N_("with its marker"),
    StaysOut.REFERRED: N_("a line waits for an answer of the exam office"),
    StaysOut.SECOND: N_("to be typed a second time, or both keyings differ"),
    StaysOut.UNLOCKED: N_("not locked"),
    StaysOut.EMPTY: N_("all of its scripts are missing"),
}
"""How each is called where people read."""

_WHY = {
    BatchStanding.REFERRED: StaysOut.REFERRED,
    BatchStanding.DIFFERING: StaysOut.SECOND,
    BatchStanding.KEYED_ONCE: StaysOut.SECOND,
}


class NotOfThesePiles(Refused):
    sentence = N_(
        "{typed} is none of the batches that may leave from here for this paper: read its cover again. One of another "
        "session, paper or centre is put aside under a slip."
    )


class BatchStays(Refused):
    sentence = N_("{code} does not leave yet: {why}. Take it out of the pile; it goes in a later parcel.")


class NotInTickedPiles(Refused):
    sentence = N_(
        "{typed} is in none of the specialties that you ticked: it does not go into this parcel anyway. Take it out of "
        "“All are in their piles but…”, or tick its specialty."
    )


class LooseUnmarked(Refused):
    sentence = N_(
        "{number} is in no batch: nobody has marked it. Make a batch of it first, and it leaves with that once it is "
        "locked."
    )


class NamedTwiceForReturn(Refused):
    sentence = N_("{typed} is named twice: a batch or a script goes into one parcel, once. Count again.")


class NoSuchPile(Refused):
    sentence = N_("Of the specialty {code} nothing may leave from here now: look at the page again.")


class NotLooseHere(Refused):
    sentence = N_(
        "{typed} does not lie in this centre outside a batch, as a script of this paper: look it up with “where is "
        "it”. One that is in a batch goes with it; one that is foreign or unreadable is put aside under a slip."
    )


class PiledCountDiffers(Refused):
    sentence = N_(
        "You counted {envelopes} and {scripts}, and the parcel should hold {held_envelopes} and "
        "{held_scripts}: count again. A batch that is not there is named under “All are there but…”."
    )


@dataclass(frozen=True, slots=True)
class PiledBatch:
    """One batch of a pile: how many scripts are in it, how many it lacks, and why it stays, if it does."""

    code: str
    scripts: int
    lacking: int = 0
    stays: StaysOut | None = None


@dataclass(frozen=True, slots=True)
class LooseScript:
    """One script that lies in no batch at the centre: it waits for one, or is put aside for the exam office."""

    number: str
    is_aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialtyPile:
    """All of one specialty that is at its marking centre: what may leave, what stays, what is in return parcels.

    `behind`: declared missing from a return parcel that arrived; whoever has it here names it. `gone`: what is in a
    return parcel, by its code; `unsent`: those of these parcels that have not left.
    """

    specialty_code: str
    batches: Sequence[PiledBatch] = ()
    loose: Sequence[LooseScript] = ()
    behind: Mapping[str, ReturnLine] = field(default_factory=dict)
    gone: Mapping[str, Mapping[str, ContentKind]] = field(default_factory=dict)
    unsent: Collection[str] = ()
    returned: int = 0

    @property
    def ready(self) -> list[PiledBatch]:
        """List the batches that may leave."""
        return [batch for batch in self.batches if batch.stays is None]

    @property
    def staying(self) -> list[PiledBatch]:
        """List the batches that stay, each with why."""
        return [batch for batch in self.batches if batch.stays is not None]

    @property
    def aside(self) -> list[LooseScript]:
        """List the scripts in no batch that may leave."""
        return [script for script in self.loose if script.is_aside]

    @property
    def scripts(self) -> int:
        """Count the scripts of the batches that may leave."""
        return sum(batch.scripts for batch in self.ready)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnChoice:
    """What a clerk puts into one parcel: piles of whole specialties, but for some batches; batches; loose scripts."""

    specialties: Sequence[str] = ()
    but: Sequence[str] = ()
    batches: Sequence[str] = ()
    scripts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ReturnPlan:
    """What goes into a parcel, and the batches of its specialties that are not there, and stay."""

    lines: Sequence[ReturnLine]
    left: Sequence[str]


def why_it_stays(state: BatchState, standing: BatchStanding, *, in_hand: int) -> StaysOut | None:
    """Say why a batch does not leave its marking centre yet; None for one that may."""
    if state is BatchState.OUT:
        return StaysOut.OUT
    if state is not BatchState.BACK:
        return StaysOut.UNMARKED
    if not in_hand:
        return StaysOut.EMPTY
    if standing is BatchStanding.LOCKED:
        return None
    return _WHY.get(standing, StaysOut.UNLOCKED)


def plan_return(choice: ReturnChoice, piles: Sequence[SpecialtyPile], counted: ReturnCounts) -> ReturnPlan:
    """Decide what goes into a parcel.

    Raise NoSuchPile, NotOfThesePiles, NotInTickedPiles, BatchStays, GoesBackAlready, NamedTwiceForReturn,
    LooseUnmarked, NotLooseHere or PiledCountDiffers.
    """
    by_code = {pile.specialty_code: pile for pile in piles}
    chosen = _chosen_piles(choice.specialties, by_code)
    ready = {batch.code: (pile.specialty_code, batch) for pile in chosen for batch in pile.ready}
    here = {batch.code: ContentKind.BATCH for pile in piles for batch in pile.batches}

    def not_ticked(word: str) -> Refused:
        return NotInTickedPiles(typed=word) if naming(here)(word) else _foreign(word, piles)

    left = _named(choice.but, dict.fromkeys(ready, ContentKind.BATCH), not_ticked)
    lines = {code: _line(*found) for code, found in ready.items() if code not in left}
    named = _lines_named(choice.batches, piles)
    if twice := sorted(named.keys() & set(left)):
        raise NamedTwiceForReturn(typed=twice[0])
    lines |= named
    lines |= _loose_named(choice.scripts, piles)
    held = counts_in([(line.kind, line.count) for line in lines.values()])
    if lines and counted != held:
        raise PiledCountDiffers(**counted.in_words(), **held.in_words("held_"))
    return ReturnPlan([lines[ref] for ref in sorted(lines)], left)


def _chosen_piles(specialties: Sequence[str], by_code: Mapping[str, SpecialtyPile]) -> list[SpecialtyPile]:
    for code in specialties:
        if code not in by_code or not by_code[code].ready:
            raise NoSuchPile(code=code)
    return [by_code[code] for code in dict.fromkeys(specialties)]


def _lines_named(typed: Sequence[str], piles: Sequence[SpecialtyPile]) -> dict[str, ReturnLine]:
    """Read the batches that are named one by one, those among them that were missing at the office."""
    here = {batch.code: (pile.specialty_code, batch) for pile in piles for batch in pile.batches}
    behind = {ref: line for pile in piles for ref, line in pile.behind.items() if line.kind is ContentKind.BATCH}
    known = dict.fromkeys([*here, *behind], ContentKind.BATCH)
    named = _named(typed, known, lambda word: _foreign(word, piles))
    for code in named:
        if code in here and (why := here[code][1].stays) is not None:
            raise BatchStays(code=code, why=Phrase(STAYS_OUT[why]))
    return {code: behind[code] if code in behind else _line(*here[code]) for code in named}


def _loose_named(typed: Sequence[str], piles: Sequence[SpecialtyPile]) -> dict[str, ReturnLine]:
    loose = {
        script.number: ReturnLine(
            kind=ContentKind.SCRIPT,
            ref=script.number,
            specialty_code=pile.specialty_code,
            is_aside=script.is_aside,
        )
        for pile in piles
        for script in pile.loose
    }
    behind = {ref: line for pile in piles for ref, line in pile.behind.items() if line.kind is ContentKind.SCRIPT}
    lines = loose | behind
    known = dict.fromkeys(lines, ContentKind.SCRIPT)
    named = _named(typed, known, lambda word: _gone(word, piles) or NotLooseHere(typed=word))
    for number in named:
        if number in loose and not loose[number].is_aside:
            raise LooseUnmarked(number=number)
    return {number: lines[number] for number in named}


def _named(typed: Sequence[str], among: Mapping[str, ContentKind], unknown: Callable[[str], Refused]) -> list[str]:
    """Read which things are named, each once; raise what is `unknown`, or NamedTwiceForReturn."""
    named: list[str] = []
    named_by = naming(among)
    for word in typed:
        refs = named_by(word)
        if len(refs) != 1:
            raise unknown(codes.number_scanned(word))
        if refs[0] in named:
            raise NamedTwiceForReturn(typed=refs[0])
        named += refs
    return sorted(named)


def _foreign(word: str, piles: Sequence[SpecialtyPile]) -> Refused:
    return _gone(word, piles) or NotOfThesePiles(typed=word)


def _gone(word: str, piles: Sequence[SpecialtyPile]) -> Refused | None:
    """Say in which return parcel something is that is named; None of what is in none."""
    for pile in piles:
        for code, inside in pile.gone.items():
            if refs := naming(inside)(word):
                return GoesBackAlready(refs=", ".join(refs), code=code)
    return None


def _line(specialty_code: str, batch: PiledBatch) -> ReturnLine:
    return ReturnLine(kind=ContentKind.BATCH, ref=batch.code, specialty_code=specialty_code, count=batch.scripts)
