"""The register of those who are called: keyed one person at a time, then all the others on the signatures.

Who came: what the list that people sign says, kept for each half-day, meetings included. The heads of marking centres
send the signed lists of the markers to the exam office as fast as possible (the notice, "RAPPEL IMPORTANT"): by them it
is known who has done what they are paid for. A list is keyed by exceptions, as the register of an exam room is: the
signatures are counted first, those who did not sign are said absent, and one act says of all the others that they were
present. A half-day of which nobody keyed anything is *not known*, and nobody is absent on it.

Somebody stands once on the list of a half-day, whatever they are called for on it. Whoever comes without being called
signs like everybody else. Nobody is present in two places on one half-day, unless they left the first one.

As many have signed as are present. A list of forty that forty-one have signed has somebody on it whom nobody called:
they are added, and the counts agree. Whoever is not of the pool cannot be: their signature is not counted here.

Somebody who came without being called: found in the pool of the session, or written on the paper list alone.

The register on paper: in which order it names people.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Phrase, Refused


class Presence(StrEnum):
    """What the register says of one person; nothing is kept of whom it does not speak."""

    UNKNOWN = "unknown"
    PRESENT = "present"
    ABSENT = "absent"


class LineSource(StrEnum):
    """How a line came into a register: by hand, by the code of a letter, or with all the others."""

    KEYED = "keyed"
    SCANNED = "scanned"
    OTHERS = "others"


WORDS = {
    Presence.UNKNOWN: N_("to key"),
    Presence.PRESENT: N_("present"),
    Presence.ABSENT: N_("absent"),
}
"""What a register says, as sentences write it."""


_LETTER = re.compile(r"\bM-[A-Z0-9]{5}-[A-Z0-9]{5}(?:-[0-9]{1,3})?\b")
"""The code of a letter, alone or within the address behind its QR code."""


class DayNotCome(Refused):
    sentence = N_("{day} has not come: nobody can say yet who will. The list to be signed can be printed already.")


class HalfDayNotBegun(Refused):
    sentence = N_("Nobody is expected before {starts}: say then that all the others came, or that they did not.")


class NotOnRegister(Refused):
    sentence = N_("{person} is not on this list: add them below, as somebody who came without being called.")


class OnRegisterAlready(Refused):
    sentence = N_("{person} is on this list already: say there that they are present.")


class LineKeyedElsewhere(Refused):
    sentence = N_("{person} was keyed on another screen meanwhile, and is {word} now: look at the list as it is.")


class UncalledNotAbsent(Refused):
    sentence = N_("Nobody called {person}: if they did not come, take them off this list.")


class HalfDayConfirmedAlready(Refused):
    sentence = N_(
        "This half-day is confirmed: say present or absent on the line, or take the confirmation back to key it anew."
    )


class HalfDayNotConfirmed(Refused):
    sentence = N_("This half-day is not confirmed: key its lines as they are.")


class PresentAtAnotherPlace(Refused):
    sentence = N_(
        "{person} is present at {place} on this half-day. If they left it to come here, that centre notes at what "
        "hour; if they never were there, it says so. Call it, or the exam office."
    )


class ListChangedMeanwhile(Refused):
    sentence = N_("The list has changed meanwhile: {n} are to be keyed now. Look at it again, then confirm.")


class MoreSignaturesThanPeople(Refused):
    sentence = N_(
        "{signatures} signatures, and {people} on the list: add whoever came without being called, then confirm. Who "
        "signed twice counts once, and who is not of the pool is not counted here."
    )


class MoreSignaturesThanPresent(Refused):
    sentence = N_(
        "{signatures} signatures, and {present} would be present: somebody who is said absent has signed, and is said "
        "present on their line; or somebody who is not on this list, and is added below. Who is not of the pool is not "
        "counted here."
    )


class FewerSignaturesThanPresent(Refused):
    sentence = N_(
        "{signatures} signatures, and {present} would be present: say absent whoever did not sign, or let them sign, "
        "then count again."
    )


class HoursOfAbsent(Refused):
    sentence = N_("Say first that {person} is present: hours are noted of whoever came.")


class LetterElsewhere(Refused):
    sentence = N_(
        "The letter {code} does not call {person} here on this half-day. If they stay, add {identifier} as somebody "
        "who came without being called; if not, their letter says where they are expected."
    )


class LetterHoldsNoMore(Refused):
    sentence = N_(
        "The letter {code} of {person} is cancelled. If they stay, add {identifier} as somebody who came without being "
        "called; call the exam office if in doubt."
    )


class CodeUnread(Refused):
    sentence = N_("This is not the code of a convocation, which begins with M-: scan the letter, or press its line.")


class CodeOfNoLetter(Refused):
    sentence = N_("No convocation has the code {code}: read it again on the letter, or press the line of the person.")


@dataclass(frozen=True, slots=True)
class HalfDayCount:
    present: int
    absent: int
    unknown: int

    @property
    def people(self) -> int:
        return self.present + self.absent + self.unknown


@dataclass(frozen=True, slots=True)
class SaidOfOthers:
    """What one act says of all whom nobody has keyed: how many the page showed, and the signatures counted."""

    presence: Presence
    count: int
    signatures: int


@dataclass(frozen=True, slots=True)
class PresenceKeyed(Fact):
    """Somebody was said present, absent, or neither again."""

    journal_word = N_("presence keyed")
    half: str
    person: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LetterRead(Fact):
    """The letter of somebody was read at the door: they are present."""

    journal_word = N_("convocation read at the door")
    half: str
    code: str


@dataclass(frozen=True, slots=True)
class UncalledAdded(Fact):
    """Somebody came without being called, and was added to a list."""

    journal_word = N_("somebody added to a register whom nobody had called")
    half: str
    person: int


@dataclass(frozen=True, slots=True)
class PresenceHoursNoted(Fact):
    """It was noted at what hour somebody came late or left early; empty where it is neither."""

    journal_word = N_("hours noted of somebody who came late or left early")
    half: str
    person: int
    arrived_at: str
    left_at: str


@dataclass(frozen=True, slots=True)
class HalfDayConfirmed(Fact):
    """All the others of a half-day were said present, or absent, on the signatures counted."""

    journal_word = N_("register of a half-day confirmed")
    half: str
    others: str
    count: int
    signatures: int


@dataclass(frozen=True, slots=True)
class HalfDayTakenBack(Fact):
    """The confirmation of a half-day was taken back: its others are to be keyed again."""

    journal_word = N_("confirmation of a half-day taken back")
    half: str
    reason: str


def letter_code(read: str) -> str:
    """Find the code of a letter in what was scanned or typed; raise CodeUnread."""
    match = _LETTER.search(read.upper())
    if match is None:
        raise CodeUnread
    return match[0]


def check_day_come(day: date, today: date) -> None:
    """Refuse what is said of a day to come."""
    if day > today:
        raise DayNotCome(day=day)


def check_word(person: str, before: Presence, seen: Presence, word: Presence, *, is_called: bool) -> None:
    """Refuse a word on a line that says something else by now, and the absence of somebody whom nobody called."""
    if seen is not before:
        raise LineKeyedElsewhere(person=person, word=Phrase(WORDS[before]))
    if word is Presence.ABSENT and not is_called:
        raise UncalledNotAbsent(person=person)


def check_others(count: HalfDayCount, others: SaidOfOthers) -> None:
    """Refuse a confirmation of a list that has changed, or whose signatures and people differ."""
    if others.count != count.unknown:
        raise ListChangedMeanwhile(n=count.unknown)
    present = count.present + (count.unknown if others.presence is Presence.PRESENT else 0)
    if others.signatures > count.people:
        raise MoreSignaturesThanPeople(signatures=others.signatures, people=count.people)
    if others.signatures > present:
        raise MoreSignaturesThanPresent(signatures=others.signatures, present=present)
    if others.signatures < present:
        raise FewerSignaturesThanPresent(signatures=others.signatures, present=present)


def check_begun(starts: Collection[datetime], now: datetime) -> None:
    """Refuse that anything is said of all the others before the first of them is expected."""
    if starts and now < min(starts):
        raise HalfDayNotBegun(starts=min(starts).time())


class CalledSo(Protocol):
    """Somebody with a name and an identifier."""

    identifier: str
    surname: str
    first_name: str


class NobodyCalledSo(Refused):
    sentence = N_(
        "Nobody of the pool is called {typed}: read the identifier on their letter. If they are not of the pool, do "
        "not count their signature here: name them in the remark with which the day is sent, and call the exam office, "
        "which enters them."
    )


class SeveralCalledSo(Refused):
    sentence = N_("Several are called {typed}: {names}. Type the identifier.")


def names_of(people: Iterable[CalledSo]) -> str:
    """Name a few persons, each with the identifier by which they are added."""
    return ", ".join(f"{one.surname} {one.first_name} ({one.identifier})" for one in people)


class RegisterOrder(StrEnum):
    """By name, or one mission after the other: whoever is called for two signs under each."""

    NAME = "name"
    MISSION = "mission"


class NobodyToSign(Refused):
    sentence = N_("Nobody is called to {place} then: convene people first, or choose another day.")
