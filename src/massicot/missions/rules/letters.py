"""What a convocation says: facts, kept once and never changed, from which its letter is set again.

A convocation is the order to come: whom it calls, for what, where and when, on what legal basis, what to bring, what to
do when ill, how one is paid (the notice, "Obligations des correcteurs"). Taking part in an examination is a duty of
service of teachers (art. D911-31 of the code de l'éducation; charte nationale des examens of 15 January 2007), from
which the rector alone exempts; nobody who is retired or from outside is bound by it.

Its code is drawn, so that nobody guesses another one; a letter issued again keeps it, with a suffix: M-…, M-…-2.

An account asked for from the page of a letter: another mail brings the link, and one mail however often it is asked.
The page of the mail shows one letter, to whoever holds that mail; an account shows all that a person is called to. Its
link goes to the address of the person and nowhere else: neither the page, nor the letter, nor the copy of the head of
institution ever shows it.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from massicot.audit.rules import Fact
from massicot.core import codes
from massicot.core.draws import Draw
from massicot.core.keys import keyed_digest
from massicot.core.refused import N_, Refused

CODE_SIGNS = 10
"""Ten signs of 31 are 49 random bits; the address behind the code is signed besides."""

PUBLIC, PERSONAL = "convocation-public", "convocation-personal"
"""The uses of the sub-keys that sign the two addresses of a letter: the page of its QR code, and that of its mail."""

SIGNATURE_BYTES = 10
OCCASIONS = "convocation:"
"""What the occasions of the mails that carry letters begin with; then come the run and the code."""

SEEN_SIGNS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledPerson:
    """Whom a letter calls, as they were on its day."""

    identifier: str
    civility: str
    surname: str
    first_name: str
    institution_uai: str = ""
    institution: str = ""
    is_duty: bool | None = True
    """Whether taking part is a duty of their service; None where nobody told who employs them."""

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.civility, self.first_name, self.surname)))


@dataclass(frozen=True, slots=True)
class CallPlace:
    """Where somebody is called to."""

    uai: str
    name: str
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class CallSlot:
    """One activity of a letter: its instants on the clock of the place, written as ISO 8601 with their offset."""

    activity: int
    title: str
    starts_at: str
    ends_at: str
    place: str

    @property
    def starts(self) -> datetime:
        return datetime.fromisoformat(self.starts_at)

    @property
    def ends(self) -> datetime:
        return datetime.fromisoformat(self.ends_at)


@dataclass(frozen=True, slots=True)
class CallOffice:
    """Who calls: the authority, its office, whoever signs."""

    authority: str
    office: str
    telephone: str
    address: str
    signatory: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """All that one letter says, and nothing that it does not."""

    person: CalledPerson
    office: CallOffice
    session: str
    session_title: str
    time_zone: str
    is_rehearsal: bool
    mission: int
    kind: str
    title: str
    paper: str
    paper_title: str
    is_reserve: bool
    places: tuple[CallPlace, ...]
    slots: tuple[CallSlot, ...]
    is_late: bool = False
    """Whether it regularises that somebody came without being called."""
    is_instead: bool = False
    """Whether it calls somebody in the stead of another."""
    issued_on: str = ""
    replaces: str = ""
    page: str = ""
    """The address behind its QR code."""

    @property
    def starts(self) -> datetime:
        return min(slot.starts for slot in self.slots)

    @property
    def ends(self) -> datetime:
        return max(slot.ends for slot in self.slots)

    @property
    def day_issued(self) -> date | None:
        return date.fromisoformat(self.issued_on) if self.issued_on else None

    @property
    def days(self) -> list[date]:
        return sorted({slot.starts.date() for slot in self.slots})

    def place_of(self, slot: CallSlot) -> CallPlace:
        """Find where an activity takes place."""
        return next(place for place in self.places if place.uai == slot.place)


class ConvocationUnknown(Refused):
    sentence = N_("No convocation has the code {code}: read it again on the letter.")


class NoLetterLeft(Refused):
    sentence = N_("No convocation of {uai} in this run holds any more: there is nothing to send, give this letter up.")


class NobodyTold(Refused):
    sentence = N_("Tick the people who were told of their convocation.")


class ConvocationReplaced(Refused):
    sentence = N_(
        "The convocation {code} was replaced by another one, sent since: open the last one that you received, and "
        "acknowledge that."
    )


class ConvocationCancelled(Refused):
    sentence = N_(
        "The convocation {code} is cancelled: you are not expected. Call the exam office if you are in doubt."
    )


class MissionOver(Refused):
    sentence = N_("The mission of the convocation {code} is over: there is nothing left to acknowledge.")


class NoMailToSend(Refused):
    sentence = N_(
        "{person} has no e-mail address: put it on their page, then send the letter again; or print it and hand it out."
    )


class MailedMeanwhile(Refused):
    sentence = N_("The mail of the convocation {code} is not the one that this page showed: look at it again.")


class AcknowledgedByReader(Refused):
    sentence = N_(
        "The convocation {code} was acknowledged by the person it calls: it cannot have come back. Look which letter "
        "it was."
    )


def facts_text(facts: LetterFacts) -> str:
    """Write what a letter says, always the same way."""
    return json.dumps(asdict(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> LetterFacts:
    """Read what a letter says."""
    kept: dict[str, Any] = json.loads(text)
    return LetterFacts(
        **kept
        | {
            "person": CalledPerson(**kept["person"]),
            "office": CallOffice(**kept["office"]),
            "places": tuple(CallPlace(**row) for row in kept["places"]),
            "slots": tuple(CallSlot(**row) for row in kept["slots"]),
        }
    )


def says_otherwise(before: LetterFacts, now: LetterFacts) -> bool:
    """Say whether a letter drawn up now would say something else; its date and page are none of it."""
    return _bare(before) != _bare(now)


def seen_digest(facts: LetterFacts) -> str:
    """Digest what a letter says, shortly: whoever was shown it is asked again once it says something else."""
    return hashlib.sha256(facts_text(_bare(facts)).encode()).hexdigest()[:SEEN_SIGNS]


def _bare(facts: LetterFacts) -> LetterFacts:
    return replace(facts, issued_on="", replaces="", page="")


def seen_text(digests: Mapping[int, str]) -> str:
    """Write the digests of some letters, by assignment."""
    return " ".join(f"{assignment}:{digest}" for assignment, digest in sorted(digests.items()))


def unseen_text(assignments: Iterable[int]) -> str:
    """Write whose letters are to be drawn up, before any is."""
    return seen_text(dict.fromkeys(assignments, ""))


def seen_of(texts: Iterable[str]) -> dict[int, str]:
    """Read the digests of letters, by assignment."""
    pairs = (word.partition(":") for text in texts for word in text.split())
    return {int(assignment): digest for assignment, _, digest in pairs}


def draw_code(draw: Draw) -> str:
    """Draw the code of a letter."""
    signs = codes.draw_clear(draw, CODE_SIGNS)
    return f"M-{signs[:5]}-{signs[5:]}"


def code_of_issue(first: str, issue: int) -> str:
    """Write the code of an issue of a letter: its own, with a suffix from the second on."""
    return first if issue == 1 else f"{first}-{issue}"


def first_code(code: str) -> str:
    """Give the code under which a letter was issued for the first time."""
    return "-".join(code.split("-")[:3])


def signature(sub_key: bytes, code: str) -> str:
    """Sign a code, in signs that an address takes: 80 bits."""
    return keyed_digest(sub_key, code, length=SIGNATURE_BYTES).hex()


def fallen_slots(before: Iterable[LetterFacts], kept: Collection[int]) -> list[tuple[LetterFacts, CallSlot]]:
    """List the activities of some issues of a letter that are none of some others, each as its last issue says it.

    Each with that issue, which says where it was.
    """
    last = {slot.activity: (facts, slot) for facts in before for slot in facts.slots}
    return [found for activity, found in last.items() if activity not in kept]


ASKED_AGAIN_AFTER = timedelta(hours=1)
"""How long whoever asks again is told to look into their mail: a mail may take minutes, and a new link voids the one
before."""


class AccessAnswer(StrEnum):
    """What comes of asking for an account."""

    WRITTEN = "written"
    ON_ITS_WAY = "on-its-way"
    SIGNS_IN = "signs-in"


class AccountByOffice(Refused):
    sentence = N_(
        "No account can be opened for you from here: call the exam office, which will see to it. You can acknowledge "
        "this convocation all the same."
    )


@dataclass(frozen=True, slots=True)
class AccountAsked(Fact):
    """Somebody asked for an account from the page of their letter, and a mail with its link was written."""

    journal_word = N_("account asked for from the page of a convocation")
    code: str
