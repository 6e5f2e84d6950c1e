"""Numbers and the sealed link between a candidate and a number.

Every expected candidate of the on-site route has one number, and each exam centre a reserve of spares that look like
the others, for candidates off the list. Numbers come from the operating system's generator, are unique in the
installation and say nothing of centre or candidate.

The link between the two is sealed (`links`); numbers are completed when a corrigendum brings scripts to the on-site
route after the draw (`completing`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from massicot.anonymity.rules.links import LinkBroken, SealedPair, Sealer
from massicot.anonymity.rules.reopening import DayReopened, ParcelsLeft, ParcelsMade, check_reopening
from massicot.anonymity.rules.strips import (
    BoxNotThere,
    StripsBoxed,
    StripsBoxedBeyond,
    StripsNotCounted,
    StripsUnboxed,
    check_counted,
    check_strips,
    strips_prefix,
)
from massicot.candidates.rules import Attendance
from massicot.core import codes
from massicot.core.draws import Draw
from massicot.core.refused import N_, Refused
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
    """Numbers drawn with a key that nobody copied to a safe place."""

    sentence = N_(
        "Keep a copy of the anonymity key {path} (fingerprint {fingerprint}) in a safe place, then confirm it with "
        "“massicot key check”: without it no mark could ever be given back to its candidate."
    )


class WrongKey(Refused):
    """A key that did not seal this database."""

    sentence = N_(
        "The key {found} did not seal this database, {expected} did: put the kept copy of that key in its place."
    )


class KeyLost(Refused):
    """No key file, while a key is confirmed for this database."""

    sentence = N_(
        "The key {expected} of this database is not at {path}: put its kept copy back there. "
        "No other key could open it."
    )


class NobodyToNumber(Refused):
    """A paper without an expected candidate on the on-site route."""

    sentence = N_("No candidate of {paper} is on the on-site route: import the candidates and check the routes first.")


class NotPrepared(Refused):
    """An act that needs numbers before they are drawn."""

    sentence = N_("The numbers of {paper} are not drawn yet: run “massicot prepare” first.")


class DayNotClosedYet(Refused):
    """Scripts without numbers packed while the register may still change."""

    sentence = N_("The day of {centre} is open: close it on its counts, then make the parcel.")


class NoSpareLeft(Refused):
    """A centre that used its whole reserve."""

    sentence = N_("The centre {centre} has not enough numbers left: draw more for it, then do this again.")


class NotASpare(Refused):
    """A number that is not one of the centre's unused spares."""

    sentence = N_("{number} is not an unused spare number of the centre {centre}: read it from the reserve sheet.")


class SpareMissing(Refused):
    """A candidate off the list without the number that was stuck on."""

    sentence = N_(
        "The scripts of {specialty} are numbered: scan or type the number of the reserve label stuck on this script."
    )


class NumberNotWanted(Refused):
    """A number for a script that is not numbered."""

    sentence = N_(
        "The scripts of {specialty} are not numbered: leave the number empty, and take the label off the script."
    )


class LabelIsSpare(Refused):
    """The label of a spare number that nobody has."""

    sentence = N_(
        "This label is of the reserve, and nobody has it yet: enter its candidate off the list, with this number."
    )


class LabelOfOtherPaper(Refused):
    """The label of another paper."""

    sentence = N_("This label is not of {paper}, but of another paper: put the script aside and look where it belongs.")


class LabelOfOtherCentre(Refused):
    """The label of another exam centre."""

    sentence = N_("This label is of the centre {centre}: put the script aside and call that centre.")


@dataclass(frozen=True, slots=True)
class KeyKept:
    """A copy of the key was confirmed kept."""

    fingerprint: str


@dataclass(frozen=True, slots=True)
class PaperPrepared:
    """The numbers of a paper were drawn."""

    numbers: int
    spares: int
    centres: int
    key: str


@dataclass(frozen=True, slots=True)
class NumbersCompleted:
    """Numbers were drawn for those whom a corrigendum brought to the on-site route, and for the reserves."""

    numbers: int
    late: int
    spares: int
    centres: int


@dataclass(frozen=True, slots=True)
class DayClosed:
    """A centre's day was closed on its three typed counts; how many spares were stuck for a candidate's own label."""

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
    if is_numbered and not number.strip():
        raise SpareMissing(specialty=specialty)
    if number.strip() and not is_numbered:
        raise NumberNotWanted(specialty=specialty)
