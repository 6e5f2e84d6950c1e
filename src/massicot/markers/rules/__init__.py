"""Markers: the teachers who may be called, known by the identifier that their institution knows them by.

A marker never marks the pupils of their own institution (`batches`); whether they come, and what they are owed, is
other work. A table of markers may hold a part of them: those that it does not name are left alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from massicot.core.refused import N_, Refused


class MarkerUnknown(Refused):
    """An identifier that no marker of the session has."""

    sentence = N_(
        "There is no marker {identifier} in this session: read the identifier again, or call the exam office, which "
        "imports the markers."
    )


class AmongMarkers(Refused):
    """A role with names for somebody in the table of markers."""

    sentence = N_(
        "{email} stands in the table of markers of {paper}, who see its numbers: nobody may hold both names and "
        "numbers. Name another person; if the address in that table is wrong, import it again with the right one."
    )


class KnowsNames(Refused):
    """Scripts for a marker who knows, or knew, who sits."""

    sentence = N_(
        "{marker} has or had an access that shows the names of {paper}: nobody may hold both names and numbers. Give "
        "the batch to another marker, and tell the exam office."
    )


KNOWS_NAMES = N_(
    "This person has or had an access that shows the names of {paper}: nobody may hold both names and numbers. Take "
    "the line out, or correct the address."
)


@dataclass(frozen=True, slots=True)
class MarkersImported:
    """A table of markers was imported."""

    new: int
    changed: int
    same: int
    file_sha256: str
    erased: Mapping[str, int]
    """How many values empty cells took away, by column; each was confirmed."""
