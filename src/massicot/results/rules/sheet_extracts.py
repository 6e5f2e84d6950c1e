"""One line of a mark sheet, for whoever may see it; the others are other candidates' and are masked (CRPA L.311-7).

The sheet is photographed or scanned, and the program paints black, in the browser of whoever masks it, all but the line
and the heading: the whole sheet never leaves that browser. What is kept is a picture, for a mask that lies upon a PDF
lifts off. A second person of the office opens it, and confirms that no other line can be read; before, it goes nowhere.
"""

from dataclasses import dataclass

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.deposits.rules import DepositKind, Document
from massicot.results.rules.consultations import SEEN, ConsultationMoved, steps_for

EXTRACT_KINDS = frozenset({DepositKind.JPEG, DepositKind.PNG})
"""What a masked line is kept as: what is painted over in a picture is gone."""


class ExtractNotPicture(Refused):
    sentence = N_(
        "A line of a mark sheet is kept as a picture, JPEG or PNG: what is masked in a PDF can be uncovered. "
        "Photograph the sheet, or save its scan as a picture, then mask it on this page."
    )


class ExtractStands(Refused):
    sentence = N_("A line of the mark sheet is kept for this request already: take that one back first.")


class ExtractMoved(Refused):
    sentence = N_("The line of the mark sheet is not what this page showed: look at it again.")


class ExtractOfSamePerson(Refused):
    sentence = N_("{login} masked this line: another person of the office opens it, and confirms it.")


class ExtractNotConfirmed(Refused):
    sentence = N_(
        "The line of the mark sheet waits for a second person: have it confirmed, or take it back, then answer."
    )


@dataclass(frozen=True, slots=True)
class ExtractKept(Fact):
    journal_word = N_("line of a mark sheet masked for a request")
    candidate_number: str


@dataclass(frozen=True, slots=True)
class ExtractConfirmed(Fact):
    journal_word = N_("masked line of a mark sheet confirmed")
    candidate_number: str


@dataclass(frozen=True, slots=True)
class ExtractTakenBack(Fact):
    journal_word = N_("masked line of a mark sheet taken back")
    candidate_number: str


def check_picture(picture: Document) -> None:
    """Refuse what is no picture; raise ExtractNotPicture."""
    if picture.kind not in EXTRACT_KINDS:
        raise ExtractNotPicture


def check_to_answer(state: str) -> None:
    """Refuse a line for a request that nothing is shown for now; raise ConsultationMoved."""
    if not set(SEEN) & set(steps_for(state)):
        raise ConsultationMoved


def check_other_person(masked_by: str, login: str) -> None:
    """Refuse a second person who is the first; raise ExtractOfSamePerson."""
    if masked_by == login:
        raise ExtractOfSamePerson(login=login)
