"""What an exam centre packs, for whom; what must lie in a parcel when it leaves, and what is not there.

All but these: the scripts that are not there when a parcel is made, named by exception and signed. A clerk counts what
is there, then names the few that are not found: by their number, or by its last four digits and its letter where those
tell one script. A second person looks as well and gives their name. What is left out so is a gap of its own, and the
centre looks for it; once it is found it goes into a parcel like any other.

Scripts are packed by destination: the route of each specialty in force when the paper was written says where its
scripts go, so that one evening may make several parcels. Numbered scripts are packed number by number and counted by
hand; scripts that bear no number are counted by specialty, against those that the register makes. A count that differs
is found, or it is signed with a reason: the specialty is then settled, and no more of it is expected in a parcel. What
is counted is counted beside what the page showed as packed: the same page posted twice makes one parcel.

With the scripts go a despatch note and copies of the attendance registers and of the room reports (the notice). Each is
ticked when the parcel leaves; one that is not there is signed with a reason. What the carrier was told must be what the
note announces, or the difference is signed too. A parcel may leave before the program is told: the instant of leaving
is typed then, and never lies before the end of the paper or in the future.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.consignments.rules.parcels import CarrierMissing
from massicot.core import codes
from massicot.core.refused import N_, NN_, Phrase, Phrases, Refused
from massicot.core.spelling import visible_text
from massicot.core.wall import check_names_nobody
from massicot.exams.rules import RouteFacts, RouteKind


class LackingUnknown(Refused):
    sentence = N_(
        "{typed} is not among the scripts left to pack for {destination}: read its number again. It may lie in another "
        "parcel, or go elsewhere."
    )


class LackingAmbiguous(Refused):
    sentence = N_("{typed} ends several numbers: {numbers}. Type the whole number of the script that is not there.")


class SecondPersonMissing(Refused):
    sentence = N_(
        "Scripts are named as not there: a second person looks for them as well. Type the name of that person."
    )


class NotLeftOut(Refused):
    sentence = N_("{number} is not among the scripts that were not found here: nothing was changed.")


@dataclass(frozen=True, slots=True)
class AbsentCame(Fact):
    """A script that was signed as not there when its parcel was made lay in it, and is received."""

    journal_word = N_("script signed as not there received in its parcel")
    number: str
    signed_by: str


@dataclass(frozen=True, slots=True)
class AllBut:
    """What a clerk names as not there, in numbers or their ends, and the second person who looked."""

    typed: Sequence[str] = ()
    signed_by: str = ""


NOTHING_LACKS = AllBut()


@dataclass(frozen=True, slots=True)
class ScriptsLeftOut(Fact):
    """Nothing was packed: of all that was left, nothing was there; two persons looked.

    The ledger says which: a day opened again takes that away, and the journal stays.
    """

    journal_word = N_("scripts not found at the packing")
    count: int
    signed_by: str


@dataclass(frozen=True, slots=True)
class LeftOutFound(Fact):
    """Scripts that were not there when their parcel was made were found in their centre; the ledger says which."""

    journal_word = N_("script found that was not there at the packing")
    count: int


def plan_lacking(lacking: AllBut, left: Collection[str], destination: str) -> list[str]:
    """Decide which scripts are left out; raise LackingUnknown, LackingAmbiguous or SecondPersonMissing."""
    return named_lacking(lacking, left, lambda typed: LackingUnknown(typed=typed, destination=destination))


def named_lacking(lacking: AllBut, among: Collection[str], unknown: Callable[[str], Refused]) -> list[str]:
    """Read which scripts are named as not there; raise what is `unknown`, LackingAmbiguous or SecondPersonMissing."""
    named = sorted({_one(typed, among, unknown) for typed in lacking.typed})
    if named and not visible_text(lacking.signed_by):
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


class Enclosure(StrEnum):
    """A document that lies in a parcel with its scripts."""

    DESPATCH_NOTE = "despatch-note"
    REGISTERS = "registers"
    ROOM_REPORTS = "room-reports"


ENCLOSURES: dict[Enclosure, str] = {
    Enclosure.DESPATCH_NOTE: N_("the despatch note"),
    Enclosure.REGISTERS: N_("copies of the attendance registers"),
    Enclosure.ROOM_REPORTS: N_("copies of the room reports"),
}
"""How each document is called where people read; all are asked for (the notice)."""


class OtherDestination(Refused):
    sentence = N_("{number} does not go to {destination}: take it out of this parcel, it belongs in another one.")


class PackedMeanwhile(Refused):
    sentence = N_("Another parcel of {centre} was made at this very instant: look at it, then pack what is left.")


class PackedSince(Refused):
    sentence = N_(
        "The parcels of {centre} changed after this page was shown: {specialties}. Look at them, then pack what is "
        "still left."
    )


class SealTaken(Refused):
    sentence = N_("The seal {seal} is on the parcel {other} already: read it again on the parcel, and correct it.")


class SpecialtyCountsDiffer(Refused):
    sentence = N_(
        "More scripts were counted than the register makes: {specialties}. Count again, or sign the difference with a "
        "reason."
    )


class SpecialtyElsewhere(Refused):
    sentence = N_("These specialties do not go to {destination}: {specialties}. Leave their counts out.")


class EnclosuresMissing(Refused):
    sentence = N_(
        "The parcel {code} lacks: {documents}. Put in what is lacking and tick it, or give the reason why it is not "
        "there."
    )


class CarrierCountDiffers(Refused):
    sentence = N_(
        "The parcel {code} announces {announced} scripts and {counted} were declared to its carrier: count again, or "
        "give the reason."
    )


class LeftAtImpossible(Refused):
    sentence = N_(
        "The parcel {code} cannot have left then: type an instant after the end of the paper, {ended}, and not later "
        "than now."
    )


class ReasonToOpenMissing(Refused):
    sentence = N_("Give the reason why the parcel {code} is opened again: it goes into the journal.")


@dataclass(frozen=True, slots=True)
class Destination:
    """Where scripts of some specialties go: one place, one copy model."""

    route: RouteFacts
    specialties: Sequence[str]

    @property
    def is_numbered(self) -> bool:
        return self.route.kind is RouteKind.ON_SITE

    @property
    def name(self) -> str:
        return self.route.destination_name


@dataclass(frozen=True, slots=True)
class Sending:
    """What is typed when a parcel leaves."""

    carrier: str
    counted: int
    enclosed: Collection[Enclosure]
    left_at: datetime
    reason: str


def destinations(routes: Mapping[str, RouteFacts]) -> list[Destination]:
    """Group specialties by where their scripts go: numbered ones first, then by name."""
    by_place: dict[tuple[str, ...], list[str]] = {}
    for code in sorted(routes):
        by_place.setdefault(place_of(routes[code]), []).append(code)
    grouped = [Destination(routes[codes[0]], tuple(codes)) for codes in by_place.values()]
    return sorted(
        grouped, key=lambda destination: (not destination.is_numbered, destination.name, destination.route.copy_model)
    )


def place_of(route: RouteFacts) -> tuple[str, ...]:
    """Say what makes two routes lead to one parcel."""
    return (route.kind, route.copy_model, route.destination_uai, route.destination_name)


def remaining(counts: Mapping[str, int], settled: Mapping[str, int]) -> dict[str, int]:
    """Count by specialty what is left to pack; a specialty that is settled beyond what is held has nothing left."""
    return {code: max(0, count - settled.get(code, 0)) for code, count in counts.items()}


def check_seen(centre: str, seen: Mapping[str, int], packed: Mapping[str, int]) -> None:
    """Refuse counts typed on a page that showed other scripts packed than there are; raise PackedSince."""
    changed = {code: packed.get(code, 0) - count for code, count in seen.items() if packed.get(code, 0) != count}
    if changed:
        raise PackedSince(centre=centre, specialties=Phrases(_since(code, changed[code]) for code in sorted(changed)))


def plan_counts(counts: Mapping[str, int], left: Mapping[str, int], reason: str) -> dict[str, int]:
    """Decide how many scripts of the register each count settles; raise SpecialtyCountsDiffer.

    Fewer than are left: the others follow in another parcel, unless a reason says that no more will come.
    """
    over = {code: count - left.get(code, 0) for code, count in counts.items() if count > left.get(code, 0)}
    if over and not visible_text(reason):
        raise SpecialtyCountsDiffer(
            specialties=Phrases(Phrase(*_OVER, over[code], {"code": code}) for code in sorted(over))
        )
    return {code: left.get(code, 0) if visible_text(reason) else count for code, count in counts.items()}


def check_seal(seal: str, others: Mapping[str, str]) -> None:
    """Refuse a seal that is on another parcel of the same centre and paper (`others`: code by seal)."""
    if seal in others:
        raise SealTaken(seal=seal, other=others[seal])


def check_sending(code: str, announced: int, sending: Sending, ended: datetime, now: datetime) -> None:
    """Refuse a parcel that leaves out of order, unless what may be signed is signed with a reason."""
    if not visible_text(sending.carrier):
        raise CarrierMissing(code=code)
    if not ended <= sending.left_at <= now:
        raise LeftAtImpossible(code=code, ended=ended)
    if visible_text(sending.reason):
        return
    if without := [Phrase(name) for document, name in ENCLOSURES.items() if document not in sending.enclosed]:
        raise EnclosuresMissing(code=code, documents=Phrases(without))
    if sending.counted != announced:
        raise CarrierCountDiffers(code=code, announced=announced, counted=sending.counted)


def _since(code: str, change: int) -> Phrase:
    return Phrase(*(_PACKED if change > 0 else _OPENED), abs(change), {"code": code})


_PACKED = NN_("{code} (one script packed)", "{code} ({n} scripts packed)")
_OPENED = NN_("{code} (one script unpacked)", "{code} ({n} scripts unpacked)")
_OVER = NN_("{code} (one script too many)", "{code} ({n} scripts too many)")
