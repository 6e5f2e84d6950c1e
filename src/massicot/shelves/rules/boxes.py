"""Boxes at the exam office: what is received of a paper, put away by specialty, each box on a shelf.

A box holds whole batches, and scripts in no batch, of one specialty; specialties that do not fill a box share one.
Boxes are made by exception: all that is received of the chosen specialties but what is named, counted by hand, parted
by how many scripts fit. A batch is never parted, nor is a specialty that fits into what it shares. A script that is out
to be read, or missing, keeps its place in the box and is not counted into it: it lies there again when it is back.
Boxes of mark sheets bear the same numbers, stand on the same shelves and hold no script.

The code of a box is that of its session and paper, with its number and a check letter; it is given to no other box. A
box stands in the office until it is put on a shelf. A shelf is a path, as “cellar / rack 3 / shelf B”, typed once and
offered afterwards; typed in other letters it is the same.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.consignments.rules.return_arrivals import naming
from massicot.consignments.rules.returns import ContentKind, ReturnCounts, counts_in
from massicot.core import codes
from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text
from massicot.core.wall import check_names_nobody

PATH_LENGTH = 120
MOST_IN_BOX = 5000

_SHORT = re.compile(r"0*(\d{1,6})([A-Z])", re.ASCII)
_PARTED = re.compile(r"\s*/\s*")


class BoxKind(StrEnum):
    """What lies in a box: never both."""

    SCRIPTS = "scripts"
    SHEETS = "sheets"


@dataclass(frozen=True, slots=True)
class Received:
    """One thing received at the office that lies in no box: a batch with so many scripts, or one script.

    `away`: how many of them are out to be read, or missing.
    """

    kind: ContentKind
    ref: str
    specialty_code: str
    count: int
    away: int = 0

    @property
    def there(self) -> int:
        """Count the scripts that can be counted by hand."""
        return self.count - self.away


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxChoice:
    """What goes into boxes: all received of some specialties but what is named; how many scripts fit into each."""

    specialties: Sequence[str]
    but: Sequence[str] = ()
    fits: int


class NothingToBox(Refused):
    sentence = N_("Nothing is left to put into a box: tick the specialties that go into boxes.")


class NotToBox(Refused):
    sentence = N_(
        "{typed} is nothing received of these specialties that lies in no box: read it again. One of another session "
        "or paper is put aside under a slip."
    )


class NamesTwoToBox(Refused):
    sentence = N_("{typed} names several things: type it whole.")


class BoxTooSmall(Refused):
    sentence = N_("{ref} alone has {count} scripts, and a box should hold {fits}: say how many fit into a box.")


class BoxedCountDiffers(Refused):
    sentence = N_(
        "You counted {envelopes} and {scripts}, and the boxes should hold {held_envelopes} and "
        "{held_scripts}: count again. What is not there is named under “All are there but…”."
    )


class CountedWithAway(Refused):
    sentence = N_(
        "You counted {envelopes} and {scripts}, and {held_envelopes} and {held_scripts} should be "
        "there, without those that are out or missing ({away}), which the page of the scripts to fetch lists: count "
        "again. What else is not there is named under “All are there but…”."
    )


class AllIsAway(Refused):
    sentence = N_(
        "What is ticked holds nothing but scripts that are out or missing: each goes into a box once it is back. See "
        "the page of the scripts to fetch."
    )


class ThingIsAway(Refused):
    sentence = N_(
        "{number} keeps its place in the box {code}, and is out or missing. On the page of the scripts to fetch, say "
        "that it is back or found; then take it out of the box."
    )


class BoxNotRead(Refused):
    sentence = N_("“{typed}” is no label of a box: scan it again, or type its number with its letter, as 1B.")


class BoxOfAnother(Refused):
    sentence = N_(
        "{typed} is the label of a box of another session or paper, and not of {paper}: put that box apart, and look "
        "for it on the page of its own paper."
    )


class BoxUnknown(Refused):
    sentence = N_(
        "There is no box {code}: it was opened, or never made. If it stands in front of you, what lies in it goes into "
        "a new box."
    )


class BoxNamedTwice(Refused):
    sentence = N_("The box {code} is named twice: each is put in one place. Read the labels again.")


class NoBoxNamed(Refused):
    sentence = N_("Scan the label of a box, or several.")


class ShelfMissing(Refused):
    sentence = N_("Say where the box stands, as “cellar / rack 3 / shelf B”.")


class ShelfTooLong(Refused):
    sentence = N_("A place has {most} signs at most, and this one has {length}: shorten it, as “cellar / rack 3”.")


class ShelfNotPlain(Refused):
    sentence = N_("A place is one line of letters, digits and strokes: type it again.")


class BoxStandsThere(Refused):
    sentence = N_("The box {code} stands there already: nothing was changed.")


class BoxMovedMeanwhile(Refused):
    sentence = N_(
        "Since this page was opened somebody put the box {code} here: {shelf}. Nothing was changed. Look there; if you "
        "hold it in your hands, press again."
    )


class BoxNotOnShelf(Refused):
    sentence = N_("The box {code} is on no shelf: there is nothing to take down.")


class BoxReasonMissing(Refused):
    sentence = N_("Give the reason, about the box {code}: it goes into the journal.")


class NotInBox(Refused):
    sentence = N_("{typed} lies in no box of this paper, by what is written: look it up with “where is it”.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxesMade(Fact):
    """Boxes were made of what was received; `left`: what of it was not there."""

    journal_word = N_("boxes made")
    codes: Sequence[str]
    envelopes: int
    scripts: int
    specialties: Sequence[str]
    left: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class BoxesShelved(Fact):
    journal_word = N_("boxes put on a shelf")
    codes: Sequence[str]
    shelf: str


@dataclass(frozen=True, slots=True)
class BoxTakenDown(Fact):
    journal_word = N_("box taken down from its shelf")
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class BoxOpened(Fact):
    """A box was opened: what lay in it lies in the office in no box."""

    journal_word = N_("box opened again")
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class TakenOutOfBox(Fact):
    """One thing does not lie in its box any more, or never did."""

    journal_word = N_("taken out of its box")
    ref: str
    code: str
    reason: str


def box_prefix(paper: str) -> str:
    """Write what the codes of the boxes of a paper (SESSION-PAPER) begin with; number and letter follow."""
    return f"X-{paper}-"


def box_code(paper: str, rank: int) -> str:
    """Write the code of a box: its paper, its number, its check letter."""
    return f"{box_prefix(paper)}{rank:03d}{codes.check_letter(rank)}"


def box_number(code: str) -> str:
    """Write by what people call a box: its number and its letter."""
    return code.rpartition("-")[2].lstrip("0")


def read_box(typed: str, paper: str) -> str:
    """Read the code of a box, scanned whole or typed by number and letter; raise BoxNotRead or BoxOfAnother."""
    word = "".join(typed.split()).upper()
    prefix = box_prefix(paper)
    if word.startswith("X-") and not word.startswith(prefix):
        raise BoxOfAnother(typed=word, paper=paper)
    match = _SHORT.fullmatch(word.removeprefix(prefix))
    if not match or codes.check_letter(int(match[1])) != match[2]:
        raise BoxNotRead(typed=typed.strip())
    return box_code(paper, int(match[1]))


def read_boxes(typed: Sequence[str], paper: str) -> list[str]:
    """Read several codes, in their order; raise NoBoxNamed or BoxNamedTwice, and as `read_box`."""
    if not typed:
        raise NoBoxNamed
    read = [read_box(word, paper) for word in typed]
    for code in read:
        if read.count(code) > 1:
            raise BoxNamedTwice(code=code)
    return read


def read_shelf(typed: str, offered: Collection[str]) -> str:
    """Read a path, written as it was before where there is such a place.

    Raise ShelfMissing, ShelfTooLong, ShelfNotPlain or TextNamesCandidate.
    """
    parts = [" ".join(part.split()) for part in _PARTED.split(typed.strip())]
    path = " / ".join(part for part in parts if part)
    if not visible_text(path):
        raise ShelfMissing
    if len(path) > PATH_LENGTH:
        raise ShelfTooLong(most=PATH_LENGTH, length=len(path))
    if not path.isprintable():
        raise ShelfNotPlain
    check_names_nobody(path)
    return {shelf.casefold(): shelf for shelf in offered}.get(path.casefold(), path)


def check_box_reason(code: str, reason: str) -> None:
    """Refuse an act without a reason, or with one that names a candidate."""
    if not visible_text(reason):
        raise BoxReasonMissing(code=code)
    check_names_nobody(reason)


def plan_boxes(choice: BoxChoice, received: Sequence[Received], counted: ReturnCounts) -> list[list[Received]]:
    """Part what goes into boxes, by specialty, in the order of batches.

    Raise NotToBox, NamesTwoToBox, NothingToBox, AllIsAway, BoxedCountDiffers, CountedWithAway or BoxTooSmall.
    """
    chosen = [thing for thing in received if thing.specialty_code in choice.specialties]
    left = left_out(choice.but, chosen)
    there = sorted((thing for thing in chosen if thing.ref not in left), key=_order)
    if not there:
        raise NothingToBox
    _check_counted(there, counted)
    for thing in there:
        if thing.count > choice.fits:
            raise BoxTooSmall(ref=thing.ref, count=thing.count, fits=choice.fits)
    return list(_boxes(there, choice.fits))


def left_out(typed: Sequence[str], chosen: Sequence[Received]) -> set[str]:
    """Read which things are named as not there; raise NotToBox or NamesTwoToBox."""
    kinds = {thing.ref: thing.kind for thing in chosen}
    named_by = naming(kinds)
    return {_named(word, named_by(word)) for word in typed}


def refs_in_box(typed: str, kinds: Mapping[str, ContentKind]) -> list[str]:
    """List which things in boxes one word names: a batch by code or number, a script by its number or its end."""
    return naming(kinds)(typed)


def _check_counted(there: Sequence[Received], counted: ReturnCounts) -> None:
    """Refuse another count than that of what can be there: what is out or missing is not counted."""
    counts = counts_in([(thing.kind, thing.there) for thing in there])
    if counts == ReturnCounts(0, 0):
        raise AllIsAway
    if counted == counts:
        return
    told = counted.in_words() | counts.in_words("held_")
    if away := sum(thing.away for thing in there):
        raise CountedWithAway(away=away, **told)
    raise BoxedCountDiffers(**told)


def _named(typed: str, refs: Sequence[str]) -> str:
    if not refs:
        raise NotToBox(typed=typed)
    if len(refs) > 1:
        raise NamesTwoToBox(typed=typed)
    return refs[0]


def _order(thing: Received) -> tuple[str, str, str]:
    return thing.specialty_code, thing.kind, thing.ref


def _boxes(there: Sequence[Received], fits: int) -> Iterator[list[Received]]:
    """Give each specialty that fills a box boxes of its own, and put the others together."""
    by_specialty: dict[str, list[Received]] = {}
    for thing in there:
        by_specialty.setdefault(thing.specialty_code, []).append(thing)
    small = [some for some in by_specialty.values() if _scripts(some) <= fits]
    for some in by_specialty.values():
        if some not in small:
            yield from ([thing for [thing] in box] for box in _filled([[thing] for thing in some], fits))
    yield from ([thing for some in box for thing in some] for box in _filled(small, fits))


def _filled(lots: Sequence[Sequence[Received]], fits: int) -> Iterator[list[Sequence[Received]]]:
    """Fill one box after the other, in order, never parting a lot."""
    box: list[Sequence[Received]] = []
    for lot in lots:
        if box and sum(map(_scripts, box)) + _scripts(lot) > fits:
            yield box
            box = []
        box.append(lot)
    if box:
        yield box


def _scripts(some: Sequence[Received]) -> int:
    return sum(thing.count for thing in some)
