"""The papers that go with a parcel: copies of the attendance registers and of the room reports, so many of each.

The centre counts them into the parcel before it leaves, beside the rooms that wrote the paper; the despatch note says
how many, and the marking centre counts how many came. It counts sheets and reads nothing of them: they name candidates.
What did not come is a line of its own, told to the centre, until it came or the exam office decides to go without. A
parcel leaves without a paper too, signed with a reason: the hours that it has do not wait for one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from massicot.audit.rules import Fact
from massicot.consignments.rules.despatch import Enclosure
from massicot.core.refused import N_, NN_, Phrase, Phrases, Refused
from massicot.core.spelling import visible_text

AT_LEAST = 1
"""How many are waited for of a paper that the centre put into the parcel without saying how many."""


class MorePapersThanRooms(Refused):
    sentence = N_("{rooms} rooms wrote this paper: count the copies again, one for each room at most.")


class PapersShort(Refused):
    sentence = N_(
        "The parcel {code} lacks: {papers}. Put in what is lacking and count it, or give the reason why it is not "
        "there."
    )


class PapersCountedMeanwhile(Refused):
    sentence = N_("Somebody else counted the papers of the parcel {code} meanwhile: look at it, then count again.")


class NoPaperLacks(Refused):
    sentence = N_("No paper of the parcel {code} is lacking any more: there is nothing to decide.")


class ReasonToWaiveMissing(Refused):
    sentence = N_("Give the reason why nobody waits for the papers of the parcel {code} any more.")


@dataclass(frozen=True, slots=True)
class PaperCounts:
    """How many copies of each: registers, room reports."""

    registers: int
    reports: int

    def of(self, document: Enclosure) -> int:
        """Give the count of one."""
        return self.registers if document is Enclosure.REGISTERS else self.reports


COUNTED = (Enclosure.REGISTERS, Enclosure.ROOM_REPORTS)
"""The papers of which there is one a room."""


@dataclass(frozen=True, slots=True)
class ParcelPapers:
    """The papers of a parcel: of how many rooms, how many put in, how many came (none: nobody has said), and why not.

    `waived`: why the office waits for no more. `put_in`: which of them its departure says are there, counted or not.
    """

    rooms: int | None = None
    enclosed: PaperCounts | None = None
    came: PaperCounts | None = None
    waived: str = ""
    put_in: frozenset[Enclosure] = frozenset()

    @property
    def lacking(self) -> Mapping[Enclosure, int]:
        """Count what was announced and did not come, and is waited for."""
        if self.came is None or self.waived:
            return {}
        gaps = {document: self._count_announced(document) - self.came.of(document) for document in COUNTED}
        return {document: gap for document, gap in gaps.items() if gap > 0}

    def _count_announced(self, document: Enclosure) -> int:
        if self.enclosed:
            return self.enclosed.of(document)
        return AT_LEAST if document in self.put_in else 0


@dataclass(frozen=True, slots=True)
class PapersEnclosed(Fact):
    journal_word = N_("papers counted into a parcel")
    code: str
    rooms: int
    registers: int
    reports: int


@dataclass(frozen=True, slots=True)
class PapersCame(Fact):
    journal_word = N_("papers of a parcel counted at its arrival")
    code: str
    registers: int
    reports: int
    lacking: int


@dataclass(frozen=True, slots=True)
class PapersWaived(Fact):
    """The office decided to go without papers that did not come with a parcel."""

    journal_word = N_("papers of a parcel waited for no more")
    code: str
    lacking: int
    reason: str


def check_enclosed(rooms: int, counts: PaperCounts) -> None:
    """Refuse more copies than rooms."""
    if max(counts.registers, counts.reports) > rooms:
        raise MorePapersThanRooms(rooms=rooms)


def check_leaving(code: str, papers: ParcelPapers, reason: str) -> None:
    """Refuse a parcel that leaves with fewer papers than rooms, unless a reason signs it."""
    if papers.enclosed is None or papers.rooms is None or visible_text(reason):
        return
    short = {document: papers.rooms - papers.enclosed.of(document) for document in COUNTED}
    if any(short.values()):
        raise PapersShort(code=code, papers=lacks_in_words(short))


def lacks_in_words(counts: Mapping[Enclosure, int]) -> Phrases:
    """Write in words how many of which papers lack."""
    return Phrases(Phrase(*_LACKS[document], count) for document, count in counts.items() if count)


_LACKS = {
    Enclosure.REGISTERS: NN_("a copy of one attendance register", "copies of {n} attendance registers"),
    Enclosure.ROOM_REPORTS: NN_("a copy of one room report", "copies of {n} room reports"),
}
