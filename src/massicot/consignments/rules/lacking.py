"""All but these: the scripts that are not there when a parcel is made, named by exception and signed.

A clerk counts what is there, then names the few that are not found: by their number, or by its last four digits and its
letter where those tell one script. A second person looks as well and gives their name. What is left out so is a gap of
its own, and the centre looks for it; once it is found it goes into a parcel like any other.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from massicot.core import codes
from massicot.core.refused import N_, Refused
from massicot.core.wall import check_names_nobody


class LackingUnknown(Refused):
    """A script named as not there that would not go in anyway."""

    sentence = N_(
        "{typed} is not among the scripts left to pack for {destination}: read its number again. It may lie in another "
        "parcel, or go elsewhere."
    )


class LackingAmbiguous(Refused):
    """The end of a number that several scripts share."""

    sentence = N_("{typed} ends several numbers: {numbers}. Type the whole number of the script that is not there.")


class SecondPersonMissing(Refused):
    """Scripts left out that one person alone looked for."""

    sentence = N_(
        "Scripts are named as not there: a second person looks for them as well. Type the name of that person."
    )


class NotLeftOut(Refused):
    """A script found that nobody left out of a parcel."""

    sentence = N_("{number} is not among the scripts that were not found here: nothing was changed.")


@dataclass(frozen=True, slots=True)
class AbsentCame:
    """A script that was signed as not there when its parcel was made lay in it, and is received."""

    number: str
    signed_by: str


@dataclass(frozen=True, slots=True)
class AllBut:
    """What a clerk names as not there, in numbers or their ends, and the second person who looked."""

    typed: Sequence[str] = ()
    signed_by: str = ""


NOTHING_LACKS = AllBut()


@dataclass(frozen=True, slots=True)
class ScriptsLeftOut:
    """Nothing was packed: of all that was left, nothing was there; two persons looked.

    The ledger says which: a day opened again takes that away, and the journal stays.
    """

    count: int
    signed_by: str


@dataclass(frozen=True, slots=True)
class LeftOutFound:
    """Scripts that were not there when their parcel was made were found in their centre; the ledger says which."""

    count: int


def plan_lacking(lacking: AllBut, left: Collection[str], destination: str) -> list[str]:
    """Decide which scripts are left out; raise LackingUnknown, LackingAmbiguous or SecondPersonMissing."""
    return named_lacking(lacking, left, lambda typed: LackingUnknown(typed=typed, destination=destination))


def named_lacking(lacking: AllBut, among: Collection[str], unknown: Callable[[str], Refused]) -> list[str]:
    """Read which scripts are named as not there; raise what is `unknown`, LackingAmbiguous or SecondPersonMissing."""
    named = sorted({_one(typed, among, unknown) for typed in lacking.typed})
    if named and not lacking.signed_by.strip():
        raise SecondPersonMissing
    check_names_nobody(lacking.signed_by)
    return named


def _one(typed: str, among: Collection[str], unknown: Callable[[str], Refused]) -> str:
    numbers = codes.ending_with(codes.tidy_number(typed), among)
    if not numbers:
        raise unknown(typed)
    if len(numbers) > 1:
        raise LackingAmbiguous(typed=typed, numbers=", ".join(numbers))
    return numbers[0]
