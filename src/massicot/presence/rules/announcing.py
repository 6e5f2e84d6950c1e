"""An absence said of a half-day that a register knows: what the register says of it wins, whenever it is said.

Whoever it has present was not away, even where they left early, and nobody announces the contrary beside it: its centre
corrects it while the exam office does not have it, and after that the office opens it again. Said absent there, their
absence is known by that. A register that says nothing of somebody, sent or not, stands in the way of nothing: not known
is neither present nor absent.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from massicot.absences.rules.announcing import in_order
from massicot.core.refused import N_, Phrase, Refused
from massicot.missions.rules.hours import DayHalf
from massicot.presence.rules.sending import HALVES


class PresentThen(Refused):
    """Somebody announced absent on a half-day on which a register has them present."""

    sentence = N_(
        "Nothing was noted: the register of {place} has {person} present on {day} ({half}). If they were not there, "
        "that centre says so in it, and the absence is known by that."
    )


class PresentThenAndSent(Refused):
    """Somebody announced absent on a half-day on which a register that was sent has them present."""

    sentence = N_(
        "Nothing was noted: the register of {place} has {person} present on {day} ({half}), and the exam office has "
        "it. If they were not there, the office opens it again, that centre says so in it, and the absence is known by "
        "that."
    )


@dataclass(frozen=True, slots=True)
class SaidThere:
    """A register that has somebody present: at which place, and whether the exam office has it."""

    place: str
    is_sent: bool


def check_not_present(person: str, halves: Collection[DayHalf], present: Mapping[DayHalf, SaidThere]) -> None:
    """Refuse an absence of half-days on which a register has somebody present; the first of them is named."""
    for day, half in in_order(halves):
        if there := present.get((day, half)):
            refusal = PresentThenAndSent if there.is_sent else PresentThen
            raise refusal(place=there.place, person=person, day=f"{day:%d/%m/%Y}", half=Phrase(HALVES[half]))
