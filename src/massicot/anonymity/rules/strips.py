"""Header strips: cut off the scripts, counted, then into a box that closes by both ends and stays for a year.

They may be filed in several boxes, each from one number to another; together these hold no more than were
counted at the closing. A box that was closed wrongly is opened again with a reason, and filed anew; its reference is
never given to another. A day that is opened again opens them all.

A box of header strips closes by both ends: the numbers of its first and last strip, scanned or typed, and its count.
The strips are sorted by number, so that the box of any of them is found by its number alone, a year later. Two boxes
never overlap. From one end to the other there are as many strips as the centre has numbers with an item; one that is
not there is named, and a second person signs that they looked as well: it is a gap of its own until it is found. An end
may be typed in either order, by its number, or by its last four digits and its letter where those tell one strip.

Once the exam office has destroyed the scripts, the strips of what is gone are destroyed as well, centre by centre, and
two persons sign how many; those of what was left out, or never found, are kept. What could not be found is signed with
its reason, and waits until the exam office has taken note of it. A certificate that was a mistake is
taken back, the last one first.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from massicot.audit.rules import Fact
from massicot.candidates.rules import room_title
from massicot.consignments.rules.despatch import NOTHING_LACKS, AllBut
from massicot.core import codes
from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text
from massicot.core.wall import check_names_nobody
from massicot.scripts.rules import StripsCertified


class StripsNotCounted(Refused):
    sentence = N_("The day is not closed: close it first, the header strips are counted there.")


class StripsBoxedBeyond(Refused):
    sentence = N_(
        "{cut} header strips were counted at the closing and {boxed} are in a box: {left} are left, and {count} were "
        "typed. Count them again; if the count of the closing is wrong, open the day again first."
    )


class StripsBeyondOnceLeft(StripsBoxedBeyond):
    sentence = N_(
        "{cut} header strips were counted at the closing and {boxed} are in a box: {left} are left, and {count} were "
        "typed. Count them again; if the count of the closing is wrong, call the exam office, which decides: a parcel "
        "has left, and the day is not opened again."
    )


class BoxNotThere(Refused):
    sentence = N_("The box {ref} is not among those filed: nothing was changed. Look at the list again.")


@dataclass(frozen=True, slots=True)
class StripsUnboxed(Fact):
    """A box of header strips was opened again: its strips are to be filed."""

    journal_word = N_("box of header strips opened again")
    ref: str
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class StripsBoxed(Fact):
    """Header strips of a centre were counted into their box.

    `lacking`: how many were not there, as `signed_by` signed beside who closed it; which ones is not said here, since a
    day opened again takes that away, and the journal stays. `uncompared_reason` signs that labels were not compared
    with candidates in every room.
    """

    journal_word = N_("header strips boxed")
    count: int
    lacking: int = 0
    signed_by: str = ""
    uncompared_reason: str = ""


def strips_prefix(session: str, paper: str, centre_uai: str = "") -> str:
    """Write what the references of the strip boxes of a paper, or of one centre, begin with."""
    prefix = f"S-{session}-{paper}-"
    return f"{prefix}{centre_uai}-" if centre_uai else prefix


def check_counted(cut: int | None) -> int:
    """Give the strips counted at the closing; raise StripsNotCounted while the day is open (None)."""
    if cut is None:
        raise StripsNotCounted
    return cut


def check_strips(cut: int, boxed: int, count: int, *, has_sent: bool = False) -> None:
    """Refuse to file strips beyond those counted at the closing."""
    if count > cut - boxed:
        beyond = StripsBeyondOnceLeft if has_sent else StripsBoxedBeyond
        raise beyond(cut=cut, boxed=boxed, left=max(0, cut - boxed), count=count)


Ends = tuple[str, str]
"""The numbers of the first and of the last strip of a box."""


class StripUnknown(Refused):
    sentence = N_(
        "{typed} is on no header strip of this centre: read the number again, with its letter. The label of another "
        "centre is put aside, and that centre called."
    )


class StripAmbiguous(Refused):
    sentence = N_("{typed} ends several numbers: {numbers}. Type the whole number of this strip.")


class BoxesOverlap(Refused):
    sentence = N_(
        "The strips {first} to {last} overlap the box {box}, which goes from {from_first} to {to_last}: read both ends "
        "again. If the box {box} is wrong, open it again first, with a reason."
    )


class BoxCountDiffers(Refused):
    sentence = N_(
        "From {first} to {last} there are {expected} header strips, and {count} were counted: count again. Name one "
        "that is not there under “All strips are there but…”; one too many belongs in another box."
    )


class LackingOutside(Refused):
    sentence = N_("{typed} does not lie between the strips {first} and {last}: read its number again.")


class EndLacking(Refused):
    sentence = N_(
        "{typed} is an end of this box, and named as not there: scan the first and the last strip that are in it."
    )


class SecondLookMissing(Refused):
    sentence = N_(
        "Header strips are named as not there: a second person looks for them as well. Type the name of that person."
    )


class LabelsNotCompared(Refused):
    sentence = N_(
        "In the rooms {rooms} no second person compared labels and candidates before the cut: two labels exchanged "
        "could not be told any more. Give the reason why it was not done; it is signed with your name."
    )


class StripNotLacking(Refused):
    sentence = N_("{number} is not among the header strips that were not found here: nothing was changed.")


class PlaceOfBoxMissing(Refused):
    sentence = N_("Say where the box is kept: room and cupboard. Somebody will look for it a year from now.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledBox:
    """What a clerk says of a box: its two ends, what was counted into it, where it is kept, what is not there.

    `reason`: why labels were not compared with candidates before the cut, where they were not.
    """

    first: str
    last: str
    count: int
    kept_in: str
    lacking: AllBut = NOTHING_LACKS
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StripFound(Fact):
    """A header strip that was not there when its box was closed was put in; which one is not said here."""

    journal_word = N_("header strip found that was not in its box")
    ref: str


def plan_ends(box: FiledBox, numbers: Collection[str], others: Mapping[str, Ends]) -> Ends:
    """Decide from which strip to which a box goes, `numbers` being those of the centre that have an item.

    `others` are the ends of its other boxes. Raise StripUnknown, StripAmbiguous or BoxesOverlap.
    """
    first, last = sorted((strip_named(box.first, numbers), strip_named(box.last, numbers)))
    for name, (from_first, to_last) in others.items():
        if first <= to_last and from_first <= last:
            raise BoxesOverlap(first=first, last=last, box=name, from_first=from_first, to_last=to_last)
    return first, last


def plan_lacking(box: FiledBox, ends: Ends, numbers: Collection[str]) -> list[str]:
    """Decide which strips a box lacks between its ends.

    Raise LackingOutside, StripAmbiguous, EndLacking, BoxCountDiffers, SecondLookMissing, PlaceOfBoxMissing or
    TextNamesCandidate.
    """
    first, last = ends
    within = [number for number in numbers if first <= number <= last]
    lacking = sorted({_lacking(typed, within, ends) for typed in box.lacking.typed})
    if len(within) - len(lacking) != box.count:
        raise BoxCountDiffers(first=first, last=last, expected=len(within) - len(lacking), count=box.count)
    if lacking and not visible_text(box.lacking.signed_by):
        raise SecondLookMissing
    if not visible_text(box.kept_in):
        raise PlaceOfBoxMissing
    check_names_nobody(box.kept_in, box.lacking.signed_by)
    return lacking


def check_compared(rooms: Collection[str], reason: str) -> None:
    """Refuse a box while nobody compared the labels of some rooms, unless a reason signs it."""
    if rooms and not visible_text(reason):
        raise LabelsNotCompared(rooms=", ".join(map(room_title, rooms)))
    check_names_nobody(reason)


def strip_named(typed: str, numbers: Collection[str]) -> str:
    """Find a header strip of a centre by its number or the end of it; raise StripUnknown or StripAmbiguous."""
    named = codes.ending_with(codes.tidy_number(typed), numbers)
    if not named:
        raise StripUnknown(typed=typed.strip())
    if len(named) > 1:
        raise StripAmbiguous(typed=typed.strip(), numbers=", ".join(named))
    return named[0]


def number_of_box(ref: str) -> str:
    """Give the number of a box in its centre, which its reference ends with."""
    return ref.rpartition("-")[2]


def _lacking(typed: str, within: Collection[str], ends: Ends) -> str:
    named = codes.ending_with(codes.tidy_number(typed), within)
    if not named:
        raise LackingOutside(typed=typed, first=ends[0], last=ends[1])
    if len(named) > 1:
        raise StripAmbiguous(typed=typed, numbers=", ".join(named))
    if named[0] in ends:
        raise EndLacking(typed=typed)
    return named[0]


class NoStripsDue(Refused):
    sentence = N_(
        "No header strip is to be destroyed here now: the scripts of {paper} are still there, or these strips are "
        "certified already."
    )


class DestroyedCountDiffers(Refused):
    sentence = N_(
        "{due} header strips are to be destroyed, and {count} were typed: count them again. Those of the numbers under "
        "“Strips that stay” are kept. Where some cannot be found, give the reason."
    )


class DestroyedBeyond(Refused):
    sentence = N_(
        "{due} header strips are to be destroyed, and {count} were typed: those of the numbers under “Strips that "
        "stay” are kept. Count again what is destroyed."
    )


class SecondDestroyerMissing(Refused):
    sentence = N_("Two persons destroy header strips: type the name of the second one.")


class StripsMovedOn(Refused):
    sentence = N_("What this page shows of the header strips destroyed is not so any more: look at it again.")


class WordOnStripsMissing(Refused):
    sentence = N_("Say what the exam office knows of it: it goes into the journal.")


class CertificateNotThere(Refused):
    sentence = N_("This certificate of header strips was taken back, or is of another centre: look at the page again.")


class StripsAreDestroyed(Refused):
    sentence = N_(
        "Scripts of this paper were destroyed: the boxes of their header strips stay as they were filed. Certify what "
        "is destroyed under “Strips to be destroyed”, and take those that stay out of their boxes by hand."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StripsDestroyed(Fact):
    """An exam centre destroyed the header strips of scripts that were destroyed, before a second person."""

    journal_word = N_("header strips certified as destroyed")
    due: int
    count: int
    kept: int
    signed_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class StripsNotDestroyed(Fact):
    """What was certified of header strips was a mistake, and is taken back."""

    journal_word = N_("certificate of header strips taken back")
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class StripsNotFoundNoted(Fact):
    """The exam office took note of header strips that were not found when they were to be destroyed."""

    journal_word = N_("header strips not found: noted")
    count: int
    word: str


@dataclass(frozen=True, slots=True)
class StripsNotFoundAskedAgain(Fact):
    """The exam office took back what it had noted of header strips that were not found."""

    journal_word = N_("header strips not found: note taken back")
    count: int
    reason: str


def check_word(word: str) -> str:
    """Tidy what the exam office says of strips not found; raise WordOnStripsMissing or TextNamesCandidate."""
    if not (tidy := visible_text(word)):
        raise WordOnStripsMissing
    check_names_nobody(tidy)
    return tidy


def check_certified(paper: str, due: int, certified: StripsCertified) -> StripsCertified:
    """Tidy what two persons sign of the strips that they destroyed, `due` of them.

    Raise NoStripsDue, SecondDestroyerMissing, DestroyedBeyond, DestroyedCountDiffers or TextNamesCandidate.
    """
    if not due:
        raise NoStripsDue(paper=paper)
    signed_by = visible_text(certified.signed_by)
    reason = visible_text(certified.reason)
    if not signed_by:
        raise SecondDestroyerMissing
    if certified.count > due:
        raise DestroyedBeyond(due=due, count=certified.count)
    if certified.count < due and not reason:
        raise DestroyedCountDiffers(due=due, count=certified.count)
    check_names_nobody(signed_by, reason)
    return StripsCertified(count=certified.count, signed_by=signed_by, reason=reason if certified.count < due else "")
