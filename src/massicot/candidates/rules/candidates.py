"""Candidates: who sits, and who they are, corrected by the exam office where it was misread or mistyped.

Candidates: who sits, where, for which specialty, and what the register says of them on the day. A candidate is entered
for the papers of a session; with a kept mark they are entered and not expected. Each expected candidate sits in one
centre, in a room and at a seat, and the register of the room says them present or absent (`attendance`): it is keyed on
the evening (`registers`, `arrivals`) and closed on its counts (`day`). Tables of candidates come in before and after
the numbers are drawn (`intake`, `import_plans`). A candidate whose name is not on the register may sit, subject to a
later check of the entry (the notice's room rules). Here and nowhere else does the program know who sits.

The script, the number and the word of the register stay the entry's: nothing moves with the name. The candidate number
is the list's; of one who came off the list it is what somebody typed on the day, and is corrected before the list names
them too, since one person would then be two.

Who it was stays readable. A name and a date of birth that are both no longer what they were look like somebody else:
that it is one and the same person is then said in so many words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from massicot.audit.rules import Fact
from massicot.candidates.rules.arrivals import OffList, check_off_list
from massicot.candidates.rules.candidate_row import called_as
from massicot.core.refused import N_, Refused


class CandidateUnknown(Refused):
    sentence = N_("{candidate} is not expected at {centre} for {paper}: read the number again on the register.")


class NamedInReport(Refused):
    sentence = N_(
        "The report of a room names {candidates}: nothing was written. Leave them where they are, or let the centre "
        "take the incident back first; if the exam office has taken it up, let the office end it as noted by mistake "
        "before."
    )


class NotedAtSeat(Refused):
    sentence = N_(
        "The checks of a room noted something at the seat of {candidates}: nothing was written. Leave them where they "
        "are, or let the centre take what was noted back first, on the page of the checks of the room."
    )


class CandidateEntered(Refused):
    sentence = N_(
        "{candidate} is entered in this session already, on another list than this one. Type the date of birth of the "
        "identity card too, or call the exam office."
    )


class SpecialtyUnknown(Refused):
    sentence = N_("There is no specialty {specialty} in this session: read its code on the convocation.")


class Identity(NamedTuple):
    """Who a candidate is, as the office corrects it."""

    candidate_number: str
    surname: str
    usual_name: str
    first_names: str
    born_on: date


class PersonUnchanged(Refused):
    sentence = N_("{candidate} was left as it is: correct what is wrong first.")


class PersonChangedMeanwhile(Refused):
    sentence = N_("Meanwhile somebody corrected who this candidate is: look again, then correct what is still wrong.")


class NumberIsOfTheList(Refused):
    sentence = N_("{candidate} is on a list, which gives the candidate number: put it back, the rest can be corrected.")


class NumberOfAnother(Refused):
    sentence = N_(
        "The number {number} is that of another entry of this session: nothing was changed. Two entries of one person "
        "cannot be joined here: keep both, and settle their marks once anonymity is lifted."
    )


class PersonLooksAnother(Refused):
    sentence = N_(
        "The name and the date of birth are both no longer those this candidate was entered with, as if it were "
        "somebody else. If it is one and the same person, tick the box that says so and correct again."
    )


class PersonIsAnother(Refused):
    sentence = N_(
        "The candidate {number} of this session has this name and this date of birth already: nothing was changed. Two "
        "entries of one person cannot be joined here: keep both, and settle their marks once anonymity is lifted."
    )


@dataclass(frozen=True, slots=True)
class PersonCorrected(Fact):
    """Who a candidate is was corrected; what was, by its names, never the names themselves."""

    journal_word = N_("who a candidate is corrected")
    candidate: str
    number_before: str
    corrected: tuple[str, ...]
    reason: str


def fingerprint_of(person: Identity) -> str:
    """Write in short what a page showed of a candidate, to be compared when the page is sent."""
    return sha256("\x1f".join((*person[:-1], person.born_on.isoformat())).encode()).hexdigest()[:16]


def check_person(before: Identity, after: Identity, seen: str, *, sat_on: date) -> None:
    """Refuse a correction of what the page did not show, of nothing, or into what no candidate is."""
    if fingerprint_of(before) != seen:
        raise PersonChangedMeanwhile
    if before == after:
        raise PersonUnchanged(candidate=before.candidate_number)
    number, surname, usual_name, first_names, born_on = after
    check_off_list(
        OffList(
            candidate_number=number,
            surname=surname,
            first_names=first_names,
            born_on=born_on,
            specialty_code="",
            room="",
            usual_name=usual_name,
        ),
        sat_on,
    )


def is_renamed(before: Identity, after: Identity) -> bool:
    """Say whether the name by which somebody is known changes, or their date of birth; accents and capitals do not."""
    return _name_of(before) != _name_of(after) or before.born_on != after.born_on


def check_same_person(earlier: Iterable[Identity], after: Identity, *, is_same_person: bool) -> None:
    """Refuse a person of whom neither the name nor the date of birth is what it was, unless said to be the same."""
    changed = (_name_of(person) != _name_of(after) and person.born_on != after.born_on for person in earlier)
    if not is_same_person and any(changed):
        raise PersonLooksAnother


def _name_of(person: Identity) -> str:
    return called_as(person).called


def person_corrected(before: Identity, after: Identity, reason: str) -> PersonCorrected:
    """Tell the journal what was corrected."""
    pairs = zip(Identity._fields, before, after, strict=True)
    corrected = tuple(name for name, old, new in pairs if old != new)
    return PersonCorrected(after.candidate_number, before.candidate_number, corrected, reason.strip())
