"""What is deducted for a service not done: a thirtieth of the month's pay for each day, which is not divided.

Half a day that is not done is one thirtieth, as the whole day is (art. 4 of the law of 29 July 1961; domain.md §5); a
part of the day that was done changes nothing. So it is counted by day. It holds for agents of the State; of teachers of
schools under private contract with the State the deduction is to be confirmed by who pays them; anybody else is told to
their employer, who draws the consequences. Whoever is retired has no pay to deduct from.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from massicot.core.refused import N_, Refused
from massicot.missions.rules.hours import DayHalf
from massicot.persons.rules import EmployerKind


class DeductionFate(StrEnum):
    """What the file asks for, and of whom."""

    PAY = "pay"
    TO_CONFIRM = "to-confirm"
    EMPLOYER = "employer"


class PayerUnknown(Refused):
    sentence = N_("Who employs {person} is not known: tell it on their page, then make the file.")


class NothingToDeduct(Refused):
    sentence = N_("{person} is retired: there is no pay to deduct from. Leave the absence unjustified.")


class NobodyWasAway(Refused):
    sentence = N_("The register says that {person} was there on each of these half-days: withdraw the absence.")


class StillToCome(Refused):
    sentence = N_("This absence is not over: wait until {day} is past, or answer it by a decision.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionFacts:
    """All that the letter of a deduction says; nothing of why somebody did not come."""

    reference: str
    authority: str
    office: str
    address: str
    telephone: str
    signatory: str
    session: str
    is_rehearsal: bool
    identifier: str
    name: str
    institution: str
    mission: str
    place: str
    convocation: str
    halves: tuple[tuple[str, str], ...]
    """Each day, as 2017-06-01, and the half of it."""
    thirtieths: int
    fate: str
    is_referred: bool
    filed_on: str

    @property
    def days(self) -> list[date]:
        """List the days on which the service was not done."""
        return sorted({date.fromisoformat(day) for day, _ in self.halves})


def thirtieths(halves: Iterable[DayHalf]) -> int:
    """Count the thirtieths that are deducted: one for each day of which a half was not done."""
    return len({day for day, _ in halves})


def fate_of(employer_kind: str, *, is_state_agent: bool | None, person: str) -> DeductionFate:
    """Say whom a deduction is asked of; raise PayerUnknown or NothingToDeduct."""
    if employer_kind == EmployerKind.RETIRED:
        raise NothingToDeduct(person=person)
    if employer_kind == EmployerKind.CONTRACT:
        return DeductionFate.TO_CONFIRM
    if employer_kind == EmployerKind.ACADEMY or (is_state_agent and employer_kind in ("", EmployerKind.CFA)):
        return DeductionFate.PAY
    if not employer_kind:
        raise PayerUnknown(person=person)
    return DeductionFate.EMPLOYER


def facts_text(facts: DeductionFacts) -> str:
    return json.dumps(asdict(facts), ensure_ascii=False, sort_keys=True)


def read(text: str) -> DeductionFacts:
    """Read what the letter of a deduction says."""
    kept = json.loads(text)
    halves: Sequence[Sequence[str]] = kept["halves"]
    return DeductionFacts(**kept | {"halves": tuple((day, half) for day, half in halves)})


def reference_of(absence: int, earlier: int) -> str:
    """Name a file of deduction: by its absence, with a suffix from the second on."""
    return f"A-{absence}" if not earlier else f"A-{absence}-{earlier + 1}"


def check_over(halves: Collection[DayHalf], today: date) -> None:
    """Refuse to hold an absence to be unjustified before its last day has come; raise StillToCome."""
    last = max((day for day, _ in halves), default=today)
    if last > today:
        raise StillToCome(day=f"{last:%d/%m/%Y}")
