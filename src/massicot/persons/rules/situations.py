"""Situations: typed for the day on which they began, were it long ago; the one before stays for the days before.

What is owed for a mission follows its day, so that nothing typed late changes a day that it does not concern: a
situation lasts until the next one begins. The only one of a person is put right, never taken away.
"""

from dataclasses import dataclass

from massicot.core.refused import N_, Refused


class OnlySituation(Refused):
    """The last situation of a person taken away."""

    sentence = N_("{identifier} has no other situation: put this one right instead.")


class SituationGone(Refused):
    """A situation taken away meanwhile, or that is somebody else's."""

    sentence = N_("This situation is not there any more: reload the page.")


class SituationStandsAlready(Refused):
    """A situation that says what holds on its day already."""

    sentence = N_("This is what holds on {since} already: there is nothing to change.")


@dataclass(frozen=True, slots=True)
class SituationChanged:
    """Where a person teaches or lives, or who employs them, was told from a day on."""

    identifier: str
    since: str


@dataclass(frozen=True, slots=True)
class SituationTakenBack:
    """A situation of a person that was told by mistake was taken away."""

    identifier: str
    since: str
    reason: str
