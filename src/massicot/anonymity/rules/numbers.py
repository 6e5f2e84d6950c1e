"""Numbers: how many a paper needs, how they are drawn, one given on the day, more of them after the draw.

Numbers and the sealed link between a candidate and a number. Every expected candidate of the on-site route has one
number, and each exam centre a reserve of spares that look like the others, for candidates off the list. Numbers come
from the operating system's generator, are unique in the installation and say nothing of centre or candidate.

The link between the two is sealed (`links`).

Numbers completed when a corrigendum brings scripts to the on-site route after the draw. Whoever comes to the guillotine
needs a number like everybody else's, and nobody who reads a copy of the tables may see in it when, or for whom, it was
drawn. A cell (centre and specialty) without any number yet is drawn as at `prepare`: whole. In a cell that has numbers
already (it left the route and came back) whoever has none is late, and takes a spare number like any late candidate: a
number drawn for them alone would be theirs for all to see. Each centre touched gets the reserve that its new size asks
for, late candidates served.

Numbers of a specialty that leaves the route are kept, unused: should it come back, its labels are still good. When the
centre's day is closed they are spare numbers like the others.

More numbers for one exam centre, after the draw: its reserve is used up, or nobody was expected there. They are spare
numbers like those of the draw: late candidates and candidates off the list take them. No number is ever drawn twice,
those that are there stay whose they are, and the centre's numbers are inserted anew together, so that a copy of the
tables does not tell which came later. What was drawn is told once, as labels: nothing keeps which they are.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from massicot.anonymity.rules.links import Sealer
from massicot.audit.rules import Fact
from massicot.candidates.rules import Attendance
from massicot.core import codes
from massicot.core.draws import Draw
from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text
from massicot.scripts.rules import Drawn, ScriptKind

SPARE_PER_CENT = 3
FEWEST_SPARES = 3


KINDS = {
    Attendance.PRESENT: ScriptKind.WRITTEN,
    Attendance.BLANK: ScriptKind.BLANK,
    Attendance.ABSENT: ScriptKind.PLACEHOLDER,
}
"""What the centre numbers for each word of the register: an absent candidate has a placeholder (the notice)."""


class KeyNotConfirmed(Refused):
    sentence = N_(
        "Keep a copy of the anonymity key {path} (fingerprint {fingerprint}) in a safe place, then confirm it with "
        "“massicot key check”: without it no mark could ever be given back to its candidate."
    )


class WrongKey(Refused):
    sentence = N_(
        "The key {found} did not seal this database, {expected} did: put the kept copy of that key in its place."
    )


class KeyLost(Refused):
    sentence = N_(
        "The key {expected} of this database is not at {path}: put its kept copy back there. "
        "No other key could open it."
    )


class NobodyToNumber(Refused):
    sentence = N_("No candidate of {paper} is on the on-site route: import the candidates and check the routes first.")


class NotPrepared(Refused):
    sentence = N_("The numbers of {paper} are not drawn yet: run “massicot prepare” first.")


class DayNotClosedYet(Refused):
    sentence = N_("The day of {centre} is open: close it on its counts, then make the parcel.")


class NoSpareLeft(Refused):
    sentence = N_("The centre {centre} has not enough numbers left: draw more for it, then do this again.")


class NotASpare(Refused):
    sentence = N_("{number} is not an unused spare number of the centre {centre}: read it from the reserve sheet.")


class SpareMissing(Refused):
    sentence = N_(
        "The scripts of {specialty} are numbered: scan or type the number of the reserve label stuck on this script."
    )


class NumberNotWanted(Refused):
    sentence = N_(
        "The scripts of {specialty} are not numbered: leave the number empty, and take the label off the script."
    )


class LabelIsSpare(Refused):
    sentence = N_(
        "This label is of the reserve, and nobody has it yet: enter its candidate off the list, with this number."
    )


class LabelOfOtherPaper(Refused):
    sentence = N_("This label is not of {paper}, but of another paper: put the script aside and look where it belongs.")


class LabelOfOtherCentre(Refused):
    sentence = N_("This label is of the centre {centre}: put the script aside and call that centre.")


@dataclass(frozen=True, slots=True)
class KeyKept(Fact):
    journal_word = N_("copy of the key confirmed kept")
    fingerprint: str


@dataclass(frozen=True, slots=True)
class PaperPrepared(Fact):
    journal_word = N_("numbers drawn")
    numbers: int
    spares: int
    centres: int
    key: str


@dataclass(frozen=True, slots=True)
class NumbersCompleted(Fact):
    """Numbers were drawn for those whom a corrigendum brought to the on-site route, and for the reserves."""

    journal_word = N_("numbers completed")
    numbers: int
    late: int
    spares: int
    centres: int


@dataclass(frozen=True, slots=True)
class DayClosed(Fact):
    """A centre's day was closed on its three typed counts; how many spares were stuck for a candidate's own label."""

    journal_word = N_("day closed")
    items_in_hand: int
    labels_used: int
    strips_boxed: int
    gap_reason: str
    spares_stuck: int = 0


@dataclass(frozen=True, slots=True)
class Expected:
    """One entry to be numbered."""

    entry_id: int
    centre_uai: str
    specialty_code: str
    origin_uai: str


def spare_count(expected: int) -> int:
    """Say how many spare numbers a centre gets: 3 % of its candidates, never fewer than three (40 → 3, 250 → 8)."""
    return max(FEWEST_SPARES, -(-expected * SPARE_PER_CENT // 100))


def draw_numbers(draw: Draw, count: int, taken: Iterable[str]) -> list[str]:
    """Draw so many new anonymity numbers, in random order, none of them taken in the installation."""
    used = {int(number[:-1]) for number in taken}
    drawn = draw.distinct(codes.NUMBER_SPACE, count + len(used))
    return [codes.number_of(digits) for digits in drawn if digits not in used][:count]


def plan_spares(entries: Iterable[Expected]) -> dict[str, int]:
    """Count the spare numbers of each centre."""
    counts: dict[str, int] = {}
    for entry in entries:
        counts[entry.centre_uai] = counts.get(entry.centre_uai, 0) + 1
    return {centre: spare_count(counts[centre]) for centre in sorted(counts)}


def drawn_scripts(entries: Sequence[Expected], spares: Mapping[str, int], numbers: Sequence[str]) -> list[Drawn]:
    """Give each entry its number, and each centre its spares from what is left of the draw."""
    drawn = [Drawn(number, entry.centre_uai) for entry, number in zip(entries, numbers, strict=False)]
    rest = iter(numbers[len(entries) :])
    return drawn + [Drawn(next(rest), centre) for centre, count in spares.items() for _ in range(count)]


def shuffled_reserve(sealer: Sealer, spares: Iterable[str]) -> list[str]:
    """Put spare numbers in an order that only the key tells: it is that of their labels, and of those who take them."""
    return sorted(spares, key=sealer.number_index)


def check_spare_given(specialty: str, number: str, *, is_numbered: bool) -> None:
    """Refuse a candidate off the list without the number that their script needs, or with one that it does not."""
    if is_numbered and not visible_text(number):
        raise SpareMissing(specialty=specialty)
    if visible_text(number) and not is_numbered:
        raise NumberNotWanted(specialty=specialty)


@dataclass(frozen=True, slots=True)
class Completion:
    """Who is drawn a number of their own, and who takes a spare."""

    fresh: Sequence[Expected]
    late: Sequence[Expected]

    @property
    def centres(self) -> list[str]:
        """List the centres touched, by UAI."""
        return sorted({entry.centre_uai for entry in (*self.fresh, *self.late)})


def plan_completion(entries: Iterable[Expected], numbered: Collection[int]) -> Completion:
    """Sort out entries that come to the on-site route; `numbered` lists those that have a number already."""
    entries = list(entries)
    cells = {_cell(entry) for entry in entries if entry.entry_id in numbered}
    waiting = [entry for entry in entries if entry.entry_id not in numbered]
    return Completion(
        [entry for entry in waiting if _cell(entry) not in cells],
        [entry for entry in waiting if _cell(entry) in cells],
    )


def plan_reserve(completion: Completion, expected: Mapping[str, int], unused: Mapping[str, int]) -> dict[str, int]:
    """Count the spares to draw for each centre touched: 40 candidates with 3 late and 2 spares left lack 4."""
    late = [entry.centre_uai for entry in completion.late]
    lacking = {
        uai: spare_count(expected.get(uai, 0)) + late.count(uai) - unused.get(uai, 0) for uai in completion.centres
    }
    return {uai: max(0, count) for uai, count in lacking.items()}


def _cell(entry: Expected) -> tuple[str, str]:
    return entry.centre_uai, entry.specialty_code


MOST_AT_ONCE = 500
"""More than any centre has candidates of one paper: a slip of the keyboard beyond it."""


class DrawReasonMissing(Refused):
    sentence = N_("Say why this centre needs more numbers: the reason goes into the journal.")


class CountUnlikely(Refused):
    sentence = N_("Draw between 1 and {most} numbers at once.")


class CandidatesEnteredSince(Refused):
    sentence = N_("Meanwhile other candidates are entered: read what follows again, then draw.")


class NumbersDrawnSince(Refused):
    sentence = N_("Numbers were drawn since this page was opened: look at the reserve again before drawing more.")


class NotAnExamCentre(Refused):
    sentence = N_("{centre} is no exam centre of this session: name it on the page of the session first.")


class NotOfTheReserve(Refused):
    sentence = N_("These numbers are not in the reserve of the centre {centre} any more: open its page again.")


class ReserveUsedUp(Refused):
    sentence = N_(
        "The reserve of labels of the centre {centre} is used up. Put the script aside with the name of its candidate, "
        "and ask the exam office for more numbers with the button of this page: it prints the labels."
    )


class LabelsLeft(Refused):
    sentence = N_(
        "The reserve of this centre still has {count} labels that nobody has: stick one of them, and enter its number."
    )


@dataclass(frozen=True, slots=True)
class MoreNumbersDrawn(Fact):
    """More numbers were drawn for the reserve of a centre; which they are is not said."""

    journal_word = N_("more numbers drawn for a centre")
    centre: str
    numbers: int
    reason: str


@dataclass(frozen=True, slots=True)
class ReservePrinted(Fact):
    """Somebody printed labels of the reserve of a centre; which they are is not said."""

    journal_word = N_("labels of a reserve printed")
    centre: str
    labels: int


def check_draw(count: int, reason: str) -> str:
    """Refuse an unlikely count, or a draw without a reason; give the reason without its outer blanks."""
    tidy = visible_text(reason)
    if not tidy:
        raise DrawReasonMissing
    check_count(count)
    return tidy


def check_count(count: int) -> None:
    """Refuse a count of numbers that no centre needs."""
    if not 1 <= count <= MOST_AT_ONCE:
        raise CountUnlikely(most=MOST_AT_ONCE)


def check_reserve(centre: str, unused: Collection[str]) -> None:
    """Refuse a candidate off the list where no label is left."""
    if not unused:
        raise ReserveUsedUp(centre=centre)


def check_used_up(unused: Collection[str]) -> None:
    """Refuse that a centre asks for more numbers while it has labels left."""
    if unused:
        raise LabelsLeft(count=len(unused))


def check_seen(seen: int | None, to_number: int) -> None:
    """Refuse to draw for others than a page showed: a table came in meanwhile."""
    if seen != to_number:
        raise CandidatesEnteredSince
