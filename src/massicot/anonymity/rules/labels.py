"""A label that cannot be used: printed again with its number, or a spare stuck in its place.

A label that is on the wrong script before the cut is moved by hand, and nothing changes. A torn or spoiled one is
printed again for its seat. Where no printer is at hand, a spare label is stuck: the candidate then has that number, and
the other one is of the reserve. Nothing is settled of either before the day is closed, with the whole centre: neither
the journal nor any table tells which numbers they are.
"""

from dataclasses import dataclass

from massicot.core.refused import N_, Refused


class NobodyChosen(Refused):
    """Labels printed again for nobody who has one."""

    sentence = N_("Choose the seats whose labels are to be printed again; scripts that bear no number have none.")


class OwnLabelStuck(Refused):
    """A spare given to a candidate who has that number."""

    sentence = N_("This is the number that this candidate has already: nothing was changed.")


@dataclass(frozen=True, slots=True)
class LabelsPrintedAgain:
    """Labels of some seats of a room were printed again; whose is not said, or a script could be told by its look."""

    room: str
    labels: int


@dataclass(frozen=True, slots=True)
class SpareStuck:
    """A spare label was stuck for a candidate of a room, whose own could not be; neither number is said here."""

    room: str
